// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QObject>
#include <QTest>

#include <functional>
#include <vector>

namespace mailmend::testing {

/** The test classes of this program, in the order of their registration. */
inline std::vector<std::function<QObject*()>>& registeredTests()
{
    static std::vector<std::function<QObject*()>> tests;
    return tests;
}

template<typename Test>
struct Registration
{
    Registration()
    {
        registeredTests().push_back([] { return static_cast<QObject*>(new Test); });
    }
};

} // namespace mailmend::testing

/** Makes a test class part of its folder's program. Stands once, after the class, outside namespaces' braces.
 */
#define MAILMEND_TEST_CLASS(Class) static const mailmend::testing::Registration<Class> registrationOf##Class;
