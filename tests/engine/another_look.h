// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/reader.h"
#include "base/sha256.h"
#include "cases/events.h"
#include "engine/look_again.h"
#include "engine/recheck.h"
#include "engine/scan_parts.h"
#include "fake_checks.h"
#include "fake_files.h"
#include "support/sample_findings.h"

#include <QTest>

namespace mailmend::testing {

inline const WindowsPath Root = *WindowsPath::parse(u"C:\\inetpub\\wwwroot");
inline const WindowsPath Page = *WindowsPath::parse(u"C:\\inetpub\\wwwroot\\client\\shell.aspx");

/** The one check that runs looks at every page below Root. */
inline void lookAtPages(Seen& what)
{
    Interest pages;
    pages.folder = Root;
    what.interests = {pages};
    what.otherInterests = {};
    seen() = &what;
}

/** One state of an invented server: its files and what tells when and what it was. */
struct State
{
    std::shared_ptr<FakeFiles> files = std::make_shared<FakeFiles>();
    std::shared_ptr<Evidence> evidence = fakeEvidence(files, QStringLiteral("server-1"));

    explicit State(int day, const QString& kind = QStringLiteral("volume"))
    {
        TargetInfo& target = evidence->target;
        target.kind = kind;
        target.path = QStringLiteral("/mnt/c");
        target.host = QStringLiteral("EXCH01");
        target.takenAt = QDateTime(QDate(2026, 11, day), QTime(8, 0), Qt::UTC);
        target.identity.machineSid = QStringLiteral("S-1-5-21-1-2-3");
        target.identity.name = QStringLiteral("EXCH01");
        target.identity.installDate = QDateTime(QDate(2017, 5, 4), QTime(3, 2), Qt::UTC);
    }

    State& with(const WindowsPath& path, const QByteArray& content)
    {
        files->files.push_back({path, content, {}, false});
        return *this;
    }
    State& folder(const WindowsPath& path, ReadState state)
    {
        files->states.insert(path.folded(), {state, verbatim(QStringLiteral("Not this time."))});
        return *this;
    }
};

/** A case of that server, and looking again at another state of it. */
class Again
{
public:
    explicit Again(const State& first) : Again(scan(first)) {}
    explicit Again(ScanResult first)
    {
        for (Finding& finding : first.findings) {
            finding.playbook = QStringLiteral("P1");
            finding.state = QStringLiteral("sha256:") + QString::fromLatin1(sha256Hex("EVIL"));
        }
        take(events::scanned(first, {}));
    }

    static ScanResult scan(const State& state)
    {
        static const std::array<const Check*, 1> pageChecks{&pagesCheck};
        const ScanParts parts{pageChecks, [&state](const TargetSpec&, const CancelToken&) {
                                  return Result<EvidencePointer>(state.evidence);
                              }};
        ScanRequest request;
        request.targets = {{QStringLiteral("/mnt/c"), false}};
        return *runScanWith(parts, request, builtIn(), systemClock(), {}, {});
    }

    /** What a look said, written into the case. */
    void take(const QList<Event>& events)
    {
        for (Event event : events) {
            event.number = m_events.size() + 1;
            m_events.append(event);
        }
        m_view = *viewCase(m_events, builtIn(), systemClock()());
    }

    RecheckOutcome look(const State& state, const RecheckRequest& request = {}) const
    {
        static const std::array<const Check*, 1> pageChecks{&pagesCheck};
        const ScanParts parts{pageChecks, [&state](const TargetSpec&, const CancelToken&) {
                                  return Result<EvidencePointer>(state.evidence);
                              }};
        const auto outcome = recheckWith(parts, m_view, request, builtIn(), systemClock(), {}, {});
        if (!outcome) {
            qFatal("%s", qPrintable(logLine(outcome.error())));
        }
        return *outcome;
    }

    const CaseView& view() const { return m_view; }

private:
    QList<Event> m_events;
    CaseView m_view;
};

inline State infected(int day, const QString& kind = QStringLiteral("volume"))
{
    State state(day, kind);
    state.with(Page, "EVIL").with(Root.child("ok.aspx"), "fine");
    return state;
}

inline QString reason(const RecheckOutcome& outcome)
{
    return inEnglish(outcome.findings.first().reason);
}

inline void expect(const RecheckOutcome& outcome, FindingStatus status, const char* words)
{
    QCOMPARE(outcome.findings.size(), 1);
    QVERIFY2(reason(outcome).contains(QLatin1String(words)), qPrintable(reason(outcome)));
    QCOMPARE(outcome.findings.first().status, status);
}

} // namespace mailmend::testing
