// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/clock.h"
#include "base/result.h"
#include "findings/assessment.h"
#include "findings/scan_result.h"
#include "knowledge/builds.h"
#include "knowledge/known_files.h"
#include "knowledge/playbook.h"

#include <QHash>

namespace mailmend {

/** One YARA source of the pack, decoded. */
struct FileRuleSource
{
    QString name; ///< "code_from_the_request"
    QByteArray source;
};

/** The words for one row of the coverage table. */
struct SourceName
{
    QString id; ///< "iis-logs"
    Text title; ///< "IIS logs"
};

/** Typed views of one knowledge pack. Immutable, thread-safe, shared by pointer. */
struct Knowledge
{
    QString version;
    QDate date;
    int counter = 0; ///< an older pack never replaces one with a higher counter unasked
    QDate expires;   ///< the last day on which it may be used as new
    QString sha256;  ///< of the pack's raw bytes
    BuildTable builds;
    KnownFiles files;
    QList<FileRuleSource> fileRules;
    QList<Area> areas;
    QList<SourceName> sources;
    QList<Playbook> playbooks;

    const Playbook* playbook(QStringView id) const;
    KnowledgeInfo info(const QDateTime& now) const;
    /** Older than 35 days or past its expiry: *exposed* is unknown at best. */
    bool isTooOld(const QDateTime& now) const;
};

using KnowledgePointer = std::shared_ptr<const Knowledge>;

/** The pack that is compiled in. An error here is a fault of the build. */
Result<KnowledgePointer> loadBuiltInKnowledge();

/** A pack's raw bytes: a zip of the files that resources/knowledge/README.md lists; sizes and counts are
 * bounded. */
Result<KnowledgePointer> readKnowledgePack(const QByteArray& pack);

} // namespace mailmend
