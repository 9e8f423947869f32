// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "gui/hand_made_case.h"
#include "gui/models/findings_model.h"
#include "gui/models/roles.h"
#include "gui/models/row_list_model.h"
#include "gui/pages/plan_next.h"
#include "support/registration.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>

using namespace mailmend;
using namespace mailmend::gui;
using namespace mailmend::testing;

class ModelsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void findingsKeepTheRules();
    void findingsAreNarrowedAndSorted();
    void findingsKnowTheirRows();
    void onlyTheLastRequestCounts();
    void manyFindings();
    void rowsKeepTheRules();
    void planHasItsChoiceInPlace();
    void nextThing();
};

namespace {

void settle(FindingsModel& model, const std::function<void()>& change)
{
    QSignalSpy settled(&model, &FindingsModel::settled);
    change();
    QVERIFY(settled.wait(30000));
}

QStringList titles(const FindingsModel& model)
{
    QStringList all;
    for (int row = 0; row < model.rowCount(); ++row) {
        all.append(model.idAt(row));
    }
    return all;
}

} // namespace

void ModelsTest::findingsKeepTheRules()
{
    FindingsModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    for (const auto& view : {handMadeCase(), hostileCase()}) {
        settle(model, [&] { model.setCase(view, englishReader()); });
        QCOMPARE(model.rowCount(), static_cast<int>(view->findings.size()));
        for (int row = 0; row < model.rowCount(); ++row) {
            for (int column = 0; column < model.columnCount(); ++column) {
                const QString text = model.index(row, column).data().toString();
                QVERIFY(!text.contains(QLatin1Char('\n')) && !text.contains(QChar(0x202E)));
            }
        }
    }
    settle(model, [&] { model.setCase({}, englishReader()); });
    QCOMPARE(model.rowCount(), 0);
}

void ModelsTest::findingsAreNarrowedAndSorted()
{
    FindingsModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    settle(model, [&] { model.setCase(handMadeCase(), englishReader()); });
    FindingsFilter filter;
    filter.show = FindingsFilter::Show::NeedsAction;
    settle(model, [&] { model.setFilter(filter); });
    QCOMPARE(titles(model), (QStringList{QStringLiteral("f1"), QStringLiteral("f2"), QStringLiteral("f3")}));
    filter.show = FindingsFilter::Show::Settled;
    settle(model, [&] { model.setFilter(filter); });
    QCOMPARE(titles(model), QStringList{QStringLiteral("f7")});
    filter.show = FindingsFilter::Show::All;
    filter.search = QStringLiteral("PAGE aspnet_client");
    settle(model, [&] { model.setFilter(filter); });
    QCOMPARE(titles(model), (QStringList{QStringLiteral("f1"), QStringLiteral("f7")}));
    settle(model, [&] { model.sort(int(FindingsFilter::Column::State), Qt::DescendingOrder); });
    QCOMPARE(titles(model), (QStringList{QStringLiteral("f7"), QStringLiteral("f1")}));
}

void ModelsTest::findingsKnowTheirRows()
{
    FindingsModel model;
    settle(model, [&] { model.setCase(handMadeCase(), englishReader()); });
    for (int row = 0; row < model.rowCount(); ++row) {
        QCOMPARE(model.rowOf(model.idAt(row)), row);
    }
    QCOMPARE(model.rowOf(QStringLiteral("nobody's")), -1);
    QVERIFY(model.hasStatus());
    const auto open = handMadeCase();
    for (CaseFinding& entry : open->findings) {
        entry.status = FindingStatus::Open;
    }
    settle(model, [&] { model.setCase(open, englishReader()); });
    QVERIFY(!model.hasStatus());
}

void ModelsTest::onlyTheLastRequestCounts()
{
    FindingsModel model;
    settle(model, [&] { model.setCase(handMadeCase(), englishReader()); });
    QSignalSpy settled(&model, &FindingsModel::settled);
    FindingsFilter filter;
    for (const char* typed : {"n", "no", "noth", "nothing like this"}) {
        filter.search = QString::fromLatin1(typed);
        model.setFilter(filter);
    }
    QVERIFY(settled.wait(30000));
    QCOMPARE(settled.count(), 1);
    QCOMPARE(model.rowCount(), 0);
}

void ModelsTest::manyFindings()
{
    const auto view = handMadeCase();
    const CaseFinding pattern = view->findings.first();
    while (view->findings.size() < 20000) {
        CaseFinding next = pattern;
        next.finding.id = QString::number(view->findings.size());
        view->findings.append(next);
    }
    FindingsModel model;
    settle(model, [&] { model.setCase(view, englishReader()); });
    QCOMPARE(model.rowCount(), 20000);
}

void ModelsTest::rowsKeepTheRules()
{
    RowListModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setRows(planRows(*handMadeCase(), englishReader()));
    const int rows = model.rowCount();
    QSignalSpy reset(&model, &QAbstractItemModel::modelReset);
    model.setRows(planRows(*hostileCase(), englishReader()));
    QCOMPARE(reset.count(), 0); // the same steps: the selection stays
    model.append({{QStringLiteral("x"), {}, {}, QStringLiteral("One more"), {}, {}}});
    QCOMPARE(model.rowCount(), rows + 1);
    QCOMPARE(model.rowOf(QStringLiteral("x")), rows);
    model.setRows({});
    QCOMPARE(model.rowCount(), 0);
}

void ModelsTest::planHasItsChoiceInPlace()
{
    const QList<ListRow> rows = planRows(*handMadeCase(), englishReader());
    QStringList ids;
    for (const ListRow& row : rows) {
        ids.append(row.id);
    }
    const QString choice = QString::fromUtf16(choiceRow);
    QVERIFY(ids.indexOf(QStringLiteral("close-door")) < ids.indexOf(choice));
    QVERIFY(ids.indexOf(choice) < ids.indexOf(QStringLiteral("take-page")));
    QVERIFY(!rows.first().section.isEmpty());
    QVERIFY(rows.at(1).section.isEmpty()); // the same phase as the one before it
}

void ModelsTest::nextThing()
{
    using Kind = NextThing::Kind;
    const auto view = handMadeCase();
    const auto kindOf = [&view](const char* row) {
        return gui::nextThing(*view, QString::fromLatin1(row)).kind;
    };
    QCOMPARE(kindOf("take-page"), Kind::MarkDone);
    QCOMPARE(kindOf("take-page-2"), Kind::LookAgain);
    QCOMPARE(kindOf("passwords"), Kind::GoTo);
    QCOMPARE(gui::nextThing(*view, QStringLiteral("passwords")).step, QStringLiteral("update"));
    QCOMPARE(kindOf("close-door"), Kind::NextStep);
    QCOMPARE(gui::nextThing(*view, QStringLiteral("close-door")).step, QStringLiteral("take-page"));
    QCOMPARE(kindOf("not there"), Kind::None);
    view->way.clear();
    QCOMPARE(kindOf("choice"), Kind::Choose);
    view->way = QStringLiteral("repair");
    for (CaseStep& step : view->steps) {
        step.status = StepStatus::Verified;
    }
    view->changes.clear();
    QCOMPARE(kindOf("update"), Kind::SignOff);
}

MAILMEND_TEST_CLASS(ModelsTest)
#include "models_test.moc"
