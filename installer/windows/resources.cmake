# SPDX-FileCopyrightText: The Mailmend authors
# SPDX-License-Identifier: Apache-2.0

# What a program for Windows carries beside its code: icon, version and manifest (installer/windows/program.*.in).
enable_language(RC)

# mailmend_windows_resources(TARGET DESCRIPTION): DESCRIPTION is what the task manager shows.
function(mailmend_windows_resources RESOURCE_PROGRAM RESOURCE_DESCRIPTION)
    set(source_folder ${PROJECT_SOURCE_DIR}/installer/windows)
    set(made ${CMAKE_CURRENT_BINARY_DIR}/${RESOURCE_PROGRAM})
    set(RESOURCE_ICON ${MAILMEND_ICON})
    configure_file(${source_folder}/program.manifest.in ${made}.manifest @ONLY)
    set(RESOURCE_MANIFEST_LINE "1 24 \"${made}.manifest\"")
    if(MSVC) # whose linker writes the manifest itself
        set(RESOURCE_MANIFEST_LINE "")
        target_sources(${RESOURCE_PROGRAM} PRIVATE ${made}.manifest)
    endif()
    configure_file(${source_folder}/program.rc.in ${made}.rc @ONLY)
    set_source_files_properties(${made}.rc PROPERTIES OBJECT_DEPENDS "${MAILMEND_ICON};${made}.manifest")
    # An object library of its own: a resource compiler knows nothing of the compiler's flags.
    add_library(${RESOURCE_PROGRAM}_resources OBJECT ${made}.rc)
    add_dependencies(${RESOURCE_PROGRAM}_resources mailmend_icon)
    set_target_properties(${RESOURCE_PROGRAM}_resources PROPERTIES AUTOMOC OFF)
    target_sources(${RESOURCE_PROGRAM} PRIVATE $<TARGET_OBJECTS:${RESOURCE_PROGRAM}_resources>)
endfunction()
