// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/look_again_replaced.h"

#include <algorithm>

namespace mailmend {
namespace {

bool covers(const Interest& interest, const WindowsPath& folder, const WindowsPath& file)
{
    const bool isIn = interest.recursive ? folder.isWithin(interest.folder) : folder == interest.folder;
    return isIn && (interest.names.isEmpty() || interest.names.contains(foldName(file.name())));
}

} // namespace

bool isSearched(const Finding& known, const LookedAt& looked, const Evidence& evidence)
{
    const auto check = std::find_if(looked.checks.begin(), looked.checks.end(), [&known](const Check* one) {
        return known.check == QLatin1StringView(one->id);
    });
    if (check == looked.checks.end() || looked.knowledge == nullptr) {
        return false;
    }
    const WindowsPath& file = known.subject.path;
    const std::optional<WindowsPath> holder = holderOfStream(file);
    const std::vector<Interest> interests = (*check)->interests(evidence, *looked.knowledge);
    return std::any_of(interests.begin(), interests.end(), [&](const Interest& interest) {
        return covers(interest, file.parent(), file) || (holder && covers(interest, *holder, file));
    });
}

bool isShipped(const QString& state, const LookedAt& looked)
{
    const QByteArray hash = QByteArray::fromHex(state.mid(QStringLiteral("sha256:").size()).toLatin1());
    return looked.knowledge != nullptr && looked.knowledge->files.shippedByHash.contains(hash);
}

std::optional<Text> whyNotAsked(const Finding& known, const CheckResult& check, const LookedAt& looked,
                                const Evidence& evidence)
{
    const auto page = place(known.subject.path.display());
    if (known.references.contains(QLatin1StringView(reference::OwnRule))) {
        return say(MAILMEND_TEXT("recheck",
                                 "{page} was changed. It was found by a rule of your own, and whether that "
                                 "very rule ran again is not known here: look at the page yourself. If "
                                 "it is in order, accept this with a reason."),
                   {{"page", page}});
    }
    if (known.references.contains(QLatin1StringView(reference::NotAsShipped))) {
        const bool hasList = std::none_of(check.unread.begin(), check.unread.end(), [](const Unread& one) {
            return one.source == QLatin1StringView("shipped-pages");
        });
        return hasList ? say(MAILMEND_TEXT("recheck",
                                           "{page} was changed, but it is still none of the pages that "
                                           "Microsoft published. Put the right one back, or look at "
                                           "it yourself."),
                             {{"page", page}})
                       : say(MAILMEND_TEXT("recheck",
                                           "{page} was changed, and there is no list here to compare it "
                                           "with. Compare it with the same page of a healthy server "
                                           "of the same build."),
                             {{"page", page}});
    }
    if (!isSearched(known, looked, evidence)) {
        return say(MAILMEND_TEXT("recheck", "{page} was changed, and its folder is none of those that are "
                                            "searched now, so nobody looked at what it holds: look at it "
                                            "yourself."),
                   {{"page", page}});
    }
    return std::nullopt;
}

} // namespace mailmend
