// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "message/eventordermodel.h"

#include <QWidget>

namespace hookloupe {

/// The events of a resource as they happened, drawn against the order in which they arrived: a line that crosses others
/// came too late. A drawing of what the list below it says in words.
class EventOrderView final : public QWidget {
    Q_OBJECT

public:
    explicit EventOrderView(QWidget* parent = nullptr);

    /// \param summary  what a screen reader hears of it
    void setEntries(std::vector<EventOrderModel::Entry> entries, const QString& summary);
    /// Where an event stands in the row of arrivals; null for none.
    QPoint arrivalPoint(int index) const;

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

signals:
    void deliveryWanted(hookloupe::DeliveryId id);

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    bool event(QEvent* event) override;

private:
    QPoint place(int index, bool isArrival) const;
    int labelWidth() const;
    int entryAt(const QPoint& point) const;
    void paintLine(QPainter& painter, std::size_t index) const;
    void paintDots(QPainter& painter, std::size_t index) const;

    std::vector<EventOrderModel::Entry> m_entries;
};

} // namespace hookloupe
