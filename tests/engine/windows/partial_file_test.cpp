// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/collect/partial_file.h"

#include "actions/windows/rights.h"
#include "base/windows/file_calls.h"
#include "support/registration.h"

#include <QFile>
#include <QTemporaryDir>

using namespace mailmend;

/** A collection's file on Windows: for its owner alone, and never lost at its end. */
class WindowsPartialFileTest : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;
    int m_number = 0;

    QString newFile() { return m_folder.filePath(QStringLiteral("%1.zip").arg(++m_number)); }

    static std::optional<bool> isClosed(const QString& path)
    {
        const windows::Owned file = windows::openPath(path.toUtf8(), READ_CONTROL | FILE_READ_ATTRIBUTES);
        return file ? onlyWeGetIn(file.get(), disk::Keeper::ThisAccount) : std::nullopt;
    }

private Q_SLOTS:
    void onlyItsOwnerGetsIn()
    {
        const QString usual = newFile();
        QFile file(usual);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.close();
        QCOMPARE(isClosed(usual), std::optional(false)); // as the folder has it
        const QString name = newFile();
        {
            auto to = createPartialFile(name);
            QVERIFY2(to, to ? "" : qPrintable(logLine(to.error())));
            QVERIFY((*to)->write("bytes"));
        }
        QCOMPARE(isClosed(name + QStringLiteral(".partial")), std::optional(true));
        const QString whole = newFile();
        auto to = createPartialFile(whole);
        QVERIFY(to && (*to)->write("bytes") && (*to)->finish());
        QCOMPARE(isClosed(whole), std::optional(true));
    }
};

MAILMEND_TEST_CLASS(WindowsPartialFileTest)
#include "partial_file_test.moc"
