// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "findings/target.h"

#include <optional>

namespace mailmend {
namespace {

/** Equal, different, or unknown where one side has no value. */
template<typename T>
std::optional<bool> agree(const T& left, const T& right, bool known)
{
    return known ? std::optional(left == right) : std::nullopt;
}

std::optional<bool> agreeText(const QString& left, const QString& right)
{
    return agree(left.toCaseFolded(), right.toCaseFolded(), !left.isEmpty() && !right.isEmpty());
}

void tell(Text* why, TextSource source)
{
    if (why) {
        *why = say(source);
    }
}

} // namespace

bool isTheDiskItself(const TargetInfo& target)
{
    return target.kind == QLatin1String("volume") || isThisComputer(target);
}

bool isThisComputer(const TargetInfo& target)
{
    return target.kind == QLatin1String("this-computer");
}

SameMachine sameMachine(const MachineIdentity& left, const MachineIdentity& right, Text* why)
{
    const auto sid = agreeText(left.machineSid, right.machineSid);
    const auto guid = agreeText(left.machineGuid, right.machineGuid);
    const auto name = agreeText(left.name, right.name);
    const auto installed =
        agree(left.installDate, right.installDate, left.installDate.isValid() && right.installDate.isValid());
    const auto host = agreeText(left.collectorHostId, right.collectorHostId);

    if (sid == false || guid == false) {
        tell(why, MAILMEND_TEXT("same-machine",
                                "It carries another machine identity, so it is another computer."));
        return SameMachine::No;
    }
    if (installed == false) {
        tell(why, MAILMEND_TEXT("same-machine",
                                "Windows was installed on another day, so it is another computer or "
                                "was set up anew."));
        return SameMachine::No;
    }
    if (name == false) {
        tell(why,
             MAILMEND_TEXT("same-machine", "The computer's name differs, so it may be another computer."));
        return sid == true ? SameMachine::CannotTell : SameMachine::No;
    }
    if ((sid == true || guid == true) && installed == true && name == true) {
        tell(why, MAILMEND_TEXT("same-machine", "Machine identity, installation day and name agree."));
        return SameMachine::Yes;
    }
    if (host == true && name == true) {
        tell(why, MAILMEND_TEXT("same-machine",
                                "The collector's own number for the computer and its name agree."));
        return SameMachine::Yes;
    }
    tell(why, MAILMEND_TEXT("same-machine",
                            "Too little is known about one of them to say that it is the same computer."));
    return SameMachine::CannotTell;
}

Newer isNewer(const TargetInfo& later, const TargetInfo& earlier)
{
    if (later.takenAt.isValid() && earlier.takenAt.isValid() && later.takenAt != earlier.takenAt) {
        return later.takenAt > earlier.takenAt ? Newer::Yes : Newer::No;
    }
    const qsizetype hives =
        std::min(later.identity.hiveSequences.size(), earlier.identity.hiveSequences.size());
    bool higher = false;
    bool lower = false;
    for (qsizetype i = 0; i < hives; ++i) {
        const quint64 then = earlier.identity.hiveSequences.at(i);
        const quint64 now = later.identity.hiveSequences.at(i);
        if (then != 0 && now != 0) {
            higher = higher || now > then;
            lower = lower || now < then;
        }
    }
    if (higher != lower) {
        return higher ? Newer::Yes : Newer::No;
    }
    return Newer::CannotTell;
}

} // namespace mailmend
