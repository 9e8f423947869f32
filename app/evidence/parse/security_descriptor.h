// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArrayView>
#include <QList>
#include <QString>

#include <optional>

namespace mailmend {

/** One line of a list of who may do what. */
struct AccessEntry
{
    QString sid;
    quint32 mask = 0;
    bool allows = true;             ///< false: it forbids
    bool isForChildrenOnly = false; ///< of a folder: it says nothing about the folder itself
};

/** Whose something is, and who may do what with it. */
struct SecurityDescriptor
{
    QString owner;        ///< SID; empty: none is set
    bool hasList = false; ///< false: there is no list, and everybody may do everything
    QList<AccessEntry> entries;
    bool hasOthers = false; ///< entries of kinds that are not read here, or that could not be
};

/** A self-relative descriptor. None where it is damaged. Pure. Source: [MS-DTYP] 2.4.2, 2.4.4 to 2.4.6. */
std::optional<SecurityDescriptor> readSecurityDescriptor(QByteArrayView data);

/** Of an access mask, the rights to change or replace a file's content, or to give oneself these rights. */
quint32 rightsToChange(quint32 mask);

} // namespace mailmend
