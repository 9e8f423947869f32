// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/collect/collect.h"

#include "checks/registry.h"
#include "cli/arguments.h"
#include "cli/output.h"
#include "cli/passphrase.h"
#include "cli/shadow_copy.h"
#include "engine/collect/collect_place.h"
#include "reports/json_values.h"

#include <QFileInfo>

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

QJsonArray inEnglishEach(const QList<Text>& all)
{
    return json_values::each(all, [](const Text& text) { return QJsonValue(inEnglish(text)); });
}

void show(Output& output, const CollectCall& call, const TargetInfo& target, const Collected& collected)
{
    if (call.format == PrintAs::Json) {
        output.json({{QStringLiteral("schema"), QStringLiteral("mailmend-collect/1")},
                     {QStringLiteral("target"), target.id},
                     {QStringLiteral("host"), target.host},
                     {QStringLiteral("file"), call.out},
                     {QStringLiteral("sha256"), QLatin1String(collected.sha256)},
                     {QStringLiteral("size"), collected.written},
                     {QStringLiteral("locked"), !call.passphrase.isEmpty()},
                     {QStringLiteral("finished"), collected.finished},
                     {QStringLiteral("files"), collected.files},
                     {QStringLiteral("bytes"), collected.bytes},
                     {QStringLiteral("unreadable"), collected.unreadable},
                     {QStringLiteral("from_older_shadow_copy"), collected.older},
                     {QStringLiteral("folders_with_trouble"), collected.troubles},
                     {QStringLiteral("not_copied"), inEnglishEach(collected.notCopied)},
                     {QStringLiteral("left_behind"), inEnglishEach(collected.left)}});
        return;
    }
    output.line(say(MAILMEND_TEXT("console", "Collected {count} {count|file|files} ({size}) of {host} into "
                                             "{path}, {written}."),
                    {{"count", count(collected.files)},
                     {"size", bytes(collected.bytes)},
                     {"host", words(target.host.isEmpty() ? target.path : target.host)},
                     {"path", place(call.out)},
                     {"written", bytes(collected.written)}}));
    if (collected.unreadable > 0) {
        output.line(say(MAILMEND_TEXT("console", "{count} {count|file|files} could not be read. The "
                                                 "collection says which, and why."),
                        {{"count", count(collected.unreadable)}}));
    }
    for (const Text& text : collected.notCopied) {
        output.line(text);
    }
    if (collected.older > 0) {
        output.line(
            say(MAILMEND_TEXT("console", "Of {count} {count|file|files} that another program holds open, "
                                         "only an older state could be collected, from a shadow copy. "
                                         "The collection says which, and of when."),
                {{"count", count(collected.older)}}));
    }
    if (collected.troubles > 0) {
        output.line(say(MAILMEND_TEXT("console", "{count} {count|folder|folders} could not be listed in "
                                                 "full."),
                        {{"count", count(collected.troubles)}}));
    }
    if (!collected.finished) {
        output.line(say(MAILMEND_TEXT("console", "There is more than one collection takes. It says of itself "
                                                 "that it is not whole. Look at the disk itself instead.")));
    }
    for (const Text& left : collected.left) {
        output.line(left);
    }
    output.line(say(MAILMEND_TEXT("console", "SHA-256 of the file: {hash}"),
                    {{"hash", words(QLatin1String(collected.sha256))}}));
    if (!call.passphrase.isEmpty()) {
        output.line(say(MAILMEND_TEXT("console", "Its files are locked (AES-256); their names are not. Keep "
                                                 "the passphrase away from it: without it nobody can open "
                                                 "it.")));
    }
    output.line(say(MAILMEND_TEXT("console", "Look at it on a clean computer: mailmend-cli check {path}"),
                    {{"path", place(QFileInfo(call.out).fileName())}}));
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
    show(**output, *call, (*evidence)->target, *collected);
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
