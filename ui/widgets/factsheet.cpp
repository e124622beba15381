// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/factsheet.h"

#include "theme/theme.h"
#include "theme/tones.h"

#include <QApplication>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QKeyEvent>
#include <QMenu>
#include <QMimeData>
#include <QScrollBar>
#include <QTextTable>

namespace hookloupe {

using namespace Qt::StringLiterals;

FactSheet::FactSheet(QWidget* parent)
    : QTextEdit(parent)
{
    setReadOnly(true);
    setAcceptRichText(false);
    setUndoRedoEnabled(false);
    setFrameShape(QFrame::NoFrame);
    setTabChangesFocus(true);
    setWordWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    document()->setDocumentMargin(8);
}

void FactSheet::setSections(std::vector<FactSection> sections)
{
    m_sections = std::move(sections);
    rebuild();
    moveCursor(QTextCursor::Start);
    verticalScrollBar()->setValue(0);
}

int FactSheet::labelWidth() const
{
    const QFontMetrics metrics(font());
    int width = 0;
    for (const FactSection& section : m_sections) {
        for (const Fact& fact : section.facts)
            width = qMax(width, metrics.horizontalAdvance(fact.label));
    }
    // A long name, of a query parameter for instance, wraps rather than takes the room of the values
    return qMin(width, metrics.averageCharWidth() * 24) + 16;
}

void FactSheet::rebuild()
{
    const int scrolled = verticalScrollBar()->value();
    clear();
    QTextCursor cursor(document());
    QTextCharFormat titleFormat;
    titleFormat.setForeground(palette().color(QPalette::Text));
    titleFormat.setFontWeight(QFont::DemiBold);
    bool isFirst = true;
    for (const FactSection& section : m_sections) {
        if (section.facts.empty())
            continue;
        QTextBlockFormat block;
        block.setTopMargin(isFirst ? 0 : 10);
        block.setBottomMargin(2);
        if (!section.title.isEmpty()) {
            cursor.setBlockFormat(block);
            cursor.insertText(section.title, titleFormat);
            cursor.insertBlock(QTextBlockFormat(), QTextCharFormat());
        }
        insertFacts(cursor, section);
        isFirst = false;
    }
    verticalScrollBar()->setValue(scrolled);
}

void FactSheet::insertFacts(QTextCursor& cursor, const FactSection& section)
{
    QTextTableFormat format;
    format.setBorder(0);
    format.setCellPadding(1);
    format.setCellSpacing(1);
    format.setWidth(QTextLength(QTextLength::PercentageLength, 100));
    format.setColumnWidthConstraints({ QTextLength(QTextLength::FixedLength, labelWidth()), QTextLength() });
    QTextTable* table = cursor.insertTable(static_cast<int>(section.facts.size()), 2, format);
    QTextCharFormat labelFormat;
    labelFormat.setForeground(quietText(palette()));
    int row = 0;
    for (const Fact& fact : section.facts) {
        if (fact.label.isEmpty())
            table->mergeCells(row, 0, 1, 2);
        else
            table->cellAt(row, 0).firstCursorPosition().insertText(fact.label, labelFormat);
        insertValue(table->cellAt(row, fact.label.isEmpty() ? 0 : 1).firstCursorPosition(), fact);
        ++row;
    }
    cursor.movePosition(QTextCursor::End);
    QTextBlockFormat tight;
    tight.setLineHeight(1, QTextBlockFormat::FixedHeight);
    cursor.setBlockFormat(tight);
    cursor.insertBlock(QTextBlockFormat(), QTextCharFormat());
}

void FactSheet::insertValue(QTextCursor cell, const Fact& fact)
{
    QTextCharFormat value;
    value.setForeground(palette().color(QPalette::Text));
    if (!fact.glyph.isNull()) {
        QTextCharFormat mark;
        mark.setForeground(toneColor(fact.tone, palette()));
        cell.insertText(QString(fact.glyph) + u"\u00a0 "_s, mark);
    }
    if (fact.isFixed)
        value.setFont(fixedFontLike(font()));
    cell.insertText(fact.value, value);
    if (!fact.note.isEmpty()) {
        value.setForeground(quietText(palette()));
        cell.insertText(QString(QChar(QChar::LineSeparator)) + fact.note, value);
    }
}

QString FactSheet::allText() const
{
    QString text;
    for (const FactSection& section : m_sections) {
        if (section.facts.empty())
            continue;
        if (!section.title.isEmpty())
            text += u"\n"_s + section.title + u"\n"_s;
        for (const Fact& fact : section.facts) {
            if (!fact.label.isEmpty())
                text += fact.label + u": "_s;
            text += fact.value;
            if (!fact.note.isEmpty())
                text += u" ("_s + fact.note + u")"_s;
            text += u'\n';
        }
    }
    return text;
}

void FactSheet::copyAll()
{
    QApplication::clipboard()->setText(allText());
}

QMimeData* FactSheet::createMimeDataFromSelection() const
{
    auto* mime = new QMimeData;
    QString text = textCursor().selectedText();
    text.replace(QChar::ParagraphSeparator, u'\n').replace(QChar::LineSeparator, u'\n');
    // Cell borders come out of the document as characters of their own
    text.replace(QChar(0xfdd0), u'\n').replace(QChar(0xfdd1), u'\n');
    mime->setText(text);
    return mime;
}

bool FactSheet::event(QEvent* event)
{
    // The window has a shortcut on this key; within the sheet it is the sheet's
    if (event->type() == QEvent::ShortcutOverride && static_cast<QKeyEvent*>(event)->matches(QKeySequence::Copy)) {
        event->accept();
        return true;
    }
    return QTextEdit::event(event);
}

void FactSheet::changeEvent(QEvent* event)
{
    QTextEdit::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange)
        rebuild();
}

void FactSheet::contextMenuEvent(QContextMenuEvent* event)
{
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    QAction* copyAction = menu->addAction(tr("Copy"), this, &QTextEdit::copy);
    copyAction->setShortcut(QKeySequence::Copy);
    copyAction->setEnabled(textCursor().hasSelection());
    menu->addAction(tr("Copy All Facts"), this, &FactSheet::copyAll);
    menu->addSeparator();
    menu->addAction(tr("Select All"), this, &QTextEdit::selectAll);
    menu->popup(event->globalPos());
}

} // namespace hookloupe
