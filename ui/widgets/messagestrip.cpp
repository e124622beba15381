// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/messagestrip.h"

#include "theme/icons.h"
#include "theme/tones.h"

#include <QAccessible>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPropertyAnimation>
#include <QPushButton>
#include <QStyle>
#include <QToolButton>

namespace hookloupe {

using namespace Qt::StringLiterals;

namespace {

constexpr int SlideMs = 120;
constexpr int StayMs = 8000;

QChar glyphOf(Tone tone)
{
    switch (tone) {
    case Tone::Ok:
        return u'\u2713';
    case Tone::Warning:
        return u'\u25B2';
    case Tone::Danger:
        return u'\u2715';
    case Tone::Info:
    case Tone::Neutral:
        break;
    }
    return u'\u25CF';
}

} // namespace

MessageStrip::MessageStrip(QWidget* parent)
    : QFrame(parent)
    , m_glyph(new QLabel(this))
    , m_text(new QLabel(this))
    , m_action(new QPushButton(tr("Undo"), this))
    , m_close(new QToolButton(this))
    , m_slide(new QPropertyAnimation(this, "maximumHeight", this))
{
    setObjectName(u"messageStrip"_s);
    auto* line = new QHBoxLayout(this);
    line->setContentsMargins(12, 6, 6, 6);
    line->setSpacing(8);
    line->addWidget(m_glyph);
    line->addWidget(m_text, 1);
    line->addWidget(m_action);
    line->addWidget(m_close);
    m_text->setTextFormat(Qt::PlainText);
    m_text->setWordWrap(true);
    m_text->setObjectName(u"messageText"_s);
    m_action->setObjectName(u"messageAction"_s);
    m_close->setObjectName(u"messageClose"_s);
    m_close->setAutoRaise(true);
    m_close->setMinimumSize(26, 26);
    m_close->setToolTip(tr("Close this message"));
    m_close->setAccessibleName(tr("Close this message"));
    m_leave.setSingleShot(true);
    m_leave.setInterval(StayMs);
    connect(&m_leave, &QTimer::timeout, this, [this] { close(false); });
    connect(m_close, &QToolButton::clicked, this, [this] { close(false); });
    connect(m_action, &QPushButton::clicked, this, [this] {
        const std::function<void()> action = m_message.action;
        close(true);
        if (action)
            action();
    });
    connect(m_slide, &QPropertyAnimation::finished, this, [this] {
        if (!m_isOpen)
            hide();
        setMaximumHeight(QWIDGETSIZE_MAX);
    });
    hide();
}

void MessageStrip::showMessage(Message message)
{
    close(false);
    m_message = std::move(message);
    m_text->setText(m_message.text);
    m_action->setText(m_message.actionText);
    m_action->setVisible(!m_message.actionText.isEmpty());
    setAccessibleName(m_message.text);
    updateLooks();
    m_isOpen = true;
    slide(true);
    if (!m_message.isLasting)
        m_leave.start();
    QAccessibleEvent alert(this, QAccessible::Alert);
    QAccessible::updateAccessibility(&alert);
}

void MessageStrip::setText(const QString& text)
{
    m_message.text = text;
    m_text->setText(text);
    setAccessibleName(text);
}

void MessageStrip::hideMessage()
{
    close(false);
}

QString MessageStrip::text() const
{
    return m_isOpen ? m_message.text : QString();
}

void MessageStrip::close(bool wasUsed)
{
    if (!m_isOpen)
        return;
    m_isOpen = false;
    m_leave.stop();
    const std::function<void()> closed = m_message.closed;
    slide(false);
    if (!wasUsed && closed)
        closed();
}

void MessageStrip::slide(bool isOpening)
{
    m_slide->stop();
    const bool isStill = style()->styleHint(QStyle::SH_Widget_Animation_Duration, nullptr, this) == 0;
    if (isStill || !parentWidget() || !parentWidget()->isVisible()) {
        setMaximumHeight(QWIDGETSIZE_MAX);
        setVisible(isOpening);
        return;
    }
    const int full = sizeHint().height();
    m_slide->setDuration(SlideMs);
    m_slide->setStartValue(isOpening ? 0 : height());
    m_slide->setEndValue(isOpening ? full : 0);
    if (isOpening) {
        setMaximumHeight(0);
        show();
    }
    m_slide->start();
}

bool MessageStrip::event(QEvent* event)
{
    // Somebody who points at it is reading or about to use it.
    if (event->type() == QEvent::Enter)
        m_leave.stop();
    else if (event->type() == QEvent::Leave && m_isOpen && !m_message.isLasting)
        m_leave.start();
    return QFrame::event(event);
}

void MessageStrip::updateLooks()
{
    const QColor tone = toneColor(m_message.tone, palette());
    QPalette ink = palette();
    ink.setColor(QPalette::WindowText, tone);
    m_glyph->setPalette(ink);
    m_glyph->setText(QString(glyphOf(m_message.tone)));
    m_close->setIcon(symbolicIcon(u"close", palette()));
    update();
}

void MessageStrip::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    const QColor tone = toneColor(m_message.tone, palette());
    painter.fillRect(rect(), mixed(palette().color(QPalette::Window), tone, 0.09));
    painter.fillRect(0, 0, 3, height(), tone);
    painter.fillRect(0, height() - 1, width(), 1, hairline(palette()));
}

void MessageStrip::changeEvent(QEvent* event)
{
    QFrame::changeEvent(event);
    if (event->type() == QEvent::PaletteChange && m_close)
        updateLooks();
}

} // namespace hookloupe
