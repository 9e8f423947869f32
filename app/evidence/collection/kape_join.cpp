// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "evidence/collection/csv_rows.h"
#include "evidence/collection/kape_files.h"

namespace mailmend::kape {
namespace {

/**
 * A path of a snapshot, as KAPE mounts them or as Windows calls them. Only by its beginning: further on
 * anybody can name a folder so.
 */
bool isOfSnapshot(const QByteArray& path)
{
    const QByteArray lower = path.trimmed().toLower();
    return lower.startsWith("\\\\?\\globalroot\\device\\harddiskvolumeshadowcopy") ||
           lower.startsWith("\\\\.\\harddiskvolumeshadowcopy") ||
           (lower.size() > 2 && lower.sliced(1).startsWith(":\\___vssmount\\"));
}

class Joiner
{
public:
    Joiner(const Outline& outline, const QList<Run>& runs, Gathered& gathered, const CancelToken& cancel)
        : m_outline(outline), m_runs(runs), m_gathered(gathered), m_cancel(cancel)
    {}

    void join()
    {
        readSkipLogs();
        readCopyLogs();
        takeSkipped();
        for (const Run& run : m_runs) {
            takeConsole(run);
        }
    }

private:
    struct Skipped
    {
        WindowsPath path;
        QByteArray sha1;
        QByteArray reason;
    };

    void readSkipLogs()
    {
        for (const Run& run : m_runs) {
            for (const quint64 log : run.skipLogs) {
                note(readCsv(*m_outline.container, log, m_cancel, [this](const CsvRow& row) {
                    const QByteArray source = row.value("SourceFile");
                    const auto path = pathOf(source);
                    if (isOfSnapshot(source)) {
                        return;
                    }
                    if (!path || static_cast<qint64>(m_skipped.size()) >= kMaxMembers) {
                        ++m_gathered.badRows;
                        return;
                    }
                    m_skipped.push_back(
                        {*path, row.value("SourceFileSha1").trimmed().toLower(), row.value("Reason")});
                    m_copyOf.insert(m_skipped.back().sha1, {});
                }));
            }
        }
    }

    void readCopyLogs()
    {
        for (const Run& run : m_runs) {
            for (const quint64 log : run.copyLogs) {
                m_gathered.hasCopyLog = true;
                note(readCsv(*m_outline.container, log, m_cancel,
                             [this](const CsvRow& row) { takeCopy(row); }));
            }
        }
    }

    void note(const CsvRead& read)
    {
        m_gathered.badRows += read.bad;
        m_gathered.logsCut = m_gathered.logsCut || !read.whole || read.rows == 0;
    }

    /** The stored file that DestinationFile means: the longest end of it that is stored. */
    std::optional<size_t> storedAt(const QByteArray& destination, bool& elsewhere) const
    {
        const QList<QByteArray> parts = destination.split('\\');
        bool onDrive = false; // from there on the names are those of the source: anybody's
        for (qsizetype i = 0; i + 1 < parts.size(); ++i) {
            const char drive = driveOf(parts.at(i));
            onDrive = onDrive || (i > 0 && drive != 0);
            elsewhere =
                elsewhere || (!onDrive && (isSnapshotFolder(parts.at(i)) || isLongNames(parts.at(i))));
            const WindowsPath path = drive == 0 ? WindowsPath() : WindowsPath(drive, parts.mid(i + 1));
            const auto row = path.components().isEmpty() ? std::nullopt : m_gathered.rowAt(path);
            if (row) {
                return row;
            }
        }
        return std::nullopt;
    }

    void takeCopy(const CsvRow& row)
    {
        const QByteArray source = row.value("SourceFile");
        bool elsewhere = isOfSnapshot(source);
        const auto stored = storedAt(row.value("DestinationFile"), elsewhere);
        const auto path = pathOf(source);
        const QDateTime copied = timeOf(row.value("CopiedTimestamp"));
        if (copied.isValid() && (!m_gathered.firstCopy.isValid() || copied < m_gathered.firstCopy)) {
            m_gathered.firstCopy = copied;
        }
        bool isNumber = false;
        const qint64 size = row.value("FileSize").trimmed().toLongLong(&isNumber);
        if (!stored) {
            if (!elsewhere && path) {
                m_gathered.addUnread(
                    *path, isNumber ? size : 0,
                    say(MAILMEND_TEXT("evidence", "{path} is on the collector's list of copies, but is "
                                                  "not in the collection."),
                        {{"path", place(path->display())}}));
            } else if (!elsewhere) {
                ++m_gathered.badRows;
            }
            return;
        }
        CollectedFile file = m_gathered.files.at(*stored);
        const QDateTime modified = timeOf(row.value("ModifiedOnUtc"));
        const QDateTime created = timeOf(row.value("CreatedOnUtc"));
        if (modified.isValid() || created.isValid()) {
            file.modified = modified;
            file.created = created;
            file.timeSource = TimeSource::Collector;
            m_gathered.files.update(*stored, file);
        }
        // A journal is copied without its holes; everything else has its length.
        const bool sparse = foldName(file.path.name()).startsWith('$');
        if (!sparse && isNumber && file.member >= 0 && size != file.size) {
            ++m_gathered.otherSize;
            m_gathered.noteFolder(file.path);
        }
        const auto sha1 = m_copyOf.find(row.value("SourceFileSha1").trimmed().toLower());
        if (sha1 != m_copyOf.end() && !sha1.key().isEmpty()) {
            *sha1 = *stored;
        }
        if (*stored < m_gathered.listed.size()) {
            m_gathered.listed[*stored] = true;
        }
    }

    /** What was left out: the same content as a copied file, or on a list of known files. */
    void takeSkipped()
    {
        for (const Skipped& skipped : m_skipped) {
            if (m_gathered.rowAt(skipped.path)) {
                continue; // another run copied it
            }
            const auto twin = m_copyOf.value(skipped.sha1);
            if (skipped.reason.trimmed().toLower() == "deduped" && twin && !skipped.sha1.isEmpty()) {
                CollectedFile file;
                const CollectedFile copy = m_gathered.files.at(*twin);
                file.path = skipped.path;
                file.member = copy.member;
                file.size = copy.size;
                file.why = copy.why;
                file.timeSource = TimeSource::Collector;
                m_gathered.add(file);
                continue;
            }
            m_gathered.addUnread(skipped.path, 0,
                                 say(MAILMEND_TEXT("evidence", "The collector left {path} out: {words}"),
                                     {{"path", place(skipped.path.display())},
                                      {"words", words(QString::fromUtf8(skipped.reason).left(100))}}));
        }
    }

    void takeConsole(const Run& run)
    {
        for (const NotCopied& one : run.console.notCopied) {
            m_gathered.noteFolder(one.path);
            if (m_gathered.rowAt(one.path)) {
                continue; // a later try, another run, or a part of it
            }
            const auto shown = place(one.path.display());
            m_gathered.addUnread(
                one.path, 0,
                one.gone ? say(MAILMEND_TEXT(
                                   "evidence",
                                   "The collector saw {path}, but it was gone when it was to be copied."),
                               {{"path", shown}})
                         : say(MAILMEND_TEXT("evidence", "The collector could not read {path}: {words}"),
                               {{"path", shown}, {"words", words(one.why)}}));
        }
    }

    const Outline& m_outline;
    const QList<Run>& m_runs;
    Gathered& m_gathered;
    const CancelToken& m_cancel;
    std::vector<Skipped> m_skipped;
    QHash<QByteArray, std::optional<size_t>> m_copyOf; ///< SHA-1s that a skip log names; row of the copy
};

} // namespace

void joinLogs(const Outline& outline, const QList<Run>& runs, Gathered& gathered, const CancelToken& cancel)
{
    Joiner(outline, runs, gathered, cancel).join();
}

} // namespace mailmend::kape
