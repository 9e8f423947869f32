// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "support/collections.h"

#include "base/sha256.h"
#include "support/small_server.h"

namespace mailmend::testing {

QList<ZipMember> mailmendCollection(QByteArray manifest)
{
    QList<ZipMember> members;
    QByteArray rows;
    for (const auto& [path, content] : smallServer()) {
        const QByteArray member = "files/C/" + path;
        members.append({.name = member, .content = content, .deflate = content.size() > 1000});
        rows += (rows.isEmpty() ? "" : ",") + QByteArray(R"({"path":"C:\\)") +
                QByteArray(path).replace("/", "\\\\") + R"(","member":")" + member + R"(","size":)" +
                QByteArray::number(content.size()) + R"(,"sha256":")" + sha256Hex(content) +
                R"(","modified":"2021-03-01T02:03:04Z","attributes":6})";
    }
    rows += R"(,{"path":"C:\\inetpub\\wwwroot\\locked.aspx","size":99,"error":"in use"})";
    if (manifest.isEmpty()) {
        manifest = R"({"format":"mailmend-collection/1","tool":"Mailmend 0.1.0",
 "host":{"name":"BIRCH-EX01","id":"abc"},"started":"2026-11-01T10:00:00Z","finished":"2026-11-01T10:05:00Z",
 "asked":[{"folder":"C:\\inetpub","recursive":true,"masks":["*"]},
          {"folder":"C:\\Windows\\System32\\config","recursive":false,"masks":["S*"]},
          {"folder":"C:\\logs","recursive":true,"masks":["*.log"]}],
 "folders":[{"path":"C:\\inetpub","state":"read"},{"path":"C:\\inetpub\\wwwroot","state":"read"},
            {"path":"C:\\inetpub\\wwwroot\\empty","state":"read"},
            {"path":"C:\\inetpub\\closed","state":"denied","reason":"Access is denied."},
            {"path":"C:\\logs","state":"read"},{"path":"C:\\Windows\\System32\\config","state":"read"}],
 "files":[)" + rows +
                   "]}";
    }
    members.prepend({.name = "mailmend-collection.json", .content = manifest});
    return members;
}

} // namespace mailmend::testing
