// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"

#include <QByteArray>
#include <QString>

#include <memory>

namespace mailmend {

/**
 * A file that has its name only once it is whole: until then it is called NAME.partial, whatever happens to
 * the program or the computer. Only its owner may read it. Nothing that exists is ever written over. Each
 * kind of system has its own file for this, in a folder of its name.
 */
class PartialFile
{
public:
    virtual ~PartialFile() = default;

    virtual Done write(QByteArrayView bytes) = 0;
    /** Flushes it to the disk and gives it its name; Conflict where that was taken meanwhile. Once it has its
     * name it is whole, and nothing that fails afterwards is an error. */
    virtual Done finish() = 0;
    /** Bytes that its disk has left for others; negative: it doesn't tell. */
    virtual qint64 room() const = 0;
    /** Everything is in it and on the disk, even where it did not get its name. */
    virtual bool isWhole() const = 0;
    /** Where it is now. */
    virtual QString path() const = 0;
};

/** @return Conflict where the file, or what an earlier run left of it, is there already. */
Result<std::unique_ptr<PartialFile>> createPartialFile(const QString& name);

/** Whether a file of this name would be written to a disk on which one of these folders is; a folder that is
 * not there is on none. An error where the file's own folder can't be told. */
Result<bool> isOnDiskOf(const QString& name, const QStringList& folders);

/** Others on this computer go first from now on: less of the processors and of the disk for this program. */
void letOthersGoFirst();

} // namespace mailmend
