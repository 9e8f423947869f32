// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "base/logging.h"

#include <spdlog/sinks/rotating_file_sink.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <QDir>
#include <QFile>

#include <mutex>
#include <string>
#include <type_traits>

namespace mailmend {
namespace {

struct Log
{
    std::mutex guard;
    spdlog::sink_ptr sink;
    QString folder;
};

/** The one shared object of the program: a log that every part can reach. */
Log& log()
{
    static Log theLog;
    return theLog;
}

/** A file's name as spdlog takes it on this system: bytes, or UTF-16 on Windows. */
template<typename Name>
Name nativeName(const QString& path)
{
    if constexpr (std::is_same_v<Name, std::wstring>) {
        return QDir::toNativeSeparators(path).toStdWString();
    } else {
        return QFile::encodeName(path).toStdString();
    }
}

} // namespace

void startLogging(const QString& folder)
{
    constexpr std::size_t kFileBytes = 2 * 1024 * 1024;
    constexpr std::size_t kFiles = 5;
    const std::scoped_lock lock(log().guard);
    try {
        if (!folder.isEmpty() && QDir().mkpath(folder)) {
            log().sink = std::make_shared<spdlog::sinks::rotating_file_sink_mt>(
                nativeName<spdlog::filename_t>(QDir(folder).filePath(QStringLiteral("mailmend.log"))),
                kFileBytes, kFiles);
            log().folder = folder;
            return;
        }
    } catch (const spdlog::spdlog_ex&) {
        // A log that can't be written must not keep the program from working: what follows goes to stderr.
    }
    log().sink = std::make_shared<spdlog::sinks::stderr_sink_mt>();
    log().sink->set_level(spdlog::level::warn);
}

std::shared_ptr<spdlog::logger> logger(const char* name)
{
    const std::scoped_lock lock(log().guard);
    if (!log().sink) {
        log().sink = std::make_shared<spdlog::sinks::stderr_sink_mt>();
        log().sink->set_level(spdlog::level::warn);
    }
    return std::make_shared<spdlog::logger>(name, log().sink);
}

QString logFolder()
{
    const std::scoped_lock lock(log().guard);
    return log().folder;
}

} // namespace mailmend
