// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "gui/theme/style.h"

#include "gui/theme/icons.h"
#include "gui/theme/type_scale.h"

#include <QDateTime>
#include <QPainter>
#include <QPushButton>
#include <QStyleFactory>
#include <QStyleOption>

#include <cmath>
#include <numbers>

namespace mailmend::gui {

namespace {

ButtonKind kindOf(const QWidget* widget)
{
    return widget == nullptr ? ButtonKind::Plain : static_cast<ButtonKind>(widget->property("kind").toInt());
}

constexpr double corner = 6;

} // namespace

void drawFocusRing(QPainter* painter, const QRect& rect, const QColor& accent, double radius)
{
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(QPen(accent, 2));
    painter->setBrush(Qt::NoBrush);
    painter->drawRoundedRect(QRectF(rect).adjusted(1, 1, -1, -1), radius, radius);
    painter->restore();
}

Style::Style(const TokenSet& tokens)
    : QProxyStyle(QStyleFactory::create(QStringLiteral("Fusion"))), m_tokens(tokens)
{}

void Style::box(QPainter* painter, const QRect& rect, const QColor& fill, const QColor& edge,
                double width) const
{
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(edge.isValid() ? QPen(edge, width) : QPen(Qt::NoPen));
    painter->setBrush(fill.isValid() ? QBrush(fill) : QBrush(Qt::NoBrush));
    const double half = edge.isValid() ? width / 2 : 0;
    painter->drawRoundedRect(QRectF(rect).adjusted(half, half, -half, -half), corner, corner);
    painter->restore();
}

void Style::button(const QStyleOption* option, QPainter* painter, const QWidget* widget) const
{
    const bool enabled = option->state.testFlag(State_Enabled);
    const bool pressed = option->state.testFlag(State_Sunken);
    const bool hovered = enabled && option->state.testFlag(State_MouseOver);
    const bool focused = option->state.testFlag(State_HasFocus);
    switch (kindOf(widget)) {
    case ButtonKind::Main: {
        QColor fill = enabled ? color(Token::Accent) : color(Token::Raised);
        if (enabled && (hovered || pressed)) {
            fill =
                color(Token::Accent).lightness() > 128 ? fill.lighter(106) : fill.darker(pressed ? 122 : 112);
        }
        box(painter, option->rect, fill, enabled ? QColor() : color(Token::Border));
        if (focused) {
            drawFocusRing(painter, option->rect, color(Token::Accent), corner);
            painter->save();
            painter->setRenderHint(QPainter::Antialiasing);
            painter->setPen(QPen(color(Token::OnAccent), 2));
            painter->setBrush(Qt::NoBrush);
            painter->drawRoundedRect(QRectF(option->rect).adjusted(3, 3, -3, -3), corner - 2, corner - 2);
            painter->restore();
        }
        return;
    }
    case ButtonKind::Plain:
        box(painter, option->rect, pressed || hovered ? color(Token::Raised) : color(Token::Surface),
            color(Token::Border));
        break;
    case ButtonKind::Quiet:
        if (pressed || hovered) {
            box(painter, option->rect, color(Token::Raised), QColor());
        }
        break;
    }
    if (focused) {
        drawFocusRing(painter, option->rect, color(Token::Accent), corner);
    }
}

void Style::buttonLabel(const QStyleOptionButton& option, QPainter* painter, ButtonKind kind) const
{
    const bool enabled = option.state.testFlag(State_Enabled);
    const Token words = kind == ButtonKind::Main && enabled ? Token::OnAccent
                        : kind == ButtonKind::Quiet         ? Token::Accent
                        : enabled                           ? Token::Text
                                                            : Token::TextQuiet;
    const int mnemonics = m_mnemonicsShown ? Qt::TextShowMnemonic : Qt::TextHideMnemonic;
    const QSize text = option.fontMetrics.size(Qt::TextShowMnemonic, option.text);
    const int icon = option.icon.isNull() ? 0 : option.iconSize.width();
    const int gap = icon > 0 && !option.text.isEmpty() ? px(6) : 0;
    const int left = option.rect.center().x() - (icon + gap + text.width()) / 2;
    if (icon > 0) {
        const QRect place(left, option.rect.center().y() - icon / 2, icon, icon);
        option.icon.paint(painter, visualRect(option.direction, option.rect, place));
    }
    const QRect place(left + icon + gap, option.rect.top(), text.width() + 2, option.rect.height());
    painter->setPen(color(words));
    painter->drawText(visualRect(option.direction, option.rect, place), Qt::AlignCenter | mnemonics,
                      option.text);
}

void Style::indicator(const QStyleOption* option, QPainter* painter, bool round) const
{
    const bool on = option->state.testFlag(State_On);
    const QRectF rect = QRectF(option->rect).adjusted(0.75, 0.75, -0.75, -0.75);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(QPen(on ? color(Token::Accent) : color(Token::Border), 1.5));
    painter->setBrush(on && !round ? color(Token::Accent) : color(Token::Surface));
    if (round) {
        painter->drawEllipse(rect);
        if (on) {
            painter->setPen(Qt::NoPen);
            painter->setBrush(color(Token::Accent));
            const double inset = rect.width() * 0.26;
            painter->drawEllipse(rect.adjusted(inset, inset, -inset, -inset));
        }
    } else {
        painter->drawRoundedRect(rect, 3, 3);
        if (on) {
            painter->setPen(QPen(color(Token::OnAccent), 2, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
            painter->drawPolyline(
                QPolygonF({rect.topLeft() + QPointF(rect.width() * 0.22, rect.height() * 0.54),
                           rect.topLeft() + QPointF(rect.width() * 0.43, rect.height() * 0.74),
                           rect.topLeft() + QPointF(rect.width() * 0.79, rect.height() * 0.30)}));
        }
    }
    painter->restore();
}

void Style::drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter,
                          const QWidget* widget) const
{
    switch (element) {
    case PE_FrameFocusRect:
        drawFocusRing(painter, option->rect, color(Token::Accent), 4);
        return;
    case PE_PanelLineEdit:
        if (const auto* frame = qstyleoption_cast<const QStyleOptionFrame*>(option);
            frame != nullptr && frame->lineWidth > 0) {
            box(painter, option->rect, color(Token::Surface), color(Token::Border));
            if (option->state.testFlag(State_HasFocus)) {
                drawFocusRing(painter, option->rect, color(Token::Accent), corner);
            }
            return;
        }
        break;
    case PE_Frame:
        box(painter, option->rect, QColor(), color(Token::Border));
        if (option->state.testFlag(State_HasFocus)) {
            drawFocusRing(painter, option->rect, color(Token::Accent), corner);
        }
        return;
    case PE_IndicatorCheckBox:
        indicator(option, painter, false);
        return;
    case PE_IndicatorRadioButton:
        indicator(option, painter, true);
        return;
    case PE_PanelTipLabel:
        painter->fillRect(option->rect, color(Token::Raised));
        painter->setPen(color(Token::Border));
        painter->drawRect(option->rect.adjusted(0, 0, -1, -1));
        return;
    default:
        break;
    }
    QProxyStyle::drawPrimitive(element, option, painter, widget);
}

/** With ends as round as they can be. */
void Style::bar(QPainter* painter, const QRect& rect, const QColor& fill, const QColor& edge) const
{
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(edge.isValid() ? QPen(edge, 1) : QPen(Qt::NoPen));
    painter->setBrush(fill);
    const double radius = rect.height() / 2.0;
    painter->drawRoundedRect(QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius);
    painter->restore();
}

void Style::progressContents(const QStyleOptionProgressBar& progress, QPainter* painter) const
{
    const QRect whole = progress.rect;
    QRect part = whole;
    if (progress.maximum > progress.minimum) {
        const double share =
            double(progress.progress - progress.minimum) / double(progress.maximum - progress.minimum);
        part.setWidth(qMax(whole.height(), qRound(whole.width() * qBound(0.0, share, 1.0))));
    } else {
        // To and fro in six seconds; slower at the ends.
        const double turn = double(QDateTime::currentMSecsSinceEpoch() % 6000) / 6000.0;
        const double place = (1 - std::cos(turn * 2 * std::numbers::pi)) / 2;
        part.setWidth(whole.width() / 4);
        part.moveLeft(whole.left() + qRound((whole.width() - part.width()) * place));
    }
    bar(painter, visualRect(progress.direction, whole, part), color(Token::Accent), QColor());
}

void Style::header(const QStyleOption* option, QPainter* painter) const
{
    painter->fillRect(option->rect, color(Token::Surface));
    painter->setPen(color(Token::Border));
    painter->drawLine(option->rect.bottomLeft(), option->rect.bottomRight());
}

void Style::drawControl(ControlElement element, const QStyleOption* option, QPainter* painter,
                        const QWidget* widget) const
{
    switch (element) {
    case CE_PushButtonBevel:
        button(option, painter, widget);
        return;
    case CE_PushButton:
        drawControl(CE_PushButtonBevel, option, painter, widget);
        drawControl(CE_PushButtonLabel, option, painter, widget);
        return;
    case CE_PushButtonLabel:
        if (const auto* label = qstyleoption_cast<const QStyleOptionButton*>(option)) {
            buttonLabel(*label, painter, kindOf(widget));
            return;
        }
        break;
    case CE_HeaderLabel:
        if (const auto* section = qstyleoption_cast<const QStyleOptionHeader*>(option)) {
            QStyleOptionHeader copy = *section;
            copy.rect.adjust(px(8), 0, -px(8), 0);
            copy.palette.setColor(QPalette::ButtonText, color(Token::TextQuiet));
            QProxyStyle::drawControl(element, &copy, painter, widget);
            return;
        }
        break;
    case CE_HeaderSection:
    case CE_HeaderEmptyArea:
        header(option, painter);
        return;
    case CE_ProgressBarGroove:
        bar(painter, option->rect, color(Token::Raised), color(Token::Border));
        return;
    case CE_ProgressBarContents:
        if (const auto* progress = qstyleoption_cast<const QStyleOptionProgressBar*>(option)) {
            progressContents(*progress, painter);
            return;
        }
        break;
    default:
        break;
    }
    QProxyStyle::drawControl(element, option, painter, widget);
}

void Style::scrollBar(const QStyleOptionComplex* option, QPainter* painter, const QWidget* widget) const
{
    painter->fillRect(option->rect,
                      widget != nullptr ? widget->palette().color(QPalette::Window) : color(Token::Ground));
    QRect handle = subControlRect(CC_ScrollBar, option, SC_ScrollBarSlider, widget).adjusted(3, 3, -3, -3);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(Qt::NoPen);
    painter->setBrush(color(Token::Border));
    const double radius = qMin(handle.width(), handle.height()) / 2.0;
    painter->drawRoundedRect(handle, radius, radius);
    painter->restore();
}

void Style::drawComplexControl(ComplexControl control, const QStyleOptionComplex* option, QPainter* painter,
                               const QWidget* widget) const
{
    if (control == CC_ScrollBar) {
        scrollBar(option, painter, widget);
        return;
    }
    if (control == CC_ComboBox) {
        const bool hovered = option->state.testFlag(State_MouseOver) && option->state.testFlag(State_Enabled);
        box(painter, option->rect, color(hovered ? Token::Raised : Token::Surface), color(Token::Border));
        const QRect arrow = subControlRect(CC_ComboBox, option, SC_ComboBoxArrow, widget);
        const int size = px(14);
        const QPixmap chevron =
            drawn(Drawing::ChevronDown, color(Token::TextQuiet), size, painter->device()->devicePixelRatio());
        painter->drawPixmap(arrow.center() - QPoint(size / 2, size / 2), chevron);
        if (option->state.testFlag(State_HasFocus)) {
            drawFocusRing(painter, option->rect, color(Token::Accent), corner);
        }
        return;
    }
    QProxyStyle::drawComplexControl(control, option, painter, widget);
}

QSize Style::sizeFromContents(ContentsType type, const QStyleOption* option, const QSize& contents,
                              const QWidget* widget) const
{
    QSize size = QProxyStyle::sizeFromContents(type, option, contents, widget);
    if (type == CT_PushButton) {
        const bool quiet = kindOf(widget) == ButtonKind::Quiet;
        size = QSize(contents.width() + 2 * px(quiet ? 10 : 18), qMax(contents.height() + 2 * px(7), px(34)));
    } else if (type == CT_LineEdit || type == CT_ComboBox) {
        size.setHeight(qMax(size.height(), px(34)));
        size.rwidth() += px(20);
    } else if (type == CT_HeaderSection) {
        size.setHeight(qMax(size.height(), px(32)));
    }
    return size;
}

QRect Style::subElementRect(SubElement element, const QStyleOption* option, const QWidget* widget) const
{
    const QRect rect = QProxyStyle::subElementRect(element, option, widget);
    return element == SE_LineEditContents ? rect.adjusted(px(8), 0, -px(8), 0) : rect;
}

QRect Style::subControlRect(ComplexControl control, const QStyleOptionComplex* option, SubControl part,
                            const QWidget* widget) const
{
    const QRect rect = QProxyStyle::subControlRect(control, option, part, widget);
    if (control == CC_ComboBox && part == SC_ComboBoxEditField) {
        return visualRect(option->direction, option->rect,
                          visualRect(option->direction, option->rect, rect).adjusted(px(8), 0, 0, 0));
    }
    return rect;
}

int Style::pixelMetric(PixelMetric metric, const QStyleOption* option, const QWidget* widget) const
{
    switch (metric) {
    case PM_IndicatorWidth:
    case PM_IndicatorHeight:
    case PM_ExclusiveIndicatorWidth:
    case PM_ExclusiveIndicatorHeight:
        return px(18);
    case PM_RadioButtonLabelSpacing:
    case PM_CheckBoxLabelSpacing:
        return px(8);
    case PM_ScrollBarExtent:
        return px(14);
    case PM_ButtonShiftHorizontal:
    case PM_ButtonShiftVertical:
        return 0;
    case PM_LayoutLeftMargin:
    case PM_LayoutRightMargin:
    case PM_LayoutTopMargin:
    case PM_LayoutBottomMargin:
        return px(12);
    case PM_LayoutHorizontalSpacing:
    case PM_LayoutVerticalSpacing:
        return px(8);
    default:
        return QProxyStyle::pixelMetric(metric, option, widget);
    }
}

int Style::styleHint(StyleHint hint, const QStyleOption* option, const QWidget* widget,
                     QStyleHintReturn* returned) const
{
    switch (hint) {
    case SH_ScrollBar_Transient:
    case SH_EtchDisabledText:
    case SH_ItemView_ShowDecorationSelected:
        return hint == SH_ItemView_ShowDecorationSelected ? 1 : 0;
    case SH_ComboBox_Popup:
        return 0;
    case SH_UnderlineShortcut:
        return m_mnemonicsShown ? 1 : 0;
    default:
        return QProxyStyle::styleHint(hint, option, widget, returned);
    }
}

} // namespace mailmend::gui
