// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "actions/kit.h"

#include "actions/dressed_page.h"
#include "base/reader.h"
#include "base/sha256.h"

#include <QDir>

namespace mailmend::testing {

Names helpPage()
{
    return {"inetpub", "wwwroot", "help.aspx"};
}

QByteArray helpContent()
{
    QByteArray content("a page that is not what it seems\n");
    return content.repeated(40'000); // two pieces of a copy
}

QByteArray ourSecret()
{
    return QByteArray(32, 's');
}

MachineIdentity ourServer()
{
    MachineIdentity server;
    server.machineSid = QStringLiteral("S-1-5-21-1-2-3");
    server.name = QStringLiteral("MAPLE");
    server.installDate = QDateTime({2019, 3, 1}, {8, 0}, Qt::UTC);
    return server;
}

Kit::Kit()
{
    write(helpPage(), helpContent());
    write({"inetpub", "wwwroot", "iisstart.htm"}, "welcome");
    write({"Windows", "win.ini"}, "[fonts]\n");
    dressPage(native(helpPage()));
    setNow(QDateTime({2026, 11, 26}, {12, 0}, Qt::UTC));
    restart();
}

void Kit::write(const Names& names, const QByteArray& content) const
{
    m_tree.file(Names{"disk"} + names, content);
}

bool Kit::exists(const Names& names) const
{
    return isThere(native(names));
}

QList<QByteArray> Kit::stored(const char* folder) const
{
    QList<QByteArray> out;
    const QDir dir(QString::fromLocal8Bit(store() + '/' + folder));
    for (const QString& name : dir.entryList(QDir::Files | QDir::Hidden)) {
        out.append(name.toLocal8Bit());
    }
    return out;
}

void Kit::restart(disk::Keeper keeper)
{
    m_store.reset();
    auto opened =
        ChangeStore::open(QString::fromLocal8Bit(store()), ourSecret(), ChangeStore::Missing::IsMade, keeper);
    if (!opened) {
        qFatal("%s", qPrintable(logLine(opened.error())));
    }
    m_store = std::move(*opened);
    auto files = openVolumeFiles({{'C', QString::fromLocal8Bit(disk())}});
    if (!files) {
        qFatal("%s", qPrintable(logLine(files.error())));
    }
    m_machine.files.part = std::move(*files);
    m_machine.identity = ourServer();
}

ActionRun Kit::run(SafePoint mayGoOn)
{
    return {m_machine, *m_store, m_knowledge, m_clock, std::move(mayGoOn)};
}

ActionRequest Kit::request(const Names& names, const QByteArray& content) const
{
    ActionRequest request{QStringLiteral("quarantine-file"), newChangeId(), {}};
    request.parameters.insert(QStringLiteral("path"), WindowsPath('C', names));
    request.parameters.insert(QStringLiteral("sha256"), Sha256Value{sha256(content)});
    return request;
}

Result<Preview> Kit::preview(const ActionRequest& request)
{
    ActionRun now = run();
    return quarantineFile.preview(request, now);
}

Result<ChangeRecord> Kit::take(const ActionRequest& request)
{
    const auto shown = preview(request);
    ActionRun now = run();
    return shown ? quarantineFile.apply(request, shown->digest, now) : Result<ChangeRecord>(shown.error());
}

Result<ChangeRecord> Kit::undo(const ChangeRecord& record)
{
    ActionRun now = run();
    return quarantineFile.undo(record, now);
}

Result<std::optional<InTheWay>> Kit::inTheWay(const ChangeRecord& record)
{
    ActionRun now = run();
    return quarantineFile.inTheWay(record, now);
}

Done Kit::possible(const ActionRequest& request)
{
    ActionRun now = run();
    return quarantineFile.possible(request, now);
}

Result<ChangeRecord> Kit::recover(const QString& change)
{
    const auto record = m_store->record(change);
    ActionRun now = run();
    return record ? quarantineFile.recover(*record, now) : Result<ChangeRecord>(record.error());
}

DiskSnapshot withoutFolderTimes(DiskSnapshot snapshot)
{
    for (QByteArray& line : snapshot) {
        if (line.contains(" links 0 changed ")) {
            line.truncate(line.indexOf(" changed "));
        }
    }
    return snapshot;
}

QString wordsOf(const Error& error)
{
    return inEnglish(error.text) + QLatin1Char(' ') + inEnglish(error.hint);
}

QString staysIn(const Preview& preview)
{
    QString out;
    for (const Text& text : preview.stays) {
        out += inEnglish(text) + QLatin1Char('\n');
    }
    return out;
}

} // namespace mailmend::testing
