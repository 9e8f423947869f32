// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "playbooks/command.h"

#include "base/escape.h"
#include "evidence/hidden_streams.h"

#include <algorithm>
#include <array>

namespace mailmend {
namespace {

constexpr std::array FindingPlaces{
    "path",    "folder", "page", "url", "holder", "stream", "copy", "quarantine", "quarantine_folder",
    "account", "sid"};
constexpr std::array TargetPlaces{"server", "build"};

PlaceValue known(const QString& text)
{
    return {text, text, {}};
}

/** A name that Win32 takes for something else: a device, or one whose last dots and spaces it drops. */
bool needsRawPrefix(const QString& component)
{
    static constexpr std::array Devices{"con", "prn", "aux", "nul", "conin$", "conout$"};
    const QString base = component.section(QLatin1Char('.'), 0, 0).trimmed().toLower();
    const bool device = std::any_of(Devices.begin(), Devices.end(),
                                    [&base](const char* name) { return base == QLatin1String(name); });
    const bool numbered =
        base.size() == 4 && (base.startsWith(QLatin1String("com")) || base.startsWith(QLatin1String("lpt")));
    return device || numbered || component.endsWith(QLatin1Char('.')) || component.endsWith(QLatin1Char(' '));
}

/** The path as a program on that computer has to name it, or none. */
std::optional<QString> exactPath(const WindowsPath& path)
{
    constexpr qsizetype longestPlain =
        247; // MAX_PATH less a short file name (Microsoft Learn, "Maximum Path Length")
    const std::optional<QString> text = path.utf16();
    if (!text || path.drive() == 0 || path.components().isEmpty()) {
        return std::nullopt;
    }
    bool raw = text->size() > longestPlain;
    for (const QString& component : text->mid(3).split(QLatin1Char('\\'))) {
        // A colon would name a stream of another file.
        if (component.contains(QLatin1Char(':'))) {
            return std::nullopt;
        }
        raw = raw || needsRawPrefix(component);
    }
    return raw ? QStringLiteral("\\\\?\\") + *text : text;
}

/** No command that takes files can name it, and whoever looks in its folder sees only what holds it. */
PlaceValue pathOfStream(const WindowsPath& path, const WindowsPath& holder)
{
    return {std::nullopt, path.display(),
            say(MAILMEND_TEXT("plan", "{path} hides beside {holder} in an alternate data stream: no folder "
                                      "window shows it, and this command can't name it. {holder} itself may "
                                      "be one of Exchange's own; don't move or delete it. Let a technician "
                                      "do this step who knows alternate data streams."),
                {{"path", place(path.display())}, {"holder", place(holder.display())}})};
}

/**
 * The name for -Stream. Remove-Item takes wildcards in it whatever parameter names the file (Microsoft Learn,
 * Remove-Item for FileSystem), and leaves out spaces around it (PowerShell's own source): then it would take
 * away something else. A name with one of them is in no command.
 */
PlaceValue streamValue(const WindowsPath& path, const WindowsPath& holder)
{
    const QByteArray raw = path.name().mid(holder.name().size() + 1);
    const std::optional<QString> name = WindowsPath(0, {raw}).utf16();
    static constexpr std::array Never{'*', '?', '[', ']', '`', ':'};
    const bool odd = std::any_of(Never.begin(), Never.end(), [&raw](char one) { return raw.contains(one); });
    const QString shown = displayBytes(raw);
    if (name && !name->isEmpty() && !odd && name->trimmed() == *name) {
        return {name, shown, {}};
    }
    return {std::nullopt, shown,
            say(MAILMEND_TEXT("plan", "What hides beside {holder} is called {stream}. No command that takes "
                                      "only that can be written with such a name. Let a technician do this "
                                      "who knows alternate data streams, and leave {holder} itself as it "
                                      "is."),
                {{"holder", place(holder.display())}, {"stream", place(shown)}})};
}

PlaceValue pathValue(const WindowsPath& path)
{
    if (const std::optional<WindowsPath> holder = holderOfStream(path)) {
        return pathOfStream(path, *holder);
    }
    PlaceValue value;
    value.exact = exactPath(path);
    value.shown = path.display();
    if (!value.exact) {
        value.cannotName =
            path.drive() == 0
                ? say(MAILMEND_TEXT(
                          "plan",
                          "It is not known on which drive {path} lies, so there is no command to copy. "
                          "Find the file on the server and do this step there by hand."),
                      {{"path", place(path.display())}})
                : say(MAILMEND_TEXT("plan",
                                    "The name of {path} can't be typed. Open the folder {folder} in File "
                                    "Explorer, pick the file by its size and date, and do this step there by "
                                    "hand."),
                      {{"path", place(path.display())}, {"folder", place(path.parent().display())}});
    }
    return value;
}

/** How a browser has to write a name: everything but plain letters and digits as %NN. */
QByteArray percentEncoded(const QByteArray& name)
{
    return name.toPercentEncoding();
}

/** Where Exchange and IIS deliver a file, from its folders' own names; none where they do not tell. */
std::optional<QString> urlOf(const WindowsPath& path)
{
    const QList<QByteArray>& parts = path.components();
    if (holderOfStream(path)) {
        return std::nullopt;
    }
    for (qsizetype i = 0; i + 1 < parts.size(); ++i) {
        const QByteArray folder = foldName(parts.at(i));
        const QByteArray above = i > 0 ? foldName(parts.at(i - 1)) : QByteArray();
        if ((folder == "httpproxy" && above == "frontend") || (folder == "wwwroot" && above == "inetpub")) {
            QByteArray url;
            for (const QByteArray& part : parts.mid(i + 1)) {
                url += '/' + percentEncoded(part);
            }
            return QString::fromLatin1(url);
        }
    }
    return std::nullopt;
}

PlaceValue urlValue(const WindowsPath& path)
{
    const std::optional<QString> url = urlOf(path);
    if (url) {
        return known(*url);
    }
    if (holderOfStream(path)) {
        return {std::nullopt, QStringLiteral("/…"),
                say(MAILMEND_TEXT("plan", "{path} hides in an alternate data stream and has no address. That "
                                          "the web server delivers nothing proves nothing. Check again with "
                                          "Mailmend: it says whether {path} is gone."),
                    {{"path", place(path.display())}})};
    }
    return {
        std::nullopt, QStringLiteral("/…/") + QString::fromLatin1(percentEncoded(path.name())),
        say(MAILMEND_TEXT(
                "plan", "Mailmend can't tell at which address {path} was delivered. IIS Manager shows which "
                        "application uses its folder; put that in front of the name."),
            {{"path", place(path.display())}})};
}

/** "S-1-5-21-…": digits and dashes only, so that nothing else can stand in a command in its place. */
bool isSid(const QString& text)
{
    constexpr qsizetype longest = 184; // 15 parts of ten digits
    const QLatin1String head("S-1-");
    return text.startsWith(head) && text.size() > head.size() && text.size() <= longest &&
           std::all_of(text.begin() + head.size(), text.end(), [](QChar letter) {
               return (letter >= QLatin1Char('0') && letter <= QLatin1Char('9')) ||
                      letter == QLatin1Char('-');
           });
}

void addAccount(Places& places, const Subject& subject)
{
    places.insert("account", known(subject.name));
    places.insert(
        "sid", isSid(subject.sid)
                   ? known(subject.sid)
                   : PlaceValue{std::nullopt, subject.sid,
                                say(MAILMEND_TEXT("plan", "The number (SID) of {account} is not known in "
                                                          "full, so there is no command to copy. Find the "
                                                          "account in lusrmgr.msc and do this step there."),
                                    {{"account", words(subject.name)}})});
}

/** Calls `each` for every {place} of a command with its position; other braces are PowerShell's own. */
template<typename Each>
void forEachPlace(const QString& command, Each each)
{
    for (qsizetype at = command.indexOf(QLatin1Char('{')); at >= 0;
         at = command.indexOf(QLatin1Char('{'), at + 1)) {
        const qsizetype end = command.indexOf(QLatin1Char('}'), at);
        const QByteArray name = end < 0 ? QByteArray() : command.mid(at + 1, end - at - 1).toLatin1();
        if (!name.isEmpty() && placeNames().contains(name)) {
            each(at, end, name);
        }
    }
}

} // namespace

QList<QByteArray> placeNames()
{
    static const QList<QByteArray> names = [] {
        QList<QByteArray> all(FindingPlaces.begin(), FindingPlaces.end());
        all.append(QList<QByteArray>(TargetPlaces.begin(), TargetPlaces.end()));
        return all;
    }();
    return names;
}

bool namesOneFinding(const Instruction& instruction)
{
    return std::any_of(FindingPlaces.begin(), FindingPlaces.end(), [&instruction](const char* name) {
        const QByteArray spelled = QByteArrayLiteral("{") + name + '}';
        return instruction.text.source.contains(spelled) ||
               instruction.command.contains(QLatin1String(spelled));
    });
}

Places placesOf(const TargetInfo& target)
{
    Places places;
    const auto add = [&places](const QByteArray& name, const QString& value, const Text& missing) {
        places.insert(name, value.isEmpty() ? PlaceValue{std::nullopt, QStringLiteral("?"), missing}
                                            : known(value));
    };
    QString build;
    for (const HostFact& fact : target.facts) {
        if (fact.key == QLatin1String("exchange-build")) {
            build = fact.value;
        }
    }
    add("server", target.host,
        say(MAILMEND_TEXT("plan", "The server's name is not known. Put it into the command yourself.")));
    add("build", build, say(MAILMEND_TEXT("plan", "The server's Exchange build is not known.")));
    return places;
}

Places placesOf(const Finding& finding, const QList<TargetInfo>& targets)
{
    const auto target = std::find_if(targets.begin(), targets.end(),
                                     [&finding](const TargetInfo& one) { return one.id == finding.target; });
    Places places = placesOf(target == targets.end() ? TargetInfo{} : *target);
    if (finding.subject.kind == SubjectKind::Account) {
        addAccount(places, finding.subject);
    }
    const WindowsPath& path = finding.subject.path;
    if (path.isEmpty()) {
        return places;
    }
    places.insert("path", pathValue(path));
    places.insert("folder", pathValue(path.parent()));
    places.insert("page", known(displayBytes(path.name())));
    places.insert("url", urlValue(path));
    if (const std::optional<WindowsPath> holder = holderOfStream(path)) {
        places.insert("holder",
                      {exactPath(*holder), holder->display(), pathOfStream(path, *holder).cannotName});
        places.insert("stream", streamValue(path, *holder));
    }
    if (path.drive() != 0) {
        // The finding's id and nothing of the page's own name: nothing hostile, and no two alike.
        const QString folder = QLatin1Char(path.drive()) + QStringLiteral(":\\MailmendQuarantine");
        places.insert("quarantine_folder", known(folder));
        places.insert("copy", known(QStringLiteral("E:\\Evidence\\") + finding.id + QStringLiteral(".copy")));
        places.insert("quarantine",
                      known(folder + QLatin1Char('\\') + finding.id + QStringLiteral(".quarantine")));
    } else {
        const PlaceValue nowhere = pathValue(path);
        for (const char* name : {"quarantine_folder", "copy", "quarantine"}) {
            places.insert(name, {std::nullopt, QStringLiteral("MailmendQuarantine"), nowhere.cannotName});
        }
    }
    return places;
}

Text fill(Text sentence, const Places& places)
{
    for (qsizetype at = sentence.source.indexOf('{'); at >= 0; at = sentence.source.indexOf('{', at + 1)) {
        const qsizetype end = sentence.source.indexOf('}', at);
        if (end < 0) {
            break;
        }
        const QByteArray name = sentence.source.mid(at + 1, end - at - 1);
        const auto value = places.constFind(name);
        if (value != places.constEnd() && !sentence.argument(name)) {
            sentence.arguments.append({name, place(value->shown)});
        }
    }
    return sentence;
}

ReadyCommand fill(const Instruction& instruction, const Places& places)
{
    ReadyCommand ready;
    ready.text = fill(instruction.text, places);
    ready.shell = instruction.shell;
    if (instruction.text.source.contains("{url}") && places.contains("url")) {
        ready.cannotName = places.value("url").cannotName;
    }
    QString command;
    qsizetype done = 0;
    bool nameable = true;
    forEachPlace(instruction.command, [&](qsizetype at, qsizetype end, const QByteArray& name) {
        const PlaceValue value = places.value(name);
        if (!value.exact) {
            nameable = false;
            ready.cannotName =
                !value.cannotName.isEmpty()
                    ? value.cannotName
                    : say(MAILMEND_TEXT("plan", "Mailmend does not know enough to write this command. Do "
                                                "the step by hand."));
            return;
        }
        command += instruction.command.mid(done, at - done) + quoteForPowerShell(*value.exact);
        done = end + 1;
    });
    command += instruction.command.mid(done);
    if (nameable && !command.contains(QLatin1Char('\n')) && !command.contains(QLatin1Char('\r'))) {
        ready.command = command;
    }
    return ready;
}

} // namespace mailmend
