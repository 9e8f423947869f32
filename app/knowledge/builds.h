// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/text.h"

#include <QDate>
#include <QHash>
#include <QList>
#include <QString>
#include <QStringList>

#include <array>
#include <compare>
#include <optional>

namespace mailmend {

/** Four numbers of a file version, compared as numbers: 15.1.2507.9 is older than 15.1.2507.10. */
struct BuildNumber
{
    std::array<quint32, 4> parts{};
    auto operator<=>(const BuildNumber&) const = default;
    QString text() const; ///< "15.1.2507.6"
    /** "15.1.2507.6" and "15.02.0986.005" (leading zeros); 3 or 4 parts. Anything else is none. */
    static std::optional<BuildNumber> parse(QStringView text);
};

/** One row of the build table: a CU, or an SU/HU of that CU. */
struct ExchangeBuild
{
    QString product; ///< "Exchange2016"
    QString cu;      ///< "CU23", "RTM"
    QString su;      ///< "Mar21SU", empty for the CU itself
    BuildNumber build;
    QDate released;
    QString kb;
};

/** How a CVE is closed. */
enum class CveKind {
    Build,           ///< by the build alone
    BuildAndSetting, ///< by the build, unless a setting override switches the fix off
    Condition,       ///< by something that the build does not show
};

struct ExchangeCve
{
    QString cve;
    QString su; ///< the first update that fixes it: "Mar21SU"
    CveKind kind = CveKind::Build;
    QStringList products;
    QString condition; ///< what else it depends on, in English; empty for Build
    QString source;
};

/** A CVE that was used in attacks. Dates as far as public records tell; invalid: not known. */
struct ExploitedCve
{
    QString cve;
    QString nickname; ///< "ProxyLogon"
    QDate disclosed;
    QDate exploitedSince; ///< first day of the month where only that is known
    bool monthOnly = false;
    bool ransomware = false;
    QString source;
};

struct SupportedProduct
{
    QString product;
    QString name;      ///< "Exchange Server 2016"
    BuildNumber from;  ///< inclusive
    BuildNumber below; ///< exclusive
    QDate released, mainstreamEnd, extendedEnd, paidEnd;
    BuildNumber lastPublicBuild;
    QString note;
};

struct WindowsRelease
{
    QString product; ///< "Windows Server 2016"
    int build = 0;
    bool server = true;
    QDate released, mainstreamEnd, extendedEnd, paidEnd;
};

/** What a build is. */
struct BuildStanding
{
    enum class Known {
        Exact,          ///< a row of the table
        Between,        ///< between two rows of one CU: an interim update
        NewerThanTable, ///< newer than the newest row of its product or CU
        Unknown,        ///< not a build of a product in the table
    };
    Known known = Known::Unknown;
    std::optional<SupportedProduct> product;
    std::optional<ExchangeBuild> cu;     ///< the CU that it belongs to
    std::optional<ExchangeBuild> update; ///< the newest SU or HU of that CU that is not newer than it
    bool suKnown = true;                 ///< false where only the CU is proven
};

enum class CveState { Open, Closed, CouldNotCheck, NotAffected };

/** One CVE against one build. */
struct CveStanding
{
    ExchangeCve cve;
    CveState state = CveState::NotAffected;
    std::optional<ExploitedCve> exploited;
    /** First build that closes it: of the same CU where there is one, else of the oldest newer CU that has
     * it. */
    std::optional<ExchangeBuild> fixedIn;
    Text reason; ///< for CouldNotCheck
};

/** Exchange and Windows builds, CVEs, support dates. A value; sources stand in the pack's files. */
class BuildTable
{
public:
    QList<ExchangeBuild> builds; ///< by product, then build
    QList<ExchangeCve> cves;
    QList<ExploitedCve> exploited;
    QList<SupportedProduct> products;
    QList<WindowsRelease> windows;
    QDate asOf;

    /** @param suKnown false where only the CU is proven (registry, setup log). */
    BuildStanding standing(const BuildNumber& build, bool suKnown = true) const;

    /** Every CVE that touches the product, exploited ones first, then open before others, then by id. */
    QList<CveStanding> cveStandings(const BuildNumber& build, bool suKnown = true) const;

    /** The newest build of this product (any CU), as the pack knows it. */
    std::optional<ExchangeBuild> newest(const QString& product) const;

    const ExploitedCve* exploitedCve(const QString& cve) const;
};

} // namespace mailmend
