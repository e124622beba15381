// SPDX-License-Identifier: GPL-3.0-or-later
// What a table of a million deliveries costs: prints figures, judges nothing.
#include "models/deliverytablemodel.h"
#include "ui/filterof.h"
#include "widgets/deliverytableview.h"

#include <QElapsedTimer>
#include <QScrollBar>
#include <QTest>

#include <cstdio>

using namespace hookloupe;
using namespace Qt::StringLiterals;

namespace {

constexpr int Rows = 1'000'000;
constexpr int Batch = 1000;

std::vector<DeliverySummary> batch(qint64 firstId, bool isDifferent)
{
    std::vector<DeliverySummary> rows;
    rows.reserve(Batch);
    for (qint64 id = firstId; id < firstId + Batch; ++id) {
        DeliverySummary summary;
        summary.id = { id };
        summary.receivedAt = SystemTime(std::chrono::milliseconds(1'800'000'000'000 + id));
        summary.method = "POST";
        summary.target = "/webhooks/shop/orders/created?delivery="
            + QByteArray::number(isDifferent ? id * 7919 % 9'999'991 : id % 500);
        summary.contentType = "application/json";
        summary.bodyBytes = id * 31 % 100'000;
        summary.status = id % 10 == 0 ? 503 : 200;
        rows.push_back(summary);
    }
    return rows;
}

/// Runs the event loop until the table is arranged; \return the longest time that the loop was held up.
qint64 longestHoldUp(const DeliveryTableModel& model)
{
    qint64 longest = 0;
    QElapsedTimer clock;
    while (model.isArranging()) {
        clock.start();
        QCoreApplication::processEvents();
        longest = std::max(longest, clock.nsecsElapsed() / 1000);
    }
    return longest;
}

} // namespace

class BenchDeliveryTable : public QObject {
    Q_OBJECT

private slots:
    void aMillionRows_data()
    {
        QTest::addColumn<bool>("isDifferent");
        QTest::newRow("500 paths") << false;
        QTest::newRow("every path different") << true;
    }

    void aMillionRows()
    {
        QFETCH(bool, isDifferent);
        DeliveryTableModel model;
        DeliveryTableView view(model);
        view.resize(1280, 800);
        view.show();
        QElapsedTimer clock;
        qint64 worst = 0;
        clock.start();
        for (qint64 id = 1; id <= Rows; id += Batch) {
            QElapsedTimer one;
            const std::vector<DeliverySummary> rows = batch(id, isDifferent);
            one.start();
            model.append(rows);
            worst = std::max(worst, one.nsecsElapsed() / 1000);
        }
        std::printf("%s\n", QTest::currentDataTag());
        std::printf(
            "  filled in %lld ms, slowest batch of %d: %.1f ms\n", clock.elapsed(), Batch, double(worst) / 1000);
        std::printf("  %.1f bytes per delivery\n", double(model.memoryBytes()) / Rows);
        measure("scroll to the middle and paint", [&] {
            view.verticalScrollBar()->setValue(view.verticalScrollBar()->maximum() / 2);
            view.viewport()->grab();
        });
        measure("jump to the end and paint", [&] {
            view.followNewest();
            view.viewport()->grab();
        });
        arrange(model, "filter for a status", [&] { model.setFilter(filterOf(u"status:503"_s)); });
        arrange(model, "filter for part of a path", [&] { model.setFilter(filterOf(u"path:*orders*"_s)); });
        arrange(model, "filter for part of a query", [&] { model.setFilter(filterOf(u"query:delivery=77"_s)); });
        arrange(model, "filter by many terms",
            [&] { model.setFilter(filterOf(u"(status:4xx or status:503) size:>50k -sig:valid age:<3d"_s)); });
        measure("append a batch while filtered", [&] { model.append(batch(Rows + 1, isDifferent)); });
        arrange(model, "clear the filter", [&] { model.setFilter(nullptr); });
        arrange(model, "sort by size", [&] { model.sort(SizeColumn, Qt::AscendingOrder); });
        measure("append a batch while sorted", [&] { model.append(batch(Rows + Batch + 1, isDifferent)); });
        arrange(model, "sort by path", [&] { model.sort(PathColumn, Qt::AscendingOrder); });
        measure("turn the order round", [&] { model.sort(PathColumn, Qt::DescendingOrder); });
        arrange(model, "back to the time", [&] { model.sort(TimeColumn, Qt::AscendingOrder); });
        measure("clear", [&] { model.clear(); });
    }

private:
    static void measure(const char* what, const std::function<void()>& work)
    {
        QElapsedTimer clock;
        clock.start();
        work();
        std::printf("  %s: %.1f ms\n", what, double(clock.nsecsElapsed()) / 1e6);
    }

    static void arrange(const DeliveryTableModel& model, const char* what, const std::function<void()>& work)
    {
        QElapsedTimer clock;
        clock.start();
        work();
        const qint64 first = clock.nsecsElapsed() / 1000;
        const qint64 longest = std::max(first, longestHoldUp(model));
        std::printf("  %s: %lld ms, longest hold-up %.1f ms, %d rows\n", what, clock.elapsed(), double(longest) / 1000,
            model.rowCount());
    }
};

QTEST_MAIN(BenchDeliveryTable)
#include "bench_deliverytable.moc"
