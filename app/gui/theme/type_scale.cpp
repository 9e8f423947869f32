// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "gui/theme/type_scale.h"

#include <QApplication>
#include <QFontDatabase>
#include <QFontMetricsF>

namespace mailmend::gui {

namespace {

QFont scaled(double factor, QFont::Weight weight)
{
    QFont font = QApplication::font();
    if (font.pointSizeF() > 0) {
        font.setPointSizeF(font.pointSizeF() * factor);
    } else {
        font.setPixelSize(qRound(font.pixelSize() * factor));
    }
    font.setWeight(weight);
    return font;
}

} // namespace

QFont fontFor(TextRole role)
{
    switch (role) {
    case TextRole::Small:
        return scaled(0.92, QFont::Normal);
    case TextRole::Body:
        return scaled(1.0, QFont::Normal);
    case TextRole::Strong:
        return scaled(1.0, QFont::DemiBold);
    case TextRole::Section:
        return scaled(1.15, QFont::DemiBold);
    case TextRole::Headline:
        return scaled(1.3, QFont::DemiBold);
    case TextRole::Title:
        return scaled(1.6, QFont::DemiBold);
    case TextRole::Status:
        return scaled(1.5, QFont::DemiBold);
    case TextRole::Mono:
        break;
    }
    QFont mono = QFontDatabase::systemFont(QFontDatabase::FixedFont);
    mono.setPointSizeF(QApplication::font().pointSizeF() > 0 ? QApplication::font().pointSizeF() * 0.95
                                                             : mono.pointSizeF());
    return mono;
}

int px(int drawn)
{
    const double unit = QFontMetricsF(QApplication::font()).height() / 17.0;
    return qMax(drawn > 0 ? 1 : 0, qRound(drawn * unit));
}

} // namespace mailmend::gui
