// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "support/opened.h"

#include "evidence/collection/collection.h"

namespace mailmend::testing {

WindowsPath at(const char* text)
{
    return *WindowsPath::parse(QString::fromUtf8(text));
}

CoverageEntry row(const Evidence& evidence, const char* source)
{
    for (const CoverageEntry& entry : evidence.coverage) {
        if (entry.source == QLatin1String(source)) {
            return entry;
        }
    }
    CoverageEntry none;
    none.source = QStringLiteral("no such row");
    return none;
}

Result<EvidencePointer> openMembers(const QList<ZipMember>& members)
{
    QList<MemoryMember> list;
    for (const ZipMember& member : members) {
        list.append(MemoryMember{member.name, member.modified, member.content});
    }
    return openCollection(memoryContainer(list), QStringLiteral("x.zip"), QStringLiteral("collection"),
                          CancelToken());
}

} // namespace mailmend::testing
