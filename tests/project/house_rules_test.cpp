// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "project/source_tree.h"
#include "support/registration.h"

#include <QFileInfo>
#include <QRegularExpression>

using namespace mailmend::testing;

namespace {

/** How many arguments stand between the bracket at `open` and its end. */
int argumentsAt(const QByteArray& code, qsizetype open)
{
    const qsizetype close = closingBracket(code, open);
    int commas = 0;
    for (qsizetype i = open + 1; i < close; ++i) {
        if (QByteArrayView("([{").contains(code.at(i))) {
            i = closingBracket(code, i);
        } else if (code.at(i) == ',') {
            ++commas;
        }
    }
    return commas + 1;
}

/** Positions of connect( calls that name no context: nothing would undo them when the receiver dies. */
QList<qsizetype> shortConnects(const QByteArray& source)
{
    static const QRegularExpression call(QStringLiteral("\\bconnect\\("));
    const QByteArray code = withoutComments(source, true);
    QList<qsizetype> out;
    for (const auto& match : call.globalMatch(QString::fromLatin1(code))) {
        if (argumentsAt(code, match.capturedEnd() - 1) < 4) {
            out.append(match.capturedStart());
        }
    }
    return out;
}

/** Every place in app/ where the code, comments and strings aside, matches. */
QStringList placesInApp(const QRegularExpression& what, QStringView folder)
{
    QStringList faults;
    for (const SourceFile& file : sourceTree()) {
        if (!file.isIn(folder) || !file.isCode()) {
            continue;
        }
        for (const auto& match : what.globalMatch(QString::fromLatin1(withoutComments(file.content, true)))) {
            faults.append(fault(file, match.capturedStart(), match.captured(0)));
        }
    }
    return faults;
}

} // namespace

/** The rules of CONTRIBUTING.md that a program can see. */
class HouseRulesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everySourceNamesItsLicence();
    void noFileIsLong();
    void connectRuleItself();
    void everyConnectHasItsContext();
    void onlyMainRunsALoop();
    void nothingIsLeftForLater();
    void nothingNamesPrivateFolders();
    void namesAreLowerSnake();
    void scriptsCanBeRun();
};

void HouseRulesTest::everySourceNamesItsLicence()
{
    QStringList faults;
    for (const SourceFile& file : sourceTree()) {
        static const QRegularExpression source(QStringLiteral("(\\.(cpp|h|cmake|sh|py)|CMakeLists\\.txt)$"));
        const QByteArray head = file.content.left(400);
        if ((source.match(file.path).hasMatch() || file.content.startsWith("#!")) &&
            (!head.contains("SPDX-FileCopyrightText: The Mailmend authors\n") ||
             !head.contains("SPDX-License-Identifier: Apache-2.0\n"))) {
            faults.append(file.path);
        }
    }
    MAILMEND_NO_FAULTS(faults);
}

void HouseRulesTest::noFileIsLong()
{
    QStringList faults;
    for (const SourceFile& file : sourceTree()) {
        const qsizetype lines = file.content.count('\n');
        if (file.isCode() && lines > (file.isIn(u"tests/") ? 500 : 450)) {
            faults.append(QStringLiteral("%1 has %2 lines").arg(file.path).arg(lines));
        }
    }
    MAILMEND_NO_FAULTS(faults);
}

void HouseRulesTest::connectRuleItself()
{
    QCOMPARE(shortConnects("connect(a, &A::b, [] { f(1, 2, 3); });").size(), 1);
    QCOMPARE(shortConnects("connect(a, &A::b, this, [this](int x, int y) { f(x, y); });").size(), 0);
    QCOMPARE(shortConnects("// connect(a, b, c)\nconnect(f(a, b), &A::b, this, &C::d);").size(), 0);
}

void HouseRulesTest::everyConnectHasItsContext()
{
    QStringList faults;
    for (const SourceFile& file : sourceTree()) {
        if (file.isIn(u"app/gui/") && file.isCode()) {
            for (const qsizetype position : shortConnects(file.content)) {
                faults.append(fault(file, position, QStringLiteral("connect without a context object")));
            }
        }
    }
    MAILMEND_NO_FAULTS(faults);
}

void HouseRulesTest::onlyMainRunsALoop()
{
    static const QRegularExpression loop(QStringLiteral("\\b(QEventLoop|processEvents)\\b"));
    static const QRegularExpression exec(QStringLiteral("\\bexec\\(")); // elsewhere exec() is a query's
    const QStringList faults = placesInApp(loop, u"app/") + placesInApp(exec, u"app/gui/");
    MAILMEND_NO_FAULTS(faults);
}

void HouseRulesTest::nothingIsLeftForLater()
{
    static const QRegularExpression later(QStringLiteral("\\b(TO"
                                                         "DO|FIX"
                                                         "ME|X"
                                                         "XX)\\b"));
    QStringList faults;
    for (const SourceFile& file : sourceTree()) {
        if (file.isCode()) {
            for (const auto& match : later.globalMatch(QString::fromLatin1(file.content))) {
                faults.append(fault(file, match.capturedStart(), match.captured(0)));
            }
        }
    }
    MAILMEND_NO_FAULTS(faults);
}

void HouseRulesTest::nothingNamesPrivateFolders()
{
    QStringList faults;
    for (const SourceFile& file : sourceTree()) {
        for (const char* below : {"shared", "wt/", "main/", "scratch"}) {
            if (const qsizetype position = file.content.indexOf(QByteArray("/work/") + below);
                position >= 0) {
                faults.append(fault(file, position, QString::fromLatin1(below)));
            }
        }
    }
    MAILMEND_NO_FAULTS(faults);
}

void HouseRulesTest::namesAreLowerSnake()
{
    static const QRegularExpression good(QStringLiteral("^[a-z0-9_]+\\.(cpp|h)$"));
    QStringList faults;
    for (const SourceFile& file : sourceTree()) {
        if (file.isCode() && !good.match(file.path.section(u'/', -1)).hasMatch()) {
            faults.append(file.path);
        }
    }
    MAILMEND_NO_FAULTS(faults);
}

void HouseRulesTest::scriptsCanBeRun()
{
    QStringList faults;
    for (const SourceFile& file : sourceTree()) {
        const QFileInfo info(QStringLiteral(MAILMEND_SOURCE_DIR "/") + file.path);
        if (file.content.startsWith("#!") && !info.isExecutable()) {
            faults.append(file.path);
        }
    }
    MAILMEND_NO_FAULTS(faults);
}

MAILMEND_TEST_CLASS(HouseRulesTest)
#include "house_rules_test.moc"
