// SPDX-License-Identifier: GPL-3.0-or-later
#include "signature/signedbytesview.h"

#include "bytes/byteview.h"
#include "bytes/visibletext.h"
#include "messages/quantities.h"
#include "signature/signaturesentences.h"
#include "theme/theme.h"
#include "theme/tones.h"
#include "widgets/byteviewer.h"

#include <QEvent>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QTreeWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace hookloupe {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 PreviewBytes = 120;
constexpr int MostRows = 6; ///< that are seen without scrolling

Tone toneOf(SignedPart::Origin origin)
{
    switch (origin) {
    case SignedPart::Origin::Body:
        return Tone::Ok;
    case SignedPart::Origin::Header:
        return Tone::Info;
    case SignedPart::Origin::Line:
        return Tone::Warning;
    case SignedPart::Origin::Setting:
        return Tone::Danger;
    case SignedPart::Origin::Literal:
        break;
    }
    return Tone::Neutral;
}

} // namespace

SignedBytesView::SignedBytesView(QWidget* parent)
    : QWidget(parent)
    , m_reason(new QLabel(this))
    , m_partsBox(new QWidget(this))
    , m_list(new QTreeWidget(m_partsBox))
    , m_raw(new QPushButton(tr("Show in &Raw"), m_partsBox))
    , m_bytes(new ByteViewer(this))
{
    m_reason->setObjectName(u"signedBytesReason"_s);
    m_reason->setTextFormat(Qt::PlainText);
    m_reason->setWordWrap(true);
    m_reason->setMargin(12);
    m_reason->setAlignment(Qt::AlignLeft | Qt::AlignTop);
    m_list->setObjectName(u"signedParts"_s);
    m_list->setAccessibleName(tr("Parts of the signed bytes, and where they come from"));
    m_list->setHeaderLabels({ tr("From"), tr("Bytes"), tr("Text") });
    m_list->setRootIsDecorated(false);
    m_list->setUniformRowHeights(true);
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setTabKeyNavigation(false);
    m_list->header()->setStretchLastSection(true);
    m_raw->setObjectName(u"showInRaw"_s);
    m_raw->setToolTip(tr("Select where this part stands in the request as it came"));
    m_bytes->setObjectName(u"signedBytes"_s);
    auto* line = new QHBoxLayout;
    line->setContentsMargins(6, 0, 6, 0);
    line->addWidget(m_raw);
    line->addStretch(1);
    auto* box = new QVBoxLayout(m_partsBox);
    box->setContentsMargins(0, 0, 0, 0);
    box->setSpacing(6);
    box->addWidget(m_list);
    box->addLayout(line);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_partsBox);
    column->addWidget(m_bytes, 1);
    column->addWidget(m_reason, 1);
    setFocusProxy(m_list);
    connect(m_list, &QTreeWidget::currentItemChanged, this, &SignedBytesView::partChosen);
    connect(m_raw, &QPushButton::clicked, this, [this] {
        const int at = currentPart();
        if (at >= 0 && m_parts[static_cast<std::size_t>(at)].raw)
            emit rawWanted(
                m_parts[static_cast<std::size_t>(at)].raw->begin, m_parts[static_cast<std::size_t>(at)].raw->end);
    });
}

void SignedBytesView::showContent(const QByteArray& content, std::vector<SignedPart> parts, const QString& reason)
{
    m_content = content;
    m_parts = std::move(parts);
    m_list->clear();
    for (const SignedPart& part : m_parts) {
        const QByteArrayView text = QByteArrayView(content).sliced(part.begin, std::min(part.length, PreviewBytes));
        auto* item = new QTreeWidgetItem(m_list,
            { partSentence(part), countText(part.length),
                visibleLine(text) + QString(part.length > PreviewBytes ? u"\u2026"_s : QString()) });
        item->setTextAlignment(1, Qt::AlignRight | Qt::AlignVCenter);
    }
    updateColours();
    m_list->resizeColumnToContents(0);
    m_list->resizeColumnToContents(1);
    const int rows = std::clamp(static_cast<int>(m_parts.size()), 1, MostRows);
    m_list->setFixedHeight(m_list->header()->sizeHint().height() + rows * rowHeightFor(font()) + 2);
    m_reason->setText(reason);
    m_reason->setVisible(content.isEmpty());
    m_bytes->setVisible(!content.isEmpty());
    m_partsBox->setVisible(!m_parts.empty());
    m_bytes->setSource(sourceOf(content), u"signed-bytes.bin"_s);
    partChosen();
}

int SignedBytesView::currentPart() const
{
    return m_list->currentItem() ? m_list->indexOfTopLevelItem(m_list->currentItem()) : -1;
}

void SignedBytesView::partChosen()
{
    const int at = currentPart();
    m_raw->setEnabled(at >= 0 && m_parts[static_cast<std::size_t>(at)].raw.has_value());
    if (at < 0)
        return;
    const SignedPart& part = m_parts[static_cast<std::size_t>(at)];
    m_bytes->pane()->view()->select(part.begin, part.end());
}

void SignedBytesView::updateColours()
{
    for (int i = 0; i < m_list->topLevelItemCount(); ++i) {
        QTreeWidgetItem* item = m_list->topLevelItem(i);
        item->setForeground(0, toneColor(toneOf(m_parts[static_cast<std::size_t>(i)].origin), palette()));
        item->setFont(2, fixedFontLike(font()));
        item->setSizeHint(0, QSize(0, rowHeightFor(font())));
    }
}

void SignedBytesView::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange && m_list)
        updateColours();
}

} // namespace hookloupe
