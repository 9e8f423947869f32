// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/sample_scan.h"
#include "evidence/sample/sample.h"
#include "support/registration.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>

using namespace mailmend;
using namespace mailmend::testing;

namespace {

/** A source and what it is made of: paths below the disk's C:, files or folders. */
struct Source
{
    const char* name;
    QStringList paths;
};

QList<Source> diskSources()
{
    const auto list = [](const char* paths) { return QString::fromLatin1(paths).split(u'|'); };
    return {
        {"SOFTWARE", list("Windows/System32/config/SOFTWARE")},
        {"SYSTEM", list("Windows/System32/config/SYSTEM")},
        {"SAM", list("Windows/System32/config/SAM")},
        {"SAM and SOFTWARE", list("Windows/System32/config/SAM|Windows/System32/config/SOFTWARE")},
        {"SAM and SYSTEM", list("Windows/System32/config/SAM|Windows/System32/config/SYSTEM")},
        {"every hive", list("Windows/System32/config")},
        {"applicationHost.config", list("Windows/System32/inetsrv/config/applicationHost.config")},
        {"redirection.config", list("Windows/System32/inetsrv/config/redirection.config")},
        {"IIS configuration", list("Windows/System32/inetsrv")},
        {"ExSetup.exe", list("Program Files/Microsoft/Exchange Server/V15/bin/ExSetup.exe")},
        {"Exchange binaries", list("Program Files/Microsoft/Exchange Server/V15/bin")},
        {"front end pages", list("Program Files/Microsoft/Exchange Server/V15/FrontEnd")},
        {"back end pages", list("Program Files/Microsoft/Exchange Server/V15/ClientAccess")},
        {"wwwroot", list("inetpub/wwwroot")},
        {"every page", list("inetpub|Program Files/Microsoft/Exchange Server/V15/FrontEnd|"
                            "Program Files/Microsoft/Exchange Server/V15/ClientAccess")},
        {"drop folders", list("ProgramData|Users|Windows/Microsoft.NET")},
        {"IIS logs", list("inetpub/logs")},
        {"Exchange logs", list("Program Files/Microsoft/Exchange Server/V15/Logging")},
        {"event logs", list("Windows/System32/winevt")},
        {"setup log", list("ExchangeSetupLogs")},
        {"Exchange", list("Program Files")},
    };
}

bool removeAll(const QString& root, const QStringList& paths)
{
    bool gone = true;
    for (const QString& path : paths) {
        const QString whole = root + u'/' + path;
        gone = gone && (QFileInfo(whole).isDir() ? QDir(whole).removeRecursively() : QFile::remove(whole));
    }
    return gone;
}

const CheckResult* resultOf(const ScanResult& scan, const QString& check)
{
    for (const CheckResult& result : scan.checks) {
        if (result.check == check) {
            return &result;
        }
    }
    return nullptr;
}

QStringList coverageOf(const ScanResult& scan)
{
    QStringList rows;
    for (const CoverageEntry& row : scan.coverage) {
        rows.append(QStringLiteral("%1 %2 %3 %4")
                        .arg(row.source, QString::fromLatin1(toWord(row.state)))
                        .arg(row.files)
                        .arg(row.bytes));
    }
    return rows;
}

/** What the lesser evidence says that it must not; empty: it holds DESIGN's rule on answers. */
QStringList improvements(const ScanResult& whole, const ScanResult& lesser)
{
    QStringList faults;
    const auto answer = [&faults](const char* question, Answer before, Answer after) {
        if (after == Answer::NoneFound && before != Answer::NoneFound) {
            faults.append(QStringLiteral("%1 became none-found").arg(QLatin1StringView(question)));
        }
    };
    answer("exposed", whole.answers.exposed.answer, lesser.answers.exposed.answer);
    answer("entered", whole.answers.entered.answer, lesser.answers.entered.answer);
    answer("still inside", whole.answers.stillInside.answer, lesser.answers.stillInside.answer);
    if (lesser.answers.couldWeTell.answer < whole.answers.couldWeTell.answer) { // Yes, Partly, No
        faults.append(QStringLiteral("could we tell went up"));
    }
    for (const CheckResult& after : lesser.checks) {
        const CheckResult* before = resultOf(whole, after.check);
        const bool calm = after.verdict == Verdict::Clear || after.verdict == Verdict::NotApplicable;
        if (calm && (before == nullptr || before->verdict != after.verdict)) {
            faults.append(after.check + QStringLiteral(" became ") +
                          QString::fromLatin1(toWord(after.verdict)));
        }
    }
    if (lesser.checks.size() != whole.checks.size()) {
        faults.append(QStringLiteral("a check is missing"));
    }
    if (coverageOf(lesser) == coverageOf(whole)) {
        faults.append(QStringLiteral("nobody noticed"));
    }
    if (exitStatus(lesser) == 0) {
        faults.append(QStringLiteral("exit status 0"));
    }
    return faults;
}

} // namespace

/**
 * Takes each source away from the sample, in both of its states and from a disk as well as from a collection.
 * An answer may become unknown and "could we tell" may sink; nothing may become none-found, clear or not
 * applicable.
 */
class MissingSourcesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void fromADisk_data();
    void fromADisk();
    void fromACollection_data();
    void fromACollection();
    void aCollectorsNotes_data();
    void aCollectorsNotes();

private:
    void compare(const QString& lesser, bool repaired);
    void rows(const QList<Source>& sources);
};

void MissingSourcesTest::rows(const QList<Source>& sources)
{
    QTest::addColumn<QStringList>("paths");
    QTest::addColumn<bool>("repaired");
    for (const Source& source : sources) {
        QTest::addRow("%s, found", source.name) << source.paths << false;
        QTest::addRow("%s, repaired", source.name) << source.paths << true;
    }
}

void MissingSourcesTest::compare(const QString& lesser, bool repaired)
{
    static const ScanResult wholeFound = scanOf(QStringLiteral("sample:"));
    static const ScanResult wholeRepaired = scanOf(QStringLiteral("sample:repaired"));
    const QStringList faults = improvements(repaired ? wholeRepaired : wholeFound, scanOf(lesser));
    QVERIFY2(faults.isEmpty(), qPrintable(faults.join(u'\n')));
}

void MissingSourcesTest::fromADisk_data()
{
    rows(diskSources());
}

void MissingSourcesTest::fromADisk()
{
    QFETCH(QStringList, paths);
    QFETCH(bool, repaired);
    QTemporaryDir folder;
    const QString disk = folder.filePath(QStringLiteral("disk"));
    QVERIFY(writeSample(disk, repaired));
    QVERIFY(removeAll(disk + QStringLiteral("/C"), paths));
    compare(QStringLiteral("C=") + disk + QStringLiteral("/C"), repaired);
}

void MissingSourcesTest::fromACollection_data()
{
    rows(diskSources());
}

void MissingSourcesTest::fromACollection()
{
    QFETCH(QStringList, paths);
    QFETCH(bool, repaired);
    QTemporaryDir folder;
    QVERIFY(writeUnpackedSample(folder.path(), repaired));
    QVERIFY(removeAll(folder.path() + QStringLiteral("/uploads/auto/C%3A"), paths));
    compare(folder.path(), repaired);
}

void MissingSourcesTest::aCollectorsNotes_data()
{
    QList<Source> notes;
    for (const char* name : {"collection_context.json", "client_info.json", "requests.json", "log.json",
                             "uploads.json", "results"}) {
        notes.append({name, {QString::fromLatin1(name)}});
    }
    notes.append({"every note",
                  {QStringLiteral("collection_context.json"), QStringLiteral("client_info.json"),
                   QStringLiteral("requests.json"), QStringLiteral("log.json"),
                   QStringLiteral("uploads.json"), QStringLiteral("results")}});
    rows(notes);
}

void MissingSourcesTest::aCollectorsNotes()
{
    QFETCH(QStringList, paths);
    QFETCH(bool, repaired);
    QTemporaryDir folder;
    QVERIFY(writeUnpackedSample(folder.path(), repaired));
    QVERIFY(removeAll(folder.path(), paths));
    compare(folder.path(), repaired);
}

MAILMEND_TEST_CLASS(MissingSourcesTest)
#include "missing_sources_test.moc"
