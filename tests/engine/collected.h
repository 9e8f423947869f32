// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/collect/collect.h"
#include "engine/fake_files.h"
#include "findings/scan_result.h"
#include "support/raw_tree.h"

#include <QDir>
#include <QTemporaryDir>

namespace mailmend::testing {

/** Collects into a file of this name; nothing is written over. */
Result<Collected> collectInto(const QString& file, const Evidence& evidence,
                              std::span<const Check* const> checks, const QByteArray& passphrase = {},
                              const CollectBounds& bounds = {}, const CancelToken& cancel = {});

/** A check that is interested in everything below C:\inetpub. */
extern const Check wholeFolderCheck;

/** mailmend-collection.json of a collection that is not locked; empty: it is invalid. */
QJsonObject listOf(const QString& file);

/** What the schema says is wrong with a list; empty where it is valid, and on Windows, where Python isn't at
 * hand: the same tests make the same lists elsewhere. */
QString whatIsWrongWithList(const QByteArray& json);

/** Every file below C:\inetpub: its folded path and what it holds. */
QStringList everyFile(const Evidence& evidence);

/** The small server with what a tree holds already, opened as a disk. */
EvidencePointer smallServerWith(const RawTree& tree);

/** The row of the list about a file; empty: it has none. */
QJsonObject rowOf(const QJsonObject& list, const QString& path);

/** What decides about findings and sources, in a form that a failed test can print. */
QStringList told(const ScanResult& result);

} // namespace mailmend::testing
