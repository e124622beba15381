// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "bytes/bytesource.h"
#include "bytes/visibletext.h"

#include <QWidget>

class QStackedLayout;

namespace hookloupe {

class ByteView;
class HexView;
class PagedTextView;

/// The same bytes as text or in hexadecimal, one at a time; place and selection go along when it changes.
class BytePane final : public QWidget {
    Q_OBJECT

public:
    enum class Form { Text, Hex };

    explicit BytePane(QWidget* parent = nullptr);

    Form form() const { return m_form; }
    void setForm(Form form);
    const ByteSourcePtr& source() const { return m_source; }
    void setSource(ByteSourcePtr source);
    void showLineEnds(bool shown);
    void setCharset(TextCharset charset);
    /// The view in front.
    ByteView* view() const;

signals:
    /// More was selected than one copy takes.
    void copyCut(qint64 copiedBytes, qint64 selectedBytes);

private:
    QStackedLayout* m_layout = nullptr;
    PagedTextView* m_text = nullptr;
    HexView* m_hex = nullptr;
    ByteSourcePtr m_source;
    Form m_form = Form::Text;
};

} // namespace hookloupe
