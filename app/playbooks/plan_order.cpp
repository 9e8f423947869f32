// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "playbooks/plan_order.h"

#include <set>

namespace mailmend {

QList<Step> inOrder(QList<Step> steps)
{
    QHash<QString, qsizetype> places;
    for (qsizetype i = 0; i < steps.size(); ++i) {
        places.insert(steps.at(i).id, i);
    }
    QList<QList<qsizetype>> waiting(steps.size());
    QList<qsizetype> open(steps.size(), 0);
    std::set<qsizetype> ready;
    for (qsizetype i = 0; i < steps.size(); ++i) {
        for (const QString& id : steps.at(i).dependsOn) {
            if (const auto before = places.constFind(id); before != places.constEnd()) {
                waiting[*before].append(i);
                ++open[i];
            }
        }
        if (open.at(i) == 0) {
            ready.insert(i);
        }
    }
    QList<Step> ordered;
    ordered.reserve(steps.size());
    while (!ready.empty()) {
        const qsizetype next = *ready.begin();
        ready.erase(ready.begin());
        ordered.append(steps.at(next));
        open[next] = -1;
        for (const qsizetype after : waiting.at(next)) {
            if (--open[after] == 0) {
                ready.insert(after);
            }
        }
    }
    for (qsizetype i = 0; i < steps.size(); ++i) {
        if (open.at(i) > 0) {
            ordered.append(steps.at(i));
        }
    }
    return ordered;
}

QStringList Dependencies::resolved(const QString& step, const QSet<QString>& present) const
{
    QStringList found;
    QSet<QString> seen;
    QStringList toLook = ofTemplate.value(step);
    while (!toLook.isEmpty()) {
        const QString id = toLook.takeFirst();
        if (seen.contains(id)) {
            continue;
        }
        seen.insert(id);
        if (present.contains(id)) {
            found.append(id);
        } else {
            toLook += ofTemplate.value(id);
        }
    }
    return found;
}

} // namespace mailmend
