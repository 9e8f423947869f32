// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "gui/pages/collect_parts.h"

#include "base/escape.h"
#include "gui/widgets/column.h"
#include "gui/widgets/line_card.h"

#include <QCoreApplication>
#include <QDir>

namespace mailmend::gui {

void showCollected(Column* column, const Theme& theme, const CollectedInto& into, const Reader& reader,
                   bool lacksRights)
{
    const auto tell = [&reader](const Text& text) { return render(text, Format::Plain, reader); };
    const Collected& made = into.collected;
    auto* card = new LineCard(theme);
    const TargetInfo& target = into.target;
    card->addFact(QCoreApplication::translate("Collect", "Server"),
                  escapeForDisplay(target.host.isEmpty() ? target.path : target.host));
    card->addFact(QCoreApplication::translate("Collect", "File"),
                  escapeForDisplay(QDir::toNativeSeparators(into.out)), {}, true);
    card->addFact(
        QCoreApplication::translate("Collect", "In it"),
        tell(say(
            MAILMEND_TEXT("collect-page", "{count} {count|file|files} ({size}), packed into "
                                          "{written}"),
            {{"count", count(made.files)}, {"size", bytes(made.bytes)}, {"written", bytes(made.written)}})));
    card->addFact(QCoreApplication::translate("Collect", "Locked"),
                  into.isLocked
                      ? QCoreApplication::translate(
                            "Collect", "Yes: what is in its files, with AES-256. Their names are not.")
                      : QCoreApplication::translate("Collect", "No: anybody can open it"));
    column->add(card);
    for (const Text& left : made.left) {
        column->addProse(tell(left));
    }
    column->addSection(QCoreApplication::translate("Collect", "What is not in it"));
    auto* missing = new LineCard(theme);
    if (made.unreadable > 0) {
        missing->addSentence(
            tell(say(MAILMEND_TEXT("collect-page", "{count} {count|file|files} could not be read. The "
                                                   "collection says which, and why."),
                     {{"count", count(made.unreadable)}})));
    }
    for (const Text& text : made.notCopied) {
        missing->addSentence(tell(text));
    }
    if (made.older > 0) {
        missing->addSentence(
            tell(say(MAILMEND_TEXT("collect-page",
                                   "Of {count} {count|file|files} that another program holds open, only an "
                                   "older state could be collected, from a shadow copy. The collection says "
                                   "which, and of when."),
                     {{"count", count(made.older)}})));
    }
    if (made.troubles > 0) {
        missing->addSentence(
            tell(say(MAILMEND_TEXT("collect-page", "{count} {count|folder|folders} could not "
                                                   "be listed in full."),
                     {{"count", count(made.troubles)}})));
    }
    if (!made.finished) {
        missing->addSentence(QCoreApplication::translate(
            "Collect", "There is more than one collection takes. It says of itself "
                       "that it is not whole: look at the disk itself instead."));
    }
    if (lacksRights) {
        missing->addSentence(QCoreApplication::translate(
            "Collect",
            "Some of this computer only an administrator may read. To have that, too, close Mailmend, "
            "start it with “Run as administrator”, and collect once more under another name."));
    }
    if (missing->isEmpty()) {
        missing->addSentence(
            QCoreApplication::translate("Collect", "Everything that was asked for could be read."));
    }
    column->add(missing);
    column->addSection(QCoreApplication::translate("Collect", "Its SHA-256"));
    column->addProse(QCoreApplication::translate(
                         "Collect",
                         "Write it down apart from the file: by it you can tell later that the file "
                         "is still the same."),
                     true);
    column->add(new CopyLine(theme, QString::fromLatin1(made.sha256),
                             QCoreApplication::translate("Collect", "Copy the SHA-256")));
}

} // namespace mailmend::gui
