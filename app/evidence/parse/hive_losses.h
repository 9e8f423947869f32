// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/text.h"

#include <QList>
#include <QStringList>

namespace mailmend {

/** What could not be read of one key. */
struct HiveLosses
{
    static constexpr qsizetype kNamedValues = 8;

    bool subkeyList = false; ///< the list of the keys below is damaged: any of them may be hidden
    qint64 subkeys = 0;      ///< entries of the list that lead to no key of this one
    bool valueList = false;
    qint64 values = 0;      ///< values that were left out
    QStringList valueNames; ///< of those, as far as the names could be read; at most kNamedValues
    bool className = false;
    bool damagedPart = false; ///< read, but from a part of the file that is damaged

    bool any() const;
    bool mayHideSubkeys() const { return subkeyList || subkeys > 0 || damagedPart; }
    Text text() const; ///< empty where nothing was lost
};

} // namespace mailmend
