// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "reports/report.h"

#include "base/sha256.h"
#include "cases/events.h"
#include "cli/case_access.h"
#include "cli/output.h"

#include <QFileInfo>
#include <QSaveFile>

namespace mailmend {

namespace {

Error wrongFormat(const QString& format)
{
    QStringList known;
    for (const Report* report : allReports()) {
        known.append(QString::fromLatin1(report->format));
    }
    return {ErrorKind::BadCall,
            say(MAILMEND_TEXT("console", "{format} is no format of a report. There are: {formats}."),
                {{"format", words(format)}, {"formats", names(known)}}),
            {},
            {},
            {}};
}

Result<Audience> readAudience(const QString& word)
{
    if (word == QStringLiteral("owner")) {
        return Audience::Owner;
    }
    if (word == QStringLiteral("technician")) {
        return Audience::Technician;
    }
    return Error{ErrorKind::BadCall,
                 say(MAILMEND_TEXT("console", "{audience} is no audience. Use owner or technician."),
                     {{"audience", words(word)}}),
                 {},
                 {},
                 {}};
}

Done writeFile(const QString& name, const QByteArray& content)
{
    QSaveFile file(name);
    if (file.open(QIODevice::WriteOnly) && file.write(content) == content.size() && file.commit()) {
        return done();
    }
    return Error{ErrorKind::BadCall,
                 say(MAILMEND_TEXT("console", "{file} cannot be written."), {{"file", place(name)}}),
                 say(MAILMEND_TEXT("console", "Name a file in a folder that you may write to.")),
                 file.errorString(),
                 {}};
}

int runReport(Console& console)
{
    const auto arguments = Arguments::parse(
        console.arguments,
        {{"format", "html|json"}, {"audience", "owner|technician"}, {"out", "FILE"}, {"by", "NAME"}},
        {1, 1, "a case"});
    if (!arguments) {
        return fail(console, arguments.error());
    }
    const QString format = arguments->value("format", QStringLiteral("html"));
    const Report* report = findReport(format);
    if (report == nullptr) {
        return fail(console, wrongFormat(format));
    }
    const QString audienceWord = arguments->value("audience", QStringLiteral("technician"));
    const auto audience = readAudience(audienceWord);
    if (!audience) {
        return fail(console, audience.error());
    }
    auto opened = openCase(console, arguments->word(0));
    if (!opened) {
        return fail(console, opened.error());
    }
    const QByteArray content =
        report->write({opened->view, *console.knowledge, *audience, console.reader, console.clock()});
    const QString file = arguments->value("out");
    if (file.isEmpty()) {
        std::fwrite(content.constData(), 1, static_cast<size_t>(content.size()), console.out);
        return exit_status::Nothing;
    }
    if (const auto written = writeFile(file, content); !written) {
        return fail(console, written.error());
    }
    const QString by = whoIsIt(*arguments, true).value();
    const auto kept = appendTo(*opened, console,
                               {events::reportWritten(format, audienceWord, QFileInfo(file).fileName(),
                                                      QString::fromLatin1(sha256Hex(content)), by)});
    return kept ? exit_status::Nothing : fail(console, kept.error());
}

} // namespace

extern const Command reportCommand;
constinit const Command reportCommand{
    "report",
    "report CASE [--format html|json] [--audience owner|technician] [--out FILE] [--by NAME]",
    MAILMEND_TEXT("console", "Writes the report of a case"),
    runReport,
};

} // namespace mailmend
