// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/helper/strict_object.h"
#include "findings/words.h"

namespace mailmend {

/** A word of a table; another one is refused. */
template<typename Enum, size_t Size>
Enum wordOf(StrictObject& object, const char* key, const WordTable<Enum, Size>& table)
{
    const auto value = valueIn(table, object.text(key, 100));
    if (!value) {
        object.refuse(QStringLiteral("\"%1\" is no known word").arg(QLatin1StringView(key)));
    }
    return value.value_or(table.front().first);
}

/** The value, or the error of whatever was wrong. */
template<typename T>
Result<T> finished(StrictObject& object, T value)
{
    const Done whole = object.finish();
    return whole ? Result<T>(std::move(value)) : Result<T>(whole.error());
}

} // namespace mailmend
