// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actions/kit.h"
#include "support/mutations.h"

namespace mailmend::testing {

/** What is left on the disk and in the store: one whole copy, or not. */
enum class Whole { AtItsPlace, InTheCase, Neither, Both };

/** A disk and its store in a program of its own, stopped or failed at a chosen call. */
class Scene
{
public:
    Scene();
    /** The file is in the case already, where an undo is to be looked at. */
    explicit Scene(const QByteArray& verb);

    ProgramRun run(const char* verb, int at, const QString& deed);
    /** Finishes or rolls back what is open. Nothing was begun where there is no journal. */
    Result<ChangeRecord> settle();
    /** Exactly: with nothing of ours left beside it. */
    Whole whole();
    /** At least one whole copy somewhere, whatever lies about beside it. */
    bool oneWholeCopy();

    Kit kit;
    const DiskSnapshot before;
    QString change;
};

/** Where something happened, for the message of a test that fails. */
QByteArray where(const char* verb, int at, const ProgramRun& run);

/** The number of the last call of this kind at such a path, in a run that nothing stops; 0: there is none. */
int numberOf(const QByteArray& verb, const QByteArray& call);

/** Hundreds of disks: while this lives they are in memory, where there is room, since every call is flushed.
 */
class DisksInMemory
{
public:
    DisksInMemory();
    ~DisksInMemory();

private:
    QByteArray m_temporary;
    bool m_moved = false;
};

} // namespace mailmend::testing
