// SPDX-License-Identifier: GPL-3.0-or-later
#include "windows/capturetoolbar.h"

#include "theme/icons.h"
#include "theme/theme.h"
#include "theme/tones.h"
#include "windows/windowactions.h"

#include <QEvent>
#include <QLineEdit>
#include <QToolButton>

namespace hookloupe {

using namespace Qt::StringLiterals;

CaptureToolBar::CaptureToolBar(const WindowActions& actions, QWidget* parent)
    : QToolBar(tr("Capture"), parent)
    , m_capture(new QToolButton(this))
    , m_url(new QLineEdit(this))
{
    setObjectName(u"captureToolBar"_s);
    setMovable(false);
    setFloatable(false);
    setContextMenuPolicy(Qt::PreventContextMenu);
    setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    setIconSize({ 16, 16 });
    setContentsMargins(6, 4, 6, 4);

    m_capture->setObjectName(u"captureButton"_s);
    m_capture->setCheckable(true);
    m_capture->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_capture->setFocusPolicy(Qt::TabFocus);
    m_capture->setMinimumHeight(28);
    connect(m_capture, &QToolButton::clicked, actions.capture, &QAction::trigger);
    connect(actions.capture, &QAction::enabledChanged, m_capture, &QWidget::setEnabled);
    m_url->setObjectName(u"urlField"_s);
    m_url->setReadOnly(true);
    m_url->setAccessibleName(tr("Address to send webhooks to"));
    m_url->setToolTip(tr("Give this address to the provider (Ctrl+L)"));
    m_url->setMinimumHeight(28);
    m_url->setMaximumWidth(360);
    m_url->setMinimumWidth(160);
    m_url->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);

    addWidget(m_capture);
    addWidget(m_url);
    addAction(actions.copyUrl);
    auto* space = new QWidget(this);
    space->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    addWidget(space);
    addActions({ actions.pin, actions.openSession, actions.saveAs, actions.settings });
    addSeparator();
    addAction(actions.clear);
    for (const QAction* action : this->actions()) {
        if (QWidget* button = widgetForAction(const_cast<QAction*>(action)); qobject_cast<QToolButton*>(button)) {
            button->setFocusPolicy(Qt::TabFocus);
            button->setMinimumHeight(28);
        }
    }
    updateLooks();
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
        std::max(metrics.horizontalAdvance(tr("Capturing")), metrics.horizontalAdvance(tr("Paused"))) + 48);
    m_url->setFont(fixedFontLike(font()));
}

void CaptureToolBar::changeEvent(QEvent* event)
{
    QToolBar::changeEvent(event);
    if ((event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange) && m_url)
        updateLooks();
}

} // namespace hookloupe
