// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QCoreApplication>
#include <QThread>

namespace mailmend::gui {

/** Stands where evidence or the case's store is about to be touched: debug builds stop when that is in the
 * window's thread. */
inline void mustNotBeWindowThread()
{
    Q_ASSERT(QCoreApplication::instance() == nullptr ||
             QThread::currentThread() != QCoreApplication::instance()->thread());
}

} // namespace mailmend::gui
