// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "project/source_tree.h"
#include "support/registration.h"

#include <QRegularExpression>
#include <QSet>

using namespace mailmend::testing;

namespace {

/** What a folder's registry lists. */
struct Registered
{
    const char* folder;
    const char* type;
    const char* registry;
};

constexpr Registered kRegistries[] = {
    {"app/checks/", "Check", "app/checks/registry.cpp"},
    {"app/actions/", "Action", "app/actions/registry.cpp"},
    {"app/reports/", "Report", "app/reports/registry.cpp"},
    {"app/cli/", "Command", "app/cli/registry.cpp"},
    {"app/gui/pages/", "PageEntry", "app/gui/pages/registry.cpp"},
    {"app/evidence/", "EvidenceSource", "app/evidence/sources.cpp"},
};

const SourceFile* fileAt(const QString& path)
{
    for (const SourceFile& file : sourceTree()) {
        if (file.path == path) {
            return &file;
        }
    }
    return nullptr;
}

QSet<QString> captured(const QRegularExpression& pattern, const QByteArray& code)
{
    QSet<QString> names;
    for (const auto& match : pattern.globalMatch(QString::fromUtf8(withoutComments(code, true)))) {
        names.insert(match.captured(1));
    }
    return names;
}

QString listed(const QSet<QString>& names)
{
    QStringList list(names.cbegin(), names.cend());
    list.sort();
    return list.join(u' ');
}

} // namespace

/** What is added in a file of its own is registered: nothing is built that no one can reach. */
class RegistriesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everythingDefinedIsRegistered_data();
    void everythingDefinedIsRegistered();
};

void RegistriesTest::everythingDefinedIsRegistered_data()
{
    QTest::addColumn<QString>("folder");
    QTest::addColumn<QString>("type");
    QTest::addColumn<QString>("registry");
    for (const Registered& row : kRegistries) {
        if (fileAt(QString::fromLatin1(row.registry)) != nullptr) {
            QTest::newRow(row.type) << QString::fromLatin1(row.folder) << QString::fromLatin1(row.type)
                                    << QString::fromLatin1(row.registry);
        }
    }
}

void RegistriesTest::everythingDefinedIsRegistered()
{
    QFETCH(QString, folder);
    QFETCH(QString, type);
    QFETCH(QString, registry);
    const QRegularExpression definition(QStringLiteral("\\bconst %1 (\\w+)\\s*(?:=\\s*)?\\{").arg(type));
    static const QRegularExpression address(QStringLiteral("&(\\w+)\\b(?!\\s*[(.:])"));
    // Close siblings: "done" and "reopen", a volume with and without its letter.
    static const QStringList mayShareAFile{QStringLiteral("Command"), QStringLiteral("EvidenceSource")};
    QSet<QString> defined;
    QStringList faults;
    for (const SourceFile& file : sourceTree()) {
        if (file.isIn(folder) && file.isCode() && file.path != registry) {
            const QSet<QString> here = captured(definition, file.content);
            if (here.size() > 1 && !mayShareAFile.contains(type)) {
                faults.append(file.path + QStringLiteral(" defines ") + listed(here) +
                              QStringLiteral(": one a file"));
            }
            defined |= here;
        }
    }
    const QSet<QString> registered = captured(address, fileAt(registry)->content);
    QVERIFY(!defined.isEmpty());
    for (const QString& name : defined - registered) {
        faults.append(QStringLiteral("%1 is not in %2").arg(name, registry));
    }
    for (const QString& name : registered - defined) {
        faults.append(QStringLiteral("%1 in %2 is defined nowhere in %3").arg(name, registry, folder));
    }
    MAILMEND_NO_FAULTS(faults);
}

MAILMEND_TEST_CLASS(RegistriesTest)
#include "registries_test.moc"
