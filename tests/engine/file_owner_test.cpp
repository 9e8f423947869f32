// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/file_owner.h"

#include "base/reader.h"
#include "engine/fake_checks.h"
#include "engine/fake_files.h"
#include "engine/scan_parts.h"
#include "evidence/pool_account.h"
#include "support/descriptor_builder.h"
#include "support/registration.h"

using namespace mailmend;
using namespace mailmend::testing;

namespace {

const QString kOwnersMachine = QStringLiteral("S-1-5-21-1760460187-1592185332-161725925");
const QString kOwnerWindows = QStringLiteral("S-1-5-18");
const QString kOwnerAdministrators = QStringLiteral("S-1-5-32-544");
const QString kOwnerUsers = QStringLiteral("S-1-5-32-545");
constexpr quint32 kOwnerMayAll = 0x001f01ff, kOwnerMayRead = 0x001200a9;

/** Files that all have the same owner, rights and short name. */
class OwnedFiles : public FakeFiles
{
public:
    std::optional<FileOwnership> owned;
    mutable std::atomic<int> asked{0};

    Result<FileOwnership> ownership(const FileEntry& entry) const override
    {
        ++asked;
        return owned ? Result<FileOwnership>(*owned) : FakeFiles::ownership(entry);
    }
};

} // namespace

/** Whose a finding's file is stands in its facts, in words, and changes nothing else of it. */
class FileOwnerTest : public QObject
{
    Q_OBJECT

    std::shared_ptr<OwnedFiles> m_files;
    std::shared_ptr<Evidence> m_evidence;
    std::shared_ptr<LocalAccounts> m_accounts;

    QStringList factsOf(const QString& owner, const QByteArray& list, const QByteArray& shortName = {})
    {
        m_files->owned = FileOwnership{descriptorBytes(owner, list), shortName};
        return facts();
    }

    QStringList facts()
    {
        const Finding before = evilPage(WindowsPath('C', {"inetpub", "page.aspx"}));
        Finding finding = before;
        addOwner(finding, *m_evidence);
        [&] {
            QCOMPARE(finding.id, before.id);
            QCOMPARE(finding.state, before.state);
            QVERIFY(finding.verdict == before.verdict && finding.severity == before.severity);
        }();
        QStringList texts;
        for (const Fact& fact : finding.facts) {
            texts.append(inEnglish(fact.text));
        }
        return texts;
    }

private Q_SLOTS:
    void init()
    {
        m_files = std::make_shared<OwnedFiles>();
        m_evidence = fakeEvidence(m_files, QStringLiteral("server"));
        m_accounts = std::make_shared<LocalAccounts>();
        m_accounts->machineSid = kOwnersMachine;
        LocalAccount account;
        account.rid = 1001;
        account.name = QStringLiteral("anna");
        m_accounts->accounts = {account};
        m_evidence->accounts = {m_accounts, ReadState::Read, {}};
        auto iis = std::make_shared<IisConfiguration>();
        iis->applicationPools = {{QStringLiteral("MSExchangeOWAAppPool")}};
        m_evidence->iis = {iis, ReadState::Read, {}};
    }

    void anOrdinaryFile()
    {
        QCOMPARE(factsOf(kOwnerAdministrators, accessListBytes({{kOwnerWindows, kOwnerMayAll},
                                                                {kOwnerAdministrators, kOwnerMayAll},
                                                                {kOwnerUsers, kOwnerMayRead}})),
                 QStringList{QStringLiteral("It belongs to the administrators of this server.")});
    }

    void writtenThroughTheWebServer()
    {
        const QString pool = sidOfPool(QStringLiteral("MSExchangeOWAAppPool"));
        const QString known = factsOf(pool, accessListBytes({})).value(0);
        QVERIFY2(known.contains(QStringLiteral("application pool MSExchangeOWAAppPool: most likely the web "
                                               "server itself wrote it")),
                 qPrintable(known));
        const QString other = sidOfPool(QStringLiteral("Gone"));
        const QString unknown = factsOf(other, accessListBytes({})).value(0);
        QVERIFY2(unknown.contains(u'(' + other + u')'), qPrintable(unknown));
    }

    void accountsOfTheServer()
    {
        QCOMPARE(factsOf(kOwnersMachine + QStringLiteral("-1001"), accessListBytes({})).value(0),
                 QStringLiteral("It belongs to the account anna of this server."));
        const QString gone = kOwnersMachine + QStringLiteral("-1002");
        QVERIFY(factsOf(gone, accessListBytes({})).value(0).contains(QStringLiteral("no longer there")));
        // What was not read in full does not say that there is none.
        m_accounts->accountsState.state = ReadState::Partly;
        QCOMPARE(factsOf(gone, accessListBytes({})).value(0),
                 QStringLiteral("It belongs to an account of this server (%1).").arg(gone));
        // Nor does it say whose they are where the server's own numbers are not known.
        m_evidence->accounts = {};
        QCOMPARE(factsOf(gone, accessListBytes({})).value(0),
                 QStringLiteral("It belongs to an account that Mailmend has no name for (%1).").arg(gone));
    }

    /** Accounts that Windows itself makes are of no domain. */
    void accountsOfWindowsItself()
    {
        const auto owner = [this](const char* sid) {
            return factsOf(QString::fromLatin1(sid), accessListBytes({})).value(0);
        };
        QVERIFY(
            owner("S-1-5-80-1-2-3-4-5").startsWith(QStringLiteral("It belongs to a service of this server")));
        QCOMPARE(owner("S-1-3-4"), QStringLiteral("It belongs to whoever owns it."));
        QCOMPARE(owner("S-1-5-32-547"), QStringLiteral("It belongs to the power users of this server."));
        QVERIFY(owner("S-1-15-2-1").contains(QStringLiteral("has no name for")));
        QVERIFY(owner("S-1-5-21-1-2-3-1104").contains(QStringLiteral("another computer")));
    }

    void whoMayChangeIt()
    {
        QCOMPARE(
            factsOf(kOwnerWindows, accessListBytes({{kOwnerUsers, kOwnerMayAll}, {kOwnerUsers, 0x2}})),
            (QStringList{
                QStringLiteral("It belongs to Windows itself (SYSTEM)."),
                QStringLiteral("Besides administrators, it may be changed by every user of this server.")}));
        QCOMPARE(factsOf(kOwnerWindows, {}).last(),
                 QStringLiteral("Everybody may change it: it has no list of who may."));
        // For what is made below a folder; forbidden before it is allowed.
        QCOMPARE(factsOf(kOwnerWindows, accessListBytes({{kOwnerUsers, kOwnerMayAll, 0, 0x08}})).size(), 1);
        QCOMPARE(factsOf(kOwnerWindows,
                         accessListBytes({{kOwnerUsers, kOwnerMayAll, 1}, {kOwnerUsers, kOwnerMayAll}}))
                     .size(),
                 1);
        QCOMPARE(factsOf(kOwnerWindows,
                         accessListBytes({{kOwnerUsers, kOwnerMayAll}, {kOwnerUsers, kOwnerMayAll, 1}}))
                     .size(),
                 2);
        QVERIFY(factsOf(kOwnerWindows, accessListBytes({{kOwnerUsers, kOwnerMayAll, 9}}))
                    .last()
                    .contains(QStringLiteral("it may be longer")));
        QList<BuiltEntry> many;
        for (int rid = 2000; rid < 2012; ++rid) {
            many.append({kOwnersMachine + u'-' + QString::number(rid), kOwnerMayAll});
        }
        const QStringList said = factsOf(kOwnerWindows, accessListBytes(many));
        QCOMPARE(said.size(), 10);
        QCOMPARE(said.last(), QStringLiteral("4 more accounts may change it."));
    }

    void theShortName()
    {
        QCOMPARE(factsOf(kOwnerWindows, accessListBytes({}), "PAGE~1.ASP").last(),
                 QStringLiteral("Windows and old logs may also call it PAGE~1.ASP."));
    }

    void whereItIsNotKept()
    {
        QCOMPARE(facts(), QStringList());
        m_files->owned = FileOwnership{QByteArray("damaged"), {}};
        QCOMPARE(facts(), QStringList());
        Finding account;
        account.subject.kind = SubjectKind::Account;
        addOwner(account, *m_evidence);
        QVERIFY(account.facts.isEmpty());
    }

    /** A scan asks for the subjects of its findings alone. */
    void aScanAsksForFindingsAlone()
    {
        Seen now;
        seen() = &now;
        Interest interest;
        interest.folder = WindowsPath('C', {"inetpub"});
        now.interests = {interest};
        m_files->files = {{WindowsPath('C', {"inetpub", "bad.aspx"}), "EVIL", {}},
                          {WindowsPath('C', {"inetpub", "good.aspx"}), "fine", {}}};
        m_files->owned = FileOwnership{descriptorBytes(kOwnerAdministrators, accessListBytes({})), {}};
        ScanRequest request;
        request.targets = {{QStringLiteral("server"), false}};
        constexpr const Check* checks[] = {&pagesCheck};
        const ScanParts parts{checks, [this](const TargetSpec&, const CancelToken&) {
                                  return Result<EvidencePointer>(EvidencePointer(m_evidence));
                              }};
        const auto result =
            runScanWith(parts, request, {}, fixedClock(QDateTime({2026, 11, 27}, {12, 0}, Qt::UTC)), {}, {});
        QVERIFY(result);
        QCOMPARE(m_files->asked.load(), 1);
        QCOMPARE(result->findings.size(), 1);
        QCOMPARE(inEnglish(result->findings.first().facts.value(0).text),
                 QStringLiteral("It belongs to the administrators of this server."));
    }
};

MAILMEND_TEST_CLASS(FileOwnerTest)
#include "file_owner_test.moc"
