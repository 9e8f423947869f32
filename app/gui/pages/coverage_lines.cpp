// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "gui/pages/coverage_lines.h"

#include "base/escape.h"
#include "gui/theme/looks.h"
#include "gui/widgets/line_card.h"

#include <QCoreApplication>

#include <algorithm>

namespace mailmend::gui {

QString reachOf(const CoverageEntry& entry, const Reader& reader)
{
    if (!entry.first.isValid() || !entry.last.isValid()) {
        return {};
    }
    return QCoreApplication::translate("Coverage", "%1 to %2")
        .arg(tellDay(entry.first.toTimeZone(reader.zone).date(), reader),
             tellDay(entry.last.toTimeZone(reader.zone).date(), reader));
}

QWidget* coverageCard(const Theme& theme, const QList<CoverageEntry>& coverage, const Knowledge& knowledge,
                      const Reader& reader)
{
    QList<CoverageEntry> sorted = coverage;
    std::stable_sort(sorted.begin(), sorted.end(), [](const CoverageEntry& left, const CoverageEntry& right) {
        return left.state > right.state;
    });
    auto* card = new LineCard(theme);
    for (const CoverageEntry& entry : std::as_const(sorted)) {
        QString name = escapeForDisplay(entry.source);
        for (const SourceName& known : knowledge.sources) {
            if (known.id == entry.source) {
                name = render(known.title, Format::Plain, reader);
            }
        }
        QStringList why = {render(entry.reason, Format::Plain, reader), reachOf(entry, reader)};
        why.removeAll(QString());
        card->addState(lookOf(entry.state), render(readStateText(entry.state), Format::Plain, reader), name,
                       why.join(QLatin1Char(' ')));
    }
    if (card->isEmpty()) {
        card->addSentence(QCoreApplication::translate("Coverage", "No source was looked at yet."), {}, false);
    }
    return card;
}

} // namespace mailmend::gui
