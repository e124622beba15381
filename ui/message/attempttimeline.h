// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "message/attemptaxis.h"
#include "message/attemptrows.h"
#include "message/timelinepainter.h"

#include <QWidget>

#include <optional>

namespace hookloupe {

/// The attempts of a message on a line of time: what was answered in marks, round where it was accepted and square
/// where it was not, the waits between them as dashed links, and what is expected as outlines.
///
/// Arrow keys, Home and End move over the marks; Return, Space or a click wants the delivery of one.
class AttemptTimeLine final : public QWidget {
    Q_OBJECT

public:
    explicit AttemptTimeLine(QWidget* parent = nullptr);

    /// \param isEndless  attempts go on after the last one that is expected
    void setRows(std::vector<AttemptRow> rows, bool isEndless);
    /// Draws where we are in the wait for the next attempt.
    void setNow(SystemTime now);

    /// What can be moved to: the marks, and folds that stand for several.
    int itemCount() const { return static_cast<int>(m_axis.places().size()); }
    int currentItem() const { return m_axis.placeOf(m_currentRow); }
    void setCurrentItem(int item);
    /// For a screen reader and a tool tip: the sentence of the attempt, or of those that are folded.
    QString itemText(int item) const;
    QString itemDescription(int item) const;
    QRect itemRect(int item) const;
    /// -1 where there is none.
    int itemAt(const QPoint& point) const;
    /// Does what a click on it does.
    void activateItem(int item);
    const AttemptAxis& axis() const { return m_axis; }
    MarkWords words() const { return m_words; }

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

signals:
    void deliveryWanted(hookloupe::DeliveryId id);

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void changeEvent(QEvent* event) override;
    bool event(QEvent* event) override;

private:
    void layOut();
    void tellCurrent();
    const AttemptRow& rowOf(int item) const;
    std::optional<int> nowX() const;

    std::vector<AttemptRow> m_rows;
    AttemptAxis m_axis;
    std::optional<SystemTime> m_now;
    bool m_isEndless = false;
    MarkWords m_words = MarkWords::All;
    int m_currentRow = -1;
    int m_hovered = -1;
};

} // namespace hookloupe
