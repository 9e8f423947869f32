// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/helper/windows/elevated_service.h"

#include "base/own_libraries.h"
#include "engine/helper/elevation.h"
#include "engine/helper/frames.h"
#include "engine/helper/serve_scan.h"
#include "engine/helper/windows/elevated_line.h"
#include "engine/helper/windows/pipe_calls.h"
#include "engine/helper/windows/pipe_name.h"

#include <QDir>

#include <fcntl.h>
#include <io.h>
#include <shlobj.h>

namespace mailmend {
namespace windows {
namespace {

Error hasNoRights()
{
    return {ErrorKind::Denied,
            say(MAILMEND_TEXT("helper", "Windows started Mailmend's helper without the rights of an "
                                        "administrator. Nothing was changed.")),
            say(MAILMEND_TEXT("helper", "Sign in as an administrator, then open this case again.")),
            {},
            {}};
}

Done mayServe(const ElevatedService& service)
{
    return service.hasRights() ? service.mayBe(imageOf(GetCurrentProcess()), service.mayChangeIt)
                               : Done(hasNoRights());
}

Served refuseOn(int pipe, const Error& why)
{
    refuseToServe(pipe, why);
    return Served::Refused;
}

/** One that looks keeps nothing: no place is made for it. */
Served serveOn(int pipe, const ElevatedService& service, const Knowledge& knowledge, const Clock& clock)
{
    if (const Done may = mayServe(service); !may) {
        return refuseOn(pipe, may.error());
    }
    if (service.verb == HelperVerb::Scan) {
        return serveScan(pipe, pipe, lookWithRights(knowledge, clock), service.patience);
    }
    const auto kept = protectedPlace(service.above, service.keeper);
    return kept ? serveActions(pipe, pipe, knowledge, clock, {kept->sealFolder, kept->folder, service.keeper},
                               service.patience)
                : refuseOn(pipe, kept.error());
}

} // namespace

ElevatedService serviceIn(const QString& above, disk::Keeper mayChangeIt)
{
    return {{QStringLiteral("mailmend.exe"), QStringLiteral("mailmend-cli.exe")}, above, mayChangeIt};
}

Result<ElevatedService> ownService()
{
    PWSTR path = nullptr;
    // Not from the environment: that is the person's, who may have fewer rights.
    const HRESULT told = SHGetKnownFolderPath(FOLDERID_ProgramData, KF_FLAG_DEFAULT, nullptr, &path);
    const QString above =
        SUCCEEDED(told) ? QDir::fromNativeSeparators(QString::fromWCharArray(path)) : QString();
    CoTaskMemFree(path);
    if (above.isEmpty()) {
        return notUnderstood(ErrorKind::Fault, QStringLiteral("no folder for what programs keep"));
    }
    return serviceIn(above, keeperOfRights());
}

Result<Served> serveElevatedAs(const ElevatedService& service, const QString& pipeName,
                               const Knowledge& knowledge, const Clock& clock)
{
    auto joined = joinPipe(pipeName, service.callers);
    if (!joined) {
        return joined.error();
    }
    const int pipe = _open_osfhandle(reinterpret_cast<intptr_t>(joined->pipe.release()), _O_BINARY);
    if (pipe < 0) {
        return notUnderstood(ErrorKind::Fault, QStringLiteral("no room for the pipe"));
    }
    const Served served = serveOn(pipe, service, knowledge, clock);
    _close(pipe);
    return served;
}

} // namespace windows

bool rightsCanBeAskedFor()
{
    return true;
}

bool rightsAreOurs()
{
    return isElevated();
}

StartElevated elevationOf(const QString& program)
{
    return
        [start = windows::ElevatedStart{QDir::toNativeSeparators(program).toStdWString(), keeperOfRights()}](
            HelperVerb verb, const HelperPatience& patience) {
            windows::ElevatedStart asked = start;
            asked.verb = verb;
            return windows::startElevatedLine(asked, patience);
        };
}

Result<Served> serveElevated(HelperVerb verb, const QString& pipeName, const Knowledge& knowledge,
                             const Clock& clock)
{
    forgetForeignPlaces();
    auto service = windows::ownService();
    if (service) {
        service->verb = verb;
    }
    return service ? windows::serveElevatedAs(*service, pipeName, knowledge, clock)
                   : Result<Served>(service.error());
}

} // namespace mailmend
