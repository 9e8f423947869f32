// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "actions/volume/writability.h"

namespace mailmend {
namespace {

constexpr TextSource kByHand =
    MAILMEND_TEXT("actions", "Or do this step by hand, in the running Windows of that server.");

Error notWritable(TextSource text, const QString& shown, TextSource hint)
{
    return {ErrorKind::Unsupported,
            say(text, {{"folder", place(shown)}}),
            say(MAILMEND_TEXT("actions", "{hint} {other}"),
                {{"hint", sentence(say(hint))}, {"other", sentence(say(kByHand))}}),
            {},
            {}};
}

bool isFuse(const QByteArray& type)
{
    return type == "fuseblk" || type == "fuse" || type.startsWith("fuse.");
}

/** \040 and such, as the kernel writes spaces, tabs, line breaks and backslashes. */
QByteArray unescaped(const QByteArray& field)
{
    QByteArray out;
    for (qsizetype i = 0; i < field.size(); ++i) {
        bool octal = false;
        const int code = field.at(i) == '\\' ? field.mid(i + 1, 3).toInt(&octal, 8) : 0;
        if (octal && i + 3 < field.size()) {
            out += static_cast<char>(code);
            i += 3;
        } else {
            out += field.at(i);
        }
    }
    return out;
}

} // namespace

std::optional<Error> whyNotWritable(const WriteFacts& facts)
{
    if (facts.mount.readOnly) {
        return notWritable(
            MAILMEND_TEXT("actions", "The disk that holds {folder} is connected for reading only."),
            facts.shown, MAILMEND_TEXT("actions", "Connect it again so that it may be written."));
    }
    if (facts.sleep == SleepState::Asleep) {
        return notWritable(
            MAILMEND_TEXT("actions",
                          "The Windows on the disk that holds {folder} was put to sleep and not shut down. "
                          "What we write now would be lost or damage the disk when it wakes up."),
            facts.shown,
            MAILMEND_TEXT(
                "actions",
                "Start that Windows, shut it down in full (shutdown /s /t 0), then connect the disk again."));
    }
    if (facts.sleep == SleepState::Unreadable) {
        return notWritable(
            MAILMEND_TEXT("actions", "We could not see whether the Windows on the disk that holds {folder} "
                                     "was shut down or only put to sleep."),
            facts.shown,
            MAILMEND_TEXT("actions",
                          "Start Mailmend with an account that may read hiberfil.sys on that disk."));
    }
    const bool ntfs3 = facts.mount.type == "ntfs3" || facts.mount.type == "ntfs";
    if (ntfs3 && facts.mount.options.contains("force")) {
        return notWritable(
            MAILMEND_TEXT("actions", "The disk that holds {folder} was connected by force, so we can't tell "
                                     "whether it is in order."),
            facts.shown,
            MAILMEND_TEXT(
                "actions",
                "Let Windows check the disk (chkdsk /f), then connect it without the option force."));
    }
    if (facts.dirty == DirtyState::Dirty) {
        return notWritable(
            MAILMEND_TEXT(
                "actions",
                "The disk that holds {folder} was not put away in order, so it must not be changed."),
            facts.shown,
            MAILMEND_TEXT("actions", "Let Windows check the disk (chkdsk /f), then connect it again."));
    }
    const bool mustLook = facts.mount.type == "fuseblk" || (isFuse(facts.mount.type) && facts.ntfs);
    if (mustLook && facts.dirty == DirtyState::Unreadable) {
        return notWritable(
            MAILMEND_TEXT("actions",
                          "We could not see whether the disk that holds {folder} was put away in order."),
            facts.shown,
            MAILMEND_TEXT("actions", "Start Mailmend with an account that may read the disk itself, or "
                                     "connect it with the driver ntfs3."));
    }
    if (!facts.mayWrite) {
        return Error{
            ErrorKind::Denied,
            say(MAILMEND_TEXT("actions", "This account may not change anything in {folder}."),
                {{"folder", place(facts.shown)}}),
            say(MAILMEND_TEXT(
                "actions",
                "Connect the disk so that this account may write, or start Mailmend with one that may.")),
            {},
            {}};
    }
    return std::nullopt;
}

std::optional<MountFacts> readMountInfo(const QByteArray& mountinfo, quint64 mount)
{
    // Source: proc(5). 36 35 98:0 /root /point rw,noatime shared:1 - ext4 /dev/sda1 rw,errors=continue
    for (const QByteArray& line : mountinfo.split('\n')) {
        const QList<QByteArray> fields = line.split(' ');
        const qsizetype dash = fields.indexOf("-");
        if (dash < 6 || fields.size() < dash + 4 || fields.first().toULongLong() != mount) {
            continue;
        }
        MountFacts facts;
        facts.type = unescaped(fields.at(dash + 1));
        facts.source = unescaped(fields.at(dash + 2));
        facts.options = fields.at(5).split(',') + fields.at(dash + 3).split(',');
        facts.readOnly = facts.options.contains("ro");
        return facts;
    }
    return std::nullopt;
}

} // namespace mailmend
