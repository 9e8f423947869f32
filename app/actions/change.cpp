// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "actions/change.h"

#include "actions/stored_change.h"
#include "findings/words.h"

#include <QRandomGenerator>

#include <array>

namespace mailmend {
namespace {

constexpr WordTable<ChangeState, 5> kStates{{{ChangeState::Begun, "begun"},
                                             {ChangeState::Applied, "applied"},
                                             {ChangeState::RolledBack, "rolled-back"},
                                             {ChangeState::Undoing, "undoing"},
                                             {ChangeState::Undone, "undone"}}};

} // namespace

QString newChangeId()
{
    std::array<quint32, 4> random{};
    QRandomGenerator::system()->fillRange(random.data(), static_cast<qsizetype>(random.size()));
    QString id;
    for (const quint32 part : random) {
        id += QStringLiteral("%1").arg(part, 8, 16, QLatin1Char('0'));
    }
    return id;
}

bool isChangeId(QStringView id)
{
    return id.size() == 32 && std::all_of(id.begin(), id.end(), [](QChar c) {
               return (c >= u'0' && c <= u'9') || (c >= u'a' && c <= u'f');
           });
}

const char* toWord(ChangeState state)
{
    return wordIn(kStates, state);
}

template<>
std::optional<ChangeState> fromWord<ChangeState>(QStringView word)
{
    return valueIn(kStates, word);
}

Text changeStateText(ChangeState state)
{
    switch (state) {
    case ChangeState::Begun:
        return say(MAILMEND_TEXT("actions", "Begun, not finished"));
    case ChangeState::Applied:
        return say(MAILMEND_TEXT("actions", "Done"));
    case ChangeState::RolledBack:
        return say(MAILMEND_TEXT("actions", "Put back: nothing was changed"));
    case ChangeState::Undoing:
        return say(MAILMEND_TEXT("actions", "Undo begun, not finished"));
    case ChangeState::Undone:
        return say(MAILMEND_TEXT("actions", "Undone"));
    }
    return {};
}

} // namespace mailmend
