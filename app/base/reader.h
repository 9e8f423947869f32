// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/text.h"

#include <QLocale>
#include <QTimeZone>

#include <functional>

namespace mailmend {

/** What a rendered sentence is put into; decides how values are escaped. */
enum class Format {
    Plain,    ///< a label, a file name's display, JSON: control and direction characters made visible
    Html,     ///< a report or rich page: `Plain`, then escaped for element text and quoted attributes
    Terminal, ///< a console: `Plain`, and nothing that a terminal would obey
};

/** Who reads: language, number format, and the zone in which times of a server are told. A value. */
struct Reader
{
    QLocale locale;
    /** Looks a source sentence up; returns it unchanged where there is no translation. */
    std::function<QString(const QByteArray& context, const QByteArray& source)> translate;
    QTimeZone zone;
};

/** English and UTC: what JSON, ids and logs use. The same on every computer. */
Reader englishReader();

/** The program's present language (through the installed QTranslators), with times in `zone`. */
Reader programReader(const QLocale& locale, const QTimeZone& zone);

/** The sentence for this reader. Values from the evidence are data in every format. */
QString render(const Text& text, Format format, const Reader& reader);

/** Shorthand for render(text, Format::Plain, englishReader()). */
QString inEnglish(const Text& text);

/** "3 March 2021, 05:11 (UTC+1)" in the reader's language; "unknown time" where `utc` is invalid. */
QString tellTime(const QDateTime& utc, const Reader& reader);

/** "3 March 2021" in the reader's language. */
QString tellDay(const QDate& date, const Reader& reader);

} // namespace mailmend
