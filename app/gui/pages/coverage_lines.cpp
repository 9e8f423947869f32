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

namespace {

struct Line
{
    ReadState state = ReadState::Read;
    QStringList names;
    QString why;
};

/** Sources of which the same is to be said share a line. */
QList<Line> linesOf(const QList<CoverageEntry>& coverage, const Knowledge& knowledge, const Reader& reader)
{
    QList<Line> lines;
    for (const CoverageEntry& entry : coverage) {
        QString name = escapeForDisplay(entry.source);
        for (const SourceName& known : knowledge.sources) {
            if (known.id == entry.source) {
                name = render(known.title, Format::Plain, reader);
            }
        }
        QStringList why = {render(entry.reason, Format::Plain, reader), reachOf(entry, reader)};
        why.removeAll(QString());
        const QString said = why.join(QLatin1Char(' '));
        const auto same = std::find_if(lines.begin(), lines.end(), [&](const Line& line) {
            return line.state == entry.state && line.why == said;
        });
        if (same == lines.end()) {
            lines.append({entry.state, {name}, said});
        } else if (!same->names.contains(name)) {
            same->names.append(name);
        }
    }
    std::stable_sort(lines.begin(), lines.end(),
                     [](const Line& left, const Line& right) { return left.state > right.state; });
    return lines;
}

} // namespace

QWidget* coverageCard(const Theme& theme, const QList<CoverageEntry>& coverage, const Knowledge& knowledge,
                      const Reader& reader)
{
    auto* card = new LineCard(theme);
    const QList<Line> lines = linesOf(coverage, knowledge, reader);
    for (const Line& line : lines) {
        card->addState(lookOf(line.state), render(readStateText(line.state), Format::Plain, reader),
                       reader.locale.createSeparatedList(line.names), line.why);
    }
    if (card->isEmpty()) {
        card->addSentence(QCoreApplication::translate("Coverage", "No source was looked at yet."));
    }
    return card;
}

} // namespace mailmend::gui
