// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "base/windows_path.h"
#include "knowledge/json_rows.h"
#include "knowledge/read_tables.h"

namespace mailmend {
namespace {

constexpr qsizetype kMostFileRows = 50000;
constexpr char kGoodColumns[] = "path,sha256,first_build,last_build,builds";

Error badLine(const char* file, qsizetype line, const char* what)
{
    return packError(file, QStringLiteral("line %1: %2").arg(line).arg(QLatin1StringView(what)));
}

/** "path,sha256,first_build,last_build,builds": no field holds a comma. */
std::optional<ShippedFile> readShipped(const QByteArray& line)
{
    const QList<QByteArray> fields = line.split(',');
    if (fields.size() != 5 || fields[0].isEmpty() || fields[0] != foldName(fields[0])) {
        return std::nullopt;
    }
    const QByteArray hash = QByteArray::fromHex(fields[1]);
    const auto first = BuildNumber::parse(QString::fromLatin1(fields[2]));
    const auto last = BuildNumber::parse(QString::fromLatin1(fields[3]));
    if (fields[1].size() != 64 || hash.size() != 32 || !first || !last || *last < *first) {
        return std::nullopt;
    }
    return ShippedFile{hash, fields[0], *first, *last};
}

std::optional<Error> readGood(const PackFiles& files, KnownFiles& known)
{
    constexpr const char* kName = "known-good.csv";
    const QList<QByteArray> lines = files.value(kName).split('\n');
    if (lines.value(0) != kGoodColumns) {
        return badLine(kName, 1, "not the columns of this file");
    }
    if (lines.size() > kMostFileRows) {
        return badLine(kName, lines.size(), "more lines than a pack may have");
    }
    for (qsizetype i = 1; i < lines.size(); ++i) {
        if (lines[i].isEmpty() && i + 1 == lines.size()) {
            break;
        }
        const std::optional<ShippedFile> shipped = readShipped(lines[i]);
        if (!shipped) {
            return badLine(kName, i + 1, "not a path, hash and two builds");
        }
        known.shippedByHash.insert(shipped->sha256, *shipped);
        known.shippedByPath.insert(shipped->path, *shipped);
    }
    return std::nullopt;
}

std::optional<Error> readCovered(const PackFiles& files, KnownFiles& known)
{
    constexpr const char* kName = "known-good-builds.txt";
    const QList<QByteArray> lines = files.value(kName).split('\n');
    for (qsizetype i = 0; i < lines.size() && i < kMostFileRows; ++i) {
        if (lines[i].isEmpty() && i > 0 && i + 1 == lines.size()) {
            break;
        }
        const auto build = BuildNumber::parse(QString::fromLatin1(lines[i]));
        if (!build) {
            return badLine(kName, i + 1, "not a build");
        }
        known.buildsCovered.insert(*build);
    }
    return std::nullopt;
}

std::optional<Error> readBad(const PackFiles& files, KnownFiles& known)
{
    Result<JsonRow> file = readPackJson(files, "known-bad.json", "mailmend-known-bad/1");
    if (!file) {
        return file.error();
    }
    for (JsonRow& row : file->rows("rows", kMostFileRows)) {
        const QByteArray hash = row.sha256("sha256");
        known.bad.insert(hash, {hash, row.text("name"), row.text("source")});
        file->take(row);
    }
    return file->trouble();
}

std::optional<Error> readHarmless(const PackFiles& files, KnownFiles& known)
{
    if (!files.contains("harmless.json")) {
        return std::nullopt;
    }
    Result<JsonRow> file = readPackJson(files, "harmless.json", "mailmend-harmless/1");
    if (!file) {
        return file.error();
    }
    for (JsonRow& row : file->rows("rows", kMostFileRows)) {
        known.harmless.insert(row.sha256("sha256"), Text{"harmless", row.sentence("what"), {}});
        file->take(row);
    }
    return file->trouble();
}

std::optional<Error> readNames(const PackFiles& files, KnownFiles& known)
{
    Result<JsonRow> file = readPackJson(files, "attacker-names.json", "mailmend-attacker-names/1");
    if (!file) {
        return file.error();
    }
    for (JsonRow& row : file->rows("rows", kMostFileRows)) {
        known.attackerNames.insert(foldName(row.sentence("name")));
        file->take(row);
    }
    return file->trouble();
}

} // namespace

Result<KnownFiles> readKnownFiles(const PackFiles& files)
{
    KnownFiles known;
    for (const auto read : {readGood, readCovered, readBad, readHarmless, readNames}) {
        if (const std::optional<Error> trouble = read(files, known)) {
            return *trouble;
        }
    }
    return known;
}

} // namespace mailmend
