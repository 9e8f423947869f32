// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "actions/quarantine/compiled_copies.h"

#include "actions/machine_files.h"
#include "actions/quarantine/compiled_page.h"
#include "actions/quarantine/served.h"

#include <algorithm>
#include <array>

namespace mailmend::quarantine {
namespace {

constexpr int deepestCopy = 3; ///< APPLICATION\HASH\HASH below Temporary ASP.NET Files
constexpr qsizetype mostFolders = 2000;
constexpr qint64 longestNote = 256 * 1024;

/**
 * Pages that ASP.NET compiles when they are asked for: of Microsoft's list "ASP.NET Web Project File Types"
 * (learn.microsoft.com/previous-versions/2wawkw1c(v=vs.140)) those with code of their own, and what
 * .NET 4's root web.config adds under <buildProviders> (.soap, .svc, .xamlx, .xoml).
 */
constexpr std::array<const char*, 12> compiledExtensions{".asax", ".ascx",   ".ashx",   ".asmx",
                                                         ".aspx", ".cshtml", ".master", ".soap",
                                                         ".svc",  ".vbhtml", ".xamlx",  ".xoml"};

class CopySearch
{
public:
    CopySearch(const QList<WindowsPath>& pathsOfThePage, ActionRun& run)
        : m_run(run), m_name(foldName(pathsOfThePage.first().name()))
    {
        for (const WindowsPath& path : pathsOfThePage) {
            m_addresses += addressesOf(path, run.machine.served);
        }
    }

    Result<CompiledCopies> in(const QList<WindowsPath>& roots)
    {
        for (const WindowsPath& root : roots) {
            const auto found = m_run.machine.files->find(root);
            if (!found) {
                m_missed = m_missed || found.error().kind != ErrorKind::NotFound;
                continue;
            }
            for (const FoundName& folder : *found) {
                if (folder.kind == NameKind::Folder) {
                    look(folder.real, 0);
                }
            }
        }
        if (m_stopped) {
            return Error{
                ErrorKind::Cancelled, say(MAILMEND_TEXT("quarantine-file", "It was stopped.")), {}, {}, {}};
        }
        m_out.looked = m_folders == 0 ? CopiesLooked::Nowhere
                       : m_missed     ? CopiesLooked::InPart
                                      : CopiesLooked::InFull;
        return m_out;
    }

private:
    void look(const WindowsPath& real, int depth)
    {
        const Text doing = say(MAILMEND_TEXT("quarantine-file", "Looking for translated copies of the page"));
        m_stopped = m_stopped || !m_run.mayGoOn({doing, 0, 0});
        if (m_stopped) {
            return;
        }
        if (m_folders >= mostFolders) {
            m_missed = true;
            return;
        }
        const auto folder = m_run.machine.files->folder(real);
        const auto names = folder ? (*folder)->names() : Result<QList<QByteArray>>(folder.error());
        if (!names) {
            m_missed = true;
            return;
        }
        ++m_folders;
        for (const QByteArray& name : *names) {
            const QByteArray folded = foldName(name);
            if (folded.endsWith(".compiled")) {
                if (folded.startsWith(m_name + '.')) {
                    readNote(**folder, real, name, *names);
                }
            } else if (depth < deepestCopy && folded != "assembly") {
                const auto kind = (*folder)->kind(name);
                if (kind && *kind == NameKind::Folder) {
                    look(real.child(name), depth + 1);
                }
            }
        }
    }

    void readNote(const MachineFolder& folder, const WindowsPath& real, const QByteArray& name,
                  const QList<QByteArray>& beside)
    {
        const auto file = folder.open(name);
        const auto record = file ? (*file)->record() : Result<FileRecord>(file.error());
        if (!record || record->size > longestNote) {
            m_missed = true;
            return;
        }
        QByteArray content(record->size, '\0');
        const auto got = (*file)->read(0, std::span(content.data(), static_cast<size_t>(content.size())));
        const auto note = got ? readCompiledPage(content.left(*got)) : std::nullopt;
        if (!note) {
            m_missed = true;
            return;
        }
        if (!isOfThePage(note->page)) {
            return;
        }
        CompiledCopy copy{
            real.child(name), {}, QDateTime::fromSecsSinceEpoch(record->modified.seconds, Qt::UTC)};
        const QByteArray program = foldName(note->assembly.toUtf8() + ".dll");
        for (const QByteArray& other : beside) {
            if (foldName(other) == program) {
                copy.program = real.child(other);
            }
        }
        m_out.found.append(copy);
    }

    /** By its address; where the web server's configuration isn't known, by its name alone. */
    bool isOfThePage(const QString& address) const
    {
        const QString folded = address.toCaseFolded();
        return m_addresses.isEmpty() ? foldName(folded.section(u'/', -1).toUtf8()) == m_name
                                     : m_addresses.contains(folded);
    }

    ActionRun& m_run;
    QByteArray m_name;
    QStringList m_addresses;
    qsizetype m_folders = 0; ///< that were looked through
    bool m_missed = false;   ///< something could not be looked at
    bool m_stopped = false;
    CompiledCopies m_out;
};

} // namespace

Result<CompiledCopies> compiledCopiesOf(const QList<WindowsPath>& pathsOfThePage, ActionRun& run)
{
    const QByteArray extension = pathsOfThePage.first().extension();
    if (std::none_of(compiledExtensions.begin(), compiledExtensions.end(),
                     [&extension](const char* one) { return extension == one; })) {
        return CompiledCopies{};
    }
    QList<WindowsPath> roots;
    if (!run.machine.windows.isEmpty()) {
        for (const char* framework : {"Framework", "Framework64"}) {
            for (const char* version : {"v2.0.50727", "v4.0.30319"}) {
                roots.append(run.machine.windows.child("Microsoft.NET")
                                 .child(framework)
                                 .child(version)
                                 .child("Temporary ASP.NET Files"));
            }
        }
    }
    return CopySearch(pathsOfThePage, run).in(roots);
}

} // namespace mailmend::quarantine
