// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArrayView>

namespace mailmend {

/** What a file is by what stands in it; its name does not count. */
enum class ContentKind {
    Text, ///< pages and everything else that people write
    Other,
    Zip,
    Hive,
    EventLog,
    Program,
    IisLog,
    HttpProxyLog,
    EcpLog,
    OabLog,
    PowerShellLog,
    IisConfiguration, ///< applicationHost.config, web.config and their like
    Task,
};

/** How much of a file's start contentKindOf() wants to see. */
inline constexpr qsizetype kContentHead = 8 * 1024;

/** Pure; safe on any bytes. `head`: the file's first bytes, up to kContentHead. */
ContentKind contentKindOf(QByteArrayView head);

} // namespace mailmend
