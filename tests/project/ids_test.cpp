// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "actions/action.h"
#include "checks/registry.h"
#include "knowledge/knowledge.h"
#include "project/source_tree.h"
#include "support/registration.h"

#include <QRegularExpression>
#include <QSet>

using namespace mailmend;
using namespace mailmend::testing;

namespace {

/** Literals in code that match, with their places. */
QList<std::pair<QString, QString>> literals(const QRegularExpression& pattern, QStringView folder)
{
    QList<std::pair<QString, QString>> out;
    for (const SourceFile& file : sourceTree()) {
        if (file.isIn(folder) && file.isCode()) {
            const QString code = QString::fromUtf8(withoutComments(file.content, false));
            for (const auto& match : pattern.globalMatch(code)) {
                out.append({match.captured(1), fault(file, match.capturedStart(), match.captured(1))});
            }
        }
    }
    return out;
}

} // namespace

/** Ids cross the parts as plain words: each one leads to something. */
class IdsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void checksHaveTheirOwnIdAndKnownAreas();
    void playbooksNamedInCodeExist();
    void stepsDependOnStepsThatExist();
    void actionsOfStepsExist();
    void sourcesNamedInCodeHaveWords();
    void areasOfAQuestionAreUnique();

private:
    KnowledgePointer m_knowledge;
};

void IdsTest::initTestCase()
{
    auto loaded = loadBuiltInKnowledge();
    QVERIFY2(loaded, loaded ? "" : qPrintable(logLine(loaded.error())));
    m_knowledge = *loaded;
}

void IdsTest::checksHaveTheirOwnIdAndKnownAreas()
{
    QSet<QString> areas, ids;
    for (const Area& area : m_knowledge->areas) {
        areas.insert(area.id);
    }
    for (const Check* check : allChecks()) {
        const QString id = QString::fromLatin1(check->id);
        QVERIFY2(!ids.contains(id), check->id);
        ids.insert(id);
        QVERIFY2(findCheck(id) == check, check->id);
        QVERIFY2(!check->areas.empty(), check->id);
        for (const char* area : check->areas) {
            QVERIFY2(areas.contains(QString::fromLatin1(area)), area);
        }
    }
    QVERIFY(!ids.isEmpty());
}

void IdsTest::playbooksNamedInCodeExist()
{
    static const QRegularExpression playbook(QStringLiteral("\"(P[0-9]+)\""));
    QStringList faults;
    for (const auto& [id, where] : literals(playbook, u"app/")) {
        if (m_knowledge->playbook(id) == nullptr) {
            faults.append(where);
        }
    }
    MAILMEND_NO_FAULTS(faults);
}

void IdsTest::stepsDependOnStepsThatExist()
{
    QSet<QString> steps;
    for (const Playbook& playbook : m_knowledge->playbooks) {
        for (const StepTemplate& step : playbook.steps) {
            QVERIFY2(!steps.contains(step.id), qPrintable(step.id));
            steps.insert(step.id);
        }
    }
    QStringList faults;
    for (const Playbook& playbook : m_knowledge->playbooks) {
        for (const StepTemplate& step : playbook.steps) {
            for (const QString& before : step.dependsOn) {
                if (!steps.contains(before)) {
                    faults.append(step.id + QStringLiteral(" waits for ") + before);
                }
            }
        }
    }
    static const QRegularExpression named(QStringLiteral("\"(p[0-9]+-[a-z0-9-]+)\""));
    for (const auto& [id, where] : literals(named, u"app/")) {
        if (!steps.contains(id)) {
            faults.append(where);
        }
    }
    MAILMEND_NO_FAULTS(faults);
}

void IdsTest::actionsOfStepsExist()
{
    QStringList faults;
    int seen = 0;
    for (const Playbook& playbook : m_knowledge->playbooks) {
        for (const StepTemplate& step : playbook.steps) {
            seen += step.action.isEmpty() ? 0 : 1;
            if (!step.action.isEmpty() && findAction(step.action) == nullptr) {
                faults.append(step.id + QStringLiteral(" asks for ") + step.action);
            }
        }
    }
    QVERIFY(seen > 0);
    MAILMEND_NO_FAULTS(faults);
}

void IdsTest::sourcesNamedInCodeHaveWords()
{
    // Coverage rows and unread sources are `source` fields: set by assignment, or the first of an Unread's
    // braces.
    static const QRegularExpression source(
        QStringLiteral("\\bsource = QStringLiteral\\(\"([a-z][a-z0-9-]+)\"\\)|"
                       "\\{QStringLiteral\\(\"([a-z][a-z0-9-]+)\"\\), ReadState::"));
    QSet<QString> known;
    for (const SourceName& name : m_knowledge->sources) {
        known.insert(name.id);
    }
    QStringList faults;
    for (const SourceFile& file : sourceTree()) {
        if (!file.isIn(u"app/") || !file.isCode()) {
            continue;
        }
        for (const auto& match :
             source.globalMatch(QString::fromUtf8(withoutComments(file.content, false)))) {
            const QString id = match.captured(1) + match.captured(2);
            if (!known.contains(id)) {
                faults.append(
                    fault(file, match.capturedStart(), id + QStringLiteral(" is not in areas.json")));
            }
        }
    }
    MAILMEND_NO_FAULTS(faults);
}

void IdsTest::areasOfAQuestionAreUnique()
{
    QSet<QString> seen;
    for (const Area& area : m_knowledge->areas) {
        QVERIFY2(!seen.contains(area.id), qPrintable(area.id));
        seen.insert(area.id);
    }
}

MAILMEND_TEST_CLASS(IdsTest)
#include "ids_test.moc"
