# SPDX-License-Identifier: GPL-3.0-or-later
# One interface target carries every flag of the project.
add_library(hookloupe_options INTERFACE)
add_library(hookloupe::options ALIAS hookloupe_options)
target_compile_features(hookloupe_options INTERFACE cxx_std_20)
target_compile_definitions(hookloupe_options INTERFACE
    QT_NO_CAST_FROM_ASCII QT_NO_CAST_TO_ASCII QT_NO_CAST_FROM_BYTEARRAY QT_NO_URL_CAST_FROM_STRING
    QT_NO_NARROWING_CONVERSIONS_IN_CONNECT QT_NO_CONTEXTLESS_CONNECT QT_NO_FOREACH
    QT_NO_JAVA_STYLE_ITERATORS QT_USE_QSTRINGBUILDER
    QT_DISABLE_DEPRECATED_BEFORE=0x060400
    $<$<CONFIG:Release>:QT_NO_DEBUG_OUTPUT>)
target_compile_options(hookloupe_options INTERFACE
    -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wnon-virtual-dtor -Woverloaded-virtual
    -Wold-style-cast -Wcast-qual -Wformat=2 -Wimplicit-fallthrough)

option(HOOKLOUPE_WERROR "Treat warnings as errors (the dev and clang presets set it)" OFF)
if(HOOKLOUPE_WERROR)
    target_compile_options(hookloupe_options INTERFACE -Werror)
endif()

set(HOOKLOUPE_SANITIZE "" CACHE STRING "Sanitizers, as for -fsanitize= (address,undefined or thread)")
if(HOOKLOUPE_SANITIZE)
    target_compile_options(hookloupe_options INTERFACE
        -fsanitize=${HOOKLOUPE_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
    target_link_options(hookloupe_options INTERFACE -fsanitize=${HOOKLOUPE_SANITIZE})
endif()

# Hardening that costs nothing measurable; the distributions' own flags win where they set them.
if(CMAKE_BUILD_TYPE MATCHES "Rel" AND NOT HOOKLOUPE_SANITIZE)
    target_compile_options(hookloupe_options INTERFACE -fstack-protector-strong -D_GLIBCXX_ASSERTIONS)
endif()

find_program(CCACHE_PROGRAM ccache)
if(CCACHE_PROGRAM AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
    set(CMAKE_CXX_COMPILER_LAUNCHER "${CCACHE_PROGRAM}")
endif()
find_program(MOLD_PROGRAM mold)
if(MOLD_PROGRAM)
    target_link_options(hookloupe_options INTERFACE -fuse-ld=mold)
endif()
