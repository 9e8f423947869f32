// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/helper/scan_messages.h"

#include "engine/helper/messages.h"
#include "engine/helper/strict_words.h"
#include "findings/stored.h"

#include <QJsonDocument>

namespace mailmend {
namespace {

constexpr qsizetype LongestPieceText = ScanPieceSize / 3 * 4 + 4; // in base64

Error tooMuchWasFound()
{
    return {ErrorKind::TooLarge,
            say(MAILMEND_TEXT("helper", "There is more to tell than Mailmend's helper can send.")),
            say(MAILMEND_TEXT("helper", "Check this computer on the console instead: open it with “Run as "
                                        "administrator” and type “mailmend-cli check this-computer”.")),
            {},
            {}};
}

struct EncodeScan
{
    QJsonObject operator()(const ScanProgress& progress) const
    {
        return {{QStringLiteral("kind"), QStringLiteral("scanning")},
                {QStringLiteral("doing"), store(progress.doing)},
                {QStringLiteral("seen"), QString::number(progress.filesSeen)},
                {QStringLiteral("read"), QString::number(progress.filesRead)},
                {QStringLiteral("bytes"), QString::number(progress.bytesRead)},
                {QStringLiteral("expected"), QString::number(progress.filesExpected)}};
    }
    QJsonObject operator()(const TargetInfo& target) const { return stored("target", store(target)); }
    QJsonObject operator()(const Finding& finding) const { return stored("found", store(finding)); }
    QJsonObject operator()(const CheckResult& result) const { return stored("checked", store(result)); }
    QJsonObject operator()(const ScanPiece& piece) const
    {
        return {{QStringLiteral("kind"), QStringLiteral("piece")},
                {QStringLiteral("bytes"), QString::fromLatin1(piece.bytes.toBase64())}};
    }
    QJsonObject operator()(const ScanEnd& end) const
    {
        return {{QStringLiteral("kind"), QStringLiteral("scanned")},
                {QStringLiteral("bytes"), QString::number(end.bytes)},
                {QStringLiteral("sha256"), QString::fromLatin1(end.sha256.toHex())}};
    }
    QJsonObject operator()(const Error& error) const { return encode(HelperReply(error)); }

private:
    static QJsonObject stored(const char* kind, const QJsonObject& value)
    {
        return {{QStringLiteral("kind"), QLatin1String(kind)}, {QStringLiteral("value"), value}};
    }
};

template<typename T>
Result<ScanReply> readStored(StrictObject& object, Result<T> (*read)(const QJsonObject&))
{
    Result<T> value = read(object.object("value"));
    if (!value) {
        object.refuse(value.error().detail);
    }
    return finished<ScanReply>(object, value ? ScanReply(std::move(*value)) : ScanReply(T{}));
}

Result<ScanReply> readProgressOfScan(StrictObject& object)
{
    ScanProgress progress;
    progress.doing = object.sentence("doing");
    progress.filesSeen = object.number("seen");
    progress.filesRead = object.number("read");
    progress.bytesRead = object.number("bytes");
    progress.filesExpected = object.number("expected");
    if (progress.filesSeen < 0 || progress.filesRead < 0 || progress.bytesRead < 0 ||
        progress.filesExpected < -1) {
        object.refuse(QStringLiteral("a negative number"));
    }
    return finished<ScanReply>(object, progress);
}

Result<ScanReply> readPiece(StrictObject& object)
{
    const auto read = QByteArray::fromBase64Encoding(object.text("bytes", LongestPieceText).toLatin1(),
                                                     QByteArray::AbortOnBase64DecodingErrors);
    if (!read || read.decoded.isEmpty() || read.decoded.size() > ScanPieceSize) {
        object.refuse(QStringLiteral("no piece of a result"));
    }
    return finished<ScanReply>(object, ScanPiece{read.decoded});
}

} // namespace

QJsonObject encodeScanCall(const ScanConsent& consent)
{
    return {{QStringLiteral("kind"), QStringLiteral("scan")},
            {QStringLiteral("shadow_copy"), consent.mayMakeShadowCopy}};
}

QJsonObject encodeScan(const ScanReply& reply)
{
    return std::visit(EncodeScan{}, reply);
}

Result<ScanConsent> decodeScanCall(const QJsonObject& frame)
{
    StrictObject object(frame);
    if (object.text("kind", 100) != QLatin1String("scan")) {
        object.refuse(QStringLiteral("an unknown verb"));
    }
    return finished(object, ScanConsent{object.flag("shadow_copy")});
}

Result<ScanReply> decodeScan(const QJsonObject& frame)
{
    StrictObject object(frame);
    const QString kind = object.text("kind", 100);
    if (kind == QLatin1String("scanning")) {
        return readProgressOfScan(object);
    }
    if (kind == QLatin1String("target")) {
        return readStored(object, readTarget);
    }
    if (kind == QLatin1String("found")) {
        return readStored(object, readFinding);
    }
    if (kind == QLatin1String("checked")) {
        return readStored(object, readCheckResult);
    }
    if (kind == QLatin1String("piece")) {
        return readPiece(object);
    }
    if (kind == QLatin1String("scanned")) {
        const qint64 bytes = object.number("bytes");
        return finished<ScanReply>(object, ScanEnd{bytes, object.hash("sha256")});
    }
    Result<HelperReply> reply = decodeReply(frame);
    if (auto* error = reply ? std::get_if<Error>(&*reply) : nullptr) {
        return ScanReply(std::move(*error));
    }
    return notUnderstood(ErrorKind::BadCall, QStringLiteral("no reply to a scan"));
}

Result<QByteArray> writeScan(const ScanResult& result)
{
    if (result.findings.size() > MostScanFindings) {
        return tooMuchWasFound();
    }
    QJsonArray findings;
    for (const Finding& finding : result.findings) {
        findings.append(store(finding));
    }
    QByteArray bytes = QJsonDocument(QJsonObject{{QStringLiteral("scan"), store(result)},
                                                 {QStringLiteral("findings"), findings}})
                           .toJson(QJsonDocument::Compact);
    return bytes.size() <= LargestScan ? Result<QByteArray>(std::move(bytes)) : tooMuchWasFound();
}

Result<ScanResult> readScan(const QByteArray& bytes)
{
    const Result<QJsonObject> whole = parseFrame(bytes);
    if (!whole) {
        return whole.error();
    }
    StrictObject object(*whole);
    Result<ScanResult> result = readScanResult(object.object("scan"));
    if (!result) {
        return notUnderstood(ErrorKind::Damaged, result.error().detail);
    }
    for (const QJsonObject& one : object.objects("findings", MostScanFindings)) {
        Result<Finding> finding = readFinding(one);
        if (!finding) {
            return notUnderstood(ErrorKind::Damaged, finding.error().detail);
        }
        result->findings.append(std::move(*finding));
    }
    return finished(object, std::move(*result));
}

} // namespace mailmend
