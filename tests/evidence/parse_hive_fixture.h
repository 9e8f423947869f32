// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "builder/hive_writer.h"
#include "evidence/parse/hive.h"

#include <QByteArray>
#include <QList>
#include <QString>
#include <QStringList>

namespace mailmend::testing {

/** A hive with every kind of name, value, list and data, under 50 KB. */
sample::HiveKey exampleTree();
sample::HiveOptions exampleOptions(sample::SubkeyList lists = sample::SubkeyList::Hashes);

/** Everything that a reader can see of a hive, one line a fact, in the hive's order. */
struct Reading
{
    QStringList lines;
    bool whole = true; ///< the hive is Read and each key was found complete

    bool operator==(const Reading& other) const { return lines == other.lines && whole == other.whole; }
};
Reading readAll(const Hive& hive);

/** The lines that readAll gives for this tree when nothing is lost. */
QStringList expectedLines(const sample::HiveKey& root, const sample::HiveOptions& options);

/** The hive with this number in place of the four bytes at `at`; `fixChecksum` makes the base block fit
 * again. */
QByteArray patched(QByteArray hive, qsizetype at, quint32 number, bool fixChecksum = false);

quint32 numberAt(const QByteArray& bytes, qsizetype at);

/** One page of 4,096 bytes, by its offset in the bins. */
struct Page
{
    quint32 offset;
    QByteArray bytes;
};

/** The pages in which the second hive differs from the first. */
QList<Page> changedPages(const QByteArray& before, const QByteArray& after);

/** One entry of a log of the newer form ("HvLE"), whole and with its checksums. */
QByteArray logEntry(quint32 sequence, quint32 binsSize, const QList<Page>& pages);

/** A log's first sector, from a hive's base block. @param type 6 for the newer form, 1 for the older one. */
QByteArray logHeader(const QByteArray& hive, quint32 type, quint32 sequence);

/** A whole log of the older form ("DIRT"): the sectors in which the second hive differs from the first. */
QByteArray sectorLog(const QByteArray& before, const QByteArray& after);

} // namespace mailmend::testing
