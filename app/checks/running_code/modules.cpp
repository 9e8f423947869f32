// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "checks/running_code/modules.h"

#include <QMap>

namespace mailmend::running_code {
namespace {

/** One file with all the workers that have it. */
struct Loaded
{
    const LiveModule* module = nullptr;
    QStringList pools;
    QStringList processes;
};

bool isVouchedFor(Signature signature)
{
    return signature == Signature::Signed || signature == Signature::NotAsked;
}

Text signatureText(Signature signature)
{
    switch (signature) {
    case Signature::Signed:
        return say(MAILMEND_TEXT("running-code", "It is signed, and this Windows trusts who signed it."));
    case Signature::Unsigned:
        return say(MAILMEND_TEXT("running-code", "Nobody signed it, and no list of Windows names it."));
    case Signature::Broken:
        return say(MAILMEND_TEXT("running-code",
                                 "It has a signature that is not of this file, or of somebody "
                                 "whom this Windows does not trust."));
    case Signature::Expired:
        return say(MAILMEND_TEXT("running-code", "It has a signature of its own, which has run out. Nothing "
                                                 "proves that it was signed before that day."));
    case Signature::NotAsked:
        break;
    }
    return say(MAILMEND_TEXT("running-code", "Whether it is signed could not be found out."));
}

Finding fileFinding(const QString& path, Signature signature, SubjectKind kind, const Evidence& evidence)
{
    Finding finding;
    finding.check = QLatin1String(kId);
    finding.target = evidence.target.id;
    finding.subject = serverSubject(evidence, kind, path);
    finding.id = findingId(finding.check, finding.subject);
    finding.verdict = Verdict::LookAtThis;
    finding.severity = Severity::Medium;
    finding.state = signature == Signature::Signed     ? QStringLiteral("signed")
                    : signature == Signature::Unsigned ? QStringLiteral("unsigned")
                    : signature == Signature::Broken   ? QStringLiteral("broken")
                    : signature == Signature::Expired  ? QStringLiteral("expired")
                                                       : QStringLiteral("not-known");
    Fact fact;
    fact.text = say(MAILMEND_TEXT("running-code", "The file {path}. {signature}"),
                    {{"path", place(path)}, {"signature", sentence(signatureText(signature))}});
    fact.path = WindowsPath::parse(path).value_or(WindowsPath());
    finding.facts.append(fact);
    finding.advice = say(MAILMEND_TEXT(
        "running-code", "Ask the maker of the product that it belongs to, and whoever looks after "
                        "this server. Copy the file as evidence before it is removed: the web "
                        "server holds it open."));
    return finding;
}

/** Empty: it is as on every healthy server. */
Text whatIsOdd(Origin origin, Signature signature)
{
    switch (origin) {
    case Origin::AnyonesFolder:
        return say(MAILMEND_TEXT("running-code", "The web server runs a program file from a folder where "
                                                 "anyone may write"));
    case Origin::Windows:
    case Origin::Exchange:
    case Origin::ProgramFiles:
    case Origin::Elsewhere:
        return isVouchedFor(signature)
                   ? Text{}
                   : say(MAILMEND_TEXT("running-code",
                                       "The web server runs a program file that Windows does not vouch for"));
    case Origin::Native:
    case Origin::CompiledPages:
    case Origin::Unknown:
        break;
    }
    return {};
}

Finding moduleFinding(const Loaded& loaded, Origin origin, Text odd, const Evidence& evidence)
{
    const LiveModule& module = *loaded.module;
    Finding finding = fileFinding(module.path, module.signature, SubjectKind::Module, evidence);
    finding.title = std::move(odd);
    finding.references = {QStringLiteral("T1505.004")};
    if (origin == Origin::AnyonesFolder && !isVouchedFor(module.signature)) {
        finding.severity = Severity::High;
    } else if (origin == Origin::ProgramFiles) {
        finding.severity = Severity::Low;
    }
    finding.matters =
        say(MAILMEND_TEXT("running-code", "Whatever the web server has loaded sees every request and every "
                                          "password that goes through it. Intruders hide there, out of sight "
                                          "of a search for pages."));
    finding.certainty =
        say(MAILMEND_TEXT("running-code", "Sure that it is loaded; not sure that it is wrong. What a program "
                                          "file does does not show from where it lies."));
    finding.harmless =
        say(MAILMEND_TEXT("running-code", "Anti-virus, backup and monitoring programs and add-ons for mail "
                                          "load files into the web server, and some makers sign none."));
    Fact where;
    where.text = say(MAILMEND_TEXT("running-code", "Loaded by the application {count|pool|pools} {pools} "
                                                   "(process {processes})."),
                     {{"count", count(loaded.pools.size())},
                      {"pools", names(loaded.pools)},
                      {"processes", names(loaded.processes)}});
    finding.facts.append(where);
    return finding;
}

} // namespace

QList<Finding> moduleFindings(const LiveFacts& facts, const Evidence& evidence)
{
    QMap<QString, Loaded> byPath;
    for (const LiveModule& module : facts.modules.rows) {
        Loaded& loaded = byPath[module.path.toCaseFolded()];
        if (loaded.module == nullptr ||
            (isVouchedFor(loaded.module->signature) && !isVouchedFor(module.signature))) {
            loaded.module = &module;
        }
        if (!loaded.pools.contains(module.pool)) {
            loaded.pools.append(module.pool);
        }
        loaded.processes.append(QString::number(module.process));
    }
    QList<Finding> findings;
    for (const Loaded& loaded : std::as_const(byPath)) {
        const Origin origin = originOf(loaded.module->path, evidence);
        if (Text odd = whatIsOdd(origin, loaded.module->signature); !odd.isEmpty()) {
            findings.append(moduleFinding(loaded, origin, std::move(odd), evidence));
        }
    }
    return findings;
}

QList<Finding> programFindings(const LiveFacts& facts, const Evidence& evidence)
{
    QList<Finding> findings;
    for (const LiveProgram& program : facts.programs.rows) {
        if (isVouchedFor(program.signature)) {
            continue;
        }
        Finding finding = fileFinding(program.path, program.signature, SubjectKind::File, evidence);
        finding.subject.path = WindowsPath::parse(program.path).value_or(WindowsPath());
        finding.id = findingId(finding.check, finding.subject);
        finding.title =
            say(MAILMEND_TEXT("running-code", "Windows does not vouch for a program file of Exchange"));
        finding.matters = say(MAILMEND_TEXT("running-code", "Somebody may have changed it or put another one "
                                                            "in its place. It also means that the build that "
                                                            "it tells can't be relied on."));
        finding.certainty =
            say(MAILMEND_TEXT("running-code", "Sure that Windows does not vouch for it; not sure why."));
        finding.harmless = say(
            MAILMEND_TEXT("running-code", "A disk error, a server without up-to-date root certificates, or "
                                          "a fix that Microsoft's support gave you."));
        findings.append(finding);
    }
    return findings;
}

} // namespace mailmend::running_code
