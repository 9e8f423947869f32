// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QDate>
#include <QStringView>

namespace mailmend::patch_level {

/** A day that lies between two days; an invalid end is open. Days are the server's own. */
struct DayRange
{
    QDate first;
    QDate last;

    bool isDay() const { return first.isValid() && first == last; }
    bool isOpen() const { return !first.isValid() && !last.isValid(); }
};

/**
 * The day in an update's InstalledDate or InstallDate: "20230920", "2023-09-20", "20.09.2023", and
 * "9/20/2023" in either order of day and month. An order that would put it before `released` or after `seen`
 * is ruled out; of two that are left, the one that fits `lastWrite`; else it lies between them. `released`
 * never becomes the answer. Without a readable text, the key's last change: not after that day.
 */
DayRange installDay(QStringView text, const QDate& released, const QDate& lastWrite, const QDate& seen);

} // namespace mailmend::patch_level
