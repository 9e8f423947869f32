// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "evidence/collection/zip_error.h"

#include "base/escape.h"

namespace mailmend {

Error zipOpenError(zip_error_t* error)
{
    const int code = zip_error_code_zip(error);
    const QString detail = QString::fromUtf8(zip_error_strerror(error));
    if (code == ZIP_ER_OPEN || code == ZIP_ER_READ) {
        return Error{
            ErrorKind::Denied, say(MAILMEND_TEXT("evidence", "The file could not be read.")), {}, detail, {}};
    }
    if (code == ZIP_ER_MEMORY) {
        return Error{ErrorKind::Full,
                     say(MAILMEND_TEXT("evidence", "This computer has not enough memory to open it.")),
                     say(MAILMEND_TEXT("evidence", "Close other programs, then try again.")),
                     detail,
                     {}};
    }
    return Error{ErrorKind::Damaged,
                 say(MAILMEND_TEXT("evidence", "This is no whole zip file: it was cut short or damaged, or "
                                               "it is something else.")),
                 say(MAILMEND_TEXT("evidence", "If it is a collection, copy it again from where it was "
                                               "made, and compare its size.")),
                 detail,
                 {}};
}

Error zipMemberError(zip_error_t* error, const QByteArray& name)
{
    const QString detail = QString::fromUtf8(zip_error_strerror(error));
    const auto shown = place(displayBytes(name));
    switch (zip_error_code_zip(error)) {
    case ZIP_ER_NOPASSWD:
    case ZIP_ER_WRONGPASSWD:
    case ZIP_ER_ENCRNOTSUPP:
        return {
            ErrorKind::Denied,
            say(MAILMEND_TEXT("evidence", "{name} is locked with a password."), {{"name", shown}}),
            say(MAILMEND_TEXT("evidence", "Unpack the collection with its password, then open the folder.")),
            detail,
            {}};
    case ZIP_ER_COMPNOTSUPP:
        return {ErrorKind::Unsupported,
                say(MAILMEND_TEXT("evidence", "{name} is packed in a way that this version does not read."),
                    {{"name", shown}}),
                say(MAILMEND_TEXT("evidence",
                                  "Unpack the collection with another program, then open the folder.")),
                detail,
                {}};
    case ZIP_ER_MEMORY:
        return {ErrorKind::Full,
                say(MAILMEND_TEXT("evidence", "This computer has no room left to open {name}."),
                    {{"name", shown}}),
                {},
                detail,
                {}};
    default:
        return {ErrorKind::Damaged,
                say(MAILMEND_TEXT("evidence", "{name} is damaged inside the zip file."), {{"name", shown}}),
                {},
                detail,
                {}};
    }
}

Error damagedZip(const char* what)
{
    return {ErrorKind::Damaged,
            say(MAILMEND_TEXT("evidence", "This zip file is damaged.")),
            say(MAILMEND_TEXT("evidence", "Copy it again from where it was made, and compare its size.")),
            QString::fromUtf8(what),
            {}};
}

Error zipChangedSince(const QByteArray& name)
{
    return {ErrorKind::Damaged,
            say(MAILMEND_TEXT("evidence", "{name} was changed after it was locked."),
                {{"name", place(displayBytes(name))}}),
            say(MAILMEND_TEXT("evidence", "Copy the zip file again from where it was made. If that says the "
                                          "same, make it again, and find out who had it.")),
            QStringLiteral("the seal does not hold"),
            {}};
}

} // namespace mailmend
