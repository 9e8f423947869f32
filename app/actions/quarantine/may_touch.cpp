// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "actions/quarantine/refusals.h"
#include "actions/quarantine/subject.h"
#include "actions/quarantine/work.h"

namespace mailmend::quarantine {
namespace {

Error otherServer(const Memory& memory, const Text& why, bool isThisComputer)
{
    if (isThisComputer) {
        return {ErrorKind::Conflict,
                say(MAILMEND_TEXT("quarantine-file",
                                  "This is not for certain the computer on which the change was made. {why} "
                                  "Nothing was changed."),
                    {{"why", sentence(why)}}),
                say(MAILMEND_TEXT("quarantine-file", "Open this case in the Mailmend of {server}."),
                    {{"server", words(memory.machine.name)}}),
                {},
                {}};
    }
    return {
        ErrorKind::Conflict,
        say(MAILMEND_TEXT("quarantine-file",
                          "This is not for certain the disk on which the change was made. {why} Nothing was "
                          "changed."),
            {{"why", sentence(why)}}),
        memory.machine.name.isEmpty()
            ? say(MAILMEND_TEXT("quarantine-file", "Connect the disk on which it was made there."))
            : say(MAILMEND_TEXT("quarantine-file", "Connect the disk of {server} there."),
                  {{"server", words(memory.machine.name)}}),
        {},
        {}};
}

Error anotherFile(const Memory& memory)
{
    return {ErrorKind::Damaged,
            say(MAILMEND_TEXT("quarantine-file",
                              "The journal is about {path}, but not about the content that was agreed to, so "
                              "we don't act on it."),
                {{"path", place(memory.real.display())}}),
            say(MAILMEND_TEXT("quarantine-file",
                              "Keep the case's folder as it is, and ask a responder before you go on.")),
            {},
            {}};
}

} // namespace

Done mayTouch(const Journal& journal, const Memory& memory, ActionRun& run)
{
    Text why;
    if (sameMachine(run.machine.identity, memory.machine, &why) != SameMachine::Yes) {
        return otherServer(memory, why, run.machine.isThisComputer);
    }
    const ParameterValue asked = journal.record().parameters.value(QLatin1StringView(kSha256));
    const auto* sha256 = std::get_if<Sha256Value>(&asked);
    if (sha256 == nullptr || sha256->bytes != memory.sha256) {
        return anotherFile(memory);
    }
    if (const auto replaced = whyReplacedInstead(memory.real, run.machine.exchange, run.knowledge.files)) {
        return *replaced;
    }
    return done();
}

} // namespace mailmend::quarantine
