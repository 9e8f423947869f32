// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "evidence/live/shadow_service.h"

namespace mailmend {
namespace {

struct ShadowWords
{
    ErrorKind kind;
    TextSource text;
    TextSource hint;
};

constexpr TextSource shadowLater = MAILMEND_TEXT("shadow-copy", "Look again in a few minutes.");
constexpr TextSource shadowCloseIt =
    MAILMEND_TEXT("shadow-copy", "Look again when the program that holds the file has ended.");

/** Source: Microsoft Learn, IVssBackupComponents::InitializeForBackup, Query, IsVolumeSupported,
 * StartSnapshotSet, AddToSnapshotSet and DoSnapshotSet, return values; winerror.h for those that every COM
 * call may give. */
ShadowWords shadowWords(quint32 code)
{
    switch (code) {
    case 0x80070005: // E_ACCESSDENIED
        return {ErrorKind::Denied,
                MAILMEND_TEXT("shadow-copy", "Windows shows its shadow copies to administrators only."),
                MAILMEND_TEXT("shadow-copy", "Look again with the rights of an administrator.")};
    case 0x8004231F: // VSS_E_INSUFFICIENT_STORAGE
        return {ErrorKind::Full,
                MAILMEND_TEXT("shadow-copy", "There is too little room on the disk for a shadow copy."),
                MAILMEND_TEXT("shadow-copy", "Make room on the disk, then look again.")};
    case 0x80042312: // VSS_E_MAXIMUM_NUMBER_OF_VOLUMES_REACHED
    case 0x80042317: // VSS_E_MAXIMUM_NUMBER_OF_SNAPSHOTS_REACHED
        return {ErrorKind::Full,
                MAILMEND_TEXT("shadow-copy", "This disk has as many shadow copies as Windows allows."),
                shadowCloseIt};
    case 0x80042316: // VSS_E_SNAPSHOT_SET_IN_PROGRESS
        return {
            ErrorKind::Conflict,
            MAILMEND_TEXT("shadow-copy", "Another program, perhaps a backup, makes a shadow copy just now."),
            shadowLater};
    case 0x80042313: // VSS_E_FLUSH_WRITES_TIMEOUT
    case 0x80042314: // VSS_E_HOLD_WRITES_TIMEOUT
        return {ErrorKind::Conflict, MAILMEND_TEXT("shadow-copy", "The disk was too busy for a shadow copy."),
                shadowLater};
    case 0x8004230C: // VSS_E_VOLUME_NOT_SUPPORTED
    case 0x8004230E: // VSS_E_VOLUME_NOT_SUPPORTED_BY_PROVIDER
    case 0x8004231B: // VSS_E_UNSUPPORTED_CONTEXT
        return {ErrorKind::Unsupported,
                MAILMEND_TEXT("shadow-copy", "Windows can make no shadow copies of this disk."),
                shadowCloseIt};
    case 0x80070422: // ERROR_SERVICE_DISABLED
        return {ErrorKind::Unsupported,
                MAILMEND_TEXT("shadow-copy", "The service for shadow copies is turned off on this computer."),
                shadowCloseIt};
    case 0x80004001: // E_NOTIMPL
    case 0x80040154: // REGDB_E_CLASSNOTREG
    case 0x80070424: // ERROR_SERVICE_DOES_NOT_EXIST
        return {ErrorKind::Unsupported, MAILMEND_TEXT("shadow-copy", "This Windows has no shadow copies."),
                shadowCloseIt};
    case 0x80042308: // VSS_E_OBJECT_NOT_FOUND
        return {ErrorKind::NotFound, MAILMEND_TEXT("shadow-copy", "The shadow copy is no longer there."),
                shadowLater};
    default:
        return {ErrorKind::Damaged,
                MAILMEND_TEXT("shadow-copy", "The service for shadow copies of this computer gave an error."),
                MAILMEND_TEXT("shadow-copy", "Windows' event log says more, under the source VSS.")};
    }
}

} // namespace

Error shadowError(quint32 code)
{
    const ShadowWords words = shadowWords(code);
    return {words.kind,
            say(words.text),
            say(words.hint),
            QStringLiteral("0x%1").arg(code, 8, 16, QLatin1Char('0')),
            {}};
}

Error shadowTookTooLong()
{
    return {ErrorKind::Conflict,
            say(MAILMEND_TEXT("shadow-copy",
                              "The service for shadow copies of this computer did not answer in time.")),
            say(shadowLater),
            {},
            {}};
}

Error shadowCancelled()
{
    return {ErrorKind::Cancelled, say(MAILMEND_TEXT("shadow-copy", "The look was stopped.")), {}, {}, {}};
}

} // namespace mailmend
