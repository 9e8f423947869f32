// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QList>
#include <QString>

#include <optional>
#include <span>

namespace mailmend {

/** The tables and triggers of a case's file, and what their version is called. */
struct SchemaPart
{
    const char* name;
    const char* sql; ///< to the letter as SQLite keeps it
    bool needed;     ///< without it nothing can be read
};

inline constexpr int SchemaVersion = 1;

/** What a file says that it has. Somebody who forged it may have given two things one name. */
struct FoundPart
{
    QString name;
    QString sql;
};

std::span<const SchemaPart> schemaParts();
/** @return the first table that is missing, another, or there twice. */
std::optional<QString> missingTable(const QList<FoundPart>& found);
/** Whether a file has all of them and nothing else. */
bool isWholeSchema(const QList<FoundPart>& found);

} // namespace mailmend
