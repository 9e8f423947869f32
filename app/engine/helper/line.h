// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"

#include <QByteArray>
#include <QString>

#include <chrono>
#include <functional>
#include <memory>

namespace mailmend {

/** What a helper is started for. */
enum class HelperVerb {
    Act, ///< to change something: serve.h
    Scan ///< to look at this computer, and nothing else: serve_scan.h
};

/** How long a helper may say nothing before it is ended. */
struct HelperPatience
{
    std::chrono::milliseconds greeting = std::chrono::seconds(30); ///< to start and to end
    std::chrono::milliseconds silence = std::chrono::minutes(3);   ///< a slow disk takes its time
};

/** Mailmend's end of the way to a helper that runs. One thread at a time; no call waits for ever. */
class HelperLine
{
public:
    virtual ~HelperLine() = default;

    /** False: nobody takes it any more, or not in time. */
    virtual bool write(QByteArrayView bytes, std::chrono::milliseconds patience) = 0;
    /** What has come; waits for a first byte. Empty: nothing in that time, or nothing any more. */
    virtual QByteArray read(std::chrono::milliseconds patience) = 0;
    /** Nothing comes any more. */
    virtual bool isOver() const = 0;
    /** Says that nothing more is asked for, so that it ends; where it does not in that time it is ended. */
    virtual void leave(std::chrono::milliseconds patience) = 0;
    /** Ends it at once, whatever it does. False: it still runs after that time. */
    virtual bool end(std::chrono::milliseconds patience) = 0;
    /** What it or the system said beside its frames, for the log. */
    virtual QString said() = 0;
};

/**
 * Asks the person for the rights of an administrator, and starts a helper that has them. It waits for as long
 * as the person does. Denied where they were refused: that is nothing unusual. Empty: nobody is to be asked.
 */
using StartElevated =
    std::function<Result<std::unique_ptr<HelperLine>>(HelperVerb verb, const HelperPatience& patience)>;

} // namespace mailmend
