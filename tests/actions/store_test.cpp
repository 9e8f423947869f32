// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "actions/kit.h"
#include "actions/store/installation_secret.h"
#include "actions/store/kept_code.h"
#include "support/registration.h"

#include <QDir>

#include <sys/stat.h>
#include <unistd.h>

using namespace mailmend;
using namespace mailmend::testing;

namespace {

QByteArray contentOf(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void overwrite(const QString& path, const QByteArray& content)
{
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly | QIODevice::Truncate) || file.write(content) != content.size()) {
        qFatal("%s", qPrintable(path));
    }
}

} // namespace

/** The store: its lock, its rights, its journals that can't be changed unseen. */
class StoreTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void oneAtATime();
    void othersMayNotEnter();
    void linksAreNotAStore();
    void everyChangeOfAJournalShows();
    void everyCutOfAJournalShows();
    void tornEntryIsIgnored();
    void anotherInstallationsJournalIsLeftAlone();
    void theSecretIsMadeOnceAndForItsOwnerOnly();
    void anotherStoreHasAnotherId();
    void oneBadJournalHidesNoOther();
    void contentWithoutAJournal();
    void unfinishedJournalIsSwept();
    void keptCodeTurnsRound();
    void keptHeadMutations();

private:
    static QString journalOf(const Kit& kit, const QString& change)
    {
        return QString::fromLocal8Bit(kit.store() + "/changes/") + change + QStringLiteral(".journal");
    }
};

void StoreTest::oneAtATime()
{
    Kit kit;
    const auto second =
        ChangeStore::open(QString::fromLocal8Bit(kit.store()), ourSecret(), ChangeStore::Missing::IsMade);
    QVERIFY(!second && second.error().kind == ErrorKind::Conflict);
    kit.closeStore();
    QVERIFY(ChangeStore::open(QString::fromLocal8Bit(kit.store()) + QLatin1Char('/'), ourSecret(),
                              ChangeStore::Missing::IsMade));
}

void StoreTest::othersMayNotEnter()
{
    Kit kit;
    kit.closeStore();
    for (const char* folder : {"", "/objects", "/changes"}) {
        const QByteArray path = kit.store() + folder;
        for (const mode_t mode : {0750U, 0701U, 0720U}) {
            QCOMPARE(::chmod(path.constData(), mode), 0);
            const auto opened = ChangeStore::open(QString::fromLocal8Bit(kit.store()), ourSecret(),
                                                  ChangeStore::Missing::IsMade);
            QVERIFY2(!opened && opened.error().kind == ErrorKind::Denied, folder);
        }
        if (::geteuid() == 0) {
            QCOMPARE(::chmod(path.constData(), 0700), 0);
            QCOMPARE(::chown(path.constData(), 1234, 0), 0);
            const auto foreign = ChangeStore::open(QString::fromLocal8Bit(kit.store()), ourSecret(),
                                                   ChangeStore::Missing::IsMade);
            QVERIFY2(!foreign && foreign.error().kind == ErrorKind::Denied, folder);
            QCOMPARE(::chown(path.constData(), 0, 0), 0);
        }
        QCOMPARE(::chmod(path.constData(), 0700), 0);
    }
    MAILMEND_OK(
        ChangeStore::open(QString::fromLocal8Bit(kit.store()), ourSecret(), ChangeStore::Missing::IsMade));
}

void StoreTest::linksAreNotAStore()
{
    const RawTree tree;
    tree.folder({"real"});
    tree.link({"store"}, "real");
    QVERIFY(!ChangeStore::open(tree.text() + QStringLiteral("/store"), ourSecret(),
                               ChangeStore::Missing::IsMade));
    const auto nowhere = ChangeStore::open(tree.text() + QStringLiteral("/none/store"), ourSecret(),
                                           ChangeStore::Missing::IsMade);
    QVERIFY(!nowhere && nowhere.error().kind == ErrorKind::NotFound);
}

void StoreTest::everyChangeOfAJournalShows()
{
    Kit kit;
    const auto taken = kit.take(kit.request(helpPage(), helpContent()));
    MAILMEND_OK(taken);
    const QString path = journalOf(kit, taken->change);
    const QByteArray good = contentOf(path);
    const qsizetype used = good.indexOf('\0');
    int refused = 0;
    for (qsizetype at = 0; at < used; at += at < used - 40 ? 7 : 1) {
        QByteArray bad = good;
        bad[at] = static_cast<char>(bad.at(at) ^ 0x20);
        overwrite(path, bad);
        const auto record = kit.changes().record(taken->change);
        QVERIFY2(!record && record.error().kind == ErrorKind::Damaged, qPrintable(QString::number(at)));
        ++refused;
    }
    QVERIFY(refused > 100);
    // Behind the last entry nothing counts, and nothing there can change what the journal says.
    QByteArray tail = good;
    tail[used + 100] = 'x';
    overwrite(path, tail);
    const auto record = kit.changes().record(taken->change);
    MAILMEND_OK(record);
    QCOMPARE(record->head, taken->head);
    MAILMEND_OK(kit.undo(*record));
    overwrite(path, good);
    const auto older = kit.changes().record(taken->change);
    MAILMEND_OK(older);
    QCOMPARE(older->head, taken->head); // an older journal shows by its head, which the case knows
}

void StoreTest::everyCutOfAJournalShows()
{
    Kit kit;
    const auto taken = kit.take(kit.request(helpPage(), helpContent()));
    MAILMEND_OK(taken);
    const QString path = journalOf(kit, taken->change);
    const QByteArray good = contentOf(path);
    for (qsizetype size = 0; size < good.size(); size += 1009) {
        overwrite(path, good.left(size));
        const auto record = kit.changes().record(taken->change);
        QVERIFY2(!record && record.error().kind == ErrorKind::Damaged, qPrintable(QString::number(size)));
    }
    overwrite(path, good + '\0');
    QVERIFY(!kit.changes().record(taken->change));
    const QByteArray other = QByteArray(32, 'a');
    overwrite(journalOf(kit, QString::fromLatin1(other)), good);
    QVERIFY2(!kit.changes().record(QString::fromLatin1(other)), "a journal belongs to its change");
    const auto path2 = kit.changes().record(QStringLiteral("../../x"));
    QVERIFY(!path2 && path2.error().kind == ErrorKind::BadCall);
}

void StoreTest::tornEntryIsIgnored()
{
    Kit kit;
    const auto taken = kit.take(kit.request(helpPage(), helpContent()));
    MAILMEND_OK(taken);
    const QString path = journalOf(kit, taken->change);
    const QByteArray good = contentOf(path);
    const qsizetype used = good.indexOf('\0');
    const qsizetype last = good.lastIndexOf('\n', used - 2) + 1;
    for (qsizetype end = last; end < used; end += 13) {
        QByteArray torn = good;
        torn.replace(end, used - end, QByteArray(used - end, '\0'));
        overwrite(path, torn);
        const auto record = kit.changes().record(taken->change);
        MAILMEND_OK(record);
        QVERIFY(record->state == ChangeState::Begun);
    }
    QByteArray torn = good;
    torn.replace(used - 20, 20, QByteArray(20, '\0'));
    overwrite(path, torn);
    const auto recovered = kit.recover(taken->change); // and goes on behind what was torn
    MAILMEND_OK(recovered);
    QVERIFY(recovered->state == ChangeState::Applied && recovered->recovered);
    const auto again = kit.changes().record(taken->change);
    MAILMEND_OK(again);
    QCOMPARE(again->head, recovered->head);
}

void StoreTest::anotherInstallationsJournalIsLeftAlone()
{
    Kit kit;
    const auto taken = kit.take(kit.request(helpPage(), helpContent()));
    MAILMEND_OK(taken);
    const QString path = journalOf(kit, taken->change);
    QByteArray begun = contentOf(path);
    const qsizetype used = begun.indexOf('\0');
    const qsizetype last = begun.lastIndexOf('\n', used - 2) + 1;
    begun.replace(last, used - last, QByteArray(used - last, '\0'));
    overwrite(path, begun); // as if it had been interrupted
    QVERIFY(kit.changes().record(taken->change)->state == ChangeState::Begun);
    kit.closeStore();
    const DiskSnapshot before = snapshotOf(kit.disk());
    const auto elsewhere = ChangeStore::open(QString::fromLocal8Bit(kit.store()), QByteArray(32, 'x'),
                                             ChangeStore::Missing::IsAnError);
    MAILMEND_OK(elsewhere);
    const auto record = (*elsewhere)->record(taken->change);
    QVERIFY(!record && record.error().kind == ErrorKind::Damaged);
    QVERIFY2(wordsOf(record.error()).contains(QStringLiteral("another installation")),
             qPrintable(wordsOf(record.error())));
    const Knowledge knowledge;
    const Clock clock = systemClock();
    ActionRun run{kit.machine(), **elsewhere, knowledge, clock, [](const ActionProgress&) { return true; }};
    QVERIFY(!quarantineFile.recover(*taken, run));
    QVERIFY(!quarantineFile.undo(*taken, run));
    QCOMPARE(differenceOf(before, snapshotOf(kit.disk())), QByteArray());
}

void StoreTest::theSecretIsMadeOnceAndForItsOwnerOnly()
{
    const RawTree tree;
    const QString folder = tree.text() + QStringLiteral("/seals");
    const auto made = installationSecret(folder);
    MAILMEND_OK(made);
    QCOMPARE(made->size(), 32);
    QVERIFY(*made != QByteArray(32, '\0'));
    QCOMPARE(*installationSecret(folder), *made);
    QVERIFY(*installationSecret(tree.text() + QStringLiteral("/others")) != *made);
    const QByteArray file = tree.path() + "/seals/changes.secret";
    QCOMPARE(::chmod(file.constData(), 0640), 0);
    QVERIFY(!installationSecret(folder));
    QCOMPARE(::chmod(file.constData(), 0600), 0);
    overwrite(QString::fromLocal8Bit(file), "short");
    QVERIFY(!installationSecret(folder));
    QCOMPARE(contentOf(QString::fromLocal8Bit(file)), QByteArray("short"));
}

void StoreTest::anotherStoreHasAnotherId()
{
    const RawTree tree;
    const QString one = tree.text() + QStringLiteral("/one");
    QVERIFY(!ChangeStore::open(one, ourSecret(), ChangeStore::Missing::IsAnError));
    QVERIFY(!QFile::exists(one));
    const auto made = ChangeStore::open(one, ourSecret(), ChangeStore::Missing::IsMade);
    const auto other =
        ChangeStore::open(tree.text() + QStringLiteral("/other"), ourSecret(), ChangeStore::Missing::IsMade);
    MAILMEND_OK(made);
    MAILMEND_OK(other);
    QVERIFY(isChangeId((*made)->id()) && (*made)->id() != (*other)->id());
}

void StoreTest::oneBadJournalHidesNoOther()
{
    Kit kit;
    const auto first = kit.take(kit.request(helpPage(), helpContent()));
    const auto second = kit.take(kit.request({"Windows", "win.ini"}, "[fonts]\n"));
    MAILMEND_OK(first);
    MAILMEND_OK(second);
    overwrite(journalOf(kit, first->change), "nonsense");
    const auto list = kit.changes().list();
    MAILMEND_OK(list);
    QCOMPARE(list->size(), 2);
    QCOMPARE(list->at(0).change, second->change);
    QVERIFY(list->at(0).record);
    QVERIFY(!list->at(1).record);
    const auto recovered = kit.recover(first->change);
    QVERIFY(!recovered && recovered.error().kind == ErrorKind::Damaged);
}

void StoreTest::contentWithoutAJournal()
{
    Kit kit;
    const auto taken = kit.take(kit.request(helpPage(), helpContent()));
    MAILMEND_OK(taken);
    QVERIFY(QFile::remove(journalOf(kit, taken->change)));
    const auto list = kit.changes().list();
    MAILMEND_OK(list);
    QCOMPARE(list->size(), 1);
    QVERIFY(!list->first().record && list->first().record.error().kind == ErrorKind::Damaged);
    QCOMPARE(kit.stored("objects").size(), 1);
}

void StoreTest::unfinishedJournalIsSwept()
{
    Kit kit;
    const QString path = journalOf(kit, newChangeId()) + QStringLiteral(".new");
    overwrite(path, "half");
    kit.restart();
    QVERIFY(!QFile::exists(path));
    const auto list = kit.changes().list();
    MAILMEND_OK(list);
    QVERIFY(list->isEmpty());
}

void StoreTest::keptCodeTurnsRound()
{
    const QByteArray key = newKeptKey();
    QCOMPARE(key.size(), 32);
    QVERIFY(key != newKeptKey());
    const QByteArray plain = QByteArray("0123456789").repeated(30);
    QByteArray first = plain.left(50), rest = plain.mid(50);
    turn(first, key, 0);
    turn(rest, key, 50);
    QByteArray whole = first + rest;
    QVERIFY(whole != plain);
    turn(whole, key, 0);
    QCOMPARE(whole, plain);
}

void StoreTest::keptHeadMutations()
{
    const QByteArray good = writeHead({newChangeId(), newKeptKey(), 1234, QByteArray(32, 'h')});
    QVERIFY(good.size() < kLongestKeptHead);
    MAILMEND_OK(readHead(good + "content"));
    for (qsizetype size = 0; size < good.size(); ++size) {
        QVERIFY(!readHead(good.left(size)));
    }
    for (qsizetype at = 0; at < good.size(); ++at) {
        for (const int bit : {1, 0x10, 0x80}) {
            QByteArray bad = good;
            bad[at] = static_cast<char>(bad.at(at) ^ bit);
            if (const auto read = readHead(bad)) {
                QVERIFY(read->head.key.size() == 32 && read->head.sha256.size() == 32 &&
                        read->head.size >= 0);
            }
        }
    }
    for (const char* bad : {"\n", "{}\n", "[]\n", "null\n", "{\"kept\":\"mailmend/2\"}\n"}) {
        QVERIFY(!readHead(bad));
    }
}

MAILMEND_TEST_CLASS(StoreTest)
#include "store_test.moc"
