// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/collected.h"

#include "base/reader.h"
#include "engine/sample_scan.h"
#include "evidence/collection/container.h"
#include "support/small_server.h"

#include <QJsonArray>
#include <QJsonDocument>

namespace mailmend::testing {

Result<Collected> collectInto(const QString& file, const Evidence& evidence,
                              std::span<const Check* const> checks, const QByteArray& passphrase,
                              const CollectBounds& bounds, const CancelToken& cancel)
{
    auto to = createPartialFile(file);
    if (!to) {
        return to.error();
    }
    const QDateTime now(QDate(2026, 11, 17), QTime(9, 0), Qt::UTC);
    return collect({evidence, builtInKnowledge(), checks, passphrase, bounds}, **to, fixedClock(now), cancel,
                   {});
}

constinit const Check wholeFolderCheck{
    "whole-folder",
    MAILMEND_TEXT("test", "Everything below a folder"),
    MAILMEND_TEXT("test", "Is there anything?"),
    MAILMEND_TEXT("test", "All files"),
    MAILMEND_TEXT("test", "Nothing"),
    {},
    [](const Evidence&, const Knowledge&) {
        Interest interest;
        interest.folder = WindowsPath('C', {"inetpub"});
        return std::vector<Interest>{interest};
    },
    nullptr,
    nullptr,
    [](const Conclusion&) { return Outcome(); },
};

QJsonObject listOf(const QString& file)
{
    const auto zip = openZip(file, CancelToken());
    std::optional<quint64> number;
    if (zip) {
        (*zip)->list(CancelToken(), [&number](const Member& member) {
            if (member.name == "mailmend-collection.json") {
                number = member.index;
            }
            return true;
        });
    }
    const auto content =
        number ? readMember(**zip, *number, qint64(64) << 20) : Result<QByteArray>(QByteArray());
    const QByteArray json = content ? *content : QByteArray();
    const QString wrong = whatIsWrongWithList(json);
    if (!wrong.isEmpty()) {
        qWarning("%s", qPrintable(wrong));
        return {};
    }
    return QJsonDocument::fromJson(json).object();
}

QJsonObject rowOf(const QJsonObject& list, const QString& path)
{
    for (const QJsonValue& row : list.value(QStringLiteral("files")).toArray()) {
        if (row[QStringLiteral("path")].toString() == path) {
            return row.toObject();
        }
    }
    return {};
}

QStringList everyFile(const Evidence& evidence)
{
    QStringList all;
    const std::vector<WalkRoot> roots{{WindowsPath('C', {"inetpub"}), true}};
    QList<WalkedFolder> troubles;
    evidence.files->walk(
        roots, CancelToken(),
        [&](FileEntry&& file) {
            const auto content = readWhole(*evidence.files.part, file, 1 << 20);
            all.append(QString::fromLatin1(file.path.folded().toHex()) + u' ' +
                       (content ? QString::fromUtf8(*content) : QStringLiteral("unreadable")));
            return true;
        },
        troubles);
    all.sort();
    return all;
}

EvidencePointer smallServerWith(const RawTree& tree)
{
    for (const auto& [name, content] : smallServer()) {
        tree.file(name.constData(), content);
    }
    auto opened = openEvidence({QStringLiteral("C=") + tree.text(), false, {}}, CancelToken());
    return opened ? *opened : nullptr;
}

QStringList told(const ScanResult& result)
{
    QStringList list;
    for (const Finding& finding : result.findings) {
        list.append(finding.id + u' ' + QLatin1String(toWord(finding.verdict)) + u' ' + finding.state + u' ' +
                    finding.subject.name);
    }
    for (const CheckResult& check : result.checks) {
        list.append(check.check + u' ' + QLatin1String(toWord(check.verdict)));
    }
    for (const CoverageEntry& row : result.coverage) {
        if (row.source != QStringLiteral("collection")) {
            list.append(row.source + u' ' + QLatin1String(toWord(row.state)) + u' ' +
                        QString::number(row.files));
        }
    }
    list.append(QLatin1String(toWord(result.answers.couldWeTell.answer)));
    for (const Answer answer :
         {result.answers.exposed.answer, result.answers.entered.answer, result.answers.stillInside.answer}) {
        list.append(QLatin1String(toWord(answer)));
    }
    list.sort();
    return list;
}

} // namespace mailmend::testing
