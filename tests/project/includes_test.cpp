// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "project/source_tree.h"
#include "support/registration.h"

#include <QMap>
#include <QRegularExpression>

using namespace mailmend::testing;

namespace {

/** The parts of app/ from right to left; those in one row don't include each other. */
const QMap<QString, int>& rows()
{
    static const QMap<QString, int> list = [] {
        QMap<QString, int> out;
        const char* const order[] = {"base",   "findings",       "evidence knowledge",
                                     "detect", "actions checks", "playbooks",
                                     "cases",  "engine",         "reports",
                                     "cli gui"};
        int row = 0;
        for (const char* parts : order) {
            for (const QString& part : QString::fromLatin1(parts).split(u' ')) {
                out.insert(part, row);
            }
            ++row;
        }
        return out;
    }();
    return list;
}

bool mayInclude(const QString& from, const QString& to)
{
    return from == to || rows().value(from, -1) > rows().value(to, 99);
}

} // namespace

/** Includes point in one direction only, and the core knows no window. */
class IncludesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theRuleItself();
    void pointOneWay();
    void everyPartIsKnown();
    void coreHasNoWindow();
};

void IncludesTest::theRuleItself()
{
    QVERIFY(mayInclude(QStringLiteral("checks"), QStringLiteral("evidence")));
    QVERIFY(!mayInclude(QStringLiteral("evidence"), QStringLiteral("checks")));
    QVERIFY(!mayInclude(QStringLiteral("evidence"), QStringLiteral("knowledge")));
    QVERIFY(!mayInclude(QStringLiteral("gui"), QStringLiteral("cli")));
    QVERIFY(!mayInclude(QStringLiteral("gui"), QStringLiteral("elsewhere")));
}

void IncludesTest::pointOneWay()
{
    static const QRegularExpression include(QStringLiteral("^\\s*#include \"([a-z]+)/"),
                                            QRegularExpression::MultilineOption);
    QStringList faults;
    int seen = 0;
    for (const SourceFile& file : sourceTree()) {
        const QString part = file.path.section(u'/', 1, 1);
        if (!file.isIn(u"app/") || !file.isCode() || !rows().contains(part)) {
            continue;
        }
        for (const auto& match : include.globalMatch(QString::fromUtf8(file.content))) {
            ++seen;
            if (!mayInclude(part, match.captured(1))) {
                faults.append(QStringLiteral("%1 includes %2").arg(file.path, match.captured(0).trimmed()));
            }
        }
    }
    QVERIFY(seen > 100);
    MAILMEND_NO_FAULTS(faults);
}

void IncludesTest::everyPartIsKnown()
{
    QStringList faults;
    for (const SourceFile& file : sourceTree()) {
        const QString part = file.path.section(u'/', 1, 1);
        if (file.isIn(u"app/") && file.path.count(u'/') > 1 && !rows().contains(part)) {
            faults.append(file.path);
        }
    }
    MAILMEND_NO_FAULTS(faults);
}

void IncludesTest::coreHasNoWindow()
{
    static const QRegularExpression window(QStringLiteral(
        "#include <(QtWidgets|QApplication|QWidget|QDialog|QMessageBox|QFileDialog|QtPrintSupport)"));
    QStringList faults;
    for (const SourceFile& file : sourceTree()) {
        if (file.isIn(u"app/") && !file.isIn(u"app/gui/") &&
            file.path != QStringLiteral("app/main_gui.cpp") &&
            QString::fromUtf8(file.content).contains(window)) {
            faults.append(file.path);
        }
    }
    MAILMEND_NO_FAULTS(faults);
}

MAILMEND_TEST_CLASS(IncludesTest)
#include "includes_test.moc"
