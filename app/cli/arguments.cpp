// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "cli/arguments.h"

#include <algorithm>

namespace mailmend {

Error badCall(Text text, Text hint)
{
    return {ErrorKind::BadCall, std::move(text), std::move(hint), {}, {}};
}

Result<Arguments> Arguments::parse(const QStringList& given, std::initializer_list<Option> options,
                                   Words words)
{
    Arguments parsed;
    bool onlyWords = false;
    for (qsizetype i = 0; i < given.size(); ++i) {
        const QString& one = given.at(i);
        if (onlyWords || !one.startsWith(QStringLiteral("--"))) {
            parsed.m_words.append(one);
            continue;
        }
        if (one.size() == 2) {
            onlyWords = true;
            continue;
        }
        const qsizetype equals = one.indexOf(u'=');
        const QString name = one.mid(2, equals < 0 ? -1 : equals - 2);
        const auto option = std::find_if(options.begin(), options.end(), [&name](const Option& known) {
            return name == QLatin1StringView(known.name);
        });
        if (option == options.end()) {
            return badCall(say(MAILMEND_TEXT("console", "There is no option {option} here."),
                               {{"option", mailmend::words(QStringLiteral("--") + name)}}));
        }
        QString value;
        if (option->value == nullptr) {
            if (equals >= 0) {
                return badCall(say(MAILMEND_TEXT("console", "The option {option} takes no value."),
                                   {{"option", mailmend::words(QStringLiteral("--") + name)}}));
            }
        } else if (equals >= 0) {
            value = one.mid(equals + 1);
        } else if (i + 1 < given.size()) {
            value = given.at(++i);
        } else {
            return badCall(say(MAILMEND_TEXT("console", "The option {option} needs a value: {value}."),
                               {{"option", mailmend::words(QStringLiteral("--") + name)},
                                {"value", mailmend::words(QString::fromUtf8(option->value))}}));
        }
        parsed.m_options[name].append(value);
    }
    if (parsed.m_words.size() < words.least) {
        return badCall(say(MAILMEND_TEXT("console", "Something is missing. This command needs {what}."),
                           {{"what", mailmend::words(QString::fromUtf8(words.what))}}));
    }
    if (parsed.m_words.size() > words.most) {
        return badCall(say(MAILMEND_TEXT("console", "{word} is one word too many."),
                           {{"word", place(parsed.m_words.at(words.most))}}));
    }
    return parsed;
}

QString Arguments::value(const char* option, const QString& otherwise) const
{
    const auto found = m_options.constFind(QLatin1StringView(option));
    return found == m_options.constEnd() ? otherwise : found->last();
}

QStringList Arguments::values(const char* option, bool split) const
{
    const QStringList all = m_options.value(QLatin1StringView(option));
    if (!split) {
        return all;
    }
    QStringList pieces;
    for (const QString& one : all) {
        pieces += one.split(u',', Qt::SkipEmptyParts);
    }
    return pieces;
}

Result<PrintAs> printAs(const Arguments& arguments, bool lines)
{
    const QString format = arguments.value("format", QStringLiteral("text"));
    if (format == QStringLiteral("text")) {
        return PrintAs::Text;
    }
    if (format == QStringLiteral("json")) {
        return PrintAs::Json;
    }
    if (lines && format == QStringLiteral("jsonl")) {
        return PrintAs::JsonLines;
    }
    return badCall(say(lines
                           ? MAILMEND_TEXT("console", "{format} is no format here. Use text, json or jsonl.")
                           : MAILMEND_TEXT("console", "{format} is no format here. Use text or json."),
                       {{"format", mailmend::words(format)}}));
}

} // namespace mailmend
