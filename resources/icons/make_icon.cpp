// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0

// make_icon OUT.ico PNG…: one Windows icon of square pictures, kept as PNG as Windows reads them since Vista.
// Layout: https://learn.microsoft.com/en-us/previous-versions/ms997538(v=msdn.10) (ICONDIR, ICONDIRENTRY).
#include <QByteArray>
#include <QFile>
#include <QStringList>
#include <QtEndian>

#include <cstdio>

namespace {

constexpr qsizetype iconHeaderSize = 6;
constexpr qsizetype iconEntrySize = 16;
/** A PNG: eight bytes of signature, then IHDR with its length and name, then width and height, big-endian. */
constexpr qsizetype pngWidthAt = 16;
constexpr qsizetype pngHeadSize = 24;

void appendLittle16(QByteArray& out, quint16 value)
{
    char bytes[2];
    qToLittleEndian(value, bytes);
    out.append(bytes, sizeof bytes);
}

void appendLittle32(QByteArray& out, quint32 value)
{
    char bytes[4];
    qToLittleEndian(value, bytes);
    out.append(bytes, sizeof bytes);
}

/** The edge of a square PNG in pixels, 1 to 256; 0 where it is none. */
quint32 edgeOf(const QByteArray& png)
{
    if (png.size() < pngHeadSize || !png.startsWith("\x89PNG")) {
        return 0;
    }
    const auto width = qFromBigEndian<quint32>(png.constData() + pngWidthAt);
    const auto height = qFromBigEndian<quint32>(png.constData() + pngWidthAt + 4);
    return width == height && width <= 256 ? width : 0;
}

} // namespace

int main(int argc, char** argv)
{
    QList<QByteArray> pictures;
    for (int i = 2; i < argc; ++i) {
        QFile file(QString::fromLocal8Bit(argv[i]));
        if (!file.open(QIODevice::ReadOnly) || edgeOf(pictures.emplaceBack(file.readAll())) == 0) {
            std::fprintf(stderr, "%s: no square PNG of 256 at most\n", argv[i]);
            return 1;
        }
    }
    if (pictures.isEmpty()) {
        std::fprintf(stderr, "make_icon OUT.ico PNG...\n");
        return 64;
    }
    QByteArray head;
    QByteArray body;
    appendLittle16(head, 0);
    appendLittle16(head, 1); // an icon
    appendLittle16(head, static_cast<quint16>(pictures.size()));
    for (const QByteArray& picture : pictures) {
        const char edge = static_cast<char>(edgeOf(picture) % 256); // 256 is written as 0
        head.append(edge).append(edge).append(2, '\0');
        appendLittle16(head, 1);  // planes
        appendLittle16(head, 32); // bits a pixel
        appendLittle32(head, static_cast<quint32>(picture.size()));
        appendLittle32(head,
                       static_cast<quint32>(iconHeaderSize + iconEntrySize * pictures.size() + body.size()));
        body.append(picture);
    }
    QFile out(QString::fromLocal8Bit(argv[1]));
    const QByteArray icon = head + body;
    if (!out.open(QIODevice::WriteOnly) || out.write(icon) != icon.size() || !out.flush()) {
        std::fprintf(stderr, "%s: can't be written\n", argv[1]);
        return 1;
    }
    return 0;
}
