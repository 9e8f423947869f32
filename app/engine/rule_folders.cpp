// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/rule_folders.h"

#include <QDirIterator>
#include <QFile>
#include <QFileInfo>

#include <algorithm>

namespace mailmend {

namespace {

constexpr qsizetype mostFiles = 5000;
constexpr qint64 mostBytesAFile = 4 * 1024 * 1024;
constexpr qint64 mostBytes = 64 * 1024 * 1024;

QStringList ruleFilesIn(const QString& folder, const CancelToken& cancel)
{
    QStringList files;
    QDirIterator each(folder, {QStringLiteral("*.yar"), QStringLiteral("*.yara")},
                      QDir::Files | QDir::NoSymLinks, QDirIterator::Subdirectories);
    while (each.hasNext() && files.size() <= mostFiles && !cancel.isCancelled()) {
        files.append(each.next());
    }
    std::sort(files.begin(), files.end());
    return files;
}

/** Reads one file; the reason where it can't be used. */
Result<QByteArray> readRuleFile(const QString& name)
{
    QFile file(name);
    if (!file.open(QIODevice::ReadOnly)) {
        return Error{
            ErrorKind::Denied,
            say(MAILMEND_TEXT("engine",
                              "Your rule file {file} could not be read, so its rules were not used."),
                {{"file", place(name)}}),
            {},
            file.errorString(),
            {}};
    }
    QByteArray content = file.read(mostBytesAFile + 1);
    if (content.size() > mostBytesAFile) {
        return Error{
            ErrorKind::TooLarge,
            say(MAILMEND_TEXT("engine",
                              "Your rule file {file} is larger than {bound}, so its rules were not used."),
                {{"file", place(name)}, {"bound", bytes(mostBytesAFile)}}),
            {},
            {},
            {}};
    }
    return content;
}

} // namespace

Result<UserRules> readRuleFolders(const QStringList& folders, const CancelToken& cancel)
{
    UserRules rules;
    qint64 total = 0;
    for (const QString& folder : folders) {
        if (!QFileInfo(folder).isDir()) {
            return Error{ErrorKind::BadCall,
                         say(MAILMEND_TEXT("engine", "{folder} is not a folder with rules."),
                             {{"folder", place(folder)}}),
                         say(MAILMEND_TEXT("engine", "Name a folder that holds .yar or .yara files.")),
                         {},
                         {}};
        }
        const QStringList files = ruleFilesIn(folder, cancel);
        if (files.isEmpty() && !cancel.isCancelled()) {
            rules.leftOut.append(say(MAILMEND_TEXT("engine", "There are no .yar or .yara files in {folder}."),
                                     {{"folder", place(folder)}}));
        }
        for (const QString& name : files) {
            if (rules.sources.size() >= mostFiles || total >= mostBytes) {
                rules.leftOut.append(
                    say(MAILMEND_TEXT("engine", "There are more rules in {folder} than Mailmend takes: "
                                                "those from {file} on were not used."),
                        {{"folder", place(folder)}, {"file", place(name)}}));
                break;
            }
            auto content = readRuleFile(name);
            if (!content) {
                rules.leftOut.append(content.error().text);
                continue;
            }
            total += content->size();
            rules.sources.append({name, std::move(*content)});
        }
    }
    return rules;
}

} // namespace mailmend
