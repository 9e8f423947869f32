// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "evidence/parse/exchange_setup_log.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace mailmend {

namespace {

constexpr qsizetype kPieceBound = 65536; // bytes that are decoded at once
constexpr qsizetype kValueBound = 64;    // no version, mode or product has more letters

/** "07/18/2020 15:58:07.0114", month first; the server's language may put other marks between the numbers. */
QDateTime timeOf(QStringView stamp)
{
    int numbers[6] = {};
    for (int& value : numbers) {
        const auto isDigit = [](QChar letter) { return letter >= u'0' && letter <= u'9'; };
        const auto digits = std::find_if_not(stamp.begin(), stamp.end(), isDigit) - stamp.begin();
        const auto marks =
            std::find_if(stamp.begin() + digits, stamp.end(), isDigit) - stamp.begin() - digits;
        if (digits < 1 || digits > 4 || marks > 2) {
            return {};
        }
        value = stamp.first(digits).toInt();
        stamp = stamp.sliced(digits + marks);
    }
    const QString fraction = stamp.left(3).toString().leftJustified(3, u'0');
    const auto [month, day, year, hour, minute, second] = numbers;
    const QDate date(year, month, day);
    const QTime time(hour, minute, second, fraction.toInt());
    return date.isValid() && time.isValid() ? QDateTime(date, time, Qt::UTC) : QDateTime();
}

/** What stands between `before` and `after` at the start of `message`; none where it does not begin so. */
std::optional<QString> between(QStringView message, QLatin1StringView before, QLatin1StringView after)
{
    if (!message.startsWith(before)) {
        return std::nullopt;
    }
    const QStringView rest = message.sliced(before.size());
    const qsizetype end = after.isEmpty() ? rest.size() : rest.indexOf(after);
    return end >= 0 && end <= kValueBound ? std::optional(rest.first(end).trimmed().toString())
                                          : std::nullopt;
}

/** Keeps the first value that is said, where it is made of what such a value is made of. */
template<typename Allowed>
void take(QString& value, const std::optional<QString>& said, Allowed allowed)
{
    if (value.isEmpty() && said && std::all_of(said->begin(), said->end(), allowed)) {
        value = *said;
    }
}

void takeVersion(QString& version, std::optional<QString> said)
{
    while (said && said->endsWith(u'.')) {
        said->chop(1);
    }
    take(version, said, [](QChar letter) { return letter == u'.' || (letter >= u'0' && letter <= u'9'); });
}

/** The product of a line that starts a run: "2016", or empty where none is named. */
std::optional<QString> startOf(QStringView message)
{
    constexpr QLatin1StringView kStart("Starting Microsoft Exchange Server ");
    if (message == QLatin1StringView("Starting Microsoft Exchange Server Setup")) {
        return QString();
    }
    return between(message, kStart, QLatin1StringView(" Setup"));
}

} // namespace

void ExchangeSetupLogReader::add(QByteArrayView piece)
{
    while (!piece.isEmpty()) {
        const QByteArrayView part = piece.first(std::min(piece.size(), kPieceBound));
        piece = piece.sliced(part.size());
        if (m_decoding) {
            decode(part);
            continue;
        }
        m_head.append(part);
        if (m_head.size() >= 3) {
            decode({});
        }
    }
}

ExchangeSetupLog ExchangeSetupLogReader::finish()
{
    decode({});
    if (!m_line.isEmpty() || m_lineCut) {
        m_log.lineOpen = true;
        endLine();
    }
    ExchangeSetupLog log = std::move(m_log);
    *this = ExchangeSetupLogReader();
    return log;
}

void ExchangeSetupLogReader::decode(QByteArrayView piece)
{
    if (!m_decoding) {
        const bool little = m_head.startsWith("\xff\xfe");
        const bool big = m_head.startsWith("\xfe\xff");
        m_decoder = QStringDecoder(little ? QStringDecoder::Utf16LE
                                   : big  ? QStringDecoder::Utf16BE
                                          : QStringDecoder::Utf8);
        m_decoding = true;
        const QByteArray head = std::exchange(m_head, {});
        const qsizetype mark = little || big ? 2 : head.startsWith("\xef\xbb\xbf") ? 3 : 0;
        decode(QByteArrayView(head).sliced(mark));
    }
    const QString decoded = m_decoder(piece);
    QStringView text(decoded);
    while (!text.isEmpty()) {
        const qsizetype end = text.indexOf(u'\n');
        const QStringView part = end < 0 ? text : text.first(end);
        const qsizetype room = kLineBound - m_line.size();
        m_lineCut = m_lineCut || part.size() > room;
        m_line.append(part.first(std::min(part.size(), room)));
        if (end < 0) {
            return;
        }
        endLine();
        text = text.sliced(end + 1);
    }
}

void ExchangeSetupLogReader::endLine()
{
    ++m_log.lines;
    m_log.cutLines += m_lineCut ? 1 : 0;
    takeLine(QStringView(m_line).trimmed());
    m_line.clear();
    m_lineCut = false;
}

void ExchangeSetupLogReader::takeLine(QStringView line)
{
    // "[time] [depth] message"; a message that goes on over several lines has no such beginning there.
    QDateTime time;
    for (int group = 0; group < 3 && line.startsWith(u'['); ++group) {
        const qsizetype end = line.indexOf(u']');
        if (end < 0) {
            break;
        }
        if (group == 0) {
            time = timeOf(line.sliced(1, end - 1));
        }
        line = line.sliced(end + 1).trimmed();
    }
    if (const std::optional<QString> product = startOf(line)) {
        if (m_log.runs.size() >= kRunBound) {
            m_log.tooManyRuns = true;
        } else {
            ExchangeSetupRun run;
            run.started = time;
            run.line = m_log.lines;
            run.product = *product;
            m_log.runs.append(run);
        }
    }
    if (m_log.runs.isEmpty() || m_log.tooManyRuns) {
        return;
    }
    ExchangeSetupRun& run = m_log.runs.last();
    // A line of stars stands before the next start and is no longer part of this run.
    const bool isRule = std::all_of(line.begin(), line.end(), [](QChar letter) { return letter == u'*'; });
    if (time.isValid() && !isRule) {
        run.ended = time;
    }
    const auto letters = [](QChar letter) { return letter.isLetter(); };
    takeVersion(run.setupVersion, between(line, QLatin1StringView("Setup version: "), {}));
    takeVersion(run.installedVersion,
                between(line, QLatin1StringView("The locally installed version is "), {}));
    takeVersion(run.backupVersion,
                between(line, QLatin1StringView("The backup copy of the previously installed version is '"),
                        QLatin1StringView("'")));
    take(run.mode,
         between(line, QLatin1StringView("Command Line Parameter Name='mode', Value='"),
                 QLatin1StringView("'")),
         letters);
    take(run.mode,
         between(line, QLatin1StringView("The installation mode is set to: '"), QLatin1StringView("'")),
         letters);
    constexpr QLatin1StringView operation("The Exchange Server setup operation ");
    const QStringView outcome = line.startsWith(operation) ? line.sliced(operation.size()) : QStringView();
    run.completed = run.completed || outcome.startsWith(QLatin1StringView("completed successfully"));
    // Whatever it says of the operation is an end.
    run.hasEnd = run.hasEnd || !outcome.isEmpty() || line == QLatin1StringView("End of Setup");
}

} // namespace mailmend
