// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "gui/pages/live_card.h"

#include "gui/pages/shadow_copy_tick.h"
#include "gui/widgets/line_card.h"
#include "gui/widgets/spacing.h"

#include <algorithm>

namespace mailmend::gui {

namespace {

class LiveCard : public LineCard
{
    Q_OBJECT

public:
    LiveCard(const Theme& theme, Session& session);

private:
    void addRights(const Session& session, bool denied);
    void addConsent(const Theme& theme, Session& session, bool denied);
};

LiveCard::LiveCard(const Theme& theme, Session& session) : LineCard(theme)
{
    addSentence(tr("This is the computer that Mailmend runs on. We see it through its own Windows, and an "
                   "intruder may make that lie: what we find is there, but what we don't find may be "
                   "hidden. The server's disk or a backup, looked at on a clean computer, tells more."));
    const QList<CoverageEntry>& coverage = session.lookedAt()->coverage;
    const bool denied = std::any_of(coverage.begin(), coverage.end(),
                                    [](const CoverageEntry& one) { return one.state == ReadState::Denied; });
    addRights(session, denied);
    addConsent(theme, session, denied);
}

void LiveCard::addRights(const Session& session, bool denied)
{
    if (session.hasRights()) {
        addSentence(tr("Mailmend has the rights of an administrator already, so Windows will not ask for "
                       "them. Every change is still shown to you first and done by its helper."));
    }
    if (denied && session.hasRights()) {
        addSentence(tr("Some of it can't be read all the same. It stands below as not allowed."));
    } else if (denied) {
        addSentence(
            session.canAskForRights()
                ? tr("With your present rights some of it can't be read. It stands below as not allowed. "
                     "Start the check all the same: it looks at the rest. After it, you can look again with "
                     "the rights of an administrator, and Windows asks for them then.")
                : tr("With your present rights some of it can't be read. It stands below as not allowed. "
                     "An administrator of this computer can see it."));
    }
}

void LiveCard::addConsent(const Theme& theme, Session& session, bool denied)
{
    if (!session.hasRights() && !session.canAskForRights()) {
        return; // Windows would make none for us
    }
    auto* tick = new ShadowCopyTick(theme, session);
    tick->setWords(session.hasRights() ? QString()
                   : denied
                       ? tr("It needs the rights of an administrator, so it is done when you look again with "
                            "them after the check.")
                       : tr("It needs the rights of an administrator, so it is done when you check again "
                            "with them."));
    column()->addSpacing(px(4));
    column()->addWidget(tick);
}

} // namespace

Card* makeLiveCard(const Theme& theme, Session& session)
{
    return new LiveCard(theme, session);
}

} // namespace mailmend::gui

#include "live_card.moc"
