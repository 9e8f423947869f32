// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "base/result.h"
#include "support/registration.h"

#include <QStringList>

using namespace mailmend;

namespace {

Result<QStringList> threeNames()
{
    return QStringList{QStringLiteral("the first name"), QStringLiteral("the second name"),
                       QStringLiteral("the third name")};
}

} // namespace

class ResultTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void holdsAValueOrAReason()
    {
        const Result<int> value = 7;
        QVERIFY(value);
        QCOMPARE(*value, 7);
        const Result<int> reason =
            Error{ErrorKind::NotFound, verbatim(QStringLiteral("It is gone.")), {}, {}, {}};
        QVERIFY(!reason);
        QCOMPARE(reason.error().kind, ErrorKind::NotFound);
    }

    /** What is taken out of a passing result is a value: it lives as long as the loop over it. */
    void aLoopOverAPassingResultKeepsIt()
    {
        static_assert(std::is_same_v<decltype(*threeNames()), QStringList>);
        static_assert(std::is_same_v<decltype(threeNames().value()), QStringList>);
        QStringList seen;
        for (const QString& name : *threeNames()) {
            seen.append(name);
        }
        QCOMPARE(seen, *threeNames());
    }
};

MAILMEND_TEST_CLASS(ResultTest)
#include "result_test.moc"
