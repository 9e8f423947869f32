// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "another_look.h"
#include "cases/event_types.h"
#include "evidence/sample/sample.h"
#include "support/registration.h"

#include <QFile>
#include <QTemporaryDir>

using namespace mailmend;
using namespace mailmend::testing;

namespace {

/** A collection of the server under a path of its own. */
State collected(int day, const QString& path)
{
    State state(day, QStringLiteral("collection"));
    state.evidence->target.path = path;
    return state;
}

RecheckOutcome lookAt(const CaseView& view, const QList<State>& states)
{
    static const std::array<const Check*, 1> pageChecks{&pagesCheck};
    RecheckRequest request;
    for (const State& state : states) {
        request.with.append({state.evidence->target.path, false});
    }
    const ScanParts parts{pageChecks, [&states](const TargetSpec& target, const CancelToken&) {
                              const auto wanted =
                                  std::find_if(states.begin(), states.end(), [&target](const State& state) {
                                      return state.evidence->target.path == target.text;
                                  });
                              return Result<EvidencePointer>(wanted->evidence);
                          }};
    return *recheckWith(parts, view, request, builtIn(), systemClock(), {}, {});
}

} // namespace

/** Of two pieces of evidence of one server a run looks at the first, which says nothing of the other. */
class RecheckLeftOutTest : public QObject
{
    Q_OBJECT

    Seen m_seen;

private Q_SLOTS:
    void init() { lookAtPages(m_seen); }

    void theNewestWasLeftOut()
    {
        const Again again(infected(1, QStringLiteral("collection")));
        const State gone = collected(5, QStringLiteral("/mnt/gone.zip"));
        State back = collected(9, QStringLiteral("/mnt/back.zip"));
        back.with(Page, "EVIL in another way");
        expect(lookAt(again.view(), {gone, back}), FindingStatus::CannotTell, "back.zip");
        expect(lookAt(again.view(), {back, gone}), FindingStatus::NotFixedYet, "changed");
        expect(lookAt(again.view(), {back}), FindingStatus::NotFixedYet, "changed");
        // Nobody knows which of these is newer.
        back.evidence->target.takenAt = gone.evidence->target.takenAt;
        expect(lookAt(again.view(), {gone, back}), FindingStatus::CannotTell, "left out");
    }

    /** What is older changes nothing. */
    void onlyAnOlderOneWasLeftOut()
    {
        const Again again(infected(1, QStringLiteral("collection")));
        const State gone = collected(9, QStringLiteral("/mnt/gone.zip"));
        State before = collected(5, QStringLiteral("/mnt/before.zip"));
        before.with(Page, "EVIL");
        expect(lookAt(again.view(), {gone, before}), FindingStatus::Fixed, "is gone");
        expect(lookAt(again.view(), {before, gone}), FindingStatus::NotFixedYet, "still");
    }

    /** A case may hold a server under two ids, and was made of one place. */
    void aServerThatTheCaseHasTwice()
    {
        CaseView view = Again(infected(1)).view();
        view.targets.append(view.targets.first());
        view.targets.last().id = QStringLiteral("another");
        view.findings.append(view.findings.first());
        view.findings.last().finding.id = QStringLiteral("another-finding");
        view.findings.last().finding.target = QStringLiteral("another");
        const auto own = ownTargets(view, {});
        QVERIFY(own);
        QCOMPARE(own->size(), 1);
        State now(5);
        static const std::array<const Check*, 1> pageChecks{&pagesCheck};
        const ScanParts parts{pageChecks, [&now](const TargetSpec&, const CancelToken&) {
                                  return Result<EvidencePointer>(now.evidence);
                              }};
        const auto outcome = recheckWith(parts, view, {}, builtIn(), systemClock(), {}, {});
        QVERIFY2(outcome, outcome ? "" : qPrintable(logLine(outcome.error())));
        QCOMPARE(outcome->findings.size(), 2);
        for (const Rechecked& one : outcome->findings) {
            QCOMPARE(one.status, FindingStatus::Fixed);
        }
    }

    void aFurtherScanLeftOneOut()
    {
        QTemporaryDir folder;
        const QString first = folder.filePath(QStringLiteral("first.zip"));
        const TargetSpec second{folder.filePath(QStringLiteral("second.zip")), false};
        const TargetSpec third{folder.filePath(QStringLiteral("third.zip")), false};
        QVERIFY(writeSample(first, false) && writeSample(second.text, true));
        QVERIFY(QFile::copy(second.text, third.text));
        const auto before = runScan({{{first, false}}, {}, {}, 2, {}}, builtIn(), sampleClock(), {}, {});
        QVERIFY(before);
        const CaseView view = Again(*before).view();
        for (const QList<TargetSpec>& targets : {QList{second}, QList{second, third}}) {
            const auto scan = runScan({targets, {}, {}, 2, {}}, builtIn(), sampleClock(), {}, {});
            QVERIFY(scan);
            QCOMPARE(scan->targets.size(), 1);
            const auto more = eventsOfFurtherScan(view, *scan, targets, builtIn(), {}, {});
            QVERIFY(more);
            const qsizetype fixed = std::count_if(more->begin(), more->end(), [](const Event& event) {
                return event.type == QLatin1StringView(event_type::Rechecked) &&
                       event.data.value(u"status").toString() ==
                           QLatin1StringView(toWord(FindingStatus::Fixed));
            });
            QCOMPARE(fixed > 0, targets.size() == 1);
        }
    }
};

MAILMEND_TEST_CLASS(RecheckLeftOutTest)
#include "recheck_left_out_test.moc"
