// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "support/raw_tree.h"

#include <QDir>

#include <cerrno>
#include <cstdlib>
#include <cstring>

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace mailmend::testing {
namespace {

void check(bool ok, const char* what)
{
    if (!ok) {
        qFatal("RawTree: %s: %s", what, strerror(errno));
    }
}

/** Empties a folder without holding more than one descriptor a level; deep trees are cut by renaming upwards.
 */
void empty(int folder)
{
    for (bool again = true; again;) {
        again = false;
        DIR* stream = ::fdopendir(::openat(folder, ".", O_RDONLY | O_DIRECTORY));
        if (stream == nullptr) {
            return;
        }
        QList<QByteArray> names;
        while (const dirent* found = ::readdir(stream)) {
            names.append(found->d_name);
        }
        ::closedir(stream);
        for (const QByteArray& name : std::as_const(names)) {
            if (name == "." || name == "..") {
                continue;
            }
            if (::unlinkat(folder, name.constData(), 0) == 0 ||
                ::unlinkat(folder, name.constData(), AT_REMOVEDIR) == 0) {
                continue;
            }
            ::fchmodat(folder, name.constData(), 0700, 0);
            const int below = ::openat(folder, name.constData(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW);
            DIR* children = below >= 0 ? ::fdopendir(below) : nullptr;
            if (children == nullptr) {
                continue;
            }
            static int number = 0;
            while (const dirent* found = ::readdir(children)) {
                const QByteArray child(found->d_name);
                if (child != "." && child != "..") {
                    const QByteArray up = "moved-" + QByteArray::number(++number);
                    ::renameat(below, child.constData(), folder, up.constData());
                }
            }
            ::closedir(children);
            ::unlinkat(folder, name.constData(), AT_REMOVEDIR);
            again = true;
        }
    }
}

/** A descriptor of the folder that holds the last component; made where it is missing. */
int parentOf(const QByteArray& tree, const QList<QByteArray>& components)
{
    int at = ::open(tree.constData(), O_RDONLY | O_DIRECTORY);
    check(at >= 0, "open");
    for (qsizetype i = 0; i + 1 < components.size(); ++i) {
        ::mkdirat(at, components.at(i).constData(), 0755);
        const int next = ::openat(at, components.at(i).constData(), O_RDONLY | O_DIRECTORY);
        check(next >= 0, "openat");
        ::close(at);
        at = next;
    }
    return at;
}

} // namespace

RawTree::RawTree()
{
    QByteArray name = QDir::tempPath().toLocal8Bit() + "/mailmend-tree-XXXXXX";
    check(::mkdtemp(name.data()) != nullptr, "mkdtemp");
    m_path = name;
}

RawTree::~RawTree()
{
    const int root = ::open(m_path.constData(), O_RDONLY | O_DIRECTORY);
    if (root >= 0) {
        empty(root);
        ::close(root);
    }
    ::rmdir(m_path.constData());
}

void RawTree::folder(const QList<QByteArray>& components) const
{
    const int parent = parentOf(m_path, components);
    ::mkdirat(parent, components.last().constData(), 0755);
    ::close(parent);
}

void RawTree::file(const QList<QByteArray>& components, const QByteArray& content) const
{
    const int parent = parentOf(m_path, components);
    const int made = ::openat(parent, components.last().constData(), O_WRONLY | O_CREAT | O_TRUNC, 0644);
    check(made >= 0, components.last().constData());
    check(::write(made, content.constData(), static_cast<size_t>(content.size())) == content.size(), "write");
    ::close(made);
    ::close(parent);
}

void RawTree::link(const QList<QByteArray>& components, const QByteArray& target) const
{
    const int parent = parentOf(m_path, components);
    check(::symlinkat(target.constData(), parent, components.last().constData()) == 0, "symlinkat");
    ::close(parent);
}

void RawTree::pipe(const QList<QByteArray>& components) const
{
    const int parent = parentOf(m_path, components);
    check(::mkfifoat(parent, components.last().constData(), 0644) == 0, "mkfifoat");
    ::close(parent);
}

void RawTree::file(const char* slashed, const QByteArray& content) const
{
    file(QByteArray(slashed).split('/'), content);
}

void RawTree::remove(const QList<QByteArray>& components) const
{
    const int parent = parentOf(m_path, components);
    check(::unlinkat(parent, components.last().constData(), 0) == 0, "unlinkat");
    ::close(parent);
}

} // namespace mailmend::testing
