// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/sample_scan.h"

#include "evidence/sample/sample.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

namespace mailmend::testing {

const Knowledge& builtInKnowledge()
{
    static const KnowledgePointer pack = [] {
        auto loaded = loadBuiltInKnowledge();
        if (!loaded) {
            qFatal("%s", qPrintable(logLine(loaded.error())));
        }
        return *loaded;
    }();
    return *pack;
}

ScanResult scanOf(const QString& target)
{
    ScanRequest request;
    request.targets = {TargetSpec{target, false}};
    auto result = runScan(request, builtInKnowledge(), sampleClock(), CancelToken(), ScanListener());
    if (!result) {
        qFatal("%s: %s", qPrintable(target), qPrintable(logLine(result.error())));
    }
    return *std::move(result);
}

bool writeUnpackedSample(const QString& folder, bool repaired)
{
    const auto members = sampleCollection(repaired);
    if (!members) {
        return false;
    }
    for (const MemoryMember& member : *members) {
        const QString path = folder + u'/' + QString::fromUtf8(member.name);
        QFile file(path);
        if (!QDir().mkpath(QFileInfo(path).path()) || !file.open(QIODevice::WriteOnly) ||
            file.write(member.content) != member.content.size()) {
            return false;
        }
    }
    return true;
}

} // namespace mailmend::testing
