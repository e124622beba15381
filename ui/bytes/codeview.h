// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QsciLexer;
class QsciScintilla;

namespace hookloupe {

/// Text of modest size with its syntax coloured, folding and line numbers; read-only. The colours follow the palette.
class CodeView final : public QWidget {
    Q_OBJECT

public:
    enum class Language { Json, Xml };

    /// Longer texts, or lines, belong into a PagedTextView.
    static constexpr qint64 MostBytes = 1 << 20;
    static constexpr qint64 MostLineBytes = 16 << 10;

    explicit CodeView(QWidget* parent = nullptr);

    /// True when \p text is short enough, in all and in each of its lines.
    static bool canShow(QByteArrayView text);
    void setText(const QByteArray& utf8, Language language);
    QByteArray text() const;
    /// Selects bytes of text() and scrolls to them.
    void select(qint64 begin, qint64 end);
    qint64 caret() const;
    bool hasSelection() const;
    void copy();

protected:
    void changeEvent(QEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void applyLook();

    QsciScintilla* m_editor = nullptr;
    QsciLexer* m_json = nullptr;
    QsciLexer* m_xml = nullptr;
};

} // namespace hookloupe
