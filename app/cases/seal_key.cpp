// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "cases/seal_key.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSaveFile>
#include <QUuid>

#include <openssl/evp.h>

namespace mailmend {
namespace {

constexpr qsizetype KeySize = 32;
constexpr qsizetype SignatureSize = 64;
constexpr QFile::Permissions OwnerOnly = QFile::ReadOwner | QFile::WriteOwner;

Error keyError(const QString& file, const QString& detail)
{
    return {
        ErrorKind::Denied,
        say(MAILMEND_TEXT("case", "The key with which this computer seals its cases can't be used: {file}"),
            {{"file", place(file)}}),
        say(MAILMEND_TEXT("case",
                          "Look whether the folder can be written and the disk has room. Cases can still be "
                          "read.")),
        detail,
        {}};
}

QString headFile(const QString& folder, const QByteArray& caseId)
{
    return folder + QStringLiteral("/heads/") + QString::fromLatin1(caseId) + QStringLiteral(".json");
}

Done makeFolder(const QString& folder)
{
    if (QFileInfo(folder).isDir()) {
        return done();
    }
    if (!QDir().mkpath(folder)) {
        return keyError(folder, QStringLiteral("the folder can't be made"));
    }
    QFile::setPermissions(folder, OwnerOnly | QFile::ExeOwner);
    return done();
}

} // namespace

Result<SealKey> SealKey::fromSecret(const QByteArray& secret)
{
    SealKey made;
    made.m_key = std::shared_ptr<void>(
        EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nullptr,
                                     reinterpret_cast<const unsigned char*>(secret.data()),
                                     static_cast<size_t>(secret.size())),
        [](void* key) { EVP_PKEY_free(static_cast<EVP_PKEY*>(key)); });
    made.m_public.resize(KeySize);
    size_t size = KeySize;
    if (secret.size() != KeySize || !made.m_key ||
        EVP_PKEY_get_raw_public_key(static_cast<EVP_PKEY*>(made.m_key.get()),
                                    reinterpret_cast<unsigned char*>(made.m_public.data()), &size) != 1) {
        return keyError({}, QStringLiteral("not an Ed25519 key"));
    }
    return made;
}

Result<SealKey> SealKey::loadOrCreate(const QString& folder)
{
    const QString path = folder + QStringLiteral("/installation.key");
    if (!QFile::exists(path)) {
        if (const Done made = makeFolder(folder); !made) {
            return made.error();
        }
        std::unique_ptr<EVP_PKEY, void (*)(EVP_PKEY*)> made(EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519"),
                                                            EVP_PKEY_free);
        QByteArray secret(KeySize, '\0');
        size_t size = KeySize;
        if (!made || EVP_PKEY_get_raw_private_key(made.get(), reinterpret_cast<unsigned char*>(secret.data()),
                                                  &size) != 1) {
            return keyError(path, QStringLiteral("no key could be made"));
        }
        // Written beside it and renamed without replacing: two programs that start together agree on the
        // first's key.
        const QString temporary = folder + QStringLiteral("/new-") +
                                  QUuid::createUuid().toString(QUuid::Id128) + QStringLiteral(".key");
        QFile fresh(temporary);
        const bool written = fresh.open(QIODevice::WriteOnly | QIODevice::NewOnly, OwnerOnly) &&
                             fresh.write(secret.toHex()) >= 0 && fresh.flush();
        fresh.close();
        if (!written) {
            fresh.remove();
            return keyError(path, fresh.errorString());
        }
        if (!fresh.rename(path)) {
            fresh.remove();
            if (!QFile::exists(path)) {
                return keyError(path, QStringLiteral("it can't be renamed"));
            }
        }
    }
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) {
        return keyError(path, file.errorString());
    }
    const QByteArray content = file.read(1024);
    Result<SealKey> key = fromSecret(QByteArray::fromHex(content));
    return key ? std::move(key) : Result<SealKey>(keyError(path, key.error().detail));
}

Result<QByteArray> SealKey::sign(const QByteArray& message) const
{
    std::unique_ptr<EVP_MD_CTX, void (*)(EVP_MD_CTX*)> context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
    QByteArray signature(SignatureSize, '\0');
    size_t size = SignatureSize;
    if (!context ||
        EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr, static_cast<EVP_PKEY*>(m_key.get())) !=
            1 ||
        EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(signature.data()), &size,
                       reinterpret_cast<const unsigned char*>(message.data()),
                       static_cast<size_t>(message.size())) != 1 ||
        size != SignatureSize) {
        return keyError({}, QStringLiteral("signing failed"));
    }
    return signature;
}

bool isSignedBy(const QByteArray& publicKey, const QByteArray& message, const QByteArray& signature)
{
    if (publicKey.size() != KeySize || signature.size() != SignatureSize) {
        return false;
    }
    std::unique_ptr<EVP_PKEY, void (*)(EVP_PKEY*)> key(
        EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr,
                                    reinterpret_cast<const unsigned char*>(publicKey.data()), KeySize),
        EVP_PKEY_free);
    std::unique_ptr<EVP_MD_CTX, void (*)(EVP_MD_CTX*)> context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
    return key && context && EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr, key.get()) == 1 &&
           EVP_DigestVerify(context.get(), reinterpret_cast<const unsigned char*>(signature.data()),
                            SignatureSize, reinterpret_cast<const unsigned char*>(message.data()),
                            static_cast<size_t>(message.size())) == 1;
}

std::optional<KeptHead> keptHead(const QString& folder, const QByteArray& caseId)
{
    QFile file(headFile(folder, caseId));
    if (!file.open(QIODevice::ReadOnly)) {
        return std::nullopt;
    }
    const QJsonObject object = QJsonDocument::fromJson(file.read(4096)).object();
    const KeptHead head{object.value(u"number").toInteger(-1),
                        QByteArray::fromHex(object.value(u"head").toString().toLatin1())};
    return head.number >= 0 && head.head.size() == 32 ? std::optional(head) : std::nullopt;
}

Done keepHead(const QString& folder, const QByteArray& caseId, const KeptHead& head)
{
    const std::optional<KeptHead> older = keptHead(folder, caseId);
    if (older && older->number >= head.number) {
        return done();
    }
    const QString path = headFile(folder, caseId);
    if (const Done made = makeFolder(QFileInfo(path).path()); !made) {
        return made;
    }
    QSaveFile file(path);
    const QJsonObject object{{QStringLiteral("number"), head.number},
                             {QStringLiteral("head"), QString::fromLatin1(head.head.toHex())}};
    if (!file.open(QIODevice::WriteOnly) ||
        file.write(QJsonDocument(object).toJson(QJsonDocument::Compact)) < 0 || !file.commit()) {
        return keyError(path, file.errorString());
    }
    return done();
}

} // namespace mailmend
