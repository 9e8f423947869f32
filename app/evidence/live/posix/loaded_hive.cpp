// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "evidence/live/loaded_hive.h"

namespace mailmend {

LoadedHiveSystem loadedHivesOfThisSystem()
{
    return {[](const WindowsPath& file, const QString&) -> Result<std::unique_ptr<FileReader>> {
                return Error{
                    ErrorKind::NotFound,
                    say(MAILMEND_TEXT("evidence",
                                      "This computer has no registry, so {path} is none of its files."),
                        {{"path", place(file.display())}}),
                    {},
                    {},
                    {}};
            },
            [](const QString&) { return true; }, [](const QString&) { return QStringList(); }};
}

} // namespace mailmend
