// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLabel>

namespace hookloupe {

/// A label of one or a few lines that shortens its text where there is no room, and then shows all of it as a tool tip.
class ElidedLabel final : public QLabel {
    Q_OBJECT

public:
    explicit ElidedLabel(QWidget* parent = nullptr);

    /// Where one line is shortened: at the end unless told otherwise.
    void setElideMode(Qt::TextElideMode mode);
    /// Keeps room for so many lines; what does not fit into the last is shortened at its end. 1 and up.
    void setLines(int lines);
    /// True while some of the text cannot be seen.
    bool isShortened() const;

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    bool event(QEvent* event) override;

private:
    QStringList shownLines() const;

    Qt::TextElideMode m_elideMode = Qt::ElideRight;
    int m_lines = 1;
};

} // namespace hookloupe
