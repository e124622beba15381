// SPDX-License-Identifier: GPL-3.0-or-later
#include "theme/programstyle.h"

#include <QPainter>
#include <QStyleOption>

namespace hookloupe {

using namespace Qt::StringLiterals;

namespace {

void outline(const QStyleOption& option, QPainter& painter, double radius)
{
    const bool hasFocus = option.state.testFlag(QStyle::State_HasFocus);
    const bool isOn = option.state.testFlag(QStyle::State_Enabled);
    const QPalette::ColorRole role = hasFocus ? QPalette::Highlight : QPalette::WindowText;
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(option.palette.color(isOn ? QPalette::Active : QPalette::Disabled, role), hasFocus ? 2 : 1));
    painter.drawRoundedRect(QRectF(option.rect).adjusted(1, 1, -1, -1), radius, radius);
    painter.restore();
}

} // namespace

ProgramStyle::ProgramStyle(bool hasStrongOutlines)
    : QProxyStyle(u"Fusion"_s)
    , m_hasStrongOutlines(hasStrongOutlines)
{
}

int ProgramStyle::styleHint(
    StyleHint hint, const QStyleOption* option, const QWidget* widget, QStyleHintReturn* returned) const
{
    if (hint == SH_DialogButtonBox_ButtonsHaveIcons)
        return 0;
    return QProxyStyle::styleHint(hint, option, widget, returned);
}

void ProgramStyle::drawPrimitive(
    PrimitiveElement element, const QStyleOption* option, QPainter* painter, const QWidget* widget) const
{
    QProxyStyle::drawPrimitive(element, option, painter, widget);
    if (!m_hasStrongOutlines)
        return;
    switch (element) {
    case PE_FrameLineEdit:
    case PE_PanelLineEdit:
    case PE_PanelButtonCommand:
    case PE_IndicatorCheckBox:
    case PE_FrameGroupBox:
    case PE_FrameTabWidget:
        outline(*option, *painter, 2);
        break;
    case PE_IndicatorRadioButton:
        outline(*option, *painter, option->rect.height() / 2.0);
        break;
    case PE_PanelButtonTool:
        if (option->state & (State_On | State_Sunken | State_Raised))
            outline(*option, *painter, 2);
        break;
    default:
        break;
    }
}

void ProgramStyle::drawControl(
    ControlElement element, const QStyleOption* option, QPainter* painter, const QWidget* widget) const
{
    QProxyStyle::drawControl(element, option, painter, widget);
    if (!m_hasStrongOutlines)
        return;
    if (element == CE_TabBarTabShape || element == CE_HeaderSection || element == CE_Splitter) {
        painter->save();
        painter->setPen(option->palette.color(QPalette::WindowText));
        painter->drawRect(option->rect.adjusted(0, 0, -1, -1));
        painter->restore();
    }
}

void ProgramStyle::drawComplexControl(
    ComplexControl control, const QStyleOptionComplex* option, QPainter* painter, const QWidget* widget) const
{
    QProxyStyle::drawComplexControl(control, option, painter, widget);
    if (m_hasStrongOutlines && (control == CC_SpinBox || control == CC_ComboBox))
        outline(*option, *painter, 2);
}

} // namespace hookloupe
