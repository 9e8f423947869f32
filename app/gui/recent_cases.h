// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/settings.h"

#include <QList>

namespace mailmend::gui {

/** A case that was open lately, and how far its repair had come when it was last seen. */
struct RecentCase
{
    QString file;
    int settled = 0; ///< steps
    int steps = 0;   ///< 0: not known, or there was nothing to repair
};

/** Whether a file is a case by its name: ".mailmend", in any case of letters, as Windows takes names. */
bool isCaseName(const QString& file);

/** Newest first; eight at most. Nobody looks whether the files are still there. */
QList<RecentCase> recentCases(const Settings& settings);

/** The case comes first from now on. What was known of it stays where `steps` is 0. */
void rememberCase(Settings& settings, const RecentCase& opened);

} // namespace mailmend::gui
