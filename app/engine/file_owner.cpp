// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/file_owner.h"

#include "base/escape.h"
#include "evidence/parse/security_descriptor.h"
#include "evidence/pool_account.h"

#include <QHash>

#include <algorithm>
#include <iterator>

namespace mailmend {
namespace {

constexpr qsizetype mostWriters = 8;

struct KnownAccount
{
    const char* sid;
    TextSource name;
};

/** Source: Microsoft Learn, "Well-known SIDs". */
constexpr KnownAccount knownAccounts[] = {
    {"S-1-1-0", MAILMEND_TEXT("file-owner", "everybody")},
    {"S-1-3-4", MAILMEND_TEXT("file-owner", "whoever owns it")},
    {"S-1-5-4", MAILMEND_TEXT("file-owner", "whoever is logged on at this server")},
    {"S-1-5-6", MAILMEND_TEXT("file-owner", "every service of this server")},
    {"S-1-5-7", MAILMEND_TEXT("file-owner", "visitors without a name")},
    {"S-1-5-11", MAILMEND_TEXT("file-owner", "everybody who has logged on")},
    {"S-1-5-17", MAILMEND_TEXT("file-owner", "the web server's account for visitors (IUSR)")},
    {"S-1-5-18", MAILMEND_TEXT("file-owner", "Windows itself (SYSTEM)")},
    {"S-1-5-19", MAILMEND_TEXT("file-owner", "Windows' services (LOCAL SERVICE)")},
    {"S-1-5-20", MAILMEND_TEXT("file-owner", "Windows' services (NETWORK SERVICE)")},
    {"S-1-5-32-544", MAILMEND_TEXT("file-owner", "the administrators of this server")},
    {"S-1-5-32-545", MAILMEND_TEXT("file-owner", "every user of this server")},
    {"S-1-5-32-546", MAILMEND_TEXT("file-owner", "guests of this server")},
    {"S-1-5-32-547", MAILMEND_TEXT("file-owner", "the power users of this server")},
    {"S-1-5-32-549", MAILMEND_TEXT("file-owner", "the server operators of the domain")},
    {"S-1-5-32-551", MAILMEND_TEXT("file-owner", "the backup operators of this server")},
    {"S-1-5-32-568", MAILMEND_TEXT("file-owner", "every application pool of the web server (IIS_IUSRS)")},
    {"S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464",
     MAILMEND_TEXT("file-owner", "Windows' own setup (TrustedInstaller)")}};

/** Groups of the domain that rule its computers; their numbers are the same everywhere. */
bool isDomainAdministrators(const QString& sid)
{
    return sid.startsWith(QStringLiteral("S-1-5-21-")) &&
           (sid.endsWith(QStringLiteral("-512")) || sid.endsWith(QStringLiteral("-519")));
}

/** They may change everything anyhow. */
bool isTrusted(const QString& sid)
{
    return sid == QStringLiteral("S-1-5-18") || sid == QStringLiteral("S-1-5-32-544") ||
           sid.startsWith(QStringLiteral("S-1-5-80-956008885-")) || isDomainAdministrators(sid);
}

std::optional<QString> poolOf(const QString& sid, const Evidence& evidence)
{
    for (const ApplicationPool& pool :
         evidence.iis ? evidence.iis->applicationPools : QList<ApplicationPool>()) {
        if (sidOfPool(pool.name) == sid) {
            return pool.name;
        }
    }
    return std::nullopt;
}

/** An account or group of the server itself. That one is not there can only be said where all were read. */
Text localWords(quint32 rid, const QString& sid, const LocalAccounts& all)
{
    const LocalAccount* const account = all.account(rid);
    if (account != nullptr && !account->name.isEmpty()) {
        return say(MAILMEND_TEXT("file-owner", "the account {name} of this server"),
                   {{"name", words(account->name)}});
    }
    const auto group = std::find_if(all.groups.begin(), all.groups.end(),
                                    [&sid](const LocalGroup& one) { return one.sid == sid; });
    if (group != all.groups.end() && !group->name.isEmpty()) {
        return say(MAILMEND_TEXT("file-owner", "the group {name} of this server"),
                   {{"name", words(group->name)}});
    }
    const bool isWhole = account == nullptr && !all.asked && all.accountsState.state == ReadState::Read &&
                         all.groupsState.state == ReadState::Read;
    return isWhole
               ? say(MAILMEND_TEXT("file-owner", "an account of this server that is no longer there ({sid})"),
                     {{"sid", words(sid)}})
               : say(MAILMEND_TEXT("file-owner", "an account of this server ({sid})"), {{"sid", words(sid)}});
}

/** A name only where the server's own registry, as we read it, has it. */
Text accountWords(const QString& sid, const Evidence& evidence)
{
    const auto* const known =
        std::find_if(std::begin(knownAccounts), std::end(knownAccounts),
                     [&sid](const KnownAccount& one) { return sid == QLatin1StringView(one.sid); });
    if (known != std::end(knownAccounts)) {
        return say(known->name);
    }
    if (const auto pool = poolOf(sid, evidence)) {
        return say(MAILMEND_TEXT("file-owner", "the web server's application pool {name}"),
                   {{"name", words(*pool)}});
    }
    if (sid.startsWith(kPoolAccounts)) {
        return say(MAILMEND_TEXT("file-owner", "an application pool of the web server ({sid})"),
                   {{"sid", words(sid)}});
    }
    if (const auto rid = evidence.accounts ? evidence.accounts->ridOf(sid) : std::nullopt) {
        return localWords(*rid, sid, *evidence.accounts.part);
    }
    if (isDomainAdministrators(sid)) {
        return say(MAILMEND_TEXT("file-owner", "the administrators of the domain"));
    }
    if (sid.startsWith(QStringLiteral("S-1-5-80-"))) {
        return say(MAILMEND_TEXT("file-owner", "a service of this server ({sid})"), {{"sid", words(sid)}});
    }
    // Whose numbers these are can only be said where the server's own are known.
    const bool isElsewhere = sid.startsWith(QStringLiteral("S-1-5-21-")) && evidence.accounts &&
                             !evidence.accounts->machineSid.isEmpty();
    return isElsewhere
               ? say(MAILMEND_TEXT("file-owner", "an account of the domain or of another computer ({sid})"),
                     {{"sid", words(sid)}})
               : say(MAILMEND_TEXT("file-owner", "an account that Mailmend has no name for ({sid})"),
                     {{"sid", words(sid)}});
}

Text ownerFact(const QString& sid, const Evidence& evidence)
{
    if (sid.startsWith(kPoolAccounts)) {
        return say(MAILMEND_TEXT("file-owner",
                                 "It belongs to {who}: most likely the web server itself wrote it. What "
                                 "setup programs and administrators write belongs to others."),
                   {{"who", sentence(accountWords(sid, evidence))}});
    }
    return say(MAILMEND_TEXT("file-owner", "It belongs to {who}."),
               {{"who", sentence(accountWords(sid, evidence))}});
}

/** Those who may change it beside the ones who may change everything; in the order of the list, which Windows
 * goes through from its start: what was forbidden before stays forbidden. */
QStringList writersIn(const SecurityDescriptor& descriptor)
{
    QStringList writers;
    QHash<QString, quint32> forbidden;
    const QString everybody = QStringLiteral("S-1-1-0");
    for (const AccessEntry& entry : descriptor.entries) {
        const quint32 rights = entry.isForChildrenOnly ? 0 : rightsToChange(entry.mask);
        if (!entry.allows) {
            forbidden[entry.sid] |= rights;
        } else if ((rights & ~(forbidden.value(entry.sid) | forbidden.value(everybody))) != 0 &&
                   !isTrusted(entry.sid) && !writers.contains(entry.sid)) {
            writers.append(entry.sid);
        }
    }
    return writers;
}

void addFact(Finding& finding, Text text)
{
    Fact fact;
    fact.text = std::move(text);
    fact.path = finding.subject.path;
    finding.facts.append(fact);
}

void addWriters(Finding& finding, const SecurityDescriptor& descriptor, const Evidence& evidence)
{
    if (!descriptor.hasList) {
        addFact(finding,
                say(MAILMEND_TEXT("file-owner", "Everybody may change it: it has no list of who may.")));
        return;
    }
    const QStringList writers = writersIn(descriptor);
    for (const QString& sid : writers.mid(0, mostWriters)) {
        addFact(finding,
                say(MAILMEND_TEXT("file-owner", "Besides administrators, it may be changed by {who}."),
                    {{"who", sentence(accountWords(sid, evidence))}}));
    }
    if (writers.size() > mostWriters) {
        addFact(finding,
                say(MAILMEND_TEXT("file-owner", "{count} more {count|account|accounts} may change it."),
                    {{"count", count(writers.size() - mostWriters)}}));
    }
    if (descriptor.hasOthers) {
        addFact(finding, say(MAILMEND_TEXT("file-owner", "Its list of who may change it has entries that "
                                                         "Mailmend does not read, so it may be longer.")));
    }
}

} // namespace

void addOwner(Finding& finding, const Evidence& evidence)
{
    if (finding.subject.kind != SubjectKind::File || finding.subject.path.components().isEmpty() ||
        !evidence.files) {
        return;
    }
    FileEntry entry;
    entry.path = finding.subject.path;
    const auto ownership = evidence.files->ownership(entry);
    if (!ownership) {
        return;
    }
    if (const auto descriptor = readSecurityDescriptor(ownership->descriptor)) {
        if (!descriptor->owner.isEmpty()) {
            addFact(finding, ownerFact(descriptor->owner, evidence));
        }
        addWriters(finding, *descriptor, evidence);
    }
    if (!ownership->shortName.isEmpty()) {
        addFact(finding, say(MAILMEND_TEXT("file-owner", "Windows and old logs may also call it {name}."),
                             {{"name", place(displayBytes(ownership->shortName))}}));
    }
}

} // namespace mailmend
