// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "checks/patch_level/registry_installs.h"

#include <QRegularExpression>

#include <array>

namespace mailmend::patch_level {

QString textOf(const RegistryKey& key, QStringView name)
{
    const RegistryValue* value = key.value(name);
    return value ? value->text().value_or(QString()) : QString();
}

namespace {

/** An Exchange server has some hundred products and some dozen updates. */
constexpr qsizetype kMostKeys = 5000;
constexpr QStringView kSource = u"registry-software";
constexpr QStringView kUninstall = u"Microsoft\\Windows\\CurrentVersion\\Uninstall";
constexpr QStringView kProducts =
    u"Microsoft\\Windows\\CurrentVersion\\Installer\\UserData\\S-1-5-18\\Products";
constexpr QStringView kExchange = u"Microsoft\\ExchangeServer\\v15";

class Reading
{
public:
    Reading(const Evidence& evidence, const BuildTable& table, const std::optional<BuildNumber>& build)
        : m_evidence(evidence), m_table(table), m_build(build)
    {
        const QDateTime& taken = evidence.target.takenAt;
        if (taken.isValid()) {
            m_taken = localDay(taken);
        }
    }

    RegistryInstalls read()
    {
        if (!m_evidence.registry) {
            unread(m_evidence.registry.state, m_evidence.registry.reason);
            return std::move(m_found);
        }
        for (const char* list : {"Exchange 2013", "Exchange 2016", "Exchange 2019"}) {
            const QString path = QStringLiteral("Microsoft\\Updates\\") + QLatin1StringView(list);
            forEachBelow(path, [this](const QString& name, const QString&, const RegistryKey& key) {
                const QString package = textOf(key, u"PackageName");
                takeUpdate(package.contains(name) ? package : package + QStringLiteral(" (%1)").arg(name),
                           textOf(key, u"InstalledDate"), key,
                           say(MAILMEND_TEXT("patch-level", "the list of updates in the registry")), true);
            });
        }
        forEachBelow(kUninstall.toString(), [this](const QString&, const QString&, const RegistryKey& key) {
            takeEntry(key, textOf(key, u"DisplayName"),
                      say(MAILMEND_TEXT("patch-level", "the list of programs in the registry")));
        });
        forEachBelow(kProducts.toString(), [this](const QString&, const QString& path,
                                                  const RegistryKey& key) { takeProduct(path, key); });
        forEachBelow(kExchange.toString(), [this](const QString&, const QString&, const RegistryKey& key) {
            m_found.unfinishedSetup = m_found.unfinishedSetup || key.value(u"Watermark");
        });
        return std::move(m_found);
    }

private:
    QDate localDay(const QDateTime& utc) const
    {
        const QTimeZone& zone = m_evidence.target.zone;
        return (zone.isValid() ? utc.toTimeZone(zone) : utc.toUTC()).date();
    }

    void unread(ReadState state, const Text& reason)
    {
        for (const Unread& one : m_found.unread) {
            if (one.reason == reason) {
                return;
            }
        }
        m_found.unread.append({kSource.toString(), state, reason});
    }

    /** The key, or none where it is absent or could not be read; what is lost is noted. */
    std::optional<RegistryKey> keyAt(const QString& path)
    {
        const RegistryAnswer answer = m_evidence.registry->key(RegistryHive::Software, path);
        if (answer.state == RegistryAnswer::State::CouldNotRead) {
            unread(ReadState::Partly, answer.reason);
        }
        if (answer.state != RegistryAnswer::State::Found) {
            return std::nullopt;
        }
        if (!answer.key.complete) {
            unread(ReadState::Partly,
                   say(MAILMEND_TEXT("patch-level", "A part of the registry is damaged: {key}."),
                       {{"key", place(path)}}));
        }
        return answer.key;
    }

    template<typename Visit>
    void forEachBelow(const QString& path, Visit visit)
    {
        const std::optional<RegistryKey> parent = keyAt(path);
        if (!parent) {
            return;
        }
        const qsizetype count = std::min(parent->subkeys.size(), kMostKeys);
        if (count < parent->subkeys.size()) {
            unread(
                ReadState::Partly,
                say(MAILMEND_TEXT("patch-level", "A part of the registry has far too many entries: {key}."),
                    {{"key", place(path)}}));
        }
        for (qsizetype i = 0; i < count; ++i) {
            const QString& name = parent->subkeys.at(i);
            const QString below = path + QLatin1Char('\\') + name;
            if (const std::optional<RegistryKey> key = keyAt(below)) {
                visit(name, below, *key);
            }
        }
    }

    void takeUpdate(const QString& name, const QString& date, const RegistryKey& key, const Text& source,
                    bool listed)
    {
        const std::optional<ExchangeBuild> update = updateNamed(name, m_table, m_build);
        if (!update) {
            if (!m_found.notInPack.contains(name)) {
                m_found.notInPack.append(name);
            }
            return;
        }
        if (listed) {
            m_found.listedUpdates.append(
                QStringLiteral("%1 (%2, %3)").arg(update->kb, update->cu, update->su));
        }
        Install install;
        install.build = update->build;
        const QDate changed = key.lastWrite.isValid() ? localDay(key.lastWrite) : QDate();
        install.day = installDay(date, update->released, changed, m_taken);
        install.source = source;
        m_found.installs.append(install);
    }

    /** An entry of a list of programs: an update of Exchange, Exchange itself, or something else. */
    void takeEntry(const RegistryKey& key, const QString& name, const Text& source)
    {
        if (!name.contains(QLatin1StringView("Exchange Server"), Qt::CaseInsensitive)) {
            return;
        }
        if (name.contains(QLatin1StringView("Update for"), Qt::CaseInsensitive)) {
            const QString date = textOf(key, u"InstallDate");
            takeUpdate(name, date.isEmpty() ? textOf(key, u"Installed") : date, key, source, false);
            return;
        }
        const std::optional<BuildNumber> version = BuildNumber::parse(textOf(key, u"DisplayVersion"));
        if (!name.startsWith(QLatin1StringView("Microsoft Exchange Server"), Qt::CaseInsensitive) ||
            !version) {
            return;
        }
        const BuildStanding standing = m_table.standing(*version, false);
        if (!standing.cu) {
            return;
        }
        // Every CU is a whole installation, so this is the day of the last CU.
        Install install;
        install.build = standing.cu->build;
        const QDate changed = key.lastWrite.isValid() ? localDay(key.lastWrite) : QDate();
        install.day = installDay(textOf(key, u"InstallDate"), standing.cu->released, changed, m_taken);
        install.source = source;
        m_found.installs.append(install);
    }

    void takeProduct(const QString& path, const RegistryKey& product)
    {
        const Text source = say(MAILMEND_TEXT("patch-level", "the installer's own list in the registry"));
        if (!product.subkeys.contains(QStringLiteral("InstallProperties"), Qt::CaseInsensitive)) {
            return;
        }
        const std::optional<RegistryKey> properties = keyAt(path + QStringLiteral("\\InstallProperties"));
        const QString name = properties ? textOf(*properties, u"DisplayName") : QString();
        if (!name.startsWith(QLatin1StringView("Microsoft Exchange Server"), Qt::CaseInsensitive)) {
            return;
        }
        takeEntry(*properties, name, source);
        if (!product.subkeys.contains(QStringLiteral("Patches"), Qt::CaseInsensitive)) {
            return;
        }
        forEachBelow(path + QStringLiteral("\\Patches"),
                     [&](const QString&, const QString&, const RegistryKey& patch) {
                         takeEntry(patch, textOf(patch, u"DisplayName"), source);
                     });
    }

    const Evidence& m_evidence;
    const BuildTable& m_table;
    std::optional<BuildNumber> m_build;
    QDate m_taken;
    RegistryInstalls m_found;
};

/** "CU23" in "Exchange Server 2016 Cumulative Update 23"; empty where it names none. */
QString cuIn(const QString& name)
{
    static const QRegularExpression number(QStringLiteral("\\b(?:Cumulative Update|CU)\\s*(\\d{1,2})\\b"),
                                           QRegularExpression::CaseInsensitiveOption);
    static const QRegularExpression servicePack(QStringLiteral("\\b(?:Service Pack|SP)\\s*1\\b"),
                                                QRegularExpression::CaseInsensitiveOption);
    if (const auto match = number.match(name); match.hasMatch()) {
        return QStringLiteral("CU") + QString::number(match.captured(1).toInt());
    }
    // Exchange 2013's first service pack is its fourth CU.
    if (servicePack.match(name).hasMatch()) {
        return QStringLiteral("CU4");
    }
    return name.contains(QStringLiteral("RTM")) ? QStringLiteral("RTM") : QString();
}

QString productIn(const QString& name)
{
    for (const char* year : {"2013", "2016", "2019"}) {
        if (name.contains(QStringLiteral("Server ") + QLatin1StringView(year), Qt::CaseInsensitive)) {
            return QStringLiteral("Exchange") + QLatin1StringView(year);
        }
    }
    static const QRegularExpression edition(QStringLiteral("Server (?:SE|Subscription Edition)\\b"),
                                            QRegularExpression::CaseInsensitiveOption);
    return edition.match(name).hasMatch() ? QStringLiteral("ExchangeSE") : QString();
}

} // namespace

std::optional<ExchangeBuild> updateNamed(const QString& name, const BuildTable& table,
                                         const std::optional<BuildNumber>& build)
{
    static const QRegularExpression number(QStringLiteral("\\bKB(\\d{7})\\b"),
                                           QRegularExpression::CaseInsensitiveOption);
    const auto match = number.match(name.left(1000));
    if (!match.hasMatch()) {
        return std::nullopt;
    }
    const QString kb = QStringLiteral("KB") + match.captured(1);
    QString product = productIn(name);
    QString cu = cuIn(name);
    const BuildStanding now = build ? table.standing(*build, false) : BuildStanding{};
    if (product.isEmpty() && now.product) {
        product = now.product->product;
    }
    QList<ExchangeBuild> rows;
    for (const ExchangeBuild& row : table.builds) {
        if (row.kb == kb && !row.su.isEmpty() && (product.isEmpty() || row.product == product)) {
            rows.append(row);
        }
    }
    if (cu.isEmpty() && rows.size() > 1 && now.cu) {
        cu = now.cu->cu;
    }
    // Of two builds that sources give for one update, the lower one is certain.
    for (const ExchangeBuild& row : rows) {
        if ((cu.isEmpty() && rows.size() == 1) || row.cu == cu) {
            return row;
        }
    }
    return std::nullopt;
}

RegistryInstalls readRegistryInstalls(const Evidence& evidence, const BuildTable& table,
                                      const std::optional<BuildNumber>& build)
{
    return Reading(evidence, table, build).read();
}

} // namespace mailmend::patch_level
