#!/usr/bin/env bash
# SPDX-FileCopyrightText: The Mailmend authors
# SPDX-License-Identifier: Apache-2.0
# with_display.sh COMMAND…: runs a command on a screen of its own (Xvfb) with a window manager, so that windows
# get the keyboard. Ends only what it started. MAILMEND_SCREEN is its size, 1600x1000 if it says nothing.
set -euo pipefail

number=$(mktemp)
Xvfb -displayfd 3 -screen 0 "${MAILMEND_SCREEN:-1600x1000}x24" -nolisten tcp 3>"$number" 2>/dev/null &
server=$!
manager=
# shellcheck disable=SC2317  # called by the trap
finish() {
    if [ -n "$manager" ]; then kill "$manager" 2>/dev/null || true; fi
    kill "$server" 2>/dev/null || true
    wait 2>/dev/null || true
    rm -f "$number"
}
trap finish EXIT
for _ in $(seq 100); do
    [ -s "$number" ] && break
    kill -0 "$server" 2>/dev/null || { echo "Xvfb did not start" >&2; exit 1; }
    sleep 0.1
done
DISPLAY=:$(cat "$number")
export DISPLAY
unset WAYLAND_DISPLAY
openbox --sm-disable >/dev/null 2>&1 &
manager=$!
for _ in $(seq 50); do # it is there when it has named itself on the root window
    xprop -root _NET_SUPPORTING_WM_CHECK 2>/dev/null | grep -q 'window id' && break
    sleep 0.1
done
QT_QPA_PLATFORM=xcb "$@"
