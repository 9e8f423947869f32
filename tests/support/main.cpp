// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "base/program_end.h"
#include "support/registration.h"

#include <QCoreApplication>
#ifdef QT_WIDGETS_LIB
#include <QApplication>
#endif

#include <QMetaMethod>

#include <algorithm>
#include <memory>

namespace {

/** Names of its test functions, where some are left out; none: all of them. */
QStringList functionsOf(const QObject& test, const QStringList& without)
{
    const QMetaObject* const meta = test.metaObject();
    const QString prefix = QString::fromLatin1(meta->className()) + QStringLiteral("::");
    QStringList functions;
    for (int i = meta->methodOffset(); i < meta->methodCount(); ++i) {
        const QMetaMethod method = meta->method(i);
        const QString name = QString::fromLatin1(method.name());
        const bool isTest = method.methodType() == QMetaMethod::Slot &&
                            method.access() == QMetaMethod::Private && method.parameterCount() == 0 &&
                            !name.endsWith(QStringLiteral("_data")) &&
                            !QStringList{QStringLiteral("init"), QStringLiteral("cleanup"),
                                         QStringLiteral("initTestCase"), QStringLiteral("cleanupTestCase")}
                                 .contains(name);
        if (isTest && !without.contains(prefix + name)) {
            functions.append(name);
        }
    }
    const bool some = std::any_of(without.begin(), without.end(),
                                  [&prefix](const QString& one) { return one.startsWith(prefix); });
    return some ? functions : QStringList();
}

/**
 * Runs every test class of the folder, or with "-only CLASS" first, that one, or with "-without
 * CLASS,CLASS::function" all but those; "-logs FOLDER" writes a file for each class there. What follows goes
 * to Qt Test. Returns the number of failed tests.
 */
int runTests(int argc, char** argv)
{
#ifdef QT_WIDGETS_LIB
    QApplication application(argc, argv);
#else
    QCoreApplication application(argc, argv);
#endif
    QCoreApplication::setApplicationName(QStringLiteral("mailmend-test"));
    QStringList arguments = application.arguments();
    QString only;
    QStringList without;
    QString logs;
    if (arguments.size() > 2 && arguments.at(1) == QStringLiteral("-logs")) {
        logs = arguments.at(2);
        arguments.remove(1, 2);
    }
    if (arguments.size() > 2 && arguments.at(1) == QStringLiteral("-without")) {
        without = arguments.at(2).split(u',', Qt::SkipEmptyParts);
        arguments.remove(1, 2);
    }
    if (arguments.size() > 2 && arguments.at(1) == QStringLiteral("-only")) {
        only = arguments.at(2);
        arguments.remove(1, 2);
    }
    int failed = 0;
    for (const auto& make : mailmend::testing::registeredTests()) {
        const std::unique_ptr<QObject> test(make());
        const QString name = QString::fromLatin1(test->metaObject()->className());
        if ((only.isEmpty() || only == name) && !without.contains(name)) {
            const QStringList log =
                logs.isEmpty()
                    ? QStringList()
                    : QStringList{QStringLiteral("-o"), logs + u'/' + name + QStringLiteral(".txt,txt")};
            failed += QTest::qExec(test.get(), arguments + log + functionsOf(*test, without));
        }
    }
    return failed;
}

} // namespace

int main(int argc, char** argv)
{
    return mailmend::endProgram(runTests(argc, argv));
}
