// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "theme/statuslook.h"

#include <QLabel>
#include <QStyledItemDelegate>
#include <QTableView>

#include <optional>

class QFormLayout;

namespace hookloupe {

/// A line of text under or beside a field: quiet, or in a tone with its glyph before it. Hidden while it is empty.
class FieldNote final : public QLabel {
    Q_OBJECT

public:
    explicit FieldNote(QWidget* parent = nullptr);

    /// \param tone  nothing: a hint
    void say(const QString& text, std::optional<Tone> tone = std::nullopt);

    /// One line, until the layout asks how high it is in the width that it has.
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return { 0, sizeHint().height() }; }

protected:
    void changeEvent(QEvent* event) override;

private:
    void tint();

    std::optional<Tone> m_tone;
};

/// Gives a form the spacing of the program's dialogs.
void setUpForm(QFormLayout& form);

/// Paints the cells of a list of entries: with air at their sides, and after the text a quiet note (NoteRole).
class EntryDelegate final : public QStyledItemDelegate {
    Q_OBJECT

public:
    static constexpr int NoteRole = Qt::UserRole + 100; ///< QString
    static constexpr int QuietRole = Qt::UserRole + 101; ///< bool: the text itself steps back

    using QStyledItemDelegate::QStyledItemDelegate;
    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
};

/// Gives a table of entries the looks of the program's lists: whole rows, one at a time, no grid.
void setUpEntryTable(QTableView& table, const QString& name);

} // namespace hookloupe
