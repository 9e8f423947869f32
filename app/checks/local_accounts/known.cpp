// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "checks/local_accounts/known.h"

#include "checks/patch_level/known.h"

#include <algorithm>

namespace mailmend::local_accounts {
namespace {

constexpr int kLatelyDays = 30;

/** Days are the server's own, as those of the installations are. */
QDate dayOf(const Known& known, const QDateTime& time)
{
    const QTimeZone& zone = known.evidence->target.zone;
    return (zone.isValid() ? time.toTimeZone(zone) : time.toUTC()).date();
}

} // namespace

Known gather(const Conclusion& conclusion)
{
    Known known;
    known.evidence = &conclusion.evidence;
    known.accounts = conclusion.evidence.accounts.part.get();
    known.taken = conclusion.evidence.target.takenAt;
    known.windowsInstalled = conclusion.evidence.target.identity.installDate;
    patch_level::Known patches = patch_level::gather(conclusion);
    known.buildKnown = patches.build.has_value();
    known.windows = std::move(patches.windows);
    return known;
}

const patch_level::ExposureWindow* openAt(const Known& known, const QDateTime& time)
{
    if (!time.isValid()) {
        return nullptr;
    }
    const QDate day = dayOf(known, time);
    const patch_level::ExposureWindow* first = nullptr;
    for (const patch_level::ExposureWindow& window : known.windows) {
        const bool inside =
            window.from.isValid() && window.from <= day && (!window.to.isValid() || day <= window.to);
        const bool better =
            !first || (window.certain != first->certain ? window.certain : window.from < first->from);
        if (inside && better) {
            first = &window;
        }
    }
    return first;
}

bool isLately(const Known& known, const QDateTime& time)
{
    return time.isValid() && known.taken.isValid() && time > known.taken.addDays(-kLatelyDays);
}

Made madeOf(const Known& known, const LocalAccount& account)
{
    Made made;
    if (account.rid < known_rid::FirstOwn || !account.listed.isValid()) {
        return made;
    }
    made.about = account.listed;
    for (const LocalAccount& other : known.accounts->accounts) {
        if (other.rid > account.rid && other.listed.isValid() && other.listed < made.about) {
            made.about = other.listed;
            made.renamed = true;
        }
    }
    if (known.windowsInstalled.isValid()) {
        const qint64 days = dayOf(known, known.windowsInstalled).daysTo(dayOf(known, made.about));
        made.withWindows = days == 0 || days == 1;
    }
    if (!made.withWindows) {
        made.lately = isLately(known, made.about);
        made.open = openAt(known, made.about);
    }
    return made;
}

QString nameOf(const LocalAccount& account)
{
    return !account.name.isEmpty()       ? account.name
           : !account.listedAs.isEmpty() ? account.listedAs.first()
                                         : QStringLiteral("RID %1").arg(account.rid);
}

bool isAdministrator(const Known& known, const LocalAccount& account)
{
    const LocalGroup* administrators = known.accounts->administrators();
    return administrators && administrators->members.contains(known.accounts->sidOf(account.rid));
}

QStringList groupNames(const Known& known, const LocalAccount& account)
{
    QStringList list;
    for (const LocalGroup* group : known.accounts->groupsOf(known.accounts->sidOf(account.rid))) {
        list.append(QStringLiteral("%1 (%2)").arg(group->name, group->sid));
    }
    return list;
}

} // namespace mailmend::local_accounts
