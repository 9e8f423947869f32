// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/case_access.h"
#include "cli/output.h"

#include <QJsonArray>

namespace mailmend {

/** What preview, apply and undo are called with. */
struct FixCall
{
    Arguments arguments;
    PrintAs format = PrintAs::Text;
    OpenCase opened;
    QStringList steps;
    std::unique_ptr<Output> output;
};

/** Reads the call, opens the case and looks whether all steps are there, before anything is done. */
Result<FixCall> readFixCall(Console& console, std::initializer_list<Option> options);

void show(Output& output, const StepPreview& preview);
QJsonObject fixJson(const StepPreview& preview);

void show(Output& output, const FixOutcome& outcome);
QJsonObject fixJson(const QString& step, const FixOutcome& outcome);

/** {"schema": …, "steps": […]} */
QJsonObject fixesJson(const char* schema, const QJsonArray& steps);

/** An error where nobody said --yes and nobody is there to be asked. */
Done somebodyAgrees(const Console& console, const Arguments& arguments);

/**
 * Whether the person agrees: --yes, or the answer to a question that names the act. The safe choice is what
 * any other answer means.
 */
bool agrees(const Console& console, const Arguments& arguments, const Text& act, const Text& decline);

} // namespace mailmend
