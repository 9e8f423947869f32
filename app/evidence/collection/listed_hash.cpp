// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "evidence/collection/listed_hash.h"

#include "base/sha256.h"

#include <optional>

namespace mailmend {
namespace {

class ComparingReader : public FileReader
{
public:
    ComparingReader(std::unique_ptr<FileReader> stored, QByteArray sha256, WindowsPath path)
        : m_stored(std::move(stored)), m_listed(std::move(sha256)), m_path(std::move(path))
    {}

    Result<qint64> read(std::span<char> room) override
    {
        const auto got = m_stored->read(room);
        if (!got) {
            return got;
        }
        if (*got > 0) {
            m_hash.add(QByteArrayView(room.data(), static_cast<qsizetype>(*got)));
            return got;
        }
        if (!m_found && !room.empty()) {
            m_found = m_hash.finish().toHex();
        }
        if (m_found && *m_found != m_listed) {
            return Error{
                ErrorKind::Damaged,
                say(MAILMEND_TEXT("evidence", "{path} is not what was collected: the collection's "
                                              "list of contents has another SHA-256 for it."),
                    {{"path", place(m_path.display())}}),
                say(MAILMEND_TEXT("evidence", "Collect again, and find out who had the collection.")),
                QString::fromLatin1(*m_found),
                {}};
        }
        return got;
    }

private:
    std::unique_ptr<FileReader> m_stored;
    QByteArray m_listed;
    WindowsPath m_path;
    Sha256 m_hash;
    std::optional<QByteArray> m_found;
};

} // namespace

std::unique_ptr<FileReader> compareWithList(std::unique_ptr<FileReader> stored, QByteArray sha256,
                                            const WindowsPath& path)
{
    return std::make_unique<ComparingReader>(std::move(stored), std::move(sha256), path);
}

} // namespace mailmend
