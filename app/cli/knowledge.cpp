// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "cli/arguments.h"
#include "cli/judged_build.h"
#include "cli/output.h"
#include "reports/json_values.h"

namespace mailmend {
namespace {

constexpr int kColumn = 18;

QString label(const ExchangeBuild& build)
{
    return build.su.isEmpty() ? build.cu : build.cu + QLatin1Char(' ') + build.su;
}

QString fixLabel(const ExchangeBuild& build)
{
    return label(build) + QStringLiteral(", ") + build.build.text();
}

Text whatItIs(const JudgedBuild& one)
{
    const BuildStanding& standing = one.standing;
    if (!standing.product) {
        return say(MAILMEND_TEXT("console", "No build of Exchange that Mailmend knows."));
    }
    const Argument product = words(standing.product->name);
    if (!standing.cu) {
        return standing.known == BuildStanding::Known::NewerThanTable
                   ? say(MAILMEND_TEXT("console", "{product}, newer than the knowledge pack."),
                         {{"product", product}})
                   : say(MAILMEND_TEXT("console", "{product}, but a build that stands in no table."),
                         {{"product", product}});
    }
    const ExchangeBuild& named = standing.update ? *standing.update : *standing.cu;
    const QList<std::pair<QByteArray, Argument>> parts{
        {"product", product}, {"update", words(label(named))}, {"day", day(named.released)}};
    if (!standing.suKnown) {
        return say(
            MAILMEND_TEXT("console",
                          "{product} {update}, of {day}. Which security update is on top is not known."),
            parts);
    }
    switch (standing.known) {
    case BuildStanding::Known::NewerThanTable:
        return say(
            MAILMEND_TEXT("console",
                          "{product}, newer than the last update that the pack knows for it: {update}, "
                          "of {day}."),
            parts);
    case BuildStanding::Known::Between:
        return say(MAILMEND_TEXT("console",
                                 "{product}, between two updates; the last one in it is {update}, of {day}."),
                   parts);
    case BuildStanding::Known::Exact:
        return say(MAILMEND_TEXT("console", "{product} {update}, of {day}."), parts);
    case BuildStanding::Known::Unknown:
        break;
    }
    return say(MAILMEND_TEXT("console", "{product}, older than the first build of {update}."), parts);
}

Text support(const JudgedBuild& one)
{
    const SupportedProduct& product = *one.standing.product;
    if (!product.extendedEnd.isValid()) {
        return say(MAILMEND_TEXT("console", "It gets fixes; no end was announced."));
    }
    return one.supportEnded ? say(MAILMEND_TEXT("console", "Free fixes ended on {day}."),
                                  {{"day", day(product.extendedEnd)}})
                            : say(MAILMEND_TEXT("console", "It gets fixes until {day}."),
                                  {{"day", day(product.extendedEnd)}});
}

Text openLine(const CveStanding& one)
{
    QString name = one.cve.cve;
    if (one.exploited && !one.exploited->nickname.isEmpty()) {
        name += QStringLiteral(" (%1)").arg(one.exploited->nickname);
    }
    if (!one.fixedIn) {
        return say(MAILMEND_TEXT("console", "{cve}"), {{"cve", words(name)}});
    }
    return say(MAILMEND_TEXT("console", "{cve}: closed by {fix} or newer"),
               {{"cve", words(name)}, {"fix", words(fixLabel(*one.fixedIn))}});
}

void printCves(Output& output, const JudgedBuild& one)
{
    const auto list = [&](const Text& heading, bool attacked) {
        bool headed = false;
        for (const CveStanding& cve : one.cves) {
            if (cve.state == CveState::Open && cve.exploited.has_value() == attacked) {
                if (!headed) {
                    output.line(heading, 2);
                }
                headed = true;
                output.line(openLine(cve), 4);
            }
        }
    };
    list(say(MAILMEND_TEXT("console", "Open, and used in attacks:")), true);
    list(say(MAILMEND_TEXT("console", "Open:")), false);
    QStringList unsure;
    for (const CveStanding& cve : one.cves) {
        if (cve.state == CveState::CouldNotCheck) {
            unsure.append(cve.cve.cve);
        }
    }
    if (!unsure.isEmpty()) {
        output.line(say(MAILMEND_TEXT("console", "The build alone does not tell: {cves}."),
                        {{"cves", names(unsure)}}),
                    2);
    }
}

void printPack(Output& output, const Knowledge& knowledge, const QDateTime& now)
{
    const KnowledgeInfo info = knowledge.info(now);
    const auto pair = [&output](TextSource name, const Text& value) {
        output.pair(say(name), value, 0, kColumn);
    };
    pair(MAILMEND_TEXT("console", "Version"), verbatim(info.version));
    pair(MAILMEND_TEXT("console", "Date"), say(MAILMEND_TEXT("console", "{day}, {age} {age|day|days} old"),
                                               {{"day", day(info.date)}, {"age", count(info.ageDays)}}));
    pair(MAILMEND_TEXT("console", "SHA-256"), verbatim(info.sha256));
    pair(MAILMEND_TEXT("console", "Builds"),
         say(MAILMEND_TEXT("console", "{count}, up to {day}"),
             {{"count", count(knowledge.builds.builds.size())}, {"day", day(knowledge.builds.asOf)}}));
    pair(MAILMEND_TEXT("console", "Flaws"),
         say(MAILMEND_TEXT("console", "{count}, of which {attacked} are used in attacks"),
             {{"count", count(knowledge.builds.cves.size())},
              {"attacked", count(knowledge.builds.exploited.size())}}));
    pair(MAILMEND_TEXT("console", "Shipped pages"),
         say(MAILMEND_TEXT("console", "{count}, of {builds} builds"),
             {{"count", count(knowledge.files.shippedByHash.size())},
              {"builds", count(knowledge.files.buildsCovered.size())}}));
    pair(MAILMEND_TEXT("console", "Known bad files"),
         say(MAILMEND_TEXT("console", "{count}"), {{"count", count(knowledge.files.bad.size())}}));
    pair(MAILMEND_TEXT("console", "File rules"),
         say(MAILMEND_TEXT("console", "{count}"), {{"count", count(knowledge.fileRules.size())}}));
    pair(MAILMEND_TEXT("console", "Playbooks"),
         say(MAILMEND_TEXT("console", "{count}"), {{"count", count(knowledge.playbooks.size())}}));
    if (knowledge.isTooOld(now)) {
        output.line();
        output.line(say(MAILMEND_TEXT("console",
                                      "This knowledge is too old to say that nothing is missing. Get a newer "
                                      "Mailmend.")));
    }
}

int finish(Console& console, Output& output, int status)
{
    const auto printed = output.finish();
    return printed ? status : fail(console, printed.error());
}

int show(Console& console, PrintAs format)
{
    auto output = Output::open(console, {});
    if (!output) {
        return fail(console, output.error());
    }
    if (format == PrintAs::Json) {
        (*output)->json({{QStringLiteral("schema"), QStringLiteral("mailmend-knowledge/1")},
                         {QStringLiteral("knowledge"), packJson(*console.knowledge, console.clock())}});
    } else {
        printPack(**output, *console.knowledge, console.clock());
    }
    return finish(console, **output, exit_status::Nothing);
}

int builds(Console& console, PrintAs format, const QStringList& versions)
{
    QList<JudgedBuild> answers;
    int status = exit_status::Nothing;
    for (const QString& text : versions) {
        const std::optional<BuildNumber> build = BuildNumber::parse(text);
        if (!build) {
            return fail(console, {ErrorKind::BadCall,
                                  say(MAILMEND_TEXT("console", "{version} is no version."),
                                      {{"version", words(text)}}),
                                  say(MAILMEND_TEXT("console", "Write it like this: 15.1.2507.6")),
                                  {},
                                  {}});
        }
        answers.append(judgeBuild(console.knowledge->builds, text, *build, console.clock().toUTC().date()));
        status = worseStatus(status, statusOf(answers.last()));
    }
    auto output = Output::open(console, {});
    if (!output) {
        return fail(console, output.error());
    }
    if (format == PrintAs::Json) {
        (*output)->json({{QStringLiteral("schema"), QStringLiteral("mailmend-knowledge/1")},
                         {QStringLiteral("knowledge"), packJson(*console.knowledge, console.clock())},
                         {QStringLiteral("builds"), json_values::each(answers, buildJson)}});
        return finish(console, **output, status);
    }
    for (const JudgedBuild& one : answers) {
        (*output)->line(one.build.text());
        (*output)->line(whatItIs(one), 2);
        if (one.standing.product) {
            (*output)->line(support(one), 2);
        }
        printCves(**output, one);
        (*output)->line();
    }
    return finish(console, **output, status);
}

int run(Console& console)
{
    const auto arguments = Arguments::parse(console.arguments, {{"format", "text|json"}},
                                            {1, 100, "show, or build and a version"});
    if (!arguments) {
        return fail(console, arguments.error());
    }
    const auto format = printAs(*arguments);
    if (!format) {
        return fail(console, format.error());
    }
    const QStringList rest = arguments->words().mid(1);
    if (arguments->word(0) == QStringLiteral("show") && rest.isEmpty()) {
        return show(console, *format);
    }
    if (arguments->word(0) == QStringLiteral("build") && !rest.isEmpty()) {
        return builds(console, *format, rest);
    }
    return fail(console,
                {ErrorKind::BadCall,
                 say(MAILMEND_TEXT("console", "knowledge takes show, or build and at least one version.")),
                 say(MAILMEND_TEXT("console", "For example: mailmend-cli knowledge build 15.1.2507.6")),
                 {},
                 {}});
}

} // namespace

extern const Command knowledgeCommand;
constinit const Command knowledgeCommand{
    "knowledge",
    "knowledge show | build VERSION… [--format text|json]",
    MAILMEND_TEXT("console", "Says what Mailmend knows, and what an Exchange build is and lacks"),
    run,
};

} // namespace mailmend
