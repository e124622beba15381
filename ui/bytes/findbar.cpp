// SPDX-License-Identifier: GPL-3.0-or-later
#include "bytes/findbar.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QToolButton>

#include <algorithm>

namespace hookloupe {

using namespace Qt::StringLiterals;

FindBar::FindBar(QWidget* parent)
    : QWidget(parent)
    , m_needle(new QLineEdit(this))
    , m_count(new QLabel(this))
    , m_previous(new QToolButton(this))
    , m_next(new QToolButton(this))
{
    m_needle->setObjectName(u"findNeedle"_s);
    m_needle->setPlaceholderText(tr("Find"));
    m_needle->setAccessibleName(tr("Find in what is shown"));
    m_needle->setClearButtonEnabled(true);
    m_count->setTextFormat(Qt::PlainText);
    m_count->setObjectName(u"findCount"_s);
    auto* done = new QToolButton(this);
    done->setText(tr("Done"));
    done->setToolTip(tr("Close the find line (Esc)"));
    m_previous->setText(tr("Previous"));
    m_previous->setToolTip(tr("Previous match (Shift+Enter)"));
    m_next->setText(tr("Next"));
    m_next->setToolTip(tr("Next match (Enter)"));
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(6, 4, 6, 4);
    row->addWidget(m_needle, 1);
    row->addWidget(m_count);
    for (QToolButton* button : { m_previous, m_next, done }) {
        button->setMinimumSize(24, 24);
        button->setFocusPolicy(Qt::TabFocus);
        row->addWidget(button);
    }
    hide();
    connect(m_needle, &QLineEdit::textChanged, this, &FindBar::search);
    connect(m_previous, &QToolButton::clicked, this, &FindBar::findPrevious);
    connect(m_next, &QToolButton::clicked, this, &FindBar::findNext);
    connect(done, &QToolButton::clicked, this, &FindBar::close);
    connect(&m_search, &ByteSearch::matchesFound, this, &FindBar::takeMatches);
    connect(&m_search, &ByteSearch::finished, this, &FindBar::takeMatches);
}

void FindBar::setTarget(Target target)
{
    m_target = std::move(target);
    m_search.stop();
    m_current = -1;
    updateCount();
    if (isVisibleTo(parentWidget()) && !m_needle->text().isEmpty()) {
        m_search.start(m_target.source, m_needle->text().toUtf8());
        m_wantsFirst = false;
    }
}

void FindBar::open()
{
    show();
    m_needle->setFocus(Qt::ShortcutFocusReason);
    m_needle->selectAll();
    search();
}

void FindBar::close()
{
    m_search.stop();
    hide();
    if (m_target.view)
        m_target.view->setFocus(Qt::OtherFocusReason);
}

void FindBar::search()
{
    m_current = -1;
    m_wantsFirst = true;
    m_search.start(m_target.source, m_needle->text().toUtf8());
    updateCount();
}

void FindBar::takeMatches()
{
    const std::vector<qint64>& matches = m_search.matches();
    if (m_wantsFirst && !matches.empty()) {
        // Where the caret stands now, so that typing on narrows the same match
        const qint64 from = qMax<qint64>(0, m_target.caret() - m_search.needleBytes());
        const auto first = std::lower_bound(matches.begin(), matches.end(), from);
        if (first != matches.end() || !m_search.isRunning()) {
            m_wantsFirst = false;
            goTo(first == matches.end() ? 0 : first - matches.begin());
        }
    }
    updateCount();
}

void FindBar::goTo(qsizetype match)
{
    const std::vector<qint64>& matches = m_search.matches();
    if (matches.empty())
        return;
    const qsizetype count = std::ssize(matches);
    m_current = (match + count) % count;
    const qint64 begin = matches[static_cast<std::size_t>(m_current)];
    m_target.select(begin, begin + m_search.needleBytes());
    updateCount();
}

void FindBar::findNext()
{
    goTo(m_current + 1);
}

void FindBar::findPrevious()
{
    goTo(m_current < 0 ? -1 : m_current - 1);
}

QString FindBar::countText() const
{
    return m_count->text();
}

void FindBar::updateCount()
{
    const qsizetype count = std::ssize(m_search.matches());
    const QString all = QLocale().toString(static_cast<qlonglong>(count))
        + (m_search.isRunning() || count == ByteSearch::MostMatches ? u"+"_s : QString());
    if (m_needle->text().isEmpty())
        m_count->clear();
    else if (count == 0)
        m_count->setText(m_search.isRunning() ? tr("searching\u2026") : tr("not found"));
    else if (m_current < 0)
        m_count->setText(tr("%1 found").arg(all));
    else
        m_count->setText(tr("%1 of %2").arg(QLocale().toString(static_cast<qlonglong>(m_current) + 1), all));
    m_previous->setEnabled(count > 0);
    m_next->setEnabled(count > 0);
}

void FindBar::keyPressEvent(QKeyEvent* event)
{
    const bool isBack = event->modifiers().testFlag(Qt::ShiftModifier);
    if (event->key() == Qt::Key_Escape)
        close();
    else if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter || event->key() == Qt::Key_F3)
        isBack ? findPrevious() : findNext();
    else
        QWidget::keyPressEvent(event);
}

} // namespace hookloupe
