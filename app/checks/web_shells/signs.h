// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "checks/check.h"

namespace mailmend::web_shells {

/** One reason for suspicion, by strength. */
struct Sign
{
    Verdict verdict = Verdict::LookAtThis;
    Text what;     ///< completes "This page …"
    Text reason;   ///< how we know
    Text harmless; ///< what it could be
    QStringList references;
    int line = 0;         ///< 1-based; 0: none
    bool certain = false; ///< known by its hash: no judgement of ours in it
};

/** What is kept of a file. */
struct PageSeen : Observation
{
    FileEntry file;
    PathClass pathClass = PathClass::WebRoot;
    Text whyHere;
    QString servedBy;
    QByteArray sha256; ///< 32 raw bytes
    QList<Sign> signs; ///< worst first
    bool attackerName = false;
    /** Below Exchange's folder where a baseline has a file of this path: to be compared when the build is
     * known. */
    QByteArray shippedPath;
    bool matchesBaseline = false;     ///< the hash is one that Microsoft shipped
    std::optional<Error> notSearched; ///< the rules could not be run over it
};

/** The exact build, from the version resource of ExSetup.exe. */
struct BuildSeen : Observation
{
    BuildNumber build;
};

/** Looks at one file. nullptr: nothing to say about it. */
ObservationPointer look(const Item& item, const Inspection& inspection);

/** Names of pages in these two folders are the same in all builds that Microsoft published baselines of. */
bool isForeignInLogonFolder(const FileEntry& file, const Evidence& evidence, const KnownFiles& known);

} // namespace mailmend::web_shells
