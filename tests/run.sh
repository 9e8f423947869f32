#!/usr/bin/env bash
# SPDX-FileCopyrightText: The Mailmend authors
# SPDX-License-Identifier: Apache-2.0
# run.sh: installs what is missing, builds everything with warnings as errors and runs every test: all core tests in the
# release build and once more under ASan and UBSan, the window's tests on a screen of their own, and, where the libraries
# for Windows are at hand, the build for Windows and its tests under wine. Prints the time of each stage; any failure is
# the script's failure.
set -uo pipefail
cd "$(dirname "$(realpath "$0")")/.." || exit 1
# shellcheck source=installer/linux/packages.sh
. installer/linux/packages.sh

stages=()
failed=0
# stage NAME COMMAND…: runs it, keeps its time and whether it worked.
stage() {
    local name=$1 began=$SECONDS result=passed
    shift
    say "$name"
    "$@" || { result=FAILED; failed=1; }
    stages+=("$(printf '%-46s %6d s  %s' "$name" $((SECONDS - began)) "$result")")
    [ "$result" = passed ]
}
# beside NAME COMMAND…: runs it while the next stages run: wine's tests mostly wait. Its output is shown at the end.
beside_process=
beside() {
    beside_name=$1
    beside_log=$(mktemp)
    shift
    say "$beside_name: beside what follows"
    # shellcheck disable=SC2016  # it is the other shell that knows them
    setsid bash -c '"${@:2}"; status=$?; echo "$SECONDS" >"$1.time"; exit "$status"' beside "$beside_log" "$@" >"$beside_log" 2>&1 &
    beside_process=$!
    trap 'kill -- "-$beside_process" "$beside_process" 2>/dev/null' EXIT # whoever breaks this off leaves nothing running
}
end_beside() {
    [ -n "$beside_process" ] || return 0
    local result=passed
    wait "$beside_process" || { result=FAILED; failed=1; }
    say "$beside_name"
    cat "$beside_log"
    stages+=("$(printf '%-46s %6d s  %s' "$beside_name" "$(cat "$beside_log.time")" "$result, beside the stages above")")
    rm -f "$beside_log" "$beside_log.time"
    beside_process=
    trap - EXIT
}
finish() {
    end_beside
    say "Times"
    printf '%s\n' "${stages[@]}"
    printf '%-46s %6d s\n' total "$SECONDS"
    if [ "$failed" -ne 0 ]; then
        echo "Something failed."
    else
        echo "Every test passed."
    fi
    have_windows_libraries || echo "For Windows nothing was built here: tests/run_windows.sh does it where MAILMEND_WIN64_PREFIX names the libraries."
    exit "$failed"
}
# shellcheck disable=SC2317  # called by stage
run_ctest() { ctest --test-dir "build/$1" --output-on-failure --no-tests=error -j "$jobs" -E '^gui$'; }
# shellcheck disable=SC2317
window_tests() { installer/linux/with_display.sh build/release/bin/test_gui; }
# shellcheck disable=SC2317
read_scripts() { for script in installer/*.sh installer/linux/*.sh installer/windows/*.sh installer/windows/prefix/*.sh tests/*.sh .ci/run; do bash -n "$script" || return 1; done; }

jobs=$(jobs_here 2>/dev/null || echo 1)
stage "packages" install_missing "${build_packages[@]}" "${window_packages[@]}" "${test_packages[@]}" || finish
stage "scripts" read_scripts
stage "configure (release)" configure release -DMAILMEND_TESTS=ON || finish
stage "build (release, warnings are errors)" cmake --build --preset release -j "$jobs" || finish
stage "core tests (release)" run_ctest release
stage "window tests (Xvfb, openbox)" window_tests
stage "Debian package (lintian, appstreamcli)" installer/package.sh deb
if have_windows_libraries && stage "build (Windows)" tests/run_windows.sh --only-build; then
    beside "tests and packages (wine)" tests/run_windows.sh
fi
stage "configure (sanitizers)" configure asan -DMAILMEND_TESTS=ON || finish
stage "build (sanitizers)" cmake --build --preset asan -j "$jobs" --target core_tests || finish
stage "core tests (ASan, UBSan)" run_ctest asan
finish
