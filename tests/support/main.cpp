// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "support/registration.h"

#include <QCoreApplication>
#ifdef QT_WIDGETS_LIB
#include <QApplication>
#endif

#include <memory>

/**
 * Runs every test class of the folder, or with "-only CLASS" first, that one; what follows goes to Qt Test.
 * Returns the number of failed tests.
 */
int main(int argc, char** argv)
{
#ifdef QT_WIDGETS_LIB
    QApplication application(argc, argv);
#else
    QCoreApplication application(argc, argv);
#endif
    QCoreApplication::setApplicationName(QStringLiteral("mailmend-test"));
    QStringList arguments = application.arguments();
    QString only;
    if (arguments.size() > 2 && arguments.at(1) == QStringLiteral("-only")) {
        only = arguments.at(2);
        arguments.remove(1, 2);
    }
    int failed = 0;
    for (const auto& make : mailmend::testing::registeredTests()) {
        const std::unique_ptr<QObject> test(make());
        if (only.isEmpty() || only == QString::fromLatin1(test->metaObject()->className())) {
            failed += QTest::qExec(test.get(), arguments);
        }
    }
    return failed;
}
