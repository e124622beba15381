// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "bytes/bytesearch.h"

#include <QWidget>

#include <functional>

class QLabel;
class QLineEdit;
class QToolButton;

namespace hookloupe {

/// A line to find text in what is shown: count, next, previous. Hidden until it is asked for.
class FindBar final : public QWidget {
    Q_OBJECT

public:
    /// What is searched, and how a match is shown.
    struct Target {
        ByteSourcePtr source;
        std::function<void(qint64, qint64)> select; ///< from byte to byte
        std::function<qint64()> caret;
        QWidget* view = nullptr; ///< gets the focus back
    };

    explicit FindBar(QWidget* parent = nullptr);

    /// When the bar is open it searches the new target at once.
    void setTarget(Target target);
    void open();
    void close();
    void findNext();
    void findPrevious();
    QString countText() const;

protected:
    void keyPressEvent(QKeyEvent* event) override;

private:
    void search();
    void goTo(qsizetype match);
    void takeMatches();
    void updateCount();

    ByteSearch m_search;
    Target m_target;
    QLineEdit* m_needle = nullptr;
    QLabel* m_count = nullptr;
    QToolButton* m_previous = nullptr;
    QToolButton* m_next = nullptr;
    qsizetype m_current = -1; ///< number of the match shown
    bool m_wantsFirst = false; ///< the first match behind the caret is to be shown when it is known
};

} // namespace hookloupe
