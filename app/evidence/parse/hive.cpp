// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "evidence/parse/hive.h"

#include "evidence/parse/hive_bins.h"
#include "evidence/parse/hive_log.h"
#include "evidence/parse/hive_records.h"
#include "evidence/parse/hive_survey.h"

#include <algorithm>

namespace mailmend {

struct Hive::Content
{
    HiveBaseBlock base;
    HiveReplay replay;
    HiveBins bins;
    HiveNode root;
    HiveSurvey survey;
    QList<Text> troubles;
    Text reason;

    HiveRecords records() const { return {bins, base.minor}; }
};

namespace {

Error notReadable(ErrorKind kind, Text text, QString detail = {})
{
    return {kind, std::move(text), {}, std::move(detail), nullptr};
}

/** Judges the base block after the replay, which may have brought a whole one. */
std::optional<Error> whyUnsupported(const HiveBaseBlock& base)
{
    if (base.major == 1 && base.minor >= 3 && base.minor <= 6 && base.type == 0 && base.format == 1) {
        return std::nullopt;
    }
    if (!base.checksumFits) {
        return notReadable(ErrorKind::Damaged,
                           say(MAILMEND_TEXT("registry", "The header of this registry file is damaged.")));
    }
    if (base.isLog()) {
        return notReadable(
            ErrorKind::Unsupported,
            say(MAILMEND_TEXT("registry", "This is the log of a registry file, not the registry file.")));
    }
    return notReadable(
        ErrorKind::Unsupported,
        say(MAILMEND_TEXT("registry",
                          "This registry file has a form that Mailmend can't read (version {version})."),
            {{"version", words(QStringLiteral("%1.%2").arg(base.major).arg(base.minor))}}));
}

QList<Text> binTroubles(const HiveBins& bins)
{
    QList<Text> out;
    if (bins.missingBytes() > 0) {
        out += say(MAILMEND_TEXT("registry", "The file ends early: {size} are missing."),
                   {{"size", bytes(bins.missingBytes())}});
    }
    if (bins.damagedBins() > 0) {
        out +=
            say(MAILMEND_TEXT("registry", "{count} {count|part|parts} of the file {count|is|are} damaged."),
                {{"count", count(bins.damagedBins())}});
    }
    return out;
}

QList<Text> surveyTroubles(const HiveSurvey& survey)
{
    QList<Text> out;
    if (survey.damagedKeys > 0) {
        out += say(MAILMEND_TEXT("registry", "{count} of its {all} keys could not be read in full."),
                   {{"count", count(survey.damagedKeys)}, {"all", count(survey.keys)}});
    }
    if (!survey.finished) {
        out += say(MAILMEND_TEXT("registry", "Its lists of keys lead in circles."));
    }
    return out;
}

Text together(const QList<Text>& troubles)
{
    return troubles.isEmpty() ? Text{} : Text{{}, "{troubles}", {{"troubles", sentences(troubles)}}};
}

} // namespace

Hive::Hive(std::shared_ptr<const Content> content) : m_content(std::move(content)) {}

Result<Hive> Hive::open(QByteArray primary, const QList<QByteArray>& logs, const CancelToken& cancel)
{
    qint64 total = primary.size();
    for (const QByteArray& log : logs) {
        total += log.size();
    }
    if (total > kBound) {
        return notReadable(ErrorKind::TooLarge,
                           say(MAILMEND_TEXT("registry", "This registry file is too large to read ({size})."),
                               {{"size", bytes(total)}}));
    }
    auto base = readHiveBaseBlock(primary);
    if (!base || primary.size() < kHiveBaseBlockSize) {
        return notReadable(
            ErrorKind::Damaged,
            say(MAILMEND_TEXT("registry", "This is not a registry file, or only its beginning.")));
    }
    auto content = std::make_shared<Content>();
    HiveLogOutcome outcome = replayHiveLogs(primary, *base, logs);
    if (auto error = whyUnsupported(*base)) {
        return std::move(*error);
    }
    content->base = *base;
    content->replay = outcome.replay;
    content->bins = HiveBins(std::move(primary), base->binsSize);
    content->troubles = outcome.troubles + binTroubles(content->bins);
    const auto root = content->records().node(base->root);
    if (!root) {
        return notReadable(
            ErrorKind::Damaged,
            say(MAILMEND_TEXT("registry", "The first key of this registry file can't be read. {reason}"),
                {{"reason", sentences(content->troubles)}}));
    }
    content->root = *root;
    const auto survey = surveyHive(content->records(), content->bins, *root, cancel);
    if (!survey) {
        return notReadable(ErrorKind::Cancelled,
                           say(MAILMEND_TEXT("registry", "Stopped while reading the registry.")));
    }
    content->survey = *survey;
    content->troubles += surveyTroubles(*survey);
    content->reason = together(content->troubles);
    return Hive(std::move(content));
}

RegistryAnswer Hive::key(QStringView path) const
{
    const HiveRecords records = m_content->records();
    HiveNode node = m_content->root;
    RegistryAnswer answer;
    for (const QStringView part : path.split(u'\\', Qt::SkipEmptyParts)) {
        HiveLosses losses;
        const auto below = records.subkey(node, part, losses);
        if (below) {
            node = *below;
            continue;
        }
        if (losses.mayHideSubkeys() || state() != ReadState::Read) {
            answer.state = RegistryAnswer::State::CouldNotRead;
            answer.reason = losses.any() ? losses.text() : reason();
        } else {
            answer.state = RegistryAnswer::State::Absent;
        }
        return answer;
    }
    HiveLosses losses;
    answer.state = RegistryAnswer::State::Found;
    answer.key.name = node.name.toString();
    answer.key.lastWrite = fromFileTime(node.time);
    answer.key.className = records.className(node, losses);
    for (const HiveNode& below : records.subkeys(node, losses)) {
        answer.key.subkeys.append(below.name.toString());
    }
    answer.key.values = records.values(node, losses);
    losses.damagedPart = losses.damagedPart || node.doubtful;
    answer.key.complete = !losses.any();
    answer.reason = losses.text();
    return answer;
}

ReadState Hive::state() const
{
    return m_content->troubles.isEmpty() ? ReadState::Read : ReadState::Partly;
}

const Text& Hive::reason() const
{
    return m_content->reason;
}

const HiveReplay& Hive::replay() const
{
    return m_content->replay;
}

quint32 Hive::sequence() const
{
    return m_content->base.secondarySequence;
}

QDateTime Hive::lastWritten() const
{
    QDateTime newest = m_content->survey.newestKey;
    for (const quint64 fileTime : {m_content->base.lastWritten, m_content->bins.firstBinTime()}) {
        const QDateTime time = fromFileTime(fileTime);
        if (time.isValid() && (!newest.isValid() || newest < time)) {
            newest = time;
        }
    }
    return newest;
}

HiveState Hive::describe(RegistryHive which) const
{
    return {which, state(), reason(), lastWritten(), sequence(), m_content->bins.size() + kHiveBaseBlockSize};
}

const HiveSurvey& Hive::survey() const
{
    return m_content->survey;
}

} // namespace mailmend
