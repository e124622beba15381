// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTimer>
#include <QWidget>

class QLabel;
class QLineEdit;

namespace hookloupe {

/// The filter field above the list with its "12 of 96".
class FilterBar final : public QWidget {
    Q_OBJECT

public:
    explicit FilterBar(QWidget* parent = nullptr);

    QString text() const;
    void showCounts(qint64 shown, qint64 total);
    void focusField();
    void clear();
    /// Puts a term in place of the one of the same field, or behind what is there.
    void setTerm(const QString& term);

signals:
    /// A little after the last key.
    void filterChanged(const QString& text);
    /// Esc in the empty field, or Down: back to the list.
    void left();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void updateLooks();

    QLineEdit* m_field;
    QLabel* m_counts;
    QAction* m_icon;
    QTimer m_typing;
};

} // namespace hookloupe
