#!/usr/bin/env bash
# SPDX-FileCopyrightText: The Mailmend authors
# SPDX-License-Identifier: Apache-2.0
# package.sh [deb]: builds what is installed and makes the packages of it: the Debian package, which the tools of Debian
# look at, and, where the libraries for Windows are at hand, the installer (MSI) and the portable zip. With the word `deb`
# the first alone. Prints where they are.
set -euo pipefail
cd "$(dirname "$(realpath "$0")")/.."
# shellcheck source=installer/linux/packages.sh
. installer/linux/packages.sh

install_missing "${build_packages[@]}" "${package_packages[@]}"
configure release
say "Building"
cmake --build --preset release -j "$(jobs_here)" --target mailmend mailmend-cli documents
say "Debian package"
rm -rf build/release/packages
(cd build/release && cpack -G DEB >packages.log) || { cat build/release/packages.log >&2; exit 1; }
package=$(echo "$PWD"/build/release/packages/mailmend_*.deb)
# Not for Debian's own archive, so no bug there is closed by it; and the authors publish no mail address.
lintian --allow-root --fail-on error,warning "$package" \
    --suppress-tags initial-upload-closes-no-bugs,bogus-mail-host,bogus-mail-host-in-debian-changelog
seen=$(mktemp -d)
trap 'rm -rf "$seen"' EXIT
dpkg-deb -x "$package" "$seen"
"$seen/usr/bin/mailmend-cli" knowledge show >/dev/null
desktop-file-validate "$seen/usr/share/applications/mailmend.desktop"
appstreamcli validate --no-net "$seen/usr/share/metainfo/org.mailmend.Mailmend.metainfo.xml"
say "Done"
echo "Package: $package"
[ "${1:-}" != deb ] || exit 0
if have_windows_libraries; then
    installer/windows/package.sh
else
    echo "No packages for Windows: its libraries are not at hand. Name their folder in MAILMEND_WIN64_PREFIX."
fi
