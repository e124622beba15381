// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTableView>

namespace hookloupe {

/// A table of names and values: read-only, whole rows, copies the cell or the row.
class HeaderTable final : public QTableView {
    Q_OBJECT

public:
    explicit HeaderTable(QWidget* parent = nullptr);

    void setModel(QAbstractItemModel* model) override;
    /// The cell in front, exactly as sent.
    QByteArray currentBytes() const;
    void copyCell();
    void copyRow();
    /// Makes the name column as wide as its names want, within reason.
    void fitNames();

protected:
    void changeEvent(QEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    bool event(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    void applyFont();
    QByteArray bytesAt(int column) const;
};

} // namespace hookloupe
