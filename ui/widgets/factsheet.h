// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "theme/statuslook.h"

#include <QTextEdit>

#include <vector>

namespace hookloupe {

/// One line of a fact sheet.
struct Fact {
    QString label; ///< empty: the value has the whole width
    QString value;
    QString note = {}; ///< quieter, below the value
    bool isFixed = false; ///< value in the fixed font
    QChar glyph = {}; ///< before the value, in the tone's colour; none when null
    Tone tone = Tone::Neutral;
};

struct FactSection {
    QString title; ///< empty: none
    std::vector<Fact> facts;
};

/// Facts in two columns that can be read, selected across lines and copied. Plain text throughout: nothing in a fact
/// is ever taken as markup.
class FactSheet final : public QTextEdit {
    Q_OBJECT

public:
    explicit FactSheet(QWidget* parent = nullptr);

    void setSections(std::vector<FactSection> sections);
    /// All facts, one "label: value" a line.
    QString allText() const;
    void copyAll();

protected:
    QMimeData* createMimeDataFromSelection() const override;
    void changeEvent(QEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    bool event(QEvent* event) override;

private:
    void rebuild();
    void insertFacts(QTextCursor& cursor, const FactSection& section);
    void insertValue(QTextCursor cell, const Fact& fact);
    int labelWidth() const;

    std::vector<FactSection> m_sections;
};

} // namespace hookloupe
