// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "cli/show_collected.h"

#include "cli/lack_of_rights.h"
#include "reports/json_values.h"

#include <QFileInfo>

namespace mailmend {

namespace {

QJsonArray inEnglishEach(const QList<Text>& all)
{
    return json_values::each(all, [](const Text& text) { return QJsonValue(inEnglish(text)); });
}

} // namespace

QJsonObject collectedJson(const CollectionMade& made)
{
    const Collected& collected = made.collected;
    return {{QStringLiteral("schema"), QStringLiteral("mailmend-collect/1")},
            {QStringLiteral("target"), made.target.id},
            {QStringLiteral("host"), made.target.host},
            {QStringLiteral("with_rights"),
             isThisComputer(made.target) ? QJsonValue(made.hasRights) : QJsonValue()},
            {QStringLiteral("file"), made.out},
            {QStringLiteral("sha256"), QLatin1String(collected.sha256)},
            {QStringLiteral("size"), collected.written},
            {QStringLiteral("locked"), made.isLocked},
            {QStringLiteral("finished"), collected.finished},
            {QStringLiteral("files"), collected.files},
            {QStringLiteral("bytes"), collected.bytes},
            {QStringLiteral("unreadable"), collected.unreadable},
            {QStringLiteral("from_older_shadow_copy"), collected.older},
            {QStringLiteral("folders_with_trouble"), collected.troubles},
            {QStringLiteral("not_copied"), inEnglishEach(collected.notCopied)},
            {QStringLiteral("left_behind"), inEnglishEach(collected.left)}};
}

void showCollected(Output& output, const CollectionMade& made)
{
    const TargetInfo& target = made.target;
    const Collected& collected = made.collected;
    output.line(say(MAILMEND_TEXT("console", "Collected {count} {count|file|files} ({size}) of {host} into "
                                             "{path}, {written}."),
                    {{"count", count(collected.files)},
                     {"size", bytes(collected.bytes)},
                     {"host", words(target.host.isEmpty() ? target.path : target.host)},
                     {"path", place(made.out)},
                     {"written", bytes(collected.written)}}));
    if (collected.unreadable > 0) {
        output.line(say(MAILMEND_TEXT("console", "{count} {count|file|files} could not be read. The "
                                                 "collection says which, and why."),
                        {{"count", count(collected.unreadable)}}));
    }
    for (const Text& text : collected.notCopied) {
        output.line(text);
    }
    if (collected.older > 0) {
        output.line(
            say(MAILMEND_TEXT("console", "Of {count} {count|file|files} that another program holds open, "
                                         "only an older state could be collected, from a shadow copy. "
                                         "The collection says which, and of when."),
                {{"count", count(collected.older)}}));
    }
    if (collected.troubles > 0) {
        output.line(say(MAILMEND_TEXT("console", "{count} {count|folder|folders} could not be listed in "
                                                 "full."),
                        {{"count", count(collected.troubles)}}));
    }
    if (!collected.finished) {
        output.line(say(MAILMEND_TEXT("console", "There is more than one collection takes. It says of itself "
                                                 "that it is not whole. Look at the disk itself instead.")));
    }
    if (const Text lack = lackOfRights(target, made.hasRights); !lack.isEmpty()) {
        output.line(lack);
    }
    for (const Text& left : collected.left) {
        output.line(left);
    }
    output.line(say(MAILMEND_TEXT("console", "SHA-256 of the file: {hash}"),
                    {{"hash", words(QLatin1String(collected.sha256))}}));
    if (made.isLocked) {
        output.line(say(MAILMEND_TEXT("console", "Its files are locked (AES-256); their names are not. Keep "
                                                 "the passphrase away from it: without it nobody can open "
                                                 "it.")));
    }
    output.line(say(MAILMEND_TEXT("console", "Look at it on a clean computer: mailmend-cli check {path}"),
                    {{"path", place(QFileInfo(made.out).fileName())}}));
}

} // namespace mailmend
