# SPDX-FileCopyrightText: The Mailmend authors
# SPDX-License-Identifier: Apache-2.0

# Test sources that are left out of a build for Windows, each group with its reason. What they prove is proved there by
# the classes in the folders named windows/.
set(NOT_ON_WINDOWS
    # They count, kill and fail Linux' own calls through a preloaded library, or compare modes and extended attributes.
    actions/disk_state_test.cpp actions/interruption_test.cpp actions/quarantine_test.cpp
    actions/refusals_test.cpp actions/store_test.cpp actions/undo_test.cpp
    support/mutations.cpp support/mutations.h
    # They end and stop processes by signals, give programs scripts of sh, or copy disks with cp -a.
    cases/damage_test.cpp cli/console_test.cpp
    fix/fix_journey_test.cpp fix/harmed_run.cpp fix/harmed_run.h fix/helper_border_test.cpp fix/helper_process.cpp
    fix/helper_process.h fix/helper_trouble_test.cpp fix/kill_test.cpp fix/practice.cpp fix/practice.h
    cli/collect_command_test.cpp
    # They bound a child's memory or rights after fork(), and give files names that are no UTF-16.
    evidence/source_volume_test.cpp evidence/source_zip_test.cpp
    # Python, libhivex and unzip are the second opinion there.
    evidence/parse_hive_test.cpp evidence/sample_test.cpp evidence/source_collection_test.cpp
    knowledge/schema_test.cpp engine/collect_test.cpp engine/collect_trouble_test.cpp engine/collected.cpp)
