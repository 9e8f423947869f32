// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "cases/case_changes.h"
#include "reports/html_parts.h"
#include "reports/wording.h"

namespace mailmend {

namespace {

/** A value of a request as a paper shows it. */
struct ShownValue
{
    QString operator()(const WindowsPath& path) const { return path.display(); }
    QString operator()(const Sha256Value& hash) const { return QString::fromLatin1(hash.bytes.toHex()); }
    QString operator()(const QString& text) const { return text; }
};

Text titleOf(const CaseView& view, const CaseChange& change)
{
    const CaseStep* step = view.step(change.step);
    return step                        ? step->step.title
           : !change.roomFor.isEmpty() ? madeRoomText()
                                       : verbatim(change.record.action);
}

QStringList serversOfChange(const CaseView& view, const CaseChange& change)
{
    const CaseChange* root = view.rootOf(change);
    const CaseStep* step = root ? view.step(root->step) : nullptr;
    QStringList servers;
    for (const TargetInfo& target : view.targets) {
        if (step && step->step.targets.contains(target.id)) {
            servers.append(targetName(target));
        }
    }
    return servers;
}

Text whoAndWhen(const QString& by, const QDateTime& at)
{
    return at.isValid()
               ? say(MAILMEND_TEXT("report", "{by}, {time}"), {{"by", words(by)}, {"time", moment(at)}})
               : Text{};
}

void writeChange(HtmlPage& page, const ReportInput& input, const CaseChange& change)
{
    const ChangeRecord& record = change.record;
    page.open("div", "step");
    page.heading(3, titleOf(input.view, change));
    page.open("p");
    page.element("span", changeStateText(record.state), "state");
    page.close("p");
    page.paragraph(changeLine(input.view, change, input.now));
    if (record.recovered) {
        page.paragraph(say(MAILMEND_TEXT("report", "It was interrupted, and finished or put back at a later "
                                                   "start.")));
    }
    if (!record.lost.isEmpty()) {
        page.paragraph(say(MAILMEND_TEXT("report", "What could not be kept or brought back:")));
        page.list(record.lost);
    }
    page.open("dl");
    page.term(say(MAILMEND_TEXT("report", "Server")),
              serversOfChange(input.view, change).join(QStringLiteral(", ")));
    page.term(say(MAILMEND_TEXT("report", "Agreed to by")), whoAndWhen(change.by, change.consentedAt));
    page.term(say(MAILMEND_TEXT("report", "Begun")),
              record.begun.isValid() ? tellTime(record.begun, page.reader()) : QString());
    page.term(say(MAILMEND_TEXT("report", "Ended")),
              record.settled.isValid() ? tellTime(record.settled, page.reader()) : QString());
    page.term(say(MAILMEND_TEXT("report", "Undone for")), change.undoneBy);
    for (auto value = record.parameters.cbegin(); value != record.parameters.cend(); ++value) {
        page.term(verbatim(value.key()), std::visit(ShownValue{}, *value), "mono");
    }
    page.term(say(MAILMEND_TEXT("report", "Kind of change")), record.action, "mono");
    page.term(say(MAILMEND_TEXT("report", "Number of this change")), record.change, "mono");
    page.term(say(MAILMEND_TEXT("report", "Head of its journal (SHA-256)")),
              QString::fromLatin1(record.head.toHex()), "mono");
    page.close("dl");
    page.close("div");
}

} // namespace

void writeChanges(HtmlPage& page, const ReportInput& input)
{
    page.heading(2, say(MAILMEND_TEXT("report", "What Mailmend changed")));
    if (input.view.changes.isEmpty()) {
        page.paragraph(say(MAILMEND_TEXT("report", "Mailmend itself has changed nothing on the server.")));
        return;
    }
    for (const CaseChange& change : input.view.changes) {
        writeChange(page, input, change);
    }
}

void writeSignOff(HtmlPage& page, const ReportInput& input)
{
    const std::optional<SignOff>& signOff = input.view.signOff;
    page.heading(2, say(MAILMEND_TEXT("report", "Sign-off")));
    page.paragraph(signOffLine(signOff));
    page.beginTable(say(MAILMEND_TEXT("report", "To be signed on paper")),
                    {say(MAILMEND_TEXT("report", "Who")), say(MAILMEND_TEXT("report", "Name")),
                     say(MAILMEND_TEXT("report", "Day and signature"))});
    const bool stands = signOff && signOff->stands;
    const std::initializer_list<std::pair<Text, QString>> people{
        {say(MAILMEND_TEXT("report", "Who did the repair")), stands ? signOff->by : QString()},
        {say(MAILMEND_TEXT("report", "A second person")), stands ? signOff->second : QString()}};
    for (const auto& [role, name] : people) {
        page.beginRow(role);
        page.cell(name);
        page.cell(QString(), "blank");
        page.endRow();
    }
    page.endTable();
}

} // namespace mailmend
