// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "knowledge/read_playbooks.h"

#include "knowledge/json_rows.h"

#include <QHash>
#include <QSet>

#include <algorithm>

namespace mailmend {
namespace {

constexpr qsizetype kMostSteps = 60;
constexpr qsizetype kMostInstructions = 60;
constexpr Phase kPhases[] = {Phase::Preserve, Phase::Contain, Phase::Decide,           Phase::Mitigate,
                             Phase::Patch,    Phase::Evict,   Phase::ResetCredentials, Phase::Verify,
                             Phase::Watch,    Phase::Notify};

Text inContext(const QString& playbook, const QByteArray& sentence)
{
    return sentence.isEmpty() ? Text{} : Text{playbook.toUtf8(), sentence, {}};
}

Phase readPhase(JsonRow& row)
{
    const QString word = row.text("phase");
    for (const Phase phase : kPhases) {
        if (word == QLatin1StringView(toWord(phase))) {
            return phase;
        }
    }
    row.refuse(QStringLiteral("\"phase\" is not one of the phases"));
    return Phase::Evict;
}

Instruction readInstruction(JsonRow& row, const QString& playbook)
{
    Instruction instruction;
    instruction.text = inContext(playbook, row.sentence("text"));
    instruction.command = row.optionalText("command");
    if (instruction.command.contains(QLatin1Char('\n')) || instruction.command.contains(QLatin1Char('\r'))) {
        row.refuse(QStringLiteral("\"command\" has more than one line"));
    }
    const QString shell = row.optionalText("shell");
    if (shell == QStringLiteral("exchange-management-shell")) {
        instruction.shell = Shell::ExchangeManagementShell;
    } else if (!shell.isEmpty() && shell != QStringLiteral("powershell")) {
        row.refuse(QStringLiteral("\"shell\" is neither powershell nor exchange-management-shell"));
    }
    return instruction;
}

StepWords readWords(JsonRow& row, const QString& playbook)
{
    StepWords words;
    words.title = inContext(playbook, row.sentence("title"));
    words.why = inContext(playbook, row.sentence("why"));
    words.impact = inContext(playbook, row.sentence("impact"));
    for (JsonRow& line : row.rows("by_hand", kMostInstructions)) {
        words.byHand.append(readInstruction(line, playbook));
        row.take(line);
    }
    if (words.byHand.isEmpty()) {
        row.refuse(QStringLiteral("\"by_hand\" is empty"));
    }
    words.verify = inContext(playbook, row.sentence("verify"));
    words.undo = inContext(playbook, row.optionalSentence("undo"));
    return words;
}

/** "for_streams": one row for what hides beside a file, one for what hides beside a folder. */
void readWordsForStreams(JsonRow& row, StepTemplate& step, const QString& playbook)
{
    if (!row.has("for_streams")) {
        return;
    }
    for (JsonRow& variant : row.rows("for_streams", 2)) {
        const QString beside = variant.text("beside");
        if (beside != QStringLiteral("file") && beside != QStringLiteral("folder")) {
            variant.refuse(QStringLiteral("\"beside\" is neither file nor folder"));
        }
        (beside == QStringLiteral("folder") ? step.besideFolder : step.besideFile) =
            readWords(variant, playbook);
        row.take(variant);
    }
    if (!step.besideFile || !step.besideFolder) {
        row.refuse(QStringLiteral("\"for_streams\" needs one row beside a file and one beside a folder"));
    }
}

StepTemplate readStep(JsonRow& row, const QString& playbook)
{
    StepTemplate step;
    static_cast<StepWords&>(step) = readWords(row, playbook);
    step.id = row.text("id");
    step.phase = readPhase(row);
    step.who = inContext(playbook, row.sentence("who"));
    step.minutes = static_cast<int>(row.number("minutes", 1, 10000));
    step.verifyBy = row.text("verify_by");
    if (step.verifyBy != QStringLiteral("finding-gone") && step.verifyBy != QStringLiteral("person")) {
        row.refuse(QStringLiteral("\"verify_by\" is neither finding-gone nor person"));
    }
    readWordsForStreams(row, step, playbook);
    step.action = row.optionalText("action");
    step.dependsOn = row.optionalList("depends_on");
    step.oncePerCase = row.flag("once_per_case", true);
    step.changesSomething = row.flag("changes_something", true);
    step.needsRunningServer = row.flag("needs_running_server", false);
    return step;
}

Result<Playbook> readPlaybook(const QByteArray& file, const QByteArray& content)
{
    Result<JsonRow> read = readJsonFile(file, content, "mailmend-playbook/1");
    if (!read) {
        return read.error();
    }
    JsonRow& row = *read;
    Playbook playbook;
    playbook.id = row.text("id");
    playbook.title = inContext(playbook.id, row.sentence("title"));
    playbook.summary = inContext(playbook.id, row.sentence("summary"));
    playbook.whenNot = inContext(playbook.id, row.sentence("when_not"));
    for (JsonRow& step : row.rows("steps", kMostSteps)) {
        playbook.steps.append(readStep(step, playbook.id));
        row.take(step);
    }
    playbook.alsoFor = row.optionalList("also_for");
    playbook.sources = row.list("sources");
    playbook.reviewed = row.date("reviewed");
    if (row.trouble()) {
        return *row.trouble();
    }
    return playbook;
}

/** Removes, again and again, the steps whose dependencies are all removed: what stays is a ring. */
QStringList rings(const QHash<QString, QStringList>& dependencies)
{
    QHash<QString, QStringList> left = dependencies;
    for (bool removed = true; removed;) {
        removed = false;
        for (auto step = left.begin(); step != left.end();) {
            const bool ready = std::none_of(step->cbegin(), step->cend(),
                                            [&left](const QString& id) { return left.contains(id); });
            step = ready ? left.erase(step) : std::next(step);
            removed = removed || ready;
        }
    }
    return left.keys();
}

std::optional<Error> lookForBrokenLinks(const QList<Playbook>& playbooks)
{
    QHash<QString, QStringList> dependencies;
    QSet<QString> playbookIds;
    for (const Playbook& playbook : playbooks) {
        if (playbookIds.contains(playbook.id)) {
            return packError("playbooks", QStringLiteral("two are called %1").arg(playbook.id));
        }
        playbookIds.insert(playbook.id);
        for (const StepTemplate& step : playbook.steps) {
            if (dependencies.contains(step.id)) {
                return packError("playbooks", QStringLiteral("two steps are called %1").arg(step.id));
            }
            dependencies.insert(step.id, step.dependsOn);
        }
    }
    for (auto step = dependencies.cbegin(); step != dependencies.cend(); ++step) {
        for (const QString& id : *step) {
            if (!dependencies.contains(id)) {
                return packError("playbooks",
                                 QStringLiteral("%1 depends on %2, which is no step").arg(step.key(), id));
            }
        }
    }
    if (const QStringList ring = rings(dependencies); !ring.isEmpty()) {
        return packError(
            "playbooks",
            QStringLiteral("steps depend on each other in a ring: %1").arg(ring.join(QStringLiteral(", "))));
    }
    return std::nullopt;
}

} // namespace

Result<QList<Playbook>> readPlaybooks(const PackFiles& files)
{
    QList<Playbook> playbooks;
    for (auto file = files.cbegin(); file != files.cend(); ++file) {
        if (!file.key().startsWith("playbooks/") || !file.key().endsWith(".json")) {
            continue;
        }
        Result<Playbook> playbook = readPlaybook(file.key(), file.value());
        if (!playbook) {
            return playbook.error();
        }
        playbooks.append(std::move(*playbook));
    }
    std::sort(playbooks.begin(), playbooks.end(), [](const Playbook& left, const Playbook& right) {
        return left.id.size() != right.id.size() ? left.id.size() < right.id.size() : left.id < right.id;
    });
    if (const std::optional<Error> broken = lookForBrokenLinks(playbooks)) {
        return *broken;
    }
    return playbooks;
}

} // namespace mailmend
