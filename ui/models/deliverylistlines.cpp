// SPDX-License-Identifier: GPL-3.0-or-later
// The part of DeliveryListModel that changes its lines: by what has happened, and in slices.
#include "models/deliverylistmodel.h"

#include "models/sortedkeys.h"

#include <QElapsedTimer>
#include <QTimerEvent>

#include <algorithm>
#include <utility>

namespace hookloupe {

namespace {

/// Time of a slice; the rest of a frame belongs to painting and input.
constexpr qint64 SliceMs = 8;
/// More separate changes than this cost views more than starting anew.
constexpr std::size_t MaxRanges = 64;
/// More separate places than this cost views more than one new layout.
constexpr std::size_t MaxPlaces = 16;

using Stay = MessageChange::Stay;

} // namespace

void DeliveryListModel::apply(const Plan& plan)
{
    if (plan.isEmpty() || !m_showsMessages)
        return;
    if (plan.removed.size() > MaxRanges) {
        applyInReset(plan);
        return;
    }
    for (const auto* stays : { &plan.kept, &plan.moved }) {
        for (const Stay& stay : *stays) {
            if (m_lines.unfoldedAt(stay.position))
                removeAttempts(stay.position, attemptsOf(stay.head));
        }
    }
    removeMessages(plan.removed);
    const auto now = [&plan](const Stay& stay) {
        const auto gone = std::lower_bound(plan.removed.begin(), plan.removed.end(), stay.position);
        return Stay { stay.position - (gone - plan.removed.begin()), stay.head };
    };
    for (const Stay& stay : plan.kept)
        m_lines.setHead(now(stay).position, stay.head);
    std::vector<Stay> moved;
    for (const Stay& stay : plan.moved)
        moved.push_back(now(stay));
    relayout(moved);
    insertMessages(plan.added);
    for (const auto* stays : { &plan.kept, &plan.moved }) {
        for (const Stay& stay : *stays) {
            const qsizetype position = order().find(stay.head);
            if (m_lines.unfoldedAt(position))
                insertAttempts(position, attemptsOf(stay.head));
            touchLines(position);
        }
    }
}

void DeliveryListModel::applyInReset(const Plan& plan)
{
    beginResetModel();
    std::vector<qsizetype> gone = plan.removed;
    std::vector<Key> incoming = plan.added;
    for (const Stay& stay : plan.kept)
        m_lines.setHead(stay.position, stay.head);
    for (const Stay& stay : plan.moved) {
        m_lines.setHead(stay.position, stay.head);
        gone.push_back(stay.position);
        incoming.push_back(stay.head);
    }
    std::sort(gone.begin(), gone.end());
    const auto isBefore = [this, places = order()](Key left, Key right) { return places.before(left, right); };
    std::sort(incoming.begin(), incoming.end(), isBefore);
    std::vector<Key> unfolded;
    for (const MessageLines::Unfolded& one : m_lines.unfolded()) {
        if (!std::binary_search(plan.removed.begin(), plan.removed.end(), one.position))
            unfolded.push_back(m_lines.head(one.position));
    }
    m_lines.takeUnfolded();
    sortedkeys::removeAt(m_lines.changeHeads(), gone);
    sortedkeys::merge(m_lines.changeHeads(), incoming, isBefore);
    unfoldHeads(unfolded);
    endResetModel();
}

void DeliveryListModel::unfoldHeads(const std::vector<Key>& heads)
{
    std::vector<MessageLines::Unfolded> unfolded;
    for (const Key head : heads) {
        const qsizetype position = order().find(head);
        if (position >= 0 && !m_groups.isAlone(stored(head)))
            unfolded.push_back({ position, attemptsOf(head) });
    }
    m_lines.setUnfolded(std::move(unfolded));
}

void DeliveryListModel::removeMessages(const std::vector<qsizetype>& ascending)
{
    for (auto last = ascending.rbegin(); last != ascending.rend();) {
        auto first = last;
        std::vector<qsizetype> run { *last };
        for (++first; first != ascending.rend() && *first == run.back() - 1; ++first)
            run.push_back(*first);
        int top = m_lines.lineOf(run.front());
        int count = 0;
        for (const qsizetype position : run) {
            top = std::min(top, m_lines.lineOf(position));
            count += m_lines.linesOf(position);
        }
        std::reverse(run.begin(), run.end());
        beginRemoveRows({}, top, top + count - 1);
        m_lines.removeHeads(run);
        endRemoveRows();
        last = first;
    }
}

/// \param wanted  what the message has; other lines below it go
void DeliveryListModel::removeAttempts(qsizetype position, const std::vector<Key>& wanted)
{
    const MessageLines::Unfolded* unfolded = m_lines.unfoldedAt(position);
    if (!unfolded)
        return;
    const bool folds = wanted.size() < 2;
    std::vector<Key> left = unfolded->attempts;
    const auto isBefore = [this](Key a, Key b) { return stored(a) < stored(b); };
    const auto isGone
        = [&](Key key) { return folds || !std::binary_search(wanted.begin(), wanted.end(), key, isBefore); };
    for (auto end = std::ssize(left); end > 0;) {
        auto begin = end - 1;
        if (!isGone(left[static_cast<std::size_t>(begin)])) {
            end = begin;
            continue;
        }
        while (begin > 0 && isGone(left[static_cast<std::size_t>(begin - 1)]))
            --begin;
        const int line = m_lines.lineOf(position) + 1;
        beginRemoveRows({}, line + static_cast<int>(begin), line + static_cast<int>(end) - 1);
        left.erase(left.begin() + begin, left.begin() + end);
        m_lines.unfold(position, left);
        endRemoveRows();
        end = begin;
    }
    if (folds)
        m_lines.fold(position);
}

void DeliveryListModel::insertAttempts(qsizetype position, const std::vector<Key>& wanted)
{
    const MessageLines::Unfolded* unfolded = m_lines.unfoldedAt(position);
    if (!unfolded || wanted.size() < 2)
        return;
    std::vector<Key> there = unfolded->attempts;
    for (std::size_t at = 0; at < wanted.size(); ++at) {
        if (at < there.size() && there[at] == wanted[at])
            continue;
        std::size_t end = at + 1;
        while (end < wanted.size() && (at >= there.size() || wanted[end] != there[at]))
            ++end;
        const int line = m_lines.lineOf(position) + 1 + static_cast<int>(at);
        const auto offset = static_cast<std::ptrdiff_t>(at);
        beginInsertRows({}, line, line + static_cast<int>(end - at) - 1);
        there.insert(
            there.begin() + offset, wanted.begin() + offset, wanted.begin() + static_cast<std::ptrdiff_t>(end));
        m_lines.unfold(position, there);
        endInsertRows();
        at = end - 1;
    }
}

void DeliveryListModel::insertRun(qsizetype position, const std::vector<Key>& heads)
{
    const auto count = static_cast<int>(m_lines.heads().size());
    // New ones stand above or below what is there with all its lines.
    int line = m_lines.count();
    if (m_lines.isReversed())
        line = position == 0 ? line : m_lines.lineOf(position - 1);
    else if (position < count)
        line = m_lines.lineOf(position);
    beginInsertRows({}, line, line + static_cast<int>(heads.size()) - 1);
    m_lines.insertHeads(position, heads);
    endInsertRows();
}

void DeliveryListModel::insertMessages(const std::vector<Key>& added)
{
    const MessageChange places = order();
    const auto isBefore = [&places](Key left, Key right) { return places.before(left, right); };
    std::vector<std::pair<qsizetype, std::vector<Key>>> runs;
    for (const Key key : added) {
        const std::vector<Key>& heads = m_lines.heads();
        const auto place = std::upper_bound(heads.begin(), heads.end(), key, isBefore) - heads.begin();
        if (runs.empty() || runs.back().first != place)
            runs.emplace_back(place, std::vector<Key>());
        runs.back().second.push_back(key);
    }
    if (runs.size() <= MaxPlaces) {
        for (auto run = runs.rbegin(); run != runs.rend(); ++run)
            insertRun(run->first, run->second);
        return;
    }
    const auto end = std::ssize(m_lines.heads());
    insertRun(end, added);
    std::vector<Stay> moved;
    for (qsizetype i = 0; i < std::ssize(added); ++i)
        moved.push_back({ end + i, added[static_cast<std::size_t>(i)] });
    relayout(moved);
}

void DeliveryListModel::relayout(const std::vector<Stay>& moved)
{
    if (moved.empty())
        return;
    emit layoutAboutToBeChanged({}, VerticalSortHint);
    std::vector<qsizetype> gone;
    std::vector<Key> incoming;
    for (const Stay& stay : moved) {
        gone.push_back(stay.position);
        incoming.push_back(stay.head);
        m_lines.setHead(stay.position, stay.head);
    }
    const QModelIndexList heldBefore = persistentIndexList();
    std::vector<std::pair<Key, int>> held;
    for (const QModelIndex& one : heldBefore) {
        const MessageLines::Line line = at(one.row());
        held.emplace_back(m_lines.head(line.position), line.attempt);
    }
    std::vector<std::pair<Key, MessageLines::Unfolded>> unfolded;
    for (MessageLines::Unfolded& one : m_lines.takeUnfolded())
        unfolded.emplace_back(m_lines.head(one.position), std::move(one));

    const MessageChange places = order();
    const auto isBefore = [&places](Key left, Key right) { return places.before(left, right); };
    std::sort(incoming.begin(), incoming.end(), isBefore);
    sortedkeys::removeAt(m_lines.changeHeads(), gone);
    sortedkeys::merge(m_lines.changeHeads(), incoming, isBefore);

    std::vector<MessageLines::Unfolded> placed;
    for (auto& [head, one] : unfolded)
        placed.push_back({ places.find(head), std::move(one.attempts) });
    m_lines.setUnfolded(std::move(placed));
    QModelIndexList heldAfter;
    for (qsizetype i = 0; i < heldBefore.size(); ++i) {
        const auto& [head, attempt] = held[static_cast<std::size_t>(i)];
        heldAfter.append(index(m_lines.lineOf(places.find(head)) + attempt + 1, heldBefore[i].column()));
    }
    changePersistentIndexList(heldBefore, heldAfter);
    emit layoutChanged({}, VerticalSortHint);
}

void DeliveryListModel::touchLines(qsizetype position)
{
    const int line = m_lines.lineOf(position);
    emit dataChanged(index(line, 0), index(line + m_lines.linesOf(position) - 1, ColumnCount - 1));
}

void DeliveryListModel::setByMessage(bool isWanted)
{
    if (m_isByMessage == isWanted)
        return;
    m_isByMessage = isWanted;
    if (isWanted) {
        // What the messages are made from needs no order of its own.
        m_source.sort(TimeColumn, Qt::AscendingOrder);
        if (!m_job)
            startJob();
        return;
    }
    m_idle.stop();
    m_job.reset();
    m_source.holdRemovals(false);
    if (!m_showsMessages)
        m_groups.reset(0);
    m_source.sort(m_wantedColumn, m_wantedOrder);
    if (m_showsMessages && !m_source.isArranging())
        showFlat();
}

void DeliveryListModel::showFlat()
{
    m_idle.stop();
    m_job.reset();
    m_source.holdRemovals(false);
    beginResetModel();
    m_showsMessages = false;
    m_lines.clear();
    m_groups.reset(0);
    endResetModel();
    emit arranged();
}

void DeliveryListModel::keepUnfolded()
{
    for (const MessageLines::Unfolded& one : m_lines.unfolded())
        m_keptUnfolded.push_back({ rows().at(stored(m_lines.head(one.position))).id });
}

/// Begins as soon as nothing else is to be done.
void DeliveryListModel::prepareJob()
{
    if (m_groups.size() != rows().size())
        m_groups.reset(rows().size());
    m_job = std::make_unique<MessageJob>(m_source, m_groups, m_wantedColumn);
    m_source.holdRemovals(true);
    m_idle.start(0, this);
}

void DeliveryListModel::startJob()
{
    if (m_source.isArranging() || !m_isByMessage)
        return;
    prepareJob();
    // What is small is done at once.
    runSlice();
}

bool DeliveryListModel::runSlice()
{
    QElapsedTimer clock;
    clock.start();
    while (!m_job->step()) {
        if (clock.elapsed() >= SliceMs)
            return false;
    }
    // Views take their time with what has come out; where the slice is half over, that is for the next one.
    if (clock.elapsed() > SliceMs / 2)
        return false;
    finishJob();
    return true;
}

void DeliveryListModel::finishJob()
{
    m_idle.stop();
    keepUnfolded();
    std::vector<Key> heads = m_job->take();
    beginResetModel();
    m_column = m_job->column();
    m_job.reset();
    m_showsMessages = true;
    m_lines.setReversed(m_wantedOrder == Qt::DescendingOrder);
    m_lines.setHeads(std::move(heads));
    std::vector<Key> unfolded;
    for (const DeliveryId id : std::exchange(m_keptUnfolded, {})) {
        if (const qsizetype delivery = rows().find(id); delivery >= 0)
            unfolded.push_back(rows().keyAt(m_groups.last(rows(), delivery)));
    }
    std::sort(unfolded.begin(), unfolded.end());
    unfolded.erase(std::unique(unfolded.begin(), unfolded.end()), unfolded.end());
    unfoldHeads(unfolded);
    endResetModel();
    m_source.holdRemovals(false);
    emit arranged();
}

void DeliveryListModel::timerEvent(QTimerEvent* event)
{
    if (event->timerId() == m_idle.timerId() && m_job && !m_source.isArranging())
        runSlice();
}

} // namespace hookloupe
