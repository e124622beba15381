// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/deliverytablemodel.h"
#include "ui/filterof.h"

#include <QAbstractItemModelTester>
#include <QTest>

#include <map>
#include <random>

using namespace hookloupe;
using namespace Qt::StringLiterals;

namespace {

DeliverySummary made(qint64 id, const char* method, const char* target, int status, qint64 bodyBytes = 10)
{
    DeliverySummary summary;
    summary.id = { id };
    summary.receivedAt = SystemTime(std::chrono::seconds(1'800'000'000 + id));
    summary.method = method;
    summary.target = target;
    summary.contentType = "application/json";
    summary.bodyBytes = bodyBytes;
    summary.status = status;
    return summary;
}

} // namespace

class TestDeliveryHistory : public QObject {
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    /// Whatever is done in whatever order, the table is what a plain filter and sort over a plain list give.
    void agreesWithAPlainListAfterAnyHistory()
    {
        std::mt19937 random(7);
        const auto pick = [&random](int end) { return static_cast<int>(random() % static_cast<unsigned>(end)); };
        DeliveryTableModel model;
        QAbstractItemModelTester tester(&model);
        std::map<qint64, DeliverySummary> plain;
        qint64 first = 5000;
        qint64 last = 4999;
        QString filter;
        int column = TimeColumn;
        Qt::SortOrder order = Qt::AscendingOrder;
        DeliveryTableModel::TakenRows taken;
        std::map<qint64, DeliverySummary> takenPlain;
        for (int step = 0; step < 400; ++step) {
            std::vector<DeliverySummary> batch;
            switch (pick(8)) {
            case 0:
            case 1:
                for (int i = pick(4); i >= 0; --i) {
                    const QByteArray path = "/" + QByteArray::number(pick(20));
                    batch.push_back(
                        made(++last, pick(2) ? "PUT" : "POST", path.constData(), 200 + pick(3) * 150, pick(5)));
                    plain[last] = batch.back();
                }
                model.append(batch);
                break;
            case 2:
                for (int i = pick(3); i >= 0; --i) {
                    const QByteArray path = "/" + QByteArray::number(pick(20));
                    batch.insert(batch.begin(), made(--first, "GET", path.constData(), 200, pick(5)));
                    plain[first] = batch.front();
                }
                if (takenPlain.empty() || takenPlain.begin()->first > first)
                    model.prepend(batch);
                else
                    for (const DeliverySummary& summary : batch)
                        plain.erase(summary.id.value);
                break;
            case 3:
                column = pick(ColumnCount);
                order = pick(2) ? Qt::AscendingOrder : Qt::DescendingOrder;
                model.sort(column, order);
                break;
            case 4:
                filter = pick(3) ? QString::number(pick(20)) : QString();
                model.setFilter(filter.isEmpty() ? nullptr : filterOf(u"path:*"_s + filter + u"*"_s));
                break;
            case 5: {
                std::vector<DeliveryId> gone;
                for (const auto& [id, summary] : plain) {
                    if (pick(6) == 0)
                        gone.push_back({ id });
                }
                model.forget(taken);
                takenPlain.clear();
                for (const DeliveryId id : gone)
                    takenPlain.insert(plain.extract(id.value));
                taken = model.take(gone);
                break;
            }
            case 6:
                model.restore(std::exchange(taken, {}));
                plain.merge(takenPlain);
                takenPlain.clear();
                break;
            default: {
                std::vector<DeliveryId> gone;
                for (int i = pick(3); i > 0 && !plain.empty(); --i) {
                    gone.push_back({ plain.begin()->first });
                    plain.erase(plain.begin());
                }
                model.remove(gone);
                break;
            }
            }
            while (model.isArranging())
                QCoreApplication::processEvents();
            QCOMPARE(shownIds(model), expectedIds(plain, filter, column, order));
        }
    }

    void spendsAtMost150BytesOnADelivery_data()
    {
        QTest::addColumn<bool>("isDifferent");
        QTest::newRow("the same few paths") << false;
        QTest::newRow("every path different") << true;
    }

    void spendsAtMost150BytesOnADelivery()
    {
        QFETCH(bool, isDifferent);
        constexpr int Count = 100'000;
        DeliveryTableModel model;
        std::vector<DeliverySummary> batch;
        for (int i = 1; i <= Count; ++i) {
            const QByteArray path = "/webhooks/shop/orders/created?delivery="
                + QByteArray::number(1'000'000 + (isDifferent ? i : i % 50));
            batch.push_back(made(i, "POST", path.constData(), 200));
        }
        model.append(batch);

        const double perDelivery = static_cast<double>(model.memoryBytes()) / Count;
        qInfo("%.1f bytes per delivery", perDelivery);
        QCOMPARE_LE(perDelivery, isDifferent ? 150.0 : 70.0);

        std::vector<DeliveryId> all;
        for (const DeliverySummary& summary : batch)
            all.push_back(summary.id);
        model.remove(all);
        QCOMPARE_LE(model.memoryBytes(), 5'000'000);
    }

private:
    static QString shownIds(const DeliveryTableModel& model)
    {
        QStringList all;
        for (int row = 0; row < model.rowCount(); ++row)
            all << QString::number(model.idAt(row).value);
        return all.join(u' ');
    }

    static QString expectedIds(
        const std::map<qint64, DeliverySummary>& plain, const QString& filter, int column, Qt::SortOrder order)
    {
        std::vector<DeliverySummary> rows;
        for (const auto& [id, summary] : plain) {
            if (QString::fromLatin1(summary.target).contains(filter))
                rows.push_back(summary);
        }
        const auto value = [column](const DeliverySummary& summary) {
            switch (column) {
            case MethodColumn:
                return std::pair(summary.method, qint64(0));
            case PathColumn:
                return std::pair(summary.target, qint64(0));
            case ResponseColumn:
                return std::pair(QByteArray(), qint64(summary.status));
            case SizeColumn:
                return std::pair(QByteArray(), summary.bodyBytes);
            default:
                return std::pair(QByteArray(), qint64(0));
            }
        };
        std::stable_sort(
            rows.begin(), rows.end(), [&value](const auto& a, const auto& b) { return value(a) < value(b); });
        if (order == Qt::DescendingOrder)
            std::reverse(rows.begin(), rows.end());
        QStringList all;
        for (const DeliverySummary& summary : rows)
            all << QString::number(summary.id.value);
        return all.join(u' ');
    }
};

QTEST_GUILESS_MAIN(TestDeliveryHistory)
#include "tst_deliveryhistory.moc"
