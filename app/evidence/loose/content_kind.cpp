// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "evidence/loose/content_kind.h"

#include <QByteArray>

namespace mailmend {
namespace {

/** Lower case, without marks and without the nulls of UTF-16, which is enough to find words in it. */
QByteArray plainWords(QByteArrayView head)
{
    QByteArray plain = head.toByteArray();
    if (plain.startsWith("\xFF\xFE") || plain.startsWith("\xFE\xFF")) {
        plain.remove(0, 2);
        plain.replace('\0', QByteArray());
    } else if (plain.startsWith("\xEF\xBB\xBF")) {
        plain.remove(0, 3);
    }
    return plain.toLower();
}

/**
 * The value of a "#name: value" line that stands before the first record. Exchange's HttpProxy logs have a
 * line with the names of their columns first.
 */
QByteArray headerLine(const QByteArray& text, const QByteArray& name)
{
    qsizetype others = 0;
    for (const QByteArray& line : text.split('\n')) {
        if (line.startsWith('#' + name + ':')) {
            return line.mid(name.size() + 2).trimmed();
        }
        others += line.startsWith('#') ? 0 : 1;
        if (others > 1) {
            break;
        }
    }
    return {};
}

ContentKind logKind(const QByteArray& text)
{
    const QByteArray software = headerLine(text, "software");
    if (software.startsWith("microsoft internet information services")) {
        return ContentKind::IisLog;
    }
    if (!software.startsWith("microsoft exchange server")) {
        return ContentKind::Text;
    }
    const QByteArray type = headerLine(text, "log-type");
    if (type.startsWith("httpproxy")) {
        return ContentKind::HttpProxyLog;
    }
    if (type.startsWith("ecp")) {
        return ContentKind::EcpLog;
    }
    if (type.startsWith("oab")) {
        return ContentKind::OabLog;
    }
    return type.startsWith("rps") || type.startsWith("cmdlet") ? ContentKind::PowerShellLog
                                                               : ContentKind::Text;
}

/** The name of the first element, "" where this is no XML. */
QByteArray firstElement(const QByteArray& text)
{
    qsizetype at = 0;
    for (;;) {
        at = text.indexOf('<', at);
        if (at < 0 || at + 1 >= text.size()) {
            return {};
        }
        const char next = text.at(at + 1);
        if (next != '?' && next != '!') {
            break;
        }
        const bool comment = text.mid(at, 4) == "<!--";
        const qsizetype end = text.indexOf(comment ? "-->" : ">", at);
        if (end < 0) {
            return {};
        }
        at = end + 1;
    }
    qsizetype end = at + 1;
    while (end < text.size() && text.at(end) >= 'a' && text.at(end) <= 'z') {
        ++end;
    }
    return text.mid(at + 1, end - at - 1);
}

} // namespace

ContentKind contentKindOf(QByteArrayView whole)
{
    const QByteArrayView head = whole.first(std::min(whole.size(), kContentHead));
    if (head.startsWith("PK\3\4") || head.startsWith("PK\5\6") || head.startsWith("PK\7\x08")) {
        return ContentKind::Zip;
    }
    if (head.startsWith("regf")) {
        return ContentKind::Hive;
    }
    if (head.startsWith(QByteArrayView("ElfFile\0", 8))) {
        return ContentKind::EventLog;
    }
    if (head.startsWith("MZ")) {
        return ContentKind::Program;
    }
    const bool wide = head.startsWith("\xFF\xFE") || head.startsWith("\xFE\xFF");
    if (head.contains('\0') && !wide) {
        return ContentKind::Other;
    }
    const QByteArray text = plainWords(head);
    const QByteArray element = text.trimmed().startsWith('<') ? firstElement(text) : QByteArray();
    if (element == "configuration") {
        return ContentKind::IisConfiguration;
    }
    if (element == "task" && text.contains("/windows/2004/02/mit/task")) {
        return ContentKind::Task;
    }
    return logKind(text);
}

} // namespace mailmend
