// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "base/reader.h"
#include "builder/accounts.h"
#include "evidence/collection/collection.h"
#include "evidence/evidence.h"
#include "support/collections.h"
#include "support/raw_tree.h"
#include "support/registration.h"
#include "support/small_server.h"

#include <QJsonDocument>

using namespace mailmend;
using namespace mailmend::testing;
using namespace mailmend::sample;

namespace {

const QString kList = QStringLiteral("Microsoft\\Windows NT\\CurrentVersion\\ProfileList");

SmallRegistry withProfiles()
{
    SmallRegistry registry = smallRegistry();
    registry.sam = {};
    addAccounts(
        QJsonDocument::fromJson(R"({"machine_sid": "S-1-5-21-1-2-3", "installed": "2018-01-13T15:20:44Z",
 "users": [{"name": "Administrator", "rid": 500, "flags": 528, "created": "2018-01-13T15:20:44Z",
 "changed": "2021-03-01T08:00:00Z"}], "groups": [{"name": "Administrators", "rid": 544,
 "changed": "2021-03-04T02:05:00Z", "members": ["S-1-5-21-1-2-3-500"]}]})")
            .object(),
        registry.sam);
    HiveKey& list = registry.software.at(kList);
    list.values = {expandValue(QStringLiteral("ProfilesDirectory"), QStringLiteral("%SystemDrive%\\People")),
                   expandValue(QStringLiteral("Public"), QStringLiteral("%SystemDrive%\\People\\Everybody"))};
    const auto profile = [&list](const char* sid, const QString& folder) {
        list.at(QLatin1String(sid)).values = {expandValue(QStringLiteral("ProfileImagePath"), folder)};
    };
    profile("S-1-5-18", QStringLiteral("%systemroot%\\system32\\config\\systemprofile"));
    profile("S-1-5-21-1-2-3-500", QStringLiteral("C:\\People\\ADMINISTRATOR"));
    profile("S-1-5-21-1-2-3-1001.bak", QStringLiteral("%SystemDrive%\\People\\broken.BIRCH"));
    profile("S-1-5-21-1-2-3-1002", QStringLiteral("%Nowhere%\\People\\lost"));
    return registry;
}

QList<std::pair<QByteArray, QByteArray>> filesOf(const SmallRegistry& registry)
{
    QList<std::pair<QByteArray, QByteArray>> files = smallServer(registry);
    for (const char* name : {"Administrator", "Broken.birch", "lost", "Everybody", "Public", "Default",
                             "Default User", "All Users", "old", "old.BIRCH"}) {
        files.emplaceBack(QByteArray("People/") + name + "/ntuser.dat", "hive");
    }
    files.emplaceBack("People/tools/x.txt", "x");
    files.emplaceBack("People/desktop.ini", "x");
    files.emplaceBack("Users/elsewhere/NTUSER.DAT", "hive");
    return files;
}

EvidencePointer openVolume(const SmallRegistry& registry)
{
    const RawTree tree;
    for (const auto& [path, content] : filesOf(registry)) {
        tree.file(path.constData(), content);
    }
    auto opened = openEvidence({QStringLiteral("C=") + tree.text(), false}, CancelToken());
    return opened ? *opened : nullptr;
}

/** Names of the stray folders, those that are no profiles in brackets. */
QStringList strays(const EvidencePointer& evidence)
{
    QStringList names;
    for (const StrayFolder& folder : evidence->accounts.part->strayFolders) {
        const QString name = QString::fromUtf8(folder.path.name());
        names.append(folder.isProfile ? name : u'(' + name + u')');
    }
    names.sort();
    return names;
}

EvidencePointer openProfiles(const QList<ZipMember>& members)
{
    QList<MemoryMember> list;
    for (const ZipMember& member : members) {
        list.append(MemoryMember{member.name, member.modified, member.content});
    }
    auto opened = openCollection(memoryContainer(list), QStringLiteral("x.zip"), QStringLiteral("collection"),
                                 CancelToken());
    return opened ? *opened : nullptr;
}

} // namespace

/** Profile folders that Windows' list of profiles does not name. */
class SourceProfileFoldersTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void onAVolume()
    {
        const EvidencePointer evidence = openVolume(withProfiles());
        QCOMPARE(strays(evidence), (QStringList{QStringLiteral("(tools)"), QStringLiteral("old"),
                                                QStringLiteral("old.BIRCH")}));
        QCOMPARE(evidence->accounts.part->strayState.state, ReadState::Read);
        for (const StrayFolder& folder : evidence->accounts.part->strayFolders) {
            QVERIFY(folder.used.isValid() == folder.isProfile);
        }
    }

    /** Where the profiles lie is what the registry says, and nothing else. */
    void theRegistrySaysWhere()
    {
        SmallRegistry registry = withProfiles();
        registry.software.at(kList).values.removeFirst();
        EvidencePointer evidence = openVolume(registry);
        QCOMPARE(strays(evidence), QStringList());
        QCOMPARE(evidence->accounts.part->strayState.state, ReadState::Partly);
        registry.software.at(kList).values = {
            stringValue(QStringLiteral("ProfilesDirectory"), QStringLiteral("C:\\NotThere"))};
        evidence = openVolume(registry);
        QCOMPARE(strays(evidence), QStringList());
        QCOMPARE(evidence->accounts.part->strayState.state, ReadState::Read);
        registry.software.at(kList).values = {
            stringValue(QStringLiteral("ProfilesDirectory"), QStringLiteral("D:\\People"))};
        evidence = openVolume(registry);
        QCOMPARE(evidence->accounts.part->strayState.state, ReadState::NotCollected);
        QVERIFY(inEnglish(evidence->accounts.part->strayState.reason).contains(QStringLiteral("D:")));
    }

    /** A list that was not read in full names nobody's folder. */
    void withoutTheList()
    {
        SmallRegistry registry = withProfiles();
        registry.software.at(QStringLiteral("Microsoft\\Windows NT\\CurrentVersion"))
            .subkeys.removeIf([](const HiveKey& key) { return key.name == QStringLiteral("ProfileList"); });
        const EvidencePointer evidence = openVolume(registry);
        QCOMPARE(strays(evidence), QStringList());
        QCOMPARE(evidence->accounts.part->strayState.state, ReadState::Partly);
    }

    void linksAreLeftOut()
    {
        const RawTree tree;
        for (const auto& [path, content] : filesOf(withProfiles())) {
            tree.file(path.constData(), content);
        }
        tree.link({"People", "Tous les utilisateurs"}, "old");
        const auto evidence = openEvidence({QStringLiteral("C=") + tree.text(), false}, CancelToken());
        QVERIFY(evidence && !strays(*evidence).join(u' ').contains(QStringLiteral("Tous")));
    }

    void inACollection_data()
    {
        QTest::addColumn<QByteArray>("globs");
        QTest::addColumn<QByteArray>("log");
        QTest::addColumn<bool>("whole");
        const QByteArray hives = "Windows\\System32\\config\\S*\n";
        const QByteArray denied =
            R"({"_ts":1760000009,"client_time":1760000009,"level":"DEFAULT",)"
            R"("message":"Globber: Access is denied. while processing C:\\People\\old"})"
            "\n";
        QTest::newRow("everything") << QByteArray("**\n") << QByteArray() << true;
        QTest::newRow("everybody's registry") << hives + "People\\*\\NTUSER.DAT\n" << QByteArray() << true;
        QTest::newRow("only some") << hives + "People\\o*\\NTUSER.DAT\n" << QByteArray() << false;
        QTest::newRow("not asked for") << hives << QByteArray() << false;
        QTest::newRow("one could not be listed") << QByteArray("**\n") << denied << false;
    }

    void inACollection()
    {
        QFETCH(QByteArray, globs);
        QFETCH(QByteArray, log);
        QFETCH(bool, whole);
        VelociraptorParts parts;
        parts.spec = "Glob\n" + globs;
        parts.log = log;
        parts.files = filesOf(withProfiles());
        const EvidencePointer evidence = openProfiles(velociraptorCollection(parts));
        QVERIFY(evidence && evidence->accounts);
        const LocalAccounts& all = *evidence->accounts.part;
        QVERIFY2((all.strayState.state == ReadState::Read) == whole,
                 qPrintable(inEnglish(all.strayState.reason)));
        QVERIFY(!all.strayState.reason.isEmpty());
        QVERIFY(strays(evidence).contains(QStringLiteral("old"))); // it is there, whatever else is
    }

    void otherCollectors()
    {
        KapeParts kape;
        kape.files = filesOf(withProfiles());
        for (const QList<ZipMember>& members :
             {kapeCollection(kape), cylrCollection(filesOf(withProfiles()), {})}) {
            const EvidencePointer evidence = openProfiles(members);
            QVERIFY(evidence && evidence->accounts);
            QCOMPARE(evidence->accounts.part->strayState.state, ReadState::Partly);
            QVERIFY(strays(evidence).contains(QStringLiteral("old")));
        }
        const QDateTime started(QDate(2026, 3, 1), QTime(10, 0), Qt::UTC);
        const EvidencePointer own = openProfiles(mailmendCollectionOf(filesOf(withProfiles()), started));
        QVERIFY(own && own->accounts);
        QCOMPARE(own->accounts.part->strayState.state, ReadState::Read);
        QCOMPARE(strays(own).size(), 3);
    }
};

MAILMEND_TEST_CLASS(SourceProfileFoldersTest)

#include "source_profile_folders_test.moc"
