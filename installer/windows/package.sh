#!/usr/bin/env bash
# SPDX-FileCopyrightText: The Mailmend authors
# SPDX-License-Identifier: Apache-2.0
# package.sh: builds the programs for Windows and makes of them the installer (MSI) and the portable zip, below
# build/windows/packages. They are signed where a certificate is given (sign.sh). Prints where they are.
# MAILMEND_PACKAGE_VERSION gives the MSI another version than the programs have: for tests of upgrades.
# Exits with 2 where the libraries for Windows are not at hand.
set -euo pipefail
cd "$(dirname "$(realpath "$0")")/../.."
# shellcheck source=installer/linux/packages.sh
. installer/linux/packages.sh
# More than this much is too much for what small offices send each other.
largest_megabytes=60

if ! have_windows_libraries; then
    echo "No packages for Windows: the libraries are not at hand. Make them with installer/windows/build-prefix.sh." >&2
    exit 2
fi
install_missing "${build_packages[@]}" "${windows_packages[@]}"
configure windows
prefix=$(sed -n 's/^MAILMEND_WIN64_PREFIX:.*=//p' build/windows/CMakeCache.txt)
[ -n "$prefix" ] || prefix=$PWD/build/win64-prefix/win64
version=$(sed -n 's/^CMAKE_PROJECT_VERSION:.*=//p' build/windows/CMakeCache.txt)
of_msi=${MAILMEND_PACKAGE_VERSION:-$version}
say "Building for Windows"
cmake --build --preset windows -j "$(jobs_here)" --target mailmend mailmend-cli

say "What is installed"
packages=build/windows/packages
stage=$packages/Mailmend-$version
rm -rf "$packages"
cmake --install build/windows --strip --component program --prefix "$stage" >/dev/null
python3 installer/windows/licences.py "$stage" build/windows "$prefix"
installer/windows/sign.sh "$stage"/*.exe
# The same sources make the same packages: every file has the time of the commit.
time=@$(git log -1 --format=%ct 2>/dev/null || echo 315532800)
find "$stage" -exec touch -h -d "$time" {} +
megabytes=$(($(du -sb "$stage" | cut -f1) / 1000000 + 1))
echo "$megabytes MB in $(find "$stage" -type f | wc -l) files"
[ "$megabytes" -lt "$largest_megabytes" ] || { echo "That is more than $largest_megabytes MB." >&2; exit 1; }

say "Installer"
installer/windows/make_msi.sh "$stage" "$of_msi" build/windows/resources/icons/mailmend.ico "$packages/Mailmend-$of_msi-x64.msi"
say "Portable zip"
cmake --install build/windows --component portable --prefix "$stage" >/dev/null
touch -d "$time" "$stage/portable.txt" "$stage"
zip=$PWD/$packages/Mailmend-$version-portable-x64.zip
(cd "$packages" && find "Mailmend-$version" | LC_ALL=C sort | zip -X -q -@ "$zip")
rm "$stage/portable.txt"
say "Done"
echo "Package: $PWD/$packages/Mailmend-$of_msi-x64.msi ($(du -h "$packages/Mailmend-$of_msi-x64.msi" | cut -f1))"
echo "Package: $zip ($(du -h "$zip" | cut -f1))"
