// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "fix/case_at_hand.h"

#include "support/sample_findings.h"
#include "support/small_file.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QProcessEnvironment>

#include <csignal>

namespace mailmend::testing {

void signalHelper(int signal)
{
    const QByteArray parent = ' ' + QByteArray::number(QCoreApplication::applicationPid()) + ' ';
    for (const QString& id : QDir(QStringLiteral("/proc")).entryList(QDir::Dirs)) {
        const QString process = QStringLiteral("/proc/") + id;
        // "pid (name) state ppid …" (proc(5))
        const QByteArray status = contentOf(process + QStringLiteral("/stat"));
        if (status.mid(status.lastIndexOf(')') + 3).startsWith(parent) &&
            contentOf(process + QStringLiteral("/cmdline")).contains("helper")) {
            ::kill(id.toInt(), signal);
        }
    }
}

CaseAtHand::CaseAtHand(const Practice& practice) : m_practice(practice)
{
    const QProcessEnvironment home = practice.console().environment();
    for (const QString& name : home.keys()) {
        m_before.insert(name, qEnvironmentVariable(qPrintable(name)));
        qputenv(qPrintable(name), home.value(name).toLocal8Bit());
    }
}

CaseAtHand::~CaseAtHand()
{
    for (auto one = m_before.cbegin(); one != m_before.cend(); ++one) {
        one->isNull() ? qunsetenv(qPrintable(one.key())) : qputenv(qPrintable(one.key()), one->toLocal8Bit());
    }
}

bool CaseAtHand::open()
{
    m_log.reset();
    auto log = EventLog::open(m_practice.caseFile(), m_practice.sealFolder());
    if (!log) {
        return false;
    }
    m_log = std::move(*log);
    return refresh();
}

bool CaseAtHand::refresh()
{
    const auto events = m_log->read(0);
    auto now = viewCase(*events, builtIn(), QDateTime::currentDateTimeUtc());
    view = now ? *now : CaseView{};
    return events && now;
}

FixParts CaseAtHand::parts(const QString& helper, const HelperPatience& patience)
{
    return {helper, builtIn(), systemClock(),
            [this](const QList<Event>& events) {
                const auto written = m_log->append(view.lastEvent, events);
                refresh();
                return written ? done() : Done(written.error());
            },
            patience};
}

Result<StepPreview> CaseAtHand::preview(const FixParts& with) const
{
    return previewStep(CaseView(view), m_practice.caseFile(), m_practice.step(), with, {});
}

Result<FixOutcome> CaseAtHand::apply(const FixParts& with, const FixListener& listener,
                                     const CancelToken& cancel)
{
    const CaseView before = view;
    const auto shown = preview(parts());
    return shown ? applyStep(before, m_practice.caseFile(), *shown, QStringLiteral("Ada"), with, listener,
                             cancel)
                 : Result<FixOutcome>(shown.error());
}

Result<FixOutcome> CaseAtHand::undo(const QString& change, const FixParts& with, UndoWish wish,
                                    const FixListener& listener)
{
    return undoChange(CaseView(view), m_practice.caseFile(), change, wish, QStringLiteral("Ada"), with,
                      listener, {});
}

TakenOver CaseAtHand::takeOverAll(const FixParts& with) const
{
    return takeOverChanges(CaseView(view), m_practice.caseFile(), with, {});
}

Result<QList<ChangeRecord>> CaseAtHand::takeOver(const FixParts& with) const
{
    const TakenOver told = takeOverAll(with);
    return told.troubles.isEmpty() ? Result<QList<ChangeRecord>>(told.changes) : told.troubles.first();
}

} // namespace mailmend::testing
