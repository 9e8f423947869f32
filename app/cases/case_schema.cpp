// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "cases/case_schema.h"

#include <algorithm>
#include <array>

namespace mailmend {
namespace {

// Rows are only ever added. The triggers keep honest programs honest; the chain and the seal are what is
// promised.
constexpr std::array Schema{
    SchemaPart{"meta",
               "CREATE TABLE meta (name TEXT PRIMARY KEY NOT NULL, value TEXT NOT NULL) WITHOUT ROWID", true},
    SchemaPart{
        "events",
        "CREATE TABLE events (number INTEGER PRIMARY KEY NOT NULL, body BLOB NOT NULL, hash BLOB NOT NULL)",
        true},
    SchemaPart{
        "seals",
        "CREATE TABLE seals (number INTEGER PRIMARY KEY NOT NULL, head BLOB NOT NULL, key BLOB NOT NULL, "
        "signature BLOB NOT NULL)",
        true},
    SchemaPart{"events_follow",
               "CREATE TRIGGER events_follow BEFORE INSERT ON events WHEN NEW.number <> (SELECT "
               "coalesce(max(number), 0) "
               "+ 1 FROM events) BEGIN SELECT RAISE(ABORT, 'events follow each other'); END",
               false},
    SchemaPart{
        "events_stay",
        "CREATE TRIGGER events_stay BEFORE UPDATE ON events BEGIN SELECT RAISE(ABORT, 'events stay'); END",
        false},
    SchemaPart{
        "events_last",
        "CREATE TRIGGER events_last BEFORE DELETE ON events BEGIN SELECT RAISE(ABORT, 'events last'); END",
        false},
    SchemaPart{
        "seals_stay",
        "CREATE TRIGGER seals_stay BEFORE UPDATE ON seals BEGIN SELECT RAISE(ABORT, 'seals stay'); END",
        false},
    SchemaPart{
        "seals_last",
        "CREATE TRIGGER seals_last BEFORE DELETE ON seals BEGIN SELECT RAISE(ABORT, 'seals last'); END",
        false},
    SchemaPart{"meta_stays",
               "CREATE TRIGGER meta_stays BEFORE UPDATE ON meta BEGIN SELECT RAISE(ABORT, 'meta stays'); END",
               false},
    SchemaPart{"meta_lasts",
               "CREATE TRIGGER meta_lasts BEFORE DELETE ON meta BEGIN SELECT RAISE(ABORT, 'meta lasts'); END",
               false},
};

bool isAsDefined(const SchemaPart& part, const QList<FoundPart>& found)
{
    const auto hasItsName = [&part](const FoundPart& one) { return one.name == QLatin1String(part.name); };
    const auto first = std::find_if(found.begin(), found.end(), hasItsName);
    return first != found.end() && first->sql == QLatin1String(part.sql) &&
           std::none_of(first + 1, found.end(), hasItsName);
}

} // namespace

std::span<const SchemaPart> schemaParts()
{
    return Schema;
}

std::optional<QString> missingTable(const QList<FoundPart>& found)
{
    for (const SchemaPart& part : Schema) {
        if (part.needed && !isAsDefined(part, found)) {
            return QLatin1String(part.name);
        }
    }
    return {};
}

bool isWholeSchema(const QList<FoundPart>& found)
{
    return found.size() == qsizetype(Schema.size()) &&
           std::all_of(Schema.begin(), Schema.end(),
                       [&found](const SchemaPart& part) { return isAsDefined(part, found); });
}

} // namespace mailmend
