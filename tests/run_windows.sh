#!/usr/bin/env bash
# SPDX-FileCopyrightText: The Mailmend authors
# SPDX-License-Identifier: Apache-2.0
# run_windows.sh: builds everything for 64-bit Windows and runs the test programs under wine, in a prefix of its own
# below build/. Needs the libraries for Windows: MAILMEND_WIN64_PREFIX, or ../shared/windows/win64-prefix.tar.zst.
# tests/not_on_wine.txt names the tests that wine can't run, with the reason. Then the packages are made and tried
# (tests/package_windows.sh). --only-build runs none; words after -- choose test programs; the word `packages` is the
# packages.
set -uo pipefail
cd "$(dirname "$(realpath "$0")")/.." || exit 1
# shellcheck source=installer/linux/packages.sh
. installer/linux/packages.sh
# shellcheck source=tests/wine.sh
. tests/wine.sh

if ! have_windows_libraries; then
    echo "The libraries for Windows are not at hand: name their folder in MAILMEND_WIN64_PREFIX." >&2
    exit 2
fi
programs=(base findings knowledge evidence detect checks actions playbooks cases engine reports cli gui wine wine_window packages)
only_build=0
[ "${1:-}" = --only-build ] && { shift; only_build=1; }
[ "${1:-}" = -- ] && { shift; programs=("$@"); }
packages=no
for at in "${!programs[@]}"; do
    [ "${programs[at]}" = packages ] && { packages=yes; unset "programs[at]"; }
done

jobs=$(jobs_here)
install_missing "${build_packages[@]}" "${windows_packages[@]}" "${window_packages[@]}" || exit 1
configure windows -DMAILMEND_TESTS=ON || exit 1
targets=(mailmend mailmend-cli)
for program in "${programs[@]}"; do targets+=("test_$program"); done
began=$SECONDS
cmake --build --preset windows -j "$jobs" --target "${targets[@]}" || exit 1
printf 'Built for Windows in %d s.\n' $((SECONDS - began))
[ "$only_build" -eq 1 ] && exit 0

prefix=$(sed -n 's/^MAILMEND_WIN64_PREFIX:.*=//p' build/windows/CMakeCache.txt)
[ -n "$prefix" ] || prefix=$PWD/build/win64-prefix/win64
export WINEPREFIX=$PWD/build/wine WINEDEBUG=-all WINEARCH=win64 WINEDLLOVERRIDES="mscoree,mshtml="
WINEPATH=$(timeout 300 winepath -w "$prefix/bin" 2>/dev/null)
QT_PLUGIN_PATH=$(timeout 300 winepath -w "$prefix/plugins" 2>/dev/null)
export WINEPATH QT_PLUGIN_PATH QT_QPA_PLATFORM=offscreen

failed=0
for program in "${programs[@]}"; do
    say "test_$program (wine)"
    began=$SECONDS
    mapfile -t without < <(sed -n "s/^$program \([^ ]*\).*/\1/p" tests/not_on_wine.txt)
    logs=build/windows/logs/$program
    rm -rf "$logs" && mkdir -p "$logs"
    run=(timeout 1200 wine)
    # Its users' folders lead to the developer's own, which are no part of the server that is looked at.
    find "$WINEPREFIX/drive_c/users" -type l -delete 2>/dev/null
    if [[ "$program" =~ ^(gui|wine_window)$ ]]; then # real windows, on a screen that only this run of wine's server knows
        wine_ends 180 || failed=1
        # Windows makes no window larger than the screen, and some are tried at two pixels for one.
        run=(timeout 1200 env MAILMEND_SCREEN=3200x2000 installer/linux/with_display.sh env QT_QPA_PLATFORM=windows wine)
    fi
    # Qt Test prints nothing where there is no console of Windows': each class has a file.
    once() {
        "${run[@]}" "build/windows/bin/test_$program.exe" -logs "$logs" -without "$(IFS=,; echo "${without[*]:-}")" >"$logs/output" 2>&1
    }
    once
    status=$?
    # wine itself may fail to start beside a server of its own that is just ending: no test has begun then.
    if [ "$status" -ne 0 ] && ! ls "$logs"/*.txt >/dev/null 2>&1; then
        echo "wine did not start it (status $status); once more"
        wine_ends 180 || failed=1
        once
        status=$?
    fi
    result=passed
    [ "$status" -eq 0 ] || {
        result="FAILED (status $status)"
        failed=1
        grep -haE -A4 '^(FAIL!|XPASS|QFATAL)' "$logs"/* | head -100
        tail -5 "$logs/output"
    }
    printf 'test_%-20s %5d s  %s, %d test functions\n' "$program" $((SECONDS - began)) "$result" \
        "$(cat "$logs"/*.txt 2>/dev/null | grep -ac '^PASS')"
done
wine_ends 180 || failed=1
# What the wine test collected, opened by the program for Linux where that is built: the same findings.
if [ -f build/windows/collected-here.zip ] && [ -x build/release/bin/mailmend-cli ]; then
    say "A collection that was made under wine, opened on Linux"
    build/release/bin/mailmend-cli check build/windows/collected-here.zip --format json >build/windows/opened-on-linux.json
    [ $? -eq 1 ] || failed=1 # the sample needs action
    python3 -c '
import json, sys
for one in sorted("{check} {id} {state}".format(**finding) for finding in json.load(sys.stdin)["findings"]):
    print(one)' <build/windows/opened-on-linux.json | diff - build/windows/collected-here.txt && echo "The same findings." || failed=1
fi
if [ "$packages" = yes ]; then
    say "Packages for Windows (wine)"
    (unset WINEPATH QT_PLUGIN_PATH; tests/package_windows.sh) || failed=1
fi
[ "$failed" -eq 0 ] && echo "Every test that wine can run passed." || echo "Something failed."
exit "$failed"
