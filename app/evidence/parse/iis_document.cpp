// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "evidence/parse/iis_document.h"

#include <algorithm>
#include <cstring>

namespace mailmend {
namespace {

constexpr int kDeepestElement = 64;
constexpr qsizetype kElementBound = 1'000'000;
constexpr qsizetype kOtherFileBound = 10'000;
constexpr qsizetype kAttributeBound = 256; // of one element

} // namespace

qint64 RationedBytes::readData(char* data, qint64 size)
{
    const qint64 given = std::min({size, m_ration, qint64{m_bytes.size()} - m_at});
    std::memcpy(data, m_bytes.constData() + m_at, static_cast<size_t>(given));
    m_at += given;
    m_ration -= given;
    return given;
}

qint64 RationedBytes::writeData(const char* /*data*/, qint64 /*size*/)
{
    return -1;
}

IisDocument::IisDocument(const QByteArray& bytes) : m_device(bytes), m_xml(&m_device)
{
    m_xml.setNamespaceProcessing(false);
    m_xml.setEntityExpansionLimit(1);
}

QString IisDocument::attribute(QLatin1StringView name) const
{
    for (const QXmlStreamAttribute& attribute : m_attributes) {
        if (attribute.qualifiedName() == name) {
            return attribute.value().toString();
        }
    }
    return {};
}

bool IisDocument::holds(QStringView words) const
{
    return std::any_of(m_attributes.begin(), m_attributes.end(), [words](const QXmlStreamAttribute& one) {
        return one.value().contains(words, Qt::CaseInsensitive);
    });
}

void IisDocument::tooMuch()
{
    fail(MAILMEND_TEXT("iis-configuration", "Line {line} of this configuration file of the web "
                                            "server holds more than such a file should."),
         {});
}

bool IisDocument::next()
{
    while (!m_error && !m_xml.atEnd()) {
        m_device.refill();
        switch (m_xml.readNext()) {
        case QXmlStreamReader::StartElement:
            start();
            return !m_error;
        case QXmlStreamReader::EndElement:
            --m_depth;
            return true;
        case QXmlStreamReader::DTD:
            fail(MAILMEND_TEXT("iis-configuration",
                               "Line {line} of this configuration file of the web server defines "
                               "abbreviations, which such a file never does."),
                 QStringLiteral("document type"));
            break;
        case QXmlStreamReader::Invalid:
            m_device.isSpent()
                ? tooMuch()
                : fail(MAILMEND_TEXT("iis-configuration",
                                     "This configuration file of the web server is damaged at line {line}."),
                       m_xml.errorString());
            break;
        default:
            break;
        }
    }
    return false;
}

void IisDocument::start()
{
    m_attributes = m_xml.attributes();
    if (++m_depth > kDeepestElement || ++m_elements > kElementBound ||
        m_attributes.size() > kAttributeBound) {
        tooMuch();
    }
    const QString source = attribute(QLatin1StringView("configSource"));
    if (!source.isEmpty() && !m_seen.contains(source)) {
        m_seen.insert(source);
        m_otherFiles.append(source);
    }
    if (m_otherFiles.size() > kOtherFileBound) {
        tooMuch();
    }
}

void IisDocument::fail(TextSource sentence, const QString& detail)
{
    if (!m_error) {
        m_error =
            Error{ErrorKind::Damaged, say(sentence, {{"line", count(m_xml.lineNumber())}}), {}, detail, {}};
    }
}

} // namespace mailmend
