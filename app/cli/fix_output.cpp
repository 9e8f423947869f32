// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "cli/fix_output.h"

#include "reports/json_values.h"

#include <array>

namespace mailmend {

namespace {

void showList(Output& output, const Text& title, const QList<Text>& lines)
{
    if (lines.isEmpty()) {
        return;
    }
    output.line(title, 2);
    for (const Text& one : lines) {
        output.line(say(MAILMEND_TEXT("console", "- {text}"), {{"text", sentence(one)}}), 4);
    }
}

Verdict markFor(FindingStatus status)
{
    return status == FindingStatus::Fixed        ? Verdict::Clear
           : status == FindingStatus::CannotTell ? Verdict::CouldNotCheck
                                                 : Verdict::NotApplicable;
}

QJsonArray inEnglishAll(const QList<Text>& texts)
{
    return json_values::each(texts, [](const Text& text) { return QJsonValue(inEnglish(text)); });
}

} // namespace

Result<FixCall> readFixCall(Console& console, std::initializer_list<Option> options)
{
    auto arguments = Arguments::parse(console.arguments, options, {2, 10'000, "a case and a step"});
    if (!arguments) {
        return arguments.error();
    }
    const auto format = printAs(*arguments);
    if (!format) {
        return format.error();
    }
    auto opened = openCase(console, arguments->word(0));
    if (!opened) {
        return opened.error();
    }
    FixCall call{*arguments, *format, std::move(*opened), arguments->words().mid(1), nullptr};
    call.steps.removeDuplicates();
    for (const QString& step : call.steps) {
        if (doneChange(call.opened.view, step) == nullptr && call.opened.view.change(step) == nullptr) {
            if (const auto found = findStep(call.opened.view, step); !found) {
                return found.error();
            }
        }
    }
    auto output = Output::open(console, arguments->value("out"));
    if (!output) {
        return output.error();
    }
    call.output = std::move(*output);
    return call;
}

void show(Output& output, const StepPreview& of)
{
    const Preview& preview = of.preview;
    output.line(preview.title);
    output.line(of.step, 2);
    showList(output, say(MAILMEND_TEXT("console", "What changes:")), preview.changes);
    showList(output, say(MAILMEND_TEXT("console", "What stays:")), preview.stays);
    showList(output, say(MAILMEND_TEXT("console", "What undo cannot bring back:")), preview.cannotComeBack);
    output.line(say(MAILMEND_TEXT("console", "How to undo it: {undo}"), {{"undo", sentence(preview.undo)}}),
                2);
}

QJsonObject fixJson(const StepPreview& of)
{
    using namespace json_values;
    return {{QStringLiteral("step"), shown(of.step)},
            {QStringLiteral("action"), shown(of.request.action)},
            {QStringLiteral("title"), inEnglish(of.preview.title)},
            {QStringLiteral("changes"), inEnglishAll(of.preview.changes)},
            {QStringLiteral("stays"), inEnglishAll(of.preview.stays)},
            {QStringLiteral("cannot_come_back"), inEnglishAll(of.preview.cannotComeBack)},
            {QStringLiteral("undo"), inEnglish(of.preview.undo)},
            {QStringLiteral("consent"), inEnglish(of.preview.consent)}};
}

void show(Output& output, const FixOutcome& outcome)
{
    output.line(outcome.change.what);
    showList(output, say(MAILMEND_TEXT("console", "What did not come back, or will not:")),
             outcome.change.lost);
    output.marked(markFor(outcome.status), statusText(outcome.status), outcome.verified);
    if (outcome.madeRoom) {
        output.line(outcome.madeRoom->what);
        output.line(
            say(MAILMEND_TEXT("console", "Mailmend can put that back too: mailmend-cli undo CASE {change}"),
                {{"change", words(outcome.madeRoom->change)}}));
    }
}

QJsonObject fixJson(const QString& step, const FixOutcome& outcome)
{
    using namespace json_values;
    const ChangeRecord& record = outcome.change;
    return {{QStringLiteral("step"), orNull(step)},
            {QStringLiteral("change"), shown(record.change)},
            {QStringLiteral("action"), shown(record.action)},
            {QStringLiteral("state"), word(toWord(record.state))},
            {QStringLiteral("what"), inEnglish(record.what)},
            {QStringLiteral("lost"), inEnglishAll(record.lost)},
            {QStringLiteral("begun"), timeOrNull(record.begun)},
            {QStringLiteral("settled"), timeOrNull(record.settled)},
            {QStringLiteral("recovered"), record.recovered},
            {QStringLiteral("status"), word(toWord(outcome.status))},
            {QStringLiteral("verified"), orNull(outcome.verified)},
            {QStringLiteral("made_room"),
             outcome.madeRoom ? QJsonValue(shown(outcome.madeRoom->change)) : QJsonValue()}};
}

QJsonObject fixesJson(const char* schema, const QJsonArray& steps)
{
    return {{QStringLiteral("schema"), QLatin1StringView(schema)}, {QStringLiteral("steps"), steps}};
}

Done somebodyAgrees(const Console& console, const Arguments& arguments)
{
    if (arguments.has("yes") || (console.inIsTerminal && console.in != nullptr)) {
        return done();
    }
    return Error{ErrorKind::BadCall,
                 say(MAILMEND_TEXT("console", "This changes a disk, and nobody is here to agree.")),
                 say(MAILMEND_TEXT("console", "Look at it with mailmend-cli preview, then add --yes.")),
                 {},
                 {}};
}

bool agrees(const Console& console, const Arguments& arguments, const Text& act, const Text& decline)
{
    if (arguments.has("yes")) {
        return true;
    }
    tell(console,
         say(MAILMEND_TEXT("console", "{act}? Type yes and press Enter. Any other answer: {decline}."),
             {{"act", sentence(act)}, {"decline", sentence(decline)}}));
    std::array<char, 64> line{};
    const bool answered = std::fgets(line.data(), static_cast<int>(line.size()), console.in) != nullptr;
    const bool yes = answered && QByteArray(line.data()).trimmed().toLower() == "yes";
    if (!yes) {
        tell(console, say(MAILMEND_TEXT("console", "Nothing was changed.")));
    }
    return yes;
}

} // namespace mailmend
