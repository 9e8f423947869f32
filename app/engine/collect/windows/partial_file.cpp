// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/collect/partial_file.h"

#include "base/windows/closed_to_others.h"
#include "base/windows/file_calls.h"
#include "base/wtf8.h"
#include "engine/collect/windows/disk_facts.h"
#include "engine/collect/write_trouble.h"

#include <QFileInfo>

#include <algorithm>
#include <windows.h>

namespace mailmend {
namespace {

WriteTrouble troubleOf(DWORD code)
{
    switch (code) {
    case ERROR_FILE_EXISTS:
    case ERROR_ALREADY_EXISTS:
        return WriteTrouble::NameIsTaken;
    case ERROR_DISK_FULL:
    case ERROR_HANDLE_DISK_FULL:
    case windows::code::QuotaExceeded:
        return WriteTrouble::NoRoom;
    case ERROR_SHARING_VIOLATION:
    case ERROR_LOCK_VIOLATION:
        return WriteTrouble::IsHeld;
    case ERROR_FILE_TOO_LARGE:
        return WriteTrouble::TooLarge;
    case ERROR_FILE_NOT_FOUND:
    case ERROR_PATH_NOT_FOUND:
        return WriteTrouble::NoFolder;
    default:
        return WriteTrouble::NotAllowed;
    }
}

Error errorOf(DWORD code, const QString& path)
{
    return writeError(troubleOf(code), path, windows::codeInWords(code));
}

/** At any length. */
std::wstring nativeName(const QString& path)
{
    return windows::longPath(toWtf8(QFileInfo(path).absoluteFilePath()));
}

class WindowsPartialFile : public PartialFile
{
public:
    WindowsPartialFile(HANDLE file, QString name) : m_file(file), m_name(std::move(name)) {}
    ~WindowsPartialFile() override { closeFile(); }
    WindowsPartialFile(const WindowsPartialFile&) = delete;
    WindowsPartialFile& operator=(const WindowsPartialFile&) = delete;

    Done write(QByteArrayView bytes) override
    {
        while (!bytes.isEmpty()) {
            DWORD put = 0;
            const auto piece = static_cast<DWORD>(std::min<qsizetype>(bytes.size(), 1 << 20));
            if (WriteFile(m_file, bytes.data(), piece, &put, nullptr) == 0) {
                const DWORD code = GetLastError();
                return errorOf(code, path());
            }
            bytes = bytes.sliced(static_cast<qsizetype>(put));
        }
        return done();
    }

    Done finish() override
    {
        if (FlushFileBuffers(m_file) == 0) {
            const DWORD code = GetLastError(); // before anything else is called
            return errorOf(code, path());
        }
        m_isWhole = true;
        // By its handle, which lets nobody else open it: no other program comes between writing and naming.
        if (!windows::renameOpen(m_file, nullptr, QString::fromStdWString(nativeName(m_name)), false)) {
            const DWORD code = GetLastError();
            return errorOf(code, m_name);
        }
        m_hasName = true;
        FlushFileBuffers(m_file); // so that the name outlives a power cut
        closeFile();
        return done();
    }

    qint64 room() const override
    {
        ULARGE_INTEGER left{};
        // With a backslash at its end: a share's name must have one.
        std::wstring folder = nativeName(QFileInfo(m_name).absolutePath());
        folder += folder.back() == L'\\' ? L"" : L"\\";
        return GetDiskFreeSpaceExW(folder.c_str(), &left, nullptr, nullptr) != 0
                   ? static_cast<qint64>(left.QuadPart)
                   : -1;
    }

    bool isWhole() const override { return m_isWhole; }

    QString path() const override { return m_hasName ? m_name : m_name + QStringLiteral(".partial"); }

private:
    void closeFile()
    {
        if (m_file != INVALID_HANDLE_VALUE) {
            CloseHandle(std::exchange(m_file, INVALID_HANDLE_VALUE));
        }
    }

    HANDLE m_file;
    QString m_name;
    bool m_isWhole = false;
    bool m_hasName = false;
};

} // namespace

Result<std::unique_ptr<PartialFile>> createPartialFile(const QString& name)
{
    if (GetFileAttributesW(nativeName(name).c_str()) != INVALID_FILE_ATTRIBUTES) {
        return errorOf(ERROR_FILE_EXISTS, name);
    }
    const QString partial = name + QStringLiteral(".partial");
    windows::ClosedToOthers closed; // a disk that keeps no rights takes no notice of them
    if (closed.attributes() == nullptr) {
        return errorOf(GetLastError(), partial);
    }
    HANDLE const file = CreateFileW(nativeName(partial).c_str(), GENERIC_WRITE | DELETE, 0,
                                    closed.attributes(), CREATE_NEW, FILE_ATTRIBUTE_NORMAL, nullptr);
    if (file == INVALID_HANDLE_VALUE) {
        return errorOf(GetLastError(), partial);
    }
    return std::unique_ptr<PartialFile>(std::make_unique<WindowsPartialFile>(file, name));
}

Result<bool> isOnDiskOf(const QString& name, const QStringList& folders)
{
    const auto own = windows::diskFactsOf(QFileInfo(name).absolutePath());
    if (!own) {
        return errorOf(ERROR_PATH_NOT_FOUND, name);
    }
    const QStringList names = windows::ownNames();
    return std::any_of(folders.begin(), folders.end(), [&](const QString& other) {
        const auto examined = windows::diskFactsOf(other);
        return examined && isWrittenOnto(*examined, *own, names);
    });
}

void letOthersGoFirst()
{
    // Less of the processors, the disk and the memory; it ends with the program.
    SetPriorityClass(GetCurrentProcess(), PROCESS_MODE_BACKGROUND_BEGIN);
}

} // namespace mailmend
