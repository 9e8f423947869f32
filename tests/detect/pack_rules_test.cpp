// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "base/reader.h"
#include "detect/yara/file_rules.h"
#include "support/registration.h"

#include <QDir>
#include <QFile>

using namespace mailmend;

namespace {

/** The fixtures' letters are ROT13, so that an anti-virus program leaves a clone alone. */
QByteArray decodedText(QByteArray text)
{
    for (char& c : text) {
        if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) {
            const char base = c >= 'a' ? 'a' : 'A';
            c = static_cast<char>(base + (c - base + 13) % 26);
        }
    }
    return text;
}

QByteArray decoded(const QString& file)
{
    QFile opened(file);
    return opened.open(QIODevice::ReadOnly) ? decodedText(opened.readAll()) : QByteArray();
}

/** The heads of a program ([MS-DOS] stub, PE signature at 0x80), and names that many programs have. */
QByteArray programThatListsFiles()
{
    QByteArray bytes(0x200, '\0');
    bytes.replace(0, 2, "MZ");
    bytes[0x3c] = '\x80';
    bytes.replace(0x80, 2, "PE");
    return bytes + decodedText("TrgYbtvpnyQevirf TrgSvyrFvmr JevgrSvyr") + QByteArray(4, '\0');
}

QString folder(const char* name)
{
    return QStringLiteral(MAILMEND_SOURCE_DIR "/tests/detect/") + QString::fromLatin1(name);
}

} // namespace

/** The built-in pack's file rules over pages of ours that show one technique each, and over healthy
 * look-alikes. */
class PackRulesTest : public QObject
{
    Q_OBJECT

private:
    KnowledgePointer m_knowledge;
    std::shared_ptr<const FileRules> m_rules;

    QList<RuleMatch> matches(const QByteArray& content) const
    {
        const auto found = m_rules->match(content, CancelToken());
        return found ? *found : QList<RuleMatch>();
    }

private Q_SLOTS:
    void initTestCase()
    {
        const auto knowledge = loadBuiltInKnowledge();
        QVERIFY2(knowledge, knowledge ? "" : qPrintable(logLine(knowledge.error())));
        m_knowledge = *knowledge;
        const auto rules = FileRules::compile(m_knowledge->fileRules);
        QVERIFY2(rules, rules ? "" : qPrintable(logLine(rules.error())));
        m_rules = *rules;
    }

    void eachTechniqueIsFound_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QString>("rule");
        const QList<std::pair<const char*, const char*>> expected{
            {"ah.config", "config_device_folder"},
            {"appweb.dll", "loader_compiled_page"},
            {"clsid.asp", "command_object_by_number_used"},
            {"comp.aspx", "code_compiled_from_request"},
            {"der.bin", "exchange_certificate_request"},
            {"deser.aspx", "loader_deserializes_request"},
            {"flogon1.js", "logon_page_sends_password"},
            {"flogon2.js", "logon_page_sends_password"},
            {"loader.aspx", "loader_assembly_from_request"},
            {"logsrv.aspx", "spy_steals_logons"},
            {"mk.aspx", "loader_reads_machine_key"},
            {"oab.txt", "exchange_address_book_dump"},
            {"plainup.aspx", "files_upload_into_own_folder"},
            {"posh.aspx", "command_exchange_shell"},
            {"ps1.aspx", "command_process_from_visitor"},
            {"ps2.aspx", "command_process_from_visitor"},
            {"pst.bin", "exchange_mailbox_export"},
            {"tun.ashx", "tunnel_socket_over_http"},
            {"u16.aspx", "code_eval_of_request"},
            {"uesc.aspx", "encoded_letters"},
            {"up1.aspx", "files_write_to_named_place"},
            {"up2.aspx", "files_upload_anywhere"},
            {"web1.config", "config_runs_harmless_files"},
            {"web2.config", "config_contains_code"}};
        for (const auto& [file, rule] : expected) {
            QTest::newRow(file) << QString::fromLatin1(file) << QString::fromLatin1(rule);
        }
        // No fixture without an expectation.
        QCOMPARE(QDir(folder("techniques")).entryList(QDir::Files).size(), expected.size());
    }
    void eachTechniqueIsFound()
    {
        QFETCH(QString, file);
        QFETCH(QString, rule);
        const QByteArray content = decoded(folder("techniques/") + file + QStringLiteral(".rot13"));
        QVERIFY(!content.isEmpty());
        QStringList found;
        for (const RuleMatch& match : matches(content)) {
            found.append(match.rule);
        }
        QVERIFY2(found.contains(rule), qPrintable(found.join(QLatin1Char(' '))));
    }

    void healthyLookAlikesAreLeftAlone()
    {
        const QStringList files = QDir(folder("look_alikes")).entryList(QDir::Files);
        QVERIFY(files.size() >= 7);
        for (const QString& file : files) {
            for (const RuleMatch& match : matches(decoded(folder("look_alikes/") + file))) {
                QFAIL(qPrintable(file + QStringLiteral(" hit ") + match.rule));
            }
        }
    }

    /** A program that names what a file manager would use holds the three bytes "<%@", too, if it is large.
     */
    void telltaleBytesInAProgramOrArchiveAreChance_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<bool>("found");
        const QByteArray program = programThatListsFiles();
        QTest::newRow("a mark by chance") << program + "<%@\xf1\x07" << false;
        QTest::newRow("a block by chance") << program + "@{ qj\x02" << false;
        QTest::newRow("a page behind a program's head")
            << program + decodedText("<%@ Cntr Ynathntr=\"P#\" %>") << true;
        QTest::newRow("a page behind a program's head and many spaces")
            << program + "<%@" + QByteArray(900, ' ') + decodedText("Cntr %>") << true;
        QTest::newRow("a block of a page behind a program's head")
            << program + decodedText("@{ ine svyrf = 1; }") << true;
        QByteArray large = program;
        large.replace(0, 2, "XX");
        QTest::newRow("a small file that is no program") << large + "<%@\xf1\x07" << true;
        large += QByteArray(300 * 1024, '\x01');
        QTest::newRow("a large file that is no program") << large + "<%@\xf1\x07" << false;
    }
    void telltaleBytesInAProgramOrArchiveAreChance()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(bool, found);
        QCOMPARE(!matches(bytes).isEmpty(), found);
    }

    /** A page stays one behind whatever head, and however long it is made. */
    void aPageIsFoundBehindAnyHead_data()
    {
        QTest::addColumn<QByteArray>("page");
        const auto row = [](const char* name, const char* page) { QTest::newRow(name) << decodedText(page); };
        row("runs what it is told", "<%Ba Reebe Erfhzr Arkg\nx=\"cnff\"\nrkrphgr(Erdhrfg(x))\n%>");
        row("short", "<%n=1:rkrphgr(Erdhrfg(n))%>");
        row("turned round", "<%Ba Reebe Erfhzr Arkg\nk=\"nop\"\nRkrphgr FgeErirefr(k)%>");
        row("scrambled", "<%Vs f<>\"\" Gura\nSbe v=1 Gb Yra(f)\nb=b & Pue(Nfp(Zvq(f,v,1)) Kbe 7)\n"
                         "Arkg\nRkrphgr b\nRaq Vs%>");
        row("answers first", "<%Erfcbafr.Jevgr(1)\nk=Erdhrfg(\"n\")\nRkrphgrTybony k\n%>");
    }
    void aPageIsFoundBehindAnyHead()
    {
        QFETCH(QByteArray, page);
        QVERIFY(!matches(page).isEmpty());
        for (const QByteArray& head :
             {QByteArray("MSCF"), QByteArray("\x1f\x8b"), QByteArray("\xd0\xcf\x11\xe0"),
              QByteArray("GIF89a"), programThatListsFiles(), QByteArray(300 * 1024, '\n')}) {
            QVERIFY2(!matches(head + page).isEmpty(), head.left(8).toHex().constData());
        }
    }

    /** What libraries for browsers, documents and programs hold; each was once taken for a back door. */
    void whatOtherFilesHoldIsLeftAlone_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        const QByteArray asks = decodedText("\nsrgpu(arj Erdhrfg(hey));\n");
        QTest::newRow("a script that trims invisible letters")
            << asks + QByteArray("/^[\\s\\uFEFF\\xA0]+|[\\s\\uFEFF\\xA0]+$/g;").repeated(3);
        QTest::newRow("a script that lists invisible letters")
            << asks + "\"\\u200C\\u200D\\u200E\\u202A\\u202B\\uFEFF\\u2060\"";
        QTest::newRow("a call whose name only begins so") << decodedText("\nZbirSvyrErdhrfg('n')\n");
        QTest::newRow("prose") << decodedText("Vg snvyrq gb rkrphgr erdhrfg(f) bs pyvragf.\n");
        QTest::newRow("prose about a calculator")
            << decodedText("\nrkrphgr gur pbzznaq\ngur erfhyg vf n kbe o\n");
        QTest::newRow("names of a shell's object") << decodedText("ZbqvslQngr, CnefrAnzr\n");
        QTest::newRow("what programs print")
            << QByteArray(300 * 1024, '\x01') +
                   decodedText("<%f bowrpg vf abg ernql sbe guvf pnyy>\nrkrphgr n\n n kbe o");
        QTest::newRow("an archive with a mark by chance")
            << "PK\x03\x04" + QByteArray(5000, '\x07') + "<%@\x90\x91";
    }
    void whatOtherFilesHoldIsLeftAlone()
    {
        QFETCH(QByteArray, bytes);
        QStringList rules;
        for (const RuleMatch& match : matches(bytes)) {
            rules.append(match.rule);
        }
        QCOMPARE(rules, QStringList());
    }

    void aPictureThatHoldsNoPageIsLeftAlone_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<bool>("found");
        const QByteArray picture = "\x89PNG\r\n\x1a\n" + QByteArray(64, '\x03');
        const QByteArray asks = decodedText("arj Erdhrfg('yvfg.wfba')");
        QTest::newRow("a mark, and far away a script that asks")
            << picture + "<%\xe0\x03" + QByteArray(2000, 'x') + asks << false;
        QTest::newRow("a mark, and a script beyond binary data")
            << picture + "<%\x01\x02\x03" + asks << false;
        QTest::newRow("a page") << picture + decodedText("<%=Erdhrfg(\"n\")%>") << true;
        QTest::newRow("a page behind a long remark")
            << picture + "<%'" + QByteArray(3000, 'n') + decodedText("\nk=Erdhrfg(\"n\")%>") << true;
        QTest::newRow("a block that ends before a script asks") << picture + "<%= n %>" + asks << false;
    }
    void aPictureThatHoldsNoPageIsLeftAlone()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(bool, found);
        QStringList rules;
        for (const RuleMatch& match : matches(bytes)) {
            rules.append(match.rule);
        }
        QCOMPARE(rules.contains(QStringLiteral("encoded_behind_picture")), found);
    }

    void everyMatchHasWordsForAPerson()
    {
        // A rule that matches anything at all must be able to say what it saw.
        for (const QString& file : QDir(folder("techniques")).entryList(QDir::Files)) {
            for (const RuleMatch& match : matches(decoded(folder("techniques/") + file))) {
                QVERIFY2(!match.title.isEmpty() && !match.reason.isEmpty() && !match.harmless.isEmpty(),
                         qPrintable(match.rule));
                QVERIFY2(!match.references.isEmpty(), qPrintable(match.rule));
            }
        }
    }

    void theRulesLeaveTheirOwnTextAlone()
    {
        // What ships is encoded; a report or a case that quotes a rule's words must not look like a shell.
        for (const QString& file : QDir(QStringLiteral(MAILMEND_SOURCE_DIR "/resources/knowledge/file-rules"))
                                       .entryList(QDir::Files)) {
            QFile opened(QStringLiteral(MAILMEND_SOURCE_DIR "/resources/knowledge/file-rules/") + file);
            QVERIFY(opened.open(QIODevice::ReadOnly));
            QVERIFY2(matches(opened.readAll()).isEmpty(), qPrintable(file));
        }
    }
};

MAILMEND_TEST_CLASS(PackRulesTest)
#include "pack_rules_test.moc"
