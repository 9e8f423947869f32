// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/look_again_running.h"

#include "engine/look_again_reading.h"

#include <algorithm>

namespace mailmend {

bool isVouchedForNow(const Finding& known, const Evidence& evidence)
{
    if (!isOfWhatRuns(known) || !evidence.live) {
        return false;
    }
    const LiveList<LiveProgram>& programs = evidence.live->facts().programs;
    return programs.isRead() &&
           std::any_of(programs.rows.begin(), programs.rows.end(), [&known](const LiveProgram& program) {
               const auto path = WindowsPath::parse(program.path);
               return path && *path == known.subject.path && program.signature == Signature::Signed;
           });
}

std::optional<Rechecked> moduleIsThere(const CaseFinding& known, const Evidence& evidence)
{
    const QString& name = known.finding.subject.name;
    if (evidence.live) {
        const QList<LiveModule>& loaded = evidence.live->facts().modules.rows;
        if (std::any_of(loaded.begin(), loaded.end(), [&name](const LiveModule& module) {
                return module.path.compare(name, Qt::CaseInsensitive) == 0;
            })) {
            return std::nullopt;
        }
    }
    const std::optional<WindowsPath> path = WindowsPath::parse(name);
    if (!path || !evidence.files) {
        return disputed(
            known, say(MAILMEND_TEXT("recheck", "We did not see the web server use {page} just now. Whether "
                                                "the file is still there is not known."),
                       {{"page", place(name)}}));
    }
    if (const std::optional<Text> why = whyNotListed(evidence, *path)) {
        return disputed(known, *why);
    }
    if (evidence.files->find(*path).isEmpty()) {
        return std::nullopt;
    }
    return disputed(
        known, say(MAILMEND_TEXT(
                       "recheck",
                       "{page} is still there. We did not see the web server use it just now, but the next "
                       "request may load it. Take it out or ask its maker about it, then check again."),
                   {{"page", place(path->display())}}));
}

} // namespace mailmend
