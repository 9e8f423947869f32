// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "evidence/live/event_log_file.h"

namespace mailmend {

Result<std::unique_ptr<FileReader>> openEventLog(const WindowsPath& file, const QString& /*folder*/,
                                                 const CancelToken& /*cancel*/)
{
    return Error{ErrorKind::NotFound,
                 say(MAILMEND_TEXT("evidence",
                                   "This computer has no Windows event log, so {path} is none of its files."),
                     {{"path", place(file.display())}}),
                 {},
                 {},
                 {}};
}

} // namespace mailmend
