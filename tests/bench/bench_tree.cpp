// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "knowledge/knowledge.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>

#include <cstdio>
#include <random>

/**
 * bench_tree FOLDER COUNT RULES: writes COUNT mixed pages below FOLDER, the same ones every time, and the
 * pack's file rules, decoded, into the file RULES, so that scan_bench.py can measure the same work with two
 * programs.
 */
namespace {

using namespace mailmend;

/** ROT13: what a shell is made of does not stand in the repository. */
QByteArray decoded(QByteArray text)
{
    for (char& c : text) {
        if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) {
            const char first = c >= 'a' ? 'a' : 'A';
            c = static_cast<char>(first + (c - first + 13) % 26);
        }
    }
    return text;
}

class Pages
{
public:
    struct Page
    {
        QString extension;
        QByteArray content;
    };

    Page next()
    {
        switch (m_random() % 20) {
        case 0:
        case 1:
        case 2:
            return {QStringLiteral("js"), lines(scriptLines, between(4000, 40000))};
        case 3:
        case 4:
            return {QStringLiteral("config"),
                    "<?xml version=\"1.0\"?>\n" + lines(settingLines, between(500, 6000))};
        case 5:
        case 6:
            return {QStringLiteral("gif"), "GIF89a" + noise(between(500, 16000))};
        case 7:
            return {QStringLiteral("dll"), "MZ" + noise(between(20000, 90000))};
        default:
            return {QStringLiteral("aspx"), page()};
        }
    }

private:
    static inline const QList<QByteArray> scriptLines{
        "function show(id) { var item = document.getElementById(id); if (item) { item.style.display = "
        "'block'; } }\n",
        "window.setTimeout(function () { refresh(folders[i], true); }, 250);\n",
        "// keeps the list of folders as the person left it\n",
        "var parts = text.split(','); for (var i = 0; i < parts.length; i++) { total += parseInt(parts[i], "
        "10); }\n",
        "eval('(' + response.responseText + ')');\n",
    };
    static inline const QList<QByteArray> settingLines{
        "  <add key=\"ProxyTimeout\" value=\"00:02:30\" />\n",
        "  <section name=\"handlers\" overrideModeDefault=\"Allow\" />\n",
        "  <assemblyIdentity name=\"System.Web.Extensions\" publicKeyToken=\"31bf3856ad364e35\" />\n",
    };
    static inline const QList<QByteArray> pageLines{
        "<asp:Label ID=\"lblTitle\" runat=\"server\" Text=\"<%$ Resources:Strings, Title %>\" />\n",
        "<td class=\"cell\"><%= Server.HtmlEncode(Request.QueryString[\"view\"]) %></td>\n",
        "string name = Request.Form[\"name\"]; if (!string.IsNullOrEmpty(name)) { Save(name); }\n",
        "protected void Page_Load(object sender, EventArgs e) { if (!IsPostBack) { BindGrid(); } }\n",
        "<div id=\"footer\"><a href=\"help.aspx\">Help</a></div>\n",
        "byte[] picture = Convert.FromBase64String(cell.Value); Response.BinaryWrite(picture);\n",
    };

    qsizetype between(qsizetype least, qsizetype most)
    {
        return least + static_cast<qsizetype>(m_random() % static_cast<quint64>(most - least));
    }

    QByteArray lines(const QList<QByteArray>& from, qsizetype size)
    {
        QByteArray content;
        while (content.size() < size) {
            content += from.at(static_cast<qsizetype>(m_random() % static_cast<quint64>(from.size())));
        }
        return content;
    }

    QByteArray noise(qsizetype size)
    {
        QByteArray content(size, Qt::Uninitialized);
        for (char& c : content) {
            c = static_cast<char>(m_random());
        }
        return content;
    }

    QByteArray page()
    {
        QByteArray content =
            "<%@ Page Language=\"C#\" AutoEventWireup=\"true\" %>\n" + lines(pageLines, between(500, 14000));
        if (m_random() % 1000 == 0) {
            content += decoded("<%riny(Erdhrfg.Vgrz[\"k\"],\"hafnsr\");%>");
        }
        return content;
    }

    std::mt19937_64 m_random{20210302};
};

bool writeFile(const QString& name, const QByteArray& content)
{
    QFile file(name);
    return file.open(QIODevice::WriteOnly) && file.write(content) == content.size();
}

bool writeRules(const QString& name)
{
    const auto knowledge = loadBuiltInKnowledge();
    if (!knowledge) {
        return false;
    }
    QByteArray all;
    for (const FileRuleSource& source : (*knowledge)->fileRules) {
        all += source.source + '\n';
    }
    return writeFile(name, all);
}

} // namespace

int main(int argc, char** argv)
{
    const QCoreApplication application(argc, argv);
    const QStringList arguments = application.arguments();
    const int count = arguments.value(2).toInt();
    if (arguments.size() != 4 || count < 1 || !writeRules(arguments.at(3))) {
        std::fputs("bench_tree FOLDER COUNT RULES\n", stderr);
        return 64;
    }
    Pages pages;
    qint64 bytes = 0;
    for (int i = 0; i < count; ++i) {
        const QString folder =
            QStringLiteral("%1/site%2/part%3").arg(arguments.at(1)).arg(i / 2000).arg(i / 100 % 20);
        if (i % 100 == 0 && !QDir().mkpath(folder)) {
            return 1;
        }
        const Pages::Page page = pages.next();
        bytes += page.content.size();
        if (!writeFile(QStringLiteral("%1/page%2.%3").arg(folder).arg(i).arg(page.extension), page.content)) {
            return 1;
        }
    }
    std::printf("%lld\n", static_cast<long long>(bytes));
    return 0;
}
