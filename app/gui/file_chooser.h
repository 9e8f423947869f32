// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>

#include <functional>

class QWidget;

namespace mailmend::gui {

/** What is to be chosen. */
struct FileQuestion
{
    enum class Kind { OpenFile, OpenFolder, SaveFile };
    Kind kind = Kind::OpenFile;
    QString title;
    QString filter; ///< as QFileDialog takes it
    QString start;  ///< folder, or file name that is proposed
};

/** Asks the person for a file. Passed in, so that tests answer with a path. Never blocks. */
class FileChooser
{
public:
    virtual ~FileChooser() = default;
    /** Calls `chosen` with a path later, or never. */
    virtual void ask(QWidget* parent, const FileQuestion& question,
                     std::function<void(const QString&)> chosen) = 0;
};

/** The desktop's own dialog. */
class DesktopFileChooser : public FileChooser
{
public:
    void ask(QWidget* parent, const FileQuestion& question,
             std::function<void(const QString&)> chosen) override;
};

} // namespace mailmend::gui
