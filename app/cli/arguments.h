// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"

#include <QHash>
#include <QStringList>

#include <initializer_list>

namespace mailmend {

/** What was typed can't be done: an error of kind BadCall. */
Error badCall(Text text, Text hint = {});

/** One option of a command. */
struct Option
{
    const char* name;            ///< "format", without the dashes
    const char* value = nullptr; ///< what stands after it ("FILE"); nullptr: nothing does
};

/** How many words a command takes beside its options. */
struct Words
{
    int least = 0;
    int most = 0;
    const char* what = ""; ///< "a case and a step": for the message when there are too few
};

/**
 * What stood behind a command: words and options in any order, "--name value" or "--name=value"; after "--"
 * only words. An option may come several times; `value` gives the last.
 */
class Arguments
{
public:
    /** An error of kind BadCall says in a sentence what is wrong. */
    static Result<Arguments> parse(const QStringList& given, std::initializer_list<Option> options,
                                   Words words);

    const QStringList& words() const { return m_words; }
    QString word(int place) const { return m_words.value(place); }
    bool has(const char* option) const { return m_options.contains(QLatin1StringView(option)); }
    QString value(const char* option, const QString& otherwise = {}) const;
    /** All values, each also split at commas where `split` says so. */
    QStringList values(const char* option, bool split = false) const;

private:
    QStringList m_words;
    QHash<QString, QStringList> m_options;
};

/** The value of --format; an error where it is none of the three (or, without `lines`, two). */
enum class PrintAs { Text, Json, JsonLines };
Result<PrintAs> printAs(const Arguments& arguments, bool lines = false);

} // namespace mailmend
