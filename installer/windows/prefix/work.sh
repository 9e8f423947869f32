# SPDX-FileCopyrightText: The Mailmend authors
# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash disable=SC2154
# The folder that libraries are made in, $work, and what becomes of it. Sourced by build-prefix.sh, whose variables it
# reads.

work_mark=made-by-build-prefix # a file in it that says whose it is

# make_work: makes it, or takes up one that was made before. Whatever else has its name is left alone.
make_work() {
    if [ -L "$work" ] || { [ -e "$work" ] && [ ! -f "$work/$work_mark" ]; }; then
        fail "build-prefix.sh did not make $work, so it is left alone. Move it away, or name another folder with --to." 2
    fi
    mkdir -p "$work"
    : >"$work/$work_mark"
}

# clear_work: with --from only what that made goes, for a broken-off run may be taken up here later.
clear_work() {
    if [ -z "$from" ]; then
        rm -rf "$work"
        return
    fi
    rm -rf "$work"/{ready,trial,wine,unpacked,before}
    [ ! -d "$work/source" ] || return 0
    rm -f "$logs"/{unpack.log,names.log,trial.log,trial.txt,wine.log}
    rmdir --ignore-fail-on-non-empty "$logs"
    [ -n "$(find "$work" -mindepth 1 ! -path "$work/lock" ! -path "$work/$work_mark" -print -quit)" ] || rm -rf "$work"
}

# put_there: the tried folder takes the place of what is there, which is gone only then.
put_there() {
    [ ! -e "$to" ] || mv "$to" "$work/before"
    mv "$libraries" "$to"
    rm -rf "$work/before"
    [ "$keep" = yes ] || clear_work
    printf 'The libraries for Windows stand in %s (%s).\n' "$to" "$(du -sh "$to" | cut -f1)"
}
