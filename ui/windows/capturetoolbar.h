// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QToolBar>

class QLineEdit;
class QToolButton;

namespace hookloupe {

class WindowActions;

/// The capture switch, the address to give to providers, and the commands for the list.
class CaptureToolBar final : public QToolBar {
    Q_OBJECT

public:
    CaptureToolBar(const WindowActions& actions, QWidget* parent);

    void showCapture(bool isCapturing, const QString& url);
    void focusUrl();

protected:
    void changeEvent(QEvent* event) override;

private:
    void updateLooks();

    QToolButton* m_capture;
    QLineEdit* m_url;
    bool m_isCapturing = false;
};

} // namespace hookloupe
