// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "cases/case_file_error.h"

namespace mailmend {

Error notACase(const QString& file, const QString& detail)
{
    return {ErrorKind::Damaged,
            say(MAILMEND_TEXT("case", "{file} is not a Mailmend case, or it is damaged."),
                {{"file", place(file)}}),
            say(MAILMEND_TEXT("case", "Choose another file, or take a copy of this case from your backup.")),
            detail,
            {}};
}

Error sqlError(const QString& file, const QSqlError& problem)
{
    const QString detail = problem.nativeErrorCode() + QStringLiteral(": ") + problem.text();
    const auto tell = [&](ErrorKind kind, TextSource text, TextSource hint) {
        return Error{kind, say(text, {{"file", place(file)}}), say(hint), detail, {}};
    };
    switch (problem.nativeErrorCode().toInt() & 0xFF) {
    case 5: // busy
    case 6: // locked
        return tell(ErrorKind::Conflict, MAILMEND_TEXT("case", "Another program is writing to {file}."),
                    MAILMEND_TEXT("case", "Close it there, or wait a moment and try again."));
    case 3:  // permission
    case 8:  // read only
    case 14: // cannot open
    case 23: // authorisation
        return tell(
            ErrorKind::Denied, MAILMEND_TEXT("case", "{file} can't be opened or written."),
            MAILMEND_TEXT("case",
                          "See whether there is room on the disk and the folder can be written, or copy the "
                          "case to another folder."));
    case 13: // full
        return tell(ErrorKind::Full, MAILMEND_TEXT("case", "There is no room left on the disk for {file}."),
                    MAILMEND_TEXT("case", "Nothing was lost. Make room and try again."));
    case 11: // corrupt
    case 26: // not a database
        return notACase(file, detail);
    default:
        return tell(
            ErrorKind::Fault, MAILMEND_TEXT("case", "{file} can't be read or written."),
            MAILMEND_TEXT("case", "Nothing that was saved before is lost. Try again, or look into the log."));
    }
}

} // namespace mailmend
