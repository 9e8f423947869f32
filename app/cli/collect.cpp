// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/collect/collect.h"

#include "checks/registry.h"
#include "cli/arguments.h"
#include "cli/output.h"
#include "cli/passphrase.h"
#include "cli/shadow_copy.h"
#include "cli/show_collected.h"
#include "engine/collect/collect_place.h"
#include "engine/helper/elevation.h"

namespace mailmend {

namespace {

struct CollectCall
{
    QString target;
    QString out;
    Secret passphrase; ///< empty: not locked
    bool mayMakeShadowCopy = false;
    PrintAs format = PrintAs::Text;
};

Result<Secret> newPassphrase(const Console& console, const Arguments& arguments)
{
    const bool hasFile = arguments.has(passphraseOption.name);
    if (arguments.has("no-passphrase")) {
        return hasFile ? Result<Secret>(badCall(say(MAILMEND_TEXT(
                             "console", "Say --passphrase-file or --no-passphrase, not both."))))
                       : Result<Secret>(Secret());
    }
    if (!hasFile && !console.inIsTerminal) {
        return badCall(
            say(MAILMEND_TEXT("console", "A collection holds password hashes, so it is locked with a "
                                         "passphrase: name a file with it, --passphrase-file FILE.")),
            say(MAILMEND_TEXT("console", "Where nobody else can come by the collection, say "
                                         "--no-passphrase.")));
    }
    const auto given =
        hasFile
            ? passphraseIn(arguments.value(passphraseOption.name))
            : askPassphrase(console, say(MAILMEND_TEXT("console", "A passphrase for the collection, {count} "
                                                                  "letters or more (four words do well):"),
                                         {{"count", count(shortestPassphrase)}}));
    if (!given) {
        return given;
    }
    if (given->letters() < shortestPassphrase) {
        return badCall(
            say(MAILMEND_TEXT("console", "This passphrase is too short: a zip's lock lets a thief try "
                                         "short ones quickly."),
                {}),
            say(MAILMEND_TEXT("console", "Take {count} letters or more; four words that don't belong "
                                         "together do well."),
                {{"count", count(shortestPassphrase)}}));
    }
    if (hasFile) {
        return given;
    }
    const auto again = askPassphrase(console, say(MAILMEND_TEXT("console", "Once more:")));
    if (again && !(*again == *given)) {
        return badCall(say(MAILMEND_TEXT("console", "These were two different passphrases. Nothing was "
                                                    "collected.")));
    }
    return again;
}

Done checkPlace(const Arguments& arguments, const CollectCall& call)
{
    const auto found = lookAtPlace(call.out, call.target);
    if (!found) {
        return badCall(found.error().text, found.error().hint);
    }
    if (*found == CollectPlace::Taken) {
        return badCall(say(MAILMEND_TEXT("console", "{path} is there already."), {{"path", place(call.out)}}),
                       say(MAILMEND_TEXT("console", "Choose another name: nothing is written over.")));
    }
    if (*found == CollectPlace::OnExaminedDisk && !arguments.has("onto-examined-disk")) {
        return badCall(
            say(MAILMEND_TEXT("console",
                              "{path} would be on the disk that is looked at. What is written there "
                              "may destroy traces of files that were deleted."),
                {{"path", place(call.out)}}),
            say(MAILMEND_TEXT("console", "Write to another disk or a share. If there is none, say "
                                         "--onto-examined-disk.")));
    }
    return done();
}

Result<CollectCall> readCall(const Console& console)
{
    const auto arguments = Arguments::parse(console.arguments,
                                            {{"out", "FILE.zip"},
                                             passphraseOption,
                                             {"no-passphrase"},
                                             {"onto-examined-disk"},
                                             shadowCopyOption,
                                             {"format", "text|json"}},
                                            {1, 1, "a target"});
    if (!arguments) {
        return arguments.error();
    }
    const auto format = printAs(*arguments);
    if (!format) {
        return format.error();
    }
    CollectCall call;
    call.format = *format;
    call.target = absoluteTarget(arguments->word(0));
    call.out = arguments->value("out");
    if (!call.out.endsWith(QStringLiteral(".zip"), Qt::CaseInsensitive)) {
        return badCall(say(MAILMEND_TEXT("console", "Say where to write it: --out FILE.zip.")));
    }
    if (const auto fits = checkPlace(*arguments, call); !fits) {
        return fits.error();
    }
    QList<TargetSpec> targets{{call.target, false, {}}};
    if (const Done allowed = allowShadowCopy(*arguments, targets); !allowed) {
        return allowed.error();
    }
    call.mayMakeShadowCopy = targets.first().mayMakeShadowCopy;
    const auto passphrase = newPassphrase(console, *arguments);
    if (!passphrase) {
        return passphrase.error();
    }
    call.passphrase = *passphrase;
    return call;
}

CollectProgress terminalProgress(const Console& console)
{
    return [&console](qint64 files, qint64 read, const WindowsPath& now) {
        const QString line = render(say(MAILMEND_TEXT("console", "{count} files, {size}. {path}"),
                                        {{"count", count(files)},
                                         {"size", bytes(read)},
                                         {"path", place(now.parent().display())}}),
                                    Format::Terminal, console.reader)
                                 .left(78);
        std::fprintf(console.err, "\r\x1b[K%s", line.toUtf8().constData());
        std::fflush(console.err);
    };
}

/** Of a collecting that failed. */
Text whatIsThere(const PartialFile& file)
{
    if (file.isWhole()) {
        return say(MAILMEND_TEXT("console", "{path} is the whole collection and lacks only its name. Rename "
                                            "it so that it ends with .zip, and keep it."),
                   {{"path", place(file.path())}});
    }
    return say(MAILMEND_TEXT("console", "{path} holds what was written until then. It can't be opened; "
                                        "delete it before you collect again."),
               {{"path", place(file.path())}});
}

int runCollect(Console& console)
{
    const auto call = readCall(console);
    if (!call) {
        return fail(console, call.error());
    }
    auto output = Output::open(console, {});
    if (!output) {
        return fail(console, output.error());
    }
    letOthersGoFirst();
    const auto evidence = openEvidence({call->target, false, {}, call->mayMakeShadowCopy}, console.cancel);
    if (!evidence) {
        return fail(console, evidence.error());
    }
    auto file = createPartialFile(call->out);
    if (!file) {
        Error error = file.error();
        error.kind = error.kind == ErrorKind::Full ? error.kind : ErrorKind::BadCall;
        return fail(console, error);
    }
    const bool showsProgress = call->format == PrintAs::Text && console.outIsTerminal;
    const CollectInput input{**evidence, *console.knowledge, allChecks(), call->passphrase, {}};
    const auto collected = collect(input, **file, console.clock, console.cancel,
                                   showsProgress ? terminalProgress(console) : CollectProgress());
    if (showsProgress) {
        std::fputs("\r\x1b[K", console.err);
    }
    if (!collected) {
        const int status = fail(console, collected.error());
        tell(console, whatIsThere(**file));
        return status;
    }
    const CollectionMade made{call->out, !call->passphrase.isEmpty(), (*evidence)->target, *collected,
                              rightsAreOurs()};
    if (call->format == PrintAs::Json) {
        (*output)->json(collectedJson(made));
    } else {
        showCollected(**output, made);
    }
    if (const auto printed = (*output)->finish(); !printed) {
        return fail(console, printed.error());
    }
    const bool whole = collected->finished && collected->unreadable == 0 && collected->troubles == 0 &&
                       collected->older == 0 && collected->left.isEmpty();
    return whole ? exit_status::Nothing : exit_status::CouldNotCheck;
}

} // namespace

extern const Command collectCommand;
constinit const Command collectCommand{
    "collect",
    "collect TARGET --out FILE.zip [--passphrase-file FILE | --no-passphrase] [--onto-examined-disk] "
    "[--shadow-copy] [--format text|json]",
    MAILMEND_TEXT("console", "Copies what the checks look at into one locked zip, to be looked at elsewhere"),
    runCollect,
};

} // namespace mailmend
