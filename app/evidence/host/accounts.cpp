// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "evidence/host/host_parts.h"

#include <QHash>
#include <QtEndian>

#include <algorithm>

namespace mailmend::host {
namespace {

constexpr qsizetype kMostAccounts = 2000;
constexpr qsizetype kMostGroups = 1000;
constexpr qsizetype kMostProfiles = 5000;
constexpr qsizetype kMostMembers = 20000;
constexpr QStringView accountDomain = u"SAM\\Domains\\Account";
constexpr QStringView builtInDomain = u"SAM\\Domains\\Builtin";
constexpr QStringView userList =
    u"Microsoft\\Windows NT\\CurrentVersion\\Winlogon\\SpecialAccounts\\UserList";

/** Keeps the first trouble; every later one is of the same source. */
void worsen(PartState& part, const Text& reason)
{
    if (part.state == ReadState::Read) {
        part = {ReadState::Partly, reason};
    }
}

Text unreadable(RegistryHive hive, const QString& path)
{
    return say(MAILMEND_TEXT("evidence", "The registry's {value} could not be read."),
               {{"value", place(QLatin1String(hiveName(hive)) + QLatin1Char('\\') + path)}});
}

QString below(QStringView key, const QString& name)
{
    return key.toString() + QLatin1Char('\\') + name;
}

/** Reads keys and remembers what could not be read in the part that they belong to. */
class Reader
{
public:
    Reader(const Registry& registry, RegistryHive hive) : m_registry(registry), m_hive(hive) {}

    /** `absentIsFine`: positively no such key is an answer too. */
    std::optional<RegistryKey> key(const QString& path, PartState& part, bool absentIsFine = false) const
    {
        RegistryAnswer answer = m_registry.key(m_hive, path);
        const bool found = answer.state == RegistryAnswer::State::Found;
        if (!found && !(absentIsFine && answer.state == RegistryAnswer::State::Absent)) {
            worsen(part, answer.reason.isEmpty() ? unreadable(m_hive, path) : answer.reason);
        } else if (found && !answer.key.complete) {
            worsen(part, answer.reason);
        }
        return found ? std::optional(std::move(answer.key)) : std::nullopt;
    }

    void lost(const QString& path, PartState& part) const { worsen(part, unreadable(m_hive, path)); }

private:
    const Registry& m_registry;
    RegistryHive m_hive;
};

/** The number in a key's name: eight hexadecimal digits. */
std::optional<quint32> ridOfKey(const QString& name)
{
    bool fine = false;
    const quint32 rid = name.size() == 8 ? name.toUInt(&fine, 16) : 0;
    return fine ? std::optional(rid) : std::nullopt;
}

LocalAccount readAccount(const Reader& reader, const QString& path, quint32 rid, PartState& part)
{
    LocalAccount account;
    account.rid = rid;
    const std::optional<RegistryKey> key = reader.key(path, part);
    if (!key) {
        return account;
    }
    account.keyChanged = key->lastWrite;
    const RegistryValue* f = key->value(u"F");
    const RegistryValue* v = key->value(u"V");
    account.state = f ? readSamUserF(f->data) : std::nullopt;
    const std::optional<SamUserV> names = v ? readSamUserV(v->data) : std::nullopt;
    if (!account.state || !names) {
        reader.lost(path, part);
    }
    if (names) {
        account.name = names->name;
        account.fullName = names->fullName;
        account.comment = names->comment;
        account.password = names->password;
    }
    return account;
}

Text stopped()
{
    return say(MAILMEND_TEXT("evidence", "The reading of accounts was stopped."));
}

Text tooMany(qint64 number)
{
    return say(MAILMEND_TEXT("evidence", "There are {count} entries in the list of accounts, more than any "
                                         "server has. Only the first ones were read."),
               {{"count", count(number)}});
}

/** Keys below Names: the type of the default value is the RID. */
void readNames(const Reader& reader, LocalAccounts& accounts, const CancelToken& cancel)
{
    PartState& part = accounts.accountsState;
    const QString path = below(accountDomain, QStringLiteral("Users\\Names"));
    const std::optional<RegistryKey> names = reader.key(path, part);
    if (!names) {
        return;
    }
    QHash<quint32, LocalAccount*> byRid;
    for (LocalAccount& account : accounts.accounts) {
        byRid.insert(account.rid, &account);
    }
    if (names->subkeys.size() > kMostAccounts) {
        worsen(part, tooMany(names->subkeys.size()));
    }
    for (const QString& name : names->subkeys.mid(0, kMostAccounts)) {
        if (cancel.isCancelled()) {
            worsen(part, stopped());
            return;
        }
        const std::optional<RegistryKey> key = reader.key(below(path, name), part);
        const RegistryValue* value = key ? key->value(u"") : nullptr;
        if (!value) {
            reader.lost(path, part);
            continue;
        }
        LocalAccount* account = byRid.value(value->type);
        if (!account) {
            accounts.loneNames.append({name, value->type, key->lastWrite});
            continue;
        }
        account->listedAs.append(name);
        account->listed =
            account->listed.isValid() ? std::min(account->listed, key->lastWrite) : key->lastWrite;
    }
}

void readAccounts(const Reader& reader, LocalAccounts& accounts, const CancelToken& cancel)
{
    PartState& part = accounts.accountsState;
    const QString path = below(accountDomain, QStringLiteral("Users"));
    const std::optional<RegistryKey> users = reader.key(path, part);
    if (!users) {
        return;
    }
    if (users->subkeys.size() > kMostAccounts) {
        worsen(part, tooMany(users->subkeys.size()));
    }
    for (const QString& name : users->subkeys.mid(0, kMostAccounts)) {
        if (cancel.isCancelled()) {
            worsen(part, stopped());
            return;
        }
        if (name.compare(QStringLiteral("Names"), Qt::CaseInsensitive) == 0) {
            continue;
        }
        if (const std::optional<quint32> rid = ridOfKey(name)) {
            accounts.accounts.append(readAccount(reader, below(path, name), *rid, part));
        } else {
            reader.lost(below(path, name), part);
        }
    }
    readNames(reader, accounts, cancel);
}

void readGroups(const Reader& reader, QStringView domain, bool builtIn, LocalAccounts& accounts,
                const CancelToken& cancel)
{
    PartState& part = accounts.groupsState;
    const QString path = below(domain, QStringLiteral("Aliases"));
    const std::optional<RegistryKey> aliases = reader.key(path, part, !builtIn);
    for (const QString& name : aliases ? aliases->subkeys.mid(0, kMostGroups) : QStringList()) {
        if (cancel.isCancelled()) {
            worsen(part, stopped());
            return;
        }
        const std::optional<quint32> rid = ridOfKey(name);
        if (!rid) {
            continue; // "Names" repeats what the groups' own values say; "Members" is read below
        }
        const std::optional<RegistryKey> key = reader.key(below(path, name), part);
        const RegistryValue* value = key ? key->value(u"C") : nullptr;
        const std::optional<SamAlias> alias = value ? readSamAlias(value->data) : std::nullopt;
        if (!alias || !alias->wholeMembers) {
            reader.lost(below(path, name), part);
        }
        if (alias) {
            const QString sid = builtIn ? QStringLiteral("S-1-5-32-%1").arg(*rid) : accounts.sidOf(*rid);
            accounts.groups.append({sid, *rid, builtIn, alias->name, alias->members, key->lastWrite});
        }
    }
    if (aliases && aliases->subkeys.size() > kMostGroups) {
        worsen(part, tooMany(aliases->subkeys.size()));
    }
}

/** The groups of one member: the type of the default value is their number, its data are their RIDs. */
std::optional<QList<quint32>> groupsOfMember(const RegistryKey& key)
{
    const RegistryValue* value = key.value(u"");
    if (!value || value->data.size() != qint64{4} * value->type) {
        return std::nullopt;
    }
    QList<quint32> rids;
    for (qsizetype at = 0; at < value->data.size(); at += 4) {
        rids.append(qFromLittleEndian<quint32>(value->data.constData() + at));
    }
    return rids;
}

/**
 * Keys below Builtin\Aliases\Members: first a SID without its last number, below that the last number in
 * hexadecimal. After chntpw's libsam (get_user_grpids) and real hives of Windows 7.
 */
void readMemberships(const Reader& reader, LocalAccounts& accounts, const CancelToken& cancel)
{
    PartState& part = accounts.groupsState;
    const QString path = below(builtInDomain, QStringLiteral("Aliases\\Members"));
    const std::optional<RegistryKey> heads = reader.key(path, part);
    bool whole = heads && heads->complete;
    qsizetype read = 0;
    QHash<QString, QList<quint32>> memberships;
    for (const QString& head : heads ? heads->subkeys : QStringList()) {
        const std::optional<RegistryKey> tails = reader.key(below(path, head), part);
        whole = whole && tails && tails->complete;
        for (const QString& tail : tails ? tails->subkeys : QStringList()) {
            if (cancel.isCancelled() || ++read > kMostMembers) {
                worsen(part, cancel.isCancelled() ? stopped() : tooMany(read));
                return;
            }
            const QString member = below(below(path, head), tail);
            const std::optional<RegistryKey> key = reader.key(member, part);
            const std::optional<quint32> rid = ridOfKey(tail);
            const std::optional<QList<quint32>> groups = key ? groupsOfMember(*key) : std::nullopt;
            if (rid && groups) {
                memberships[head.toUpper() + QLatin1Char('-') + QString::number(*rid)] += *groups;
            } else {
                reader.lost(member, part);
                whole = false;
            }
        }
    }
    const bool hasMembers =
        std::any_of(accounts.groups.begin(), accounts.groups.end(),
                    [](const LocalGroup& group) { return group.builtIn && !group.members.isEmpty(); });
    if (whole && memberships.isEmpty() && hasMembers) {
        reader.lost(path, part); // emptied or damaged as a whole: it speaks against nobody
    } else if (whole) {
        accounts.memberships = std::move(memberships);
    }
}

void readProfiles(const Reader& reader, LocalAccounts& accounts, const CancelToken& cancel)
{
    PartState& part = accounts.profilesState;
    const std::optional<RegistryKey> list = reader.key(profileList.toString(), part);
    for (const QString& sid : list ? list->subkeys.mid(0, kMostProfiles) : QStringList()) {
        if (cancel.isCancelled()) {
            worsen(part, stopped());
            return;
        }
        if (const std::optional<RegistryKey> key = reader.key(below(profileList, sid), part)) {
            const RegistryValue* folder = key->value(u"ProfileImagePath");
            const std::optional<QString> text = folder ? folder->text() : std::nullopt;
            accounts.profiles.append({sid, text.value_or(QString()), key->lastWrite});
        }
    }
    if (list && list->subkeys.size() > kMostProfiles) {
        worsen(part, tooMany(list->subkeys.size()));
    }
}

/** Names that Windows leaves out of its logon screen. */
void readHidden(const Reader& reader, LocalAccounts& accounts)
{
    const std::optional<RegistryKey> list = reader.key(userList.toString(), accounts.hiddenState, true);
    for (const RegistryValue& value : list ? list->values.mid(0, kMostAccounts) : QList<RegistryValue>()) {
        const std::optional<quint64> shown = value.number();
        for (LocalAccount& account : accounts.accounts) {
            const bool named = account.name.compare(value.name, Qt::CaseInsensitive) == 0;
            account.hiddenFromLogon = account.hiddenFromLogon || (named && shown == 0U);
        }
    }
}

} // namespace

void describeAccounts(Evidence& evidence, const Environment& environment, const HostHints& hints,
                      const CancelToken& cancel)
{
    const Registry* registry = evidence.registry.part.get();
    if (!registry) {
        evidence.accounts.state = evidence.registry.state;
        evidence.accounts.reason = evidence.registry.reason;
        return;
    }
    auto accounts = std::make_shared<LocalAccounts>();
    accounts->machineSid = evidence.target.identity.machineSid;
    const Reader sam(*registry, RegistryHive::Sam);
    const Reader software(*registry, RegistryHive::Software);
    for (const HiveState& hive : registry->hives()) {
        if (hive.hive == RegistryHive::Sam && hive.state != ReadState::Read) {
            accounts->accountsState = accounts->groupsState = {hive.state, hive.reason};
        } else if (hive.hive == RegistryHive::Software && hive.state != ReadState::Read) {
            accounts->profilesState = accounts->hiddenState = {hive.state, hive.reason};
        }
    }
    readAccounts(sam, *accounts, cancel);
    readGroups(sam, builtInDomain, true, *accounts, cancel);
    readGroups(sam, accountDomain, false, *accounts, cancel);
    readMemberships(sam, *accounts, cancel);
    // A domain controller would name the accounts of the domain.
    const bool closed = accounts->accounts.isEmpty() && accounts->accountsState.state == ReadState::Denied;
    if (closed && hints.askAccounts && evidence.domainController == false) {
        takeAnswer(hints.askAccounts(cancel), *accounts);
    }
    readProfiles(software, *accounts, cancel);
    readHidden(software, *accounts);
    describeProfileFolders(evidence, environment, *accounts, cancel);
    if (accounts->machineSid.isEmpty()) {
        worsen(accounts->accountsState,
               say(MAILMEND_TEXT("evidence", "The registry file SAM holds no account domain.")));
    }
    if (accounts->accounts.isEmpty()) {
        worsen(accounts->accountsState,
               say(MAILMEND_TEXT("evidence", "The registry file SAM holds not a single account.")));
        evidence.accounts.state = accounts->accountsState.state;
        evidence.accounts.reason = accounts->accountsState.reason;
        return;
    }
    for (const PartState* part : {&accounts->accountsState, &accounts->groupsState, &accounts->profilesState,
                                  &accounts->hiddenState}) {
        if (evidence.accounts.reason.isEmpty()) {
            evidence.accounts.state = part->state == ReadState::Read ? ReadState::Read : ReadState::Partly;
            evidence.accounts.reason = part->reason;
        }
    }
    evidence.accounts.part = std::move(accounts);
}

} // namespace mailmend::host
