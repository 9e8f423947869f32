// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/reader.h"

#include <QByteArray>
#include <QString>

namespace mailmend {

/**
 * Writes one page of HTML that is XML too. Tags and classes are the program's own words (`const char*`);
 * everything else comes as a Text or a value and is escaped here, so that nothing from the evidence can
 * become an element.
 */
class HtmlPage
{
public:
    /** @param style a style sheet of ours, put into the page: it loads nothing. @param bodyClass which paper
     * it is. */
    HtmlPage(const Reader& reader, const Text& title, const char* style, const char* bodyClass);

    void open(const char* tag, const char* cssClass = nullptr);
    void close(const char* tag);
    void element(const char* tag, const Text& text, const char* cssClass = nullptr);
    void value(const char* tag, const QString& value, const char* cssClass = nullptr);

    void heading(int level, const Text& text) { element(headingTag(level), text); }
    void paragraph(const Text& text, const char* cssClass = nullptr);
    void list(const QList<Text>& lines);

    /** A table's head: one <th scope="col"> each. */
    void beginTable(const Text& caption, const QList<Text>& columns);
    void beginRow(const Text& head); ///< <th scope="row">
    void cell(const Text& text) { element("td", text); }
    void cell(const QString& text, const char* cssClass = nullptr) { value("td", text, cssClass); }
    void number(qint64 number);
    void endRow() { close("tr"); }
    void endTable();

    /** A term and its explanation, inside open("dl"); nothing where the explanation is empty. */
    void term(const Text& name, const Text& explanation);
    void term(const Text& name, const QString& value, const char* cssClass = nullptr);

    const Reader& reader() const { return m_reader; }
    QByteArray finish();

private:
    static const char* headingTag(int level);

    const Reader m_reader;
    QString m_html;
};

} // namespace mailmend
