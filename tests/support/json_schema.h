// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArray>
#include <QString>

namespace mailmend::testing {

/** What python3-jsonschema finds wrong with this object; empty where it is valid. `schema`:
 * "mailmend-1.schema.json". */
QString whatIsWrong(const QByteArray& json, const QString& schema);

/** The schema of a case. */
QString caseSchema();

} // namespace mailmend::testing
