// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "evidence/live/shadow_service.h"

#include "base/reader.h"
#include "evidence/volume/windows/device_root.h"
#include "support/registration.h"

#include <windows.h>

using namespace mailmend;

namespace {

/** A drive that this computer has not. */
char letterOfNone()
{
    for (char letter = 'Z'; letter > 'C'; --letter) {
        if ((GetLogicalDrives() & (1U << (letter - 'A'))) == 0) {
            return letter;
        }
    }
    return 0;
}

} // namespace

/** The service of the Windows that the test runs on, which wine has not: it answers, or says why not. Nothing
 * is made. */
class ShadowServiceTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void itAnswersOrSaysWhyNot()
    {
        const auto service = systemShadowService();
        QVERIFY(service != nullptr);
        const auto copies = service->copiesOf('C', {});
        QVERIFY2(copies || !inEnglish(copies.error().text).isEmpty(), "no reason");
        const auto room = service->roomFor('C', {});
        QVERIFY2(room || !inEnglish(room.error().text).isEmpty(), "no reason");
        if (room) {
            QVERIFY(room->free > 0);
        }
    }

    void noSuchDisk()
    {
        const char letter = letterOfNone();
        if (letter == 0) {
            return;
        }
        const auto service = systemShadowService();
        const auto copies = service->copiesOf(letter, {});
        QVERIFY(!copies && copies.error().kind == ErrorKind::Unsupported);
        const auto made = service->make(letter, {});
        QVERIFY(!made && made.error().kind == ErrorKind::Unsupported);
        QVERIFY(service->remove({QStringLiteral("{none}"), {}, {}})); // it is not there, as is wanted
    }

    void aCancelledLookAsksNothing()
    {
        CancelToken cancel;
        cancel.cancel();
        const auto copies = systemShadowService()->copiesOf('C', cancel);
        QVERIFY(!copies && copies.error().kind == ErrorKind::Cancelled);
    }

    void noSuchDevice()
    {
        const auto root = native::openDeviceRoot(
            QStringLiteral("\\\\?\\GLOBALROOT\\Device\\HarddiskVolumeShadowCopy999999"));
        QVERIFY(!root && !inEnglish(root.error().text).isEmpty());
        const auto drive = native::openDeviceRoot(QStringLiteral("\\\\?\\C:"));
        QVERIFY2(drive, drive ? "" : qPrintable(logLine(drive.error())));
    }
};

MAILMEND_TEST_CLASS(ShadowServiceTest)
#include "shadow_service_test.moc"
