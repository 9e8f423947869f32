// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "evidence/parse/hive_losses.h"

namespace mailmend {

bool HiveLosses::any() const
{
    return mayHideSubkeys() || valueList || values > 0 || className;
}

Text HiveLosses::text() const
{
    QList<Text> parts;
    if (subkeyList) {
        parts += say(MAILMEND_TEXT("registry", "The list of the keys below it is damaged."));
    }
    if (subkeys > 0) {
        parts += say(MAILMEND_TEXT("registry", "{count} {count|key|keys} below it could not be read."),
                     {{"count", count(subkeys)}});
    }
    if (valueList) {
        parts += say(MAILMEND_TEXT("registry", "The list of its values is damaged."));
    }
    if (values > 0) {
        parts += say(MAILMEND_TEXT("registry", "{count} of its values could not be read."),
                     {{"count", count(values)}});
    }
    if (!valueNames.isEmpty()) {
        parts += say(MAILMEND_TEXT("registry", "Among them: {names}."), {{"names", names(valueNames)}});
    }
    if (className) {
        parts += say(MAILMEND_TEXT("registry", "Its class name could not be read."));
    }
    if (damagedPart) {
        parts += say(MAILMEND_TEXT("registry", "It lies in a damaged part of the file."));
    }
    if (parts.isEmpty()) {
        return {};
    }
    return say(MAILMEND_TEXT("registry", "A registry key could not be read in full. {losses}"),
               {{"losses", sentences(parts)}});
}

} // namespace mailmend
