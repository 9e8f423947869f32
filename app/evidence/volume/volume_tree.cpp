// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "evidence/volume/volume_tree.h"

#include "base/escape.h"
#include "evidence/short_name.h"

#include <QMutexLocker>
#include <QSet>

namespace mailmend {
namespace {

constexpr int maxLinks = 40; // as Linux: a chain of more is a loop
constexpr size_t maxSpellings = 64;
constexpr qsizetype maxCachedNames = 200'000;

Error leadsOut(const QByteArray& link)
{
    return {ErrorKind::Unsupported,
            say(MAILMEND_TEXT("evidence",
                              "{name} is a link to a place that was not given, so it was not followed."),
                {{"name", place(displayBytes(link))}}),
            say(MAILMEND_TEXT("evidence",
                              "If it leads to another drive of this server, give that drive as well.")),
            {},
            {}};
}

bool isKept(const std::optional<Error>& trouble, ErrorKind kind)
{
    return trouble && trouble->kind == kind;
}

void keep(std::optional<Error>& trouble, const Error& error)
{
    if (error.kind != ErrorKind::NotFound && !isKept(trouble, ErrorKind::Denied)) {
        trouble = error;
    }
}

} // namespace

VolumeTree::VolumeTree(QList<OpenVolume> volumes) : m_volumes(std::move(volumes)) {}

bool VolumeTree::hasDrive(char drive) const
{
    return std::any_of(m_volumes.begin(), m_volumes.end(),
                       [drive](const OpenVolume& volume) { return volume.given.letter == drive; });
}

QByteArray VolumeTree::key(const ReachedFolder& folder)
{
    return QByteArray::number(folder.volume) + '/' + folder.real.join('/');
}

FolderSearch VolumeTree::folders(const WindowsPath& path, bool exact) const
{
    FolderSearch search;
    for (qsizetype i = 0; i < m_volumes.size(); ++i) {
        if (m_volumes.at(i).given.letter == path.drive()) {
            int links = maxLinks;
            step({i, {}, {}, m_volumes.at(i).root}, path.components(), exact, links, search);
        }
    }
    return search;
}

void VolumeTree::step(const ReachedFolder& from, const QList<QByteArray>& wanted, bool exact, int& links,
                      FolderSearch& search) const
{
    std::vector<ReachedFolder> level{from};
    for (const QByteArray& name : wanted) {
        std::vector<ReachedFolder> next;
        QSet<QByteArray> seen; // twins that are links to each other must not multiply
        for (const ReachedFolder& at : level) {
            const QList<native::Child> names =
                exact ? QList<native::Child>{{name, native::Kind::Folder}} : childrenNamed(at, name);
            if (!exact && names.isEmpty()) {
                const auto listed = indexed(at);
                const auto longName = looksShort(name) ? at.folder->longNameOf(name) : QByteArray();
                if (!listed || !longName) {
                    keep(search.trouble, listed ? longName.error() : listed.error());
                }
            }
            for (const native::Child& child : names) {
                ReachedFolder reached{
                    at.volume, at.real + QList{child.name}, at.spelled + QList{child.name}, {}};
                auto opened = at.folder->folder(child.name);
                if (opened) {
                    reached.folder = std::move(*opened);
                } else {
                    const auto details = at.folder->details(child.name);
                    if (!details || details->kind != native::Kind::Link) {
                        keep(search.trouble, opened.error());
                        continue;
                    }
                    ReachedChild followed = follow(at, child.name, links);
                    if (followed.kind != native::Kind::Folder) {
                        if (followed.kind == native::Kind::Link) {
                            keep(search.trouble, leadsOut(child.name));
                        }
                        continue;
                    }
                    reached.volume = followed.folder.volume;
                    reached.real = followed.folder.real;
                    reached.folder = followed.folder.folder;
                }
                const QByteArray id = key(reached);
                if (!seen.contains(id) && next.size() < maxSpellings) {
                    seen.insert(id);
                    next.push_back(std::move(reached));
                }
            }
        }
        level = std::move(next);
    }
    for (ReachedFolder& reached : level) {
        search.found.push_back(std::move(reached));
    }
}

QList<native::Child> VolumeTree::childrenNamed(const ReachedFolder& folder, const QByteArray& name) const
{
    QList<native::Child> matches;
    const auto known = indexed(folder);
    if (!known) {
        return matches;
    }
    QList<qsizetype> places = (*known)->byFolded.values(foldName(name));
    if (places.isEmpty() && looksShort(name)) {
        const auto longName = folder.folder->longNameOf(name);
        places = longName ? (*known)->byFolded.values(foldName(*longName)) : places;
    }
    std::sort(places.begin(), places.end());
    for (const qsizetype place : places) {
        matches.append((*known)->listing->children.at(static_cast<size_t>(place)));
    }
    return matches;
}

ReachedChild VolumeTree::follow(const ReachedFolder& parent, const QByteArray& link) const
{
    int links = maxLinks;
    return follow(parent, link, links);
}

ReachedChild VolumeTree::follow(const ReachedFolder& parent, const QByteArray& link, int& links) const
{
    ReachedChild out{native::Kind::Link, {}, {}};
    if (--links < 0) {
        return out;
    }
    const auto target = parent.folder->linkTarget(link);
    if (!target) {
        return out;
    }
    QList<GivenVolume> given;
    for (const OpenVolume& volume : m_volumes) {
        given.append(volume.given);
    }
    auto led = readLink(*target, parent.volume, parent.real, given);
    if (!led || !m_volumes.at(led->volume).onlyName.isEmpty()) {
        return out;
    }
    const ReachedFolder root{led->volume, {}, {}, m_volumes.at(led->volume).root};
    if (led->components.isEmpty()) {
        return {native::Kind::Folder, root, {}};
    }
    const QByteArray last = led->components.takeLast();
    FolderSearch search;
    step(root, led->components, false, links, search);
    for (ReachedFolder& holder : search.found) {
        for (const native::Child& child : childrenNamed(holder, last)) {
            if (child.kind == native::Kind::Link) {
                ReachedChild further = follow(holder, child.name, links);
                if (further.kind != native::Kind::Link) {
                    return further;
                }
            } else if (child.kind == native::Kind::Folder) {
                auto opened = holder.folder->folder(child.name);
                if (opened) {
                    return {native::Kind::Folder,
                            {holder.volume, holder.real + QList{child.name}, {}, std::move(*opened)},
                            {}};
                }
            } else {
                return {child.kind, std::move(holder), child.name};
            }
        }
    }
    return out;
}

Result<std::shared_ptr<const native::Listing>> VolumeTree::list(const ReachedFolder& folder,
                                                                const CancelToken& cancel) const
{
    auto listed = folder.folder->list(cancel);
    if (!listed) {
        return listed.error();
    }
    const QByteArray& only = m_volumes.at(folder.volume).onlyName;
    if (!only.isEmpty() && folder.real.isEmpty()) {
        std::erase_if(listed->children, [&only](const native::Child& child) { return child.name != only; });
    }
    return std::make_shared<const native::Listing>(std::move(*listed));
}

Result<std::shared_ptr<const VolumeTree::Indexed>> VolumeTree::indexed(const ReachedFolder& folder) const
{
    const std::string id = key(folder).toStdString();
    {
        const QMutexLocker lock(&m_mutex);
        const auto known = m_cache.find(id);
        if (known != m_cache.end()) {
            known->second->used = ++m_clock;
            return std::shared_ptr<const Indexed>(known->second);
        }
    }
    auto listing = list(folder, CancelToken());
    if (!listing) {
        return listing.error();
    }
    auto made = std::make_shared<Indexed>();
    made->listing = std::move(*listing);
    const auto& children = made->listing->children;
    for (size_t i = 0; i < children.size(); ++i) {
        made->byFolded.insert(foldName(children.at(i).name), static_cast<qsizetype>(i));
    }
    const QMutexLocker lock(&m_mutex);
    const auto size = static_cast<qsizetype>(children.size()) + 8;
    while (!m_cache.empty() && m_cachedNames + size > maxCachedNames) {
        const auto oldest =
            std::min_element(m_cache.begin(), m_cache.end(), [](const auto& left, const auto& right) {
                return left.second->used < right.second->used;
            });
        m_cachedNames -= static_cast<qsizetype>(oldest->second->listing->children.size()) + 8;
        m_cache.erase(oldest);
    }
    made->used = ++m_clock;
    if (m_cache.emplace(id, made).second) {
        m_cachedNames += size;
    }
    return std::shared_ptr<const Indexed>(made);
}

} // namespace mailmend
