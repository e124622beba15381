# SPDX-License-Identifier: GPL-3.0-or-later
# What belongs on a system beside the program, and the Debian package (cpack -G DEB in the build folder).
set(app_id io.github.hookloupe.Hookloupe)
set(packaging_folder "${PROJECT_SOURCE_DIR}/packaging")

find_program(GZIP_PROGRAM gzip REQUIRED)
set(manual_page "${CMAKE_CURRENT_BINARY_DIR}/hookloupe.1.gz")
add_custom_command(OUTPUT "${manual_page}"
    COMMAND "${GZIP_PROGRAM}" -9 -n -c "${packaging_folder}/hookloupe.1" > "${manual_page}"
    DEPENDS "${packaging_folder}/hookloupe.1" VERBATIM)
add_custom_target(hookloupe-manual-page ALL DEPENDS "${manual_page}")
install(FILES "${manual_page}" DESTINATION "${CMAKE_INSTALL_MANDIR}/man1")
install(FILES "${packaging_folder}/completions/hookloupe.bash"
    DESTINATION "${CMAKE_INSTALL_DATADIR}/bash-completion/completions" RENAME hookloupe)
install(FILES "${packaging_folder}/completions/_hookloupe" DESTINATION "${CMAKE_INSTALL_DATADIR}/zsh/vendor-completions")
install(FILES "${packaging_folder}/completions/hookloupe.fish"
    DESTINATION "${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d")
install(FILES "${PROJECT_SOURCE_DIR}/README.md" "${PROJECT_SOURCE_DIR}/CHANGELOG.md" DESTINATION "${CMAKE_INSTALL_DOCDIR}")
install(DIRECTORY "${PROJECT_SOURCE_DIR}/resources/manual" DESTINATION "${CMAKE_INSTALL_DOCDIR}")
install(FILES "${packaging_folder}/copyright" DESTINATION "${CMAKE_INSTALL_DOCDIR}")
if(HOOKLOUPE_WINDOW)
    install(FILES "${packaging_folder}/${app_id}.desktop" DESTINATION "${CMAKE_INSTALL_DATADIR}/applications")
    install(FILES "${packaging_folder}/${app_id}.metainfo.xml" DESTINATION "${CMAKE_INSTALL_DATADIR}/metainfo")
    install(FILES "${packaging_folder}/${app_id}.mime.xml"
        DESTINATION "${CMAKE_INSTALL_DATADIR}/mime/packages" RENAME ${app_id}.xml)
    install(FILES "${PROJECT_SOURCE_DIR}/resources/icons/hookloupe.svg"
        DESTINATION "${CMAKE_INSTALL_DATADIR}/icons/hicolor/scalable/apps" RENAME ${app_id}.svg)
endif()

set(CPACK_PACKAGE_NAME hookloupe)
set(CPACK_PACKAGE_VENDOR "The Hookloupe project")
set(CPACK_PACKAGE_CONTACT "The Hookloupe project <hookloupe@localhost>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "desktop webhook inspector")
set(CPACK_PACKAGE_DESCRIPTION "Catches every webhook delivery byte for byte on your own machine,
shows it at once, and answers with the response chosen by one click.
It needs no account and contacts nobody.")
set(CPACK_RESOURCE_FILE_LICENSE "${PROJECT_SOURCE_DIR}/LICENSE")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_GENERATOR DEB)
set(CPACK_SOURCE_GENERATOR TXZ)
set(CPACK_SOURCE_IGNORE_FILES "/build/" "/\\\\.git/" "/\\\\.cache/" "/node_modules/" "/__pycache__/")
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION web)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
# The library of the keyring finds these when it runs, not when it is linked.
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS "qt6-wayland, libsecret-1-0, gnome-keyring | kwalletmanager")
set(CPACK_DEBIAN_COMPRESSION_TYPE xz)
include(CPack)
