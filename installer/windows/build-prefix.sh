#!/usr/bin/env bash
# SPDX-FileCopyrightText: The Mailmend authors
# SPDX-License-Identifier: Apache-2.0
# build-prefix.sh [--to FOLDER] [--only NAME]… [--keep] [--from READY]
# Makes the folder of libraries that Mailmend for Windows is built with, from Debian's source packages, with Debian's
# MinGW: in FOLDER, else in build/win64-prefix/win64, where the preset `windows` looks. --from takes a folder that was
# made before, or a .tar.zst of one. Either way it is tried before it stands there; where it stands already, nothing is
# done. A broken-off run is taken up where it was broken off. --only makes these parts and what they need, and leaves
# FOLDER alone until all are made. --keep leaves sources and objects in FOLDER.work. Takes about 2 GB there meanwhile.
# A FOLDER.work that this script didn't make is left alone, and nothing is made then.
# The parts and their versions: prefix/parts.sh. Ends with 1 where something failed, with 2 for a wrong call.
set -euo pipefail
here=$(dirname "$(realpath "$0")")
source_folder=$(realpath "$here/../..")
# shellcheck source=installer/linux/packages.sh
. "$source_folder/installer/linux/packages.sh"
# shellcheck source=installer/windows/prefix/parts.sh
. "$here/prefix/parts.sh"
# shellcheck source=installer/windows/prefix/look.sh
. "$here/prefix/look.sh"
# shellcheck source=installer/windows/prefix/work.sh
. "$here/prefix/work.sh"
toolchain=$here/prefix/toolchain.cmake

fail() { printf '%s\n' "$1" >&2; exit "${2:-1}"; }

to=$source_folder/build/win64-prefix/win64
from=
keep=no
only=()
while [ $# -gt 0 ]; do
    case $1 in
        --to | --from | --only)
            [ -n "${2:-}" ] || fail "$1 needs a word after it." 2
            case $1 in --to) to=$2 ;; --from) from=$2 ;; --only) only+=("$2") ;; esac
            shift 2
            ;;
        --keep) keep=yes && shift ;;
        *) fail "build-prefix.sh doesn't know \"$1\". It knows --to FOLDER, --only NAME, --keep and --from READY." 2 ;;
    esac
done
names=()
for part in "${parts[@]}"; do names+=("${part%% *}"); done
for name in "${only[@]}"; do
    [[ " ${names[*]} " == *" $name "* ]] || fail "There is no part \"$name\". There are: ${names[*]}." 2
done
[ -z "$from" ] || [ ${#only[@]} -eq 0 ] || fail "--from takes a whole folder of libraries; --only doesn't go with it." 2
to=$(realpath -m "$to")
work=$to.work
libraries=$work/win64
[ -z "$from" ] || libraries=$work/ready # beside what a broken-off run has made
[[ $to != *[[:space:]]* ]] || fail "Most of these libraries can't be built in a folder with spaces in its name: $to" 2

compiler=$host-gcc-posix
cxx=$host-g++-posix
ccache=$(command -v ccache || true)
[ -z "$ccache" ] || { compiler="$ccache $compiler" && cxx="$ccache $cxx"; }
maps=-ffile-prefix-map=$work=.

# version_of NAME, suite_of NAME: from the table.
of_table() { local part; for part in "${parts[@]}"; do read -r -a part <<<"$part"; [ "${part[0]}" != "$1" ] || echo "${part[$2]}"; done; }
suite_of() { of_table "$1" 1; }
version_of() { of_table "$1" 2; }

# Everything that a part depends on, as one number: with another version, option or compiler it is made again.
recipe_of() {
    local name=$1 other
    {
        echo "$name $(version_of "$name") ${holds[$name]}"
        declare -f "build_${name//-/_}" with_cmake
        cat "$toolchain"
        "$host-gcc-posix" --version
        for other in ${needs[$name]:-}; do recipe_of "$other"; done
    } | sha256sum | cut -c1-16
}
recipe_of_all() { for name in "${names[@]}"; do recipe_of "$name"; done | sha256sum | cut -c1-16; }

# Debian's lists and packages, with apt's own look at the signatures, in a folder that is ours: nothing of /etc changes.
apt_here() {
    local apt=$work/apt
    mkdir -p "$apt/lists/partial" "$apt/cache/archives/partial" "$apt/parts"
    local key="[signed-by=/usr/share/keyrings/debian-archive-keyring.gpg]"
    printf 'deb-src %s http://deb.debian.org/debian %s main\n' "$key" bookworm "$key" sid >"$apt/sources.list"
    printf 'deb-src %s http://deb.debian.org/debian-security bookworm-security main\n' "$key" >>"$apt/sources.list"
    "$1" -q -o "Dir::State::lists=$apt/lists" -o "Dir::Cache=$apt/cache" -o "Dir::Etc::SourceList=$apt/sources.list" \
        -o "Dir::Etc::SourceParts=$apt/parts" -o APT::Sandbox::User= -o Acquire::Languages=none -o Acquire::Retries=3 \
        -o Acquire::AllowInsecureRepositories=false -o Acquire::AllowWeakRepositories=false \
        -o APT::Get::AllowUnauthenticated=false "${@:2}"
}

lists_are_new=no
fetch() {
    local name=$1 version
    version=$(version_of "$name")
    if [ "$lists_are_new" = no ]; then
        apt_here apt-get update --error-on=any >"$logs/apt.log" 2>&1 || fail "Debian's lists of packages could not be had: see $logs/apt.log"
        lists_are_new=yes
    fi
    mkdir -p "$work/download/$name"
    (cd "$work/download/$name" && apt_here apt-get source --download-only --only-source "$name=$version") >"$logs/$name.fetch.log" 2>&1 ||
        fail "The source package $name $version of $(suite_of "$name") could not be had. Where Debian has a newer one now, write its version into installer/windows/prefix/parts.sh. See $logs/$name.fetch.log"
    # apt has compared every file with the signed list.
    rm -rf "$work/source/$name" "$work/build/$name" "$work/source/$name.recipe"
    dpkg-source --no-check -x "$work/download/$name/"*.dsc "$work/source/$name" >>"$logs/$name.fetch.log" 2>&1 ||
        fail "The source package of $name could not be unpacked: see $logs/$name.fetch.log"
}

# make_part NAME: a part counts as made when its stamp is there, which is the last thing that is written.
make_part() {
    local name=$1 began=$SECONDS stamp recipe
    stamp=$work/made/$name
    recipe=$(recipe_of "$name")
    if [ "$(cat "$stamp" 2>/dev/null)" = "$recipe" ] && look_at_files "$libraries" "$name" 2>/dev/null; then
        printf '%-11s was made before\n' "$name"
        return
    fi
    rm -f "$stamp"
    if [ "$(cat "$work/source/$name.recipe" 2>/dev/null)" != "$recipe" ]; then
        fetch "$name"
        echo "$recipe" >"$work/source/$name.recipe"
    fi
    stage=$work/stage/$name
    build=$work/build/$name
    rm -rf "$stage"
    mkdir -p "$stage" "$build"
    set -m # a process group of its own, which ends as a whole
    (set -euo pipefail; cd "$work/source/$name"; unset CC CXX CPP LD AR CFLAGS CXXFLAGS CPPFLAGS LDFLAGS DESTDIR; "build_${name//-/_}") \
        >"$logs/$name.log" 2>&1 </dev/null 9>&- &
    running=$!
    set +m
    wait "$running" || fail "$name could not be built: see the end of $logs/$name.log"
    running=
    look_at_files "$stage" "$name" || fail "$name was built, but isn't whole: see $logs/$name.log"
    cp -a "$stage/." "$libraries/"
    echo "$recipe" >"$stamp"
    [ "$keep" = yes ] || rm -rf "$stage" "$build" "$work/source/$name" "$work/source/$name.recipe" "$work/download/$name"
    printf '%-11s %-22s %5d s\n' "$name" "$(version_of "$name")" $((SECONDS - began))
}

take_runtime() {
    local name file
    mkdir -p "$libraries/bin"
    for name in ${holds[runtime]}; do
        file=$("$host-g++-posix" -print-file-name="$(basename "$name")")
        [ -f "$file" ] || fail "The compiler's $(basename "$name") isn't installed."
        cp "$file" "$libraries/bin/"
    done
}

write_manifest() {
    local part
    {
        echo "Libraries for x86_64-w64-mingw32 (posix threads), made by installer/windows/build-prefix.sh from Debian's source packages"
        echo "with $("$host-g++-posix" --version | head -1). fmt and spdlog are headers, Qt is DLLs, all else is static."
        echo "Recipe: $(recipe_of_all)"
        for part in "${parts[@]}"; do read -r -a part <<<"$part"; echo "${part[0]} ${part[2]} (Debian ${part[1]})"; done
        echo "bin/ holds the compiler's DLLs too: $(dpkg-query -W -f '${Package} ${Version}' gcc-mingw-w64-x86-64-posix-runtime), $(dpkg-query -W -f '${Package} ${Version}' mingw-w64-x86-64-dev)"
    } >"$libraries/MANIFEST.txt"
}

if [ -e "$to" ] && [ ! -f "$to/MANIFEST.txt" ] && { [ ! -d "$to" ] || [ -n "$(ls -A "$to")" ]; }; then
    fail "There is something else in $to: nothing was done. Name another folder with --to." 2
fi
if [ -z "$from" ] && look_at_files "$to" 2>/dev/null; then
    made=$(sed -n 's/^Recipe: //p' "$to/MANIFEST.txt")
    if [ -z "$made" ]; then
        echo "Nothing to do: $to holds the libraries, taken as they were."
        exit 0
    fi
fi
[ -n "$from" ] || install_missing "${build_packages[@]}" "${windows_packages[@]}" "${prefix_packages[@]}"
if [ -n "${made:-}" ] && [ "$made" = "$(recipe_of_all)" ]; then
    echo "Nothing to do: $to holds the libraries of these versions."
    exit 0
fi
logs=$work/log
make_work
mkdir -p "$logs" "$libraries"
[ -n "$from" ] || mkdir -p "$work"/{source,build,stage,made,download}
exec 9>"$work/lock"
flock -n 9 || fail "Another run of build-prefix.sh works on $to."
running=
trap '[ -z "$running" ] || kill -TERM -- "-$running" 2>/dev/null' EXIT
trap 'exit 130' INT TERM HUP

if [ -n "$from" ]; then
    take_ready
    install_missing "${build_packages[@]}" "${windows_packages[@]}"
    try_it
    put_there
    exit 0
fi
jobs=$(jobs_here)
for name in "${names[@]}"; do # what other versions left behind would stay among the new
    [ ! -f "$work/made/$name" ] || [ "$(cat "$work/made/$name")" = "$(recipe_of "$name")" ] || rm -rf "$libraries" "$work"/made/*
done
mkdir -p "$libraries"
say "Libraries for Windows; each one's log is in $logs"
for name in "${names[@]}"; do
    wanted=no
    [ ${#only[@]} -gt 0 ] || wanted=yes
    for one in "${only[@]}"; do [[ " $one ${needs[$one]:-} " != *" $name "* ]] || wanted=yes; done
    [ "$wanted" = no ] || make_part "$name"
done
if [ ${#only[@]} -gt 0 ]; then
    echo "Made what --only asked for. Without it the rest is made, and $to."
    exit 0
fi
# They name folders that aren't there. What reads them, pkg-config and qmake, has no part in Mailmend's build.
rm -rf "$libraries"/{lib,share}/pkgconfig "$libraries/mkspecs/modules"
rm -f "$libraries"/lib/*.prl "$libraries"/mkspecs/*.pri
take_runtime
write_manifest
try_it
put_there
