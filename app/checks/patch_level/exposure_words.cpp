// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "checks/patch_level/exposure_words.h"

#include <algorithm>

namespace mailmend::patch_level {
namespace {

/** CVEs of which exactly the same is to be said. */
struct Group
{
    QStringList cves;
    const ExploitedCve* about = nullptr;
    ExposureWindow window;
    std::optional<ExchangeBuild> fixedIn;
};

bool isSame(const Group& group, const ExploitedCve& cve, const ExposureWindow& window,
            const std::optional<ExchangeBuild>& fixedIn)
{
    const ExposureWindow& other = group.window;
    return group.about->nickname == cve.nickname && !cve.nickname.isEmpty() && other.from == window.from &&
           other.to == window.to && other.fromProven == window.fromProven &&
           other.toProven == window.toProven && other.certain == window.certain &&
           group.about->exploitedSince == cve.exploitedSince &&
           group.fixedIn.has_value() == fixedIn.has_value() &&
           (!fixedIn || group.fixedIn->build == fixedIn->build);
}

const CveStanding* standingOf(const Known& known, const QString& cve)
{
    for (const CveStanding& one : known.cves) {
        if (one.cve.cve == cve) {
            return &one;
        }
    }
    return nullptr;
}

bool isOpenNow(const Known& known, const ExposureWindow& window)
{
    const CveStanding* standing = standingOf(known, window.cve);
    return window.stillOpen && standing && standing->state == CveState::Open;
}

QList<Group> groups(const Known& known, const QList<ExposureWindow>& windows)
{
    QList<Group> list;
    for (const ExposureWindow& window : windows) {
        const ExploitedCve* cve = known.knowledge->builds.exploitedCve(window.cve);
        if (!cve) {
            continue;
        }
        const std::optional<ExchangeBuild> fix =
            isOpenNow(known, window) ? standingOf(known, window.cve)->fixedIn : std::nullopt;
        const auto same = std::find_if(list.begin(), list.end(),
                                       [&](const Group& group) { return isSame(group, *cve, window, fix); });
        if (same != list.end()) {
            same->cves.append(window.cve);
        } else {
            list.append({{window.cve}, cve, window, fix});
        }
    }
    return list;
}

Text attacks(const ExploitedCve& cve)
{
    if (!cve.exploitedSince.isValid()) {
        return say(MAILMEND_TEXT("patch-level",
                                 "It is used in attacks; since when is not known. It became public "
                                 "on {day}."),
                   {{"day", day(cve.disclosed)}});
    }
    if (cve.monthOnly) {
        return say(MAILMEND_TEXT("patch-level", "Attacks are known from the month that began on {day}."),
                   {{"day", day(cve.exploitedSince)}});
    }
    return say(MAILMEND_TEXT("patch-level", "Attacks are known since {day}."),
               {{"day", day(cve.exploitedSince)}});
}

Text from(const ExposureWindow& window)
{
    if (!window.from.isValid()) {
        return say(MAILMEND_TEXT("patch-level", "from a day that is not known"));
    }
    return window.fromProven
               ? say(MAILMEND_TEXT("patch-level", "from {day}"), {{"day", day(window.from)}})
               : say(MAILMEND_TEXT("patch-level", "at the earliest from {day}"), {{"day", day(window.from)}});
}

Text to(const ExposureWindow& window)
{
    if (window.stillOpen) {
        return window.to.isValid()
                   ? say(MAILMEND_TEXT("patch-level", "until {day}, when what we looked at was taken"),
                         {{"day", day(window.to)}})
                   : say(MAILMEND_TEXT("patch-level", "until the day when what we looked at was taken"));
    }
    if (!window.to.isValid()) {
        return say(MAILMEND_TEXT("patch-level", "until a day that is not known"));
    }
    return window.toProven
               ? say(MAILMEND_TEXT("patch-level", "until {day}"), {{"day", day(window.to)}})
               : say(MAILMEND_TEXT("patch-level", "until {day} at the latest"), {{"day", day(window.to)}});
}

Text stood(const ExposureWindow& window)
{
    const QList<std::pair<QByteArray, Argument>> days{{"from", sentence(from(window))},
                                                      {"to", sentence(to(window))}};
    return window.certain
               ? say(MAILMEND_TEXT("patch-level", "This server stood open to it {from} {to}."), days)
               : say(MAILMEND_TEXT("patch-level",
                                   "This server may have stood open to it {from} {to}: nothing shows "
                                   "when it was closed."),
                     days);
}

QList<Text> sources(const ExposureWindow& window)
{
    QList<Text> list;
    if (!window.fromSource.isEmpty()) {
        list.append(say(MAILMEND_TEXT("patch-level", "The first day is from {source}."),
                        {{"source", sentence(window.fromSource)}}));
    }
    if (!window.toSource.isEmpty()) {
        list.append(say(MAILMEND_TEXT("patch-level", "The last day is from {source}."),
                        {{"source", sentence(window.toSource)}}));
    }
    return list;
}

Fact factOf(const QStringList& cves, const ExploitedCve& about, const QList<Text>& more,
            const std::optional<ExchangeBuild>& fixedIn)
{
    QList<Text> sentences{attacks(about)};
    if (about.ransomware) {
        sentences.append(say(MAILMEND_TEXT("patch-level", "Ransomware gangs use it.")));
    }
    sentences += more;
    if (fixedIn) {
        sentences.append(say(MAILMEND_TEXT("patch-level", "{build} or newer closes it."),
                             {{"build", words(label(*fixedIn))}}));
    }
    Fact fact;
    fact.text = about.nickname.isEmpty()
                    ? say(MAILMEND_TEXT("patch-level", "{cves}: {more}"),
                          {{"cves", names(cves)}, {"more", mailmend::sentences(sentences)}})
                    : say(MAILMEND_TEXT("patch-level", "{cves}, called {name}: {more}"),
                          {{"cves", names(cves)},
                           {"name", words(about.nickname)},
                           {"more", mailmend::sentences(sentences)}});
    return fact;
}

} // namespace

QList<ExposureWindow> windowsOf(const Known& known, bool openNow)
{
    QList<ExposureWindow> windows;
    std::copy_if(known.windows.begin(), known.windows.end(), std::back_inserter(windows),
                 [&](const ExposureWindow& window) { return isOpenNow(known, window) == openNow; });
    return windows;
}

QList<Fact> exposureFacts(const Known& known, const QList<ExposureWindow>& windows)
{
    QList<Fact> facts;
    for (const Group& group : groups(known, windows)) {
        facts.append(factOf(group.cves, *group.about,
                            QList<Text>{stood(group.window)} + sources(group.window), group.fixedIn));
    }
    return facts;
}

QDate firstDay(const QList<ExposureWindow>& windows)
{
    QDate first;
    for (const ExposureWindow& window : windows) {
        if (window.from.isValid() && (!first.isValid() || window.from < first)) {
            first = window.from;
        }
    }
    return first;
}

Fact openFact(const CveStanding& cve)
{
    return factOf({cve.cve.cve}, *cve.exploited, {}, cve.fixedIn);
}

} // namespace mailmend::patch_level
