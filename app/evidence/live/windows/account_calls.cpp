// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "evidence/live/windows/account_calls.h"

#include "base/windows/file_calls.h"

#include <memory>
#include <vector>

#include <lm.h>
#include <sddl.h>

namespace mailmend::windows {
namespace {

constexpr qsizetype mostAskedAccounts = 2000;
constexpr qsizetype mostAskedGroups = 1000;
constexpr qsizetype mostAskedMembers = 20'000;
constexpr DWORD bytesOfPage = 64 * 1024;

struct FreeNetBuffer
{
    void operator()(void* buffer) const { NetApiBufferFree(buffer); }
};
template<typename Info>
using NetBuffer = std::unique_ptr<Info, FreeNetBuffer>;

QString textOf(const wchar_t* text)
{
    return text == nullptr ? QString() : QString::fromWCharArray(text);
}

QString sidText(PSID sid)
{
    wchar_t* text = nullptr;
    if (sid == nullptr || !IsValidSid(sid) || !ConvertSidToStringSidW(sid, &text)) {
        return {};
    }
    const QString out = QString::fromWCharArray(text);
    LocalFree(text);
    return out;
}

/** Why a list is not whole; empty: it is. */
Text whyNotWhole(NET_API_STATUS code, const CancelToken& cancel)
{
    if (cancel.isCancelled()) {
        return say(MAILMEND_TEXT("evidence", "The reading of accounts was stopped."));
    }
    if (code == ERROR_MORE_DATA) {
        return say(MAILMEND_TEXT("evidence",
                                 "Windows named more than any server has. Only the first ones were "
                                 "taken."));
    }
    return code == NERR_Success
               ? Text()
               : say(MAILMEND_TEXT("evidence", "Windows did not give the whole list (its error {number})."),
                     {{"number", words(QString::number(code))}});
}

Text noneNamed()
{
    return say(MAILMEND_TEXT("evidence", "Windows named none at all, though every Windows has some."));
}

/**
 * The pages of a list that NetUserEnum or a call like it gives.
 * @return ERROR_MORE_DATA where there are more than `most` or it was stopped; else the code of the last page
 */
template<typename Info, typename Ask>
NET_API_STATUS readPages(qsizetype most, QStringList& names, const Ask& ask, QString (*nameOf)(const Info&),
                         const CancelToken& cancel)
{
    NET_API_STATUS code = ERROR_MORE_DATA;
    while (code == ERROR_MORE_DATA && names.size() < most && !cancel.isCancelled()) {
        BYTE* raw = nullptr;
        DWORD read = 0;
        code = ask(&raw, &read);
        const NetBuffer<BYTE> page(raw);
        if (code != NERR_Success && code != ERROR_MORE_DATA) {
            return code;
        }
        const Info* rows = reinterpret_cast<const Info*>(raw);
        for (DWORD row = 0; rows != nullptr && row < read; ++row) {
            names.append(nameOf(rows[row]));
        }
        if (read == 0) {
            break;
        }
    }
    return code;
}

std::optional<AskedAccount> askAccount(const QString& name)
{
    BYTE* raw = nullptr;
    if (NetUserGetInfo(nullptr, name.toStdWString().c_str(), 4, &raw) != NERR_Success || raw == nullptr) {
        return std::nullopt;
    }
    const NetBuffer<BYTE> info(raw);
    const auto* user = reinterpret_cast<const USER_INFO_4*>(raw);
    AskedAccount account;
    account.sid = sidText(user->usri4_user_sid);
    account.name = textOf(user->usri4_name);
    account.fullName = textOf(user->usri4_full_name);
    account.comment = textOf(user->usri4_comment);
    account.flags = user->usri4_flags;
    account.passwordAge = user->usri4_password_age;
    account.lastLogon = user->usri4_last_logon;
    // Every bit set stands for "not known".
    account.logons = user->usri4_num_logons == DWORD(-1) ? 0 : user->usri4_num_logons;
    return account.sid.isEmpty() ? std::nullopt : std::optional(account);
}

/** A group's own SID. Its name alone may be another's in a domain, so the computer's or Builtin's is asked.
 */
QString sidOfGroup(const QString& name)
{
    wchar_t computer[MAX_COMPUTERNAME_LENGTH + 1] = {};
    DWORD length = MAX_COMPUTERNAME_LENGTH + 1;
    const bool named = GetComputerNameW(computer, &length) != 0;
    for (const QString& full : {name, QString::fromWCharArray(computer) + QLatin1Char('\\') + name}) {
        BYTE sid[SECURITY_MAX_SID_SIZE] = {};
        DWORD size = sizeof sid;
        wchar_t domain[256] = {};
        DWORD domainLength = 256;
        SID_NAME_USE use = SidTypeUnknown;
        const std::wstring text = full.toStdWString();
        const bool found = (named || full == name) &&
                           LookupAccountNameW(nullptr, text.c_str(), sid, &size, domain, &domainLength, &use);
        if (found && use == SidTypeAlias) {
            return sidText(sid);
        }
    }
    return {};
}

/** False where Windows did not tell all. */
bool askMembers(AskedGroup& group, const CancelToken& cancel)
{
    const std::wstring name = group.name.toStdWString();
    DWORD_PTR resume = 0;
    const auto page = [&name, &resume](BYTE** raw, DWORD* read) {
        DWORD total = 0;
        return NetLocalGroupGetMembers(nullptr, name.c_str(), 0, raw, bytesOfPage, read, &total, &resume);
    };
    const NET_API_STATUS code = readPages<LOCALGROUP_MEMBERS_INFO_0>(
        mostAskedMembers, group.members, page,
        [](const LOCALGROUP_MEMBERS_INFO_0& member) { return sidText(member.lgrmi0_sid); }, cancel);
    const qsizetype all = group.members.size();
    group.members.removeAll(QString());
    return code == NERR_Success && group.members.size() == all;
}

void askGroups(AskedAccounts& answer, const CancelToken& cancel)
{
    QStringList names;
    DWORD_PTR resume = 0;
    const auto page = [&resume](BYTE** raw, DWORD* read) {
        DWORD total = 0;
        return NetLocalGroupEnum(nullptr, 0, raw, bytesOfPage, read, &total, &resume);
    };
    const NET_API_STATUS code = readPages<LOCALGROUP_INFO_0>(
        mostAskedGroups, names, page,
        [](const LOCALGROUP_INFO_0& group) { return textOf(group.lgrpi0_name); }, cancel);
    for (const QString& name : std::as_const(names)) {
        if (cancel.isCancelled()) {
            break;
        }
        AskedGroup group{sidOfGroup(name), name, {}};
        if (group.sid.isEmpty() || !askMembers(group, cancel)) {
            answer.groupsReason =
                say(MAILMEND_TEXT("evidence", "Windows did not tell every member of the group {name}."),
                    {{"name", words(name)}});
        }
        if (!group.sid.isEmpty()) {
            answer.groups.append(std::move(group));
        }
    }
    if (const Text why = whyNotWhole(code, cancel); !why.isEmpty()) {
        answer.groupsReason = why;
    } else if (names.isEmpty()) {
        answer.groupsReason = noneNamed();
    }
}

} // namespace

AskedAccounts askAccounts(const CancelToken& cancel)
{
    AskedAccounts answer;
    answer.askedAt = QDateTime::currentDateTimeUtc();
    QStringList names;
    DWORD resume = 0;
    const auto page = [&resume](BYTE** raw, DWORD* read) {
        DWORD total = 0;
        return NetUserEnum(nullptr, 0, FILTER_NORMAL_ACCOUNT, raw, bytesOfPage, read, &total, &resume);
    };
    const NET_API_STATUS code = readPages<USER_INFO_0>(
        mostAskedAccounts, names, page, [](const USER_INFO_0& user) { return textOf(user.usri0_name); },
        cancel);
    for (const QString& name : std::as_const(names)) {
        if (cancel.isCancelled()) {
            break;
        }
        if (std::optional<AskedAccount> account = askAccount(name)) {
            answer.accounts.append(std::move(*account));
        } else {
            answer.accountsReason =
                say(MAILMEND_TEXT("evidence", "Windows told nothing of the account {name}."),
                    {{"name", words(name)}});
        }
    }
    if (const Text why = whyNotWhole(code, cancel); !why.isEmpty()) {
        answer.accountsReason = why;
    } else if (names.isEmpty()) {
        answer.accountsReason = noneNamed();
    }
    askGroups(answer, cancel);
    return answer;
}

} // namespace mailmend::windows
