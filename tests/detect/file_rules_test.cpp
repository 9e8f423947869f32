// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "base/reader.h"
#include "detect/yara/file_rules.h"
#include "support/registration.h"

#include <QtConcurrent>

using namespace mailmend;

namespace {

FileRuleSource rule(const char* name, const QByteArray& source)
{
    return {QString::fromLatin1(name), source};
}

const QByteArray kPack = R"(
rule green_page {
  meta:
    title = "is {green}"
    reason = "It says so."
    harmless = "Somebody likes green."
    verdict = "needs-action"
    technique = "T1505.003"
  strings:
    $a = "green" nocase wide ascii
    $b = "colour"
  condition:
    all of them
})";

QList<RuleMatch> matches(const FileRules& rules, QByteArrayView content)
{
    auto found = rules.match(content, CancelToken());
    return found ? *found : QList<RuleMatch>();
}

} // namespace

class FileRulesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aMatchTellsWhatTheRuleSays()
    {
        const auto rules = FileRules::compile({rule("pack", kPack)});
        QVERIFY(rules);
        const auto found = matches(**rules, "my colour is GREEN");
        QCOMPARE(found.size(), 1);
        QCOMPARE(found.first().rule, QStringLiteral("green_page"));
        QCOMPARE(found.first().verdict, Verdict::NeedsAction);
        QCOMPARE(found.first().offset, 3);
        QCOMPARE(found.first().references, QStringList{QStringLiteral("T1505.003")});
        QCOMPARE(inEnglish(found.first().title), QStringLiteral("is {green}"));
        QVERIFY(matches(**rules, "my colour is red").isEmpty());
        QVERIFY(matches(**rules, "").isEmpty());
    }

    void aUsersRuleNeverAccuses()
    {
        QByteArray own = kPack;
        own.replace("green_page", "own_rule");
        const auto rules = FileRules::compile({rule("pack", kPack)}, {rule("own.yar", own)});
        QVERIFY(rules);
        const auto found = matches(**rules, "colour green");
        QCOMPARE(found.size(), 2);
        for (const RuleMatch& match : found) {
            QCOMPARE(match.verdict, match.fromUser ? Verdict::LookAtThis : Verdict::NeedsAction);
        }
    }

    void aBrokenRuleOfTheUsersIsNamedAndSkipped()
    {
        const auto rules = FileRules::compile(
            {rule("pack", kPack)},
            {rule("broken.yar", "rule x { condition: nonsense }"),
             rule("include.yar", "include \"/etc/passwd\"\nrule y { condition: true }"),
             rule("null.yar", QByteArray("rule z { condition: true }\0rule", 31)),
             rule("fine.yar", "rule fine { condition: filesize > 0 and filename == \"\" }"),
             rule("twice.yar", "rule fine { condition: false }")});
        QVERIFY(rules);
        QStringList broken;
        for (const BrokenRule& one : (*rules)->broken()) {
            broken.append(one.name);
            QVERIFY(!one.error.detail.isEmpty());
        }
        QCOMPARE(broken, (QStringList{QStringLiteral("broken.yar"), QStringLiteral("include.yar"),
                                      QStringLiteral("null.yar"), QStringLiteral("twice.yar")}));
        QCOMPARE(matches(**rules, "x").size(), 1);
    }

    void aBrokenRuleOfThePacksIsAnError()
    {
        QVERIFY(!FileRules::compile({rule("pack", "rule x {")}));
        // And the engine still works afterwards.
        QVERIFY(FileRules::compile({rule("pack", kPack)}));
    }

    void manyThreadsShareOneSet()
    {
        const auto rules = FileRules::compile({rule("pack", kPack)});
        QVERIFY(rules);
        QList<int> numbers(200);
        std::iota(numbers.begin(), numbers.end(), 0);
        const QList<bool> right = QtConcurrent::blockingMapped(numbers, [&rules](int number) {
            const QByteArray content = number % 2 ? "colour green" : "colour blue";
            return matches(**rules, content).size() == number % 2;
        });
        QVERIFY(!right.contains(false));
    }

    void aCancelEndsIt()
    {
        const auto rules = FileRules::compile({rule("pack", kPack)});
        const CancelToken cancel;
        cancel.cancel();
        const auto found = (*rules)->match("colour green", cancel);
        QVERIFY(!found);
        QCOMPARE(found.error().kind, ErrorKind::Cancelled);
    }
};

MAILMEND_TEST_CLASS(FileRulesTest)
#include "file_rules_test.moc"
