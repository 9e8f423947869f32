// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "checks/check.h"

#include <QCryptographicHash>

#include <mutex>

namespace mailmend::testing {

/** What the test checks want and have seen. One for each test, set by its init(). */
struct Seen
{
    std::vector<Interest> interests;
    std::vector<Interest> otherInterests;
    std::mutex mutex;
    QStringList inspected; ///< in the order of the threads
    QStringList concluded; ///< in the order in which conclude() was given them
    QList<QByteArray> hashes;
    QList<qsizetype> sizes;
    QList<bool> cuts;
    std::vector<WalkedInterest> walked;
    QStringList innermost; ///< "file in folder"
    bool cancelled = false;
    std::function<void()> whileInspecting;
};

inline Seen*& seen()
{
    static Seen* current = nullptr;
    return current;
}

/** A page that holds the word EVIL. */
struct SeenPage : Observation
{
    WindowsPath path;
    bool evil = false;
};

inline Finding evilPage(const WindowsPath& path)
{
    Finding finding;
    finding.check = QStringLiteral("pages");
    finding.verdict = Verdict::NeedsAction;
    finding.severity = Severity::High;
    finding.subject.kind = SubjectKind::File;
    finding.subject.path = path;
    finding.subject.name = path.display();
    finding.id = findingId(finding.check, finding.subject);
    finding.title = verbatim(QStringLiteral("An evil page"));
    return finding;
}

inline ObservationPointer inspectPage(const Item& item, const Inspection&)
{
    auto page = std::make_unique<SeenPage>();
    page->path = item.file.path;
    page->evil = item.content.contains("EVIL");
    if (item.content.contains("THROW")) {
        throw std::runtime_error("a fault");
    }
    const std::lock_guard lock(seen()->mutex);
    seen()->inspected.append(item.file.path.display());
    seen()->hashes.append(item.sha256);
    seen()->sizes.append(item.content.size());
    seen()->cuts.append(item.cut);
    seen()->innermost.append(item.file.path.display() + QStringLiteral(" in ") +
                             item.interest.folder.display());
    if (seen()->whileInspecting) {
        seen()->whileInspecting();
    }
    return page;
}

inline Outcome concludePages(const Conclusion& given)
{
    Outcome outcome;
    for (const ObservationPointer& observation : given.observations) {
        const auto& page = static_cast<const SeenPage&>(*observation);
        seen()->concluded.append(page.path.display());
        if (page.evil) {
            outcome.findings.append(evilPage(page.path));
        }
    }
    seen()->walked.assign(given.walked.begin(), given.walked.end());
    seen()->cancelled = given.cancelled;
    CoverageEntry row;
    row.source = QStringLiteral("web-roots");
    for (const WalkedInterest& walked : given.walked) {
        row.files += walked.files;
        row.bytes += walked.bytes;
        row.unreadable += walked.unreadableCount;
        if (walked.state.state != ReadState::Read || walked.unreadableCount > 0) {
            row.state = ReadState::Partly;
            outcome.unread.append({row.source, walked.state.state, walked.state.reason});
        }
    }
    outcome.coverage.append(row);
    outcome.looked.append(verbatim(QStringLiteral("Pages.")));
    return outcome;
}

inline constexpr const char* pageAreas[] = {"pages"};

inline constexpr Check pagesCheck{
    "pages",
    MAILMEND_TEXT("test", "Pages"),
    MAILMEND_TEXT("test", "Evil pages?"),
    MAILMEND_TEXT("test", "Pages"),
    MAILMEND_TEXT("test", "Nothing else"),
    pageAreas,
    [](const Evidence&, const Knowledge&) { return seen()->interests; },
    inspectPage,
    [](const Observation& observation, const Evidence&, const Knowledge&) -> std::optional<Finding> {
        const auto& page = static_cast<const SeenPage&>(observation);
        return page.evil ? std::optional(evilPage(page.path)) : std::nullopt;
    },
    concludePages,
};

/** A second check on the same files, so that "opened once for all" can be seen. */
inline constexpr Check otherCheck{
    "other",
    MAILMEND_TEXT("test", "Other"),
    MAILMEND_TEXT("test", "Other?"),
    MAILMEND_TEXT("test", "Other"),
    MAILMEND_TEXT("test", "Other"),
    {},
    [](const Evidence&, const Knowledge&) { return seen()->otherInterests; },
    [](const Item&, const Inspection&) -> ObservationPointer { return std::make_unique<SeenPage>(); },
    nullptr,
    [](const Conclusion& given) {
        Outcome outcome;
        outcome.looked.append(verbatim(QString::number(given.observations.size())));
        return outcome;
    },
};

inline constexpr Check faultyCheck{
    "faulty",
    MAILMEND_TEXT("test", "Faulty"),
    MAILMEND_TEXT("test", "Faulty?"),
    MAILMEND_TEXT("test", "Faulty"),
    MAILMEND_TEXT("test", "Faulty"),
    {},
    nullptr,
    nullptr,
    nullptr,
    [](const Conclusion&) -> Outcome { throw std::runtime_error("a fault"); },
};

} // namespace mailmend::testing
