// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "base/reader.h"

#include "base/escape.h"

#include <QCoreApplication>

#include <cstdlib>

namespace mailmend {
namespace {

constexpr int kDeepestNesting = 8;

QString escaped(const QString& value, Format format)
{
    switch (format) {
    case Format::Plain:
        return escapeForDisplay(value);
    case Format::Html:
        return escapeForHtml(value);
    case Format::Terminal:
        return escapeForTerminal(value);
    }
    return {};
}

/** Which of a place's forms fits: two forms, as English and German have them. */
QString formFor(qint64 number, const QStringList& forms)
{
    const qsizetype wanted = number == 1 ? 0 : 1;
    return forms.value(std::min(wanted, forms.size() - 1));
}

QString renderText(const Text& text, Format format, const Reader& reader, int depth);

QString renderArgument(const Argument& argument, Format format, const Reader& reader, int depth)
{
    switch (argument.kind) {
    case Argument::Kind::Text:
    case Argument::Kind::Path:
        return escaped(argument.words.value(0), format);
    case Argument::Kind::Names: {
        QStringList shown;
        for (const QString& name : argument.words) {
            shown.append(escaped(name, format));
        }
        return reader.locale.createSeparatedList(shown);
    }
    case Argument::Kind::Count:
        return escaped(reader.locale.toString(argument.number), format);
    case Argument::Kind::Bytes:
        return escaped(
            reader.locale.formattedDataSize(argument.number, 1, QLocale::DataSizeTraditionalFormat), format);
    case Argument::Kind::Time:
        return escaped(tellTime(argument.time, reader), format);
    case Argument::Kind::Day:
        return escaped(tellDay(argument.time.toUTC().date(), reader), format);
    case Argument::Kind::Sentence: {
        QStringList shown;
        for (const Text& one : argument.sentences) {
            shown.append(renderText(one, format, reader, depth + 1));
        }
        return shown.join(QLatin1Char(' '));
    }
    }
    return {};
}

QString renderText(const Text& text, Format format, const Reader& reader, int depth)
{
    if (depth > kDeepestNesting) {
        return QStringLiteral("…");
    }
    // The sentence itself is ours or a pack's: its words are escaped too, since a pack may hold "<" or an
    // ampersand.
    const QString sentence =
        reader.translate ? reader.translate(text.context, text.source) : QString::fromUtf8(text.source);
    QString shown;
    qsizetype at = 0;
    while (at < sentence.size()) {
        const qsizetype open = sentence.indexOf(QLatin1Char('{'), at);
        if (open < 0) {
            shown += escaped(sentence.mid(at), format);
            break;
        }
        shown += escaped(sentence.mid(at, open - at), format);
        if (sentence.mid(open, 2) == QLatin1String("{{")) {
            shown += QLatin1Char('{');
            at = open + 2;
            continue;
        }
        const qsizetype close = sentence.indexOf(QLatin1Char('}'), open);
        if (close < 0) {
            shown += escaped(sentence.mid(open), format);
            break;
        }
        QStringList forms = sentence.mid(open + 1, close - open - 1).split(QLatin1Char('|'));
        const QString name = forms.takeFirst();
        const Argument* argument = text.argument(name.toUtf8());
        if (!argument) {
            shown += escaped(sentence.mid(open, close - open + 1), format);
        } else if (!forms.isEmpty()) {
            shown += escaped(formFor(argument->number, forms), format);
        } else {
            shown += renderArgument(*argument, format, reader, depth);
        }
        at = close + 1;
    }
    return shown;
}

QString offsetName(int seconds)
{
    if (seconds == 0) {
        return QStringLiteral("UTC");
    }
    const int minutes = std::abs(seconds) / 60;
    QString name =
        QStringLiteral("UTC%1%2").arg(seconds < 0 ? QChar(0x2212) : QLatin1Char('+')).arg(minutes / 60);
    if (minutes % 60 != 0) {
        name += QStringLiteral(":%1").arg(minutes % 60, 2, 10, QLatin1Char('0'));
    }
    return name;
}

const TextSource kUnknownTime = MAILMEND_TEXT("time", "unknown time");

QString translated(const TextSource& source, const Reader& reader)
{
    return reader.translate ? reader.translate(source.context, source.source)
                            : QString::fromUtf8(source.source);
}

} // namespace

Reader englishReader()
{
    return {QLocale(QLocale::English, QLocale::UnitedKingdom), {}, QTimeZone::utc()};
}

Reader programReader(const QLocale& locale, const QTimeZone& zone)
{
    return {locale,
            [](const QByteArray& context, const QByteArray& source) {
                return QCoreApplication::translate(context.constData(), source.constData());
            },
            zone};
}

QString render(const Text& text, Format format, const Reader& reader)
{
    return renderText(text, format, reader, 0);
}

QString inEnglish(const Text& text)
{
    return render(text, Format::Plain, englishReader());
}

QString tellTime(const QDateTime& utc, const Reader& reader)
{
    if (!utc.isValid()) {
        return translated(kUnknownTime, reader);
    }
    const QDateTime there = utc.toTimeZone(reader.zone.isValid() ? reader.zone : QTimeZone::utc());
    return QStringLiteral("%1, %2 (%3)")
        .arg(tellDay(there.date(), reader), there.time().toString(QStringLiteral("HH:mm")),
             offsetName(there.offsetFromUtc()));
}

QString tellDay(const QDate& date, const Reader& reader)
{
    if (!date.isValid()) {
        return translated(kUnknownTime, reader);
    }
    QString pattern = QStringLiteral("d MMMM yyyy");
    if (reader.locale.language() != QLocale::English) {
        // The language's own order, without the name of the week's day that its long form may begin with.
        pattern = reader.locale.dateFormat(QLocale::LongFormat);
        pattern.remove(QStringLiteral("dddd, ")).remove(QStringLiteral("dddd "));
    }
    return reader.locale.toString(date, pattern);
}

} // namespace mailmend
