// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "findings/coverage.h"

#include "findings/words.h"

namespace mailmend {
namespace {

constexpr WordTable<ReadState, 6> kReadStates{{{ReadState::Read, "read"},
                                               {ReadState::Partly, "partly"},
                                               {ReadState::Skipped, "skipped"},
                                               {ReadState::NotCollected, "not-collected"},
                                               {ReadState::Denied, "denied"},
                                               {ReadState::Missing, "missing"}}};

} // namespace

const char* toWord(ReadState value)
{
    return wordIn(kReadStates, value);
}

template<>
std::optional<ReadState> fromWord<ReadState>(QStringView word)
{
    return valueIn(kReadStates, word);
}

Text readStateText(ReadState state)
{
    switch (state) {
    case ReadState::Read:
        return say(MAILMEND_TEXT("coverage", "Read"));
    case ReadState::Partly:
        return say(MAILMEND_TEXT("coverage", "Partly read"));
    case ReadState::Skipped:
        return say(MAILMEND_TEXT("coverage", "Not read"));
    case ReadState::NotCollected:
        return say(MAILMEND_TEXT("coverage", "Not collected"));
    case ReadState::Denied:
        return say(MAILMEND_TEXT("coverage", "Access denied"));
    case ReadState::Missing:
        return say(MAILMEND_TEXT("coverage", "Missing"));
    }
    return {};
}

Text howMuchWasRead(const CoverageEntry& entry)
{
    if (entry.files == 0 && entry.unreadable == 0) {
        return {};
    }
    QList<Text> parts{entry.bytes > 0 ? say(MAILMEND_TEXT("coverage", "{count} {count|file|files}, {size}."),
                                            {{"count", count(entry.files)}, {"size", bytes(entry.bytes)}})
                                      : say(MAILMEND_TEXT("coverage", "{count} {count|file|files}."),
                                            {{"count", count(entry.files)}})};
    if (entry.unreadable > 0) {
        parts.append(say(MAILMEND_TEXT("coverage", "{count} could not be read."),
                         {{"count", count(entry.unreadable)}}));
    }
    return say(MAILMEND_TEXT("coverage", "{parts}"), {{"parts", sentences(parts)}});
}

} // namespace mailmend
