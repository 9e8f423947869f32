// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "checks/web_shells/signs.h"

#include "checks/web_shells/places.h"
#include "evidence/parse/pe_version.h"

#include <algorithm>

namespace mailmend::web_shells {
namespace {

int lineOf(QByteArrayView content, qint64 offset)
{
    if (offset < 0 || offset > content.size()) {
        return 0;
    }
    return static_cast<int>(std::count(content.begin(), content.begin() + offset, '\n')) + 1;
}

/** Programs and archives in a drop folder are no pages: searching gigabytes of installers for page code is
 * waste. */
bool isNoPage(const Item& item)
{
    if (item.interest.pathClass != PathClass::DropFolder || isRunByServer(item.file.path.extension())) {
        return false;
    }
    return item.content.startsWith("MZ") || item.content.startsWith("PK\x03\x04") ||
           item.content.startsWith("\x1f\x8b") || item.content.startsWith("7z\xbc\xaf") ||
           item.content.startsWith("MSCF") || item.content.startsWith("ElfFile") ||
           item.content.startsWith("regf");
}

void addHash(const Item& item, const KnownFiles& known, QList<Sign>& signs)
{
    const auto bad = known.bad.constFind(item.sha256);
    if (bad == known.bad.constEnd()) {
        return;
    }
    Sign sign;
    sign.verdict = Verdict::NeedsAction;
    sign.certain = true;
    sign.what =
        say(MAILMEND_TEXT("web-shells", "is known: intruders left the very same file on other servers"));
    sign.reason =
        say(MAILMEND_TEXT("web-shells", "Its fingerprint (SHA-256) is the one published as {name}."),
            {{"name", words(bad->name)}});
    sign.harmless =
        say(MAILMEND_TEXT("web-shells", "Only a sample that somebody keeps here on purpose, for example for "
                                        "training."));
    sign.references = {QStringLiteral("T1505.003")};
    signs.append(sign);
}

void addRules(const Item& item, const QList<RuleMatch>& matches, QList<Sign>& signs)
{
    for (const RuleMatch& match : matches) {
        Sign sign;
        sign.verdict = match.verdict;
        sign.what = match.title.isEmpty() ? say(MAILMEND_TEXT("web-shells", "matches your own rule {rule}"),
                                                {{"rule", words(match.rule)}})
                                          : match.title;
        sign.reason = match.reason;
        sign.harmless = match.harmless;
        sign.references = match.references;
        if (match.fromUser) {
            sign.references.append(QString::fromLatin1(reference::OwnRule));
        }
        sign.line = lineOf(item.content, match.offset);
        signs.append(sign);
    }
}

struct Head
{
    QByteArrayView bytes;
    TextSource what;
};

/** Heads of files that no page has. Sources: [MS-PST] 2.2.2.6, X.690, W3C PNG, GIF89a, ITU T.81. */
const Head kForeignHeads[] = {
    {"!BDN", MAILMEND_TEXT("web-shells", "is named like a page but begins like an Outlook data file (PST)")},
    {"\x30\x82", MAILMEND_TEXT("web-shells", "is named like a page but begins like a certificate")},
    {"GIF8", MAILMEND_TEXT("web-shells", "is named like a page but begins like a picture")},
    {"\x89PNG", MAILMEND_TEXT("web-shells", "is named like a page but begins like a picture")},
    {"\xff\xd8\xff", MAILMEND_TEXT("web-shells", "is named like a page but begins like a picture")},
    {"MDMP", MAILMEND_TEXT("web-shells", "is named like a page but begins like a memory dump")},
};

void addHead(const Item& item, QList<Sign>& signs)
{
    // A certificate is what .cer is for.
    const QByteArray extension = item.file.path.extension();
    if (!isRunByServer(extension) || extension == ".cer" || extension == ".config") {
        return;
    }
    for (const Head& head : kForeignHeads) {
        if (item.content.startsWith(head.bytes)) {
            Sign sign;
            sign.what = say(head.what);
            sign.reason =
                say(MAILMEND_TEXT("web-shells", "The web server would run it as a program whatever its first "
                                                "bytes are; attacks on Exchange in 2021 left such files."));
            sign.harmless = say(
                MAILMEND_TEXT("web-shells", "A file that was renamed or exported with the wrong ending."));
            sign.references = {QStringLiteral("T1036.008")};
            sign.line = 1;
            signs.append(sign);
            return;
        }
    }
}

bool isInAspNetClient(const WindowsPath& path)
{
    const QList<QByteArray>& names = path.components();
    return std::any_of(names.begin(), names.end() - std::min<qsizetype>(1, names.size()),
                       [](const QByteArray& name) { return foldName(name) == "aspnet_client"; });
}

void addPlace(const Item& item, const Inspection& inspection, QList<Sign>& signs)
{
    const QByteArray extension = item.file.path.extension();
    if (item.interest.pathClass != PathClass::WebRoot || !isRunByServer(extension) ||
        extension == ".config") {
        return;
    }
    Sign sign;
    if (isInAspNetClient(item.file.path)) {
        sign.what = say(MAILMEND_TEXT("web-shells",
                                      "lies in the folder aspnet_client, which holds no pages on a healthy "
                                      "server"));
        sign.reason = say(MAILMEND_TEXT("web-shells",
                                        "Windows keeps only scripts for browsers there; intruders of 2021 "
                                        "left their pages in this folder."));
        sign.harmless =
            say(MAILMEND_TEXT("web-shells", "A page that somebody of yours put there for a test."));
    } else if (isForeignInLogonFolder(item.file, inspection.evidence, inspection.knowledge.files)) {
        sign.what = say(MAILMEND_TEXT("web-shells",
                                      "lies among the logon pages of Exchange, but Exchange has no page of "
                                      "this name there"));
        sign.reason = say(
            MAILMEND_TEXT("web-shells", "None of the {count} builds whose files Microsoft published has it."),
            {{"count", count(inspection.knowledge.files.buildsCovered.size())}});
        sign.harmless =
            say(MAILMEND_TEXT("web-shells", "A page that your own people or a supplier added to the logon "
                                            "pages, or one that a very new build brings."));
    } else {
        return;
    }
    sign.references = {QStringLiteral("T1505.003")};
    signs.append(sign);
}

QByteArray belowExchange(const FileEntry& file, const Evidence& evidence)
{
    if (!evidence.exchange) {
        return {};
    }
    QByteArray path;
    for (const QByteArray& name : file.path.below(evidence.exchange->folder)) {
        path += (path.isEmpty() ? "" : "\\") + foldName(name);
    }
    return path;
}

/** Rules know UTF-8 and little-endian UTF-16; a page in the other byte order is turned round. */
QByteArray turnedRound(QByteArrayView content)
{
    QByteArray turned = content.toByteArray();
    for (qsizetype i = 0; i + 1 < turned.size(); i += 2) {
        std::swap(turned[i], turned[i + 1]);
    }
    return turned;
}

ObservationPointer readBuild(const Item& item)
{
    const auto version = readPeVersion(item.content);
    if (!version || !version->fileVersion) {
        return nullptr;
    }
    auto seen = std::make_unique<BuildSeen>();
    for (std::size_t i = 0; i < 4; ++i) {
        seen->build.parts[i] = (*version->fileVersion)[i];
    }
    return seen;
}

} // namespace

bool isForeignInLogonFolder(const FileEntry& file, const Evidence& evidence, const KnownFiles& known)
{
    if (!evidence.exchange || known.shippedByPath.isEmpty()) {
        return false;
    }
    const WindowsPath& exchange = evidence.exchange->folder;
    const WindowsPath folder = file.path.parent();
    for (const QStringView logon : {u"FrontEnd\\HttpProxy\\owa\\auth", u"FrontEnd\\HttpProxy\\ecp\\auth"}) {
        if (folder.isWithin(exchange.joined(logon))) {
            return !known.shippedByPath.contains(belowExchange(file, evidence));
        }
    }
    // The address book folder holds data for Outlook and no page at all.
    return folder.isWithin(exchange.joined(u"FrontEnd\\HttpProxy\\OAB")) &&
           !known.shippedByPath.contains(belowExchange(file, evidence));
}

ObservationPointer look(const Item& item, const Inspection& inspection)
{
    if (item.interest.pathClass == PathClass::ExchangeBinary) {
        return readBuild(item);
    }
    const KnownFiles& known = inspection.knowledge.files;
    auto seen = std::make_unique<PageSeen>();
    const bool shippedAnywhere = known.shippedByHash.contains(item.sha256);
    const QByteArray below = belowExchange(item.file, inspection.evidence);
    // What an older copy has may be from before an update: the list of today's build is not for it.
    if (!item.isOlder && known.shippedByPath.contains(below) && item.file.path.extension() != ".config") {
        seen->shippedPath = below;
        seen->matchesBaseline = shippedAnywhere;
    }
    if (!shippedAnywhere && !known.harmless.contains(item.sha256)) {
        addHash(item, known, seen->signs);
        if (!isNoPage(item)) {
            const bool bigEndian = item.content.startsWith("\xfe\xff");
            const QByteArray turned = bigEndian ? turnedRound(item.content) : QByteArray();
            const auto matches =
                inspection.rules.match(bigEndian ? QByteArrayView(turned) : item.content, inspection.cancel);
            if (matches) {
                addRules(item, *matches, seen->signs);
            } else if (matches.error().kind != ErrorKind::Cancelled) {
                seen->notSearched = matches.error();
            }
            addHead(item, seen->signs);
        }
        addPlace(item, inspection, seen->signs);
    }
    if (seen->signs.isEmpty() && seen->shippedPath.isEmpty() && !seen->notSearched) {
        return nullptr;
    }
    std::stable_sort(seen->signs.begin(), seen->signs.end(),
                     [](const Sign& a, const Sign& b) { return a.verdict < b.verdict; });
    seen->file = item.file;
    seen->pathClass = item.interest.pathClass;
    seen->whyHere = item.interest.whyHere;
    seen->servedBy = item.interest.servedBy;
    seen->sha256 = item.sha256;
    seen->attackerName = known.attackerNames.contains(foldName(item.file.path.name()));
    return seen;
}

} // namespace mailmend::web_shells
