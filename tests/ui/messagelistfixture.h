// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/deliverylistmodel.h"
#include "ui/filterof.h"

#include <QAbstractItemModelTester>
#include <QRandomGenerator>
#include <QTest>

#include <algorithm>
#include <map>
#include <set>

namespace hookloupe::test {

using namespace Qt::StringLiterals;

/// A delivery of a message.
/// \param message  id of its first delivery
inline DeliverySummary delivery(qint64 id, qint64 message, int status = 200, int attempt = 1)
{
    DeliverySummary summary;
    summary.id = { id };
    summary.receivedAt = SystemTime(std::chrono::seconds(1'800'000'000 + id));
    summary.method = "POST";
    summary.target = "/p" + QByteArray::number(message * 7 % 11);
    summary.contentType = "application/json";
    summary.bodyBytes = id * 37 % 101;
    summary.status = status;
    AttemptSummary known;
    known.message = { message };
    known.attempt = attempt;
    summary.attempt = known;
    return summary;
}

/// "2" for a message by its latest delivery, with the number of its deliveries; ".1" for an attempt below it.
inline QString lines(const DeliveryListModel& model)
{
    QStringList all;
    for (int row = 0; row < model.rowCount(); ++row) {
        const QString id = QString::number(model.idAt(row).value);
        const int attempts = model.index(row, 0).data(DeliveryListModel::AttemptsRole).toInt();
        if (model.lineAt(row) == DeliveryListModel::Line::Attempt)
            all << u'.' + id;
        else if (model.lineAt(row) == DeliveryListModel::Line::Message && attempts > 1)
            all << id + u'x' + QString::number(attempts);
        else
            all << id;
    }
    return all.join(u' ');
}

/// The same list worked out in the plainest way, from all deliveries at once.
struct PlainList {
    std::map<qint64, DeliverySummary> deliveries;
    int status = 0; ///< what the filter wants; 0: everything
    DeliveryColumn column = TimeColumn;
    Qt::SortOrder order = Qt::AscendingOrder;
    bool isByMessage = false;

    bool matches(const DeliverySummary& one) const { return status == 0 || one.status == status; }
    qint64 messageOf(qint64 id) const { return deliveries.at(id).attempt->message.value; }
    std::vector<qint64> membersOf(qint64 message) const
    {
        std::vector<qint64> members;
        for (const auto& [id, one] : deliveries) {
            if (one.attempt->message.value == message)
                members.push_back(id);
        }
        return members;
    }
    bool comesBefore(qint64 left, qint64 right) const
    {
        const DeliverySummary& a = deliveries.at(left);
        const DeliverySummary& b = deliveries.at(right);
        if (column == ResponseColumn && a.status != b.status)
            return a.status < b.status;
        if (column == SizeColumn && a.bodyBytes != b.bodyBytes)
            return a.bodyBytes < b.bodyBytes;
        if (column == EventColumn && a.eventType != b.eventType)
            return a.eventType < b.eventType;
        return left < right;
    }
    void sort(std::vector<qint64>& ids) const
    {
        std::sort(ids.begin(), ids.end(), [this](qint64 a, qint64 b) { return comesBefore(a, b); });
        if (order == Qt::DescendingOrder)
            std::reverse(ids.begin(), ids.end());
    }

    /// \param model  asked only for what is unfolded
    QString lines(const DeliveryListModel& model) const
    {
        std::vector<qint64> heads;
        std::map<qint64, std::vector<qint64>> messages;
        for (const auto& [id, one] : deliveries)
            messages[one.attempt->message.value].push_back(id);
        for (const auto& [message, members] : messages) {
            for (const qint64 id : members) {
                if (!isByMessage && matches(deliveries.at(id)))
                    heads.push_back(id);
            }
            if (isByMessage
                && std::any_of(members.begin(), members.end(), [&](qint64 id) { return matches(deliveries.at(id)); }))
                heads.push_back(members.back());
        }
        sort(heads);
        QStringList all;
        for (const qint64 head : heads) {
            const std::vector<qint64>& members = messages.at(messageOf(head));
            const bool isMessage = isByMessage && members.size() > 1;
            all << QString::number(head) + (isMessage ? u'x' + QString::number(members.size()) : QString());
            const int row = model.rowOf({ { head }, true });
            if (!isMessage || !model.isUnfolded(row))
                continue;
            for (const qint64 id : members)
                all << u'.' + QString::number(id);
        }
        return all.join(u' ');
    }
};

} // namespace hookloupe::test
