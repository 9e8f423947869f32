// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "builder/hive_writer.h"

namespace mailmend::sample {

/**
 * Reads the text form of a registry hive into `into`, over what is there already. Lines:
 *
 *     [Key\Below] @ 2021-03-16T22:41:07Z    a key, made where it is missing, and its last write in UTC
 *     [-Key\Below]                          takes the key away with all below it
 *     "name"="text"                         REG_SZ; \\ and \" inside; @ stands for the default value
 *     "name"=expand:"%SystemRoot%"          REG_EXPAND_SZ
 *     "name"=list:"one","two"               REG_MULTI_SZ
 *     "name"=dword:1f   qword:1f   hex:01,ff
 *     ; a remark
 *
 * @return what is wrong, with its line; empty: nothing.
 */
QString readRegistryText(const QByteArray& text, HiveKey& into);

} // namespace mailmend::sample
