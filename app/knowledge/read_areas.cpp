// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "knowledge/json_rows.h"
#include "knowledge/read_tables.h"

#include <QSet>

namespace mailmend {
namespace {

constexpr QByteArrayView kRuleFolder = "file-rules/";
constexpr QByteArrayView kRuleEnd = ".yar.rot13";

Question readQuestion(JsonRow& row)
{
    const QString word = row.text("question");
    if (word == QStringLiteral("entered")) {
        return Question::Entered;
    }
    if (word == QStringLiteral("still-inside")) {
        return Question::StillInside;
    }
    if (word != QStringLiteral("exposed")) {
        row.refuse(QStringLiteral("\"question\" is none of exposed, entered, still-inside"));
    }
    return Question::Exposed;
}

void refuseSecond(JsonRow& row, QSet<QString>& seen, const QString& id)
{
    if (seen.contains(id)) {
        row.refuse(QStringLiteral("a second row is called %1").arg(id));
    }
    seen.insert(id);
}

QByteArray rot13(QByteArray text)
{
    for (char& c : text) {
        if (c >= 'a' && c <= 'z') {
            c = static_cast<char>('a' + (c - 'a' + 13) % 26);
        } else if (c >= 'A' && c <= 'Z') {
            c = static_cast<char>('A' + (c - 'A' + 13) % 26);
        }
    }
    return text;
}

} // namespace

Result<AreasAndSources> readAreas(const PackFiles& files)
{
    Result<JsonRow> file = readPackJson(files, "areas.json", "mailmend-areas/1");
    if (!file) {
        return file.error();
    }
    AreasAndSources read;
    QSet<QString> areaIds;
    QSet<Question> asked;
    for (JsonRow& row : file->rows("areas", 500)) {
        const Area area{row.text("id"), readQuestion(row), Text{"areas", row.sentence("title"), {}}};
        refuseSecond(row, areaIds, area.id);
        asked.insert(area.question);
        read.areas.append(area);
        file->take(row);
    }
    if (asked.size() != 3) {
        // A question without areas would be answered for nothing that was looked at.
        file->refuse(QStringLiteral("one of the three questions has no area"));
    }
    QSet<QString> sourceIds;
    for (JsonRow& row : file->rows("sources", 500)) {
        const SourceName source{row.text("id"), Text{"sources", row.sentence("title"), {}}};
        refuseSecond(row, sourceIds, source.id);
        read.sources.append(source);
        file->take(row);
    }
    if (file->trouble()) {
        return *file->trouble();
    }
    return read;
}

Result<QList<FileRuleSource>> readFileRules(const PackFiles& files)
{
    QList<FileRuleSource> rules;
    for (auto file = files.cbegin(); file != files.cend(); ++file) {
        const QByteArray& name = file.key();
        if (!name.startsWith(kRuleFolder)) {
            continue;
        }
        if (!name.endsWith(kRuleEnd)) {
            return packError(name, QStringLiteral("not a rule file (.yar.rot13)"));
        }
        const QByteArray bare =
            name.mid(kRuleFolder.size(), name.size() - kRuleFolder.size() - kRuleEnd.size());
        rules.append({QString::fromUtf8(bare), rot13(file.value())});
    }
    return rules;
}

} // namespace mailmend
