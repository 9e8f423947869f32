// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "support/raw_tree.h"

#include "base/windows/file_calls.h"
#include "base/wtf8.h"

#include <QDir>
#include <QUuid>

namespace mailmend::testing {
namespace {

void check(bool ok, const char* what)
{
    if (!ok) {
        qFatal("RawTree: %s: %s", what, qPrintable(windows::codeInWords(GetLastError())));
    }
}

windows::Owned openFolder(HANDLE folder, const QByteArray& name)
{
    windows::Opening opening;
    opening.access = FILE_LIST_DIRECTORY | FILE_TRAVERSE | FILE_ADD_FILE | FILE_ADD_SUBDIRECTORY;
    opening.kinds = windows::Kinds::OnlyFolders;
    windows::Owned found = windows::openIn(folder, name, opening);
    if (!found) {
        opening.isNew = true;
        found = windows::openIn(folder, name, opening);
    }
    check(bool(found), name.constData());
    return found;
}

void removeByHandle(HANDLE folder, const QByteArray& name)
{
    windows::Opening opening;
    opening.access = DELETE | FILE_WRITE_ATTRIBUTES;
    const windows::Owned found = windows::openIn(folder, name, opening);
    FILE_BASIC_INFO plain = {};
    plain.FileAttributes = FILE_ATTRIBUTE_NORMAL;
    SetFileInformationByHandle(found.get(), FileBasicInfo, &plain, sizeof plain);
    FILE_DISPOSITION_INFO info = {TRUE};
    SetFileInformationByHandle(found.get(), FileDispositionInfo, &info, sizeof info);
}

void empty(HANDLE folder)
{
    QList<std::pair<QByteArray, bool>> children;
    alignas(8) char room[16384];
    while (GetFileInformationByHandleEx(folder, FileFullDirectoryInfo, room, sizeof room) != 0) {
        for (char* at = room;;) {
            const auto* found = reinterpret_cast<const FILE_FULL_DIR_INFO*>(at);
            const QByteArray name = toWtf8(QStringView(reinterpret_cast<const char16_t*>(found->FileName),
                                                       qsizetype(found->FileNameLength / 2)));
            if (name != "." && name != "..") {
                children.append({name, (found->FileAttributes & FILE_ATTRIBUTE_DIRECTORY) != 0});
            }
            if (found->NextEntryOffset == 0) {
                break;
            }
            at += found->NextEntryOffset;
        }
    }
    for (const auto& [name, isFolder] : std::as_const(children)) {
        if (isFolder) {
            windows::Opening opening;
            opening.access = FILE_LIST_DIRECTORY;
            opening.kinds = windows::Kinds::OnlyFolders;
            const windows::Owned below = windows::openIn(folder, name, opening);
            if (below) {
                empty(below.get());
            }
        }
        removeByHandle(folder, name);
    }
}

windows::Owned openTree(const QByteArray& path)
{
    return windows::openPath(path,
                             FILE_LIST_DIRECTORY | FILE_TRAVERSE | FILE_ADD_FILE | FILE_ADD_SUBDIRECTORY);
}

windows::Owned holderOf(const QByteArray& path, const QList<QByteArray>& components)
{
    windows::Owned at = openTree(path);
    check(bool(at), "the tree");
    for (qsizetype i = 0; i + 1 < components.size(); ++i) {
        at = openFolder(at.get(), components.at(i));
    }
    return at;
}

} // namespace

RawTree::RawTree()
{
    const QString path =
        QDir::tempPath() + QStringLiteral("/mailmend-") + QUuid::createUuid().toString(QUuid::Id128);
    check(QDir().mkpath(path), "a temporary folder");
    m_path = QDir(path).canonicalPath().toUtf8();
}

RawTree::~RawTree()
{
    {
        const windows::Owned tree = openTree(m_path);
        empty(tree.get());
    }
    QDir().rmdir(text());
}

void RawTree::folder(const QList<QByteArray>& components) const
{
    openFolder(holderOf(m_path, components).get(), components.last());
}

void RawTree::file(const QList<QByteArray>& components, const QByteArray& content) const
{
    const windows::Owned holder = holderOf(m_path, components);
    remove(components);
    windows::Opening opening;
    opening.access = FILE_WRITE_DATA | FILE_READ_ATTRIBUTES;
    opening.kinds = windows::Kinds::NoFolders;
    opening.isNew = true;
    const windows::Owned file = windows::openIn(holder.get(), components.last(), opening);
    DWORD written = 0;
    check(file && WriteFile(file.get(), content.constData(), DWORD(content.size()), &written, nullptr) != 0 &&
              qsizetype(written) == content.size(),
          components.last().constData());
}

void RawTree::file(const char* slashed, const QByteArray& content) const
{
    file(QByteArray(slashed).split('/'), content);
}

void RawTree::link(const QList<QByteArray>& components, const QByteArray& target) const
{
    constexpr DWORD anybody = 2; // SYMBOLIC_LINK_FLAG_ALLOW_UNPRIVILEGED_CREATE
    const std::wstring path = windows::longPath(m_path + '/' + components.join('/'));
    check(CreateSymbolicLinkW(path.c_str(), QString::fromUtf8(target).toStdWString().c_str(), anybody) != 0,
          "a link");
}

void RawTree::pipe(const QList<QByteArray>&) const
{
    qFatal("RawTree: a folder of Windows holds no pipes");
}

void RawTree::remove(const QList<QByteArray>& components) const
{
    removeByHandle(holderOf(m_path, components).get(), components.last());
}

} // namespace mailmend::testing
