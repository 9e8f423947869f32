// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/cancel.h"

#include <QFuture>
#include <QString>

namespace mailmend {

/**
 * Hashes what was received while the scan runs, in pieces: "sha256:…", or why there is no hash (a folder, a
 * part of Mailmend, stopped, unreadable), in words that go into the case.
 */
QFuture<QString> hashReceived(const QString& target, const CancelToken& cancel);

} // namespace mailmend
