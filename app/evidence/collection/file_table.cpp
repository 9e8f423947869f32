// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "evidence/collection/file_table.h"

namespace mailmend {

QByteArray rawKey(const WindowsPath& path)
{
    qsizetype size = 1;
    for (const QByteArray& component : path.components()) {
        size += component.size() + 1;
    }
    QByteArray key;
    key.reserve(size);
    if (path.drive() != 0) {
        key += path.drive();
    }
    for (const QByteArray& component : path.components()) {
        key += '\0';
        key += component;
    }
    return key;
}

WindowsPath fromRawKey(const QByteArray& key)
{
    QList<QByteArray> parts = key.split('\0');
    const QByteArray drive = parts.takeFirst();
    return WindowsPath(drive.isEmpty() ? '\0' : drive.at(0), std::move(parts));
}

quint32 FileTable::folderNumber(const WindowsPath& folder)
{
    QByteArray key = rawKey(folder);
    if (!m_rows.empty() && m_folders[m_rows.back().folder] == key) {
        return m_rows.back().folder; // files of one folder mostly stand together
    }
    const auto known = m_folderNumbers.constFind(key);
    if (known != m_folderNumbers.constEnd()) {
        return *known;
    }
    const auto number = static_cast<quint32>(m_folders.size());
    m_folderNumbers.insert(key, number);
    m_folders.push_back(std::move(key));
    return number;
}

void FileTable::fill(Row& row, const CollectedFile& file)
{
    row.size = file.size;
    row.hasModified = file.modified.isValid();
    row.modified = row.hasModified ? file.modified.toMSecsSinceEpoch() : 0;
    row.hasCreated = file.created.isValid();
    row.created = row.hasCreated ? file.created.toMSecsSinceEpoch() : 0;
    row.member = static_cast<qint32>(file.member);
    row.ranges = static_cast<qint32>(file.ranges);
    row.attributes = file.attributes;
    row.hasAttributes = file.hasAttributes;
    row.timeSource = file.timeSource;
    row.heldByAntiVirus = file.heldByAntiVirus;
}

void FileTable::add(const CollectedFile& file)
{
    Row row;
    row.folder = folderNumber(file.path.parent());
    const QByteArray name = file.path.name();
    row.nameAt = m_names.size();
    row.nameLength = static_cast<quint32>(name.size());
    m_names += name;
    fill(row, file);
    if (!file.why.isEmpty()) {
        row.reason = static_cast<qint32>(m_reasons.size());
        m_reasons.push_back(file.why);
    }
    m_rows.push_back(row);
}

QByteArray FileTable::name(size_t row) const
{
    return m_names.mid(m_rows[row].nameAt, m_rows[row].nameLength);
}

WindowsPath FileTable::path(size_t row) const
{
    return folder(m_rows[row].folder).child(name(row));
}

CollectedFile FileTable::at(size_t number) const
{
    const Row& row = m_rows[number];
    CollectedFile file;
    file.path = path(number);
    file.member = row.member;
    file.ranges = row.ranges;
    file.size = row.size;
    if (row.hasModified) {
        file.modified = QDateTime::fromMSecsSinceEpoch(row.modified, Qt::UTC);
    }
    if (row.hasCreated) {
        file.created = QDateTime::fromMSecsSinceEpoch(row.created, Qt::UTC);
    }
    file.timeSource = row.timeSource;
    file.attributes = row.attributes;
    file.hasAttributes = row.hasAttributes;
    file.heldByAntiVirus = row.heldByAntiVirus;
    if (row.reason >= 0) {
        file.why = m_reasons[static_cast<size_t>(row.reason)];
    }
    return file;
}

void FileTable::update(size_t number, const CollectedFile& file)
{
    Row& row = m_rows[number];
    fill(row, file);
    row.reason = -1;
    if (!file.why.isEmpty()) {
        row.reason = static_cast<qint32>(m_reasons.size());
        m_reasons.push_back(file.why);
    }
}

void FileTable::moveDrive(char from, char to)
{
    m_folderNumbers.clear();
    for (size_t i = 0; i < m_folders.size(); ++i) {
        if (m_folders[i].startsWith(from)) {
            m_folders[i][0] = to;
        }
        m_folderNumbers.insert(m_folders[i], static_cast<quint32>(i));
    }
}

} // namespace mailmend
