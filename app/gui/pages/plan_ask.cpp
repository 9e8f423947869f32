// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "gui/pages/plan_ask.h"

#include "cases/events.h"

#include <QCoreApplication>

namespace mailmend::gui {

namespace {

constexpr int monthsProposed = 3;

QDate today(const Session& session)
{
    return session.now().toUTC().date();
}

QString proposedDay(const Session& session)
{
    return today(session).addMonths(monthsProposed).toString(Qt::ISODate);
}

} // namespace

void askWhySkipped(AskCard* card, Session& session, const QString& step, std::function<void()> after)
{
    const QString example = QCoreApplication::translate("Ask", "for example %1").arg(proposedDay(session));
    card->ask({{QCoreApplication::translate("Ask", "Why is this step skipped? The report will say so.")},
               {QCoreApplication::translate("Ask", "Open it again on this day, if it is only for now"),
                {},
                false,
                today(session),
                example}},
              QCoreApplication::translate("Ask", "Skip this step"),
              QCoreApplication::translate("Ask", "Don't skip it"), session.reader().locale,
              [&session, step, after](const QStringList& said) {
                  session.append({events::stepSkipped(step, said.at(0), session.person(),
                                                      QDate::fromString(said.at(1), Qt::ISODate))});
                  after();
              });
}

void askWhereDone(AskCard* card, Session& session, const QString& step, std::function<void()> after)
{
    card->ask({{QCoreApplication::translate(
                  "Ask", "Where was this step done? A ticket number, or who did it. It is still checked.")}},
              QCoreApplication::translate("Ask", "It was done there"),
              QCoreApplication::translate("Ask", "It was not done"), session.reader().locale,
              [&session, step, after](const QStringList& said) {
                  session.append({events::stepDone(step, session.person(), said.first())});
                  after();
              });
}

void askNote(AskCard* card, Session& session, const QString& step, const QString& finding,
             std::function<void()> after)
{
    card->ask(step.isEmpty()
                  ? QCoreApplication::translate("Ask", "What do you want to write down about this finding?")
                  : QCoreApplication::translate("Ask", "What do you want to write down about this step?"),
              QCoreApplication::translate("Ask", "Add the note"),
              QCoreApplication::translate("Ask", "Don't add it"),
              [&session, step, finding, after](const QString& words) {
                  session.append({events::noteAdded(words, step, finding, session.person())});
                  after();
              });
}

void askWhyAccepted(AskCard* card, Session& session, const Finding& finding, std::function<void()> after)
{
    card->ask(
        {{QCoreApplication::translate(
             "Ask", "Why can this stay as it is? The report will say so. No answer gets better by it.")},
         {QCoreApplication::translate("Ask", "Who accepts it"), session.person()},
         {QCoreApplication::translate("Ask", "Until which day. It opens again after it, or as soon as it "
                                             "changes."),
          proposedDay(session), true, today(session).addDays(-1)}},
        QCoreApplication::translate("Ask", "Accept it until then"),
        QCoreApplication::translate("Ask", "Don't accept it"), session.reader().locale,
        [&session, finding, after](const QStringList& said) {
            session.append({events::findingAccepted(finding, said.at(0),
                                                    QDate::fromString(said.at(2), Qt::ISODate), said.at(1))});
            after();
        });
}

} // namespace mailmend::gui
