// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QWidget>

class QAction;
class QLineEdit;
class QToolButton;

namespace hookloupe {

class WindowActions;

/// The capture switch, the address to give to providers, and the commands for the list.
///
/// Where there is no room for words, the commands at the right keep their icons.
class CaptureToolBar final : public QWidget {
    Q_OBJECT

public:
    CaptureToolBar(const WindowActions& actions, QWidget* parent);

    void showCapture(bool isCapturing, const QString& url);
    void focusUrl();
    QSize minimumSizeHint() const override;

protected:
    void changeEvent(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    QToolButton* makeButton(QAction* action, const QString& word);
    void updateLooks();
    void updateWords();

    QToolButton* m_capture;
    QLineEdit* m_url;
    QList<QToolButton*> m_commands;
    bool m_isCapturing = false;
};

} // namespace hookloupe
