// SPDX-License-Identifier: GPL-3.0-or-later
#include "profiles/jsoneditor.h"

#include "bytes/bytesource.h"
#include "bytes/codelook.h"
#include "bytes/findbar.h"
#include "theme/tones.h"

#include <Qsci/qscilexerjson.h>
#include <Qsci/qsciscintilla.h>

#include <QKeyEvent>
#include <QScopedValueRollback>
#include <QVBoxLayout>

namespace hookloupe {

using namespace Qt::StringLiterals;

namespace {

constexpr int ProblemMarker = 1;
constexpr int ProblemIndicator = 8;
constexpr int MarkMargin = 1;
constexpr int FoldMargin = 2;
constexpr int IndentWidth = 2;

unsigned long position(qsizetype offset)
{
    return static_cast<unsigned long>(offset);
}

} // namespace

JsonEditor::JsonEditor(QWidget* parent)
    : QWidget(parent)
    , m_editor(new QsciScintilla(this))
    , m_lexer(new QsciLexerJSON(this))
    , m_find(new FindBar(this))
{
    setUpEditor();
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_editor, 1);
    column->addWidget(m_find);
    setFocusProxy(m_editor);
    applyLook();
    connect(m_editor, &QsciScintilla::textChanged, this, [this] {
        updateMargin();
        if (!m_isApplying)
            emit textEdited(text());
    });
}

void JsonEditor::setUpEditor()
{
    m_editor->setObjectName(u"profileJson"_s);
    m_editor->setAccessibleName(tr("Profile as JSON"));
    m_editor->setAccessibleDescription(tr("Tab indents; F6 leaves the text"));
    m_editor->setUtf8(true);
    m_editor->setEolMode(QsciScintilla::EolUnix);
    m_editor->setLexer(m_lexer);
    m_editor->setFrameShape(QFrame::NoFrame);
    m_editor->setMarginType(0, QsciScintilla::NumberMargin);
    m_editor->setMarginType(MarkMargin, QsciScintilla::SymbolMargin);
    m_editor->setMarginMarkerMask(MarkMargin, 1 << ProblemMarker);
    m_editor->setMarginWidth(MarkMargin, 14);
    m_editor->markerDefine(QsciScintilla::RightTriangle, ProblemMarker);
    m_editor->indicatorDefine(QsciScintilla::SquiggleIndicator, ProblemIndicator);
    m_editor->setFolding(QsciScintilla::PlainFoldStyle, FoldMargin);
    m_editor->setBraceMatching(QsciScintilla::SloppyBraceMatch);
    m_editor->setIndentationsUseTabs(false);
    m_editor->setIndentationWidth(IndentWidth);
    m_editor->setTabWidth(IndentWidth);
    m_editor->setTabIndents(true);
    m_editor->setBackspaceUnindents(true);
    m_editor->setAutoIndent(true);
    m_editor->setWrapMode(QsciScintilla::WrapWord);
    m_editor->setWrapIndentMode(QsciScintilla::WrapIndentIndented);
    m_editor->setContextMenuPolicy(Qt::DefaultContextMenu);
    m_editor->installEventFilter(this);
}

void JsonEditor::setText(const QByteArray& utf8)
{
    const QScopedValueRollback guard(m_isApplying, true);
    const bool wasReadOnly = m_editor->isReadOnly();
    m_editor->setReadOnly(false);
    // Not setText(): it ends at a NUL
    m_editor->SendScintilla(QsciScintilla::SCI_CLEARALL);
    m_editor->SendScintilla(QsciScintilla::SCI_APPENDTEXT, position(utf8.size()), utf8.constData());
    m_editor->SendScintilla(QsciScintilla::SCI_EMPTYUNDOBUFFER);
    m_editor->SendScintilla(QsciScintilla::SCI_GOTOPOS, 0UL);
    m_editor->setReadOnly(wasReadOnly);
    updateMargin();
}

QByteArray JsonEditor::text() const
{
    const auto size = static_cast<qsizetype>(m_editor->SendScintilla(QsciScintilla::SCI_GETLENGTH));
    QByteArray bytes(size + 1, Qt::Uninitialized);
    m_editor->SendScintilla(QsciScintilla::SCI_GETTEXT, position(size + 1), bytes.data());
    bytes.resize(size);
    return bytes;
}

void JsonEditor::setReadOnly(bool isReadOnly)
{
    m_editor->setReadOnly(isReadOnly);
}

void JsonEditor::apply(const TextChange& change)
{
    const QScopedValueRollback guard(m_isApplying, true);
    m_editor->SendScintilla(QsciScintilla::SCI_SETTARGETSTART, position(change.begin));
    m_editor->SendScintilla(QsciScintilla::SCI_SETTARGETEND, position(change.end));
    m_editor->SendScintilla(QsciScintilla::SCI_REPLACETARGET, position(change.text.size()), change.text.constData());
}

void JsonEditor::showProblems(const std::vector<ProfileProblem>& problems)
{
    m_editor->markerDeleteAll(ProblemMarker);
    m_editor->SendScintilla(QsciScintilla::SCI_SETINDICATORCURRENT, ProblemIndicator);
    const long length = m_editor->SendScintilla(QsciScintilla::SCI_GETLENGTH);
    m_editor->SendScintilla(QsciScintilla::SCI_INDICATORCLEARRANGE, 0UL, length);
    for (const ProfileProblem& problem : problems) {
        m_editor->markerAdd(problem.line - 1, ProblemMarker);
        const qsizetype end = qMin<qsizetype>(problem.end, length);
        if (problem.begin < end)
            m_editor->SendScintilla(
                QsciScintilla::SCI_INDICATORFILLRANGE, position(problem.begin), static_cast<long>(end - problem.begin));
    }
}

std::vector<int> JsonEditor::markedLines() const
{
    std::vector<int> lines;
    for (int line = 0; (line = m_editor->markerFindNext(line, 1U << ProblemMarker)) >= 0; ++line)
        lines.push_back(line + 1);
    return lines;
}

void JsonEditor::goTo(qsizetype begin, qsizetype end)
{
    const long line = m_editor->SendScintilla(QsciScintilla::SCI_LINEFROMPOSITION, position(begin));
    m_editor->SendScintilla(QsciScintilla::SCI_ENSUREVISIBLE, static_cast<unsigned long>(line));
    m_editor->SendScintilla(QsciScintilla::SCI_SETSEL, position(begin), static_cast<long>(end));
    m_editor->setFocus(Qt::OtherFocusReason);
}

qsizetype JsonEditor::caret() const
{
    return m_editor->SendScintilla(QsciScintilla::SCI_GETCURRENTPOS);
}

void JsonEditor::undo()
{
    m_editor->undo();
}

void JsonEditor::redo()
{
    m_editor->redo();
}

void JsonEditor::find()
{
    const auto select = [this](qint64 begin, qint64 end) {
        const long line = m_editor->SendScintilla(QsciScintilla::SCI_LINEFROMPOSITION, position(begin));
        m_editor->SendScintilla(QsciScintilla::SCI_ENSUREVISIBLE, static_cast<unsigned long>(line));
        m_editor->SendScintilla(QsciScintilla::SCI_SETSEL, position(begin), static_cast<long>(end));
    };
    m_find->setTarget({ sourceOf(text()), select, [this] { return qint64(caret()); }, m_editor });
    m_find->open();
}

void JsonEditor::updateMargin()
{
    m_editor->setMarginWidth(0, QString(u"00"_s + QString::number(m_editor->lines())));
}

void JsonEditor::applyLook()
{
    applyJsonLook(*m_lexer, palette());
    applyCodeLook(*m_editor, palette());
    const QColor danger = toneColor(Tone::Danger, palette());
    m_editor->setMarkerForegroundColor(danger, ProblemMarker);
    m_editor->setMarkerBackgroundColor(danger, ProblemMarker);
    m_editor->setIndicatorForegroundColor(danger, ProblemIndicator);
    const QColor ground = palette().color(QPalette::Base);
    const QColor accent = toneColor(Tone::Info, palette());
    m_editor->setMatchedBraceForegroundColor(accent);
    m_editor->setMatchedBraceBackgroundColor(mixed(ground, accent, 0.15));
    m_editor->setUnmatchedBraceForegroundColor(danger);
    m_editor->setUnmatchedBraceBackgroundColor(ground);
}

void JsonEditor::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::ApplicationFontChange)
        applyLook();
}

bool JsonEditor::eventFilter(QObject* watched, QEvent* event)
{
    if (watched != m_editor || event->type() != QEvent::KeyPress)
        return QWidget::eventFilter(watched, event);
    const auto* key = static_cast<QKeyEvent*>(event);
    const bool isTab = key->key() == Qt::Key_Tab || key->key() == Qt::Key_Backtab;
    if (isTab && (key->modifiers().testFlag(Qt::ControlModifier) || m_editor->isReadOnly())) {
        focusNextPrevChild(key->key() == Qt::Key_Tab);
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace hookloupe
