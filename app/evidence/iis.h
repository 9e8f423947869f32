// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/windows_path.h"
#include "findings/coverage.h"

#include <QList>
#include <QString>

namespace mailmend {

/** A folder that IIS serves, as configured. */
struct VirtualDirectory
{
    QString site;
    QString application;      ///< "/", "/owa"
    QString path;             ///< below the application: "/", "/auth"
    QString applicationPool;  ///< "MSExchangeOWAAppPool"
    QString physicalPathText; ///< as configured, with variables
    WindowsPath physicalPath; ///< expanded with the evidence's own variables; empty: could not be (UNC,
                              ///< unknown variable)
    Text whyNoPath;           ///< where physicalPath is empty
};

/** What applicationHost.config says (redirection.config followed). A value. */
struct IisConfiguration
{
    QList<VirtualDirectory> virtualDirectories;
    QList<WindowsPath> logFolders;
    WindowsPath configurationFile;
    QByteArray sha256;
};

} // namespace mailmend
