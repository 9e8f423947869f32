// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "reports/html_page.h"

#include "base/escape.h"

namespace mailmend {

HtmlPage::HtmlPage(const Reader& reader, const Text& title, const char* style, const char* bodyClass)
    : m_reader(reader)
{
    // The language in which the sentences really are: a translation says its own.
    const QString language = render(say(MAILMEND_TEXT("language", "en")), Format::Html, m_reader);
    m_html +=
        QStringLiteral("<!DOCTYPE html>\n<html xmlns=\"http://www.w3.org/1999/xhtml\" lang=\"%1\">\n<head>\n"
                       "<meta charset=\"utf-8\"/>\n<title>%2</title>\n<style>\n%3</style>\n</head>\n")
            .arg(language, render(title, Format::Html, m_reader), QString::fromUtf8(style));
    open("body", bodyClass);
}

void HtmlPage::open(const char* tag, const char* cssClass)
{
    m_html += QLatin1Char('<');
    m_html += QLatin1StringView(tag);
    if (cssClass != nullptr) {
        m_html += QStringLiteral(" class=\"") + QLatin1StringView(cssClass) + QLatin1Char('"');
    }
    m_html += QLatin1Char('>');
}

void HtmlPage::close(const char* tag)
{
    m_html += QStringLiteral("</") + QLatin1StringView(tag) + QStringLiteral(">\n");
}

void HtmlPage::element(const char* tag, const Text& text, const char* cssClass)
{
    open(tag, cssClass);
    m_html += render(text, Format::Html, m_reader);
    close(tag);
}

void HtmlPage::value(const char* tag, const QString& value, const char* cssClass)
{
    open(tag, cssClass);
    m_html += escapeForHtml(value);
    close(tag);
}

void HtmlPage::paragraph(const Text& text, const char* cssClass)
{
    if (!text.isEmpty()) {
        element("p", text, cssClass);
    }
}

void HtmlPage::list(const QList<Text>& lines)
{
    if (lines.isEmpty()) {
        return;
    }
    open("ul");
    for (const Text& line : lines) {
        element("li", line);
    }
    close("ul");
}

void HtmlPage::beginTable(const Text& caption, const QList<Text>& columns)
{
    open("table");
    element("caption", caption);
    open("thead");
    open("tr");
    for (const Text& column : columns) {
        m_html += QStringLiteral("<th scope=\"col\">") + render(column, Format::Html, m_reader);
        close("th");
    }
    close("tr");
    close("thead");
    open("tbody");
}

void HtmlPage::beginRow(const Text& head)
{
    open("tr");
    m_html += QStringLiteral("<th scope=\"row\">") + render(head, Format::Html, m_reader);
    close("th");
}

void HtmlPage::number(qint64 number)
{
    value("td", m_reader.locale.toString(number), "number");
}

void HtmlPage::endTable()
{
    close("tbody");
    close("table");
}

void HtmlPage::term(const Text& name, const Text& explanation)
{
    if (!explanation.isEmpty()) {
        element("dt", name);
        element("dd", explanation);
    }
}

void HtmlPage::term(const Text& name, const QString& value, const char* cssClass)
{
    if (value.isEmpty()) {
        return;
    }
    element("dt", name);
    if (cssClass == nullptr) {
        this->value("dd", value);
        return;
    }
    open("dd");
    this->value("span", value, cssClass);
    close("dd");
}

QByteArray HtmlPage::finish()
{
    close("body");
    m_html += QStringLiteral("</html>\n");
    return m_html.toUtf8();
}

const char* HtmlPage::headingTag(int level)
{
    static constexpr const char* tags[] = {"h1", "h2", "h3", "h4"};
    return tags[std::clamp(level, 1, 4) - 1];
}

} // namespace mailmend
