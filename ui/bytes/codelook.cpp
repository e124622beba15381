// SPDX-License-Identifier: GPL-3.0-or-later
#include "bytes/codelook.h"

#include "theme/theme.h"
#include "theme/tones.h"

#include <Qsci/qscilexerjson.h>
#include <Qsci/qsciscintilla.h>

#include <QApplication>

#include <utility>

namespace hookloupe {

namespace {

/// Which lexer styles take which tone; all others are plain text.
constexpr std::pair<int, Tone> JsonTones[] {
    { QsciLexerJSON::Property, Tone::Info },
    { QsciLexerJSON::String, Tone::Ok },
    { QsciLexerJSON::UnclosedString, Tone::Ok },
    { QsciLexerJSON::EscapeSequence, Tone::Ok },
    { QsciLexerJSON::IRI, Tone::Ok },
    { QsciLexerJSON::IRICompact, Tone::Ok },
    { QsciLexerJSON::Number, Tone::Warning },
    { QsciLexerJSON::Keyword, Tone::Warning },
    { QsciLexerJSON::Error, Tone::Danger },
};

} // namespace

void applyPlainLook(QsciLexer& lexer, const QPalette& palette)
{
    const QColor plain = palette.color(QPalette::Text);
    const QColor ground = palette.color(QPalette::Base);
    const QFont fixed = fixedFontLike(QApplication::font());
    lexer.setDefaultColor(plain);
    lexer.setDefaultPaper(ground);
    lexer.setDefaultFont(fixed);
    lexer.setColor(plain);
    lexer.setPaper(ground);
    lexer.setFont(fixed);
}

void applyJsonLook(QsciLexer& lexer, const QPalette& palette)
{
    applyPlainLook(lexer, palette);
    for (const auto& [style, tone] : JsonTones)
        lexer.setColor(toneColor(tone, palette), style);
}

void applyCodeLook(QsciScintilla& editor, const QPalette& palette)
{
    const QColor ground = palette.color(QPalette::Base);
    const QColor quiet = quietText(palette);
    editor.setColor(palette.color(QPalette::Text));
    editor.setPaper(ground);
    editor.setMarginsForegroundColor(quiet);
    editor.setMarginsBackgroundColor(ground);
    editor.setMarginsFont(fixedFontLike(QApplication::font()));
    editor.setFoldMarginColors(ground, ground);
    editor.setCaretForegroundColor(palette.color(QPalette::Text));
    editor.setSelectionBackgroundColor(palette.color(QPalette::Highlight));
    editor.setSelectionForegroundColor(palette.color(QPalette::HighlightedText));
    constexpr int FirstMarker = QsciScintilla::SC_MARKNUM_FOLDEREND;
    constexpr int LastMarker = QsciScintilla::SC_MARKNUM_FOLDEROPEN;
    for (int marker = FirstMarker; marker <= LastMarker; ++marker) {
        editor.setMarkerForegroundColor(ground, marker);
        editor.setMarkerBackgroundColor(quiet, marker);
    }
}

} // namespace hookloupe
