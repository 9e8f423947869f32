// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "actions/windows/system_error.h"

#include "base/reader.h"
#include "support/registration.h"

using namespace mailmend;

/** What Windows answers becomes words, and only what rights would help against asks for rights. */
class SystemErrorTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void kinds_data()
    {
        QTest::addColumn<ulong>("code");
        QTest::addColumn<int>("kind");
        const auto row = [](const char* name, ulong code, ErrorKind kind) {
            QTest::newRow(name) << code << int(kind);
        };
        row("full", ERROR_DISK_FULL, ErrorKind::Full);
        row("may only be read", ERROR_WRITE_PROTECT, ErrorKind::Unsupported);
        row("not allowed", ERROR_ACCESS_DENIED, ErrorKind::Denied);
        row("gone", ERROR_FILE_NOT_FOUND, ErrorKind::NotFound);
        row("taken", ERROR_ALREADY_EXISTS, ErrorKind::Conflict);
        row("held open", ERROR_SHARING_VIOLATION, ErrorKind::Conflict);
        row("taken away", windows::code::VirusDeleted, ErrorKind::AntiVirus);
        row("a link", windows::code::StoppedOnLink, ErrorKind::Unsupported);
        row("anything else", ERROR_CRC, ErrorKind::Damaged);
    }

    void kinds()
    {
        QFETCH(ulong, code);
        QFETCH(int, kind);
        const QByteArray name = "a\x1b[2J\xe2\x80\xaexpsa.txt"; // an escape of terminals, a turn of direction
        const Error error = systemError(code, name);
        QCOMPARE(int(error.kind), kind);
        const QString said = inEnglish(error.text);
        QVERIFY(said.contains(QLatin1String("xpsa.txt")));
        QVERIFY(!said.contains(QChar(0x1b)) && !said.contains(QChar(0x202e)));
        QVERIFY(!error.hint.isEmpty());
        QVERIFY(!error.detail.isEmpty());
    }
};

MAILMEND_TEST_CLASS(SystemErrorTest)
#include "system_error_test.moc"
