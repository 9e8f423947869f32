// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/collected.h"
#include "support/json_schema.h"

namespace mailmend::testing {

QString whatIsWrongWithList(const QByteArray& json)
{
    return whatIsWrong(json, QStringLiteral("mailmend-collection.schema.json"));
}

} // namespace mailmend::testing
