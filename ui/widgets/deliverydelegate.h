// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QIcon>
#include <QStyledItemDelegate>

namespace hookloupe {

/// Gives the cells of the delivery table their looks: tones, the fixed font, the pin, a faint ground for failures.
class DeliveryDelegate final : public QStyledItemDelegate {
    Q_OBJECT

public:
    explicit DeliveryDelegate(QObject* parent = nullptr);

    /// After the palette or the font has changed.
    void updateLooks(const QPalette& palette, const QFont& font);

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;

    /// Shows the tool tip of a cell as plain text, whatever was captured.
    bool helpEvent(QHelpEvent* event, QAbstractItemView* view, const QStyleOptionViewItem& option,
        const QModelIndex& index) override;

protected:
    void initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const override;

private:
    QFont m_fixed;
    QIcon m_pin;
};

} // namespace hookloupe
