// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "actions/change_trouble.h"

#include "base/escape.h"

namespace mailmend {
namespace {

struct TroubleWords
{
    ErrorKind kind;
    TextSource text;
    TextSource hint;
};

TroubleWords wordsFor(ChangeTrouble trouble)
{
    switch (trouble) {
    case ChangeTrouble::NoRoom:
        return {ErrorKind::Full,
                MAILMEND_TEXT("actions", "There is no room left on the disk that holds {name}."),
                MAILMEND_TEXT("actions", "Make room on that disk, then do it again.")};
    case ChangeTrouble::NotWritable:
        return {ErrorKind::Unsupported,
                MAILMEND_TEXT("actions", "The disk that holds {name} can be read but not written."),
                MAILMEND_TEXT("actions", "Connect it again so that it may be written, then do it again.")};
    case ChangeTrouble::NotAllowed:
        return {ErrorKind::Denied, MAILMEND_TEXT("actions", "We were not allowed to change {name}."),
                MAILMEND_TEXT("actions", "Start Mailmend with an account that may, then do it again.")};
    case ChangeTrouble::HeldOpen:
        return {ErrorKind::Conflict,
                MAILMEND_TEXT("actions", "Another program holds {name} open and lets nobody change it."),
                MAILMEND_TEXT("actions", "Stop that program, or its application pool, then do it again.")};
    case ChangeTrouble::NotThere:
        return {ErrorKind::NotFound, MAILMEND_TEXT("actions", "{name} is not there."),
                MAILMEND_TEXT("actions", "Connect the disk if it is not connected, then look again.")};
    case ChangeTrouble::SomethingThere:
        return {ErrorKind::Conflict, MAILMEND_TEXT("actions", "There is already something named {name}."),
                MAILMEND_TEXT("actions", "See what it is, then do it again.")};
    case ChangeTrouble::OtherKind:
        return {
            ErrorKind::Unsupported,
            MAILMEND_TEXT("actions", "{name} is a link or another kind of thing than we expected."),
            MAILMEND_TEXT("actions", "We follow no links when we change something. Do this step by hand.")};
    case ChangeTrouble::AntiVirus:
        return {ErrorKind::AntiVirus,
                MAILMEND_TEXT("actions", "The anti-virus program of this computer holds {name} back."),
                MAILMEND_TEXT("actions", "See in its log what it did, and look at the server again.")};
    case ChangeTrouble::NoMemory:
        return {ErrorKind::Full, MAILMEND_TEXT("actions", "This computer has no memory left to open {name}."),
                MAILMEND_TEXT("actions", "Close other programs, then do it again.")};
    case ChangeTrouble::DiskError:
        break;
    }
    return {ErrorKind::Damaged, MAILMEND_TEXT("actions", "The disk gave an error at {name}."),
            MAILMEND_TEXT("actions", "Check the disk and its cable. Then do it again.")};
}

} // namespace

Error changeError(ChangeTrouble trouble, const QByteArray& name, const QString& detail)
{
    const TroubleWords words = wordsFor(trouble);
    return {words.kind, say(words.text, {{"name", place(displayBytes(name))}}), say(words.hint), detail, {}};
}

} // namespace mailmend
