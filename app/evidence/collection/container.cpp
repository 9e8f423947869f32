// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "evidence/collection/container.h"

#include "base/sha256.h"

namespace mailmend {
namespace {

constexpr qsizetype maxComponents = 16384; // Windows' longest path holds no more

class MemoryReader : public FileReader
{
public:
    explicit MemoryReader(QByteArray content) : m_content(std::move(content)) {}

    Result<qint64> read(std::span<char> room) override
    {
        const qsizetype size = std::min(static_cast<qsizetype>(room.size()), m_content.size() - m_at);
        std::copy_n(m_content.constData() + m_at, size, room.data());
        m_at += size;
        return qint64(size);
    }

private:
    QByteArray m_content;
    qsizetype m_at = 0;
};

class MemoryContainer : public Container
{
public:
    explicit MemoryContainer(QList<MemoryMember> members) : m_members(std::move(members)) {}

    void list(const CancelToken& cancel, const std::function<bool(const Member&)>& each) const override
    {
        for (qsizetype i = 0; i < m_members.size() && !cancel.isCancelled(); ++i) {
            const MemoryMember& member = m_members.at(i);
            if (!each({member.name, static_cast<quint64>(i), member.content.size(), member.modified})) {
                return;
            }
        }
    }

    Result<std::unique_ptr<FileReader>> open(quint64 index) const override
    {
        if (index >= static_cast<quint64>(m_members.size())) {
            return Error{
                ErrorKind::NotFound, say(MAILMEND_TEXT("evidence", "There is no such file.")), {}, {}, {}};
        }
        return std::unique_ptr<FileReader>(
            std::make_unique<MemoryReader>(m_members.at(static_cast<qsizetype>(index)).content));
    }

    bool bothSlashes() const override { return false; }

    QByteArray fingerprint() const override
    {
        Sha256 hash;
        for (const MemoryMember& member : m_members) {
            hash.add(member.name);
            hash.add(QByteArray::number(member.content.size()));
            hash.add(sha256(member.content));
        }
        return hash.finish();
    }

private:
    QList<MemoryMember> m_members;
};

} // namespace

ContainerPointer memoryContainer(QList<MemoryMember> members)
{
    return std::make_shared<MemoryContainer>(std::move(members));
}

Result<QByteArray> readMember(const Container& container, quint64 index, qint64 bound)
{
    auto reader = container.open(index);
    if (!reader) {
        return reader.error();
    }
    QByteArray whole;
    QByteArray piece(64 * 1024, Qt::Uninitialized);
    for (;;) {
        const auto got = (*reader)->read({piece.data(), static_cast<size_t>(piece.size())});
        if (!got) {
            return got.error();
        }
        if (*got == 0) {
            return whole;
        }
        if (whole.size() + *got > bound) {
            return Error{
                ErrorKind::TooLarge,
                say(MAILMEND_TEXT("evidence",
                                  "A file in the collection is larger than the {bound} that are read of it."),
                    {{"bound", bytes(bound)}}),
                {},
                {},
                {}};
        }
        whole.append(piece.constData(), *got);
    }
}

std::optional<QList<QByteArray>> splitMemberName(const QByteArray& name, bool bothSlashes)
{
    QByteArray plain = name;
    if (bothSlashes) {
        plain.replace('\\', '/');
    }
    if (plain.isEmpty() || plain.startsWith('/') || plain.contains('\0')) {
        return std::nullopt;
    }
    QList<QByteArray> components = plain.split('/');
    if (components.first() == "." && components.size() > 1) {
        components.removeFirst(); // "./name", as some zip programs write
    }
    const QByteArray& first = components.first();
    const bool fromDrive = first.size() > 2 && first.at(1) == ':' &&
                           QChar::isLetter(static_cast<char32_t>(static_cast<quint8>(first.at(0))));
    const bool climbs = std::any_of(components.begin(), components.end(), [](const QByteArray& component) {
        return component.isEmpty() || component == "." || component == "..";
    });
    if (fromDrive || climbs || components.size() > maxComponents) {
        return std::nullopt;
    }
    return components;
}

} // namespace mailmend
