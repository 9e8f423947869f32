// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "actions/quarantine/compiled_page.h"

#include "evidence/parse/iis_document.h"

namespace mailmend::quarantine {

std::optional<CompiledPage> readCompiledPage(const QByteArray& content)
{
    constexpr qsizetype longest = 4096;
    std::optional<CompiledPage> found;
    IisDocument document(content);
    document.eachChild([&] {
        if (document.name() == QLatin1StringView("preserve") && !found) {
            found = CompiledPage{document.attribute(QLatin1StringView("virtualPath")),
                                 document.attribute(QLatin1StringView("assembly"))};
        }
    });
    if (document.error() || !found || !found->page.startsWith(u'/') || found->page.size() > longest ||
        found->assembly.size() > longest) {
        return std::nullopt;
    }
    return found;
}

} // namespace mailmend::quarantine
