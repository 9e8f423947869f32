// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/collect/collect.h"

#include "base/sha256.h"
#include "engine/collect/held_files.h"
#include "engine/collect/manifest.h"
#include "engine/collect/zip_writer.h"
#include "evidence/collection/layouts.h"

#include <QFileInfo>
#include <QSet>

#include <chrono>

namespace mailmend {
namespace {

constexpr qsizetype windowSize = 1024 * 1024;
constexpr qsizetype longestName = 65'535; // of a zip's member
constexpr qint64 betweenLooksAtRoom = qint64{16} << 20;
constexpr qint64 longestRows = qint64{16} << 20; // of the list beside those that are counted: its head

/** Rows of folders have a fourth more: files end first, and what became of folders is still told. */
constexpr qint64 boundOfFolders(qint64 list)
{
    return list + list / 4;
}
static_assert(boundOfFolders(CollectBounds{}.list) + longestRows <= kCollectionListBound,
              "a list that no reader takes");

Error collectingStopped()
{
    return {ErrorKind::Cancelled, say(MAILMEND_TEXT("collect", "Collecting was stopped.")), {}, {}, {}};
}

Text tooLarge(qint64 bound)
{
    return say(MAILMEND_TEXT("collect", "It is too large: more than {bound} of a file are not collected."),
               {{"bound", bytes(bound)}});
}

FolderState notGoneThrough(const WindowsPath& folder)
{
    return {ReadState::Partly, say(MAILMEND_TEXT("collect", "Not everything below {path} was collected."),
                                   {{"path", place(folder.display())}})};
}

/** The same error, with what could not be removed again. */
Error withLeft(Error error, QList<Text> left)
{
    if (left.isEmpty()) {
        return error;
    }
    if (!error.hint.isEmpty()) {
        left.prepend(error.hint);
    }
    error.hint = say(MAILMEND_TEXT("collect", "{all}"), {{"all", sentences(left)}});
    return error;
}

/** Differs from run to run: nobody can prepare twins. */
quint64 hashOf(const WindowsPath& folder)
{
    return qHash(folder.folded(), QHashSeed::globalSeed());
}

/** Names of the kinds that are asked for. */
QList<QByteArray> examplesOf(const WantedFiles& wanted)
{
    QList<QByteArray> names;
    for (QString mask : wanted.masks) {
        names.append(mask.replace(u'*', u'a').replace(u'?', u'a').toUtf8());
    }
    return names;
}

class Collecting
{
public:
    Collecting(const CollectInput& input, PartialFile& to, const CancelToken& cancel,
               const CollectProgress& progress)
        : m_input(input), m_to(to), m_cancel(cancel), m_progress(progress),
          m_plan(input.evidence, input.knowledge, input.checks),
          m_zip([this](QByteArrayView bytes) { return put(bytes); }, input.passphrase),
          m_window(windowSize, Qt::Uninitialized)
    {
        if (isThisComputer(input.evidence.target)) {
            m_held.emplace(input.loadedHives, input.eventLogs, QFileInfo(to.path()).absolutePath(),
                           !input.passphrase.isEmpty());
        }
    }

    Result<Collected> run(const Clock& clock)
    {
        if (!m_input.evidence.files) {
            return Error{ErrorKind::NotFound, m_input.evidence.files.reason, {}, {}, {}};
        }
        const QDateTime started = clock();
        walk();
        giveBack();
        if (const Done ended = m_error ? Done(*m_error) : finish(started, clock()); !ended) {
            return withLeft(ended.error(), m_collected.left);
        }
        m_collected.written = m_zip.written();
        m_collected.sha256 = m_hash.finish().toHex();
        return m_collected;
    }

private:
    void giveBack()
    {
        if (const Done given = m_input.evidence.files->giveBack(); !given) {
            m_collected.left.append(given.error().text);
        }
        if (m_held) {
            m_collected.left += m_held->removeLeft();
        }
    }

    Done finish(const QDateTime& started, const QDateTime& now)
    {
        if (m_cancel.isCancelled()) {
            return collectingStopped();
        }
        if (const auto listed = writeList(started, now); !listed) {
            return listed;
        }
        const auto ended = m_zip.finish();
        return ended ? m_to.finish() : ended;
    }

    /** Where the zip goes: the disk keeps room for others, and the whole is hashed on its way. */
    Done put(QByteArrayView bytes)
    {
        if (m_cancel.isCancelled()) {
            return collectingStopped();
        }
        m_sinceRoom += bytes.size();
        if (m_sinceRoom >= betweenLooksAtRoom) {
            m_sinceRoom = 0;
            const qint64 room = m_to.room();
            if (room >= 0 && room < m_input.bounds.roomToLeave) {
                return Error{
                    ErrorKind::Full,
                    say(MAILMEND_TEXT("collect", "Less than {room} are left on the disk of {path}."),
                        {{"room", mailmend::bytes(m_input.bounds.roomToLeave)},
                         {"path", place(m_to.path())}}),
                    say(MAILMEND_TEXT("collect", "Make room, or write to another disk, and collect again.")),
                    {},
                    {}};
            }
        }
        m_hash.add(bytes);
        return m_to.write(bytes);
    }

    void walk()
    {
        const Files& files = *m_input.evidence.files.part;
        const std::vector<WalkRoot> roots = m_plan.roots();
        QList<WalkedFolder> troubles;
        const bool namesFolders = files.walkListing(
            roots, m_cancel, [this](FileEntry&& file) { return visit(file); },
            [this](const WindowsPath& folder, const WindowsPath& visitedAs) {
                if (!m_folders.contains(hashOf(folder))) {
                    tellFolder(folder, {ReadState::Read, {}}, visitedAs);
                }
            },
            troubles);
        for (const WantedFiles& wanted : m_plan.wanted()) {
            if (!m_folders.contains(hashOf(wanted.folder)) && !tellByOtherName(wanted)) {
                const FolderState state = files.folderState(wanted.folder, examplesOf(wanted));
                const bool isUnproven = namesFolders && wanted.recursive && state.state == ReadState::Read;
                tellFolder(wanted.folder, isUnproven ? notGoneThrough(wanted.folder) : state);
            }
        }
        const QHash<quint64, WindowsPath> untold = m_untold;
        for (const WindowsPath& folder : untold) {
            const WantedFiles* wanted = m_plan.wantedIn(folder);
            tellFolder(folder, files.folderState(folder, wanted ? examplesOf(*wanted) : QList<QByteArray>()));
        }
        QSet<quint64> troubled;
        for (const WalkedFolder& trouble : troubles) {
            if (const quint64 hash = hashOf(trouble.folder); !troubled.contains(hash)) {
                troubled.insert(hash);
                addFolder(trouble.folder, trouble.state, trouble.folder);
            }
        }
        m_collected.troubles = troubled.size();
    }

    /** Below a second name nothing is gone through: it is there as what lies below the first. */
    bool tellByOtherName(const WantedFiles& wanted)
    {
        for (WindowsPath at = wanted.folder; !at.components().isEmpty(); at = at.parent()) {
            const auto first = m_firstNames.constFind(hashOf(at));
            if (first == m_firstNames.constEnd()) {
                continue;
            }
            WindowsPath folder = *first;
            for (const QByteArray& name : wanted.folder.below(at)) {
                folder = folder.child(name);
            }
            const WantedFiles* there = m_plan.wantedIn(folder);
            if (m_read.contains(hashOf(folder)) && there && there->masks == wanted.masks) {
                tellFolder(wanted.folder, {ReadState::Read, {}}, folder);
                return true;
            }
            return false;
        }
        return false;
    }

    void tellFolder(const WindowsPath& folder, const FolderState& state, const WindowsPath& visitedAs = {})
    {
        const quint64 hash = hashOf(folder);
        m_folders.insert(hash);
        m_untold.remove(hash);
        if (state.state == ReadState::Read) {
            m_read.insert(hash);
        }
        if (!visitedAs.isEmpty() && visitedAs != folder) {
            m_firstNames.insert(hash, visitedAs);
        }
        addFolder(folder, state, visitedAs.isEmpty() ? folder : visitedAs);
    }

    void addFolder(const WindowsPath& folder, const FolderState& state, const WindowsPath& visitedAs)
    {
        if (m_list.size() >= boundOfFolders(m_input.bounds.list)) {
            m_collected.finished = false; // then no folder counts as read
            return;
        }
        m_list.addFolder(folder, state, visitedAs);
    }

    /** @return false: no more files are wanted */
    bool visit(const FileEntry& file)
    {
        const WantedFiles* wanted = m_plan.wants(file.path);
        if (const auto holder = holderOfStream(file.path); wanted == nullptr && holder) {
            wanted = m_plan.wants(holder->child(file.path.name())); // it belongs to that folder
        }
        if (wanted == nullptr) {
            return true;
        }
        if (m_list.rows() >= m_input.bounds.files || m_list.size() >= m_input.bounds.list) {
            m_collected.finished = false;
            return false;
        }
        tell(file.path);
        if (const WindowsPath folder = file.path.parent(); !m_folders.contains(hashOf(folder))) {
            m_untold.insert(hashOf(folder), folder);
        }
        const QByteArray member = memberName(file.path);
        CollectedRow row{file, {}, 0, {}, {}, false, false};
        if (member.size() > longestName) {
            row.error = say(MAILMEND_TEXT("collect", "Its name is too long for a zip."));
        } else if (file.size > m_input.bounds.file) {
            row.error = tooLarge(m_input.bounds.file);
        } else if (wanted->kind != WantedFiles::always &&
                   m_bytesOf[wanted->kind] + file.size > m_input.bounds.kind) {
            row.error =
                say(MAILMEND_TEXT("collect", "More than {bound} of this kind of files are not collected."),
                    {{"bound", bytes(m_input.bounds.kind)}});
        } else {
            store(file, member, row);
        }
        if (m_error) {
            return false;
        }
        m_bytesOf[wanted->kind] += row.size;
        m_collected.files += row.error.isEmpty() ? 1 : 0;
        m_collected.older += row.error.isEmpty() && row.copyIsOlder ? 1 : 0;
        m_collected.unreadable += row.error.isEmpty() ? 0 : 1;
        m_list.addFile(row);
        return !m_cancel.isCancelled();
    }

    /** A file that can't be read at all gets no member; one that fails later keeps what was read of it. */
    void store(const FileEntry& file, const QByteArray& member, CollectedRow& row)
    {
        auto reader = m_input.evidence.files.part->open(file);
        std::optional<Error> refused;
        if (!reader && m_held) {
            // Registry files and event logs are held by the Windows that uses them, which can save a copy.
            refused = reader.error().kind == ErrorKind::InUse ? m_held->whyNoCopy(file.path) : std::nullopt;
            auto saved =
                refused ? Result<std::unique_ptr<FileReader>>(*refused) : m_held->open(file.path, m_cancel);
            row.isSavedByWindows = bool(saved);
            if (saved || (!refused && saved.error().kind != ErrorKind::NotFound)) {
                reader = std::move(saved);
            }
        }
        if (m_cancel.isCancelled()) {
            m_error = collectingStopped(); // before a shadow copy is made
            return;
        }
        if (!reader) {
            auto copied = m_input.evidence.files.part->openCopy(file, reader.error());
            if (!copied && refused) {
                fail(row, *refused);
                m_collected.notCopied.append(say(MAILMEND_TEXT("collect", "{all}"),
                                                 {{"all", sentences({refused->text, refused->hint})}}));
                return;
            }
            if (!copied) {
                fail(row, copied.error());
                return;
            }
            reader = std::move(copied->reader);
            row.copyMade = copied->made;
            row.copyIsOlder = copied->older.has_value();
        }
        Sha256 hash;
        for (;;) {
            if (m_cancel.isCancelled()) {
                m_error = collectingStopped();
                return;
            }
            const auto got = (*reader)->read({m_window.data(), static_cast<size_t>(m_window.size())});
            if (!got) {
                fail(row, got.error());
                break;
            }
            if (row.member.isEmpty()) {
                row.member = member;
                if (!keep(m_zip.begin(member, file.modified))) {
                    return;
                }
            }
            if (*got <= 0) {
                break;
            }
            if (row.size + *got > m_input.bounds.file) {
                row.error = tooLarge(m_input.bounds.file); // it grew, or was listed with another size
                break;
            }
            if (!keep(m_zip.write({m_window.constData(), static_cast<size_t>(*got)}))) {
                return;
            }
            hash.add(QByteArrayView(m_window.constData(), *got));
            row.size += *got;
            m_collected.bytes += *got;
            tell(file.path);
        }
        if (!row.member.isEmpty() && keep(m_zip.end())) {
            row.sha256 = hash.finish().toHex();
        }
    }

    static void fail(CollectedRow& row, const Error& error)
    {
        row.error = error.text;
        row.heldByAntiVirus = error.kind == ErrorKind::AntiVirus;
    }

    bool keep(const Done& outcome)
    {
        if (!outcome) {
            m_error = outcome.error();
        }
        return static_cast<bool>(outcome);
    }

    Done writeList(const QDateTime& started, const QDateTime& now)
    {
        const TargetInfo& target = m_input.evidence.target;
        QJsonObject host{{QStringLiteral("name"), target.host}};
        if (!target.identity.machineGuid.isEmpty()) {
            host.insert(QStringLiteral("id"), target.identity.machineGuid);
        }
        const QJsonObject head{
            {QStringLiteral("format"), QStringLiteral("mailmend-collection/1")},
            {QStringLiteral("tool"), QStringLiteral("Mailmend " MAILMEND_VERSION)},
            {QStringLiteral("host"), host},
            {QStringLiteral("started"), started.toUTC().toString(Qt::ISODateWithMs)},
            {QStringLiteral("taken_at"), target.takenAt.isValid()
                                             ? QJsonValue(target.takenAt.toUTC().toString(Qt::ISODateWithMs))
                                             : QJsonValue()},
            {QStringLiteral("streams"), QLatin1String(toWord(m_input.evidence.files.part->streams().state))}};
        if (const auto begun = m_zip.begin("mailmend-collection.json", now); !begun) {
            return begun;
        }
        const auto written = m_list.write(
            head, m_plan.wanted(), m_collected.finished ? now : QDateTime(), [this](QByteArrayView piece) {
                return m_zip.write({piece.data(), static_cast<size_t>(piece.size())});
            });
        return written ? m_zip.end() : written;
    }

    void tell(const WindowsPath& now)
    {
        const auto moment = std::chrono::steady_clock::now();
        if (m_progress && moment - m_told > std::chrono::milliseconds(100)) {
            m_told = moment;
            m_progress(m_collected.files, m_collected.bytes, now);
        }
    }

    const CollectInput& m_input;
    PartialFile& m_to;
    const CancelToken& m_cancel;
    const CollectProgress& m_progress;
    CollectPlan m_plan;
    Sha256 m_hash;
    ZipWriter m_zip;
    QByteArray m_window;
    Manifest m_list;
    std::optional<HeldFiles> m_held;          ///< none: the server isn't this computer
    QSet<quint64> m_folders;                  ///< hashes of those that have a row
    QSet<quint64> m_read;                     ///< of those that were gone through
    QHash<quint64, WindowsPath> m_firstNames; ///< by which a folder of another name is there
    QHash<quint64, WindowsPath> m_untold;     ///< those of files that have none yet
    QHash<int, qint64> m_bytesOf;             ///< by kind
    qint64 m_sinceRoom = betweenLooksAtRoom;  ///< bytes since its room was looked at: at once
    std::optional<Error> m_error;
    Collected m_collected;
    std::chrono::steady_clock::time_point m_told;
};

} // namespace

Result<Collected> collect(const CollectInput& input, PartialFile& to, const Clock& clock,
                          const CancelToken& cancel, const CollectProgress& progress)
{
    try {
        return Collecting(input, to, cancel, progress).run(clock);
    } catch (const std::exception& exception) {
        return Error{ErrorKind::Fault,
                     say(MAILMEND_TEXT("collect", "Mailmend failed while it collected.")),
                     {},
                     QString::fromLocal8Bit(exception.what()),
                     {}};
    }
}

} // namespace mailmend
