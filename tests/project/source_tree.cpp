// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "project/source_tree.h"

#include <QDir>
#include <QDirIterator>
#include <QFile>

namespace mailmend::testing {

bool SourceFile::isCode() const
{
    return path.endsWith(QStringLiteral(".cpp")) || path.endsWith(QStringLiteral(".h"));
}

int SourceFile::lineOf(qsizetype position) const
{
    return static_cast<int>(QByteArrayView(content).first(position).count('\n')) + 1;
}

const QList<SourceFile>& sourceTree()
{
    static const QList<SourceFile> tree = [] {
        const QDir root(QStringLiteral(MAILMEND_SOURCE_DIR));
        QStringList folders{QStringLiteral(".ci")};
        folders += root.entryList(QDir::Dirs | QDir::NoDotAndDotDot);
        folders.removeAll(QStringLiteral("build"));
        QStringList paths = root.entryList(QDir::Files | QDir::Hidden);
        paths.removeAll(QStringLiteral(".git")); // a worktree has a file of that name
        for (const QString& folder : folders) {
            QDirIterator walk(root.filePath(folder), QDir::Files, QDirIterator::Subdirectories);
            while (walk.hasNext()) {
                paths.append(root.relativeFilePath(walk.next()));
            }
        }
        paths.sort();
        QList<SourceFile> files;
        for (const QString& path : paths) {
            QFile file(root.filePath(path));
            if (!path.contains(QStringLiteral("__pycache__")) && file.open(QIODevice::ReadOnly)) {
                files.append({path, file.readAll()});
            }
        }
        return files;
    }();
    return tree;
}

QByteArray withoutComments(const QByteArray& code, bool blankStrings)
{
    QByteArray out = code;
    const auto blank = [&out](qsizetype from, qsizetype to) {
        for (qsizetype i = from; i < to && i < out.size(); ++i) {
            if (out.at(i) != '\n') {
                out[i] = ' ';
            }
        }
    };
    const auto endOf = [&code](const QByteArray& end, qsizetype from) {
        const qsizetype found = code.indexOf(end, from);
        return found < 0 ? code.size() : found + end.size();
    };
    for (qsizetype i = 0; i < code.size(); ++i) {
        const QByteArrayView rest = QByteArrayView(code).sliced(i);
        const bool inWord = i > 0 && isalnum(static_cast<unsigned char>(code.at(i - 1))) != 0; // 2'000
        if (rest.startsWith("//")) {
            const qsizetype end = endOf("\n", i);
            blank(i, end - 1);
            i = end - 1;
        } else if (rest.startsWith("/*")) {
            const qsizetype end = endOf("*/", i);
            blank(i, end);
            i = end - 1;
        } else if (rest.startsWith("R\"")) {
            const qsizetype open = code.indexOf('(', i);
            const qsizetype end = endOf(')' + code.mid(i + 2, open - i - 2) + '"', open);
            if (blankStrings) {
                blank(i + 2, end - 1);
            }
            i = end - 1;
        } else if (rest.front() == '"' || (rest.front() == '\'' && !inWord)) {
            qsizetype end = i + 1;
            while (end < code.size() && code.at(end) != rest.front() && code.at(end) != '\n') {
                end += code.at(end) == '\\' ? 2 : 1;
            }
            if (blankStrings) {
                blank(i + 1, end);
            }
            i = end;
        }
    }
    return out;
}

qsizetype closingBracket(const QByteArray& code, qsizetype open)
{
    int depth = 0;
    for (qsizetype i = open; i < code.size(); ++i) {
        if (QByteArrayView("([{").contains(code.at(i))) {
            ++depth;
        } else if (QByteArrayView(")]}").contains(code.at(i)) && --depth == 0) {
            return i;
        }
    }
    return -1;
}

QString fault(const SourceFile& file, qsizetype position, const QString& what)
{
    return QStringLiteral("%1:%2: %3").arg(file.path).arg(file.lineOf(position)).arg(what);
}

} // namespace mailmend::testing
