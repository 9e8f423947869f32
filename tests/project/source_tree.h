// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArray>
#include <QList>
#include <QString>
#include <QStringList>

namespace mailmend::testing {

/** One file of the repository. */
struct SourceFile
{
    QString path; ///< from the repository's root: "app/base/text.h"
    QByteArray content;

    bool isIn(QStringView folder) const { return path.startsWith(folder); }
    bool isCode() const;                  ///< .cpp or .h
    int lineOf(qsizetype position) const; ///< 1-based
};

/** Every file that belongs to the project: nothing built, nothing of git's. Read once. */
const QList<SourceFile>& sourceTree();

/** Code with comments made blank (and, where asked, the insides of strings), every position and line kept. */
QByteArray withoutComments(const QByteArray& code, bool blankStrings);

/** Position of the bracket that closes the one at `open`; -1: none. `code` has its strings made blank. */
qsizetype closingBracket(const QByteArray& code, qsizetype open);

/** "path:line: what", for a list of faults. */
QString fault(const SourceFile& file, qsizetype position, const QString& what);

} // namespace mailmend::testing

/** Fails with the whole list. */
#define MAILMEND_NO_FAULTS(faults) QVERIFY2((faults).isEmpty(), qPrintable((faults).join(QLatin1Char('\n'))))
