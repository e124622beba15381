// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/columnfit.h"

#include <QEvent>
#include <QHeaderView>
#include <QTableView>

namespace hookloupe {

ColumnFit::ColumnFit(QTableView& view, int stretched, std::vector<int> givingWay)
    : QObject(&view)
    , m_view(view)
    , m_stretched(stretched)
    , m_givingWay(std::move(givingWay))
{
    view.viewport()->installEventFilter(this);
}

void ColumnFit::setShown(int column, bool isShown)
{
    if (isShown) {
        m_kept.insert(column);
        show(column);
    } else {
        m_kept.erase(column);
        m_sizes.erase(column);
    }
    m_view.horizontalHeader()->setSectionHidden(column, !isShown);
    fit();
}

void ColumnFit::reset(int leastStretched)
{
    m_leastStretched = leastStretched;
    m_kept.clear();
    showAll();
    fit();
}

QByteArray ColumnFit::saveState()
{
    showAll();
    const QByteArray state = m_view.horizontalHeader()->saveState();
    fit();
    return state;
}

bool ColumnFit::restoreState(const QByteArray& state)
{
    showAll();
    const bool isRestored = m_view.horizontalHeader()->restoreState(state);
    fit();
    return isRestored;
}

void ColumnFit::showAll()
{
    while (!m_sizes.empty())
        show(m_sizes.begin()->first);
}

void ColumnFit::hide(int column)
{
    m_sizes[column] = m_view.horizontalHeader()->sectionSize(column);
    m_view.horizontalHeader()->hideSection(column);
}

void ColumnFit::show(int column)
{
    if (m_sizes.erase(column) > 0)
        m_view.horizontalHeader()->showSection(column);
}

void ColumnFit::fit()
{
    const QHeaderView& header = *m_view.horizontalHeader();
    int needed = m_leastStretched;
    for (int column = 0; column < header.count(); ++column) {
        if (column != m_stretched)
            needed += header.sectionSize(column);
    }
    for (const auto& [column, size] : m_sizes)
        needed += size;
    for (const int column : m_givingWay) {
        const auto hidden = m_sizes.find(column);
        const int size = hidden == m_sizes.end() ? header.sectionSize(column) : hidden->second;
        const bool givesWay = needed > m_view.viewport()->width() && size > 0 && !m_kept.contains(column);
        needed -= givesWay ? size : 0;
        if (givesWay && hidden == m_sizes.end())
            hide(column);
        else if (!givesWay && hidden != m_sizes.end())
            show(column);
    }
}

bool ColumnFit::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::Resize)
        fit();
    return QObject::eventFilter(watched, event);
}

} // namespace hookloupe
