// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "checks/registry.h"
#include "engine/collected.h"
#include "support/raw_tree.h"
#include "support/registration.h"

#include <QFile>
#include <QProcess>

using namespace mailmend;
using namespace mailmend::testing;

/** Names that Windows itself refuses, rights in POSIX' form, and Python as a second opinion on zips. */
class CollectPosixTest : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;
    int m_number = 0;

    QString newFile() { return m_folder.filePath(QStringLiteral("%1.zip").arg(++m_number)); }

private Q_SLOTS:
    void hostileNamesComeBack()
    {
        const RawTree tree;
        const QList<QByteArray> names{"a:b.aspx",
                                      "..%2e.aspx",
                                      "%2E%2E",
                                      "%00.aspx",
                                      "back\\slash",
                                      "q\"uote*?<>|",
                                      "\xff\xfe.aspx",
                                      "\x1b[2J.aspx",
                                      "line\nbreak",
                                      ".hidden.",
                                      " edge ",
                                      QByteArray(255, 'x'),
                                      "aux.",
                                      "\xD0\x9F\xD1\x80.aspx",
                                      "\xed\xa0\x80.aspx",
                                      "a.aspx",
                                      "A.ASPX"};
        for (const QByteArray& name : names) {
            tree.file({"inetpub", "wwwroot", name}, "file " + name.toHex());
            if (name.size() < 200 && !name.startsWith("a.") && !name.startsWith("A.")) {
                tree.file({"inetpub", "in " + name, "x.aspx"}, "folder " + name.toHex());
            }
        }
        tree.folder({"inetpub", "empty \xff"});
        QList<QByteArray> deep{"inetpub"};
        for (int i = 0; i < 15; ++i) {
            deep.append(QByteArray(250, static_cast<char>('a' + i)));
        }
        tree.file(deep + QList<QByteArray>{"deep.aspx"}, "deep");
        const EvidencePointer evidence = smallServerWith(tree);
        QVERIFY(evidence);
        static constexpr const Check* checks[] = {&wholeFolderCheck};
        const QString zip = newFile();
        const auto collected = collectInto(zip, *evidence, checks);
        QVERIFY(collected);
        const auto opened = openEvidence({zip, false, {}}, CancelToken());
        QVERIFY(opened);
        QCOMPARE(everyFile(**opened).join(u'\n'), everyFile(*evidence).join(u'\n'));
        QVERIFY(everyFile(*evidence).size() >= names.size() * 2 - 3);
        for (const QByteArray& name : {QByteArray("empty \xff"), QByteArray("in \xff\xfe.aspx")}) {
            const FolderState state =
                (*opened)->files->folderState(WindowsPath('C', {"inetpub", name}), {"a.aspx"});
            QCOMPARE(toWord(state.state), "read");
        }
        QCOMPARE(toWord((*opened)->files->folderState(WindowsPath('C', {"inetpub", "no"}), {"a"}).state),
                 "missing");
        QVERIFY(!listOf(zip).isEmpty());
    }

    void anotherReaderOfZipsAgrees()
    {
        const RawTree tree;
        tree.file("inetpub/wwwroot/a.htm", QByteArray(3'000'000, 'a'));
        tree.file("inetpub/wwwroot/empty.htm", "");
        const EvidencePointer evidence = smallServerWith(tree);
        const QString zip = newFile();
        QVERIFY(collectInto(zip, *evidence, allChecks()));
        QProcess python;
        python.start(QStringLiteral("python3"),
                     {QStringLiteral("-m"), QStringLiteral("zipfile"), QStringLiteral("-t"), zip});
        QVERIFY(python.waitForFinished());
        QCOMPARE(python.readAllStandardOutput().trimmed(), QByteArray("Done testing"));
    }

    void onlyItsOwnerMayRead()
    {
        const QString name = newFile();
        auto to = createPartialFile(name);
        const auto isClosed = [](const QString& path) {
            return QFile::exists(path) &&
                   !QFile::permissions(path).testAnyFlags(QFile::ReadOther | QFile::ReadGroup);
        };
        QVERIFY(to && (*to)->write("bytes"));
        QVERIFY(isClosed(name + QStringLiteral(".partial")));
        QVERIFY((*to)->finish());
        QVERIFY(isClosed(name));
    }
};

MAILMEND_TEST_CLASS(CollectPosixTest)
#include "collect_posix_test.moc"
