// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "actions/store/kept_code.h"
#include "actions/store/store_folders.h"
#include "base/sha256.h"

namespace mailmend {
namespace {

constexpr qsizetype kPiece = 1024 * 1024;

Error otherContent(const QString& change)
{
    return {ErrorKind::Damaged,
            say(MAILMEND_TEXT("actions",
                              "What the case keeps as {name} was damaged or changed, so we don't use it."),
                {{"name", words(change)}}),
            say(MAILMEND_TEXT("actions",
                              "Keep the case's folder as it is, and ask a responder before you go on.")),
            {},
            {}};
}

Error stopped()
{
    return {ErrorKind::Cancelled, say(MAILMEND_TEXT("actions", "It was stopped.")), {}, {}, {}};
}

Result<ReadKeptHead> headOf(const OpenFile& file, const QString& change, const KeptContent& expected)
{
    QByteArray start(kLongestKeptHead, '\0');
    const auto got = file.read(0, std::span(start.data(), static_cast<size_t>(start.size())));
    if (!got) {
        return got.error();
    }
    auto head = readHead(start.left(*got));
    if (!head || head->head.change != change || head->head.size != expected.size ||
        head->head.sha256 != expected.sha256) {
        return otherContent(change);
    }
    return head;
}

/** Reads the encoded content behind the head from its start to its end, and holds it against its hash. */
Done readBack(const OpenFile& file, const QString& change, const KeptContent& expected,
              const SafePoint& mayGoOn, const Text& doing, const std::function<Done(QByteArrayView)>& take)
{
    const auto head = headOf(file, change, expected);
    if (!head) {
        return head.error();
    }
    Sha256 hash;
    qint64 position = 0;
    QByteArray piece;
    for (;;) {
        if (!mayGoOn({doing, position, expected.size})) {
            return stopped();
        }
        piece.resize(kPiece);
        const auto got =
            file.read(head->length + position, std::span(piece.data(), static_cast<size_t>(piece.size())));
        if (!got) {
            return got.error();
        }
        if (*got == 0) {
            break;
        }
        piece.truncate(*got);
        turn(piece, head->head.key, position);
        hash.add(piece);
        position += *got;
        if (position > expected.size) {
            return otherContent(change);
        }
        if (const Done taken = take(piece); !taken) {
            return taken;
        }
    }
    return position == expected.size && hash.finish() == expected.sha256 ? done()
                                                                         : Done(otherContent(change));
}

Done nothing(QByteArrayView)
{
    return done();
}

Done writeEncoded(NewFile& to, const OpenFile& from, const KeptHead& head, const SafePoint& mayGoOn)
{
    const Text doing = say(MAILMEND_TEXT("actions", "Copying the file into quarantine"));
    Done written = to.write(writeHead(head));
    Sha256 hash;
    qint64 position = 0;
    QByteArray piece;
    while (written) {
        if (!mayGoOn({doing, position, head.size})) {
            return stopped();
        }
        piece.resize(kPiece);
        const auto got = from.read(position, std::span(piece.data(), static_cast<size_t>(piece.size())));
        if (!got) {
            return got.error();
        }
        piece.truncate(*got);
        hash.add(piece);
        if (*got == 0 || position + *got > head.size) {
            break;
        }
        turn(piece, head.key, position);
        position += *got;
        written = to.write(piece);
    }
    if (written && (position != head.size || hash.finish() != head.sha256)) {
        return Error{ErrorKind::Conflict,
                     say(MAILMEND_TEXT("actions", "The file is not the one that was looked at any more.")),
                     say(MAILMEND_TEXT("actions", "Look at the disk again, then decide anew.")),
                     {},
                     {}};
    }
    return written ? to.flush() : written;
}

} // namespace

QByteArray keptName(const QString& change)
{
    return change.toLatin1() + ".kept";
}

QByteArray partialName(const QString& change)
{
    return change.toLatin1() + ".partial";
}

Done ChangeStore::keep(const QString& change, const OpenFile& from, const KeptContent& expected,
                       const SafePoint& mayGoOn)
{
    MachineFolder& objects = *m_folders->objects;
    const KeptHead head{change, newKeptKey(), expected.size, expected.sha256};
    auto file = objects.create(partialName(change));
    if (!file) {
        return file.error();
    }
    const Text doing = say(MAILMEND_TEXT("actions", "Reading the copy back from the disk"));
    Done kept = writeEncoded(**file, from, head, mayGoOn);
    kept = kept ? readBack(**file, change, expected, mayGoOn, doing, nothing) : kept;
    kept = kept ? objects.rename(partialName(change), keptName(change)) : kept;
    return kept ? objects.flush() : kept;
}

Result<KeptState> ChangeStore::kept(const QString& change) const
{
    const auto kind = m_folders->objects->kind(keptName(change));
    if (!kind) {
        return kind.error();
    }
    return *kind == NameKind::Nothing ? KeptState::Nothing : KeptState::Whole;
}

Done ChangeStore::decode(const QString& change, const KeptContent& expected, const SafePoint& mayGoOn,
                         const Text& doing, const std::function<Done(QByteArrayView)>& take) const
{
    const auto file = m_folders->objects->open(keptName(change));
    return file ? readBack(**file, change, expected, mayGoOn, doing, take) : Done(file.error());
}

Done ChangeStore::verify(const QString& change, const KeptContent& expected, const SafePoint& mayGoOn) const
{
    return decode(change, expected, mayGoOn, say(MAILMEND_TEXT("actions", "Checking the copy in quarantine")),
                  nothing);
}

Done ChangeStore::copyTo(const QString& change, const KeptContent& expected, NewFile& to,
                         const SafePoint& mayGoOn) const
{
    return decode(change, expected, mayGoOn, say(MAILMEND_TEXT("actions", "Writing the file back")),
                  [&to](QByteArrayView piece) { return to.write(piece); });
}

Done ChangeStore::forget(const QString& change)
{
    for (const QByteArray& name : {partialName(change), keptName(change)}) {
        const auto kind = m_folders->objects->kind(name);
        if (!kind) {
            return kind.error();
        }
        if (*kind != NameKind::Nothing) {
            if (const Done gone = m_folders->objects->remove(name); !gone) {
                return gone;
            }
        }
    }
    return m_folders->objects->flush(); // also for what was removed when something stopped us
}

} // namespace mailmend
