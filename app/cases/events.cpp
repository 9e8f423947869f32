// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "cases/events.h"

#include "actions/stored_change.h"
#include "cases/case_view.h"
#include "cases/event_types.h"
#include "cases/settled.h"
#include "findings/stored.h"
#include "findings/stored_reader.h"

namespace mailmend::events {
namespace {

Event make(const char* type, QJsonObject data, const QString& by = {})
{
    Event event;
    event.type = QLatin1String(type);
    event.by = by;
    event.data = std::move(data);
    return event;
}

} // namespace

Event evidenceReceived(const TargetInfo& target, const QString& collector, const QString& hash,
                       const QString& by)
{
    return make(event_type::EvidenceReceived,
                {{QStringLiteral("target"), store(target)},
                 {QStringLiteral("collector"), collector},
                 {QStringLiteral("hash"), hash}},
                by);
}

QList<Event> scanned(const ScanResult& result, const QString& by)
{
    QList<Event> events{make(event_type::Scanned,
                             {{QStringLiteral("scan"), store(result)},
                              {QStringLiteral("findings"), static_cast<qint64>(result.findings.size())}},
                             by)};
    for (const Finding& finding : result.findings) {
        events.append(make(event_type::FindingSeen, {{QStringLiteral("finding"), store(finding)}}, by));
    }
    return events;
}

Event findingRechecked(const QString& finding, const char* status, const Text& reason, const TargetInfo& with,
                       const QString& by, const QString& state, bool disputes)
{
    QJsonObject data{{QStringLiteral("finding"), finding},
                     {QStringLiteral("status"), QLatin1String(status)},
                     {QStringLiteral("reason"), store(reason)},
                     {QStringLiteral("state"), state},
                     {QStringLiteral("with"), store(with)}};
    if (disputes) {
        data.insert(QStringLiteral("disputes"), true);
    }
    return make(event_type::Rechecked, data, by);
}

Event wayChosen(const QString& way, const QString& by)
{
    return make(event_type::WayChosen, {{QStringLiteral("way"), way}}, by);
}

Event stepOpened(const QString& step)
{
    return make(event_type::StepOpened, {{QStringLiteral("step"), step}});
}

Event stepDone(const QString& step, const QString& by, const QString& ticket)
{
    QJsonObject data{{QStringLiteral("step"), step}};
    if (!ticket.isEmpty()) {
        data.insert(QStringLiteral("ticket"), ticket);
    }
    return make(event_type::StepDone, data, by);
}

Event stepReopened(const QString& step, const QString& by)
{
    return make(event_type::StepReopened, {{QStringLiteral("step"), step}}, by);
}

Event stepSkipped(const QString& step, const QString& reason, const QString& by, const QDate& review)
{
    QJsonObject data{{QStringLiteral("step"), step}, {QStringLiteral("reason"), reason}};
    if (review.isValid()) {
        data.insert(QStringLiteral("review"), review.toString(Qt::ISODate));
    }
    return make(event_type::StepSkipped, data, by);
}

Event stepVerified(const QString& step, const char* status, const Text& reason, const QString& by)
{
    return make(event_type::StepVerified,
                {{QStringLiteral("step"), step},
                 {QStringLiteral("status"), QLatin1String(status)},
                 {QStringLiteral("reason"), store(reason)}},
                by);
}

Event noteAdded(const QString& text, const QString& step, const QString& finding, const QString& by)
{
    return make(event_type::Note,
                {{QStringLiteral("text"), text},
                 {QStringLiteral("step"), step},
                 {QStringLiteral("finding"), finding}},
                by);
}

Event reportWritten(const QString& format, const QString& audience, const QString& file,
                    const QString& sha256, const QString& by)
{
    return make(event_type::ReportWritten,
                {{QStringLiteral("format"), format},
                 {QStringLiteral("audience"), audience},
                 {QStringLiteral("file"), file},
                 {QStringLiteral("sha256"), sha256}},
                by);
}

Event folderStatedComplete(const QString& target, const WindowsPath& folder, const QString& by)
{
    return make(event_type::FolderComplete,
                {{QStringLiteral("target"), target}, {QStringLiteral("folder"), store(folder)}}, by);
}

Event consented(const QString& step, const ActionRequest& request, const Preview& preview, const QString& by,
                const QString& storeId, const QString& protectedStore)
{
    QJsonObject data = store(request);
    data.insert(QStringLiteral("store"), storeId);
    if (!protectedStore.isEmpty()) {
        data.insert(QStringLiteral("protected_store"), protectedStore);
    }
    data.insert(QStringLiteral("step"), step);
    data.insert(QStringLiteral("preview"), store(preview));
    return make(event_type::Consented, data, by);
}

Event consentedToMakeRoom(const QString& change, const InTheWay& there, const QString& by,
                          const QString& storeId, const QString& protectedStore)
{
    Event event = consented({}, there.request, there.preview, by, storeId, protectedStore);
    event.data.insert(QStringLiteral("room_for"), change);
    return event;
}

Event changeSettled(const QString& step, const ChangeRecord& record, const QString& by)
{
    QJsonObject data = store(record);
    data.insert(QStringLiteral("step"), step);
    return make(event_type::ChangeSettled, data, by);
}

Event signedOff(const CaseView& view, const QString& second, const QString& text, const QString& by)
{
    return make(event_type::SignedOff,
                {{QStringLiteral("head"), QString::fromLatin1(view.head.toHex())},
                 {QStringLiteral("open"), static_cast<int>(view.steps.size()) - view.stepsSettled()},
                 {QStringLiteral("not_looked_at"), stepsNotLookedAt(view)},
                 {QStringLiteral("second"), second},
                 {QStringLiteral("text"), text}},
                by);
}

Event findingAccepted(const Finding& finding, const QString& reason, const QDate& until, const QString& by)
{
    return make(event_type::FindingAccepted,
                {{QStringLiteral("finding"), finding.id},
                 {QStringLiteral("state"), finding.state},
                 {QStringLiteral("reason"), reason},
                 {QStringLiteral("until"), until.toString(Qt::ISODate)}},
                by);
}

} // namespace mailmend::events
