// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/windows_path.h"
#include "evidence/parse/sam_values.h"
#include "findings/coverage.h"
#include "findings/finding.h"

#include <QDateTime>
#include <QHash>
#include <QList>
#include <QString>
#include <QStringList>

#include <optional>

namespace mailmend {

/** RIDs that are the same on every Windows, whatever its language calls them. */
namespace known_rid {
inline constexpr quint32 Administrator = 500, Guest = 501, DefaultAccount = 503, ApplicationGuard = 504;
inline constexpr quint32 DomainAdmins = 512, EnterpriseAdmins = 519;
inline constexpr quint32 Administrators = 544, PowerUsers = 547, BackupOperators = 551, RemoteDesktop = 555,
                         HyperVAdministrators = 578, RemoteManagement = 580;
inline constexpr quint32 FirstOwn = 1000; ///< accounts that people and programs make begin here
} // namespace known_rid

/** One account of the server itself, as its key below SAM\Domains\Account\Users says. */
struct LocalAccount
{
    quint32 rid = 0; ///< the number that its key is called by
    QString name;    ///< as V has it, hostile; empty: V could not be read
    QString fullName;
    QString comment;
    std::optional<SamUserF> state; ///< none: F could not be read
    StoredPassword password = StoredPassword::Unknown;
    QDateTime keyChanged;         ///< last write of the key: any change and every logon
    QStringList listedAs;         ///< keys below Names that lead to it; Windows finds an account by these
    QDateTime listed;             ///< last write of that key: made or renamed then; where several: the oldest
    bool hiddenFromLogon = false; ///< Winlogon\SpecialAccounts\UserList says 0 for its name

    bool isEnabled() const { return !state || (state->flags & account_flag::Disabled) == 0; }
};

/** One group of the server itself. */
struct LocalGroup
{
    QString sid; ///< "S-1-5-32-544"
    quint32 rid = 0;
    bool builtIn = false; ///< of the domain Builtin rather than the server's own
    QString name;         ///< in the language of the server
    QStringList members;  ///< SIDs
    QDateTime changed;    ///< last write of its key: members were added or taken out
};

/** A key below Names that leads to no account. */
struct LoneName
{
    QString name;
    quint32 rid = 0;
    QDateTime changed;
};

/** One entry of Windows' list of profiles: somebody has logged on here. */
struct UserProfile
{
    QString sid;
    QString folder;    ///< as written, with variables; may be empty
    QDateTime changed; ///< last write of its key: about the last logon
};

/** A folder where the profiles lie, that no entry of Windows' list of profiles names. */
struct StrayFolder
{
    WindowsPath path;
    bool isProfile = false; ///< it holds an NTUSER.DAT, the registry of whoever worked with it
    QDateTime used;         ///< last change of that file: about the last logon; invalid: not known
    TimeSource timeSource = TimeSource::Unknown;
};

/** A part of the accounts that could be read, or why it could not. */
struct PartState
{
    ReadState state = ReadState::Read;
    Text reason;
};

/** Groups (RIDs) that make somebody a member in one of SAM's two lists and not in the other. */
struct OneListRights
{
    QList<quint32> atLogon; ///< Windows gives the rights, and the group's list of members does not show it
    QList<quint32> listed;  ///< the list of members shows it, and Windows does not give the rights

    bool isEmpty() const { return atLogon.isEmpty() && listed.isEmpty(); }
    bool operator==(const OneListRights&) const = default;
};

/**
 * The server's own accounts, groups and profiles, from SAM and SOFTWARE. A value. On a domain controller
 * these are only the accounts of the repair mode.
 */
struct LocalAccounts
{
    QString machineSid; ///< empty: not known
    QList<LocalAccount> accounts;
    QList<LocalGroup> groups;
    /**
     * The memberships as SAM keeps them a second time, from the member's side: by SID, the RIDs of the
     * built-in groups. Windows gives rights at logon by these. None: not read in full.
     */
    std::optional<QHash<QString, QList<quint32>>> memberships;
    QList<LoneName> loneNames;
    QList<UserProfile> profiles;
    /** Not Windows' own ones, as Public and Default. Found only where the list of profiles was read in full.
     */
    QList<StrayFolder> strayFolders;
    PartState accountsState; ///< of `accounts` and `loneNames`; Read: every account is here
    PartState groupsState;   ///< of `groups` and `memberships`
    PartState profilesState;
    PartState strayState;  ///< Read: every profile that the list does not name is in `strayFolders`
    PartState hiddenState; ///< of LocalAccount::hiddenFromLogon
    /** Accounts and groups are what Windows answered, since SAM was closed: without times of keys, and without
     * what is hidden from Windows' own lists. */
    bool asked = false;

    /** The SID of an account of this server; "RID 1001" where the machine's is not known. */
    QString sidOf(quint32 rid) const;
    /** The RID behind the machine's own SID; none: of elsewhere. */
    std::optional<quint32> ridOf(const QString& sid) const;
    const LocalAccount* account(quint32 rid) const; ///< nullptr: none
    /** Built-in groups that the account is a member of, in the order of their numbers. */
    QList<const LocalGroup*> groupsOf(const QString& sid) const;
    /** Where the two lists differ on Administrators and other strong groups; empty too where they can't be
     * compared. */
    OneListRights oneListRights(const QString& sid) const;
    /** nullptr: it could not be read. */
    const LocalGroup* administrators() const;
};

/** The last number of a SID; none where it has none. */
std::optional<quint32> lastPartOf(const QString& sid);

/** Groups whose members can do much on a server, besides Administrators: copy everything, log on from afar.
 */
bool isStrongGroup(quint32 rid);

/** What an account is and may do, as a value that stays the same from logon to logon: "on; rid 1001; in 544;
 * no password". */
QString standingOf(const LocalAccounts& all, const LocalAccount& account);

} // namespace mailmend
