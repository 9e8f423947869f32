// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "cli/scan_command.h"

#include "cases/events.h"
#include "cli/arguments.h"
#include "cli/case_access.h"
#include "cli/output.h"
#include "cli/passphrase.h"
#include "cli/shadow_copy.h"
#include "cli/show_result.h"
#include "engine/hash_received.h"
#include "engine/helper/elevation.h"
#include "engine/helper/scan_with_rights.h"
#include "engine/known_machine.h"
#include "engine/recheck.h"
#include "engine/scan_runner.h"
#include "evidence/collection/zip_lock.h"
#include "reports/case_json.h"
#include "reports/report.h"

#include <map>

namespace mailmend {

namespace {

struct ScanCall
{
    ScanRequest request;
    PrintAs format = PrintAs::Text;
    QString caseFile;
    QString outFile;
    QString by;
    QStringList targets;
};

Result<ScanCall> readCall(const Console& console, bool looseFiles)
{
    const auto arguments = Arguments::parse(console.arguments,
                                            {{"only", "CHECK,…"},
                                             {"rules", "DIR"},
                                             {"case", "FILE"},
                                             {"by", "NAME"},
                                             {"format", "text|json|jsonl"},
                                             {"out", "FILE"},
                                             {"threads", "N"},
                                             shadowCopyOption,
                                             passphraseOption},
                                            {1, 64, "at least one target"});
    if (!arguments) {
        return arguments.error();
    }
    const auto format = printAs(*arguments, true);
    if (!format) {
        return format.error();
    }
    ScanCall call;
    call.format = *format;
    for (const QString& word : arguments->words()) {
        call.targets.append(absoluteTarget(word));
        call.request.targets.append({call.targets.last(), looseFiles, {}});
    }
    call.request.only = arguments->values("only", true);
    call.request.ruleFolders = arguments->values("rules");
    call.caseFile = arguments->value("case");
    call.outFile = arguments->value("out");
    if (arguments->has("threads")) {
        bool isNumber = false;
        call.request.threads = arguments->value("threads").toInt(&isNumber);
        if (!isNumber || call.request.threads < 1 || call.request.threads > 64) {
            return Error{ErrorKind::BadCall,
                         say(MAILMEND_TEXT("console", "--threads takes a number from 1 to 64.")),
                         {},
                         {},
                         {}};
        }
    }
    const auto by = whoIsIt(*arguments, true);
    if (!by) {
        return by.error();
    }
    call.by = *by;
    const auto passphrase = passphraseFor(console, *arguments, call.targets);
    if (!passphrase) {
        return passphrase.error();
    }
    const bool isNamed = arguments->has(passphraseOption.name);
    if (const Done allowed = allowShadowCopy(*arguments, call.request.targets); !allowed) {
        return allowed.error();
    }
    for (TargetSpec& target : call.request.targets) {
        // Of a collection that it was named for, and that is not locked, Mailmend says so.
        target.passphrase = isNamed || isLockedZip(target.text) ? *passphrase : Secret();
    }
    return call;
}

QJsonObject progressJson(const ScanProgress& progress)
{
    return {{QStringLiteral("event"), QStringLiteral("progress")},
            {QStringLiteral("doing"), inEnglish(progress.doing)},
            {QStringLiteral("files_seen"), progress.filesSeen},
            {QStringLiteral("files_read"), progress.filesRead},
            {QStringLiteral("bytes_read"), progress.bytesRead}};
}

/** Events as they happen, one a line. */
ScanListener lineListener(Output& output)
{
    return {
        [&output](const ScanProgress& progress) { output.jsonLine(progressJson(progress)); },
        [&output](const TargetInfo& target) {
            output.jsonLine({{QStringLiteral("event"), QStringLiteral("target")},
                             {QStringLiteral("target"), targetJson(target)}});
        },
        [&output](const Finding& finding) {
            output.jsonLine({{QStringLiteral("event"), QStringLiteral("finding")},
                             {QStringLiteral("finding"), findingJson(finding)}});
        },
        [&output](const CheckResult& result) {
            output.jsonLine({{QStringLiteral("event"), QStringLiteral("check")},
                             {QStringLiteral("check"), checkResultJson(result)}});
        },
    };
}

/** A line on standard error that is written over again and again. */
ScanListener terminalListener(Console& console)
{
    return {[&console](const ScanProgress& progress) {
                const QString line =
                    render(say(MAILMEND_TEXT("console", "{count} files read. {doing}"),
                               {{"count", count(progress.filesRead)}, {"doing", sentence(progress.doing)}}),
                           Format::Terminal, console.reader)
                        .left(78);
                std::fprintf(console.err, "\r\x1b[K%s", line.toUtf8().constData());
                std::fflush(console.err);
            },
            {},
            {},
            {}};
}

QString collectorOf(const TargetInfo& target)
{
    for (const HostFact& fact : target.facts) {
        if (fact.key == QStringLiteral("collector")) {
            return fact.value;
        }
    }
    return {};
}

/** What was received and what was seen in it, into the case. */
Done keep(OpenCase& opened, const Console& console, const ScanCall& call, const ScanResult& result,
          std::map<QString, QFuture<QString>>& hashes)
{
    QList<Event> events;
    for (const TargetInfo& target : result.targets) {
        const auto hash = hashes.find(target.path);
        events.append(events::evidenceReceived(
            target, collectorOf(target), hash == hashes.end() ? QString() : hash->second.result(), call.by));
    }
    if (!result.targets.isEmpty()) {
        const auto seen = eventsOfFurtherScan(opened.view, result, call.request.targets, *console.knowledge,
                                              call.by, console.cancel);
        if (!seen) {
            return seen.error();
        }
        events += *seen;
    }
    return events.isEmpty() ? done() : appendTo(opened, console, events);
}

void print(Output& output, const ScanCall& call, const ScanResult& result, const Knowledge& knowledge)
{
    switch (call.format) {
    case PrintAs::Text:
        showResult(output, result, knowledge, call.caseFile);
        break;
    case PrintAs::Json:
        output.json(scanJson(result));
        break;
    case PrintAs::JsonLines:
        output.jsonLine({{QStringLiteral("event"), QStringLiteral("result")},
                         {QStringLiteral("result"), scanJson(result)}});
        break;
    }
}

} // namespace

int runScanCommand(Console& console, bool looseFiles)
{
    const auto call = readCall(console, looseFiles);
    if (!call) {
        return fail(console, call.error());
    }
    auto output = Output::open(console, call->outFile);
    if (!output) {
        return fail(console, output.error());
    }
    std::optional<OpenCase> opened;
    std::map<QString, QFuture<QString>> hashes;
    if (!call->caseFile.isEmpty()) {
        auto found = openOrCreateCase(console, call->caseFile);
        if (!found) {
            return fail(console, found.error());
        }
        opened = std::move(*found);
    }
    ScanListener listener;
    const bool showsProgress = call->format == PrintAs::Text && console.outIsTerminal;
    if (call->format == PrintAs::JsonLines) {
        listener = lineListener(**output);
    } else if (showsProgress) {
        listener = terminalListener(console);
    }
    if (opened) {
        for (const QString& target : call->targets) {
            hashes.emplace(target, hashReceived(target, console.cancel));
        }
    }
    auto result = runScan(call->request, *console.knowledge, clockFor(console, call->targets), console.cancel,
                          listener);
    if (showsProgress) {
        std::fputs("\r\x1b[K", console.err);
    }
    if (!result) {
        console.cancel.cancel(); // whatever is still being hashed is of no use any more
        return fail(console, result.error());
    }
    if (rightsAreOurs()) {
        sayThatRightsWereGiven(*result);
    }
    if (opened) {
        *result = asKnownIn(opened->view.targets, std::move(*result));
        if (const auto kept = keep(*opened, console, *call, *result, hashes); !kept) {
            print(**output, *call, *result, *console.knowledge);
            (void)(*output)->finish();
            return fail(console, kept.error());
        }
    }
    print(**output, *call, *result, *console.knowledge);
    if (const auto written = (*output)->finish(); !written) {
        return fail(console, written.error());
    }
    if (rightsMayShowMore(*result)) {
        tell(console, say(MAILMEND_TEXT("console",
                                        "Some of this computer could not be read: only an administrator may. "
                                        "Open the command prompt with “Run as administrator”, then type the "
                                        "same again.")));
    }
    return exitStatus(*result);
}

} // namespace mailmend
