# SPDX-License-Identifier: GPL-3.0-or-later

# hookloupe_add_test(NAME LABEL SECONDS [LIBRARY...]): the Qt Test program NAME.cpp of this folder. Where the variable
# HOOKLOUPE_TEST_LAUNCHER is set, that program runs it.
function(hookloupe_add_test name label seconds)
    add_executable(${name} ${name}.cpp)
    target_include_directories(${name} PRIVATE "${PROJECT_SOURCE_DIR}/tests")
    target_compile_definitions(${name} PRIVATE HOOKLOUPE_TEST_DATA="${PROJECT_SOURCE_DIR}/tests/data")
    target_link_libraries(${name} PRIVATE hookloupe::lib Qt6::Test ${ARGN})
    if(Qt6_VERSION VERSION_GREATER_EQUAL 6.5)
        # QTRY_* of these versions narrow a duration to int in the code of the test itself.
        set_property(SOURCE ${name}.cpp APPEND PROPERTY COMPILE_OPTIONS -Wno-conversion)
    endif()
    add_test(NAME ${label}/${name} COMMAND ${HOOKLOUPE_TEST_LAUNCHER} $<TARGET_FILE:${name}>)
    set_tests_properties(${label}/${name} PROPERTIES LABELS ${label} TIMEOUT ${seconds}
        ENVIRONMENT "QT_QPA_PLATFORM=offscreen;QT_LOGGING_RULES=qt.qpa.*=false")
endfunction()
