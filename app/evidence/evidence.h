// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/cancel.h"
#include "base/clock.h"
#include "base/result.h"
#include "base/secret.h"
#include "evidence/accounts.h"
#include "evidence/files.h"
#include "evidence/iis.h"
#include "evidence/live_facts.h"
#include "evidence/registry.h"
#include "findings/target.h"

#include <memory>
#include <optional>

namespace mailmend {

/** A part of the evidence that is there, or the reason why it is not. */
template<typename T>
struct Facet
{
    std::shared_ptr<const T> part;        ///< nullptr: not there
    ReadState state = ReadState::Missing; ///< Read or Partly where it is there
    Text reason;                          ///< why it is not there or not whole

    explicit operator bool() const { return part != nullptr; }
    const T* operator->() const { return part.get(); }
};

/** Where Exchange is installed and what the registry's Setup key proves (the CU, never the SU). */
struct ExchangeInstallation
{
    WindowsPath folder;   ///< MsiInstallPath, "C:\Program Files\Microsoft\Exchange Server\V15"
    QString setupVersion; ///< MsiProductMajor.Minor.BuildMajor.BuildMinor
    QString owaVersion;   ///< never to be compared with the build table by equality
    QStringList roles;
};

/** Windows' own folders, from the hives where they are known. */
struct WindowsFolders
{
    WindowsPath windows; ///< "C:\Windows"
    WindowsPath programData;
    WindowsPath users;
    WindowsPath systemDrive; ///< "C:" without components
};

/**
 * What can be looked at of one target: an immutable, thread-safe view. Which source it comes from doesn't
 * show. What opening it learnt of its sources is in `coverage`.
 */
struct Evidence
{
    TargetInfo target;
    Facet<Files> files;
    Facet<Registry> registry;
    Facet<IisConfiguration> iis;
    Facet<LocalAccounts> accounts; ///< the server's own; there where at least one could be read
    Facet<ExchangeInstallation> exchange;
    Facet<LiveView> live; ///< there on the computer that runs alone; what of it was refused says so itself
    WindowsFolders folders;
    std::optional<bool> domainController;
    QList<CoverageEntry> coverage;
    bool looseFiles = false; ///< any files, no Windows layout: web roots and registry don't apply
};

using EvidencePointer = std::shared_ptr<const Evidence>;

/** One target as the person named it: "case.zip", "/mnt/c", "C=/mnt/c,D=/mnt/d", "sample:",
 * "sample:repaired". */
struct TargetSpec
{
    QString text;
    bool looseFiles = false; ///< `scan`: any files, no layout needed
    Secret passphrase{};     ///< of a locked collection; never kept and never shown
    /** Of this computer: a shadow copy may be made of a disk, for files that another program holds open. */
    bool mayMakeShadowCopy = false;
};

/**
 * The target with each path in it made absolute, for what is kept: another folder may be the current one next
 * time. "sample:" and what isn't there stay as they were typed.
 */
QString absoluteTarget(const QString& text);

/**
 * Opens a target read-only. Slow for large collections: never on the window's thread.
 * @return an error of kind NotFound or Denied (exit 66), Unsupported with what it is, BadCall for a wrong
 * spelling.
 */
Result<EvidencePointer> openEvidence(const TargetSpec& target, const CancelToken& cancel);

} // namespace mailmend
