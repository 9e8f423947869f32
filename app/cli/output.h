// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/command.h"
#include "findings/finding.h"

#include <QFile>
#include <QJsonObject>
#include <QSaveFile>

#include <memory>
#include <mutex>

namespace mailmend {

/**
 * Where a command prints: standard output, or the file of --out, which is there in full or not at all.
 * Sentences and values are escaped for a terminal, in a file too. Thread-safe for whole lines.
 */
class Output
{
public:
    /** @param file empty: standard output. An error of kind BadCall where it cannot be written. */
    static Result<std::unique_ptr<Output>> open(Console& console, const QString& file);

    const Reader& reader() const { return m_reader; }
    void setZone(const QTimeZone& zone);

    void line();
    void line(const Text& text, int indent = 0);     ///< wrapped at 96 columns
    void line(const QString& value, int indent = 0); ///< a value in a line of its own, never wrapped
    /** "Name:   value", the value in a column of its own. */
    void pair(const Text& name, const Text& value, int indent, int column);
    void heading(const Text& text);
    /** A status word; with a colour on a terminal, and always the word. */
    void marked(Verdict verdict, const Text& word, const Text& rest);
    void json(const QJsonObject& object);     ///< indented
    void jsonLine(const QJsonObject& object); ///< one line, written out at once

    /** Text for this output's reader, ready for a terminal. */
    QString shown(const Text& text) const;

    /** Puts the file in its place. */
    Done finish();

private:
    explicit Output(Console& console);
    void write(const QByteArray& bytes);

    FILE* m_out;
    bool m_colours = false;
    Reader m_reader;
    std::unique_ptr<QSaveFile> m_file;
    std::mutex m_mutex;
};

/** Says on standard error what went wrong and what to do, and gives the exit status of DESIGN 6. */
int fail(Console& console, const Error& error);

/** A line on standard error, escaped for a terminal. */
void tell(const Console& console, const Text& text);

} // namespace mailmend
