// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actions/change_store.h"
#include "actions/machine.h"
#include "actions/quarantine_file.h"
#include "actions/volume_machine.h"
#include "support/disk_snapshot.h"
#include "support/raw_tree.h"

namespace mailmend::testing {

using Names = QList<QByteArray>; ///< a path below the disk's root

/** A small disk C: with a web folder, and a store beside it. One file that is to be taken stands there. */
class Kit
{
public:
    Kit();

    QByteArray disk() const { return m_tree.path() + "/disk"; }
    QByteArray store() const { return m_tree.path() + "/store"; }
    QByteArray native(const Names& names) const { return disk() + '/' + names.join('/'); }
    void write(const Names& names, const QByteArray& content) const;
    const RawTree& tree() const { return m_tree; }
    bool exists(const Names& names) const;
    /** Names in a folder of the store: "objects", "changes". */
    QList<QByteArray> stored(const char* folder) const;

    /** Opens store and disk anew, as a next start does; the lock is let go first. */
    void restart(disk::Keeper keeper = disk::Keeper::ThisAccount);
    void closeStore() { m_store.reset(); }
    ChangeStore& changes() { return *m_store; }
    Machine& machine() { return m_machine; }
    Knowledge& knowledge() { return m_knowledge; }
    void setNow(const QDateTime& utc) { m_clock = fixedClock(utc); }
    ActionRun run(SafePoint mayGoOn = [](const ActionProgress&) { return true; });

    ActionRequest request(const Names& names, const QByteArray& content) const;
    Result<Preview> preview(const ActionRequest& request);
    /** Preview and apply. */
    Result<ChangeRecord> take(const ActionRequest& request);
    Result<ChangeRecord> undo(const ChangeRecord& record);
    Result<std::optional<InTheWay>> inTheWay(const ChangeRecord& record);
    Done possible(const ActionRequest& request);
    Result<ChangeRecord> recover(const QString& change);

private:
    RawTree m_tree;
    std::unique_ptr<ChangeStore> m_store;
    Machine m_machine;
    Knowledge m_knowledge;
    Clock m_clock;
};

/** The file that most tests take: C:\inetpub\wwwroot\help.aspx. */
Names helpPage();
QByteArray helpContent();

/** Of the installation whose stores these are, and of the server whose disk it is. */
QByteArray ourSecret();
MachineIdentity ourServer();

/** A snapshot without the times of folders: taking a file out of one changes its folder's. */
DiskSnapshot withoutFolderTimes(DiskSnapshot snapshot);

QString wordsOf(const Error& error);
/** What stays, a sentence a line. */
QString staysIn(const Preview& preview);

} // namespace mailmend::testing

/** Fails with the error's own words. */
#define MAILMEND_OK(result) QVERIFY2(result, result ? "" : qPrintable(mailmend::logLine((result).error())))
