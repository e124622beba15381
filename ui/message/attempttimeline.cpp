// SPDX-License-Identifier: GPL-3.0-or-later
#include "message/attempttimeline.h"

#include "message/timelineaccess.h"
#include "messages/quantities.h"
#include "widgets/plaintip.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>

namespace hookloupe {

using namespace Qt::StringLiterals;

AttemptTimeLine::AttemptTimeLine(QWidget* parent)
    : QWidget(parent)
{
    installTimeLineAccess();
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setAccessibleName(tr("Time line of the attempts"));
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setBackgroundRole(QPalette::Base);
    setAutoFillBackground(true);
}

void AttemptTimeLine::setRows(std::vector<AttemptRow> rows, bool isEndless)
{
    m_rows = std::move(rows);
    m_isEndless = isEndless;
    m_hovered = -1;
    layOut();
    const auto selected
        = std::find_if(m_rows.begin(), m_rows.end(), [](const AttemptRow& row) { return row.isSelected; });
    m_currentRow = m_rows.empty() ? -1 : selected == m_rows.end() ? 0 : static_cast<int>(selected - m_rows.begin());
    updateGeometry();
    update();
}

void AttemptTimeLine::setNow(SystemTime now)
{
    const std::optional<int> before = nowX();
    m_now = now;
    if (before != nowX())
        update();
}

void AttemptTimeLine::layOut()
{
    const int width = this->width() - 2 * TimeLineMetrics::Margin;
    const int all = width - (m_isEndless ? 2 * AttemptAxis::MinGap : 0);
    std::vector<AttemptAxis::Mark> marks;
    const auto measure = [&](MarkWords words) {
        marks.clear();
        bool wasMade = true;
        for (const AttemptRow& row : m_rows) {
            // The selected one and the first that is expected go last into a fold
            const bool isNext = wasMade && row.sort == AttemptRow::Sort::Expected;
            wasMade = row.sort != AttemptRow::Sort::Expected;
            marks.push_back({ markWidth(row, font(), words), row.waitBefore, row.isSelected || isNext });
        }
        return AttemptAxis::leastWidth(marks);
    };
    // Words may not take so much room that the lengths of the waits tell nothing any more
    const int roomy = all * 3 / 4;
    m_words = MarkWords::All;
    if (measure(MarkWords::All) > roomy && measure(MarkWords::Made) > roomy) {
        m_words = measure(MarkWords::None) <= all ? MarkWords::None : MarkWords::All;
        if (measure(MarkWords::Made) <= all)
            m_words = MarkWords::Made;
    } else if (measure(MarkWords::All) > roomy) {
        m_words = MarkWords::Made;
    }
    measure(m_words);
    const int fold = std::max(fontMetrics().horizontalAdvance(foldCaption(9'999)) + 4, AttemptAxis::MinFoldWidth);
    m_axis = AttemptAxis(marks, all, fold);
    const auto selected
        = std::find_if(m_rows.begin(), m_rows.end(), [](const AttemptRow& row) { return row.isSelected; });
    const int place = m_axis.placeOf(static_cast<int>(selected - m_rows.begin()));
    const bool isHidden = place >= 0 && m_axis.places()[static_cast<std::size_t>(place)].isFold;
    if (m_axis.length() <= all && !isHidden)
        return;
    // The ends and the selected one come before the words
    m_words = MarkWords::None;
    measure(m_words);
    m_axis = AttemptAxis(marks, all, fold);
}

const AttemptRow& AttemptTimeLine::rowOf(int item) const
{
    return m_rows[static_cast<std::size_t>(m_axis.places()[static_cast<std::size_t>(item)].first)];
}

std::optional<int> AttemptTimeLine::nowX() const
{
    const auto expected = std::find_if(
        m_rows.begin(), m_rows.end(), [](const AttemptRow& row) { return row.sort == AttemptRow::Sort::Expected; });
    if (!m_now || expected == m_rows.begin() || expected == m_rows.end())
        return std::nullopt;
    const auto& places = m_axis.places();
    const int index = static_cast<int>(expected - m_rows.begin());
    const auto to = static_cast<std::size_t>(m_axis.placeOf(index));
    const auto from = static_cast<std::size_t>(m_axis.placeOf(index - 1));
    if (to == from || places[to].isFold || places[from].isFold)
        return std::nullopt;
    const double whole = static_cast<double>((expected->at - (expected - 1)->at).count());
    const double gone = static_cast<double>((*m_now - (expected - 1)->at).count());
    const double share = whole <= 0 ? 1 : std::clamp(gone / whole, 0.0, 1.0);
    const int gap = places[to].left - places[from].right();
    return places[from].right() + 2 + static_cast<int>(share * (gap - 5));
}

QString AttemptTimeLine::itemText(int item) const
{
    if (item < 0 || item >= itemCount())
        return {};
    const AttemptAxis::Place& place = m_axis.places()[static_cast<std::size_t>(item)];
    if (!place.isFold)
        return rowOf(item).sentence();
    const auto count = static_cast<qint64>(foldedCount(m_rows, place));
    return count == 1 ? tr("1 attempt between, see the list")
                      : tr("%1 attempts between, see the list").arg(countText(count));
}

QString AttemptTimeLine::itemDescription(int item) const
{
    if (item < 0 || item >= itemCount() || m_axis.places()[static_cast<std::size_t>(item)].isFold)
        return {};
    const AttemptRow& row = rowOf(item);
    if (row.sort == AttemptRow::Sort::Expected)
        return tr("expected, not made yet");
    return row.isSelected ? tr("the delivery that is shown") : QString();
}

QRect AttemptTimeLine::itemRect(int item) const
{
    if (item < 0 || item >= itemCount())
        return {};
    const AttemptAxis::Place& place = m_axis.places()[static_cast<std::size_t>(item)];
    const TimeLineMetrics metrics(font());
    QRect rect(place.left + TimeLineMetrics::Margin, metrics.top, place.width, metrics.mark);
    if (isRightToLeft())
        rect.moveLeft(width() - rect.left() - rect.width());
    return rect;
}

int AttemptTimeLine::itemAt(const QPoint& point) const
{
    for (int item = 0; item < itemCount(); ++item) {
        const QRect rect = itemRect(item);
        if (rect.adjusted(-4, -TimeLineMetrics(font()).text, 4, 4).contains(point))
            return item;
    }
    return -1;
}

void AttemptTimeLine::setCurrentItem(int item)
{
    if (item < 0 || item >= itemCount() || item == currentItem())
        return;
    m_currentRow = m_axis.places()[static_cast<std::size_t>(item)].first;
    update();
    tellCurrent();
}

void AttemptTimeLine::tellCurrent()
{
    if (hasFocus())
        tellTimeLineFocus(this, currentItem());
}

void AttemptTimeLine::activateItem(int item)
{
    if (item < 0 || item >= itemCount() || m_axis.places()[static_cast<std::size_t>(item)].isFold)
        return;
    if (const DeliveryId id = rowOf(item).id; id != DeliveryId {})
        emit deliveryWanted(id);
}

void AttemptTimeLine::keyPressEvent(QKeyEvent* event)
{
    const int forward = isRightToLeft() ? -1 : 1;
    switch (event->key()) {
    case Qt::Key_Left:
        return setCurrentItem(currentItem() - forward);
    case Qt::Key_Right:
        return setCurrentItem(currentItem() + forward);
    case Qt::Key_Home:
        return setCurrentItem(0);
    case Qt::Key_End:
        return setCurrentItem(itemCount() - 1);
    case Qt::Key_Return:
    case Qt::Key_Enter:
    case Qt::Key_Space:
        return activateItem(currentItem());
    default:
        QWidget::keyPressEvent(event);
    }
}

void AttemptTimeLine::mousePressEvent(QMouseEvent* event)
{
    const int item = itemAt(event->position().toPoint());
    if (event->button() != Qt::LeftButton || item < 0)
        return QWidget::mousePressEvent(event);
    setCurrentItem(item);
    activateItem(item);
}

void AttemptTimeLine::mouseMoveEvent(QMouseEvent* event)
{
    const int item = itemAt(event->position().toPoint());
    if (item == m_hovered)
        return;
    m_hovered = item;
    const bool isDelivery
        = item >= 0 && !m_axis.places()[static_cast<std::size_t>(item)].isFold && rowOf(item).id != DeliveryId {};
    setCursor(isDelivery ? Qt::PointingHandCursor : Qt::ArrowCursor);
    update();
}

void AttemptTimeLine::leaveEvent(QEvent* event)
{
    m_hovered = -1;
    update();
    QWidget::leaveEvent(event);
}

void AttemptTimeLine::focusInEvent(QFocusEvent* event)
{
    QWidget::focusInEvent(event);
    update();
    tellCurrent();
}

void AttemptTimeLine::focusOutEvent(QFocusEvent* event)
{
    QWidget::focusOutEvent(event);
    update();
}

bool AttemptTimeLine::event(QEvent* event)
{
    if (event->type() != QEvent::ToolTip)
        return QWidget::event(event);
    const auto* help = static_cast<QHelpEvent*>(event);
    const QString text = itemText(itemAt(help->pos()));
    if (text.isEmpty())
        QToolTip::hideText();
    else
        QToolTip::showText(help->globalPos(), plainTip(text), this);
    return true;
}

void AttemptTimeLine::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::LayoutDirectionChange) {
        layOut();
        updateGeometry();
    }
}

void AttemptTimeLine::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    layOut();
}

void AttemptTimeLine::paintEvent(QPaintEvent* /*event*/)
{
    QPainter painter(this);
    const TimeLinePainter::Looks looks { m_rows, m_axis, font(), palette(), width(), isRightToLeft(), m_words,
        m_isEndless, hasFocus() ? currentItem() : -1, m_hovered, nowX() };
    TimeLinePainter(painter, looks).paint();
}

QSize AttemptTimeLine::sizeHint() const
{
    return { fontMetrics().averageCharWidth() * 60, TimeLineMetrics(font(), m_rows.size() > 1).height };
}

QSize AttemptTimeLine::minimumSizeHint() const
{
    return { fontMetrics().averageCharWidth() * 20, TimeLineMetrics(font(), m_rows.size() > 1).height };
}

} // namespace hookloupe
