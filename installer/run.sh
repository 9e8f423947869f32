#!/usr/bin/env bash
# SPDX-FileCopyrightText: The Mailmend authors
# SPDX-License-Identifier: Apache-2.0
# run.sh [TARGET]: installs what is missing, builds Mailmend and opens it on the target, or on the sample server.
# Without a screen it does the same job on the console: check, plan, report, and a picture of the window.
set -euo pipefail
target=${1:-sample:}
case $target in # where the caller stands, not where this script goes
    sample:* | this-computer | /* | *=*) ;;
    *) target=$(realpath -e -- "$target") ;;
esac
cd "$(dirname "$(realpath "$0")")/.."
# shellcheck source=installer/linux/packages.sh
. installer/linux/packages.sh

install_missing "${build_packages[@]}" "${window_packages[@]}"
say "Building (the first time takes some minutes)"
configure release
cmake --build --preset release -j "$(jobs_here)" --target mailmend mailmend-cli

if [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
    say "Opening Mailmend on $target"
    exec build/release/bin/mailmend "$target"
fi

out=build/runs/$(date +%Y-%m-%d_%H%M%S)
mkdir -p "$out"
out=$(realpath "$out")
cli=build/release/bin/mailmend-cli
say "There is no screen here, so the same job on the console: checking $target"
status=0
"$cli" check "$target" --case "$out/case.mailmend" || status=$?
case $status in
    0 | 1 | 2 | 3) ;;
    *) echo "The check did not work (status $status)." >&2; exit "$status" ;;
esac
say "The plan"
"$cli" plan "$out/case.mailmend"
say "The report"
for audience in owner technician; do
    "$cli" report "$out/case.mailmend" --format html --audience "$audience" --out "$out/report-$audience.html"
done
say "A picture of the window"
picture=$out/window.png
installer/linux/with_display.sh installer/linux/picture.sh "$picture" build/release/bin/mailmend "$target" ||
    picture="(none: the window could not be shown)"

say "Done"
echo "Status of the check: $status (1 needs action, 3 look at this, 2 could not check, 0 nothing found)"
echo "Case:    $out/case.mailmend"
echo "Report:  $out/report-owner.html (one page) and $out/report-technician.html"
echo "Picture: $picture"
[ -s "$out/window.png" ]
