// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "base/windows/bounded_thread.h"

#include "support/registration.h"

#include <atomic>

using namespace mailmend;
using windows::BoundedThread;

namespace {

constexpr std::chrono::minutes boundedLong{5};
constexpr std::chrono::milliseconds boundedShort{20};

/** A door that a test opens. What goes through it shares it, as work that may outlive its caller must. */
struct Door
{
    std::mutex mutex;
    std::condition_variable changed;
    bool isOpen = false;

    void open()
    {
        const std::lock_guard lock(mutex);
        isOpen = true;
        changed.notify_all();
    }
    void pass()
    {
        std::unique_lock lock(mutex);
        changed.wait(lock, [this] { return isOpen; });
    }
};

} // namespace

class BoundedThreadTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void workIsDoneInOrder()
    {
        auto said = std::make_shared<QList<int>>();
        {
            BoundedThread thread([said] { said->append(0); }, [said] { said->append(9); });
            for (const int number : {1, 2, 3}) {
                QVERIFY(thread.run([said, number] { said->append(number); }, boundedLong, {}, boundedLong) ==
                        BoundedThread::Ended::InTime);
                QCOMPARE(said->last(), number);
            }
        }
        QCOMPARE(*said, (QList<int>{0, 1, 2, 3, 9}));
    }

    void whatHangsIsLeftToItself()
    {
        const auto door = std::make_shared<Door>();
        const auto gone = std::make_shared<Door>();
        {
            BoundedThread thread({}, [gone] { gone->open(); });
            QVERIFY(thread.run([door] { door->pass(); }, boundedShort, {}, boundedLong) ==
                    BoundedThread::Ended::TooLate);
            bool hasRun = false;
            QVERIFY(thread.run([&hasRun] { hasRun = true; }, boundedLong, {}, boundedLong) ==
                    BoundedThread::Ended::TooLate);
            QVERIFY(!hasRun);
        }
        door->open();
        gone->pass(); // its end is done all the same, when it comes
    }

    void aCancelEndsTheWait()
    {
        const auto door = std::make_shared<Door>();
        BoundedThread thread;
        const CancelToken cancel;
        QVERIFY(thread.run(
                    [door, cancel] {
                        cancel.cancel();
                        door->pass();
                    },
                    boundedLong, cancel, boundedShort) == BoundedThread::Ended::Cancelled);
        door->open();
        bool hasRun = false;
        QVERIFY(thread.run([&hasRun] { hasRun = true; }, boundedLong, cancel, boundedLong) !=
                BoundedThread::Ended::InTime);
        QVERIFY(!hasRun);
    }

    void workThatThrowsEnds()
    {
        BoundedThread thread;
        QVERIFY(thread.run([] { throw std::runtime_error("a fault"); }, boundedLong, {}, boundedLong) ==
                BoundedThread::Ended::InTime);
        QVERIFY(thread.run([] {}, boundedLong, {}, boundedLong) == BoundedThread::Ended::InTime);
    }
};

MAILMEND_TEST_CLASS(BoundedThreadTest)
#include "bounded_thread_test.moc"
