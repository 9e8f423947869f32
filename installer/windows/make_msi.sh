#!/usr/bin/env bash
# SPDX-FileCopyrightText: The Mailmend authors
# SPDX-License-Identifier: Apache-2.0
# make_msi.sh STAGE VERSION ICON OUT.msi: makes the installer of a staged folder, signed where a certificate is given.
set -euo pipefail
here=$(dirname "$(realpath "$0")")
stage=$1 version=$2 icon=$3 out=$4
seen=$(mktemp -d)
trap 'rm -rf "$seen"' EXIT
python3 "$here/make_wxs.py" "$stage" "$version" "$seen/mailmend.wxs"
ln -s "$(realpath "$stage")" "$seen/stage"
cp "$icon" "$seen/mailmend.ico"
(cd "$seen" && wixl -a x64 -o mailmend.msi mailmend.wxs)
# wixl knows no program of Windows' own as an action, so the tables get it here: what Mailmend took into quarantine goes
# with it only where REMOVEDATA=1 was said, and never when a newer version takes over. 34 + 64 + 1024 + 2048: a
# program in a folder, its status not looked at, later, as the system.
msibuild "$seen/mailmend.msi" -q "INSERT INTO \`CustomAction\` (\`Action\`, \`Type\`, \`Source\`, \`Target\`) VALUES ('RemoveQuarantine', 3170, 'InstallFolder', '\"[System64Folder]cmd.exe\" /c rmdir /s /q \"[CommonAppDataFolder]Mailmend\"')"
msibuild "$seen/mailmend.msi" -q "INSERT INTO \`InstallExecuteSequence\` (\`Action\`, \`Condition\`, \`Sequence\`) VALUES ('RemoveQuarantine', 'REMOVEDATA=1 AND REMOVE=\"ALL\" AND NOT UPGRADINGPRODUCTCODE', 3450)"
"$here/sign.sh" "$seen/mailmend.msi"
mv -f "$seen/mailmend.msi" "$out"
