// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "evidence/collection/kape.h"

#include <QRegularExpression>
#include <QStringDecoder>

namespace mailmend::kape {
namespace {

constexpr qint64 consoleBound = qint64(256) << 20;
constexpr size_t maxNotCopied = 100'000;
constexpr qsizetype maxTargets = 500;

enum class Log { None, Copy, Skip, Console };

Log kindOf(const QByteArray& name)
{
    const QByteArray lower = name.toLower();
    if (lower.endsWith("copylog.csv")) {
        return Log::Copy;
    }
    if (lower.endsWith("skiplog.csv") || lower.endsWith("skiplog.csv.csv")) {
        return Log::Skip;
    }
    return lower.endsWith("_consolelog.txt") ? Log::Console : Log::None;
}

/** What stands before the first "_" that is no part of the time: logs of one run share it. */
QByteArray stampOf(const QByteArray& name)
{
    static const QRegularExpression stamp(
        QStringLiteral("^\\d{4}-\\d\\d-\\d\\dT(\\d\\d_\\d\\d_\\d\\d_\\d{1,7}|\\d{6})"));
    const auto match = stamp.match(QString::fromLatin1(name));
    return match.hasMatch() ? match.captured().toLatin1() : QByteArray();
}

QDateTime startOf(const QByteArray& stamp)
{
    QByteArray digits = stamp.mid(11);
    digits.replace('_', "");
    const QDate day = QDate::fromString(QString::fromLatin1(stamp.left(10)), Qt::ISODate);
    const QTime time = QTime::fromString(QString::fromLatin1(digits.left(6)), QStringLiteral("HHmmss"));
    return day.isValid() && time.isValid() ? QDateTime(day, time, Qt::UTC) : QDateTime();
}

/** What follows an option up to the next one, with its quotes taken off. */
QString optionOf(const QString& commandLine, const char* option)
{
    const QString name = QStringLiteral("--") + QLatin1String(option) + QLatin1Char(' ');
    const qsizetype at = commandLine.indexOf(name, 0, Qt::CaseInsensitive);
    if (at < 0) {
        return {};
    }
    const QString rest = commandLine.mid(at + name.size()).trimmed();
    const qsizetype next = rest.indexOf(QStringLiteral(" --"));
    QString value = (next < 0 ? rest : rest.first(next)).trimmed();
    if (value.size() >= 2 && (value.startsWith(u'"') || value.startsWith(u'\''))) {
        value = value.mid(1).chopped(1);
    }
    return value;
}

/** "C:\x" or "'C:\\x'" as older versions write it. */
std::optional<WindowsPath> pathIn(QString text)
{
    text = text.trimmed();
    if (text.size() >= 2 && (text.startsWith(u'\'') || text.startsWith(u'"'))) {
        text = text.mid(1).chopped(text.endsWith(text.at(0)) ? 1 : 0);
    }
    text.replace(QStringLiteral("\\\\"), QStringLiteral("\\"));
    const auto path = WindowsPath::parse(text);
    return path && !path->components().isEmpty() ? path : std::nullopt;
}

class ConsoleReader
{
public:
    Console console;

    void take(const QString& whole)
    {
        // "[2026-03-01 10:00:00.1234567 | ERR] text", before 1.3 "2026-03-01 10:00:00.1234 | E | text".
        static const QRegularExpression head(QStringLiteral(
            "^\\[?\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d(?:\\.\\d+)? \\| ([A-Z]{1,3})(?:\\]| \\|) *"));
        const auto match = head.match(whole);
        const QString text = whole.mid(match.capturedLength()).trimmed();
        if (text.startsWith(QStringLiteral("Command line:"))) {
            takeCommandLine(text.mid(13));
        } else if (text.startsWith(QStringLiteral("System info: Machine name:"))) {
            console.machine = text.mid(26).section(u',', 0, 0).trimmed().left(255);
        } else if (text.startsWith(QStringLiteral("Total execution time"))) {
            console.finished = true;
        } else if (text.startsWith(QStringLiteral("Could not copy file "))) {
            takeFailure(text.mid(20));
        } else if (text.startsWith(QStringLiteral("File ")) &&
                   text.endsWith(QStringLiteral("does not exist! Skipping!"))) {
            add(text.mid(5).chopped(25), {}, true, text);
        } else if (isError(match.captured(1)) && !text.isEmpty() && !isHarmless(text)) {
            addOther(text);
        }
    }

private:
    static bool isError(const QString& level)
    {
        static const QStringList levels{QStringLiteral("ERR"), QStringLiteral("FTL"), QStringLiteral("E")};
        return levels.contains(level);
    }

    /** A target that two others name is looked for once. */
    static bool isHarmless(const QString& text)
    {
        return text.endsWith(QStringLiteral("already processed. Skipping!"));
    }

    void takeCommandLine(const QString& line)
    {
        const QString source = optionOf(line, "tsource");
        if (!source.isEmpty()) {
            console.sources.append(source.left(255));
        }
        console.destination = optionOf(line, "tdest").replace(QStringLiteral("\\\\"), QStringLiteral("\\"));
        for (const QString& target :
             optionOf(line, "target").split(QLatin1Char(','), Qt::SkipEmptyParts).mid(0, maxTargets)) {
            console.targets.append(target.trimmed().left(255));
        }
        console.simulated = line.contains(QStringLiteral("--sim"));
    }

    /** "C:\x to E:\out\C\x. Error: words": the destination ends like the source. */
    void takeFailure(const QString& text)
    {
        const qsizetype error = text.indexOf(QStringLiteral(". Error: "));
        const QString copy = error < 0 ? text : text.first(error);
        qsizetype to = copy.indexOf(QStringLiteral(" to "));
        for (qsizetype at = to; at >= 0; at = copy.indexOf(QStringLiteral(" to "), at + 1)) {
            if (copy.mid(at + 4).endsWith(copy.first(at).mid(2))) { // the name may hold " to " itself
                to = at;
                break;
            }
        }
        add(to < 0 ? copy : copy.first(to), error < 0 ? QString() : text.mid(error + 9), false, text);
    }

    void add(const QString& where, const QString& why, bool gone, const QString& line)
    {
        const auto path = pathIn(where);
        if (!path) {
            addOther(line);
        } else if (console.notCopied.size() < maxNotCopied) {
            console.notCopied.push_back({*path, why.trimmed().left(300), gone});
        }
    }

    void addOther(const QString& text)
    {
        if (console.otherErrors++ == 0) {
            console.firstOther = text.left(300);
        }
    }
};

} // namespace

bool isLogName(const QByteArray& name)
{
    return kindOf(name) != Log::None;
}

QDateTime timeOf(const QByteArray& text)
{
    // KAPE writes seven places; QDateTime reads three.
    const QByteArray trimmed = text.trimmed();
    const qsizetype dot = trimmed.indexOf('.');
    const QString seconds = QString::fromLatin1(dot < 0 ? trimmed : trimmed.first(dot));
    QDateTime time = QDateTime::fromString(seconds, QStringLiteral("yyyy-MM-dd HH:mm:ss"));
    if (!time.isValid() || time.date().year() < 1601) {
        return {};
    }
    time.setTimeSpec(Qt::UTC);
    return dot < 0 ? time : time.addMSecs(trimmed.mid(dot + 1, 3).leftJustified(3, '0').toInt());
}

Console readConsole(const QByteArray& text)
{
    const bool wide = text.startsWith("\xFF\xFE") || text.startsWith("\xFE\xFF");
    QStringDecoder decoder(wide ? QStringDecoder::Utf16 : QStringDecoder::Utf8);
    ConsoleReader reader;
    reader.console.isThere = true;
    const QString decoded = decoder.decode(text);
    for (qsizetype at = 0; at < decoded.size();) {
        const qsizetype end = decoded.indexOf(u'\n', at);
        const qsizetype length = (end < 0 ? decoded.size() : end) - at;
        reader.take(decoded.mid(at, std::min<qsizetype>(length, 100'000)));
        at += length + 1;
    }
    return std::move(reader.console);
}

QList<Run> findRuns(const Outline& outline)
{
    QMap<QByteArray, Run> runs;
    for (auto file = outline.rootFiles.constBegin(); file != outline.rootFiles.constEnd(); ++file) {
        const Log kind = kindOf(file.key());
        if (kind == Log::None) {
            continue;
        }
        const QByteArray stamp = stampOf(file.key());
        Run& run = runs[stamp.isEmpty() ? file.key() : stamp]; // without a stamp nothing tells what belongs
        run.started = startOf(stamp);
        (kind == Log::Copy   ? run.copyLogs
         : kind == Log::Skip ? run.skipLogs
                             : run.consoleLogs)
            .append(file.value());
    }
    for (Run& run : runs) {
        if (!run.consoleLogs.isEmpty()) {
            const auto text = readMember(*outline.container, run.consoleLogs.first(), consoleBound);
            run.console = text ? readConsole(*text) : Console();
        }
    }
    return runs.values();
}

} // namespace mailmend::kape
