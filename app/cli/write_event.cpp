// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "cli/write_event.h"

#include "cli/output.h"

namespace mailmend {

int writeEvent(Console& console, const Result<Arguments>& arguments, const MakeEvent& make, TextSource said)
{
    if (!arguments) {
        return fail(console, arguments.error());
    }
    const auto by = whoIsIt(*arguments);
    if (!by) {
        return fail(console, by.error());
    }
    auto opened = openCase(console, arguments->word(0));
    if (!opened) {
        return fail(console, opened.error());
    }
    const auto event = make(opened->view, *arguments, *by);
    if (!event) {
        return fail(console, event.error());
    }
    if (const auto written = appendTo(*opened, console, {*event}); !written) {
        return fail(console, written.error());
    }
    auto output = Output::open(console, {});
    if (!output) {
        return fail(console, output.error());
    }
    (*output)->line(say(said));
    const auto printed = (*output)->finish();
    return printed ? exit_status::Nothing : fail(console, printed.error());
}

} // namespace mailmend
