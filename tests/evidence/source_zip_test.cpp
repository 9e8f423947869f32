// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "base/reader.h"
#include "evidence/collection/container.h"
#include "evidence/evidence.h"
#include "support/registration.h"
#include "support/zip_builder.h"

#include <QTemporaryDir>
#include <QtConcurrent>

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace mailmend;
using namespace mailmend::testing;

namespace {

struct Listed
{
    QList<Member> members;
    QList<QByteArray> names() const
    {
        QList<QByteArray> all;
        for (const Member& member : members) {
            all.append(member.name);
        }
        return all;
    }
};

Listed list(const Container& container)
{
    Listed listed;
    container.list(CancelToken(), [&listed](const Member& member) {
        listed.members.append(member);
        return true;
    });
    return listed;
}

/** Reads a member to its end; the error's kind where it does not come to one. */
std::optional<ErrorKind> drain(const Container& container, quint64 index)
{
    auto reader = container.open(index);
    if (!reader) {
        return reader.error().kind;
    }
    QByteArray piece(1 << 20, Qt::Uninitialized);
    for (;;) {
        const auto got = (*reader)->read({piece.data(), static_cast<size_t>(piece.size())});
        if (!got) {
            return got.error().kind;
        }
        if (*got == 0) {
            return std::nullopt;
        }
    }
}

/** From now on this process may take so many bytes more than it has. */
void limitGrowth(rlim_t bytes)
{
#if defined(__SANITIZE_ADDRESS__)
    Q_UNUSED(bytes) // the sanitizer's shadow alone takes more than the limit
#else
    QFile sizes(QStringLiteral("/proc/self/statm"));
    const bool open = sizes.open(QIODevice::ReadOnly);
    const auto pages = open ? sizes.readAll().split(' ').first().toULongLong() : 0;
    const rlim_t room = pages * static_cast<rlim_t>(::sysconf(_SC_PAGESIZE)) + bytes;
    const rlimit limit{room, room};
    ::setrlimit(RLIMIT_AS, &limit);
#endif
}

} // namespace

class SourceZipTest : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;

    QString write(const QByteArray& content, const char* name = "test.zip")
    {
        const QString path = m_folder.filePath(QLatin1String(name));
        writeFile(path, content);
        return path;
    }

    ContainerPointer zip(const QList<ZipMember>& members)
    {
        auto opened = openZip(write(makeZip(members)), CancelToken());
        return opened ? *opened : nullptr;
    }

private Q_SLOTS:
    void readsInOrderWithAllTwins()
    {
        const QDateTime time(QDate(2021, 3, 3), QTime(4, 5, 6), Qt::UTC);
        const auto container = zip({{"b.txt", "first"},
                                    {"a.txt", QByteArray(100'000, 'x'), true, time},
                                    {"b.txt", "second", true},
                                    {"folder/", ""},
                                    {"B.TXT", ""}});
        QVERIFY(container);
        const Listed listed = list(*container);
        QCOMPARE(listed.names(), (QList<QByteArray>{"b.txt", "a.txt", "b.txt", "B.TXT"}));
        QCOMPARE(*readMember(*container, listed.members.at(0).index, 100), QByteArray("first"));
        QCOMPARE(*readMember(*container, listed.members.at(2).index, 100), QByteArray("second"));
        QCOMPARE(readMember(*container, listed.members.at(1).index, 200'000)->size(), 100'000);
        QCOMPARE(readMember(*container, listed.members.at(1).index, 99'999).error().kind,
                 ErrorKind::TooLarge);
        QCOMPARE(listed.members.at(1).modified, time);
        QCOMPARE(listed.members.at(1).size, 100'000);
    }

    void keepsRawNames()
    {
        const QList<QByteArray> names{"a';$(calc)&'\xE2\x80\x99[x]#@{}.aspx",
                                      "new\nline.aspx",
                                      "a\xE2\x80\xAEx.txt",
                                      "a\xED\xA0\x80.aspx",
                                      "\xFF.aspx",
                                      "<script>alert(1)</script>.aspx",
                                      "COM1",
                                      "dots...",
                                      "page "};
        QList<ZipMember> members;
        for (const QByteArray& name : names) {
            members.append({name, "x"});
        }
        QCOMPARE(list(*zip(members)).names(), names);
    }

    void refusesNamesThatLeadOut_data()
    {
        QTest::addColumn<QByteArray>("name");
        QTest::addColumn<bool>("usable");
        QTest::newRow("absolute") << QByteArray("/etc/passwd") << false;
        QTest::newRow("absolute, Windows") << QByteArray("\\Windows\\x") << false;
        QTest::newRow("unc") << QByteArray("\\\\server\\share\\x") << false;
        QTest::newRow("climbs") << QByteArray("../x") << false;
        QTest::newRow("climbs inside") << QByteArray("a/../../x") << false;
        QTest::newRow("climbs, Windows") << QByteArray("a\\..\\x") << false;
        QTest::newRow("drive's folder") << QByteArray("C:x\\y") << false;
        QTest::newRow("empty part") << QByteArray("a//b") << false;
        QTest::newRow("dot inside") << QByteArray("a/./b") << false;
        QTest::newRow("drive") << QByteArray("C:/x") << true;
        QTest::newRow("dot first") << QByteArray("./a/b") << true;
        QTest::newRow("both slashes") << QByteArray("a\\b/c") << true;
        QTest::newRow("dots in a name") << QByteArray("a/..b/c..") << true;
    }

    void refusesNamesThatLeadOut()
    {
        QFETCH(QByteArray, name);
        QFETCH(bool, usable);
        QCOMPARE(splitMemberName(name, true).has_value(), usable);
    }

    void tellsOneTroubleFromAnother()
    {
        const auto container = zip(
            {{.name = "locked", .content = "secret", .flags = 1},
             {.name = "strange", .content = "x", .method = quint16(97)},
             {.name = "checksum", .content = "abc", .checksum = 1},
             {.name = "checksum packed", .content = QByteArray(9999, 'x'), .deflate = true, .checksum = 1},
             {.name = "short", .content = QByteArray(9999, 'x'), .deflate = true, .size = 5},
             {.name = "bomb", .content = QByteArray(9999, 'x'), .deflate = true, .size = 0x7fffffff},
             {.name = "good", .content = "good"}});
        QVERIFY(container);
        QCOMPARE(drain(*container, 0), ErrorKind::Denied);
        QCOMPARE(drain(*container, 1), ErrorKind::Unsupported);
        QCOMPARE(drain(*container, 2), ErrorKind::Damaged);
        QCOMPARE(drain(*container, 3), ErrorKind::Damaged);
        QCOMPARE(drain(*container, 4), ErrorKind::Damaged);
        QCOMPARE(drain(*container, 5), ErrorKind::TooLarge);
        QCOMPARE(drain(*container, 6), std::nullopt);
        QCOMPARE(drain(*container, 7), ErrorKind::Damaged); // no such member
    }

    void refusesOverlaps()
    {
        QList<ZipMember> members{{"kernel", QByteArray(1'000'000, 'x'), true}};
        for (int i = 0; i < 1000; ++i) {
            members.append({.name = "copy" + QByteArray::number(i), .content = {}, .shareDataOf = 0});
        }
        const auto opened = openZip(write(makeZip(members)), CancelToken());
        QVERIFY(!opened);
        QCOMPARE(opened.error().kind, ErrorKind::Damaged);
    }

    void everyTruncationIsClear()
    {
        const QByteArray whole =
            makeZip({{"C/Windows/a.txt", "hello"}, {"C/b.aspx", QByteArray(500, 'b'), true}});
        for (qsizetype length = 0; length < whole.size(); ++length) {
            const auto opened = openZip(write(whole.first(length)), CancelToken());
            QVERIFY2(!opened, QByteArray::number(length));
            QCOMPARE(opened.error().kind, ErrorKind::Damaged);
            const auto evidence = openEvidence({write(whole.first(length)), false}, CancelToken());
            QVERIFY(!evidence);
        }
    }

    /** Headers, list and end: what stands there twice must agree, and nothing else changes what is read. */
    void everyFlipInHeadersIsClear()
    {
        const QList<ZipMember> members{{"C/Windows/a.txt", "hello"},
                                       {"C/b.aspx", QByteArray(500, 'b'), true},
                                       {"C/inetpub/wwwroot/web.config", "<configuration/>"}};
        const QByteArray whole = makeZip(members);
        const auto readAll = [](const Container& container) {
            QStringList all;
            for (const Member& member : list(container).members) {
                const auto content = readMember(container, member.index, 10'000);
                all.append(QString::fromLatin1(member.name) + u' ' + QString::number(member.size) + u' ' +
                           (content ? QString::fromLatin1(content->toHex()) : QStringLiteral("damaged")));
            }
            return all;
        };
        const QStringList right = readAll(**openZip(write(whole), CancelToken()));
        QCOMPARE(right.size(), members.size());
        for (qsizetype at = 0; at < whole.size(); ++at) {
            for (const int bits : {0x01, 0x02, 0x04, 0x08, 0x10, 0x20, 0x40, 0x80, 0xff}) {
                QByteArray changed = whole;
                changed[at] = static_cast<char>(changed.at(at) ^ bits);
                const auto opened = openZip(write(changed), CancelToken());
                if (!opened || !(*opened)->trouble().isEmpty()) {
                    continue;
                }
                const QStringList got = readAll(**opened);
                QVERIFY2(got.size() == right.size(), qPrintable(QString::number(at)));
                for (qsizetype i = 0; i < got.size(); ++i) {
                    QVERIFY2(got.at(i) == right.at(i) || got.at(i).endsWith(u"damaged"),
                             qPrintable(QStringLiteral("%1 ^ %2: %3").arg(at).arg(bits).arg(got.at(i))));
                }
            }
        }
    }

    void everyFlipEnds()
    {
        const QByteArray whole =
            makeZip({{"C/Windows/a.txt", "hello"}, {"C/b.aspx", QByteArray(500, 'b'), true}});
        int opens = 0;
        for (qsizetype at = 0; at < whole.size(); ++at) {
            for (const int bit : {0, 7}) {
                QByteArray changed = whole;
                changed[at] = static_cast<char>(changed.at(at) ^ (1 << bit));
                const QString path = write(changed);
                const auto evidence = openEvidence({path, false}, CancelToken());
                QVERIFY(evidence || !evidence.error().text.isEmpty());
                const auto opened = openZip(path, CancelToken());
                if (!opened) {
                    continue;
                }
                ++opens;
                for (const Member& member : list(**opened).members) {
                    drain(**opened, member.index);
                }
            }
        }
        QVERIFY(opens > 0);
    }

    void openingStopsWhenAsked()
    {
        const QString path = write(makeZip({{"C/a.aspx", "a"}}));
        const CancelToken cancel;
        cancel.cancel();
        const auto opened = openZip(path, cancel);
        QVERIFY(!opened);
        QCOMPARE(opened.error().kind, ErrorKind::Cancelled);
        const auto evidence = openEvidence({path, false}, cancel);
        QVERIFY(!evidence);
        QCOMPARE(evidence.error().kind, ErrorKind::Cancelled);
    }

    void manyReadersAtOnce()
    {
        QList<ZipMember> members;
        for (int i = 0; i < 200; ++i) {
            members.append({"m" + QByteArray::number(i), QByteArray(20'000, static_cast<char>('a' + i % 26)),
                            i % 2 == 0});
        }
        const auto container = zip(members);
        QVERIFY(container);
        QList<int> numbers(200);
        std::iota(numbers.begin(), numbers.end(), 0);
        QThreadPool pool;
        pool.setMaxThreadCount(12);
        const auto right = QtConcurrent::blockingMapped<QList<bool>>(&pool, numbers, [&](int i) {
            const auto content = readMember(*container, static_cast<quint64>(i), 100'000);
            return content && *content == members.at(i).content;
        });
        QVERIFY(!right.contains(false));
    }

    void readersOutliveTheirContainer()
    {
        auto container = zip({{"a", QByteArray(100'000, 'a'), true}, {"b", "b"}});
        auto first = container->open(0);
        auto second = container->open(1);
        container.reset();
        char piece[10];
        QCOMPARE(*(*first)->read(piece), 10);
        QCOMPARE(*(*second)->read(piece), 1);
    }

    /** Over 20 GB, stored and sparse, with 1 GB of address space for everything. */
    void opensHugeArchivesInLittleMemory()
    {
#if defined(__SANITIZE_ADDRESS__)
        const rlim_t room = RLIM_INFINITY; // the sanitizer's shadow alone takes more than the limit
#else
        const rlim_t room = rlim_t(1) << 30;
#endif
        const QString path = m_folder.filePath(QStringLiteral("huge.zip"));
        const quint64 huge = (quint64(20) << 30) + 12345;
        writeSparseZip64(
            path, "C/Users/Public/huge.bin", huge,
            {{"C/inetpub/wwwroot/page.aspx", "a page"}, {"C/Windows/x.txt", QByteArray(5000, 'x'), true}});
        QVERIFY(QFileInfo(path).size() > qint64(20) << 30);
        const pid_t child = ::fork();
        if (child == 0) {
            const rlimit limit{room, room};
            ::setrlimit(RLIMIT_AS, &limit);
            const auto evidence = openEvidence({path, false}, CancelToken());
            if (!evidence) {
                ::_exit(1);
            }
            const Files& files = *(*evidence)->files.part;
            const auto page = files.find(*WindowsPath::parse(u"C:\\inetpub\\wwwroot\\page.aspx"));
            if (page.size() != 1 || *readWhole(files, page.first(), 100) != "a page") {
                ::_exit(2);
            }
            const auto big = files.find(*WindowsPath::parse(u"C:\\Users\\Public\\huge.bin"));
            if (big.size() != 1 || big.first().size != static_cast<qint64>(huge)) {
                ::_exit(3);
            }
            auto reader = files.open(big.first());
            QByteArray piece(1 << 20, 'x');
            for (int i = 0; i < 64; ++i) { // what content rules see of a file, four times over
                const auto got = reader ? (*reader)->read({piece.data(), static_cast<size_t>(piece.size())})
                                        : Result<qint64>(0);
                if (!got || *got <= 0 || piece.at(0) != 0) {
                    ::_exit(4);
                }
            }
            ::_exit(0);
        }
        int status = 0;
        ::waitpid(child, &status, 0);
        QVERIFY(WIFEXITED(status));
        QCOMPARE(WEXITSTATUS(status), 0);
    }

    /** As many members as are opened at all, in 700 MB; one more is refused in words. */
    void opensAsManyMembersAsItPromises()
    {
        QCOMPARE(kMaxMembers, 500'000);
        QList<ZipMember> members;
        for (qint64 i = 1; i < kMaxMembers; ++i) {
            members.append(
                ZipMember{.name = "C/Program Files/Microsoft/Exchange Server/V15/Logging/HttpProxy/Owa/" +
                                  QByteArray::number(i) + ".LOG",
                          .content = {}});
        }
        const QString path = m_folder.filePath(QStringLiteral("many.zip"));
        writeSparseZip64(path, "C/inetpub/wwwroot/page.aspx", 6, members);
        const pid_t child = ::fork();
        if (child == 0) {
            limitGrowth(rlim_t(700) << 20);
            const auto evidence = openEvidence({path, false}, CancelToken());
            const auto at = WindowsPath::parse(u"C:\\inetpub\\wwwroot\\page.aspx");
            if (!evidence) {
                qWarning("%s", qPrintable(logLine(evidence.error())));
                ::_exit(1);
            }
            ::_exit((*evidence)->files->find(*at).size() == 1 ? 0 : 2);
        }
        int status = 0;
        ::waitpid(child, &status, 0);
        QVERIFY(WIFEXITED(status));
        QCOMPARE(WEXITSTATUS(status), 0);

        members.append(ZipMember{.name = "C/one/more", .content = {}});
        writeSparseZip64(path, "C/inetpub/wwwroot/page.aspx", 6, members);
        const auto evidence = openEvidence({path, false}, CancelToken());
        QVERIFY(!evidence);
        QCOMPARE(evidence.error().kind, ErrorKind::TooLarge);
        QVERIFY2(inEnglish(evidence.error().text).contains(QStringLiteral("500,001")),
                 qPrintable(inEnglish(evidence.error().text)));
        QVERIFY(!evidence.error().hint.isEmpty());
    }
};

MAILMEND_TEST_CLASS(SourceZipTest)

#include "source_zip_test.moc"
