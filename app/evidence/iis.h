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

/** A process that serves applications, with the account that it runs as. */
struct ApplicationPool
{
    QString name;
    bool runsAsItself = false; ///< as the account that Windows makes for it, "IIS AppPool\\NAME"
    bool loadsProfile = false; ///< Windows makes a folder for that account beside those of people
};

/** What applicationHost.config says (redirection.config followed). A value. */
struct IisConfiguration
{
    QList<VirtualDirectory> virtualDirectories;
    QList<ApplicationPool> applicationPools;
    QList<WindowsPath> logFolders;
    WindowsPath configurationFile;
    QByteArray sha256;
};

} // namespace mailmend
