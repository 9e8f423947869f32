// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "findings/stored.h"
#include "findings/stored_reader.h"
#include "findings/words.h"

namespace mailmend {
namespace {

constexpr int kDeepestNesting = 8;
constexpr qsizetype kLongestSource = 20'000;

constexpr WordTable<Argument::Kind, 8> kKinds{{{Argument::Kind::Text, "text"},
                                               {Argument::Kind::Names, "names"},
                                               {Argument::Kind::Count, "count"},
                                               {Argument::Kind::Bytes, "bytes"},
                                               {Argument::Kind::Time, "time"},
                                               {Argument::Kind::Day, "day"},
                                               {Argument::Kind::Path, "path"},
                                               {Argument::Kind::Sentence, "sentence"}}};

Error damaged(const char* detail)
{
    return {ErrorKind::Damaged,
            say(MAILMEND_TEXT("case", "A record of this case is damaged or was changed by another program.")),
            {},
            QString::fromLatin1(detail),
            {}};
}

QJsonObject storeArgument(const QByteArray& name, const Argument& argument)
{
    QJsonObject json{{QStringLiteral("name"), QString::fromUtf8(name)},
                     {QStringLiteral("kind"), QString::fromLatin1(wordIn(kKinds, argument.kind))}};
    switch (argument.kind) {
    case Argument::Kind::Text:
    case Argument::Kind::Names:
    case Argument::Kind::Path:
        json.insert(QStringLiteral("words"), QJsonArray::fromStringList(argument.words));
        break;
    case Argument::Kind::Count:
    case Argument::Kind::Bytes:
        // As text: a JSON number cannot hold every 64-bit value.
        json.insert(QStringLiteral("number"), QString::number(argument.number));
        break;
    case Argument::Kind::Time:
    case Argument::Kind::Day:
        json.insert(QStringLiteral("time"), storeTime(argument.time));
        break;
    case Argument::Kind::Sentence: {
        QJsonArray list;
        for (const Text& one : argument.sentences) {
            list.append(store(one));
        }
        json.insert(QStringLiteral("sentences"), list);
        break;
    }
    }
    return json;
}

Result<Text> readTextAt(const QJsonValue& json, int depth)
{
    if (!json.isObject() || depth > kDeepestNesting) {
        return damaged("a sentence is no object or nests too deep");
    }
    const QJsonObject object = json.toObject();
    StoredReader reader(object);
    Text text;
    text.context = reader.text(QLatin1StringView("context")).toUtf8();
    text.source = reader.text(QLatin1StringView("source")).toUtf8();
    for (const QJsonObject& one : reader.objects(QLatin1StringView("arguments"))) {
        StoredReader part(one);
        const auto kind = valueIn(kKinds, part.text(QLatin1StringView("kind")));
        if (!kind) {
            return damaged("a sentence has an argument of an unknown kind");
        }
        Argument argument;
        argument.kind = *kind;
        argument.words = part.texts(QLatin1StringView("words"));
        argument.number = part.text(QLatin1StringView("number")).toLongLong();
        argument.time = part.time(QLatin1StringView("time"));
        for (const QJsonValue& nested : one.value(QLatin1StringView("sentences")).toArray()) {
            argument.sentences.append(reader.take(readTextAt(nested, depth + 1)));
        }
        if (part.failed()) {
            return part.error();
        }
        text.arguments.append({part.text(QLatin1StringView("name")).toUtf8(), argument});
    }
    if (reader.failed()) {
        return reader.error();
    }
    if (text.source.size() > kLongestSource) {
        return damaged("a sentence is too long");
    }
    return text;
}

} // namespace

QJsonObject store(const Text& text)
{
    if (text.isEmpty()) {
        return {};
    }
    QJsonArray list;
    for (const auto& [name, argument] : text.arguments) {
        list.append(storeArgument(name, argument));
    }
    return {{QStringLiteral("context"), QString::fromUtf8(text.context)},
            {QStringLiteral("source"), QString::fromUtf8(text.source)},
            {QStringLiteral("arguments"), list}};
}

Result<Text> readText(const QJsonValue& json)
{
    return readTextAt(json, 0);
}

} // namespace mailmend
