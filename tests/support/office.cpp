// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "support/office.h"

#include "support/console_run.h"
#include "support/small_server.h"

namespace mailmend::testing {

QList<QByteArray> officeShellPath()
{
    return QByteArray(officeShell).split('/');
}

void writeOfficeServer(const RawTree& disk, bool another, const QString& name)
{
    SmallRegistry registry = smallRegistry();
    if (another) {
        sample::HiveKey& account = registry.sam.at(QStringLiteral("SAM\\Domains\\Account"));
        account.values.first().data.back() = '\x7e'; // another machine SID
    }
    registry.system.at(QStringLiteral("ControlSet002\\Control\\ComputerName\\ComputerName")).values = {
        sample::stringValue(QStringLiteral("ComputerName"), name)};
    for (const auto& [path, content] : smallServer(registry)) {
        disk.file(path.constData(), content);
    }
    disk.file(officeShell, smallShell());
}

} // namespace mailmend::testing
