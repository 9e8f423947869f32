// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "base/text.h"

namespace mailmend {

const Argument* Text::argument(const QByteArray& name) const
{
    for (const auto& [key, value] : arguments) {
        if (key == name) {
            return &value;
        }
    }
    return nullptr;
}

bool Text::operator==(const Text& other) const
{
    return context == other.context && source == other.source && arguments == other.arguments;
}

bool operator==(const Argument& left, const Argument& right)
{
    return left.kind == right.kind && left.words == right.words && left.number == right.number &&
           left.time == right.time && left.sentences == right.sentences;
}

Text say(TextSource sentence, QList<std::pair<QByteArray, Argument>> arguments)
{
    return {QByteArray(sentence.context), QByteArray(sentence.source), std::move(arguments)};
}

Text verbatim(const QString& words)
{
    // One place for everything, so that braces in the words stay what they are.
    return words.isEmpty() ? Text{} : Text{{}, "{words}", {{"words", mailmend::words(words)}}};
}

Argument words(const QString& text)
{
    Argument argument;
    argument.words = {text};
    return argument;
}

Argument names(const QStringList& list)
{
    Argument argument;
    argument.kind = Argument::Kind::Names;
    argument.words = list;
    return argument;
}

Argument count(qint64 number)
{
    Argument argument;
    argument.kind = Argument::Kind::Count;
    argument.number = number;
    return argument;
}

Argument bytes(qint64 number)
{
    Argument argument;
    argument.kind = Argument::Kind::Bytes;
    argument.number = number;
    return argument;
}

Argument moment(const QDateTime& utc)
{
    Argument argument;
    argument.kind = Argument::Kind::Time;
    argument.time = utc;
    return argument;
}

Argument day(const QDate& date)
{
    Argument argument;
    argument.kind = Argument::Kind::Day;
    if (date.isValid()) {
        argument.time = date.startOfDay(Qt::UTC);
    }
    return argument;
}

Argument place(const QString& path)
{
    Argument argument;
    argument.kind = Argument::Kind::Path;
    argument.words = {path};
    return argument;
}

Argument sentence(const Text& text)
{
    return sentences({text});
}

Argument sentences(const QList<Text>& list)
{
    Argument argument;
    argument.kind = Argument::Kind::Sentence;
    argument.sentences = list;
    return argument;
}

} // namespace mailmend
