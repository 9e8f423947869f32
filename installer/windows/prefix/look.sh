# SPDX-FileCopyrightText: The Mailmend authors
# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash disable=SC2154
# Whether a folder of libraries is whole and works. Sourced by build-prefix.sh, whose variables it reads.

# look_at_files FOLDER [PART]: whether everything that the parts have to hold is there and not empty. Says what isn't.
look_at_files() {
    local folder=$1 part file missing=()
    for part in ${2:-"${!holds[@]}"}; do
        for file in ${holds[$part]}; do [ -s "$folder/$file" ] || missing+=("$file"); done
    done
    [ -n "${2:-}" ] || [ -s "$folder/MANIFEST.txt" ] || missing+=(MANIFEST.txt)
    [ ${#missing[@]} -eq 0 ] && return 0
    printf 'Missing in %s: %s\n' "$folder" "${missing[*]}" >&2
    return 1
}

# take_ready: copies or unpacks $from to $libraries.
take_ready() {
    local found=$from
    [ -e "$from" ] || fail "There is no $from." 2
    rm -rf "$libraries" "$work/unpacked"
    if [ -f "$from" ]; then
        command -v zstd >/dev/null || install_missing zstd
        mkdir -p "$work/unpacked"
        tar -x --zstd --no-same-owner -f "$from" -C "$work/unpacked" 2>"$logs/unpack.log" ||
            fail "$from could not be unpacked, so nothing of it was taken: it is broken off, or no .tar.zst. See $logs/unpack.log"
        found=$work/unpacked
    fi
    [ -f "$found/MANIFEST.txt" ] || found=$found/win64
    look_at_files "$found" || fail "$from isn't a whole folder of libraries for Windows, so nothing of it was taken."
    cp -a "$found" "$libraries"
    rm -rf "$work/unpacked"
}

# try_it: builds a small program that needs every library, as Mailmend's own build finds them, and runs it where wine is.
try_it() {
    local trial=$work/trial began=$SECONDS
    look_at_files "$libraries" || fail "The folder of libraries isn't whole."
    if grep -rIlF "$work" "$libraries" >"$logs/names.log"; then
        fail "These texts name the folder that the libraries were made in, so they couldn't be moved: see $logs/names.log"
    fi
    rm -rf "$trial"
    { env MAILMEND_WIN64_PREFIX="$libraries" cmake -S "$here/prefix/trial" -B "$trial" -G Ninja -DCMAKE_BUILD_TYPE=Release \
        "-DCMAKE_TOOLCHAIN_FILE=$here/toolchain.cmake" && cmake --build "$trial"; } >"$logs/trial.log" 2>&1 ||
        fail "A program that needs all of the libraries could not be built: see the end of $logs/trial.log"
    if ! command -v wine >/dev/null; then
        echo "A program that needs all of the libraries was built. It was not run: there is no wine here."
        return
    fi
    (
        export WINEPREFIX=$work/wine WINEDEBUG=-all WINEARCH=win64 WINEDLLOVERRIDES="mscoree,mshtml=" QT_QPA_PLATFORM=offscreen
        unset DISPLAY
        timeout 300 wineboot -i
        WINEPATH=$(winepath -w "$libraries/bin")
        QT_PLUGIN_PATH=$(winepath -w "$libraries/plugins")
        export WINEPATH QT_PLUGIN_PATH
        timeout 120 wine "$trial/trial.exe" >"$logs/trial.txt"
        result=$?
        timeout 60 wineserver -w
        exit "$result"
    ) >"$logs/wine.log" 2>&1 </dev/null 9>&- || fail "A program that needs all of the libraries failed under wine: see $logs/trial.txt and $logs/wine.log"
    printf '%-11s %-22s %5d s\n' "trial" "$(grep -c 'answers' "$logs/trial.txt") libraries answer" $((SECONDS - began))
}
