// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QList>
#include <QString>
#include <QStringView>

#include <vector>

namespace mailmend {

/**
 * Whether `name` fits `mask`, both folded already: `*` any letters, `?` one, `[a-z]` and `[!a-z]` one of a
 * set. Time is bounded by the product of the lengths.
 */
bool matchesMask(QStringView mask, QStringView name);

/**
 * One path pattern as Velociraptor reads it, component by component and without case: masks, and `**` or
 * `**10` for so many folders between (30 where no number stands, zero folders too, but at least one component
 * at the end).
 */
class Glob
{
public:
    /**
     * Expands `{a,b}` and splits at either slash. At most 10,000 patterns; `whole` is set to false where
     * there were more, or where one makes no sense.
     */
    static std::vector<Glob> parse(const QString& pattern, bool& whole);

    /** `path`: folded components, the drive ("c:") first where the pattern has one. */
    bool matches(const QList<QString>& path) const;

private:
    struct Part
    {
        QString mask;
        int depth = -1; ///< of `**`; -1: a mask
    };
    std::vector<Part> m_parts;
};

} // namespace mailmend
