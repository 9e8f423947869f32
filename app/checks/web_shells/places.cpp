// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "checks/web_shells/places.h"

namespace mailmend::web_shells {
namespace {

Interest folder(PathClass pathClass, const WindowsPath& path, Text why, const QString& servedBy = {})
{
    Interest interest;
    interest.pathClass = pathClass;
    interest.folder = path;
    interest.whyHere = std::move(why);
    interest.servedBy = servedBy;
    interest.takesOlderCopies = true;
    return interest;
}

void addConfiguredFolders(const Evidence& evidence, std::vector<Interest>& to)
{
    if (!evidence.iis) {
        return;
    }
    for (const VirtualDirectory& directory : evidence.iis->virtualDirectories) {
        if (!directory.physicalPath.isEmpty()) {
            to.push_back(
                folder(PathClass::WebRoot, directory.physicalPath,
                       say(MAILMEND_TEXT("web-shells", "The web server's configuration names it for the site "
                                                       "{site}, path {path}."),
                           {{"site", words(directory.site)},
                            {"path", place(directory.application + directory.path)}}),
                       directory.applicationPool));
        }
    }
}

void addExchangeFolders(const Evidence& evidence, std::vector<Interest>& to)
{
    if (!evidence.exchange) {
        return;
    }
    for (const QStringView below : {u"FrontEnd\\HttpProxy", u"ClientAccess"}) {
        to.push_back(folder(
            PathClass::WebRoot, evidence.exchange->folder.joined(below),
            say(MAILMEND_TEXT("web-shells", "It belongs to the web pages of Exchange, which the registry "
                                            "says is installed in {folder}."),
                {{"folder", place(evidence.exchange->folder.display())}})));
    }
}

void addDropFolders(const Evidence& evidence, std::vector<Interest>& to)
{
    const WindowsFolders& known = evidence.folders;
    const Text why = say(MAILMEND_TEXT("web-shells", "Intruders are known to leave files in this folder."));
    const auto add = [&](const WindowsPath& base, QStringView below) {
        if (!base.isEmpty()) {
            to.push_back(folder(PathClass::DropFolder, base.joined(below), why));
        }
    };
    for (const QStringView framework : {u"Framework", u"Framework64"}) {
        for (const QStringView version : {u"v2.0.50727", u"v4.0.30319"}) {
            add(known.windows.joined(u"Microsoft.NET").joined(framework).joined(version),
                u"Temporary ASP.NET Files");
        }
    }
    add(known.windows, u"Temp");
    add(known.programData, u"");
    add(known.users, u"All Users");
    add(known.users, u"Public");
    add(known.systemDrive, u"PerfLogs");
    add(known.systemDrive, u"root");
    for (const QStringView version : {u"14", u"15", u"16"}) {
        add(known.systemDrive.joined(u"Program Files\\Common Files\\Microsoft Shared\\Web Server Extensions")
                .joined(version),
            u"TEMPLATE\\LAYOUTS");
    }
}

} // namespace

std::vector<Interest> places(const Evidence& evidence)
{
    std::vector<Interest> list;
    if (evidence.looseFiles) {
        list.push_back(folder(PathClass::LooseFile, {}, {}));
        return list;
    }
    addDropFolders(evidence, list);
    if (!evidence.folders.systemDrive.isEmpty()) {
        list.push_back(
            folder(PathClass::WebRoot, evidence.folders.systemDrive.joined(u"inetpub\\wwwroot"),
                   say(MAILMEND_TEXT("web-shells", "It is the web folder that Windows sets up."))));
    }
    addExchangeFolders(evidence, list);
    addConfiguredFolders(evidence, list);
    return list;
}

QList<Unread> findUnknownPlaces(const Evidence& evidence)
{
    QList<Unread> unknown;
    if (evidence.looseFiles) {
        return unknown;
    }
    if (!evidence.iis || evidence.iis.state != ReadState::Read) {
        unknown.append({QStringLiteral("iis-configuration"), evidence.iis.state,
                        say(MAILMEND_TEXT("web-shells",
                                          "Without the web server's whole configuration we don't know every "
                                          "folder that it serves. {reason}"),
                            {{"reason", sentence(evidence.iis.reason)}})});
    }
    if (!evidence.exchange && evidence.registry.state != ReadState::Read) {
        unknown.append(
            {QStringLiteral("registry-software"), evidence.exchange.state,
             say(MAILMEND_TEXT("web-shells", "We don't know where Exchange is installed. {reason}"),
                 {{"reason", sentence(evidence.exchange.reason)}})});
    }
    if (!evidence.iis) {
        return unknown;
    }
    for (const VirtualDirectory& directory : evidence.iis->virtualDirectories) {
        if (directory.physicalPath.isEmpty()) {
            unknown.append(
                {QStringLiteral("web-roots"), ReadState::NotCollected,
                 say(MAILMEND_TEXT("web-shells", "The web server also serves {folder}, which could not be "
                                                 "looked at. {reason}"),
                     {{"folder", place(directory.physicalPathText)},
                      {"reason", sentence(directory.whyNoPath)}})});
        }
    }
    return unknown;
}

bool isRunByServer(const QByteArray& extension)
{
    static const QSet<QByteArray> run{".aspx",   ".ashx",   ".asmx",   ".ascx", ".asax",  ".asp",
                                      ".asa",    ".cer",    ".cdx",    ".svc",  ".soap",  ".rem",
                                      ".cshtml", ".vbhtml", ".master", ".php",  ".jsp",   ".jspx",
                                      ".cfm",    ".shtml",  ".shtm",   ".stm",  ".config"};
    return run.contains(extension);
}

} // namespace mailmend::web_shells
