// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "evidence/sample/source.h"

#include "evidence/collection/collection.h"
#include "evidence/sample/sample.h"

namespace mailmend {
namespace {

bool claimsSample(const TargetSpec& target)
{
    return isSampleTarget(target.text);
}

/** In memory, by the same way as the zip that it would have been. */
Result<EvidencePointer> openSample(const TargetSpec& target, const CancelToken& cancel)
{
    auto members = sampleCollection(target.text == u"sample:repaired");
    if (!members) {
        return members.error();
    }
    return openCollection(memoryContainer(std::move(*members)), target.text, QStringLiteral("sample"),
                          cancel);
}

} // namespace

constinit const EvidenceSource sampleSource{"sample", claimsSample, openSample};

} // namespace mailmend
