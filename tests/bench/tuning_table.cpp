// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
// Prints how many of a tuning set's web shells the web-shells check finds, and how many of its benign pages
// it alarms on.
//
//     tuning_table SET.zip [PASSWORD] [--missed | --each]
//
// --missed names the files that it judges wrongly; --each prints verdict, id and facts for every file, so
// that two builds can be compared. The zip holds the files and index.tsv with the columns file, label
// ("malicious", "benign") and note. Its members are hostile text: they are read in memory as bytes and go
// nowhere else. Rows with a note of benign files are counted apart.

#include "base/reader.h"
#include "base/sha256.h"
#include "checks/web_shells.h"

#include <zip.h>

#include <QMap>

#include <cstdio>

using namespace mailmend;

namespace {

struct Row
{
    int files = 0;
    int needsAction = 0;
    int lookAtThis = 0;
};

QByteArray read(zip_t* archive, const QByteArray& name)
{
    zip_stat_t about;
    if (zip_stat(archive, name.constData(), 0, &about) != 0) {
        return {};
    }
    QByteArray content(static_cast<qsizetype>(about.size), Qt::Uninitialized);
    zip_file_t* file = zip_fopen(archive, name.constData(), 0);
    if (!file) {
        return {};
    }
    const zip_int64_t got = zip_fread(file, content.data(), about.size);
    zip_fclose(file);
    content.truncate(std::max<zip_int64_t>(got, 0));
    return content;
}

std::optional<Finding> judgePage(const QByteArray& name, const QByteArray& content,
                                 const Inspection& inspection)
{
    Interest interest;
    interest.pathClass = PathClass::LooseFile;
    FileEntry entry;
    entry.path = WindowsPath(0, {name});
    entry.size = content.size();
    const Item item{entry, interest, content, false, sha256(content)};
    const ObservationPointer seen = webShellsCheck.inspect(item, inspection);
    return seen ? webShellsCheck.preview(*seen, inspection.evidence, inspection.knowledge) : std::nullopt;
}

QString groupOf(const QByteArray& name, const QByteArray& label, const QByteArray& note)
{
    const QByteArray extension = name.mid(name.lastIndexOf('.')).toLower();
    const bool classic =
        extension == ".asp" || extension == ".asa" || extension == ".cer" || extension == ".cdx";
    return QString::fromUtf8(label) +
           (note.isEmpty() || label == "malicious" ? QString()
                                                   : QStringLiteral(", ") + QString::fromUtf8(note)) +
           (classic ? QStringLiteral(", classic ASP") : QStringLiteral(", ASP.NET and others"));
}

void printEach(const QByteArray& name, const std::optional<Finding>& finding)
{
    QStringList parts{finding ? QString::fromLatin1(toWord(finding->verdict)) : QStringLiteral("nothing")};
    if (finding) {
        parts.append(finding->id);
        for (const Fact& fact : finding->facts) {
            parts.append(render(fact.text, Format::Terminal, {}));
        }
    }
    std::printf("%s\t%s\n", name.constData(), qPrintable(parts.join(QLatin1Char('\t'))));
}

void print(const QString& name, const Row& row)
{
    const auto share = [&row](int part) { return row.files ? 100.0 * part / row.files : 0.0; };
    std::printf("%-52s %6d %6d %7.2f %% %6d %7.2f %% %9.2f %%\n", qPrintable(name), row.files,
                row.needsAction, share(row.needsAction), row.lookAtThis, share(row.lookAtThis),
                share(row.needsAction + row.lookAtThis));
}

} // namespace

int main(int argc, char** argv)
{
    if (argc < 2) {
        std::fprintf(stderr, "tuning_table SET.zip [PASSWORD] [--missed | --each]\n");
        return 64;
    }
    const bool showMissed = QByteArray(argv[argc - 1]) == "--missed";
    const bool showEach = QByteArray(argv[argc - 1]) == "--each";
    int error = 0;
    zip_t* archive = zip_open(argv[1], ZIP_RDONLY, &error);
    const auto knowledge = loadBuiltInKnowledge();
    if (!archive || !knowledge) {
        std::fprintf(stderr, "cannot open %s or the built-in pack\n", argv[1]);
        return 66;
    }
    if (argc > 2 && !QByteArray(argv[2]).startsWith("--")) {
        zip_set_default_password(archive, argv[2]);
    }
    const auto rules = FileRules::compile((*knowledge)->fileRules);
    if (!rules) {
        std::fprintf(stderr, "%s\n", qPrintable(logLine(rules.error())));
        return 70;
    }
    Evidence evidence;
    evidence.looseFiles = true;
    const CancelToken cancel;
    QMap<QString, Row> table;
    QList<QByteArray> lines = read(archive, "index.tsv").split('\n');
    for (const QByteArray& line : lines.mid(1)) {
        const QList<QByteArray> columns = line.trimmed().split('\t');
        if (columns.size() < 2) {
            continue;
        }
        const QByteArray note = columns.value(2);
        const auto finding = judgePage(columns[0].mid(columns[0].lastIndexOf('/') + 1),
                                       read(archive, columns[0]), {evidence, **knowledge, **rules, cancel});
        const bool needsAction = finding && finding->verdict == Verdict::NeedsAction;
        const bool lookAtThis = finding && finding->verdict == Verdict::LookAtThis;
        if (showEach) {
            printEach(columns[0], finding);
        }
        for (const QString& group : {groupOf(columns[0], columns[1], note),
                                     QString::fromUtf8(columns[1]) + QStringLiteral(" (all)")}) {
            Row& row = table[group];
            row.files += 1;
            row.needsAction += needsAction ? 1 : 0;
            row.lookAtThis += lookAtThis ? 1 : 0;
        }
        const bool missed = columns[1] == "malicious" ? !finding : needsAction;
        if (showMissed && missed) {
            std::printf("%s %s\n", columns[1] == "malicious" ? "missed" : "alarm", columns[0].constData());
        }
    }
    zip_close(archive);
    std::printf("%-52s %6s %16s %16s %11s\n", "group", "files", "needs action", "look at this", "either");
    for (auto row = table.cbegin(); row != table.cend(); ++row) {
        print(row.key(), row.value());
    }
    return table.isEmpty() ? 66 : 0;
}
