# SPDX-FileCopyrightText: The Mailmend authors
# SPDX-License-Identifier: Apache-2.0

# mailmend_units(TARGET FOLDER BATCH): with MAILMEND_UNITS, about BATCH sources are compiled as one. A unit has sources
# of one folder below FOLDER only, so that what a folder includes reaches no other, and two folders may use the same
# names.
function(mailmend_units target folder batch)
    if(NOT MAILMEND_UNITS)
        return()
    endif()
    get_target_property(sources ${target} SOURCES)
    set(last)
    set(count 0)
    set(unit 0)
    foreach(source IN LISTS sources)
        if(NOT source MATCHES "[.]cpp$")
            continue()
        endif()
        file(RELATIVE_PATH path ${folder} ${source})
        string(REGEX REPLACE "/.*" "" part ${path})
        if(NOT part STREQUAL last OR count GREATER_EQUAL batch)
            math(EXPR unit "${unit} + 1")
            set(count 0)
            set(last ${part})
        endif()
        math(EXPR count "${count} + 1")
        set_property(SOURCE ${source} PROPERTY UNITY_GROUP ${unit})
    endforeach()
    set_target_properties(${target} PROPERTIES UNITY_BUILD ON UNITY_BUILD_MODE GROUP)
endfunction()
