// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "evidence/live/windows/signature.h"

#include "base/windows/file_calls.h"
#include "base/wtf8.h"

#include <array>

#include <wincrypt.h>
#include <wintrust.h>

#include <mscat.h>
#include <softpub.h>

namespace mailmend::windows {
namespace {

constexpr DWORD longestHash = 64;
constexpr qsizetype mostCatalogs = 16; ///< updates list the same file again and again

/** One question to Windows, without a window, without the network. */
LONG verify(WINTRUST_DATA data)
{
    data.cbStruct = sizeof data;
    data.dwUIChoice = WTD_UI_NONE;
    data.fdwRevocationChecks = WTD_REVOKE_NONE;
    data.dwStateAction = WTD_STATEACTION_VERIFY;
    data.dwProvFlags = WTD_CACHE_ONLY_URL_RETRIEVAL | WTD_REVOCATION_CHECK_NONE;
    GUID action = WINTRUST_ACTION_GENERIC_VERIFY_V2;
    const LONG answer = WinVerifyTrust(static_cast<HWND>(INVALID_HANDLE_VALUE), &action, &data);
    data.dwStateAction = WTD_STATEACTION_CLOSE;
    WinVerifyTrust(static_cast<HWND>(INVALID_HANDLE_VALUE), &action, &data);
    return answer;
}

LONG verifyFile(const std::wstring& path, HANDLE file)
{
    WINTRUST_FILE_INFO info = {};
    info.cbStruct = sizeof info;
    info.pcwszFilePath = path.c_str();
    info.hFile = file;
    WINTRUST_DATA data = {};
    data.dwUnionChoice = WTD_CHOICE_FILE;
    data.pFile = &info;
    return verify(data);
}

static_assert(trust::SystemError == DWORD(TRUST_E_SYSTEM_ERROR) &&
              trust::CertificateSignature == DWORD(TRUST_E_CERT_SIGNATURE) &&
              trust::BadDigest == DWORD(TRUST_E_BAD_DIGEST) &&
              trust::ProviderUnknown == DWORD(TRUST_E_PROVIDER_UNKNOWN) &&
              trust::SubjectFormUnknown == DWORD(TRUST_E_SUBJECT_FORM_UNKNOWN) &&
              trust::SubjectNotTrusted == DWORD(TRUST_E_SUBJECT_NOT_TRUSTED) &&
              trust::NoSignature == DWORD(TRUST_E_NOSIGNATURE) && trust::Expired == DWORD(CERT_E_EXPIRED) &&
              trust::UntrustedRoot == DWORD(CERT_E_UNTRUSTEDROOT) &&
              trust::Revoked == DWORD(CERT_E_REVOKED) && trust::WrongUsage == DWORD(CERT_E_WRONG_USAGE) &&
              trust::ExplicitDistrust == DWORD(TRUST_E_EXPLICIT_DISTRUST));

} // namespace

/** One kind of catalog, by the hash that it uses: of Windows 8 and later SHA-256, before it SHA-1. */
struct Signatures::Catalogs
{
    // Import libraries of older SDKs lack these two.
    using Acquire2 = BOOL(WINAPI*)(HCATADMIN*, const GUID*, PCWSTR, PCCERT_STRONG_SIGN_PARA, DWORD);
    using Hash2 = BOOL(WINAPI*)(HCATADMIN, HANDLE, DWORD*, BYTE*, DWORD);

    HCATADMIN sha256 = nullptr;
    HCATADMIN sha1 = nullptr;
    Hash2 hash2 = nullptr;

    Catalogs()
    {
        if (const HMODULE library = GetModuleHandleW(L"wintrust.dll")) {
            const auto acquire = reinterpret_cast<Acquire2>(
                reinterpret_cast<void*>(GetProcAddress(library, "CryptCATAdminAcquireContext2")));
            hash2 = reinterpret_cast<Hash2>(
                reinterpret_cast<void*>(GetProcAddress(library, "CryptCATAdminCalcHashFromFileHandle2")));
            if (acquire == nullptr || hash2 == nullptr ||
                acquire(&sha256, nullptr, L"SHA256", nullptr, 0) == 0) {
                sha256 = nullptr;
            }
        }
        if (CryptCATAdminAcquireContext(&sha1, nullptr, 0) == 0) {
            sha1 = nullptr;
        }
    }
    ~Catalogs()
    {
        for (const HCATADMIN one : {sha256, sha1}) {
            if (one != nullptr) {
                CryptCATAdminReleaseContext(one, 0);
            }
        }
    }
    Catalogs(const Catalogs&) = delete;
    Catalogs& operator=(const Catalogs&) = delete;

    std::optional<QList<quint32>> verify(CatalogHash kind, const std::wstring& path, HANDLE file) const
    {
        const HCATADMIN context = kind == CatalogHash::Sha256 ? sha256 : sha1;
        std::array<BYTE, longestHash> hash = {};
        DWORD size = longestHash;
        if (context == nullptr || (kind == CatalogHash::Sha256 ? hash2(context, file, &size, hash.data(), 0)
                                                               : CryptCATAdminCalcHashFromFileHandle(
                                                                     file, &size, hash.data(), 0)) == 0) {
            return std::nullopt;
        }
        QList<quint32> answers;
        HCATINFO found = nullptr;
        // The next one is asked for with the one before, which Windows then lets go of.
        while (answers.size() < mostCatalogs &&
               (found = CryptCATAdminEnumCatalogFromHash(context, hash.data(), size, 0, &found)) != nullptr) {
            CATALOG_INFO catalog = {};
            catalog.cbStruct = sizeof catalog;
            answers.append(
                CryptCATCatalogInfoFromContext(found, &catalog, 0) != 0
                    ? static_cast<quint32>(verifyIn(catalog, context, path, file, hash.data(), size))
                    : trust::SystemError);
            if (answers.last() == 0) {
                break;
            }
        }
        if (found != nullptr) {
            CryptCATAdminReleaseCatalogContext(context, found, 0);
        }
        return answers;
    }

    static LONG verifyIn(const CATALOG_INFO& catalog, HCATADMIN context, const std::wstring& path,
                         HANDLE file, BYTE* hash, DWORD size)
    {
        // A member of a catalog is called by its hash, in capitals.
        const std::wstring tag =
            QString::fromLatin1(
                QByteArray(reinterpret_cast<const char*>(hash), qsizetype(size)).toHex().toUpper())
                .toStdWString();
        WINTRUST_CATALOG_INFO info = {};
        info.cbStruct = sizeof info;
        info.pcwszCatalogFilePath = catalog.wszCatalogFile;
        info.pcwszMemberTag = tag.c_str();
        info.pcwszMemberFilePath = path.c_str();
        info.hMemberFile = file;
        info.pbCalculatedFileHash = hash;
        info.cbCalculatedFileHash = size;
        info.hCatAdmin = context;
        WINTRUST_DATA data = {};
        data.dwUnionChoice = WTD_CHOICE_CATALOG;
        data.pCatalog = &info;
        return mailmend::windows::verify(data);
    }
};

/** Windows' answers about one open file. */
class Signatures::Calls : public VouchingCalls
{
public:
    Calls(const Catalogs& catalogs, const std::wstring& path, HANDLE file)
        : m_catalogs(catalogs), m_path(path), m_file(file)
    {}
    quint32 verifyFile() override
    {
        return static_cast<quint32>(mailmend::windows::verifyFile(m_path, m_file));
    }
    std::optional<QList<quint32>> verifyInCatalogs(CatalogHash hash) override
    {
        return m_catalogs.verify(hash, m_path, m_file);
    }

private:
    const Catalogs& m_catalogs;
    const std::wstring& m_path;
    HANDLE m_file;
};

Signatures::Signatures() : m_catalogs(std::make_unique<Catalogs>()) {}
Signatures::~Signatures() = default;

Signature Signatures::of(const QString& path)
{
    const QString key = path.toCaseFolded();
    const auto known = m_known.constFind(key);
    if (known != m_known.constEnd()) {
        return *known;
    }
    const Signature answer = ask(path);
    m_known.insert(key, answer);
    return answer;
}

Signature Signatures::ask(const QString& path) const
{
    const std::wstring name = longPath(toWtf8(path));
    const Owned file(CreateFileW(name.c_str(), GENERIC_READ,
                                 FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE, nullptr,
                                 OPEN_EXISTING, FILE_FLAG_BACKUP_SEMANTICS, nullptr));
    if (!file) {
        return Signature::NotAsked;
    }
    Calls calls(*m_catalogs, name, file.get());
    return signatureOf(calls);
}

} // namespace mailmend::windows
