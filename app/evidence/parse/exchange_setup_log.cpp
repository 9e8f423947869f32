// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "evidence/parse/exchange_setup_log.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace mailmend {

namespace {

constexpr qsizetype kLongestWord = 64; // of a version or mode; longer ones are cut

/** A line's time and what follows its two brackets. */
struct Line
{
    QDateTime time;
    QStringView words;
};

/** "[03/04/2021 03:17:24.0945] [0] …"; the separators are those of the server's language, the month comes
 * first. */
Line split(QStringView line)
{
    if (!line.startsWith(u'[')) {
        return {{}, line};
    }
    const qsizetype stampEnd = line.indexOf(u']');
    if (stampEnd < 0 || stampEnd > 40) {
        return {{}, line};
    }
    int numbers[6] = {};
    int index = -1;
    bool inNumber = false;
    for (const QChar letter : line.sliced(1, stampEnd - 1)) {
        const bool digit = letter >= u'0' && letter <= u'9';
        if (digit && !inNumber && ++index >= 6) {
            break; // the fraction of the second
        }
        if (digit && numbers[index] < 100000) {
            numbers[index] = numbers[index] * 10 + (letter.unicode() - u'0');
        }
        inNumber = digit;
    }
    Line out;
    const QDate date(numbers[2], numbers[0], numbers[1]);
    const QTime time(numbers[3], numbers[4], numbers[5]);
    if (index >= 5 && date.isValid() && time.isValid()) {
        out.time = QDateTime(date, time, Qt::UTC);
    }
    QStringView rest = line.sliced(stampEnd + 1).trimmed();
    if (rest.startsWith(u'[') && rest.indexOf(u']') > 0) {
        rest = rest.sliced(rest.indexOf(u']') + 1).trimmed();
    }
    out.words = rest;
    return out;
}

/** What follows `beginning`, up to a quote or the end, without a closing full stop; none: the line is
 * another. */
std::optional<QString> after(QStringView words, QLatin1String beginning)
{
    if (!words.startsWith(beginning)) {
        return std::nullopt;
    }
    QStringView rest = words.sliced(beginning.size());
    if (rest.startsWith(u'\'')) {
        rest = rest.sliced(1);
    }
    rest = rest.left(kLongestWord);
    if (const qsizetype quote = rest.indexOf(u'\''); quote >= 0) {
        rest = rest.first(quote);
    }
    rest = rest.trimmed();
    while (rest.endsWith(u'.')) {
        rest.chop(1);
    }
    return rest.toString();
}

/** "2016" from "Starting Microsoft Exchange Server 2016 Setup"; none: no run begins here. */
std::optional<QString> startOf(QStringView words)
{
    const auto rest = after(words, QLatin1String("Starting Microsoft Exchange Server"));
    if (!rest || !rest->endsWith(QLatin1String("Setup"))) {
        return std::nullopt;
    }
    return rest->chopped(5).trimmed();
}

} // namespace

void ExchangeSetupLogReader::add(QByteArrayView piece)
{
    if (m_decoding) {
        decode(piece);
        return;
    }
    m_head.append(piece);
    if (m_head.size() >= 2) {
        const QByteArray head = std::exchange(m_head, {});
        const bool wide = head.startsWith("\xff\xfe") || head.startsWith("\xfe\xff");
        m_decoder = QStringDecoder(wide ? QStringDecoder::Utf16 : QStringDecoder::Utf8);
        m_decoding = true;
        decode(head);
    }
}

void ExchangeSetupLogReader::decode(QByteArrayView piece)
{
    constexpr qsizetype kStep = 65536;
    for (qsizetype at = 0; at < piece.size(); at += kStep) {
        const QString text = m_decoder.decode(piece.sliced(at, std::min(kStep, piece.size() - at)));
        QStringView rest = text;
        for (;;) {
            const qsizetype end = rest.indexOf(u'\n');
            const QStringView part = end < 0 ? rest : rest.first(end);
            const qsizetype room = std::min(part.size(), kLineBound - m_line.size());
            m_lineCut = m_lineCut || room < part.size();
            m_line += part.first(room);
            if (end < 0) {
                break;
            }
            endLine();
            rest = rest.sliced(end + 1);
        }
    }
}

void ExchangeSetupLogReader::endLine()
{
    ++m_log.lines;
    m_log.cutLines += m_lineCut ? 1 : 0;
    takeLine(m_line);
    m_line.clear();
    m_lineCut = false;
}

void ExchangeSetupLogReader::takeLine(QStringView line)
{
    const auto [time, words] = split(line.trimmed());
    if (const auto product = startOf(words)) {
        if (m_log.runs.size() >= kRunBound) {
            m_log.tooManyRuns = true;
        } else {
            ExchangeSetupRun run;
            run.started = run.ended = time;
            run.line = m_log.lines;
            run.product = *product;
            m_log.runs.append(run);
        }
        return;
    }
    if (m_log.runs.isEmpty() || m_log.tooManyRuns) {
        return;
    }
    ExchangeSetupRun& run = m_log.runs.last();
    if (time.isValid()) {
        run.ended = time;
    }
    const auto take = [&words = words](QString& place, const char* beginning) {
        if (const auto value = after(words, QLatin1String(beginning)); value && place.isEmpty()) {
            place = *value;
        }
    };
    take(run.setupVersion, "Setup version: ");
    take(run.mode, "Command Line Parameter Name='mode', Value=");
    take(run.mode, "The installation mode is set to: ");
    take(run.installedVersion, "The locally installed version is ");
    take(run.backupVersion, "The backup copy of the previously installed version is ");
    run.completed =
        run.completed ||
        words.startsWith(QLatin1String("The Exchange Server setup operation completed successfully"));
}

ExchangeSetupLog ExchangeSetupLogReader::finish()
{
    if (!m_decoding && !m_head.isEmpty()) {
        m_decoder = QStringDecoder(QStringDecoder::Utf8);
        decode(std::exchange(m_head, {}));
    }
    if (!m_line.isEmpty()) {
        endLine();
    }
    return m_log;
}

} // namespace mailmend
