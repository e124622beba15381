// SPDX-License-Identifier: GPL-3.0-or-later
#include "windows/capturetoolbar.h"

#include "theme/icons.h"
#include "theme/theme.h"
#include "theme/tones.h"
#include "windows/windowactions.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPainter>
#include <QToolButton>

namespace hookloupe {

using namespace Qt::StringLiterals;

namespace {

constexpr int LeastHeight = 30;
constexpr int WidestUrl = 420;

} // namespace

CaptureToolBar::CaptureToolBar(const WindowActions& actions, QWidget* parent)
    : QWidget(parent)
    , m_capture(new QToolButton(this))
    , m_url(new QLineEdit(this))
{
    setObjectName(u"captureToolBar"_s);
    m_capture->setObjectName(u"captureButton"_s);
    m_capture->setCheckable(true);
    m_capture->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_capture->setFocusPolicy(Qt::TabFocus);
    m_capture->setMinimumHeight(LeastHeight);
    connect(m_capture, &QToolButton::clicked, actions.capture, &QAction::trigger);
    connect(actions.capture, &QAction::enabledChanged, m_capture, &QWidget::setEnabled);
    m_url->setObjectName(u"urlField"_s);
    m_url->setReadOnly(true);
    m_url->setAccessibleName(tr("Address to send webhooks to"));
    m_url->setToolTip(tr("Give this address to the provider (Ctrl+L)"));
    m_url->setMinimumHeight(LeastHeight);
    m_url->setTextMargins(6, 0, 6, 0);
    m_url->setMaximumWidth(WidestUrl);
    m_url->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);

    auto* line = new QHBoxLayout(this);
    line->setContentsMargins(12, 8, 8, 2);
    line->setSpacing(6);
    line->addWidget(m_capture);
    line->addWidget(m_url, 3);
    line->addWidget(makeButton(actions.copyUrl, tr("Copy URL")));
    line->addStretch(1);
    line->addWidget(makeButton(actions.endpoints, tr("Endpoints")));
    line->addWidget(makeButton(actions.pin, tr("Pin")));
    line->addWidget(makeButton(actions.openSession, tr("Open")));
    line->addWidget(makeButton(actions.saveAs, tr("Save as")));
    line->addWidget(makeButton(actions.settings, tr("Settings")));
    line->addWidget(makeButton(actions.clear, tr("Clear")));
    updateLooks();
}

QToolButton* CaptureToolBar::makeButton(QAction* action, const QString& word)
{
    action->setIconText(word);
    auto* button = new QToolButton(this);
    button->setDefaultAction(action);
    button->setObjectName(action->objectName() + u"Button"_s);
    button->setAccessibleName(word);
    button->setAutoRaise(true);
    button->setFocusPolicy(Qt::TabFocus);
    button->setIconSize({ 16, 16 });
    button->setMinimumSize(LeastHeight, LeastHeight);
    m_commands.append(button);
    return button;
}

void CaptureToolBar::showCapture(bool isCapturing, const QString& url)
{
    m_isCapturing = isCapturing;
    if (m_url->text() != url)
        m_url->setText(url);
    m_url->setCursorPosition(0);
    updateLooks();
}

void CaptureToolBar::focusUrl()
{
    m_url->setFocus(Qt::ShortcutFocusReason);
    m_url->selectAll();
}

QSize CaptureToolBar::minimumSizeHint() const
{
    // Words go before anything is cut, so the icons decide.
    return { m_capture->minimumWidth() + 160 + static_cast<int>(m_commands.size()) * (LeastHeight + 6) + 40,
        QWidget::minimumSizeHint().height() };
}

void CaptureToolBar::updateWords()
{
    const QFontMetrics metrics = fontMetrics();
    int words = m_capture->minimumWidth() + metrics.averageCharWidth() * 26 + 40;
    for (const QToolButton* button : std::as_const(m_commands))
        words += metrics.horizontalAdvance(button->defaultAction()->iconText()) + 16 + 24;
    const Qt::ToolButtonStyle style = words <= width() ? Qt::ToolButtonTextBesideIcon : Qt::ToolButtonIconOnly;
    for (QToolButton* button : std::as_const(m_commands))
        button->setToolButtonStyle(style);
}

void CaptureToolBar::updateLooks()
{
    const QColor ink = m_isCapturing ? toneColor(Tone::Ok, palette()) : quietText(palette());
    m_capture->setIcon(symbolicIcon(m_isCapturing ? u"capture" : u"pause", ink));
    m_capture->setText(m_isCapturing ? tr("Capturing") : tr("Paused"));
    m_capture->setChecked(m_isCapturing);
    m_capture->setAccessibleName(m_isCapturing ? tr("Capturing; press to pause") : tr("Paused; press to capture"));
    m_capture->setToolTip(m_isCapturing ? tr("Pause the capture (Ctrl+E)") : tr("Capture (Ctrl+E)"));
    // The width stays whichever word is shown.
    const QFontMetrics metrics = fontMetrics();
    m_capture->setMinimumWidth(
        std::max(metrics.horizontalAdvance(tr("Capturing")), metrics.horizontalAdvance(tr("Paused"))) + 44);
    m_url->setFont(fixedFontLike(font()));
    updateWords();
}

void CaptureToolBar::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.fillRect(0, 0, width(), 1, hairline(palette()));
}

void CaptureToolBar::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    updateWords();
}

void CaptureToolBar::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange)
        updateLooks();
}

} // namespace hookloupe
