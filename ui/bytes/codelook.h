// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QsciLexer;
class QsciScintilla;
class QPalette;

namespace hookloupe {

/// Gives an editor the colours of a palette: text, margins, folding, selection.
void applyCodeLook(QsciScintilla& editor, const QPalette& palette);

/// Gives a lexer plain text in the fixed font, as a ground for the colours of its tokens.
void applyPlainLook(QsciLexer& lexer, const QPalette& palette);

/// The same with the colours of JSON's tokens. \param lexer  a QsciLexerJSON
void applyJsonLook(QsciLexer& lexer, const QPalette& palette);

} // namespace hookloupe
