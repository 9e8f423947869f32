// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "findings/finding.h"
#include "findings/target.h"
#include "knowledge/knowledge.h"

#include <QTest>

namespace mailmend::testing {

inline TargetInfo server(const QString& id = QStringLiteral("server-1"))
{
    TargetInfo target;
    target.id = id;
    target.kind = QStringLiteral("volume");
    target.path = QStringLiteral("/mnt/c");
    target.host = QStringLiteral("EXCH01");
    target.facts = {{QStringLiteral("exchange-build"), {}, QStringLiteral("15.1.2106.2"), {}, {}}};
    return target;
}

/** A page that was added, as the check for web shells tells it. */
inline Finding page(const WindowsPath& path, Verdict verdict = Verdict::NeedsAction,
                    const QStringList& references = {})
{
    Finding finding;
    finding.check = QStringLiteral("web-shells");
    finding.target = QStringLiteral("server-1");
    finding.verdict = verdict;
    finding.severity = Severity::Critical;
    finding.subject.kind = SubjectKind::File;
    finding.subject.owner = QStringLiteral("S-1-5-21-1");
    finding.subject.path = path;
    finding.subject.name = path.display();
    finding.id = findingId(finding.check, finding.subject);
    finding.state = QStringLiteral("sha256:") + QString(64, QLatin1Char('a'));
    finding.title = say(MAILMEND_TEXT("test", "A page was added: {path}"), {{"path", place(path.display())}});
    finding.references = references;
    finding.playbook = QStringLiteral("P1");
    return finding;
}

inline Finding page(const char* path, Verdict verdict = Verdict::NeedsAction,
                    const QStringList& references = {})
{
    return page(*WindowsPath::parse(QString::fromUtf8(path)), verdict, references);
}

/** An account of the server, as the check for local accounts tells it. */
inline Finding account(const QString& name, const QString& sid = QStringLiteral("S-1-5-21-1-2-3-1003"),
                       const QString& playbook = QStringLiteral("P10"))
{
    Finding finding;
    finding.check = QStringLiteral("local-accounts");
    finding.target = QStringLiteral("server-1");
    finding.verdict = Verdict::NeedsAction;
    finding.severity = Severity::Critical;
    finding.subject.kind = SubjectKind::Account;
    finding.subject.owner = QStringLiteral("S-1-5-21-1");
    finding.subject.name = name;
    finding.subject.sid = sid;
    finding.id = findingId(finding.check, finding.subject);
    finding.state = QStringLiteral("account: on; rid 1003; in 544");
    finding.title = say(MAILMEND_TEXT("test", "An account was added: {name}"), {{"name", words(name)}});
    finding.playbook = playbook;
    return finding;
}

inline Finding oldBuild()
{
    Finding finding;
    finding.check = QStringLiteral("patch-level");
    finding.target = QStringLiteral("server-1");
    finding.verdict = Verdict::NeedsAction;
    finding.severity = Severity::Critical;
    finding.subject.kind = SubjectKind::Server;
    finding.subject.owner = QStringLiteral("S-1-5-21-1");
    finding.subject.name = QStringLiteral("EXCH01");
    finding.id = findingId(finding.check, finding.subject);
    finding.state = QStringLiteral("15.1.2106.2");
    finding.title = say(MAILMEND_TEXT("test", "Updates are missing"));
    finding.playbook = QStringLiteral("P19");
    return finding;
}

/** The pack that is built in; its playbooks are what is tested. */
inline const Knowledge& builtIn()
{
    static const KnowledgePointer knowledge = [] {
        auto loaded = loadBuiltInKnowledge();
        if (!loaded) {
            qFatal("%s", qPrintable(logLine(loaded.error())));
        }
        return *loaded;
    }();
    return *knowledge;
}

} // namespace mailmend::testing
