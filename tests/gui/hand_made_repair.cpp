// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "gui/hand_made_repair.h"

namespace mailmend::testing {

namespace {

constexpr char folder[] = "C:\\inetpub\\wwwroot\\aspnet_client";

WindowsPath pathOf(const QString& name)
{
    return WindowsPath::parse(QString::fromLatin1(folder)).value_or(WindowsPath()).child(name.toUtf8());
}

ChangeRecord record(const QString& name, const char* id, ChangeState state, TextSource what)
{
    ChangeRecord made;
    made.change = QString(31, QLatin1Char('0')) + QString::fromLatin1(id);
    made.action = QStringLiteral("quarantine-file");
    made.parameters = {{QStringLiteral("path"), pathOf(name)}};
    made.state = state;
    made.what = say(what, {{"path", place(pathOf(name).display())}});
    made.begun = QDateTime(QDate(2021, 3, 13), QTime(9, 0), Qt::UTC);
    made.settled = QDateTime(QDate(2021, 3, 13), QTime(9, 1), Qt::UTC);
    made.lost = {say(MAILMEND_TEXT("hand-made", "The time at which the folder was last changed."))};
    return made;
}

} // namespace

HandMadeRepair handMadeRepair(const QString& name)
{
    HandMadeRepair made;
    const Argument file = words(name);
    const Argument path = place(pathOf(name).display());
    made.preview.step = QStringLiteral("take-page");
    Preview& preview = made.preview.preview;
    preview.title =
        say(MAILMEND_TEXT("hand-made", "This moves {name} out of its folder and into quarantine."),
            {{"name", file}});
    preview.changes = {
        say(MAILMEND_TEXT("hand-made", "{path} is there now. Afterwards it is not."), {{"path", path}}),
        say(MAILMEND_TEXT("hand-made", "Mailmend keeps a whole copy of it, {size}."),
            {{"size", bytes(4311)}}),
        say(MAILMEND_TEXT("hand-made", "Its SHA-256 is {hash}."),
            {{"hash", words(QString(64, QLatin1Char('9')))}})};
    preview.stays = {say(MAILMEND_TEXT("hand-made", "Nothing else on the disk is changed."))};
    preview.cannotComeBack = {
        say(MAILMEND_TEXT("hand-made", "The time at which the folder was last changed. Mailmend notes it."))};
    preview.undo = say(MAILMEND_TEXT("hand-made", "Mailmend can put it back until {day}."),
                       {{"day", day(QDate(2021, 4, 12))}});
    preview.consent = say(MAILMEND_TEXT("hand-made", "Quarantine {name}"), {{"name", file}});
    preview.decline = say(MAILMEND_TEXT("hand-made", "Keep it"));
    made.progress = {say(MAILMEND_TEXT("hand-made", "Copying {path} into quarantine"), {{"path", path}}),
                     37'000'000, 120'000'000};
    made.fixed = {
        record(name, "1", ChangeState::Applied,
               MAILMEND_TEXT("hand-made", "{path} was taken out of its folder and into quarantine.")),
        say(MAILMEND_TEXT("hand-made", "The page is gone, and its folder was read in full.")),
        FindingStatus::Fixed};
    made.cannotTell = made.fixed;
    made.cannotTell.status = FindingStatus::CannotTell;
    made.cannotTell.verified = say(MAILMEND_TEXT("hand-made", "The folder could not be read this time."));
    made.inTheWay = {ErrorKind::Conflict,
                     say(MAILMEND_TEXT("hand-made", "Something else is at {path} now."), {{"path", path}}),
                     say(MAILMEND_TEXT("hand-made", "Look at it, then decide.")),
                     {},
                     {}};
    return made;
}

QList<CaseChange> handMadeChanges(const QString& name, const QString& by)
{
    const auto change = [&by](const ChangeRecord& made, const char* step) {
        CaseChange entry;
        entry.record = made;
        entry.step = QString::fromLatin1(step);
        entry.findings = {QStringLiteral("f1")};
        entry.by = by;
        entry.consentedAt = made.begun;
        entry.appliedAt = made.state == ChangeState::Begun ? QDateTime() : made.settled;
        return entry;
    };
    return {
        change(record(name, "2", ChangeState::Undone,
                      MAILMEND_TEXT("hand-made", "{path} was put back as it was.")),
               "take-page"),
        change(record(name, "1", ChangeState::Applied,
                      MAILMEND_TEXT("hand-made", "{path} was taken out of its folder and into quarantine.")),
               "take-page-2"),
        change(record(name, "3", ChangeState::Begun,
                      MAILMEND_TEXT("hand-made", "Taking {path} into quarantine was begun.")),
               "update")};
}

} // namespace mailmend::testing
