// SPDX-License-Identifier: GPL-3.0-or-later
#include "bytes/codeview.h"

#include "bytes/codelook.h"
#include "theme/tones.h"

#include <Qsci/qscilexerjson.h>
#include <Qsci/qscilexerxml.h>
#include <Qsci/qsciscintilla.h>

#include <QCoreApplication>
#include <QKeyEvent>
#include <QVBoxLayout>

#include <utility>

namespace hookloupe {

using namespace Qt::StringLiterals;

namespace {

/// Which lexer styles take which tone; all others are plain text.
constexpr std::pair<int, Tone> XmlTones[] {
    { QsciLexerHTML::Tag, Tone::Info },
    { QsciLexerHTML::UnknownTag, Tone::Info },
    { QsciLexerHTML::XMLTagEnd, Tone::Info },
    { QsciLexerHTML::XMLStart, Tone::Neutral },
    { QsciLexerHTML::XMLEnd, Tone::Neutral },
    { QsciLexerHTML::Attribute, Tone::Warning },
    { QsciLexerHTML::UnknownAttribute, Tone::Warning },
    { QsciLexerHTML::HTMLDoubleQuotedString, Tone::Ok },
    { QsciLexerHTML::HTMLSingleQuotedString, Tone::Ok },
    { QsciLexerHTML::HTMLComment, Tone::Neutral },
    { QsciLexerHTML::CDATA, Tone::Ok },
    { QsciLexerHTML::Entity, Tone::Warning },
};

} // namespace

CodeView::CodeView(QWidget* parent)
    : QWidget(parent)
    , m_editor(new QsciScintilla(this))
    , m_json(new QsciLexerJSON(this))
    , m_xml(new QsciLexerXML(this))
{
    m_editor->setObjectName(u"codeEditor"_s);
    m_editor->setAccessibleName(tr("Formatted body"));
    m_editor->setUtf8(true);
    m_editor->setReadOnly(true);
    m_editor->setFrameShape(QFrame::NoFrame);
    m_editor->setMarginType(0, QsciScintilla::NumberMargin);
    m_editor->setMarginWidth(1, 0);
    m_editor->setFolding(QsciScintilla::PlainFoldStyle, 2);
    m_editor->setWrapMode(QsciScintilla::WrapCharacter);
    m_editor->setWrapVisualFlags(QsciScintilla::WrapFlagNone, QsciScintilla::WrapFlagNone);
    m_editor->setWrapIndentMode(QsciScintilla::WrapIndentIndented);
    m_editor->setTabIndents(false);
    m_editor->setCaretLineVisible(false);
    m_editor->setContextMenuPolicy(Qt::NoContextMenu);
    m_editor->installEventFilter(this);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_editor);
    setFocusProxy(m_editor);
    applyLook();
}

bool CodeView::canShow(QByteArrayView text)
{
    if (text.size() > MostBytes)
        return false;
    for (qsizetype begin = 0; begin < text.size();) {
        qsizetype end = text.indexOf('\n', begin);
        end = end < 0 ? text.size() : end;
        if (end - begin > MostLineBytes)
            return false;
        begin = end + 1;
    }
    return true;
}

void CodeView::setText(const QByteArray& utf8, Language language)
{
    QsciLexer* wanted = language == Language::Json ? m_json : m_xml;
    if (m_editor->lexer() != wanted) {
        m_editor->setLexer(wanted);
        applyLook();
    }
    // Not setText(): it ends at a NUL
    m_editor->setReadOnly(false);
    m_editor->SendScintilla(QsciScintilla::SCI_CLEARALL);
    m_editor->SendScintilla(QsciScintilla::SCI_APPENDTEXT, static_cast<uintptr_t>(utf8.size()), utf8.constData());
    m_editor->SendScintilla(QsciScintilla::SCI_EMPTYUNDOBUFFER);
    m_editor->setReadOnly(true);
    m_editor->SendScintilla(QsciScintilla::SCI_GOTOPOS, 0UL);
    m_editor->setMarginWidth(0, QString(u"0"_s + QString::number(m_editor->lines())));
}

QByteArray CodeView::text() const
{
    const auto size = static_cast<qsizetype>(m_editor->SendScintilla(QsciScintilla::SCI_GETLENGTH));
    QByteArray bytes(size + 1, Qt::Uninitialized);
    m_editor->SendScintilla(QsciScintilla::SCI_GETTEXT, static_cast<uintptr_t>(size + 1), bytes.data());
    bytes.resize(size);
    return bytes;
}

void CodeView::select(qint64 begin, qint64 end)
{
    const long line = m_editor->SendScintilla(QsciScintilla::SCI_LINEFROMPOSITION, static_cast<unsigned long>(begin));
    m_editor->SendScintilla(QsciScintilla::SCI_ENSUREVISIBLE, static_cast<unsigned long>(line));
    m_editor->SendScintilla(QsciScintilla::SCI_SETSEL, static_cast<unsigned long>(begin), static_cast<long>(end));
}

qint64 CodeView::caret() const
{
    return m_editor->SendScintilla(QsciScintilla::SCI_GETCURRENTPOS);
}

bool CodeView::hasSelection() const
{
    return m_editor->hasSelectedText();
}

void CodeView::copy()
{
    m_editor->copy();
}

void CodeView::applyLook()
{
    applyJsonLook(*m_json, palette());
    applyPlainLook(*m_xml, palette());
    for (const auto& [style, tone] : XmlTones)
        m_xml->setColor(toneColor(tone, palette()), style);
    applyCodeLook(*m_editor, palette());
}

void CodeView::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::ApplicationFontChange)
        applyLook();
}

bool CodeView::eventFilter(QObject* watched, QEvent* event)
{
    // Nothing can be typed here, so Tab leaves as it does everywhere, and the panel may have Ctrl+F
    if (watched == m_editor && event->type() == QEvent::KeyPress) {
        const auto* key = static_cast<QKeyEvent*>(event);
        if (key->key() == Qt::Key_Tab || key->key() == Qt::Key_Backtab) {
            focusNextPrevChild(key->key() == Qt::Key_Tab);
            return true;
        }
        if (key->matches(QKeySequence::Find)) {
            event->ignore();
            QCoreApplication::sendEvent(parentWidget(), event);
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace hookloupe
