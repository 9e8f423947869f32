// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "support/console_run.h"

namespace mailmend::testing {

/** How many whole copies of a content lie in a folder and, decoded, in a case's store. */
int wholeCopiesIn(const QString& folder, const QString& store, const QByteArray& content);

/** Where the installation of a home keeps its secrets. */
QString sealFolderBelow(const QString& home);

/** With modes, times and owners; what was there before is replaced. */
void copyAll(const QString& from, const QString& to);

/**
 * The sample server, written out to a folder as a disk of its own, and a case of it in which everything that
 * stands before the quarantine of one page is done. Made once; reset() brings back that moment.
 */
class Practice
{
public:
    Practice();

    /** Empty where everything could be made; else what went wrong. */
    QString trouble() const { return m_trouble; }
    void reset() const { bringBack(QStringLiteral("start")); }
    /** Keeps everything as it is now under a name, to be brought back. */
    void keepAs(const QString& moment) const;
    void bringBack(const QString& moment) const;

    const ConsoleRun& console() const { return m_console; }
    Ran run(QStringList arguments) const; ///< CASE and STEP stand for this case and its step
    Ran run(const char* line) const;      ///< words between spaces

    QString caseFile() const { return m_console.path("maple.mailmend"); }
    QString storeFolder() const { return caseFile() + QStringLiteral(".changes"); }
    QString sealFolder() const;
    QString disk() const { return m_disk; } ///< as the case has it
    QString step() const { return m_step; }
    QString finding() const { return m_finding; }
    QString page() const { return m_page; } ///< where the page lies on the disk
    QByteArray pageContent() const { return m_content; }

    /**
     * How many whole copies of the page there are: at its place, under a private name beside it, and in the
     * store, decoded.
     */
    int wholeCopies() const { return wholeCopies(m_content); }
    int wholeCopies(const QByteArray& content) const; ///< of another file that lay or lies in its place
    /** Names beside the page that it doesn't have at the start. */
    QStringList strangers() const;
    QString stepStatus() const;
    QString findingStatus() const;

private:
    void prepare();
    QString wantRun(const QStringList& arguments, QList<int> statuses);

    ConsoleRun m_console;
    QString m_trouble;
    QString m_disk;
    QString m_step;
    QString m_finding;
    QString m_page;
    QByteArray m_content;
    QStringList m_names; ///< beside the page
};

} // namespace mailmend::testing
