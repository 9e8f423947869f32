// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArray>
#include <QDateTime>
#include <QList>
#include <QString>
#include <QStringList>

#include <utility>

namespace mailmend {

/**
 * An English sentence in the program, marked for lupdate, which knows this macro as an alias of
 * QT_TRANSLATE_NOOP.
 * @param context groups sentences for translators: the id of the check, playbook or part that says it.
 */
struct TextSource
{
    const char* context;
    const char* source;
};
#define MAILMEND_TEXT(context, source) (::mailmend::TextSource{context, source})

struct Text;

/** One typed value in a sentence. Every kind may come from the evidence, so every kind is escaped when
 * rendered. */
struct Argument
{
    enum class Kind {
        Text,     ///< words that are shown as they are: a name, a version
        Names,    ///< several of those, joined as the reader's language does
        Count,    ///< a number, which also chooses between the forms of a {place|one|many}
        Bytes,    ///< a size in bytes
        Time,     ///< a moment, UTC inside, shown in the server's zone with its offset
        Day,      ///< a day without a time
        Path,     ///< a path or command: kept left to right, shown in full
        Sentence, ///< further sentences, each rendered in the same way
    };

    Kind kind = Kind::Text;
    QStringList words;
    qint64 number = 0;
    QDateTime time;
    QList<Text> sentences;
};

/**
 * A sentence for a person, kept with its parts so that an old case can be shown in another language.
 *
 * `source` has named places: "{path}" is replaced by that argument; "{count|page|pages}" becomes the form
 * that fits the argument `count` and not the number itself. "{{" is a brace. A place without its argument
 * stays visible.
 */
struct Text
{
    QByteArray context;
    QByteArray source;
    QList<std::pair<QByteArray, Argument>> arguments;

    bool isEmpty() const { return source.isEmpty(); }
    const Argument* argument(const QByteArray& name) const;
    bool operator==(const Text& other) const;
};

bool operator==(const Argument& left, const Argument& right);

/** Makes a sentence; the arguments name the places. */
Text say(TextSource sentence, QList<std::pair<QByteArray, Argument>> arguments = {});

/** Words that come ready from a knowledge pack or a person and have no places of their own. Never parsed for
 * places. */
Text verbatim(const QString& words);

Argument words(const QString& text);
Argument names(const QStringList& list);
Argument count(qint64 number);
Argument bytes(qint64 number);
Argument moment(const QDateTime& utc);
Argument day(const QDate& date);
Argument place(const QString& path);
Argument sentence(const Text& text);
Argument sentences(const QList<Text>& list);

} // namespace mailmend
