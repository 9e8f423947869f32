// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "base/own_libraries.h"
#include "support/console_run.h"
#include "support/registration.h"

#include <QDir>
#include <QFile>
#include <QProcess>

#include <windows.h>

using namespace mailmend::testing;

namespace {

/** A library that is in use anyway, under another name in a folder. */
bool plant(const QString& folder, const QString& name)
{
    std::wstring path(32'768, L'\0');
    path.resize(GetModuleFileNameW(GetModuleHandleW(L"Qt6Core.dll"), path.data(), DWORD(path.size())));
    return QFile::copy(QString::fromStdWString(path), folder + u'/' + name);
}

bool loads(const wchar_t* name)
{
    const HMODULE library = LoadLibraryW(name);
    if (library != nullptr) {
        FreeLibrary(library);
    }
    return library != nullptr;
}

} // namespace

/** A library that somebody has put where Windows would look for it is not loaded. */
class PlantedLibraryTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theProgramRunsBesideIt();
    void notFromTheFolderNorThePath();
};

void PlantedLibraryTest::theProgramRunsBesideIt()
{
    const ConsoleRun console;
    for (const char* name : {"version.dll", "cryptbase.dll", "dwmapi.dll", "uxtheme.dll", "userenv.dll"}) {
        QVERIFY(plant(console.folder(), QString::fromLatin1(name)));
    }
    QProcess program;
    QProcessEnvironment environment = console.environment();
    environment.insert(QStringLiteral("PATH"), QDir::toNativeSeparators(console.folder()) + u';' +
                                                   environment.value(QStringLiteral("PATH")));
    program.setProcessEnvironment(environment);
    program.setWorkingDirectory(console.folder());
    program.start(ConsoleRun::program(), {QStringLiteral("knowledge"), QStringLiteral("show")});
    QVERIFY(program.waitForFinished(120'000));
    QCOMPARE(program.exitCode(), 0);
    QVERIFY(!program.readAllStandardOutput().isEmpty());
}

void PlantedLibraryTest::notFromTheFolderNorThePath()
{
    const QTemporaryDir folder, inPath;
    QVERIFY(plant(folder.path(), QStringLiteral("planted-here.dll")));
    QVERIFY(plant(inPath.path(), QStringLiteral("planted-in-path.dll")));
    const QString before = QDir::currentPath();
    const QByteArray path = qgetenv("PATH");
    QDir::setCurrent(folder.path());
    qputenv("PATH", QDir::toNativeSeparators(inPath.path()).toLocal8Bit() + ';' + path);
    const bool control =
        loads(L"planted-here.dll") && loads(L"planted-in-path.dll"); // as a plain program does
    mailmend::loadOnlyOwnLibraries();
    const bool here = loads(L"planted-here.dll"), there = loads(L"planted-in-path.dll");
    const bool systems = loads(L"version.dll");
    QDir::setCurrent(before);
    qputenv("PATH", path);
    QVERIFY(control);
    QVERIFY(!here && !there);
    QVERIFY(systems);
}

MAILMEND_TEST_CLASS(PlantedLibraryTest)
#include "planted_library_test.moc"
