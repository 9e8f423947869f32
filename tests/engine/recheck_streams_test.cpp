// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "another_look.h"
#include "support/registration.h"

using namespace mailmend;
using namespace mailmend::testing;

/** When what hid in an alternate data stream counts as gone. */
class RecheckStreamsTest : public QObject
{
    Q_OBJECT

    Seen m_seen;

private Q_SLOTS:
    void init() { lookAtPages(m_seen); }

    /** What hides beside a file is gone where all of that was shown, or with its file. */
    void whatHidesBesideAFile()
    {
        const WindowsPath holder = Root.child("ok.aspx");
        State first(1);
        first.with(holder, "fine").with(Root.child("ok.aspx:shell.aspx"), "EVIL");
        const Again again(first);
        QCOMPARE(again.view().findings.size(), 1);
        for (const char* kind : {"volume", "collection", "this-computer"}) {
            State there(5, QLatin1String(kind));
            there.with(holder, "fine");
            expect(again.look(there), FindingStatus::CannotTell, "beside its content");
            there.files->shownStreams = {ReadState::Partly, verbatim(QStringLiteral("Not all."))};
            expect(again.look(there), FindingStatus::CannotTell, "Not all.");
            there.files->shownStreams = {ReadState::Read, {}};
            expect(again.look(there), FindingStatus::Fixed, "is gone");
            State gone(5, QLatin1String(kind)); // and with it what it held
            expect(again.look(gone), FindingStatus::Fixed, "is gone");
            gone.folder(Root, ReadState::Partly);
            expect(again.look(gone), FindingStatus::CannotTell, "Not this time.");
        }
        State still(5);
        still.with(holder, "fine").with(Root.child("ok.aspx:shell.aspx"), "EVIL");
        expect(again.look(still), FindingStatus::NotFixedYet, "still");
    }

    /** A folder may be there without a file, which a copy need not show. */
    void whatHidesBesideTheFilesOfAFolder()
    {
        const WindowsPath holder = Root.child("client");
        State first(1);
        first.with(Root.child("client:shell.aspx"), "EVIL");
        CaseView view = Again(first).view();
        Fact hides;
        hides.path = holder;
        view.findings.first().finding.facts.append(hides);
        State gone(5);
        const LookedAt looked{{gone.evidence}, {Again::scan(gone)}};
        QCOMPARE(lookAgain(view.findings.first(), looked, {}).status, FindingStatus::CannotTell);
        gone.files->shownStreams = {ReadState::Read, {}};
        QCOMPARE(lookAgain(view.findings.first(), looked, {}).status, FindingStatus::Fixed);
    }

    /** What a folder itself holds lies, by its name, in the one around it, and belongs to who asked for it.
     */
    void whatHidesInTheFolderThatIsAskedFor()
    {
        const WindowsPath stream = Root.parent().child("wwwroot:shell.aspx");
        State first(1);
        first.files->ofFolders = true;
        first.with(stream, "EVIL").with(Root.parent().child("other:shell.aspx"), "EVIL");
        const Again again(first);
        QCOMPARE(again.view().findings.size(), 1);
        QVERIFY(again.view().findings.first().finding.subject.path == stream);
        State later(5);
        later.files->ofFolders = true;
        expect(again.look(later.with(stream, "EVIL")), FindingStatus::NotFixedYet, "still");
    }
};

MAILMEND_TEST_CLASS(RecheckStreamsTest)
#include "recheck_streams_test.moc"
