#!/usr/bin/env bash
# SPDX-FileCopyrightText: The Mailmend authors
# SPDX-License-Identifier: Apache-2.0
# sign.sh FILE…: signs programs and packages for Windows, in place, with the certificate in MAILMEND_SIGN_PFX (PKCS #12;
# its password is the first line of the file MAILMEND_SIGN_PASSWORD_FILE). With MAILMEND_SIGN_TIMESTAMP_URL a time stamp
# server attests the time, so that the signature outlives the certificate. Without a certificate it does nothing.
set -euo pipefail
[ -n "${MAILMEND_SIGN_PFX:-}" ] || exit 0
: "${MAILMEND_SIGN_PASSWORD_FILE:?names the file with the password of MAILMEND_SIGN_PFX}"

said=$(mktemp)
trap 'rm -f "$said"' EXIT
stamp=()
[ -z "${MAILMEND_SIGN_TIMESTAMP_URL:-}" ] || stamp=(-ts "$MAILMEND_SIGN_TIMESTAMP_URL")
for file in "$@"; do
    rm -f "$file.signed"
    osslsigncode sign -pkcs12 "$MAILMEND_SIGN_PFX" -readpass "$MAILMEND_SIGN_PASSWORD_FILE" -h sha256 -n Mailmend \
        "${stamp[@]}" -in "$file" -out "$file.signed" >"$said" 2>&1 || { cat "$said" >&2; exit 1; }
    mv -f "$file.signed" "$file"
done
