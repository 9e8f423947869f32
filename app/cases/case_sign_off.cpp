// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "cases/case_sign_off.h"

#include "cases/event_types.h"

#include <algorithm>
#include <array>

namespace mailmend {
namespace {

/** Looking at a case, printing it or writing beside it leaves it as it was signed; everything else does not.
 */
bool leavesItAsItWas(const QString& type)
{
    constexpr std::array quiet{event_type::StepOpened, event_type::ReportWritten, event_type::Note};
    return std::any_of(quiet.begin(), quiet.end(),
                       [&type](const char* one) { return type == QLatin1String(one); });
}

} // namespace

void SignOffLedger::take(const Event& event)
{
    if (event.type == QLatin1String(event_type::SignedOff)) {
        const auto text = [&event](const char* key) {
            return event.data.value(QLatin1String(key)).toString();
        };
        m_newest = SignOff{event.by, text("second"), text("text"),
                           event.at, event.number,   std::max(0, event.data.value(u"open").toInt()),
                           true};
    } else if (m_newest && !leavesItAsItWas(event.type)) {
        m_newest->stands = false;
    }
}

std::optional<SignOff> SignOffLedger::newest(const QList<LedgerEntry>& findings, const QList<CaseStep>& steps,
                                             const QDate& today) const
{
    std::optional<SignOff> signOff = m_newest;
    const bool ranOut =
        signOff && std::any_of(findings.begin(), findings.end(), [&](const LedgerEntry& one) {
            const auto& accepted = one.entry.acceptance;
            return accepted && accepted->until < today && accepted->until >= signOff->at.toUTC().date();
        });
    const bool cameUp =
        signOff && std::any_of(steps.begin(), steps.end(), [&](const CaseStep& step) {
            return step.review.isValid() && step.review <= today && step.review > signOff->at.toUTC().date();
        });
    if (ranOut || cameUp) {
        signOff->stands = false;
    }
    return signOff;
}

bool isSamePerson(const QString& one, const QString& other)
{
    return one.simplified().compare(other.simplified(), Qt::CaseInsensitive) == 0;
}

} // namespace mailmend
