// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "fix/practice.h"
#include "support/small_file.h"

#include <QCryptographicHash>
#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QProcess>

#include <algorithm>

namespace mailmend::testing {

namespace {

QStringList namesIn(const QString& folder)
{
    return QDir(folder).entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot, QDir::Name);
}

/** The content of an object of the store: a line of JSON with a key, then the content under that key. */
QByteArray decoded(const QByteArray& object)
{
    const qsizetype end = object.indexOf('\n');
    const QJsonObject head = QJsonDocument::fromJson(object.left(std::max<qsizetype>(end, 0))).object();
    const QByteArray key = QByteArray::fromHex(head.value(QStringLiteral("key")).toString().toLatin1());
    QByteArray content = object.mid(end + 1);
    for (qsizetype i = 0; !key.isEmpty() && i < content.size(); ++i) {
        content[i] = static_cast<char>(content.at(i) ^ key.at(i % key.size()));
    }
    return content;
}

} // namespace

void copyAll(const QString& from, const QString& to)
{
    QFileInfo(to).isDir() ? QDir(to).removeRecursively() : QFile::remove(to);
    QProcess::execute(QStringLiteral("cp"), {QStringLiteral("-a"), from, to});
}

int wholeCopiesIn(const QString& folder, const QString& store, const QByteArray& content)
{
    int copies = 0;
    for (const QString& name : namesIn(folder)) {
        copies += contentOf(QDir(folder).filePath(name)) == content ? 1 : 0;
    }
    const QDir objects(store + QStringLiteral("/objects"));
    for (const QString& name : namesIn(objects.path())) {
        copies += decoded(contentOf(objects.filePath(name))) == content ? 1 : 0;
    }
    return copies;
}

QString sealFolderBelow(const QString& home)
{
    QDirIterator below(home, QDir::Files, QDirIterator::Subdirectories);
    while (below.hasNext()) {
        const QString file = below.next();
        if (file.endsWith(QStringLiteral("/installation.key"))) {
            return QFileInfo(file).path();
        }
    }
    return {};
}

Practice::Practice()
{
    prepare();
}

QString Practice::wantRun(const QStringList& arguments, QList<int> statuses)
{
    const Ran ran = m_console.run(arguments);
    if (!statuses.contains(ran.status)) {
        m_trouble += arguments.join(u' ') + QStringLiteral(" ended with %1: ").arg(ran.status) +
                     QString::fromUtf8(ran.err);
    }
    return QString::fromUtf8(ran.out);
}

void Practice::prepare()
{
    const QString written = m_console.path("server");
    wantRun({QStringLiteral("sample"), QStringLiteral("--out"), written}, {0});
    m_disk = written + QStringLiteral("/C");
    m_disk = QFile::exists(m_disk) ? m_disk : written;
    wantRun({QStringLiteral("check"), m_disk, QStringLiteral("--only"), QStringLiteral("web-shells"),
             QStringLiteral("--case"), caseFile(), QStringLiteral("--by"), QStringLiteral("Ada")},
            {1});
    wantRun({QStringLiteral("choose"), caseFile(), QStringLiteral("repair"), QStringLiteral("--by"),
             QStringLiteral("Ada")},
            {0});
    const QJsonArray steps = run("plan CASE --format json").json().value(QStringLiteral("steps")).toArray();
    for (const QJsonValue& one : steps) {
        const QJsonObject step = one.toObject();
        if (step.value(QStringLiteral("action")).isString()) {
            m_step = step.value(QStringLiteral("id")).toString();
            m_finding = m_step.section(u'@', 1);
            for (const QJsonValue& before : step.value(QStringLiteral("waits_for")).toArray()) {
                wantRun({QStringLiteral("done"), caseFile(), before.toString(), QStringLiteral("--by"),
                         QStringLiteral("Ada")},
                        {0});
            }
            break;
        }
    }
    for (const QJsonValue& one :
         run("case show CASE --format json").json().value(QStringLiteral("findings")).toArray()) {
        const QJsonObject finding = one.toObject().value(QStringLiteral("finding")).toObject();
        if (finding.value(QStringLiteral("id")).toString() == m_finding) {
            const QString path =
                finding.value(QStringLiteral("subject")).toObject().value(QStringLiteral("path")).toString();
            m_page = m_disk + QLatin1Char('/') + path.mid(3).replace(u'\\', u'/');
        }
    }
    m_content = contentOf(m_page);
    m_names = namesIn(QFileInfo(m_page).path());
    if (m_content.isEmpty()) {
        m_trouble += QStringLiteral("the page is not there: ") + m_page;
    }
    keepAs(QStringLiteral("start"));
}

void Practice::keepAs(const QString& moment) const
{
    const QString kept = m_console.path("kept-").append(moment);
    QDir(kept).removeRecursively();
    QDir().mkpath(kept);
    copyAll(QFileInfo(m_page).path(), kept + QStringLiteral("/folder"));
    copyAll(caseFile(), kept + QStringLiteral("/case"));
    copyAll(m_console.path("home"), kept + QStringLiteral("/home"));
    if (QFile::exists(storeFolder())) {
        copyAll(storeFolder(), kept + QStringLiteral("/store"));
    }
}

void Practice::bringBack(const QString& moment) const
{
    const QString kept = m_console.path("kept-").append(moment);
    copyAll(kept + QStringLiteral("/folder"), QFileInfo(m_page).path());
    QFile::remove(caseFile() + QStringLiteral("-journal"));
    copyAll(kept + QStringLiteral("/case"), caseFile());
    copyAll(kept + QStringLiteral("/home"), m_console.path("home"));
    QDir(storeFolder()).removeRecursively();
    if (QFile::exists(kept + QStringLiteral("/store"))) {
        copyAll(kept + QStringLiteral("/store"), storeFolder());
    }
}

Ran Practice::run(QStringList arguments) const
{
    arguments.replaceInStrings(QStringLiteral("CASE"), caseFile());
    return m_console.run(arguments.replaceInStrings(QStringLiteral("STEP"), m_step));
}

Ran Practice::run(const char* line) const
{
    return run(QString::fromUtf8(line).split(u' ', Qt::SkipEmptyParts));
}

QString Practice::sealFolder() const
{
    return sealFolderBelow(m_console.path("home"));
}

int Practice::wholeCopies(const QByteArray& content) const
{
    return wholeCopiesIn(QFileInfo(m_page).path(), storeFolder(), content);
}

QStringList Practice::strangers() const
{
    QStringList names = namesIn(QFileInfo(m_page).path());
    names.removeIf([this](const QString& name) { return m_names.contains(name); });
    return names;
}

QString Practice::stepStatus() const
{
    for (const QJsonValue& one :
         run("plan CASE --format json").json().value(QStringLiteral("steps")).toArray()) {
        if (one.toObject().value(QStringLiteral("id")).toString() == m_step) {
            return one.toObject().value(QStringLiteral("status")).toString();
        }
    }
    return {};
}

QString Practice::findingStatus() const
{
    for (const QJsonValue& one :
         run("case show CASE --format json").json().value(QStringLiteral("findings")).toArray()) {
        const QJsonObject state = one.toObject();
        if (state.value(QStringLiteral("finding")).toObject().value(QStringLiteral("id")).toString() ==
            m_finding) {
            return state.value(QStringLiteral("status")).toString();
        }
    }
    return {};
}

} // namespace mailmend::testing
