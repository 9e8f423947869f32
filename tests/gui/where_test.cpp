// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "cases/events.h"
#include "evidence/sample/sample.h"
#include "gui/late_helper.h"
#include "gui/test_window.h"
#include "gui/widgets/label.h"
#include "support/registration.h"

#include <QElapsedTimer>
#include <QFile>
#include <QListView>
#include <QPushButton>
#include <QSignalSpy>

#include <algorithm>

using namespace mailmend;
using namespace mailmend::testing;

/** A step's page offers what the disk allows now: it looks when it is shown and when somebody comes back. */
class WhereTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void offersNothingThatTheDiskForbids();
    void aDiskThatDoesNotAnswerHoldsNothingUp();
};

namespace {

/** The sample's disk in a home of its own, and a window with its case: one repair is due. */
struct Scene
{
    explicit Scene(const QTemporaryDir& home, const QString& program)
        : disk(home.filePath(QStringLiteral("disk/C"))), test(home.path(), program)
    {
        gui::Session& session = test.session;
        QSignalSpy looked(&session, &gui::Session::lookFinished);
        QSignalSpy scanned(&session, &gui::Session::scanFinished);
        good = static_cast<bool>(writeSample(home.filePath(QStringLiteral("disk")), false));
        session.look(disk);
        good = good && (looked.count() > 0 || looked.wait(60'000));
        session.startScan(home.filePath(QStringLiteral("case.mailmend")));
        good = good && (scanned.count() > 0 || scanned.wait(60'000));
        good = good && QTest::qWaitFor([&] { return session.view() != nullptr; }, 60'000);
        if (good) {
            session.append({events::wayChosen(QStringLiteral("repair"), QStringLiteral("Ada"))});
            good = QTest::qWaitFor([&] { return !session.view()->way.isEmpty(); }, 60'000);
        }
        for (const CaseStep& one : good ? session.view()->steps : QList<CaseStep>()) {
            step = step.isEmpty() && !one.step.action.isEmpty() ? one.step.id : step;
        }
        QList<Event> settled;
        for (const QString& before : good ? session.view()->step(step)->waitsFor : QStringList()) {
            settled.append(events::stepDone(before, QStringLiteral("Ada")));
        }
        session.append(settled);
        good =
            good && QTest::qWaitFor([&] { return session.view()->step(step)->waitsFor.isEmpty(); }, 60'000);
    }

    void sleep() const
    {
        QFile file(disk + QStringLiteral("/hiberfil.sys"));
        good = file.open(QIODevice::WriteOnly) && file.write("hibr") == 4;
    }

    void wake() const { good = QFile::remove(disk + QStringLiteral("/hiberfil.sys")); }

    QPushButton* button(const char* words) const
    {
        for (QPushButton* one : test.window.findChildren<QPushButton*>()) {
            if (one->isVisible() && one->text() == QString::fromUtf8(words)) {
                return one;
            }
        }
        return nullptr;
    }

    QString words() const
    {
        QStringList words;
        for (const gui::Label* label : test.window.findChildren<gui::Label*>()) {
            if (label->isVisible()) {
                words.append(label->text().remove(QChar(0x200B)));
            }
        }
        return words.join(u'\n');
    }

    const QString disk;
    TestWindow test;
    QString step;
    mutable bool good = false;
};

} // namespace

void WhereTest::offersNothingThatTheDiskForbids()
{
    const QTemporaryDir home;
    Scene scene(home, builtHelper());
    QVERIFY(scene.good);
    scene.test.show();
    QVERIFY(QTest::qWaitForWindowActive(&scene.test.window));
    QSignalSpy seen(&scene.test.session, &gui::Session::whereChanged);
    scene.test.window.go(QStringLiteral("plan"), scene.step);
    QTRY_VERIFY_WITH_TIMEOUT(seen.count() > 0, 60'000);
    QVERIFY(scene.button("Previe&w…"));
    QTRY_VERIFY(scene.words().contains(QStringLiteral("Mailmend can do this for you")));

    // The disk is put to sleep while somebody is elsewhere, with the focus on what would begin.
    scene.button("Previe&w…")->setFocus();
    scene.sleep();
    QVERIFY(scene.good);
    Q_EMIT qApp->applicationStateChanged(Qt::ApplicationActive);
    QTRY_VERIFY_WITH_TIMEOUT(!scene.button("Previe&w…"), 60'000);
    QVERIFY(scene.button("I have &done this"));
    QVERIFY2(!scene.button("I have &done this")->hasFocus(), "a key that was meant for the preview");
    QVERIFY(qobject_cast<QListView*>(QApplication::focusWidget()));
    // A layout shows what it was given by an event of its own, after the buttons.
    QTRY_VERIFY(scene.words().contains(QStringLiteral("By hand here, as things are now. ")));
    const QString said = scene.words();
    QVERIFY2(said.contains(QStringLiteral("was put to sleep and not shut down")), qPrintable(said));
    QVERIFY2(said.contains(QStringLiteral("shutdown /s /t 0")), qPrintable(said));
    QVERIFY(!said.contains(QStringLiteral("Mailmend can do this for you")));

    // It is in order again by the time somebody comes back to the step.
    scene.wake();
    QVERIFY(scene.good);
    scene.test.window.go(QStringLiteral("findings"), {});
    scene.test.window.go(QStringLiteral("plan"), scene.step);
    QTRY_VERIFY_WITH_TIMEOUT(scene.button("Previe&w…"), 60'000);
    QTRY_VERIFY(scene.words().contains(QStringLiteral("Mailmend can do this for you")));
}

void WhereTest::aDiskThatDoesNotAnswerHoldsNothingUp()
{
    const QTemporaryDir home;
    const LateHelper helper(home.path());
    Scene scene(home, helper.program());
    QVERIFY(scene.good);
    helper.close();
    scene.test.show();
    QSignalSpy seen(&scene.test.session, &gui::Session::whereChanged);
    scene.test.window.go(QStringLiteral("plan"), scene.step);
    // Meanwhile the case goes on, and the preview, which looks by itself, is offered.
    QTest::qWait(300);
    QCOMPARE(seen.count(), 0);
    QVERIFY(scene.button("Previe&w…"));
    scene.test.session.append(
        {events::noteAdded(QStringLiteral("still here"), scene.step, {}, QStringLiteral("Ada"))});
    QTRY_VERIFY_WITH_TIMEOUT(!scene.test.session.view()->notes.isEmpty(), 60'000);
    helper.open();
    QTRY_VERIFY_WITH_TIMEOUT(seen.count() > 0, 60'000);
    QVERIFY(scene.button("Previe&w…"));
}

MAILMEND_TEST_CLASS(WhereTest)
#include "where_test.moc"
