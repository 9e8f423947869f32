// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"

#include <QIODevice>
#include <QSet>
#include <QStringList>
#include <QXmlStreamReader>

#include <optional>

namespace mailmend {

/** The bytes, given out until the tag or comment that is being read has had its share of 128 KiB. */
class RationedBytes : public QIODevice
{
public:
    /** `bytes` must outlive it. */
    explicit RationedBytes(const QByteArray& bytes) : m_bytes(bytes) { open(ReadOnly | Unbuffered); }

    bool isSequential() const override { return true; }
    bool atEnd() const override { return m_at == m_bytes.size() || m_ration == 0; }
    bool isSpent() const { return m_ration == 0 && m_at < m_bytes.size(); }
    void refill() { m_ration = kTokenBound; }

protected:
    qint64 readData(char* data, qint64 size) override;
    qint64 writeData(const char* data, qint64 size) override;

private:
    /** QXmlStreamReader's time for a tag grows with the square of its attributes. */
    static constexpr qint64 kTokenBound = qint64{128} << 10;

    const QByteArray& m_bytes;
    qint64 m_at = 0;
    qint64 m_ration = kTokenBound;
};

/**
 * Goes once through the elements of one configuration of the web server (XML, UTF-8 or UTF-16) and stops for
 * good at the first thing that is wrong: not well-formed, a document type, or nested, long or repeated beyond
 * reason. Bounded in time and memory on any bytes.
 */
class IisDocument
{
public:
    /** `bytes` must outlive it. */
    explicit IisDocument(const QByteArray& bytes);

    const std::optional<Error>& error() const { return m_error; }
    /** The configSource attributes so far: sections that stand in files beside this one. */
    const QStringList& otherFiles() const { return m_otherFiles; }

    // Of the present element:
    QStringView name() const { return m_xml.name(); }
    QString attribute(QLatin1StringView name) const;
    /** Whether any attribute's value holds `words`, in whatever case. */
    bool holds(QStringView words) const;

    /** Calls `visit` at the start of each child of the present element, and ends at this element's end. */
    template<typename Visit>
    void eachChild(Visit visit)
    {
        const int depth = m_depth;
        while (next() && m_depth >= depth) {
            if (m_xml.isStartElement()) {
                visit();
                while (m_depth > depth && next()) {
                }
            }
        }
    }

    /** Stops with the error that there is more than such a file should hold. */
    void tooMuch();

private:
    /** The next start or end of an element; false at the end of the document or where something is wrong. */
    bool next();
    void start();
    void fail(TextSource sentence, const QString& detail);

    RationedBytes m_device;
    QXmlStreamReader m_xml;
    QXmlStreamAttributes m_attributes;
    std::optional<Error> m_error;
    QStringList m_otherFiles;
    QSet<QString> m_seen; ///< the same
    int m_depth = 0;
    qsizetype m_elements = 0;
};

} // namespace mailmend
