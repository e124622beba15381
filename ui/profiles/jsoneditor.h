// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "profile/text/profiletext.h"
#include "profiles/trial/profiletrial.h"

#include <QWidget>

class QsciLexer;
class QsciScintilla;

namespace hookloupe {

class FindBar;

/// JSON to write: coloured, foldable, with the reader's errors in the margin and under the text.
///
/// Tab indents; F6 and Ctrl+Tab leave.
class JsonEditor final : public QWidget {
    Q_OBJECT

public:
    explicit JsonEditor(QWidget* parent = nullptr);

    /// Another text; what can be undone is forgotten.
    void setText(const QByteArray& utf8);
    QByteArray text() const;
    void setReadOnly(bool isReadOnly);
    /// A change that was made elsewhere; it can be undone here, and textEdited() does not tell it.
    void apply(const TextChange& change);
    void showProblems(const std::vector<ProfileProblem>& problems);
    /// The lines that have a mark, from 1.
    std::vector<int> markedLines() const;
    /// Selects bytes, opens what is folded around them, and takes the focus.
    void goTo(qsizetype begin, qsizetype end);
    qsizetype caret() const;

public slots:
    void undo();
    void redo();
    void find();

signals:
    /// Somebody has typed, undone or redone.
    void textEdited(const QByteArray& utf8);

protected:
    void changeEvent(QEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void setUpEditor();
    void applyLook();
    void updateMargin();

    QsciScintilla* m_editor;
    QsciLexer* m_lexer;
    FindBar* m_find;
    bool m_isApplying = false;
};

} // namespace hookloupe
