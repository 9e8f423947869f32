// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "checks/registry.h"
#include "cli/arguments.h"
#include "cli/output.h"
#include "reports/json_values.h"

namespace mailmend {

namespace {

QJsonObject checkJson(const Check& check)
{
    using namespace json_values;
    QJsonArray areas;
    for (const char* area : check.areas) {
        areas.append(word(area));
    }
    return {{QStringLiteral("id"), word(check.id)},
            {QStringLiteral("title"), inEnglish(say(check.title))},
            {QStringLiteral("question"), inEnglish(say(check.question))},
            {QStringLiteral("reads"), inEnglish(say(check.reads))},
            {QStringLiteral("limits"), inEnglish(say(check.limits))},
            {QStringLiteral("areas"), areas}};
}

QJsonObject checksJson(std::span<const Check* const> checks)
{
    QJsonArray list;
    for (const Check* check : checks) {
        list.append(checkJson(*check));
    }
    return {{QStringLiteral("schema"), QStringLiteral("mailmend-checks/1")},
            {QStringLiteral("checks"), list}};
}

int finish(Console& console, Output& output)
{
    const auto printed = output.finish();
    return printed ? exit_status::Nothing : fail(console, printed.error());
}

int runListChecks(Console& console)
{
    const auto arguments = Arguments::parse(console.arguments, {{"format", "text|json"}}, {0, 0, ""});
    if (!arguments) {
        return fail(console, arguments.error());
    }
    const auto format = printAs(*arguments);
    if (!format) {
        return fail(console, format.error());
    }
    auto output = Output::open(console, {});
    if (!output) {
        return fail(console, output.error());
    }
    if (*format == PrintAs::Json) {
        (*output)->json(checksJson(allChecks()));
        return finish(console, **output);
    }
    for (const Check* check : allChecks()) {
        (*output)->pair(verbatim(QString::fromLatin1(check->id)), say(check->question), 0, 18);
    }
    return finish(console, **output);
}

int runExplain(Console& console)
{
    const auto arguments = Arguments::parse(console.arguments, {{"format", "text|json"}}, {1, 1, "a check"});
    if (!arguments) {
        return fail(console, arguments.error());
    }
    const auto format = printAs(*arguments);
    if (!format) {
        return fail(console, format.error());
    }
    const Check* check = findCheck(arguments->word(0));
    if (check == nullptr) {
        return fail(console, {ErrorKind::BadCall,
                              say(MAILMEND_TEXT("console", "There is no check {check}."),
                                  {{"check", words(arguments->word(0))}}),
                              say(MAILMEND_TEXT("console", "mailmend-cli list-checks prints their names.")),
                              {},
                              {}});
    }
    auto output = Output::open(console, {});
    if (!output) {
        return fail(console, output.error());
    }
    if (*format == PrintAs::Json) {
        const Check* const one[] = {check};
        (*output)->json(checksJson(one));
        return finish(console, **output);
    }
    (*output)->line(say(check->title));
    (*output)->line(say(check->question));
    (*output)->line();
    (*output)->pair(say(MAILMEND_TEXT("console", "It reads")), say(check->reads), 0, 18);
    (*output)->pair(say(MAILMEND_TEXT("console", "It cannot see")), say(check->limits), 0, 18);
    QList<Text> areas;
    for (const Area& area : console.knowledge->areas) {
        for (const char* id : check->areas) {
            if (area.id == QLatin1StringView(id)) {
                areas.append(say(MAILMEND_TEXT("console", "{area}."), {{"area", sentence(area.title)}}));
            }
        }
    }
    if (!areas.isEmpty()) {
        (*output)->pair(say(MAILMEND_TEXT("console", "It covers")),
                        say(MAILMEND_TEXT("console", "{areas}"), {{"areas", sentences(areas)}}), 0, 18);
    }
    return finish(console, **output);
}

} // namespace

extern const Command listChecksCommand;
constinit const Command listChecksCommand{
    "list-checks",
    "list-checks [--format text|json]",
    MAILMEND_TEXT("console", "Prints the checks and what each asks"),
    runListChecks,
};

extern const Command explainCommand;
constinit const Command explainCommand{
    "explain",
    "explain CHECK [--format text|json]",
    MAILMEND_TEXT("console", "Says what a check reads and what it cannot see"),
    runExplain,
};

} // namespace mailmend
