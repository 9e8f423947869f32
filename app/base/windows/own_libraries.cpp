// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "base/own_libraries.h"

#include <QCoreApplication>
#include <QDir>

#include <openssl/crypto.h>

#include <windows.h>

namespace mailmend {

void loadOnlyOwnLibraries()
{
    SetDefaultDllDirectories(LOAD_LIBRARY_SEARCH_APPLICATION_DIR | LOAD_LIBRARY_SEARCH_SYSTEM32);
    SetDllDirectoryW(L""); // for what still asks the older way: not the folder that we were started in
    // OpenSSL reads a file that names modules to load, from a folder that anybody may make.
    OPENSSL_init_crypto(OPENSSL_INIT_NO_LOAD_CONFIG, nullptr);
}

void forgetForeignPlaces()
{
    for (const char* name :
         {"QT_PLUGIN_PATH", "QT_QPA_PLATFORM_PLUGIN_PATH", "QT_DEBUG_PLUGINS", "QT_LOGGING_CONF",
          "QT_LOGGING_RULES", "OPENSSL_CONF", "OPENSSL_MODULES", "OPENSSL_ENGINES", "PATH"}) {
        qunsetenv(name);
    }
    QCoreApplication::setLibraryPaths({QCoreApplication::applicationDirPath()});
    QDir::setCurrent(QCoreApplication::applicationDirPath());
}

} // namespace mailmend
