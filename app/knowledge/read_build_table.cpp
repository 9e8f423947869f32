// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "knowledge/json_rows.h"
#include "knowledge/read_tables.h"

#include <QSet>

#include <algorithm>
#include <limits>

namespace mailmend {
namespace {

constexpr qsizetype kMostBuildRows = 5000;

Result<QList<ExchangeBuild>> readBuilds(const PackFiles& files, QDate& asOf)
{
    Result<JsonRow> file = readPackJson(files, "builds.json", "mailmend-builds/1");
    if (!file) {
        return file.error();
    }
    asOf = file->date("as_of");
    QList<ExchangeBuild> builds;
    for (JsonRow& row : file->rows("rows", kMostBuildRows)) {
        builds.append({row.text("product"), row.text("cu"), row.optionalText("su"), row.build("build"),
                       row.date("released"), row.optionalText("kb")});
        file->take(row);
    }
    if (file->trouble()) {
        return *file->trouble();
    }
    std::stable_sort(builds.begin(), builds.end(), [](const ExchangeBuild& left, const ExchangeBuild& right) {
        return left.product != right.product ? left.product < right.product : left.build < right.build;
    });
    return builds;
}

CveKind readKind(JsonRow& row)
{
    const QString word = row.text("kind");
    if (word == QStringLiteral("build-and-setting")) {
        return CveKind::BuildAndSetting;
    }
    if (word == QStringLiteral("condition")) {
        return CveKind::Condition;
    }
    if (word != QStringLiteral("build")) {
        row.refuse(QStringLiteral("\"kind\" is none of build, build-and-setting, condition"));
    }
    return CveKind::Build;
}

Result<QList<ExchangeCve>> readCves(const PackFiles& files, const QList<ExchangeBuild>& builds)
{
    QSet<QString> updates;
    QSet<QString> products;
    for (const ExchangeBuild& build : builds) {
        updates.insert(build.su);
        products.insert(build.product);
    }
    Result<JsonRow> file = readPackJson(files, "cves.json", "mailmend-cves/1");
    if (!file) {
        return file.error();
    }
    QList<ExchangeCve> cves;
    for (JsonRow& row : file->rows("rows", kMostBuildRows)) {
        ExchangeCve cve{row.text("cve"),      row.optionalText("su"),        readKind(row),
                        row.list("products"), row.optionalText("condition"), row.text("source")};
        if (cve.su.isEmpty() ? cve.kind != CveKind::Condition : !updates.contains(cve.su)) {
            row.refuse(QStringLiteral("\"su\" is no update of builds.json"));
        }
        if (cve.kind != CveKind::Build && cve.condition.isEmpty()) {
            row.refuse(QStringLiteral("\"condition\" is missing"));
        }
        for (const QString& product : cve.products) {
            if (!products.contains(product)) {
                row.refuse(QStringLiteral("\"products\" names one that builds.json has not"));
            }
        }
        cves.append(cve);
        file->take(row);
    }
    if (file->trouble()) {
        return *file->trouble();
    }
    return cves;
}

/** "2021-08-10", or "2021-08" for a month: from its first day. */
void readExploitedSince(JsonRow& row, ExploitedCve& cve)
{
    const QString since = row.optionalText("exploited_since");
    if (since.isEmpty()) {
        return;
    }
    cve.monthOnly = since.size() == 7;
    cve.exploitedSince = QDate::fromString(cve.monthOnly ? since + QStringLiteral("-01") : since,
                                           QStringLiteral("yyyy-MM-dd"));
    if (!cve.exploitedSince.isValid()) {
        row.refuse(QStringLiteral("\"exploited_since\" is neither a day nor a month (2021-08)"));
    }
}

Result<QList<ExploitedCve>> readExploited(const PackFiles& files)
{
    Result<JsonRow> file = readPackJson(files, "exploited.json", "mailmend-exploited/1");
    if (!file) {
        return file.error();
    }
    QList<ExploitedCve> cves;
    for (JsonRow& row : file->rows("rows", kMostBuildRows)) {
        ExploitedCve cve;
        cve.cve = row.text("cve");
        cve.nickname = row.optionalText("nickname");
        cve.disclosed = row.optionalDate("disclosed");
        readExploitedSince(row, cve);
        cve.ransomware = row.flag("ransomware", false);
        cve.source = row.text("source");
        const QString exploited = row.text("exploited");
        if (exploited == QStringLiteral("yes")) {
            cves.append(cve);
        } else if (exploited != QStringLiteral("no") && exploited != QStringLiteral("unknown")) {
            row.refuse(QStringLiteral("\"exploited\" is none of yes, no, unknown"));
        }
        file->take(row);
    }
    if (file->trouble()) {
        return *file->trouble();
    }
    return cves;
}

Result<QList<SupportedProduct>> readSupport(const PackFiles& files)
{
    Result<JsonRow> file = readPackJson(files, "support.json", "mailmend-support/1");
    if (!file) {
        return file.error();
    }
    constexpr quint32 kAbove = std::numeric_limits<quint32>::max();
    QList<SupportedProduct> products;
    for (JsonRow& row : file->rows("rows", 100)) {
        SupportedProduct product;
        product.product = row.text("product");
        product.name = row.text("name");
        product.from = row.build("from");
        product.below =
            row.optionalBuild("below").value_or(BuildNumber{{product.from.parts[0], kAbove, 0, 0}});
        product.released = row.date("released");
        product.mainstreamEnd = row.optionalDate("mainstream_end");
        product.extendedEnd = row.optionalDate("extended_end");
        product.paidEnd = row.optionalDate("paid_end");
        for (const QString& text : row.list("last_public_build")) {
            const std::optional<BuildNumber> build = parseBuildBound(text);
            if (!build) {
                row.refuse(QStringLiteral("\"last_public_build\" is not a list of builds"));
            }
            product.lastPublicBuild = std::max(product.lastPublicBuild, build.value_or(BuildNumber{}));
        }
        product.note = row.optionalText("note");
        products.append(product);
        file->take(row);
    }
    if (file->trouble()) {
        return *file->trouble();
    }
    return products;
}

Result<QList<WindowsRelease>> readWindows(const PackFiles& files)
{
    Result<JsonRow> file = readPackJson(files, "windows.json", "mailmend-windows/1");
    if (!file) {
        return file.error();
    }
    QList<WindowsRelease> releases;
    for (JsonRow& row : file->rows("rows", 500)) {
        WindowsRelease release;
        release.product = row.text("product");
        release.build = static_cast<int>(row.number("build", 1, 1000000));
        const QString kind = row.text("kind");
        release.server = kind == QStringLiteral("server");
        if (!release.server && kind != QStringLiteral("client")) {
            row.refuse(QStringLiteral("\"kind\" is neither server nor client"));
        }
        release.released = row.optionalDate("released");
        release.mainstreamEnd = row.optionalDate("mainstream_end");
        release.extendedEnd = row.optionalDate("extended_end");
        release.paidEnd = row.optionalDate("paid_end");
        releases.append(release);
        file->take(row);
    }
    if (file->trouble()) {
        return *file->trouble();
    }
    return releases;
}

} // namespace

Result<JsonRow> readPackJson(const PackFiles& files, const char* name, const char* schema)
{
    const auto file = files.constFind(name);
    if (file == files.cend()) {
        return packError(name, QStringLiteral("the file is missing"));
    }
    return readJsonFile(name, *file, schema);
}

Result<BuildTable> readBuildTable(const PackFiles& files)
{
    BuildTable table;
    Result<QList<ExchangeBuild>> builds = readBuilds(files, table.asOf);
    if (!builds) {
        return builds.error();
    }
    Result<QList<ExchangeCve>> cves = readCves(files, *builds);
    Result<QList<ExploitedCve>> exploited = readExploited(files);
    Result<QList<SupportedProduct>> products = readSupport(files);
    Result<QList<WindowsRelease>> windows = readWindows(files);
    if (!cves) {
        return cves.error();
    }
    if (!exploited) {
        return exploited.error();
    }
    if (!products) {
        return products.error();
    }
    if (!windows) {
        return windows.error();
    }
    table.builds = std::move(*builds);
    table.cves = std::move(*cves);
    table.exploited = std::move(*exploited);
    table.products = std::move(*products);
    table.windows = std::move(*windows);
    return table;
}

} // namespace mailmend
