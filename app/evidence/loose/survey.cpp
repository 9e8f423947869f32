// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "evidence/loose/survey.h"

#include "evidence/host/host.h"
#include "evidence/loose/content_kind.h"
#include "evidence/parse/pe_version.h"

namespace mailmend {
namespace {

constexpr qint64 maxFiles = 100'000; // each is opened once more later, when it is searched
constexpr qsizetype maxHives = 12, maxPrograms = 500;
constexpr qint64 programBound = qint64(16) << 20;

struct Kind
{
    ContentKind kind;
    const char* row;
};

constexpr Kind kinds[] = {
    {ContentKind::IisLog, "iis-logs"},
    {ContentKind::HttpProxyLog, "httpproxy-logs"},
    {ContentKind::EcpLog, "ecp-logs"},
    {ContentKind::OabLog, "oab-logs"},
    {ContentKind::PowerShellLog, "powershell-logs"},
    {ContentKind::EventLog, "event-logs"},
    {ContentKind::Task, "scheduled-tasks"},
    {ContentKind::IisConfiguration, "iis-configuration"},
};

struct Seen
{
    QMap<ContentKind, std::pair<qint64, qint64>> counts; ///< files, bytes
    QList<FileEntry> hives;
    QList<FileEntry> programs;
    bool all = true;
};

QByteArray headOf(const Files& files, const FileEntry& file)
{
    auto reader = files.open(file);
    QByteArray head(kContentHead, Qt::Uninitialized);
    qsizetype size = 0;
    while (reader && size < head.size()) {
        const auto got = (*reader)->read({head.data() + size, static_cast<size_t>(head.size() - size)});
        if (!got || *got <= 0) {
            break; // the check that searches it will say why
        }
        size += *got;
    }
    return head.first(size);
}

Seen lookAtAll(const Files& files, const CancelToken& cancel)
{
    Seen seen;
    QList<FileEntry> entries; // opened after the walk: a container is locked while it is listed
    const WalkRoot all{WindowsPath(), true};
    QList<WalkedFolder> troubles;
    files.walk(
        std::span(&all, 1), cancel,
        [&](FileEntry&& entry) {
            seen.all = entries.size() < maxFiles;
            if (seen.all) {
                entries.append(std::move(entry));
            }
            return seen.all;
        },
        troubles);
    for (const FileEntry& entry : std::as_const(entries)) {
        if (cancel.isCancelled()) {
            break;
        }
        const ContentKind kind = contentKindOf(headOf(files, entry));
        auto& [count, bytes] = seen.counts[kind];
        ++count;
        bytes += entry.size;
        if (kind == ContentKind::Hive && seen.hives.size() < maxHives) {
            seen.hives.append(entry);
        } else if (kind == ContentKind::Program && seen.programs.size() < maxPrograms) {
            seen.programs.append(entry);
        }
    }
    return seen;
}

void coverKinds(Evidence& evidence, const Seen& seen)
{
    for (const auto& [kind, source] : kinds) {
        const auto counted = seen.counts.value(kind);
        if (counted.first == 0) {
            continue;
        }
        CoverageEntry row;
        row.source = QLatin1String(source);
        row.state = ReadState::Skipped;
        row.files = counted.first;
        row.bytes = counted.second;
        row.reason =
            kind == ContentKind::IisConfiguration
                ? say(MAILMEND_TEXT("evidence", "What these say of a web server is not followed: "
                                                "without the server nothing tells whether it holds."))
                : say(MAILMEND_TEXT("evidence", "This version does not read these yet."));
        evidence.coverage.append(row);
    }
    if (!seen.all) {
        CoverageEntry row;
        row.source = QStringLiteral("collection");
        row.state = ReadState::Partly;
        row.files = maxFiles;
        row.reason =
            say(MAILMEND_TEXT("evidence", "Only the first {bound} files were sorted into pages, logs "
                                          "and registry files. All are searched."),
                {{"bound", count(maxFiles)}});
        evidence.coverage.append(row);
    }
}

/** Which hive this is, by keys that only it has. */
std::optional<RegistryHive> whichHive(const Hive& hive)
{
    const auto has = [&hive](QStringView key) { return hive.key(key).state == RegistryAnswer::State::Found; };
    if (has(u"Microsoft\\Windows NT\\CurrentVersion")) {
        return RegistryHive::Software;
    }
    if (has(u"Select") && has(u"ControlSet001")) {
        return RegistryHive::System;
    }
    return has(u"SAM\\Domains\\Account") ? std::optional(RegistryHive::Sam) : std::nullopt;
}

QList<QByteArray> logsOf(const Files& files, const FileEntry& hive)
{
    QList<QByteArray> logs;
    for (const char* extension : {".LOG1", ".LOG2", ".LOG"}) {
        for (const FileEntry& entry : files.find(hive.path.parent().child(hive.path.name() + extension))) {
            if (auto log = readWhole(files, entry, hiveLogBound); log && !log->isEmpty()) {
                logs.append(std::move(*log));
            }
        }
    }
    return logs;
}

void addFact(Evidence& evidence, HostFact fact, const WindowsPath& path)
{
    // Not under the keys of a server's own facts: nobody is to take these for its.
    fact.key = QStringLiteral("file-") + fact.key;
    fact.label = say(MAILMEND_TEXT("evidence", "{label}, by the file {path}"),
                     {{"label", sentence(fact.label)}, {"path", place(path.display())}});
    fact.source = say(MAILMEND_TEXT("evidence", "{source}, in {path}"),
                      {{"source", sentence(fact.source)}, {"path", place(path.display())}});
    evidence.target.facts.append(fact);
}

void readHive(Evidence& evidence, const FileEntry& file, QMap<RegistryHive, CoverageEntry>& rows,
              const CancelToken& cancel)
{
    const Files& files = *evidence.files.part;
    auto content = readWhole(files, file, hiveBound);
    auto hive = content ? Hive::open(std::move(*content), logsOf(files, file), cancel)
                        : Result<Hive>(content.error());
    const auto which = hive ? whichHive(*hive) : std::nullopt;
    if (!which) {
        return; // damaged, or another hive, such as a user's: no fact is lost that we would know how to read
    }
    LoadedHives hives;
    for (const RegistryHive one : {RegistryHive::Software, RegistryHive::System, RegistryHive::Sam}) {
        LoadedHive& loaded = hives.all[static_cast<size_t>(one)];
        loaded.which = one;
        loaded.state.hive = one;
        loaded.state.reason = say(MAILMEND_TEXT("evidence", "These are single files, not a server."));
    }
    hives.windows = WindowsPath('C', {"Windows"});
    LoadedHive& loaded = hives.all[static_cast<size_t>(*which)];
    loaded.state = hive->describe(*which);
    loaded.newest = hive->lastWritten();
    loaded.hive = std::move(*hive);
    for (const HostFact& fact : factsOfHives(hives)) {
        addFact(evidence, fact, file.path);
    }
    CoverageEntry& row = rows[*which];
    row.source = QString::fromLatin1(coverageSource(*which));
    ++row.files;
    row.bytes += file.size;
    row.last = row.last.isValid() ? qMax(row.last, loaded.newest) : loaded.newest;
    if (loaded.state.state != ReadState::Read) {
        row.state = loaded.state.state;
        row.reason = loaded.state.reason;
        ++row.unreadable;
    }
}

void readProgram(Evidence& evidence, const FileEntry& file, CoverageEntry& row)
{
    static const QStringList known{QStringLiteral("exsetup.exe"),
                                   QStringLiteral("microsoft.exchange.data.dll"),
                                   QStringLiteral("microsoft.exchange.diagnostics.dll")};
    const auto content = readWhole(*evidence.files.part, file, programBound);
    const auto version = content ? readPeVersion(*content) : Result<PeVersion>(content.error());
    if (!version || !version->fileVersion || !known.contains(version->originalFilename.toLower())) {
        return;
    }
    HostFact fact;
    fact.key = QStringLiteral("exchange-program");
    fact.label = say(MAILMEND_TEXT("evidence", "Version of {name}"),
                     {{"name", words(version->originalFilename.left(100))}});
    fact.value = toText(*version->fileVersion);
    fact.source = say(MAILMEND_TEXT("evidence", "The program's words about itself, which don't show what a "
                                                "server runs"));
    addFact(evidence, fact, file.path);
    ++row.files;
    row.bytes += file.size;
}

} // namespace

void surveyLooseFiles(Evidence& evidence, const CancelToken& cancel)
{
    const Seen seen = lookAtAll(*evidence.files.part, cancel);
    coverKinds(evidence, seen);
    QMap<RegistryHive, CoverageEntry> hiveRows;
    for (const FileEntry& file : seen.hives) {
        readHive(evidence, file, hiveRows, cancel);
    }
    evidence.coverage.append(hiveRows.values());
    CoverageEntry programs;
    programs.source = QStringLiteral("exchange-binaries");
    for (const FileEntry& file : seen.programs) {
        if (!cancel.isCancelled()) {
            readProgram(evidence, file, programs);
        }
    }
    if (programs.files > 0) {
        evidence.coverage.append(programs);
    }
    for (CoverageEntry& entry : evidence.coverage) {
        entry.target = evidence.target.id;
    }
}

} // namespace mailmend
