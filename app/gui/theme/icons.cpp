// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "gui/theme/icons.h"

#include <QColor>
#include <QPainter>
#include <QPixmapCache>

#include <array>

static void initialiseIcons()
{
    Q_INIT_RESOURCE(mailmend_icons);
}

namespace mailmend::gui {

namespace {

constexpr std::array<const char*, 29> fileNames = {"",
                                                   "state-octagon",
                                                   "state-triangle",
                                                   "state-question",
                                                   "state-check",
                                                   "state-dash",
                                                   "state-accepted",
                                                   "state-half",
                                                   "state-open",
                                                   "state-done",
                                                   "overview",
                                                   "findings",
                                                   "plan",
                                                   "time-line",
                                                   "report",
                                                   "settings",
                                                   "start",
                                                   "zip",
                                                   "folder",
                                                   "practice",
                                                   "case",
                                                   "server",
                                                   "copy",
                                                   "chevron-right",
                                                   "chevron-down",
                                                   "search",
                                                   "info",
                                                   "shield",
                                                   "note"};

QString fileFor(const char* name, int size)
{
    return QStringLiteral(":/icons/%1-%2.png").arg(QLatin1String(name)).arg(size);
}

} // namespace

QPixmap drawn(Drawing drawing, const QColor& color, int size, qreal ratio)
{
    initialiseIcons();
    const char* name = fileNames[static_cast<std::size_t>(drawing)];
    const int pixels = qMax(1, qRound(size * ratio));
    const QString key = QStringLiteral("mailmend/%1/%2/%3/%4")
                            .arg(QLatin1String(name), color.name(QColor::HexArgb))
                            .arg(pixels)
                            .arg(ratio);
    QPixmap result;
    if (drawing == Drawing::None || QPixmapCache::find(key, &result)) {
        return result;
    }
    QImage image(fileFor(name, pixels <= 24 ? 24 : pixels <= 48 ? 48 : 72));
    image = image.convertToFormat(QImage::Format_ARGB32_Premultiplied)
                .scaled(pixels, pixels, Qt::KeepAspectRatio, Qt::SmoothTransformation);
    QPainter painter(&image);
    painter.setCompositionMode(QPainter::CompositionMode_SourceIn);
    painter.fillRect(image.rect(), color);
    painter.end();
    result = QPixmap::fromImage(image);
    result.setDevicePixelRatio(ratio);
    QPixmapCache::insert(key, result);
    return result;
}

QIcon iconOf(Drawing drawing, const QColor& color, int size)
{
    QIcon icon;
    for (const qreal ratio : {1.0, 2.0, 3.0}) {
        icon.addPixmap(drawn(drawing, color, size, ratio));
    }
    return icon;
}

QIcon programIcon()
{
    initialiseIcons();
    QIcon icon;
    for (const int size : {32, 64, 128, 256}) {
        icon.addFile(fileFor("mailmend", size), QSize(size, size));
    }
    return icon;
}

} // namespace mailmend::gui
