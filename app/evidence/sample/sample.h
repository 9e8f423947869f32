// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/clock.h"
#include "base/result.h"
#include "evidence/collection/container.h"

#include <QByteArray>
#include <QDateTime>
#include <QList>
#include <QString>

/** The invented server that Mailmend carries, to practise on: as it was found, and after its repair. */
namespace mailmend {

/** "sample:" or "sample:repaired". */
bool isSampleTarget(QStringView target);

/** All files of the collection in their order, decoded in memory. An error here is a fault of the build. */
Result<QList<MemoryMember>> sampleCollection(bool repaired);

/** A day after the repaired state was collected, always: the sample says the same next year. */
Clock sampleClock();

/** The zip that the collector would have made, whole, in memory. The same bytes every time. */
Result<QByteArray> sampleZip(bool repaired);

/**
 * Writes the sample: a path that ends in ".zip" gets the collector's zip; any other becomes a folder with the
 * disk as C/ in it. Conflict where a file, or a folder with something in it, is there already.
 */
Done writeSample(const QString& folderOrZip, bool repaired);

} // namespace mailmend
