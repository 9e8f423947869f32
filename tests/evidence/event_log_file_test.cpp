// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "evidence/live/event_log_file.h"

#include "support/registration.h"

using namespace mailmend;

/** Which channel's events a file holds, by Windows' own name for it. */
class EventLogFileTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void channels_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QString>("channel");
        const QString logs = QStringLiteral("C:\\Windows\\System32\\winevt\\Logs\\");
        QTest::newRow("plain") << logs + QStringLiteral("Security.evtx") << QStringLiteral("Security");
        QTest::newRow("Exchange's") << logs + QStringLiteral("MSExchange Management.evtx")
                                    << QStringLiteral("MSExchange Management");
        QTest::newRow("with a slash")
            << logs + QStringLiteral("Microsoft-Windows-PowerShell%4Operational.evtx")
            << QStringLiteral("Microsoft-Windows-PowerShell/Operational");
        QTest::newRow("other case") << QStringLiteral("C:\\WINDOWS\\system32\\WINEVT\\LOGS\\System.EVTX")
                                    << QStringLiteral("System");
        QTest::newRow("elsewhere") << QStringLiteral("C:\\logs\\Security.evtx") << QString();
        QTest::newRow("below") << logs + QStringLiteral("old\\Security.evtx") << QString();
        QTest::newRow("another kind") << logs + QStringLiteral("Security.etl") << QString();
        QTest::newRow("no name") << logs + QStringLiteral(".evtx") << QString();
    }

    void channels()
    {
        QFETCH(QString, file);
        QFETCH(QString, channel);
        QCOMPARE(channelOf(*WindowsPath::parse(file)), channel);
    }

    /** A service that hangs costs one bound, and not one for each of hundreds of logs. */
    void afterOneWithoutAnAnswerNoOtherIsAsked()
    {
        const Error slow{ErrorKind::InUse, verbatim(QStringLiteral("Too slow.")), {}, {}, {}};
        QStringList asked;
        bool isUnanswered = false;
        EventLogExports exports({[&](const QString& channel, const QString&, const CancelToken&) {
                                     asked.append(channel);
                                     return ChannelExport{slow, isUnanswered};
                                 },
                                 [](const QString&) { return QStringList(); }},
                                QStringLiteral("/nowhere"));
        const auto open = [&exports](const char* name) {
            return exports.open(WindowsPath('C', {"Windows", "System32", "winevt", "Logs", name}), {});
        };
        QVERIFY(!open("Application.evtx"));
        isUnanswered = true;
        QVERIFY(!open("Security.evtx"));
        const auto third = open("System.evtx");
        QCOMPARE(asked, (QStringList{QStringLiteral("Application"), QStringLiteral("Security")}));
        QVERIFY(!third && third.error().kind == ErrorKind::InUse);
        QVERIFY(inEnglish(third.error().text).contains(QStringLiteral("did not answer")));
        const auto none = exports.open(WindowsPath('C', {"a.txt"}), {});
        QVERIFY(!none && none.error().kind == ErrorKind::NotFound);
    }
};

MAILMEND_TEST_CLASS(EventLogFileTest)
#include "event_log_file_test.moc"
