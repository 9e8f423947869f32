// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/collect/collect_plan.h"

#include "engine/walk_plan.h"
#include "evidence/collection/glob.h"
#include "evidence/host/log_sources.h"

#include <algorithm>

namespace mailmend {
namespace {

const QString everything = QStringLiteral("*");

QStringList masksOf(const QList<QByteArray>& names)
{
    QStringList masks;
    for (const QByteArray& name : names) {
        masks.append(QString::fromUtf8(name).toLower());
    }
    return masks.isEmpty() ? QStringList{everything} : masks;
}

/** The registry files that loadHives() reads, with their logs. SECURITY is none: no check needs its secrets.
 */
QStringList hiveMasks()
{
    QStringList masks;
    for (const char* hive : {"software", "system", "sam"}) {
        for (const char* ending : {"", ".log", ".log1", ".log2"}) {
            masks.append(QLatin1String(hive) + QLatin1String(ending));
        }
    }
    return masks;
}

} // namespace

CollectPlan::CollectPlan(const Evidence& evidence, const Knowledge& knowledge,
                         std::span<const Check* const> checks)
{
    const WindowsPath system = evidence.folders.windows.joined(u"System32");
    want({system.child("config"), false, hiveMasks(), WantedFiles::always});
    const QStringList settings{QStringLiteral("applicationhost.config"), QStringLiteral("redirection.config"),
                               QStringLiteral("administration.config")};
    want({system.joined(u"inetsrv\\config"), false, settings, WantedFiles::always});
    if (evidence.iis && !evidence.iis->configurationFile.isEmpty()) {
        want({evidence.iis->configurationFile.parent(), false, settings, WantedFiles::always});
    }
    // Which profiles there are, and what starts with each: the folder's name, and the registry of its user.
    want({evidence.folders.users, true, {QStringLiteral("ntuser.dat")}, WantedFiles::always});
    for (const Check* check : checks) {
        const std::vector<Interest> interests =
            check->interests ? check->interests(evidence, knowledge) : std::vector<Interest>{};
        for (const Interest& interest : interests) {
            want({interest.folder, interest.recursive, masksOf(interest.names),
                  interest.recursive ? static_cast<int>(interest.pathClass) : WantedFiles::always});
        }
    }
    int kind = WantedFiles::firstLog;
    for (const LogSource& source : logSources(evidence)) {
        for (const WindowsPath& folder : source.folders) {
            want({folder, true, source.masks, kind});
        }
        ++kind;
    }
    if (evidence.files) {
        proveAbsence(*evidence.files.part);
    }
}

void CollectPlan::want(WantedFiles files)
{
    if (files.folder.drive() == 0) { // where it would be is not known
        return;
    }
    for (WantedFiles& known : m_wanted) {
        if (known.folder == files.folder && known.recursive == files.recursive &&
            known.masks == files.masks) {
            known.kind = std::min(known.kind, files.kind); // what is served is so, whatever else it is
            return;
        }
    }
    m_wanted.push_back(std::move(files));
}

/** That a folder is not there shows in the folder around it, which is asked for its name, up to one that is.
 */
void CollectPlan::proveAbsence(const Files& files)
{
    const std::vector<WantedFiles> asked = m_wanted;
    for (const WantedFiles& one : asked) {
        WindowsPath at = one.folder;
        while (!at.components().isEmpty() && files.folderState(at, {at.name()}).state == ReadState::Missing) {
            QStringList masks{QString::fromUtf8(foldName(at.name()))};
            if (!one.masks.contains(everything)) {
                masks += one.masks;
            }
            at = at.parent();
            want({at, false, masks, WantedFiles::always});
        }
    }
}

std::vector<WalkRoot> CollectPlan::roots() const
{
    std::vector<WalkRoot> roots;
    WalkPasses passes;
    for (const WantedFiles& wanted : m_wanted) {
        const bool isEveryFile = wanted.masks.contains(everything);
        const bool isDropFolder = wanted.kind == static_cast<int>(PathClass::DropFolder);
        roots.push_back({wanted.folder, wanted.recursive,
                         passes.of(isDropFolder ? PathClass::DropFolder : PathClass::WebRoot,
                                   isEveryFile ? QByteArray() : wanted.masks.join(u'|').toUtf8())});
    }
    return outermost(std::move(roots));
}

bool CollectPlan::fits(const WantedFiles& wanted, const QString& name) const
{
    return std::any_of(wanted.masks.begin(), wanted.masks.end(), [&name](const QString& mask) {
        return mask == everything || matchesMask(mask, name);
    });
}

void CollectPlan::enter(const WindowsPath& folder)
{
    if (m_hasFolder && folder.drive() == m_folder.drive() && folder.components() == m_folder.components()) {
        return;
    }
    m_folder = folder;
    m_hasFolder = true;
    m_here.clear();
    for (size_t i = 0; i < m_wanted.size(); ++i) {
        const WantedFiles& one = m_wanted[i];
        if (one.recursive ? folder.isWithin(one.folder) : folder == one.folder) {
            m_here.push_back(i);
        }
    }
}

const WantedFiles* CollectPlan::wantedIn(const WindowsPath& folder)
{
    enter(folder);
    return m_here.empty() ? nullptr : &m_wanted[m_here.front()];
}

const WantedFiles* CollectPlan::wants(const WindowsPath& file)
{
    enter(file.parent());
    const QString name = QString::fromUtf8(foldName(file.name()));
    const auto found = std::find_if(m_here.begin(), m_here.end(),
                                    [this, &name](size_t i) { return fits(m_wanted[i], name); });
    return found == m_here.end() ? nullptr : &m_wanted[*found];
}

} // namespace mailmend
