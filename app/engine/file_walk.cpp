// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/file_walk.h"

#include "base/escape.h"
#include "base/logging.h"
#include "base/sha256.h"
#include "engine/bounded_queue.h"

#include <QThreadPool>

#include <spdlog/spdlog.h>

#include <algorithm>
#include <chrono>
#include <exception>

namespace mailmend {

namespace {

constexpr qsizetype unreadableKept = 200;
constexpr qsizetype lostKept = 10'000;  // of each kind and interest
constexpr qsizetype olderKept = 10'000; // of each check
constexpr size_t filesWaiting = 256;

/** A file on its way from the walk to a worker. */
struct Errand
{
    quint64 number = 0; ///< its place in the walk
    FileEntry file;
    std::vector<WalkMatch> wanted;
};

/** What was read of one file. The buffers belong to a worker and are used again for its next file. */
struct ReadFile
{
    QByteArray content; ///< its room; `size` bytes of it are the file's
    qsizetype size = 0;
    QByteArray rest; ///< a window for what is beyond the content
    qint64 total = 0;
    bool cut = false;
    QByteArray sha256;
    std::optional<Error> older; ///< it was read from a copy that is older than this look
    QDateTime copyMade;
};

Error checkStopped()
{
    return {ErrorKind::Cancelled, say(MAILMEND_TEXT("engine", "The check was stopped.")), {}, {}, {}};
}

/**
 * Reads the whole file in windows: all of it is hashed, the first 16 MB are kept.
 * @param takesOlder somebody takes it from a copy that is older than this look; else that is an error
 */
Done readFile(const Files& files, const FileEntry& file, bool takesOlder, ReadFile& into,
              const CancelToken& cancel, ListenerRelay& listener)
{
    into.size = 0;
    into.total = 0;
    into.cut = false;
    into.older.reset();
    auto reader = files.open(file);
    if (!reader) {
        auto copied = files.openCopy(file, reader.error());
        if (!copied) {
            return copied.error();
        }
        if (copied->older && !takesOlder) {
            return *copied->older;
        }
        into.older = std::move(copied->older);
        into.copyMade = copied->made;
        reader = std::move(copied->reader);
    }
    Sha256 hash;
    for (;;) {
        if (cancel.isCancelled()) {
            return checkStopped();
        }
        const bool keeps = into.size < contentBound;
        if (keeps && into.content.size() - into.size < readWindow) {
            into.content.resize(std::min<qsizetype>(
                std::max<qsizetype>(into.content.size() * 2, 2 * readWindow), contentBound));
        }
        if (!keeps && into.rest.isEmpty()) {
            into.rest.resize(readWindow);
        }
        char* const start = keeps ? into.content.data() + into.size : into.rest.data();
        const qsizetype room =
            keeps ? std::min(readWindow, into.content.size() - into.size) : into.rest.size();
        const auto count = (*reader)->read({start, static_cast<size_t>(room)});
        if (!count) {
            return count.error();
        }
        if (*count <= 0) {
            break;
        }
        const auto got = std::min<qsizetype>(*count, room);
        hash.add(QByteArrayView(start, got));
        into.total += got;
        if (keeps) {
            into.size += got;
        } else {
            into.cut = true;
        }
        listener.bytesRead(got, file);
    }
    into.sha256 = hash.finish();
    listener.fileRead();
    return done();
}

/** The workers' side of one walk. */
class Workers
{
public:
    Workers(const WalkInput& input, const WalkPlan& plan, std::vector<std::vector<WalkedInterest>> walked)
        : m_input(input), m_plan(plan), m_walked(std::move(walked)), m_observed(plan.checkCount()),
          m_nanoseconds(plan.checkCount()), m_older(plan.checkCount())
    {}

    /** One worker: runs until the queue is empty and closed, or cancelled. */
    void run(BoundedQueue<Errand>& queue)
    {
        ReadFile buffers;
        while (auto errand = queue.take()) {
            try {
                work(*errand, buffers);
            } catch (const std::exception& exception) {
                countUnreadable(
                    *errand, {ErrorKind::Fault,
                              say(MAILMEND_TEXT("engine", "Mailmend failed while it looked at this file.")),
                              {},
                              QString::fromLocal8Bit(exception.what()),
                              {}});
            }
        }
    }

    /** After all workers have ended. */
    void bring(WalkOutcome& outcome)
    {
        outcome.walked = std::move(m_walked);
        outcome.older = std::move(m_older);
        for (size_t check = 0; check < m_observed.size(); ++check) {
            auto& observed = m_observed[check];
            std::sort(observed.begin(), observed.end(),
                      [](const Observed& left, const Observed& right) { return left.number < right.number; });
            auto& kept = outcome.observations.emplace_back();
            kept.reserve(observed.size());
            for (Observed& one : observed) {
                kept.push_back(std::move(one.observation));
            }
            outcome.seconds.push_back(static_cast<double>(m_nanoseconds[check]) / 1e9);
        }
    }

private:
    struct Observed
    {
        quint64 number = 0;
        ObservationPointer observation;
    };

    void work(const Errand& errand, ReadFile& buffers)
    {
        std::vector<WalkMatch> takers;
        std::copy_if(errand.wanted.begin(), errand.wanted.end(), std::back_inserter(takers),
                     [this](const WalkMatch& match) { return m_plan.interest(match).takesOlderCopies; });
        const auto read = readFile(*m_input.evidence.files.part, errand.file, !takers.empty(), buffers,
                                   m_input.cancel, m_input.listener);
        if (!read) {
            if (read.error().kind != ErrorKind::Cancelled) {
                countUnreadable(errand, read.error());
            }
            return;
        }
        if (buffers.older) {
            countUnreadable(errand, *buffers.older);
            keepOlder(errand, takers, {buffers.older->text, buffers.copyMade});
        }
        const std::vector<WalkMatch>& shown = buffers.older ? takers : errand.wanted;
        countRead(shown, buffers);
        const Inspection inspection{m_input.evidence, m_input.knowledge, m_input.rules, m_input.cancel};
        for (const WalkMatch& match : shown) {
            if (m_input.cancel.isCancelled()) {
                return;
            }
            inspect(errand, match, buffers, inspection);
        }
    }

    void inspect(const Errand& errand, const WalkMatch& match, const ReadFile& buffers,
                 const Inspection& inspection)
    {
        const Check& check = *m_input.checks[match.check];
        if (check.inspect == nullptr) {
            return;
        }
        const auto begin = std::chrono::steady_clock::now();
        const Item item{
            errand.file, m_plan.interest(match), QByteArrayView(buffers.content.constData(), buffers.size),
            buffers.cut, buffers.sha256,         buffers.older.has_value()};
        ObservationPointer observation = check.inspect(item, inspection);
        std::optional<Finding> preview;
        if (observation && check.preview != nullptr) {
            preview = check.preview(*observation, m_input.evidence, m_input.knowledge);
        }
        const auto spent = std::chrono::steady_clock::now() - begin;
        {
            const std::lock_guard lock(m_mutex);
            m_nanoseconds[match.check] += std::chrono::duration_cast<std::chrono::nanoseconds>(spent).count();
            if (observation) {
                m_observed[match.check].push_back({errand.number, std::move(observation)});
            }
        }
        if (preview) {
            preview->check = QString::fromLatin1(check.id);
            preview->target = m_input.evidence.target.id;
            m_input.listener.found(*preview);
        }
    }

    void keepOlder(const Errand& errand, const std::vector<WalkMatch>& takers, const OlderFile& older)
    {
        const std::lock_guard lock(m_mutex);
        for (const WalkMatch& match : takers) {
            if (m_older[match.check].size() < olderKept) {
                m_older[match.check].insert(errand.file.path.folded(), older);
            }
        }
    }

    void countRead(const std::vector<WalkMatch>& shown, const ReadFile& buffers)
    {
        const std::lock_guard lock(m_mutex);
        for (const WalkMatch& match : shown) {
            WalkedInterest& counter = m_walked[match.check][match.place];
            ++counter.files;
            counter.bytes += buffers.total;
            counter.cutCount += buffers.cut ? 1 : 0;
        }
    }

    void countUnreadable(const Errand& errand, const Error& error)
    {
        logger("engine")->info("{}: {}", escapeForLog(errand.file.path.display()).toStdString(),
                               logLine(error).toStdString());
        const std::lock_guard lock(m_mutex);
        for (const WalkMatch& match : errand.wanted) {
            WalkedInterest& counter = m_walked[match.check][match.place];
            ++counter.unreadableCount;
            if (counter.unreadable.size() < unreadableKept) {
                counter.unreadable.append({errand.file.path, error});
            }
            keepLost(counter, errand.file, error);
        }
    }

    /** What is evidence by itself stands beside the examples. */
    static void keepLost(WalkedInterest& counter, const FileEntry& file, const Error& error)
    {
        QList<LostFile>* const kept = error.kind == ErrorKind::AntiVirus  ? &counter.takenAway
                                      : error.kind == ErrorKind::NotFound ? &counter.gone
                                                                          : nullptr;
        if (kept != nullptr && kept->size() < lostKept) {
            kept->append({file, error});
        }
    }

    const WalkInput& m_input;
    const WalkPlan& m_plan;
    std::mutex m_mutex;
    std::vector<std::vector<WalkedInterest>> m_walked;
    std::vector<std::vector<Observed>> m_observed;
    std::vector<qint64> m_nanoseconds;
    std::vector<QHash<QByteArray, OlderFile>> m_older; ///< by check
};

/** Closes the queue and waits for the workers, however the walk ends. */
class WorkersEnd
{
public:
    WorkersEnd(BoundedQueue<Errand>& queue, QThreadPool& pool) : m_queue(queue), m_pool(pool) {}
    ~WorkersEnd()
    {
        m_queue.close();
        m_pool.waitForDone();
    }
    Q_DISABLE_COPY_MOVE(WorkersEnd)

private:
    BoundedQueue<Errand>& m_queue;
    QThreadPool& m_pool;
};

} // namespace

WalkOutcome walkFiles(const WalkInput& input)
{
    WalkPlan plan(input.checks, input.evidence, input.knowledge, input.scope);
    Workers workers(input, plan, plan.startCounting(input.evidence));
    QList<WalkedFolder> troubles;
    bool isWhole = true;
    if (input.evidence.files && !plan.roots().empty()) {
        BoundedQueue<Errand> queue(filesWaiting, input.cancel);
        QThreadPool pool;
        pool.setMaxThreadCount(std::max(1, input.threads));
        const WorkersEnd end(queue, pool);
        for (int worker = 0; worker < pool.maxThreadCount(); ++worker) {
            pool.start([&workers, &queue] { workers.run(queue); });
        }
        quint64 number = 0;
        input.evidence.files->walk(
            plan.roots(), input.cancel,
            [&](FileEntry&& file) {
                input.listener.fileSeen();
                auto wanted = plan.matches(file);
                if (!wanted.empty() && !queue.give({number++, std::move(file), std::move(wanted)})) {
                    isWhole = false;
                }
                return isWhole && !input.cancel.isCancelled();
            },
            troubles);
        input.listener.walkEnded();
    }
    WalkOutcome outcome;
    workers.bring(outcome);
    outcome.stopped = !isWhole || input.cancel.isCancelled();
    applyTroubles(outcome.walked, troubles);
    if (outcome.stopped) {
        applyStop(outcome.walked);
    }
    return outcome;
}

} // namespace mailmend
