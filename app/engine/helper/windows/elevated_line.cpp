// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/helper/windows/elevated_line.h"

#include "engine/helper/windows/pipe_calls.h"
#include "engine/helper/windows/pipe_name.h"

#include <QDeadlineTimer>

#include <array>

#include <objbase.h>
#include <shellapi.h>

namespace mailmend::windows {
namespace {

Error rightsRefused(DWORD code, HelperVerb verb)
{
    return {ErrorKind::Denied,
            say(MAILMEND_TEXT("helper", "Mailmend was not given the rights of an administrator. Nothing was "
                                        "changed.")),
            verb == HelperVerb::Act
                ? say(MAILMEND_TEXT("helper",
                                    "For this step they are needed. Ask again and allow it when Windows "
                                    "asks, or do this step by hand."))
                : say(MAILMEND_TEXT("helper",
                                    "What ordinary rights can't see stays unknown. Ask again and allow it "
                                    "when Windows asks, or let an administrator of this computer do it.")),
            codeInWords(code),
            {}};
}

Error notStarted(DWORD code, HelperVerb verb)
{
    return {
        ErrorKind::Fault,
        say(MAILMEND_TEXT("helper", "Windows could not start Mailmend's helper with the rights of an "
                                    "administrator. Nothing was changed.")),
        verb == HelperVerb::Act
            ? say(MAILMEND_TEXT("helper", "Start this computer anew if that can be done, then try "
                                          "again. Or do this step by hand."))
            : say(MAILMEND_TEXT("helper", "Start this computer anew if that can be done, then try again.")),
        codeInWords(code),
        {}};
}

Error notOurHelper(const char* detail)
{
    return {
        ErrorKind::Denied,
        say(MAILMEND_TEXT("helper", "Something else than Mailmend's helper answered, so Mailmend stopped. "
                                    "Nothing was changed.")),
        say(MAILMEND_TEXT("helper", "Another program on this computer may be trying to get in between. Keep "
                                    "the computer as it is, and tell the person who looks after it.")),
        QString::fromLatin1(detail),
        {}};
}

Error noAnswer(const char* detail)
{
    return {ErrorKind::Fault,
            say(MAILMEND_TEXT("helper", "Mailmend's helper did not answer in time. Nothing was changed.")),
            say(MAILMEND_TEXT("helper", "Try again. If it happens again, install Mailmend again.")),
            QString::fromLatin1(detail),
            {}};
}

Error endedAtOnce(const char* detail)
{
    return {
        ErrorKind::Fault,
        say(MAILMEND_TEXT("helper", "Mailmend's helper ended before it did anything. Nothing was changed.")),
        say(MAILMEND_TEXT("helper", "Try again. If it happens again, see whether an anti-virus program "
                                    "stops it, or install Mailmend again.")),
        QString::fromLatin1(detail),
        {}};
}

bool isRefusal(DWORD why)
{
    return why == ERROR_CANCELLED || why == ERROR_ACCESS_DENIED || why == ERROR_ACCESS_DISABLED_BY_POLICY ||
           why == code::ElevationRequired;
}

/** A pipe with a connection to one process, which was looked at. */
class ElevatedLine : public HelperLine
{
public:
    ElevatedLine(Owned pipe, Owned process) : m_pipe(std::move(pipe)), m_process(std::move(process)) {}

    bool write(QByteArrayView bytes, std::chrono::milliseconds patience) override
    {
        QDeadlineTimer until(patience);
        while (!bytes.isEmpty()) {
            DWORD wrote = 0;
            if (writePipe(m_pipe.get(), bytes, std::chrono::milliseconds(until.remainingTime()), &wrote) !=
                PipeCall::Done) {
                return false;
            }
            bytes = bytes.sliced(qsizetype(wrote));
        }
        return true;
    }

    QByteArray read(std::chrono::milliseconds patience) override
    {
        std::array<char, 65'536> room;
        DWORD got = 0;
        const PipeCall call = readPipe(m_pipe.get(), room, patience, &got);
        m_isOver = m_isOver || call == PipeCall::Closed || call == PipeCall::Failed;
        return call == PipeCall::Done ? QByteArray(room.data(), qsizetype(got)) : QByteArray();
    }

    bool isOver() const override { return m_isOver; }

    void leave(std::chrono::milliseconds patience) override
    {
        close();
        if (!hasEnded(patience)) {
            end(patience);
        }
    }

    /** Windows may not let us end what has more rights; without its pipe it puts back what it began and ends.
     */
    bool end(std::chrono::milliseconds patience) override
    {
        TerminateProcess(m_process.get(), 1);
        close();
        return hasEnded(patience);
    }

    QString said() override { return {}; }

private:
    void close()
    {
        m_pipe = Owned();
        m_isOver = true;
    }
    bool hasEnded(std::chrono::milliseconds patience) const
    {
        return WaitForSingleObject(m_process.get(), static_cast<DWORD>(patience.count())) == WAIT_OBJECT_0;
    }

    Owned m_pipe;
    Owned m_process; ///< held, so that its number is nobody else's
    bool m_isOver = false;
};

bool isOver(HANDLE process)
{
    return WaitForSingleObject(process, 0) == WAIT_OBJECT_0;
}

/**
 * The one that connects is the process that was started, and that is our program.
 * @param image what it ran when it was started; of one that has ended Windows tells nothing any more
 */
Done mustBeOurHelper(HANDLE pipe, HANDLE process, std::wstring image, const std::wstring& program)
{
    ULONG connected = 0;
    const bool told = GetNamedPipeClientProcessId(pipe, &connected) != 0;
    if (told && connected != GetProcessId(process)) {
        return notOurHelper("another process has connected");
    }
    image = image.empty() ? imageOf(process) : image;
    if (!told || image.empty()) {
        return isOver(process) ? endedAtOnce("it ended before we saw what it is")
                               : notOurHelper("Windows does not tell what it is");
    }
    return isSameFile(image, program) ? done() : Done(notOurHelper("it runs another program"));
}

/** Waits until somebody connects, or the process that should has ended. */
Done waitForConnection(HANDLE pipe, HANDLE process, HelperVerb verb, std::chrono::milliseconds patience)
{
    const Owned event = newEvent();
    OVERLAPPED call = {};
    call.hEvent = event.get();
    if (!event) {
        return notStarted(GetLastError(), verb);
    }
    if (ConnectNamedPipe(pipe, &call) != 0) {
        return done();
    }
    const DWORD code = GetLastError();
    if (code == ERROR_PIPE_CONNECTED || code == ERROR_NO_DATA) { // the second: and has closed again
        return done();
    }
    if (code != ERROR_IO_PENDING) {
        return notStarted(code, verb);
    }
    const std::array<HANDLE, 2> waited{event.get(), process};
    const DWORD which = WaitForMultipleObjects(2, waited.data(), FALSE, static_cast<DWORD>(patience.count()));
    if (which != WAIT_OBJECT_0) {
        CancelIoEx(pipe, &call);
    }
    DWORD none = 0;
    if (GetOverlappedResult(pipe, &call, &none, TRUE) != 0) {
        return done();
    }
    return which == WAIT_OBJECT_0 + 1 ? endedAtOnce("it did not connect") : noAnswer("it did not connect");
}

} // namespace

StartedWithRights askWindows(const std::wstring& program, const std::wstring& arguments)
{
    // Parts of the shell need COM on the thread that asks.
    const HRESULT com = CoInitializeEx(nullptr, COINIT_APARTMENTTHREADED | COINIT_DISABLE_OLE1DDE);
    const std::wstring folder = program.substr(0, program.rfind(L'\\') + 1);
    SHELLEXECUTEINFOW call = {};
    call.cbSize = sizeof call;
    call.fMask = SEE_MASK_NOCLOSEPROCESS | SEE_MASK_NOASYNC | SEE_MASK_FLAG_NO_UI;
    DWORD inFront = 0;
    GetWindowThreadProcessId(GetForegroundWindow(), &inFront);
    call.hwnd =
        inFront == GetCurrentProcessId() ? GetForegroundWindow() : nullptr; // the prompt comes to the front
    call.lpVerb = L"runas";
    call.lpFile = program.c_str();
    call.lpParameters = arguments.c_str();
    call.lpDirectory = folder.c_str();
    call.nShow = SW_HIDE;
    const bool started = ShellExecuteExW(&call) != 0 && call.hProcess != nullptr;
    const DWORD code = started ? ERROR_SUCCESS : GetLastError();
    if (SUCCEEDED(com)) {
        CoUninitialize();
    }
    return {started ? Owned(call.hProcess) : Owned(), code};
}

Result<std::unique_ptr<HelperLine>> startElevatedLine(const ElevatedStart& start,
                                                      const HelperPatience& patience)
{
    if (const Done may = start.mayBe(start.program, start.keeper); !may) {
        return may.error();
    }
    const QString name = newPipeName();
    Owned pipe = makePipe(name);
    if (!pipe) {
        return notStarted(GetLastError(), start.verb);
    }
    const std::wstring verb = start.verb == HelperVerb::Act ? L"act" : L"scan";
    StartedWithRights started =
        start.ask(start.program, L"helper " + verb + L" --pipe " + name.toStdWString());
    if (!started.process) {
        return isRefusal(started.code) ? rightsRefused(started.code, start.verb)
                                       : notStarted(started.code, start.verb);
    }
    std::wstring image = imageOf(started.process.get());
    Done ready = waitForConnection(pipe.get(), started.process.get(), start.verb, patience.greeting);
    ready =
        ready ? mustBeOurHelper(pipe.get(), started.process.get(), std::move(image), start.program) : ready;
    if (!ready) {
        return ready.error();
    }
    return std::unique_ptr<HelperLine>(
        std::make_unique<ElevatedLine>(std::move(pipe), std::move(started.process)));
}

} // namespace mailmend::windows
