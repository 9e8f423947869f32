// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "evidence/registry.h"

#include <QTimeZone>

namespace mailmend {

/** The examined server's time zone. */
struct ServerZone
{
    QTimeZone zone; ///< invalid: not known
    QString name;   ///< Windows' name, or the offset where only that is known
    Text why;       ///< where there is no name
};

/**
 * From TimeZoneInformation: the zone that Windows' name stands for, without daylight saving where that is
 * switched off; else the fixed offset of ActiveTimeBias or Bias.
 */
ServerZone readServerZone(const Registry& registry);

} // namespace mailmend
