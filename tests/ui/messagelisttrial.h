// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/messagelistfixture.h"

namespace hookloupe::test {

/// A list that is put through whatever may happen, beside its plain evaluation.
struct Trial {
    explicit Trial(quint32 seed)
        : random(seed)
    {
    }

    int number(int below) { return static_cast<int>(random.bounded(below)); }
    qint64 anyId()
    {
        auto at = plain.deliveries.begin();
        std::advance(at, number(static_cast<int>(plain.deliveries.size())));
        return at->first;
    }
    /// Of an earlier message mostly, else of its own.
    DeliverySummary some(qint64 id)
    {
        qint64 message = id;
        if (number(3) > 0 && !plain.deliveries.empty())
            message = number(8) == 0 ? id - 1 - number(20) : plain.messageOf(anyId());
        DeliverySummary one
            = delivery(id, message, std::array { 200, 503, 404, 301 }[static_cast<std::size_t>(number(4))]);
        one.eventType = "e" + QByteArray::number(number(4));
        return one;
    }

    void append()
    {
        std::vector<DeliverySummary> batch;
        const int count = 1 + number(number(4) == 0 ? 30 : 5);
        for (int i = 0; i < count; ++i) {
            batch.push_back(some(newest++));
            plain.deliveries.insert_or_assign(batch.back().id.value, batch.back());
        }
        table.append(batch);
    }
    void prepend()
    {
        std::vector<DeliverySummary> page;
        const qint64 end = oldest;
        oldest -= 1 + number(6);
        for (qint64 id = oldest; id < end; ++id) {
            if (number(5) > 0)
                page.push_back(some(id));
        }
        for (const DeliverySummary& one : page)
            plain.deliveries.insert_or_assign(one.id.value, one);
        table.prepend(page);
    }
    void changeAttempts()
    {
        std::vector<std::pair<DeliveryId, AttemptSummary>> changes;
        const int count = 1 + number(number(3) == 0 ? 20 : 3);
        for (int i = 0; i < count; ++i) {
            const qint64 id = anyId();
            AttemptSummary attempt = *plain.deliveries.at(id).attempt;
            attempt.message = { number(4) == 0 ? id : plain.messageOf(anyId()) };
            plain.deliveries.at(id).attempt = attempt;
            changes.emplace_back(DeliveryId { id }, attempt);
        }
        table.updateAttempts(changes);
    }
    void changeFacts()
    {
        std::vector<DeliverySummary> changes;
        for (int i = 0; i < 3; ++i) {
            DeliverySummary& one = plain.deliveries.at(anyId());
            one.eventType = "e" + QByteArray::number(number(4));
            if (number(2) == 0)
                one.attempt->message = { plain.messageOf(anyId()) };
            changes.push_back(one);
        }
        table.updateFacts(changes);
    }
    void take()
    {
        std::vector<DeliveryId> ids;
        const int count = 1 + number(number(4) == 0 ? 40 : 4);
        for (int i = 0; i < count; ++i)
            ids.push_back({ anyId() });
        if (taken)
            table.forget(*taken);
        taken.reset();
        lost.clear();
        for (const DeliveryId id : ids) {
            if (const auto found = plain.deliveries.find(id.value); found != plain.deliveries.end())
                lost.push_back(plain.deliveries.extract(found).mapped());
        }
        taken = table.take(ids);
    }
    void restore()
    {
        if (!taken)
            return;
        for (const DeliverySummary& one : lost)
            plain.deliveries.insert_or_assign(one.id.value, one);
        table.restore(std::move(*taken));
        taken.reset();
    }
    void retire()
    {
        std::vector<DeliveryId> ids;
        for (int i = number(4); i > 0 && !plain.deliveries.empty(); --i) {
            ids.push_back({ plain.deliveries.begin()->first });
            plain.deliveries.erase(plain.deliveries.begin());
        }
        table.remove(ids);
    }
    void arrange()
    {
        plain.column = std::array { TimeColumn, TimeColumn, ResponseColumn, SizeColumn,
            EventColumn }[static_cast<std::size_t>(number(5))];
        plain.order = number(2) == 0 ? Qt::AscendingOrder : Qt::DescendingOrder;
        list.sort(plain.column, plain.order);
    }
    void filter()
    {
        plain.status = std::array { 0, 503, 404, 301 }[static_cast<std::size_t>(number(4))];
        table.setFilter(plain.status == 0 ? nullptr : filterOf(u"status:%1"_s.arg(plain.status)));
    }
    void fold()
    {
        for (int i = 0; i < 4 && list.rowCount() > 0; ++i) {
            const int row = number(list.rowCount());
            list.setUnfolded(row, !list.isUnfolded(row));
        }
        if (number(10) == 0)
            list.unfoldAll(number(list.rowCount() + 1) - 1);
        if (number(20) == 0)
            list.foldAll();
    }
    void pin() { table.setPinned({ { anyId() } }, number(2) == 0); }
    void change()
    {
        const int choice = number(100);
        if (plain.deliveries.empty() || choice < 25)
            append();
        else if (choice < 32)
            prepend();
        else if (choice < 47)
            changeAttempts();
        else if (choice < 52)
            changeFacts();
        else if (choice < 60)
            take();
        else if (choice < 64)
            restore();
        else if (choice < 69)
            retire();
        else if (choice < 75)
            arrange();
        else if (choice < 80)
            filter();
        else if (choice < 93)
            fold();
        else if (choice < 96)
            pin();
        else
            list.setByMessage(plain.isByMessage = number(4) > 0);
    }
    bool settle()
    {
        return QTest::qWaitFor([this] { return !list.isArranging(); });
    }

    QRandomGenerator random;
    DeliveryTableModel table;
    DeliveryListModel list { table };
    PlainList plain;
    qint64 newest = 100'000;
    qint64 oldest = 100'000;
    std::optional<DeliveryTableModel::TakenRows> taken;
    std::vector<DeliverySummary> lost;
};

/// Where the lines are that somebody looks at, and whom they stand for.
struct Watched {
    QPersistentModelIndex index;
    bool isMessage = false;
    std::set<qint64> members;
};

inline std::vector<Watched> watch(const Trial& trial)
{
    std::vector<Watched> all;
    for (int row = 0; row < trial.list.rowCount(); ++row) {
        std::set<qint64> members;
        for (const DeliveryId id : trial.list.idsAt(row))
            members.insert(id.value);
        all.push_back({ QPersistentModelIndex(trial.list.index(row, 0)),
            trial.list.lineAt(row) == DeliveryListModel::Line::Message, std::move(members) });
    }
    return all;
}

/// A line never comes to stand for something else.
inline QString strayed(const Trial& trial, const std::vector<Watched>& watched)
{
    for (const Watched& one : watched) {
        if (!one.index.isValid())
            continue;
        std::set<qint64> members;
        for (const DeliveryId id : trial.list.idsAt(one.index.row()))
            members.insert(id.value);
        const bool meets = std::any_of(
            one.members.begin(), one.members.end(), [&members](qint64 id) { return members.contains(id); });
        if (!meets || (trial.list.lineAt(one.index.row()) == DeliveryListModel::Line::Message) != one.isMessage)
            return u"line %1 of %2"_s.arg(one.index.row()).arg(*one.members.begin());
    }
    return {};
}

} // namespace hookloupe::test
