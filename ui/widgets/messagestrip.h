// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "theme/statuslook.h"

#include <QFrame>
#include <QTimer>

#include <functional>

class QLabel;
class QPropertyAnimation;
class QPushButton;
class QToolButton;

namespace hookloupe {

/// A message within the window instead of a box over it: a sentence, at most one action, and a way to close it.
class MessageStrip final : public QFrame {
    Q_OBJECT

public:
    struct Message {
        Tone tone = Tone::Neutral;
        QString text {};
        QString actionText {}; ///< empty: no action
        std::function<void()> action {};
        std::function<void()> closed {}; ///< called when it goes without its action
        bool isLasting = false; ///< stays until it is closed or hidden
    };

    explicit MessageStrip(QWidget* parent = nullptr);

    void showMessage(Message message);
    /// Changes the sentence of the message that is shown, and nothing else: for progress, which is not announced anew.
    void setText(const QString& text);
    void hideMessage();
    QString text() const;

protected:
    void paintEvent(QPaintEvent* event) override;
    void changeEvent(QEvent* event) override;
    bool event(QEvent* event) override;

private:
    void close(bool wasUsed);
    void slide(bool isOpening);
    void updateLooks();

    Message m_message;
    QLabel* m_glyph;
    QLabel* m_text;
    QPushButton* m_action;
    QToolButton* m_close;
    QPropertyAnimation* m_slide;
    QTimer m_leave;
    bool m_isOpen = false;
};

} // namespace hookloupe
