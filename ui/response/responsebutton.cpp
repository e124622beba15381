// SPDX-License-Identifier: GPL-3.0-or-later
#include "response/responsebutton.h"

#include "theme/attemptlook.h"
#include "theme/tones.h"

#include <QPainter>

#include <algorithm>

namespace hookloupe {

namespace {

constexpr int SidePadding = 9;
constexpr int MarkGap = 5;
constexpr double MarkScale = 0.9;
constexpr int LeastHeight = 28;
constexpr double Radius = 5;

} // namespace

ResponseButton::ResponseButton(QWidget* parent)
    : QAbstractButton(parent)
{
    setCheckable(true);
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

void ResponseButton::setLook(const QString& text, ResponseState state)
{
    m_look = statusLook(state);
    setText(text);
    updateGeometry();
    update();
}

void ResponseButton::setReaction(std::optional<ReactionKind> reaction)
{
    if (m_reaction == reaction)
        return;
    m_reaction = reaction;
    update();
}

QFont ResponseButton::markFont() const
{
    QFont small = font();
    if (small.pixelSize() > 0)
        small.setPixelSize(std::max(1, qRound(small.pixelSize() * MarkScale)));
    else
        small.setPointSizeF(small.pointSizeF() * MarkScale);
    return small;
}

/// The same for each reaction: nothing moves when another provider comes.
int ResponseButton::markWidth() const
{
    const QFontMetrics metrics(markFont());
    int width = 0;
    for (const ReactionKind kind : AllReactionKinds)
        width = std::max(width, metrics.horizontalAdvance(statusLook(kind).glyph));
    return width;
}

QSize ResponseButton::sizeHint() const
{
    // The glyphs of the pressed state and of the reaction share the room that is reserved for always: nothing moves
    // when a choice is made.
    const QFontMetrics metrics = fontMetrics();
    const int width = metrics.horizontalAdvance(m_look.glyph + QChar(u' ') + text()) + MarkGap + markWidth();
    return { width + 2 * SidePadding, std::max(LeastHeight, metrics.height() + 10) };
}

void ResponseButton::enterEvent(QEnterEvent*)
{
    update();
}

void ResponseButton::leaveEvent(QEvent*)
{
    update();
}

void ResponseButton::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QPalette& colors = palette();
    const QPalette::ColorGroup group = isEnabled() ? QPalette::Active : QPalette::Disabled;
    const QColor ink = colors.color(group, QPalette::ButtonText);
    const QColor tone = isEnabled() ? toneColor(m_look.tone, colors) : ink;
    const QColor ground = colors.color(group, QPalette::Button);
    const QRectF shape = QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5);

    if (isChecked()) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(isDown() ? mixed(tone, ink, 0.15) : tone);
    } else {
        const bool isWarm = underMouse() && isEnabled();
        const double strength = isHighContrast(colors) ? 1.0 : isWarm ? 0.4 : 0.24;
        painter.setPen(QPen(mixed(ground, ink, strength), 1));
        painter.setBrush(isDown() ? mixed(ground, ink, 0.12) : isWarm ? mixed(ground, ink, 0.05) : ground);
    }
    painter.drawRoundedRect(shape, Radius, Radius);
    if (hasFocus()) {
        const QColor focus
            = isChecked() ? colors.color(group, QPalette::Base) : colors.color(group, QPalette::Highlight);
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(focus, 1.5));
        painter.drawRoundedRect(shape.adjusted(2, 2, -2, -2), Radius - 1.5, Radius - 1.5);
    }
    paintText(painter, isChecked() ? colors.color(group, QPalette::Base) : ink, isChecked() ? tone : ground);
}

void ResponseButton::paintText(QPainter& painter, const QColor& ink, const QColor& ground) const
{
    const QString shown = isChecked() ? QString(m_look.glyph + QChar(u' ') + text()) : text();
    const int markRoom = m_reaction ? MarkGap + markWidth() : 0;
    const int width = fontMetrics().horizontalAdvance(shown);
    QRect place((this->width() - width - markRoom) / 2, 0, width, height());
    painter.setPen(ink);
    painter.drawText(place, Qt::AlignCenter | Qt::TextDontClip, shown);
    if (!m_reaction)
        return;
    const StatusLook mark = statusLook(*m_reaction);
    place = QRect(place.right() + 1 + MarkGap, 0, markWidth(), height());
    painter.setFont(markFont());
    painter.setPen(isChecked() || !isEnabled() ? mixed(ground, ink, 0.85) : toneColor(mark.tone, palette()));
    painter.drawText(place, Qt::AlignCenter | Qt::TextDontClip, QString(mark.glyph));
}

} // namespace hookloupe
