// SPDX-License-Identifier: GPL-3.0-or-later
#include "windows/manualwindow.h"

#include <QDialogButtonBox>
#include <QPushButton>
#include <QTextBrowser>
#include <QVBoxLayout>

namespace hookloupe {

using namespace Qt::StringLiterals;

ManualWindow::ManualWindow(QWidget* parent)
    : QDialog(parent)
{
    setObjectName(u"manualWindow"_s);
    setWindowTitle(tr("Manual"));
    setAttribute(Qt::WA_DeleteOnClose);
    auto* text = new QTextBrowser(this);
    text->setObjectName(u"manualText"_s);
    text->setAccessibleName(tr("Manual"));
    // Nothing is fetched: links lead through the pages that are built in.
    text->setOpenExternalLinks(false);
    text->document()->setDocumentMargin(20);
    text->setFrameShape(QFrame::NoFrame);
    text->setSource(QUrl(u"qrc:/hookloupe/manual/index.md"_s));
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
}

} // namespace hookloupe
