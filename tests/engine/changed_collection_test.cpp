// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "base/reader.h"
#include "checks/registry.h"
#include "engine/collected.h"
#include "engine/sample_scan.h"
#include "evidence/collection/container.h"
#include "evidence/sample/sample.h"
#include "support/registration.h"
#include "support/zip_builder.h"

#include <zip.h>

using namespace mailmend;
using namespace mailmend::testing;

namespace {

const QByteArray lockSecret = "four words that nobody knows";
constexpr const char* listName = "mailmend-collection.json";
constexpr const Check* folderChecks[] = {&wholeFolderCheck};

QByteArray bytesOf(const QString& path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) {
        qFatal("no %s", qPrintable(path));
    }
    return file.readAll();
}

/** A zip's members in its own order. */
QList<QByteArray> namesIn(const QString& path)
{
    QList<QByteArray> names;
    const auto zip = openZip(path, CancelToken());
    if (zip) {
        (*zip)->list(CancelToken(), [&names](const Member& member) {
            names.append(member.name);
            return true;
        });
    }
    return names;
}

QByteArray contentOf(const QString& path, const QByteArray& name)
{
    const auto zip = openZip(path, CancelToken(), lockSecret);
    std::optional<quint64> number;
    if (zip) {
        (*zip)->list(CancelToken(), [&](const Member& member) {
            number = member.name == name ? std::optional(member.index) : number;
            return true;
        });
    }
    const auto content = number ? readMember(**zip, *number, 1 << 26) : Result<QByteArray>(QByteArray());
    return content ? *content : QByteArray();
}

/** Flips a bit of the seals, ten bytes before each data descriptor, of the members that are chosen. */
void flipSeals(const QString& path, const std::function<bool(const QByteArray& name)>& chosen)
{
    const QList<QByteArray> names = namesIn(path);
    QByteArray zip = bytesOf(path);
    qsizetype at = 0;
    for (const QByteArray& name : names) {
        at = zip.indexOf("PK\7\x08", at + 1);
        QVERIFY(at > 0);
        if (chosen(name)) {
            zip[at - 1] = static_cast<char>(zip.at(at - 1) ^ 1);
        }
    }
    writeFile(path, zip);
}

/** Puts content under a name, without a passphrase, as anybody can with any program for zips. */
void putUnlocked(const QString& path, const QByteArray& name, const QByteArray& content)
{
    int code = 0;
    zip_t* const zip = zip_open(path.toUtf8().constData(), 0, &code);
    QVERIFY(zip != nullptr);
    zip_source_t* const source =
        zip_source_buffer(zip, content.constData(), static_cast<zip_uint64_t>(content.size()), 0);
    if (const zip_int64_t known = zip_name_locate(zip, name.constData(), 0); known >= 0) {
        QCOMPARE(zip_delete(zip, static_cast<zip_uint64_t>(known)), 0);
    }
    QVERIFY(zip_file_add(zip, name.constData(), source, 0) >= 0);
    QCOMPARE(zip_close(zip), 0);
}

void verifyRefused(const QString& path)
{
    const auto opened = openEvidence({path, false, lockSecret}, CancelToken());
    QVERIFY(!opened);
    QCOMPARE(opened.error().kind, ErrorKind::Damaged);
    const QString text = inEnglish(opened.error().text);
    QVERIFY2(text.contains(QStringLiteral("changed after it was made")), qPrintable(text));
    QVERIFY(!inEnglish(opened.error().hint).isEmpty());
}

} // namespace

/** What somebody without the passphrase can do to a locked collection, and that none of it is believed. */
class ChangedCollectionTest : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;
    int m_number = 0;

    QString newFile() { return m_folder.filePath(QStringLiteral("%1.zip").arg(++m_number)); }

    /** A repaired server's, of which not one check could not be done. */
    QString lockedSample()
    {
        const QTemporaryDir folder;
        if (!writeSample(folder.filePath(QStringLiteral("disk")), true)) {
            return {};
        }
        const auto evidence =
            openEvidence({folder.filePath(QStringLiteral("disk/C")), false, {}}, CancelToken());
        const QString zip = newFile();
        return evidence && collectInto(zip, **evidence, allChecks(), lockSecret) ? zip : QString();
    }

    QString locked()
    {
        auto files = std::make_shared<FakeFiles>();
        files->files.push_back({WindowsPath('C', {"inetpub", "a.aspx"}), "the first page", {}, false});
        files->files.push_back({WindowsPath('C', {"inetpub", "b.aspx"}), QByteArray(500, 'b'), {}, false});
        const QString zip = newFile();
        return collectInto(zip, *fakeEvidence(files, QStringLiteral("fake")), folderChecks, lockSecret)
                   ? zip
                   : QString();
    }

private Q_SLOTS:
    void anUnchangedOneIsBelieved()
    {
        const QString zip = locked();
        QVERIFY(!zip.isEmpty());
        const auto opened = openEvidence({zip, false, lockSecret}, CancelToken());
        QVERIFY(opened);
        QCOMPARE(toWord((*opened)->files.state), "read");
    }

    void aListWhoseSealDoesNotHoldIsRefused()
    {
        const QString zip = locked();
        flipSeals(zip, [](const QByteArray& name) { return name == listName; });
        verifyRefused(zip);
    }

    void aListThatIsNotLockedIsRefused()
    {
        const QString zip = locked();
        const QByteArray list = contentOf(zip, listName);
        QVERIFY(list.contains("a.aspx"));
        putUnlocked(zip, listName, list);
        verifyRefused(zip);
    }

    void whatIsPutInUnlockedIsNotLookedAt_data()
    {
        QTest::addColumn<QByteArray>("name");
        QTest::addColumn<QByteArray>("content");
        QTest::newRow("exchanged") << QByteArray("files/C/inetpub/a.aspx") << QByteArray("the other page");
        QTest::newRow("the same") << QByteArray("files/C/inetpub/a.aspx") << QByteArray("the first page");
        QTest::newRow("new") << QByteArray("files/C/inetpub/c.aspx") << QByteArray("a new page");
    }

    void whatIsPutInUnlockedIsNotLookedAt()
    {
        QFETCH(QByteArray, name);
        QFETCH(QByteArray, content);
        const QString zip = locked();
        putUnlocked(zip, name, content);
        const auto opened = openEvidence({zip, false, lockSecret}, CancelToken());
        QVERIFY(opened);
        QCOMPARE(toWord((*opened)->files.state), "partly");
        QVERIFY(inEnglish((*opened)->files.reason).contains(QStringLiteral("changed after it was made")));
        const auto found = (*opened)->files->find(WindowsPath('C', {"inetpub", name.mid(name.size() - 6)}));
        QCOMPARE(found.size(), 1);
        const auto reader = (*opened)->files->open(found.first());
        QVERIFY(!reader);
        QVERIFY(inEnglish(reader.error().text).contains(QStringLiteral("put there after")));
        const auto other = (*opened)->files->find(WindowsPath('C', {"inetpub", "b.aspx"}));
        QVERIFY(other.size() == 1 && readWhole(*(*opened)->files.part, other.first(), 1000));
    }

    /** Somebody unlocks nothing, but makes a new one under the same name. */
    void oneThatIsNotLockedAtAllIsNotTheOneThatWas()
    {
        const QString zip = locked();
        const QString other = newFile();
        QList<ZipMember> members;
        for (const QByteArray& name : namesIn(zip)) {
            members.append({name, contentOf(zip, name)});
        }
        writeFile(other, makeZip(members));
        const auto trusting = openEvidence({other, false, {}}, CancelToken());
        QVERIFY(trusting);
        QCOMPARE(toWord((*trusting)->files.state), "read");
        for (const bool asLooseFiles : {false, true}) {
            const auto opened = openEvidence({other, asLooseFiles, lockSecret}, CancelToken());
            QVERIFY(!opened);
            QVERIFY2(logLine(opened.error()).contains(QStringLiteral("nothing in this zip file is locked")),
                     qPrintable(logLine(opened.error())));
        }
    }

    /** Every check that needs a folder says why it could not: one that is clear would have been lied to. */
    void whatWasChangedCouldNotBeChecked()
    {
        const QString zip = lockedSample();
        QVERIFY(!zip.isEmpty());
        const auto checks = [&zip] {
            ScanRequest request;
            request.targets = {TargetSpec{zip, false, lockSecret}};
            const auto result =
                runScan(request, builtInKnowledge(), sampleClock(), CancelToken(), ScanListener());
            return result ? result->checks : QList<CheckResult>();
        };
        const auto changedIn = [](const CheckResult& check) {
            return std::count_if(check.unread.begin(), check.unread.end(), [](const Unread& one) {
                return inEnglish(one.reason).contains(QStringLiteral("changed after it was made"));
            });
        };
        QVERIFY(!checks().isEmpty());
        for (const CheckResult& check : checks()) {
            QCOMPARE(changedIn(check), 0);
        }
        putUnlocked(zip, "files/C/inetpub/wwwroot/iisstart.htm", "nothing to see");
        for (const CheckResult& check : checks()) {
            QVERIFY2(check.verdict != Verdict::Clear, qPrintable(check.check));
            QVERIFY2(changedIn(check) > 0 || check.check != QStringLiteral("web-shells"),
                     qPrintable(check.check));
        }
    }

    /** Other programs' archives, in the form in which the checksum of the content is not kept either. */
    void otherLockedZipsAreSeenToBeChanged_data()
    {
        QTest::addColumn<int>("lock");
        QTest::addColumn<int>("method");
        for (const auto& [name, lock] :
             {std::pair{"128", ZIP_EM_AES_128}, {"192", ZIP_EM_AES_192}, {"256", ZIP_EM_AES_256}}) {
            QTest::addRow("%s, packed", name) << int(lock) << int(ZIP_CM_DEFLATE);
            QTest::addRow("%s, not packed", name) << int(lock) << int(ZIP_CM_STORE);
        }
    }

    void otherLockedZipsAreSeenToBeChanged()
    {
        QFETCH(int, lock);
        QFETCH(int, method);
        const QString path = newFile();
        const QByteArray content = QByteArray(300'000, 'x') + "end";
        int code = 0;
        zip_t* const zip = zip_open(path.toUtf8().constData(), ZIP_CREATE, &code);
        QVERIFY(zip != nullptr);
        zip_source_t* const source =
            zip_source_buffer(zip, content.constData(), static_cast<zip_uint64_t>(content.size()), 0);
        const zip_int64_t number = zip_file_add(zip, "a.log", source, 0);
        QVERIFY(number == 0);
        QCOMPARE(zip_set_file_compression(zip, 0, method, 0), 0);
        QCOMPARE(zip_file_set_encryption(zip, 0, static_cast<zip_uint16_t>(lock), lockSecret.constData()), 0);
        QCOMPARE(zip_close(zip), 0);
        const auto read = [&path] {
            const auto opened = openZip(path, CancelToken(), lockSecret);
            return opened ? readMember(**opened, 0, 1 << 20) : Result<QByteArray>(opened.error());
        };
        QVERIFY(read() && *read() == content);
        QByteArray bytes = bytesOf(path);
        const qsizetype list = bytes.indexOf("PK\1\2");
        const qsizetype descriptor = bytes.lastIndexOf("PK\7\x08", list);
        const qsizetype last = (descriptor > 0 ? descriptor : list) - 1; // of the seal
        bytes[last] = static_cast<char>(bytes.at(last) ^ 1);
        writeFile(path, bytes);
        QVERIFY(!read());
        QCOMPARE(read().error().kind, ErrorKind::Damaged);
    }
};

MAILMEND_TEST_CLASS(ChangedCollectionTest)
#include "changed_collection_test.moc"
