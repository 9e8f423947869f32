// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "evidence/collection/glob.h"

#include <QStringList>

#include <optional>

namespace mailmend {
namespace {

constexpr qsizetype maxPatterns = 10'000;
constexpr qsizetype maxPatternLength = 32'767;
constexpr size_t maxParts = 300;
constexpr int usualDepth = 30;
constexpr int maxDepth = 10'000;

/** Reads a set that begins at `[`; where it ends, and whether it holds `c`. None: the bracket is only a
 * bracket. */
struct SetMatch
{
    qsizetype end = 0; ///< behind the `]`
    bool holds = false;
};
std::optional<SetMatch> matchSet(QStringView mask, qsizetype at, QChar c)
{
    qsizetype i = at + 1;
    const bool negated = i < mask.size() && mask.at(i) == u'!';
    i += negated ? 1 : 0;
    const qsizetype first = i;
    qsizetype close = first < mask.size() && mask.at(first) == u']' ? first + 1 : first;
    while (close < mask.size() && mask.at(close) != u']') {
        ++close;
    }
    if (close >= mask.size()) {
        return std::nullopt;
    }
    bool holds = false;
    while (i < close) {
        if (i + 2 < close && mask.at(i + 1) == u'-') {
            holds = holds || (mask.at(i) <= c && c <= mask.at(i + 2));
            i += 3;
        } else {
            holds = holds || mask.at(i) == c;
            ++i;
        }
    }
    return SetMatch{close + 1, holds != negated};
}

/** Replaces the last innermost `{a,b}` by each of its choices, until there is none. */
void expandBraces(const QString& pattern, QStringList& expanded, bool& whole)
{
    QStringList waiting{pattern};
    while (!waiting.isEmpty()) {
        const QString next = waiting.takeLast();
        const qsizetype open = next.lastIndexOf(QLatin1Char('{'));
        const qsizetype close = open < 0 ? -1 : next.indexOf(QLatin1Char('}'), open);
        if (open <= 0 || close <= open + 1) { // a group is not at the first letter and not empty
            if (expanded.size() >= maxPatterns) {
                whole = false;
                return;
            }
            if (!expanded.contains(next)) {
                expanded.append(next);
            }
            continue;
        }
        QStringList choices = next.mid(open + 1, close - open - 1).split(QLatin1Char(','));
        if (waiting.size() + choices.size() > maxPatterns) {
            whole = false;
            return;
        }
        for (auto choice = choices.crbegin(); choice != choices.crend(); ++choice) {
            waiting.append(next.first(open) + *choice + next.mid(close + 1));
        }
    }
}

} // namespace

bool matchesMask(QStringView mask, QStringView name)
{
    // The last star is tried with one letter more whenever what follows it does not fit: no other way back is
    // needed.
    qsizetype m = 0;
    qsizetype n = 0;
    qsizetype starMask = -1;
    qsizetype starName = 0;
    while (n < name.size()) {
        if (m < mask.size() && mask.at(m) == u'*') {
            starMask = ++m;
            starName = n;
            continue;
        }
        bool fits = false;
        qsizetype next = m + 1;
        if (m < mask.size()) {
            const auto set = mask.at(m) == u'[' ? matchSet(mask, m, name.at(n)) : std::nullopt;
            fits = set ? set->holds : mask.at(m) == u'?' || mask.at(m) == name.at(n);
            next = set ? set->end : next;
        }
        if (fits) {
            m = next;
            ++n;
        } else if (starMask >= 0) {
            m = starMask;
            n = ++starName;
        } else {
            return false;
        }
    }
    while (m < mask.size() && mask.at(m) == u'*') {
        ++m;
    }
    return m == mask.size();
}

std::vector<Glob> Glob::parse(const QString& pattern, bool& whole)
{
    std::vector<Glob> globs;
    if (pattern.size() > maxPatternLength) {
        whole = false;
        return globs;
    }
    QStringList expanded;
    expandBraces(pattern.toLower(), expanded, whole);
    for (QString& text : expanded) {
        text.replace(QLatin1Char('\\'), QLatin1Char('/'));
        Glob glob;
        for (const QString& part : text.split(QLatin1Char('/'), Qt::SkipEmptyParts)) {
            Part made{part, -1};
            if (part.startsWith(QStringLiteral("**"))) {
                qsizetype digits = 2;
                while (digits < part.size() && part.at(digits) >= u'0' && part.at(digits) <= u'9') {
                    ++digits;
                }
                bool isNumber = false;
                const int depth = QStringView(part).mid(2, digits - 2).toInt(&isNumber);
                made.depth = isNumber ? std::min(depth, maxDepth) : usualDepth;
            }
            glob.m_parts.push_back(std::move(made));
        }
        if (glob.m_parts.empty() || glob.m_parts.size() > maxParts) {
            whole = false;
        } else {
            globs.push_back(std::move(glob));
        }
    }
    return globs;
}

bool Glob::matches(const QList<QString>& path) const
{
    // reach[i]: the parts so far can stand for the first i components.
    const auto count = static_cast<size_t>(path.size());
    std::vector<bool> reach(count + 1, false);
    reach[0] = true;
    for (size_t p = 0; p < m_parts.size(); ++p) {
        const Part& part = m_parts[p];
        std::vector<bool> next(count + 1, false);
        if (part.depth < 0) {
            for (size_t i = 0; i < count; ++i) {
                next[i + 1] = reach[i] && matchesMask(part.mask, path.at(static_cast<qsizetype>(i)));
            }
        } else {
            const size_t least = p + 1 == m_parts.size() ? 1 : 0;
            const auto most = static_cast<size_t>(part.depth);
            size_t last = 0; // the latest start from which the current component can still be reached
            bool any = false;
            for (size_t i = 0; i <= count; ++i) {
                if (i >= least && reach[i - least]) {
                    last = i - least;
                    any = true;
                }
                next[i] = any && i - last <= most && i - last >= least;
            }
        }
        reach = std::move(next);
    }
    return reach[count];
}

} // namespace mailmend
