#!/usr/bin/env bash
# SPDX-FileCopyrightText: The Mailmend authors
# SPDX-License-Identifier: Apache-2.0
# wine.sh: sourced by the scripts that run something under wine.

# wine_ends SECONDS: waits until nothing runs in WINEPREFIX any more. `timeout` ends only the program that it started;
# what that left behind would be waited for without end and without a word, so after that time it is named and
# ended, and that is a failure.
wine_ends() {
    local seconds=$1 one
    timeout "$seconds" wineserver -w && return
    echo "Still running under wine after $seconds s, and ended now:"
    for one in /proc/[0-9]*; do
        if grep -qzxF "WINEPREFIX=$WINEPREFIX" "$one/environ" 2>/dev/null; then
            printf '  %s\n' "$(tr '\0' ' ' <"$one/cmdline" 2>/dev/null)"
        fi
    done
    timeout 60 wineserver -k
    return 1
}
