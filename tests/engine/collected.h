// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/collect/collect.h"
#include "engine/fake_files.h"

#include <QDir>
#include <QTemporaryDir>

namespace mailmend::testing {

/** Collects into a file of this name; nothing is written over. */
Result<Collected> collectInto(const QString& file, const Evidence& evidence,
                              std::span<const Check* const> checks, const QByteArray& passphrase = {},
                              const CollectBounds& bounds = {}, const CancelToken& cancel = {});

/** A check that is interested in everything below C:\inetpub. */
extern const Check wholeFolderCheck;

/** mailmend-collection.json of a collection that is not locked, after the schema has looked at it. */
QJsonObject listOf(const QString& file);

/** The row of the list about a file; empty: it has none. */
QJsonObject rowOf(const QJsonObject& list, const QString& path);

} // namespace mailmend::testing
