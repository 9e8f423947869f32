// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "support/collections.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFileInfo>

namespace mailmend::testing {
namespace {

const QByteArray timeInLog = "2024-01-02 03:04:05.1234567";

QByteArray backslashed(QByteArray path)
{
    return path.replace('/', '\\');
}

} // namespace

QByteArray sha1Hex(const QByteArray& content)
{
    return QCryptographicHash::hash(content, QCryptographicHash::Sha1).toHex().toUpper();
}

QByteArray kapeCopyRow(const QByteArray& source, const QByteArray& destination, const QByteArray& content)
{
    const auto field = [](const QByteArray& text) { return text.contains(',') ? '"' + text + '"' : text; };
    return "2026-03-01 10:00:05.1000000," + field(source) + ',' + field(destination) + ',' +
           QByteArray::number(content.size()) + ',' + sha1Hex(content) + ",False," + timeInLog + ',' +
           timeInLog + ',' + timeInLog + ",00:00:00.0100000\r\n";
}

QList<ZipMember> kapeCollection(const KapeParts& parts)
{
    QList<ZipMember> members;
    QByteArray copies = "\xEF\xBB\xBF"
                        "CopiedTimestamp,SourceFile,DestinationFile,FileSize,SourceFileSha1,DeferredCopy,"
                        "CreatedOnUtc,ModifiedOnUtc,LastAccessedOnUtc,CopyDuration\r\n";
    for (const auto& [path, content] : parts.files) {
        members.append(ZipMember{.name = parts.drive + '/' + path, .content = content, .deflate = true});
        copies += kapeCopyRow(parts.drive + ":\\" + backslashed(path),
                              parts.destination + '\\' + parts.drive + '\\' + backslashed(path), content);
    }
    if (parts.withCopyLog) {
        members.append(ZipMember{.name = parts.stamp + "_CopyLog.csv", .content = copies + parts.copies});
    }
    if (!parts.skips.isEmpty()) {
        members.append(ZipMember{.name = parts.stamp + "_SkipLog.csv.csv",
                                 .content = "SourceFile,SourceFileSha1,Reason\r\n" + parts.skips});
    }
    if (parts.withConsoleLog) {
        const QByteArray head = "[2026-03-01 03:00:00.1234567 | INF] ";
        QByteArray log = head + "KAPE directory: E:\\KAPE\r\n" + head + "Command line:   --tsource " +
                         parts.drive + ": --tdest " + parts.destination + " --target " + parts.targets +
                         " --gui\r\n" + head + "System info: Machine name: " + parts.machine +
                         ", 64-bit: true, User: admin OS: \"Windows10\" (10.0.17763)\r\n" + head +
                         "Using Target operations\r\n" +
                         "[2026-03-01 03:00:01.0000000 | ERR] Target EventLogs with Id 1 already processed. "
                         "Skipping!\r\n" +
                         parts.console;
        if (parts.finished) {
            log += head + "Copied 3 out of 3 files in 1.0000 seconds.\r\n" + head +
                   "Total execution time: 2.0000 seconds\r\n";
        }
        members.append(ZipMember{.name = parts.stamp + "_ConsoleLog.txt", .content = log});
    }
    return members + parts.more;
}

QList<ZipMember> cylrCollection(const QList<std::pair<QByteArray, QByteArray>>& files, const QByteArray& log)
{
    QList<ZipMember> members;
    for (const auto& [path, content] : files) {
        members.append(ZipMember{.name = "C/" + path, .content = content, .deflate = true});
    }
    if (!log.isEmpty()) {
        members.append(ZipMember{.name = "CyLR_Collection_Log_2026-03-01_10-00-09.log", .content = log});
    }
    return members;
}

void writeFolder(const QString& path, const QList<ZipMember>& members)
{
    for (const ZipMember& member : members) {
        const QString file = path + QLatin1Char('/') + QString::fromUtf8(member.name);
        QDir().mkpath(QFileInfo(file).path());
        writeFile(file, member.content);
    }
}

} // namespace mailmend::testing
