// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"
#include "findings/assessment.h"
#include "knowledge/builds.h"
#include "knowledge/knowledge.h"
#include "knowledge/known_files.h"
#include "knowledge/pack_files.h"

namespace mailmend {

/** builds.json, cves.json, exploited.json, support.json, windows.json. Every CVE's update and product is
 * known. */
Result<BuildTable> readBuildTable(const PackFiles& files);

/** known-good.csv, known-good-builds.txt, known-bad.json, attacker-names.json and, where there is one,
 * harmless.json. */
Result<KnownFiles> readKnownFiles(const PackFiles& files);

struct AreasAndSources
{
    QList<Area> areas;
    QList<SourceName> sources;
};

/** areas.json: the areas of each question and the words for the sources. */
Result<AreasAndSources> readAreas(const PackFiles& files);

/** file-rules/NAME.yar.rot13, decoded. */
Result<QList<FileRuleSource>> readFileRules(const PackFiles& files);

/** The named file as an object with this schema; an error where the pack has no such file. */
Result<class JsonRow> readPackJson(const PackFiles& files, const char* name, const char* schema);

} // namespace mailmend
