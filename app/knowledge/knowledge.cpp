// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "knowledge/knowledge.h"

#include "base/sha256.h"
#include "knowledge/json_rows.h"
#include "knowledge/read_playbooks.h"
#include "knowledge/read_tables.h"

#include <QFile>

/** Q_INIT_RESOURCE must not stand in a namespace. */
static void initialisePackResource()
{
    Q_INIT_RESOURCE(mailmend_knowledge_pack);
}

namespace mailmend {
namespace {

constexpr qint64 kFreshDays = 35;

std::optional<Error> readPackFacts(const PackFiles& files, Knowledge& knowledge)
{
    Result<JsonRow> row = readPackJson(files, "pack.json", "mailmend-pack/1");
    if (!row) {
        return row.error();
    }
    knowledge.version = row->text("version");
    knowledge.date = row->date("date");
    knowledge.counter = static_cast<int>(row->number("counter", 1, 1000000000));
    knowledge.expires = row->date("expires");
    return row->trouble();
}

} // namespace

const Playbook* Knowledge::playbook(QStringView id) const
{
    for (const Playbook& one : playbooks) {
        if (one.id == id) {
            return &one;
        }
    }
    return nullptr;
}

KnowledgeInfo Knowledge::info(const QDateTime& now) const
{
    const qint64 age = date.daysTo(now.toUTC().date());
    return {version, date, static_cast<int>(std::max<qint64>(age, 0)), sha256};
}

bool Knowledge::isTooOld(const QDateTime& now) const
{
    const QDate today = now.toUTC().date();
    return !today.isValid() || date.daysTo(today) > kFreshDays || today > expires;
}

Result<KnowledgePointer> readKnowledgePack(const QByteArray& pack)
{
    Result<PackFiles> files = readPackFiles(pack);
    if (!files) {
        return files.error();
    }
    auto knowledge = std::make_shared<Knowledge>();
    knowledge->sha256 = QString::fromLatin1(sha256Hex(pack));
    if (const std::optional<Error> trouble = readPackFacts(*files, *knowledge)) {
        return *trouble;
    }
    Result<BuildTable> builds = readBuildTable(*files);
    if (!builds) {
        return builds.error();
    }
    Result<KnownFiles> known = readKnownFiles(*files);
    if (!known) {
        return known.error();
    }
    Result<AreasAndSources> areas = readAreas(*files);
    if (!areas) {
        return areas.error();
    }
    Result<QList<FileRuleSource>> rules = readFileRules(*files);
    if (!rules) {
        return rules.error();
    }
    Result<QList<Playbook>> playbooks = readPlaybooks(*files);
    if (!playbooks) {
        return playbooks.error();
    }
    knowledge->builds = std::move(*builds);
    knowledge->files = std::move(*known);
    knowledge->areas = std::move(areas->areas);
    knowledge->sources = std::move(areas->sources);
    knowledge->fileRules = std::move(*rules);
    knowledge->playbooks = std::move(*playbooks);
    return KnowledgePointer(std::move(knowledge));
}

Result<KnowledgePointer> loadBuiltInKnowledge()
{
    initialisePackResource();
    QFile file(QStringLiteral(":/mailmend/knowledge/pack.zip"));
    if (!file.open(QIODevice::ReadOnly)) {
        Error error = packError({}, QStringLiteral("the program was built without it"));
        error.kind = ErrorKind::Fault;
        return error;
    }
    return readKnowledgePack(file.readAll());
}

} // namespace mailmend
