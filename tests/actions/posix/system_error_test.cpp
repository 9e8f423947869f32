// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "actions/posix/system_error.h"

#include "base/reader.h"
#include "support/registration.h"

#include <cerrno>

using namespace mailmend;

/** What Linux answers becomes words, and only what rights would help against asks for rights. */
class SystemErrorTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void kinds_data()
    {
        QTest::addColumn<int>("code");
        QTest::addColumn<int>("kind");
        const auto row = [](const char* name, int code, ErrorKind kind) {
            QTest::newRow(name) << code << int(kind);
        };
        row("full", ENOSPC, ErrorKind::Full);
        row("may only be read", EROFS, ErrorKind::Unsupported);
        row("not allowed", EACCES, ErrorKind::Denied);
        row("gone", ENOENT, ErrorKind::NotFound);
        row("taken", EEXIST, ErrorKind::Conflict);
        row("a link", ELOOP, ErrorKind::Unsupported);
        row("anything else", EIO, ErrorKind::Damaged);
    }

    void kinds()
    {
        QFETCH(int, code);
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
