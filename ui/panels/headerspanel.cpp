// SPDX-License-Identifier: GPL-3.0-or-later
#include "panels/headerspanel.h"

#include "bytes/visibletext.h"
#include "models/headersmodel.h"
#include "theme/theme.h"
#include "widgets/headertable.h"

#include <QApplication>
#include <QClipboard>
#include <QHBoxLayout>
#include <QItemSelectionModel>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSortFilterProxyModel>
#include <QVBoxLayout>

namespace hookloupe {

using namespace Qt::StringLiterals;

HeadersPanel::HeadersPanel(QWidget* parent)
    : DeliveryPanel(parent)
    , m_headers(new HeadersModel(this))
    , m_trailers(new HeadersModel(this))
    , m_shown(new QSortFilterProxyModel(this))
    , m_table(new HeaderTable(this))
    , m_trailersTitle(new QLabel(tr("Trailers, sent behind the body"), this))
    , m_trailersTable(new HeaderTable(this))
    , m_wholeTitle(new QLabel(tr("&Whole value"), this))
    , m_whole(new QPlainTextEdit(this))
{
    m_shown->setSourceModel(m_headers);
    m_shown->setFilterKeyColumn(-1);
    m_shown->setFilterCaseSensitivity(Qt::CaseInsensitive);
    m_table->setObjectName(u"headersTable"_s);
    m_table->setAccessibleName(tr("Headers"));
    m_table->setModel(m_shown);
    m_trailersTable->setObjectName(u"trailersTable"_s);
    m_trailersTable->setAccessibleName(tr("Trailers"));
    m_trailersTable->setModel(m_trailers);
    m_whole->setObjectName(u"wholeValue"_s);
    m_whole->setReadOnly(true);
    m_whole->setTabChangesFocus(true);
    m_whole->setFrameShape(QFrame::NoFrame);
    m_whole->setWordWrapMode(QTextOption::WrapAnywhere);
    m_wholeTitle->setBuddy(m_whole);
    for (QLabel* title : { m_trailersTitle, m_wholeTitle })
        title->setContentsMargins(8, 6, 8, 2);

    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(makeBar());
    column->addWidget(m_table, 4);
    column->addWidget(m_trailersTitle);
    column->addWidget(m_trailersTable, 1);
    column->addWidget(m_wholeTitle);
    column->addWidget(m_whole, 1);
    setFocusProxy(m_table);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentChanged, this, &HeadersPanel::showWhole);
    showWhole();
}

QWidget* HeadersPanel::makeBar()
{
    auto* bar = new QWidget(this);
    m_filter = new QLineEdit(bar);
    m_filter->setObjectName(u"headersFilter"_s);
    m_filter->setPlaceholderText(tr("Filter by name or value"));
    m_filter->setAccessibleName(tr("Filter headers"));
    m_filter->setClearButtonEnabled(true);
    m_count = new QLabel(bar);
    m_count->setTextFormat(Qt::PlainText);
    auto* copy = new QPushButton(tr("Copy All"), bar);
    copy->setToolTip(tr("Copy all headers, one a line"));
    auto* row = new QHBoxLayout(bar);
    row->setContentsMargins(6, 6, 6, 6);
    row->addWidget(m_filter, 1);
    row->addWidget(m_count);
    row->addWidget(copy);
    connect(m_filter, &QLineEdit::textChanged, this, &HeadersPanel::applyFilter);
    connect(copy, &QPushButton::clicked, this, &HeadersPanel::copyAll);
    return bar;
}

void HeadersPanel::showDelivery(DeliveryPtr delivery)
{
    m_headers->setRows(headerRows(delivery->request->head));
    m_trailers->setRows(trailerRows(*delivery->request));
    const bool hasTrailers = m_trailers->rowCount() > 0;
    m_trailersTitle->setVisible(hasTrailers);
    m_trailersTable->setVisible(hasTrailers);
    m_table->fitNames();
    m_trailersTable->setColumnWidth(0, m_table->columnWidth(0));
    updateCount();
    showWhole();
}

void HeadersPanel::applyFilter(const QString& text)
{
    m_shown->setFilterFixedString(text);
    updateCount();
}

void HeadersPanel::updateCount()
{
    const int all = m_headers->rowCount();
    const int shown = m_shown->rowCount();
    m_count->setText(shown == all ? QString::number(all) : tr("%1 of %2").arg(shown).arg(all));
}

void HeadersPanel::showWhole()
{
    const QModelIndex value = m_table->currentIndex().siblingAtColumn(HeadersModel::ValueColumn);
    const QByteArray folded = value.data(HeadersModel::FoldedRole).toByteArray();
    const QString text = value.data().toString();
    const bool isCut
        = QFontMetrics(m_table->font()).horizontalAdvance(text) > m_table->columnWidth(HeadersModel::ValueColumn) - 8;
    m_wholeTitle->setVisible(isCut || !folded.isEmpty());
    m_whole->setVisible(m_wholeTitle->isVisibleTo(this));
    m_wholeTitle->setText(folded.isEmpty() ? tr("&Whole value") : tr("&Value as sent, over several lines"));
    m_whole->setFont(fixedFontLike(QApplication::font()));
    QString whole;
    const QList<QByteArray> lines = folded.split('\n');
    for (const QByteArray& line : lines)
        whole += visibleLine(QByteArrayView(line)) + (&line == &lines.last() ? QString() : u"\u240a\n"_s);
    m_whole->setPlainText(folded.isEmpty() ? text : whole);
}

void HeadersPanel::copyAll()
{
    QApplication::clipboard()->setText(m_headers->allText() + m_trailers->allText());
}

} // namespace hookloupe
