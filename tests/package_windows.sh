#!/usr/bin/env bash
# SPDX-FileCopyrightText: The Mailmend authors
# SPDX-License-Identifier: Apache-2.0
# package_windows.sh: makes the packages for Windows, signed by a certificate made on the spot, and tries them in a fresh
# wine: installed, run, repaired, upgraded, not downgraded, removed, and what is left compared with before. The portable
# zip starts in a folder with spaces and other letters. Nothing is left of it.
set -uo pipefail
cd "$(dirname "$(realpath "$0")")/.." || exit 1
# shellcheck source=installer/linux/packages.sh
. installer/linux/packages.sh
# shellcheck source=tests/wine.sh
. tests/wine.sh

failed=0
# expect WHAT COMMAND…: it must work, and nothing of it may hang.
expect() {
    local what=$1
    shift
    hung=0
    if "$@" >"$work/said" 2>&1 && [ "$hung" -eq 0 ]; then
        printf '  %-66s yes\n' "$what"
    else
        printf '  %-66s NO (status %d)\n' "$what" $?
        head -40 "$work/said"
        [ "$(wc -l <"$work/said")" -le 40 ] || { echo "…" && tail -20 "$work/said"; }
        failed=1
    fi
}
# gives STATUS COMMAND…: it must end with that status.
gives() {
    local wanted=$1 status=0
    shift
    "$@" || status=$?
    [ "$status" -eq "$wanted" ] || { echo "status $status, not $wanted" && false; }
}
not() { ! "$@"; }
msi() {
    timeout 300 wine msiexec "$@" /qn
    local status=$?
    [ "$status" -ne 124 ] || hung=1
    wine_ends 180 || hung=1
    return "$status"
}
windows_path() { printf 'Z:%s' "${1//\//\\}"; }

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
echo "only for this test" >"$work/password"
# A certificate of its own: NAME.pem and NAME.pfx.
certificate() {
    openssl req -x509 -newkey rsa:2048 -sha256 -days 2 -nodes -subj "/CN=Mailmend $1" -addext extendedKeyUsage=codeSigning \
        -keyout "$work/key.pem" -out "$work/$1.pem" 2>/dev/null \
        && openssl pkcs12 -export -inkey "$work/key.pem" -in "$work/$1.pem" -out "$work/$1.pfx" -passout "file:$work/password"
}
certificate test && certificate other || exit 1
export MAILMEND_SIGN_PFX=$work/test.pfx MAILMEND_SIGN_PASSWORD_FILE=$work/password
installer/windows/package.sh || exit
packages=$PWD/build/windows/packages
version=$(sed -n 's/^CMAKE_PROJECT_VERSION:.*=//p' build/windows/CMakeCache.txt)
newer=${version%.*}.$((${version##*.} + 1))
stage=$packages/Mailmend-$version
package=$packages/Mailmend-$version-x64.msi
# The same version once more: signed by another certificate, and with another file.
again=$work/again
cp -a "$stage" "$again"
rm "$again"/licences/* && echo new >"$again/licences/new.txt"
MAILMEND_SIGN_PFX=$work/other.pfx installer/windows/sign.sh "$again"/*.exe
MAILMEND_SIGN_PFX=$work/other.pfx installer/windows/make_msi.sh "$again" "$version" build/windows/resources/icons/mailmend.ico \
    "$work/again.msi" || exit 1
installer/windows/make_msi.sh "$stage" "$newer" build/windows/resources/icons/mailmend.ico "$work/newer.msi" || exit 1

say "Signatures"
for file in "$stage/mailmend.exe" "$stage/mailmend-cli.exe" "$package"; do
    expect "$(basename "$file") is signed" osslsigncode verify -CAfile "$work/test.pem" -in "$file"
done
cp "$stage/mailmend-cli.exe" "$work/changed.exe"
python3 -c '
import sys
with open(sys.argv[1], "r+b") as program:
    program.seek(100000)
    byte = program.read(1)[0]
    program.seek(100000)
    program.write(bytes([byte ^ 1]))' "$work/changed.exe"
expect "a changed program's signature is refused" not osslsigncode verify -CAfile "$work/test.pem" -in "$work/changed.exe"

export LC_ALL=C.UTF-8 WINEPREFIX=$work/wine WINEDEBUG=-all WINEARCH=win64 WINEDLLOVERRIDES="mscoree,mshtml=" QT_QPA_PLATFORM=offscreen
unset WINEPATH QT_PLUGIN_PATH
say "A fresh wine"
timeout 300 wineboot -i >/dev/null 2>&1 || failed=1
wine_ends 180 || failed=1
disk=$WINEPREFIX/drive_c
program=$disk/Program\ Files/Mailmend
console='C:\Program Files\Mailmend\mailmend-cli.exe'
quarantine=$disk/ProgramData/Mailmend
documents=$disk/users/$(id -un)/Documents/Mailmend
mkdir -p "$quarantine/quarantine" "$work/documents"
echo kept >"$quarantine/quarantine/page"
mkdir -p "$documents" && echo kept >"$documents/office.mailmend"
# Names of files and registry keys. Left out is what wine changes by itself, and its installer's own empty places.
state() {
    (cd "$disk" && find . -not -path './windows/temp/*' -not -path './users/*/Temp/*' -not -path ./windows/Installer | LC_ALL=C sort) \
        >"$work/files.$1"
    sed -n 's/^\(\[.*\]\) [0-9]*$/\1/p' "$WINEPREFIX/system.reg" "$WINEPREFIX/user.reg" | LC_ALL=C sort \
        | grep -vE '\\Installer\\\\(UserData\\\\S-1-5-18\\\\)?(Components|Features|Products|UpgradeCodes)\]$|\\NetworkCards|^\[Software\\\\Wine\\\\WineDbg\]$' >"$work/keys.$1"
}
has_value() { timeout 120 wine reg query "$1" /v "$2" /reg:64 2>/dev/null | tr -d '\r' | grep -qF -- "$3"; }
default_value() { timeout 120 wine reg query "$1" /ve /reg:64 2>/dev/null | tr -d '\r' | grep -qF -- "$2"; }
# The versions of Mailmend in the list of programs, one a line.
listed() {
    awk -v RS= '/^\[Software\\\\Microsoft\\\\Windows\\\\CurrentVersion\\\\Uninstall\\\\/ && /\n"DisplayName"="Mailmend"/' \
        "$WINEPREFIX/system.reg" | sed -n 's/^"DisplayVersion"="\(.*\)"/\1/p'
}
one_entry() { listed; [ "$(listed)" = "$1" ]; }
# The sample needs action: 1.
checks_sample() { local program=$1; shift; gives 1 timeout 120 wine "$program" check sample: "$@"; }
says_version() { timeout 120 wine "$1" --version | tr -d '\r' | grep -qF "$version"; }
state before

say "Installed"
expect "msiexec /i" msi /i "$(windows_path "$package")"
expect "every file is there" diff -r "$stage" "$program"
expect "in the start menu" test -n "$(find "$disk" -name 'Mailmend.lnk')"
expect "cases are opened by it" default_value 'HKLM\Software\Classes\Mailmend.Case\shell\open\command' '"C:\Program Files\Mailmend\mailmend.exe" "%1"'
expect "cases are known by their ending" default_value 'HKLM\Software\Classes\.mailmend' Mailmend.Case
expect "in the list of programs" one_entry "$version"
expect "its icon is in that list" grep -q '^"ProductIcon"=.*mailmend.ico' "$WINEPREFIX/system.reg"
expect "mailmend-cli --version" says_version "$console"
expect "mailmend-cli check sample:" checks_sample "$console"
expect "our own rules find nothing in what is installed" gives 0 timeout 120 wine "$console" scan 'C:\Program Files\Mailmend'
wine_ends 180 || failed=1

say "Repaired"
rm "$program/Qt6Sql.dll"
echo broken >"$program/qt.conf"
# What /fa is short for; wine knows this form alone.
expect "msiexec /i REINSTALL=ALL REINSTALLMODE=amus" msi /i "$(windows_path "$package")" REINSTALL=ALL REINSTALLMODE=amus
expect "every file is there again" diff -r "$stage" "$program"

say "The same version, signed anew"
expect "msiexec /i of the other package" msi /i "$(windows_path "$work/again.msi")"
expect "the list of programs has one entry" one_entry "$version"
expect "its files, and none of the first one's" diff -r "$again" "$program"

say "Upgraded"
expect "msiexec /i of $newer" msi /i "$(windows_path "$work/newer.msi")"
expect "the list of programs has the newer one alone" one_entry "$newer"
expect "every file is there" diff -r "$stage" "$program"
expect "mailmend-cli check sample:" checks_sample "$console"
wine_ends 180 || failed=1
expect "an older one is refused" not msi /i "$(windows_path "$package")"
expect "the newer one is still there" one_entry "$newer"

say "Removed"
expect "msiexec /x" msi /x "$(windows_path "$work/newer.msi")"
state after
expect "no file is left but what was there before" diff "$work/files.before" "$work/files.after"
expect "no registry key is left" diff "$work/keys.before" "$work/keys.after"
expect "quarantine stays" grep -q kept "$quarantine/quarantine/page"
expect "cases stay" grep -q kept "$documents/office.mailmend"
expect "installed again" msi /i "$(windows_path "$package")"
expect "removed with REMOVEDATA=1" msi /x "$(windows_path "$package")" REMOVEDATA=1
expect "quarantine is gone" test ! -e "$quarantine"
expect "cases stay" grep -q kept "$documents/office.mailmend"

say "Portable zip"
place="$disk/Büro Kasse/Außen stelle"
mkdir -p "$place"
expect "unpacked" unzip -q "$packages/Mailmend-$version-portable-x64.zip" -d "$place"
console="C:\\Büro Kasse\\Außen stelle\\Mailmend-$version\\mailmend-cli.exe"
expect "mailmend-cli check sample: with a case" checks_sample "$console" --case "C:\\Büro Kasse\\maple.mailmend"
wine_ends 180 || failed=1
expect "the case is there" test -s "$disk/Büro Kasse/maple.mailmend"
expect "its keys stand beside the program" test -n "$(find "$place/Mailmend-$version/data" -type f)"
expect "and not with the user" test -z "$(find "$disk/users" -path '*mailmend/seals*')"

unset MAILMEND_SIGN_PFX MAILMEND_SIGN_PASSWORD_FILE
rm -rf "$packages"
printf 'Tried in %d s.\n' "$SECONDS"
[ "$failed" -eq 0 ] && echo "The packages for Windows hold." || echo "Something failed."
exit "$failed"
