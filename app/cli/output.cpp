// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "cli/output.h"

#include "base/escape.h"
#include "base/logging.h"

#include <QJsonDocument>

#include <spdlog/spdlog.h>

namespace mailmend {

namespace {

constexpr qsizetype columns = 96;

/** Breaks at spaces; a word that is longer than a line stays whole. */
QString wrapped(const QString& text, qsizetype indent)
{
    const QString margin(indent, u' ');
    QString lines;
    QString line;
    for (const QString& word : text.split(u' ', Qt::SkipEmptyParts)) {
        if (!line.isEmpty() && indent + line.size() + 1 + word.size() > columns) {
            lines += margin + line + u'\n';
            line.clear();
        }
        line += (line.isEmpty() ? QString() : QStringLiteral(" ")) + word;
    }
    return lines + margin + line + u'\n';
}

const char* colourOf(Verdict verdict)
{
    switch (verdict) {
    case Verdict::NeedsAction:
        return "\x1b[1;31m";
    case Verdict::LookAtThis:
        return "\x1b[1;33m";
    case Verdict::CouldNotCheck:
        return "\x1b[1;35m";
    case Verdict::Clear:
        return "\x1b[1;32m";
    case Verdict::NotApplicable:
        break;
    }
    return "\x1b[1m";
}

} // namespace

Output::Output(Console& console)
    : m_out(console.out), m_colours(console.outIsTerminal && qEnvironmentVariableIsEmpty("NO_COLOR")),
      m_reader(console.reader)
{}

Result<std::unique_ptr<Output>> Output::open(Console& console, const QString& file)
{
    std::unique_ptr<Output> output(new Output(console));
    if (!file.isEmpty()) {
        output->m_colours = false;
        output->m_file = std::make_unique<QSaveFile>(file);
        if (!output->m_file->open(QIODevice::WriteOnly)) {
            return Error{ErrorKind::BadCall,
                         say(MAILMEND_TEXT("console", "{file} cannot be written."), {{"file", place(file)}}),
                         say(MAILMEND_TEXT("console", "Name a file in a folder that you may write to.")),
                         output->m_file->errorString(),
                         {}};
        }
    }
    return output;
}

void Output::setZone(const QTimeZone& zone)
{
    if (zone.isValid()) {
        m_reader.zone = zone;
    }
}

void Output::write(const QByteArray& bytes)
{
    const std::lock_guard lock(m_mutex);
    if (m_file) {
        m_file->write(bytes);
    } else {
        std::fwrite(bytes.constData(), 1, static_cast<size_t>(bytes.size()), m_out);
    }
}

void Output::line()
{
    write("\n");
}

void Output::line(const Text& text, int indent)
{
    if (!text.isEmpty()) {
        write(wrapped(shown(text), indent).toUtf8());
    }
}

void Output::line(const QString& value, int indent)
{
    write((QString(indent, u' ') + escapeForTerminal(value) + u'\n').toUtf8());
}

void Output::pair(const Text& name, const Text& value, int indent, int column)
{
    const QString left = (QString(indent, u' ') + shown(name)).leftJustified(column - 1) + u' ';
    write((left + wrapped(shown(value), column).mid(column)).toUtf8());
}

void Output::heading(const Text& text)
{
    line();
    const QString words = shown(text);
    write((m_colours ? QStringLiteral("\x1b[1m") + words + QStringLiteral("\x1b[0m\n")
                     : words + u'\n' + QString(words.size(), u'-') + u'\n')
              .toUtf8());
}

void Output::marked(Verdict verdict, const Text& word, const Text& rest)
{
    const QString marker = u'[' + shown(word) + u']';
    const QString all = wrapped(marker + u' ' + shown(rest), 0);
    if (!m_colours || !all.startsWith(marker)) {
        write(all.toUtf8());
        return;
    }
    write(QByteArray(colourOf(verdict)) + marker.toUtf8() + "\x1b[0m" + all.mid(marker.size()).toUtf8());
}

void Output::json(const QJsonObject& object)
{
    write(QJsonDocument(object).toJson(QJsonDocument::Indented));
}

void Output::jsonLine(const QJsonObject& object)
{
    write(QJsonDocument(object).toJson(QJsonDocument::Compact) + '\n');
    if (!m_file) {
        const std::lock_guard lock(m_mutex);
        std::fflush(m_out);
    }
}

QString Output::shown(const Text& text) const
{
    return render(text, Format::Terminal, m_reader);
}

Done Output::finish()
{
    const bool whole = m_file ? m_file->commit() : std::fflush(m_out) == 0 && std::ferror(m_out) == 0;
    if (whole) {
        return done();
    }
    return Error{ErrorKind::Full,
                 say(MAILMEND_TEXT("console", "The output could not be written in full.")),
                 say(MAILMEND_TEXT("console", "See whether the disk is full.")),
                 m_file ? m_file->errorString() : QString(),
                 {}};
}

void tell(const Console& console, const Text& text)
{
    const QByteArray line = render(text, Format::Terminal, console.reader).toUtf8() + '\n';
    std::fwrite(line.constData(), 1, static_cast<size_t>(line.size()), console.err);
    std::fflush(console.err);
}

int fail(Console& console, const Error& error)
{
    logger("console")->info("{}", logLine(error).toStdString());
    tell(console, error.text);
    for (const Error* cause = error.cause.get(); cause != nullptr; cause = cause->cause.get()) {
        tell(console, cause->text);
    }
    if (!error.hint.isEmpty()) {
        tell(console, error.hint);
    }
    switch (error.kind) {
    case ErrorKind::BadCall:
        return exit_status::WrongCall;
    case ErrorKind::NotFound:
    case ErrorKind::Denied:
    case ErrorKind::AntiVirus:
    case ErrorKind::InUse:
    case ErrorKind::Damaged:
    case ErrorKind::Unsupported:
    case ErrorKind::TooLarge:
        return exit_status::CannotRead;
    case ErrorKind::Cancelled:
        return exit_status::CouldNotCheck;
    case ErrorKind::Conflict:
    case ErrorKind::Full:
    case ErrorKind::Fault:
        break;
    }
    return exit_status::Fault;
}

} // namespace mailmend
