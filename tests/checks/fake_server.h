// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "checks/patch_level.h"

#include <QMap>

namespace mailmend::testing {

/** A registry of a few keys. What isn't there is absent, unless the hive is `broken`. */
class FakeRegistry : public Registry
{
public:
    RegistryAnswer key(RegistryHive hive, QStringView path) const override;
    QList<HiveState> hives() const override;

    /** Adds a text value of SOFTWARE, and every key above it. */
    void set(const QString& path, const QString& name, const QString& value);
    RegistryKey& keyAt(const QString& path);
    void remove(const QString& path); ///< with all below it

    ReadState state = ReadState::Read;
    bool broken = false; ///< look-ups fail

private:
    QMap<QString, RegistryKey> m_keys; ///< by folded path
};

/** Files of whose folders only the state is asked. */
class FakeFiles : public Files
{
public:
    QList<FileEntry> find(const WindowsPath&) const override { return {}; }
    FolderState folderState(const WindowsPath&, const QList<QByteArray>&) const override { return folders; }
    FolderNames foldersIn(const WindowsPath&, const QByteArray&) const override { return {{}, folders}; }
    void walk(std::span<const WalkRoot>, const CancelToken&, const std::function<bool(FileEntry&&)>&,
              QList<WalkedFolder>&) const override
    {}
    Result<std::unique_ptr<FileReader>> open(const FileEntry&) const override
    {
        return Error{ErrorKind::NotFound, {}, {}, {}, {}};
    }

    FolderState folders{ReadState::Read, {}};
};

/** One server as patch-level and local-accounts see it, and what a walk over its files would have brought. */
struct FakeServer
{
    Evidence evidence;
    KnowledgePointer knowledge;
    std::shared_ptr<FakeRegistry> registry = std::make_shared<FakeRegistry>();
    std::shared_ptr<FakeFiles> files = std::make_shared<FakeFiles>();
    std::shared_ptr<const FileRules> rules;
    Scope scope;
    CancelToken cancel;
    QList<std::pair<WindowsPath, QByteArray>> contents;
    QMap<QByteArray, FolderState> folderStates; ///< by folded path; others are Read
    bool cancelled = false;

    /** Exchange at C:\Program Files\Microsoft\Exchange Server\V15, Windows Server 2016, taken on 2026-11-20.
     */
    FakeServer();

    /** The three programs with this version; the registry's Setup key with its CU. */
    void setBuild(const char* programs, const char* setup);
    void setProgram(const char* name, const char* version);
    void addUpdate(const char* list, const char* kb, const char* package, const char* installed,
                   const QDateTime& lastWrite = {});
    void setSetupLog(const QByteArray& text);
    void addFile(const WindowsPath& path, const QByteArray& content);

    Outcome conclude(const Check& check = patchLevelCheck) const;
    CheckResult result() const;
};

/** Exchange SE, set up and updated on one day of October 2026, and updated once more since: lacks nothing. */
FakeServer healthyServer();

/** 2016 CU23 with the update of October 2022, never touched again. */
FakeServer openServer();

/** A run of Exchange's setup as its log shows it. */
QByteArray setupRun(const char* day, const char* version, const char* mode, bool completed,
                    const char* installedBefore = nullptr);

} // namespace mailmend::testing
