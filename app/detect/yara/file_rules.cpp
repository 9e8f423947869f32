// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "detect/yara/file_rules.h"

#include "detect/yara/compiler.h"

#include <cstring>
#include <mutex>
#include <vector>

namespace mailmend {
namespace {

constexpr qsizetype kLargestContent = 16 * 1024 * 1024;
constexpr int kLongestScanSeconds = 20;

struct DestroyScanner
{
    void operator()(YR_SCANNER* scanner) const { yr_scanner_destroy(scanner); }
};
using ScannerPointer = std::unique_ptr<YR_SCANNER, DestroyScanner>;

struct Collector
{
    QList<RuleMatch> matches;
    const CancelToken& cancel;
};

/** A sentence of a rule's meta, as a source that translators can meet; its braces are no places. */
Text metaText(const char* words, bool fromUser)
{
    const QString text = QString::fromUtf8(words);
    if (fromUser) {
        return verbatim(text);
    }
    return {"file-rules", QString(text).replace(QLatin1Char('{'), QStringLiteral("{{")).toUtf8(), {}};
}

RuleMatch describe(YR_SCAN_CONTEXT* context, YR_RULE* rule)
{
    RuleMatch match;
    match.rule = QString::fromUtf8(rule->identifier);
    match.fromUser = std::strcmp(rule->ns->name, yara::kUserNamespace) == 0;
    YR_META* meta = nullptr;
    yr_rule_metas_foreach(rule, meta)
    {
        if (meta->type != META_TYPE_STRING) {
            continue;
        }
        const QLatin1StringView key(meta->identifier);
        if (key == QLatin1StringView("title")) {
            match.title = metaText(meta->string, match.fromUser);
        } else if (key == QLatin1StringView("reason")) {
            match.reason = metaText(meta->string, match.fromUser);
        } else if (key == QLatin1StringView("harmless")) {
            match.harmless = metaText(meta->string, match.fromUser);
        } else if (key == QLatin1StringView("technique") || key == QLatin1StringView("cve")) {
            match.references += QString::fromUtf8(meta->string).split(QLatin1Char(' '), Qt::SkipEmptyParts);
        } else if (key == QLatin1StringView("verdict") && !match.fromUser) {
            match.verdict = fromWord<Verdict>(QString::fromUtf8(meta->string)).value_or(Verdict::LookAtThis);
        }
    }
    YR_STRING* string = nullptr;
    yr_rule_strings_foreach(rule, string)
    {
        YR_MATCH* at = nullptr;
        yr_string_matches_foreach(context, string, at)
        {
            const qint64 offset = at->base + at->offset;
            match.offset = match.offset < 0 ? offset : std::min(match.offset, offset);
        }
    }
    return match;
}

int collect(YR_SCAN_CONTEXT* context, int message, void* data, void* to)
{
    auto* collector = static_cast<Collector*>(to);
    if (collector->cancel.isCancelled()) {
        return CALLBACK_ABORT;
    }
    if (message == CALLBACK_MSG_RULE_MATCHING) {
        collector->matches.append(describe(context, static_cast<YR_RULE*>(data)));
    }
    return CALLBACK_CONTINUE;
}

Error scanError(int status)
{
    const bool slow = status == ERROR_SCAN_TIMEOUT;
    return {slow ? ErrorKind::TooLarge : ErrorKind::Fault,
            slow ? say(MAILMEND_TEXT("file-rules", "Looking for known patterns in this file took too long."))
                 : say(MAILMEND_TEXT("file-rules", "This file could not be searched for known patterns.")),
            {},
            QStringLiteral("libyara error %1").arg(status),
            {}};
}

} // namespace

struct FileRules::Compiled
{
    yara::RulesPointer rules;
    QList<BrokenRule> broken;
    std::mutex guard;
    std::vector<ScannerPointer> idle; ///< destroyed before `rules`

    Result<ScannerPointer> take()
    {
        {
            const std::scoped_lock lock(guard);
            if (!idle.empty()) {
                ScannerPointer scanner = std::move(idle.back());
                idle.pop_back();
                return scanner;
            }
        }
        YR_SCANNER* scanner = nullptr;
        const int status = yr_scanner_create(rules.get(), &scanner);
        if (status != ERROR_SUCCESS) {
            return scanError(status);
        }
        return ScannerPointer(scanner);
    }

    void giveBack(ScannerPointer scanner)
    {
        const std::scoped_lock lock(guard);
        idle.push_back(std::move(scanner));
    }
};

FileRules::FileRules() : m_compiled(std::make_unique<Compiled>()) {}
FileRules::~FileRules() = default;

Result<std::shared_ptr<const FileRules>> FileRules::compile(const QList<FileRuleSource>& packRules,
                                                            const QList<FileRuleSource>& userRules)
{
    QList<FileRuleSource> usable;
    QList<BrokenRule> broken;
    for (const FileRuleSource& source : userRules) {
        Result<yara::RulesPointer> alone = yara::compile({}, {source});
        if (alone) {
            usable.append(source);
        } else {
            broken.append({source.name, alone.error()});
        }
    }
    Result<yara::RulesPointer> all = yara::compile(packRules, usable);
    if (!all && !usable.isEmpty()) {
        // Each is right for itself but not with another (a name twice): keep the first of those that clash.
        QList<FileRuleSource> together;
        for (const FileRuleSource& source : usable) {
            Result<yara::RulesPointer> more = yara::compile(packRules, together + QList{source});
            if (more) {
                together.append(source);
            } else {
                broken.append({source.name, more.error()});
            }
        }
        all = yara::compile(packRules, together);
    }
    if (!all) {
        return all.error();
    }
    const std::shared_ptr<FileRules> rules(new FileRules);
    rules->m_compiled->rules = std::move(all).value();
    rules->m_compiled->broken = std::move(broken);
    return std::shared_ptr<const FileRules>(rules);
}

Result<QList<RuleMatch>> FileRules::match(QByteArrayView content, const CancelToken& cancel) const
{
    if (cancel.isCancelled()) {
        return Error{ErrorKind::Cancelled, say(MAILMEND_TEXT("file-rules", "Stopped.")), {}, {}, {}};
    }
    Result<ScannerPointer> scanner = m_compiled->take();
    if (!scanner) {
        return scanner.error();
    }
    Collector collector{{}, cancel};
    yr_scanner_set_callback(scanner->get(), collect, &collector);
    yr_scanner_set_timeout(scanner->get(), kLongestScanSeconds);
    // The bytes are ours in memory, so no signal handler is needed around them.
    yr_scanner_set_flags(scanner->get(), SCAN_FLAGS_REPORT_RULES_MATCHING | SCAN_FLAGS_NO_TRYCATCH);
    const qsizetype size = std::min<qsizetype>(content.size(), kLargestContent);
    const int status = yr_scanner_scan_mem(scanner->get(), reinterpret_cast<const uint8_t*>(content.data()),
                                           static_cast<size_t>(size));
    m_compiled->giveBack(std::move(*scanner));
    if (cancel.isCancelled()) {
        return Error{ErrorKind::Cancelled, say(MAILMEND_TEXT("file-rules", "Stopped.")), {}, {}, {}};
    }
    if (status != ERROR_SUCCESS) {
        return scanError(status);
    }
    return collector.matches;
}

const QList<BrokenRule>& FileRules::broken() const
{
    return m_compiled->broken;
}

} // namespace mailmend
