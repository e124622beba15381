// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QProxyStyle>

namespace hookloupe {

/// Fusion with the calm of this program: buttons of dialogs have words alone. For high contrast it draws outlines at
/// full strength, since on black Fusion's own are black as well.
class ProgramStyle final : public QProxyStyle {
    Q_OBJECT

public:
    explicit ProgramStyle(bool hasStrongOutlines);

    int styleHint(
        StyleHint hint, const QStyleOption* option, const QWidget* widget, QStyleHintReturn* returned) const override;

    void drawPrimitive(
        PrimitiveElement element, const QStyleOption* option, QPainter* painter, const QWidget* widget) const override;
    void drawControl(
        ControlElement element, const QStyleOption* option, QPainter* painter, const QWidget* widget) const override;
    void drawComplexControl(ComplexControl control, const QStyleOptionComplex* option, QPainter* painter,
        const QWidget* widget) const override;

private:
    bool m_hasStrongOutlines;
};

} // namespace hookloupe
