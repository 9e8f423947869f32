// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "evidence/collection/collection.h"
#include "evidence/evidence.h"
#include "support/collections.h"
#include "support/registration.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

using namespace mailmend;
using namespace mailmend::testing;

namespace {

/** What Velociraptor's older triage artifact was asked: one switch a target and two tables. */
struct Asked
{
    QByteArray device = "C:,D:";
    QByteArray pages = "Y";
    QByteArray hives = "";
    QByteArray snapshots = "";
    QByteArray targets = "Group,RuleIds\nWebPages,\"[2, 3]\"\nHives,[1]\n";
    QByteArray rules = "Id,Name,Category,Glob,Accessor,Comment\n"
                       "1,Hives,Registry,Windows\\System32\\config\\S*,lazy_ntfs,\n"
                       "2,Pages,Web,inetpub\\wwwroot\\**,lazy_ntfs,\"all, of them\"\n"
                       "3,Logs,Web,logs\\*.log,lazy_ntfs,\n";
};

Asked with(QByteArray Asked::*part, const QByteArray& value)
{
    Asked asked;
    asked.*part = value;
    return asked;
}

ReadState stateOf(const Asked& asked, const char* folder, const QByteArray& name)
{
    VelociraptorParts parts;
    parts.artifact = "Windows.KapeFiles.Targets";
    parts.files = {
        {"inetpub/wwwroot/a.aspx", "x"}, {"logs/a.log", "x"}, {"Windows/System32/config/SAM", "x"}};
    const auto pair = [](const char* key, const QByteArray& value) {
        return QJsonObject{{QStringLiteral("key"), QLatin1String(key)},
                           {QStringLiteral("value"), QString::fromUtf8(value)}};
    };
    const QJsonArray env{pair("Device", asked.device),       pair("WebPages", asked.pages),
                         pair("Hives", asked.hives),         pair("VSSAnalysis", asked.snapshots),
                         pair("KapeTargets", asked.targets), pair("KapeRules", asked.rules)};
    const QJsonObject query{
        {QStringLiteral("Name"), QStringLiteral("Windows.KapeFiles.Targets/All File Metadata")}};
    const QJsonObject action{{QStringLiteral("env"), env}, {QStringLiteral("Query"), QJsonArray{query}}};
    const QJsonObject requests{
        {QStringLiteral("items"), QJsonArray{QJsonObject{{QStringLiteral("VQLClientAction"), action}}}}};
    parts.more = {{.name = "requests.json", .content = QJsonDocument(requests).toJson()}};
    QList<MemoryMember> members;
    for (const ZipMember& member : velociraptorCollection(parts)) {
        members.append(MemoryMember{member.name, member.modified, member.content});
    }
    const auto evidence = openCollection(memoryContainer(members), QStringLiteral("x"),
                                         QStringLiteral("collection"), CancelToken());
    return evidence
               ? (*evidence)->files->folderState(*WindowsPath::parse(QString::fromUtf8(folder)), {name}).state
               : ReadState::Denied;
}

} // namespace

class SourceOldTriageTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void targetsThatAreOnWereAskedFor()
    {
        QCOMPARE(stateOf({}, "C:\\inetpub\\wwwroot", "b.aspx"), ReadState::Read);
        QCOMPARE(stateOf({}, "C:\\logs", "b.log"), ReadState::Read);
        QCOMPARE(stateOf({}, "C:\\logs", "b.aspx"), ReadState::Partly);
        QCOMPARE(stateOf({}, "D:\\inetpub\\wwwroot", "b.aspx"), ReadState::Missing);
        QCOMPARE(stateOf({}, "E:\\inetpub\\wwwroot", "b.aspx"), ReadState::NotCollected);
        QCOMPARE(stateOf({}, "C:\\Windows\\System32\\config", "SYSTEM"), ReadState::Partly); // switched off
        QCOMPARE(stateOf(with(&Asked::hives, "Y"), "C:\\Windows\\System32\\config", "SYSTEM"),
                 ReadState::Read);
        QCOMPARE(stateOf(with(&Asked::pages, "N"), "C:\\inetpub\\wwwroot", "b.aspx"), ReadState::Partly);
        QCOMPARE(stateOf(with(&Asked::pages, ""), "C:\\inetpub\\wwwroot", "b.aspx"), ReadState::Partly);
    }

    void tablesThatSayNothingProveNothing()
    {
        const auto state = [](const Asked& asked) {
            return stateOf(asked, "C:\\inetpub\\wwwroot", "b.aspx");
        };
        QCOMPARE(state(with(&Asked::snapshots, "Y")), ReadState::Partly);
        QCOMPARE(state(with(&Asked::targets, "")), ReadState::Partly);
        QCOMPARE(state(with(&Asked::targets, "Group,RuleIds\nWebPages,[7]\n")), ReadState::Partly);
        QCOMPARE(state(with(&Asked::rules, "")), ReadState::Partly);
        const QByteArray rules = Asked().rules;
        for (qsizetype length = 0; length < rules.indexOf("\n2,") + 22; ++length) {
            QCOMPARE(state(with(&Asked::rules, rules.first(length))), ReadState::Partly);
        }
        QCOMPARE(state(with(&Asked::rules, rules + "4,\"open")), ReadState::Partly);
    }
};

MAILMEND_TEST_CLASS(SourceOldTriageTest)

#include "source_old_triage_test.moc"
