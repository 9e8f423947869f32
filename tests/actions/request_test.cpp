// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "actions/kit.h"
#include "actions/stored_change.h"
#include "support/registration.h"

using namespace mailmend;
using namespace mailmend::testing;

/** Ids, words and the border through which requests come. */
class RequestTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void idsAreTheirOwn();
    void wordsLeadBack();
    void actionsAreFound();
    void badRequestsAreRefused();
    void valuesSurviveTheirStorage();
    void changedStorageIsRefused();
};

void RequestTest::idsAreTheirOwn()
{
    const QString id = newChangeId();
    QVERIFY(isChangeId(id));
    QVERIFY(id != newChangeId());
    for (const char* bad : {"", "../../../../../../etc/passwd0000", "0123456789abcdef0123456789abcde",
                            "0123456789abcdef0123456789abcdef0", "0123456789ABCDEF0123456789abcdef"}) {
        QVERIFY2(!isChangeId(QString::fromLatin1(bad)), bad);
    }
}

void RequestTest::wordsLeadBack()
{
    for (const ChangeState state : {ChangeState::Begun, ChangeState::Applied, ChangeState::RolledBack,
                                    ChangeState::Undoing, ChangeState::Undone}) {
        QCOMPARE(fromWord<ChangeState>(QString::fromLatin1(toWord(state))), std::optional(state));
        QVERIFY(!changeStateText(state).isEmpty());
    }
    QVERIFY(!fromWord<ChangeState>(u"gone"));
}

void RequestTest::actionsAreFound()
{
    QVERIFY(findAction(u"quarantine-file") == &quarantineFile);
    QVERIFY(findAction(u"format-disk") == nullptr);
    for (const Action* action : allActions()) {
        QVERIFY(findAction(QString::fromLatin1(action->id)) == action);
    }
}

void RequestTest::badRequestsAreRefused()
{
    const Kit kit;
    const ActionRequest good = kit.request(helpPage(), helpContent());
    MAILMEND_OK(checkRequest(quarantineFile, good));
    const auto refused = [&good](const std::function<void(ActionRequest&)>& spoil) {
        ActionRequest bad = good;
        spoil(bad);
        const Done checked = checkRequest(quarantineFile, bad);
        return !checked && checked.error().kind == ErrorKind::BadCall;
    };
    const QString path = QStringLiteral("path"), hash = QStringLiteral("sha256");
    QVERIFY(refused([](ActionRequest& r) { r.action = QStringLiteral("other"); }));
    QVERIFY(refused([](ActionRequest& r) { r.change = QStringLiteral("../x"); }));
    QVERIFY(refused([&](ActionRequest& r) { r.parameters.remove(path); }));
    QVERIFY(refused([&](ActionRequest& r) { r.parameters.remove(hash); }));
    QVERIFY(
        refused([&](ActionRequest& r) { r.parameters.insert(QStringLiteral("more"), QStringLiteral("x")); }));
    QVERIFY(refused([&](ActionRequest& r) { r.parameters.insert(path, QStringLiteral("C:\\x")); }));
    QVERIFY(refused([&](ActionRequest& r) { r.parameters.insert(path, WindowsPath()); }));
    QVERIFY(refused([&](ActionRequest& r) { r.parameters.insert(path, WindowsPath('C', {})); }));
    QVERIFY(refused([&](ActionRequest& r) { r.parameters.insert(path, WindowsPath(0, {"x"})); }));
    QVERIFY(refused([&](ActionRequest& r) { r.parameters.insert(path, WindowsPath('C', {"a/../../b"})); }));
    QVERIFY(refused(
        [&](ActionRequest& r) { r.parameters.insert(path, WindowsPath('C', {QByteArray("a\0b", 3)})); }));
    QVERIFY(refused(
        [&](ActionRequest& r) { r.parameters.insert(path, WindowsPath('C', {QByteArray(40'000, 'a')})); }));
    QVERIFY(refused([&](ActionRequest& r) { r.parameters.insert(hash, Sha256Value{"short"}); }));
    Kit other;
    ActionRequest unknown = good;
    unknown.parameters.remove(hash);
    const auto preview = other.preview(unknown);
    QVERIFY(!preview && preview.error().kind == ErrorKind::BadCall);
}

void RequestTest::valuesSurviveTheirStorage()
{
    Kit kit;
    ActionRequest request = kit.request({"in\xff"
                                         "et",
                                         "a\xed\xa0\x80"
                                         "b.aspx"},
                                        "x");
    request.parameters.insert(QStringLiteral("note"), QStringLiteral("words"));
    const auto again = readActionRequest(store(request));
    MAILMEND_OK(again);
    QCOMPARE(again->action, request.action);
    QCOMPARE(again->change, request.change);
    QVERIFY(again->parameters == request.parameters);
    QCOMPARE(std::get<WindowsPath>(again->parameters.value(QStringLiteral("path"))).components(),
             std::get<WindowsPath>(request.parameters.value(QStringLiteral("path"))).components());

    const auto preview = kit.preview(kit.request(helpPage(), helpContent()));
    MAILMEND_OK(preview);
    const auto previewAgain = readPreview(store(*preview));
    MAILMEND_OK(previewAgain);
    QCOMPARE(store(*previewAgain), store(*preview));
    QCOMPARE(previewAgain->digest, preview->digest);

    const auto record = kit.take(kit.request(helpPage(), helpContent()));
    MAILMEND_OK(record);
    const auto recordAgain = readChangeRecord(store(*record));
    MAILMEND_OK(recordAgain);
    QCOMPARE(store(*recordAgain), store(*record));
    QCOMPARE(recordAgain->head, record->head);
    QVERIFY(recordAgain->state == ChangeState::Applied);
}

void RequestTest::changedStorageIsRefused()
{
    Kit kit;
    const auto record = kit.take(kit.request(helpPage(), helpContent()));
    MAILMEND_OK(record);
    const QJsonObject good = store(*record);
    for (const char* key : {"change", "state", "head", "parameters"}) {
        QJsonObject bad = good;
        bad.insert(QLatin1StringView(key), QStringLiteral("zzz"));
        QVERIFY2(!readChangeRecord(bad), key);
        bad.insert(QLatin1StringView(key), 7);
        QVERIFY2(!readChangeRecord(bad), key);
    }
    for (const QJsonObject& parameter :
         {QJsonObject{{QStringLiteral("file"), QStringLiteral("x")}}, QJsonObject{},
          QJsonObject{{QStringLiteral("sha256"), QStringLiteral("12")}},
          QJsonObject{{QStringLiteral("words"), 1}},
          QJsonObject{{QStringLiteral("words"), QStringLiteral("a")},
                      {QStringLiteral("path"), QJsonObject{}}}}) {
        QVERIFY(!readParameters({{QStringLiteral("path"), parameter}}));
    }
}

MAILMEND_TEST_CLASS(RequestTest)
#include "request_test.moc"
