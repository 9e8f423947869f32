// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/text.h"
#include "findings/coverage.h"

#include <QByteArray>
#include <QDateTime>
#include <QList>
#include <QString>
#include <QStringList>

#include <optional>

namespace mailmend {

enum class RegistryHive { Software, System, Sam };

/** One value of a key. `data` is raw; the helpers read it as its type says and give none where it does not
 * fit. */
struct RegistryValue
{
    QString name;     ///< empty: the key's default value
    quint32 type = 0; ///< REG_SZ 1, REG_EXPAND_SZ 2, REG_BINARY 3, REG_DWORD 4, REG_MULTI_SZ 7, REG_QWORD 11
    QByteArray data;

    std::optional<QString> text() const;
    std::optional<quint64> number() const;
    std::optional<QStringList> list() const;
};

/** One key, read in full. `complete` is false where a damaged list or value hid something. */
struct RegistryKey
{
    QString name;
    QDateTime lastWrite; ///< UTC
    QString className;
    QStringList subkeys;
    QList<RegistryValue> values;
    bool complete = true;

    const RegistryValue* value(QStringView name) const; ///< without case; nullptr: none
};

/** A look-up's answer: an absent key in a damaged or absent hive is not absent. */
struct RegistryAnswer
{
    enum class State { Found, Absent, CouldNotRead };
    State state = State::CouldNotRead;
    RegistryKey key; ///< where Found
    Text reason;     ///< where CouldNotRead; where Found but not complete: what was lost
};

/** What became of one hive. */
struct HiveState
{
    RegistryHive hive = RegistryHive::Software;
    ReadState state = ReadState::Missing;
    Text reason;
    QDateTime lastWritten; ///< newest key time seen in its header, UTC
    quint64 sequence = 0;
    qint64 bytes = 0;
};

/** The registry of a target, 64-bit view. Immutable and thread-safe. */
class Registry
{
public:
    virtual ~Registry() = default;
    /** `path` is below the hive's root, backslashes between names; in System "CurrentControlSet" is resolved.
     */
    virtual RegistryAnswer key(RegistryHive hive, QStringView path) const = 0;
    virtual QList<HiveState> hives() const = 0;
};

} // namespace mailmend
