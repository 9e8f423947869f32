// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actions/machine_files.h"
#include "actions/store/journal.h"

namespace mailmend {

/** One change of a store: its id, and what its journal says or why that can't be read. */
struct StoredChange
{
    QString change;
    Result<ChangeRecord> record;
};

/** What is taken into the store. */
struct KeptContent
{
    qint64 size = 0;
    QByteArray sha256; ///< 32 bytes
};

/** What the store has of a change's content. */
enum class KeptState { Nothing, Whole };

/**
 * Where a case's changes are kept: "changes/<id>.journal" and "objects/<id>.kept", in a folder that only its
 * keeper can enter. A lock keeps a second one out as long as this object lives. Content is encoded, so that
 * no anti-virus program eats it, and checked against its SHA-256 whenever it is read. One thread.
 */
class ChangeStore
{
public:
    enum class Missing { IsAnError, IsMade };
    /**
     * Denied: others may enter the folder. Conflict: somebody else is working with it. NotFound: there is
     * none.
     * @param secret installationSecret(): journals that weren't written with it are never acted on
     * @param keeper whom it belongs to; others must not get in
     */
    static Result<std::unique_ptr<ChangeStore>> open(const QString& folder, const QByteArray& secret,
                                                     Missing missing,
                                                     disk::Keeper keeper = disk::Keeper::ThisAccount);
    /** A store that isn't there: nothing can be read from it or put into it. */
    static std::unique_ptr<ChangeStore> nowhere();
    ~ChangeStore();

    /** 32 random digits that were made with it: another store has others. Empty: of an older version. */
    QString id() const;
    /** Administrators: it is the store of a helper with rights, of all cases of this computer. */
    disk::Keeper keeper() const;

    /** Oldest first; what can't be read last. A content without its journal is a change that can't be read.
     */
    Result<QList<StoredChange>> list() const;
    Result<ChangeRecord> record(const QString& change) const;

    Result<Journal> begin(const ActionRequest& request, const JournalEntry& intent);
    Result<Journal> journal(const QString& change) const;

    /**
     * Keeps a file's content: written, flushed, read back from the disk and compared before it counts.
     * Conflict where it is not `expected`. After an error the original is still the only whole copy.
     */
    Done keep(const QString& change, const OpenFile& from, const KeptContent& expected,
              const SafePoint& mayGoOn);
    Result<KeptState> kept(const QString& change) const;
    /** Reads it in full; Damaged where it is not `expected`. */
    Done verify(const QString& change, const KeptContent& expected, const SafePoint& mayGoOn) const;
    /** Writes the content to a new file; Damaged where it is not `expected`. Not flushed. */
    Done copyTo(const QString& change, const KeptContent& expected, NewFile& to,
                const SafePoint& mayGoOn) const;
    /** Removes what is kept of a change, if anything is. */
    Done forget(const QString& change);

private:
    struct Folders;
    explicit ChangeStore(std::unique_ptr<Folders> folders);
    Done decode(const QString& change, const KeptContent& expected, const SafePoint& mayGoOn,
                const Text& doing, const std::function<Done(QByteArrayView)>& take) const;

    std::unique_ptr<Folders> m_folders;
};

} // namespace mailmend
