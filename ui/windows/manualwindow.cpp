// SPDX-License-Identifier: GPL-3.0-or-later
#include "windows/manualwindow.h"

#include <QDialogButtonBox>
#include <QImage>
#include <QPushButton>
#include <QScrollBar>
#include <QTextBlock>
#include <QTextBrowser>
#include <QTimer>
#include <QVBoxLayout>

#include <algorithm>

namespace hookloupe {

using namespace Qt::StringLiterals;

namespace {

/// Shows pictures no wider than the page.
class Pages final : public QTextBrowser {
public:
    using QTextBrowser::QTextBrowser;

    QVariant loadResource(int type, const QUrl& name) override
    {
        const QVariant found = QTextBrowser::loadResource(type, name);
        if (type != QTextDocument::ImageResource)
            return found;
        QImage image;
        if (!image.loadFromData(found.toByteArray()))
            return found;
        const int widest = std::max(200, viewport()->width() - 2 * Margin);
        return image.width() > widest ? image.scaledToWidth(widest, Qt::SmoothTransformation) : image;
    }

    static constexpr int Margin = 20;
};

/// Markdown headings have no anchors in Qt 6.4, so the heading is looked for by its text.
void showSection(QTextBrowser& text, const QString& section)
{
    for (QTextBlock block = text.document()->begin(); block.isValid(); block = block.next()) {
        if (block.blockFormat().headingLevel() == 0 || block.text() != section)
            continue;
        text.setTextCursor(QTextCursor(block));
        // The layout is not there before the window is.
        QTimer::singleShot(0, &text, [&text, at = block.position()] {
            QTextCursor cursor(text.document());
            cursor.setPosition(at);
            text.verticalScrollBar()->setValue(text.verticalScrollBar()->value() + text.cursorRect(cursor).top() - 8);
        });
        return;
    }
}

} // namespace

ManualWindow::ManualWindow(QWidget* parent, const QString& page, const QString& section)
    : QDialog(parent)
{
    setObjectName(u"manualWindow"_s);
    setWindowTitle(tr("Manual"));
    setAttribute(Qt::WA_DeleteOnClose);
    auto* text = new Pages(this);
    text->setObjectName(u"manualText"_s);
    text->setAccessibleName(tr("Manual"));
    // Nothing is fetched: links lead through the pages that are built in.
    text->setOpenExternalLinks(false);
    text->document()->setDocumentMargin(Pages::Margin);
    text->setFrameShape(QFrame::NoFrame);
    text->setSource(QUrl(u"qrc:/hookloupe/manual/index.md"_s));
    if (!page.isEmpty())
        text->setSource(QUrl(u"qrc:/hookloupe/manual/"_s + page));
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    QPushButton* back = buttons->addButton(tr("&Back"), QDialogButtonBox::ActionRole);
    QPushButton* home = buttons->addButton(tr("&Contents"), QDialogButtonBox::ActionRole);
    back->setEnabled(false);
    connect(text, &QTextBrowser::backwardAvailable, back, &QWidget::setEnabled);
    connect(back, &QPushButton::clicked, text, &QTextBrowser::backward);
    connect(home, &QPushButton::clicked, text, &QTextBrowser::home);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 12);
    column->setSpacing(12);
    column->addWidget(text, 1);
    auto* row = new QHBoxLayout;
    row->setContentsMargins(12, 0, 12, 0);
    row->addWidget(buttons);
    column->addLayout(row);
    resize(760, 640);
    if (!section.isEmpty())
        showSection(*text, section);
}

} // namespace hookloupe
