// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "evidence/collection/glob.h"
#include "support/registration.h"

using namespace mailmend;

class SourceGlobTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void masks_data()
    {
        QTest::addColumn<QString>("mask");
        QTest::addColumn<QString>("name");
        QTest::addColumn<bool>("fits");
        const auto add = [](const char* mask, const char* name, bool fits) {
            QTest::addRow("%s %s", mask, name) << QString::fromUtf8(mask) << QString::fromUtf8(name) << fits;
        };
        add("*", "", true);
        add("*", "a.aspx", true);
        add("*.aspx", "a.aspx", true);
        add("*.aspx", "a.aspx.bak", false);
        add("*.*", "a", false);
        add("a*b*c", "aXbYbZc", true);
        add("a*b*c", "aXbYbZ", false);
        add("?.txt", "a.txt", true);
        add("?.txt", ".txt", false);
        add("[a-c]x", "bx", true);
        add("[a-c]x", "dx", false);
        add("[!a-c]x", "dx", true);
        add("[]]x", "]x", true);
        add("[abc", "[abc", true);
        add("s[ao]*", "software", true);
        add("", "", true);
        add("", "a", false);
        add("**", "anything", true);
    }

    void masks()
    {
        QFETCH(QString, mask);
        QFETCH(QString, name);
        QTEST(matchesMask(mask, name), "fits");
    }

    void patterns_data()
    {
        QTest::addColumn<QString>("pattern");
        QTest::addColumn<QString>("path");
        QTest::addColumn<bool>("fits");
        const auto add = [](const char* pattern, const char* path, bool fits) {
            QTest::addRow("%s %s", pattern, path)
                << QString::fromUtf8(pattern) << QString::fromUtf8(path) << fits;
        };
        // "**" also stands for no folder, but for at least one component at the end.
        add("C:/foo/**/bar", "c:/foo/bar", true);
        add("C:/foo/**/bar", "c:/foo/x/y/bar", true);
        add("C:/foo/**", "c:/foo", false);
        add("C:/foo/**", "c:/foo/x", true);
        add("C:/foo/**", "c:/foo/x/y/z", true);
        add("C:/foo/**2/bar", "c:/foo/x/y/bar", true);
        add("C:/foo/**2/bar", "c:/foo/x/y/z/bar", false);
        add("C:/foo/**1", "c:/foo/x", true);
        add("C:/foo/**1", "c:/foo/x/y", false);
        add("C:\\inetpub\\*\\*.aspx", "c:/inetpub/wwwroot/a.aspx", true);
        add("C:\\inetpub\\*\\*.aspx", "c:/inetpub/a.aspx", false);
        add("C:/a/{b,c}/*.{aspx,ashx}", "c:/a/c/x.ashx", true);
        add("C:/a/{b,c}/*.{aspx,ashx}", "c:/a/d/x.ashx", false);
        add("C:/a/{b,{c,d}}/x", "c:/a/d/x", true);
        add("C:/**/*.log", "c:/x.log", true);
        add("C:/**/a/**/b", "c:/x/a/y/a/b", true);
        add("C:/A/B", "c:/a/b", true);
        add("D:/a", "c:/a", false);
        add("**/x", "c:/a/x", true);
    }

    void patterns()
    {
        QFETCH(QString, pattern);
        QFETCH(QString, path);
        QFETCH(bool, fits);
        bool whole = true;
        const auto globs = Glob::parse(pattern, whole);
        QVERIFY(whole);
        const QList<QString> parts = path.split(QLatin1Char('/'));
        const bool any = std::any_of(globs.begin(), globs.end(),
                                     [&parts](const Glob& glob) { return glob.matches(parts); });
        QCOMPARE(any, fits);
    }

    void defaultDepthIsThirty()
    {
        bool whole = true;
        const auto globs = Glob::parse(QStringLiteral("C:/**/x"), whole);
        QList<QString> path{QStringLiteral("c:")};
        for (int i = 0; i < 30; ++i) {
            path.append(QStringLiteral("d"));
        }
        QVERIFY(globs.front().matches(path + QList<QString>{QStringLiteral("x")}));
        path.append(QStringLiteral("d"));
        QVERIFY(!globs.front().matches(path + QList<QString>{QStringLiteral("x")}));
    }

    /** Patterns that make a regular expression run for ever. Ending at all is the proof. */
    void hostilePatternsEnd()
    {
        const QString name(20'000, QLatin1Char('a'));
        QString mask;
        for (int i = 0; i < 200; ++i) {
            mask += QStringLiteral("*a");
        }
        QVERIFY(!matchesMask(mask + QLatin1Char('b'), name));
        bool whole = true;
        QString bomb = QStringLiteral("x");
        for (int i = 0; i < 60; ++i) {
            bomb += QStringLiteral("{a,b}");
        }
        QVERIFY(Glob::parse(bomb, whole).size() <= 10'000);
        QVERIFY(!whole);
        whole = true;
        Glob::parse(QString(40'000, QLatin1Char('x')), whole);
        QVERIFY(!whole);
        whole = true;
        QString stars = QStringLiteral("C:");
        for (int i = 0; i < 250; ++i) {
            stars += QStringLiteral("/**9999");
        }
        const auto globs = Glob::parse(stars + QStringLiteral("/x"), whole);
        QCOMPARE(globs.size(), size_t(1));
        QVERIFY(!globs.front().matches(QList<QString>(3000, QStringLiteral("c:"))));
    }
};

MAILMEND_TEST_CLASS(SourceGlobTest)

#include "source_glob_test.moc"
