// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "builder/collection.h"

#include <QCborArray>
#include <QCborMap>
#include <QFile>

#include <cstdio>

/**
 * make_sample RESOURCES/SAMPLE OUT: the sample server in both states as one file for the program to carry.
 *
 * A CBOR map {"found": [[name, seconds since 1970, content] …], "repaired": …}, compressed by qCompress, each
 * byte then XORed with 0x5a + 31 * its position, so that no anti-virus program sees web pages in our program.
 * app/evidence/sample/archive.cpp reads it.
 */
int main(int argc, char** argv)
{
    using namespace mailmend::sample;
    if (argc != 3) {
        std::fputs("usage: make_sample FOLDER OUT\n", stderr);
        return 64;
    }
    QCborMap states;
    for (const QString& state : {QStringLiteral("found"), QStringLiteral("repaired")}) {
        QString error;
        const Server server = buildServer(QFile::decodeName(argv[1]), state, &error);
        if (!error.isEmpty()) {
            std::fprintf(stderr, "make_sample: %s\n", qPrintable(error));
            return 1;
        }
        QCborArray members;
        for (const Member& member : collectionOf(server)) {
            members.append(QCborArray{member.name, member.modified.toSecsSinceEpoch(), member.content});
        }
        states.insert(state, members);
    }
    QByteArray packed = qCompress(QCborValue(states).toCbor(), 9);
    for (qsizetype i = 0; i < packed.size(); ++i) {
        packed[i] = static_cast<char>(packed.at(i) ^ static_cast<char>(0x5a + 31 * i));
    }
    QFile out(QFile::decodeName(argv[2]));
    if (!out.open(QIODevice::WriteOnly) || out.write(packed) != packed.size() || !out.flush()) {
        std::fprintf(stderr, "make_sample: cannot write %s\n", argv[2]);
        return 1;
    }
    return 0;
}
