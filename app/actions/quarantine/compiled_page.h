// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArray>
#include <QString>

#include <optional>

namespace mailmend::quarantine {

/** What ASP.NET notes of a page that it translated. */
struct CompiledPage
{
    QString page;     ///< "/owa/auth/help.aspx"
    QString assembly; ///< "App_Web_w4tqk2vd", the program that it was made into; empty: none is named
};

/** The content of a .compiled file (XML). None: it is none, or damaged. Pure, bounded. */
std::optional<CompiledPage> readCompiledPage(const QByteArray& content);

} // namespace mailmend::quarantine
