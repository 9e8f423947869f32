# SPDX-FileCopyrightText: The Mailmend authors
# SPDX-License-Identifier: Apache-2.0

# Test sources that are left out of a build for Windows, each group with its reason. What they prove is proved there by
# the classes in the folders named windows/.
file(GLOB FIX_TESTS RELATIVE ${CMAKE_CURRENT_SOURCE_DIR} CONFIGURE_DEPENDS fix/*.cpp fix/*.h)
set(NOT_ON_WINDOWS
    # They count, kill and fail Linux' own calls through a preloaded library, or compare modes and extended attributes.
    actions/disk_state_test.cpp actions/interruption_test.cpp actions/quarantine_test.cpp
    actions/recovery_test.cpp actions/scene.cpp actions/scene.h
    actions/refusals_test.cpp actions/store_test.cpp actions/undo_test.cpp
    support/mutations.cpp support/mutations.h
    # They end and stop processes by signals, give programs scripts of sh, or copy disks with cp -a.
    cases/damage_test.cpp cli/console_test.cpp
    ${FIX_TESTS}
    gui/late_helper.cpp gui/late_helper.h gui/repair_journey_test.cpp gui/where_test.cpp
    # They bound a child's memory or rights after fork(), and give files names that are no UTF-16.
    evidence/source_volume_test.cpp evidence/source_zip_test.cpp
    # Python, libhivex and unzip are the second opinion there.
    evidence/accounts_hivex_test.cpp evidence/parse_hive_test.cpp evidence/sample_test.cpp
    evidence/source_collection_test.cpp
    knowledge/schema_test.cpp)
