#!/usr/bin/env bash
# SPDX-FileCopyrightText: The Mailmend authors
# SPDX-License-Identifier: Apache-2.0
# picture.sh FILE.png PROGRAM…: starts a program with a window on the present screen, waits until its picture has
# stopped changing, saves that picture and ends the program. For use inside with_display.sh.
set -euo pipefail

out=$1
shift
"$@" &
program=$!
now=$(mktemp --suffix=.png)
trap 'kill "$program" 2>/dev/null || true; wait "$program" 2>/dev/null || true; rm -f "$now"' EXIT
before='' same=0
for _ in $(seq 90); do
    sleep 1
    kill -0 "$program" 2>/dev/null || { echo "The program ended before its picture was taken." >&2; exit 1; }
    window=$(xdotool search --onlyvisible --pid "$program" 2>/dev/null | tail -1) || true
    [ -n "$window" ] || continue
    import -window "$window" "$now" 2>/dev/null || continue
    sum=$(convert "$now" rgb:- | sha256sum)
    if [ "$sum" = "$before" ]; then same=$((same + 1)); else same=0; fi
    before=$sum
    [ "$same" -ge 3 ] && break
done
[ -s "$now" ] || { echo "No window came up." >&2; exit 1; }
install -m 644 "$now" "$out"
