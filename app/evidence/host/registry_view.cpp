// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "evidence/host/hives.h"

namespace mailmend {
namespace {

/** The three hives as one registry. */
class HiveRegistry : public Registry
{
public:
    explicit HiveRegistry(const LoadedHives& hives) : m_hives(hives) { findControlSet(); }

    RegistryAnswer key(RegistryHive which, QStringView path) const override
    {
        const LoadedHive& loaded = m_hives[which];
        if (!loaded.hive) {
            return {RegistryAnswer::State::CouldNotRead, {}, loaded.state.reason};
        }
        const QStringView current = u"CurrentControlSet";
        const bool isCurrent = which == RegistryHive::System &&
                               path.startsWith(current, Qt::CaseInsensitive) &&
                               (path.size() == current.size() || path.at(current.size()) == u'\\');
        if (!isCurrent) {
            return loaded.hive->key(path);
        }
        if (m_controlSet.isEmpty()) {
            return {RegistryAnswer::State::CouldNotRead, {}, m_noControlSet};
        }
        return loaded.hive->key(m_controlSet + path.mid(current.size()).toString());
    }

    QList<HiveState> hives() const override
    {
        QList<HiveState> states;
        for (const LoadedHive& loaded : m_hives.all) {
            states.append(loaded.state);
        }
        return states;
    }

private:
    /** Which ControlSet00n Windows last ran with: the value Current of the key Select. */
    void findControlSet()
    {
        const LoadedHive& system = m_hives[RegistryHive::System];
        if (!system.hive) {
            return;
        }
        const RegistryAnswer select = system.hive->key(u"Select");
        const RegistryValue* value = select.key.value(u"Current");
        const std::optional<quint64> number = value ? value->number() : std::nullopt;
        if (select.state == RegistryAnswer::State::Found && number && *number >= 1 && *number <= 999) {
            m_controlSet = QStringLiteral("ControlSet%1").arg(*number, 3, 10, QLatin1Char('0'));
        } else {
            m_noControlSet = say(
                MAILMEND_TEXT("evidence", "The registry does not say which of its control sets is in use."));
        }
    }

    LoadedHives m_hives;
    QString m_controlSet;
    Text m_noControlSet;
};

} // namespace

std::shared_ptr<const Registry> makeRegistry(const LoadedHives& hives)
{
    return hives.live ? hives.live : std::make_shared<HiveRegistry>(hives);
}

} // namespace mailmend
