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

std::vector<DeliverySummary> batch(qint64 firstId, int count, bool isDifferent)
{
    std::vector<DeliverySummary> rows;
    rows.reserve(static_cast<std::size_t>(count));
    for (qint64 id = firstId; id < firstId + count; ++id) {
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

/// How a million deliveries make messages.
enum class Messages { Single, Retried, One };

/// \param count  of which by Retried every third is another attempt of a message of 3,000 deliveries before
std::vector<DeliverySummary> attempts(qint64 firstId, int count, Messages messages)
{
    std::vector<DeliverySummary> rows;
    for (qint64 id = firstId; id < firstId + count; ++id) {
        DeliverySummary summary = batch(id, 1, false).front();
        AttemptSummary attempt;
        attempt.message = { id };
        if (messages == Messages::One)
            attempt.message = { 1 };
        else if (messages == Messages::Retried && id % 3 == 0 && id > 3000)
            attempt.message = { id - 2999 };
        summary.attempt = attempt;
        rows.push_back(summary);
    }
    return rows;
}

/// Runs the event loop until the table is arranged; \return the longest time that the loop was held up.
template<typename Model>
qint64 longestHoldUp(const Model& model)
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
            const std::vector<DeliverySummary> rows = batch(id, Batch, isDifferent);
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
        measure("append a batch while filtered", [&] { model.append(batch(Rows + 1, Batch, isDifferent)); });
        arrange(model, "clear the filter", [&] { model.setFilter(nullptr); });
        arrange(model, "sort by size", [&] { model.sort(SizeColumn, Qt::AscendingOrder); });
        measure("append a batch while sorted", [&] { model.append(batch(Rows + Batch + 1, Batch, isDifferent)); });
        arrange(model, "sort by path", [&] { model.sort(PathColumn, Qt::AscendingOrder); });
        measure("turn the order round", [&] { model.sort(PathColumn, Qt::DescendingOrder); });
        arrange(model, "back to the time", [&] { model.sort(TimeColumn, Qt::AscendingOrder); });
        measure("clear", [&] { model.clear(); });
    }

    void aMillionRowsByMessage_data()
    {
        QTest::addColumn<int>("messages");
        QTest::newRow("each a message of its own") << static_cast<int>(Messages::Single);
        QTest::newRow("every third a retry") << static_cast<int>(Messages::Retried);
        QTest::newRow("all attempts of one message") << static_cast<int>(Messages::One);
    }

    void aMillionRowsByMessage()
    {
        QFETCH(int, messages);
        const auto kind = static_cast<Messages>(messages);
        DeliveryTableModel model;
        DeliveryTableView view(model);
        DeliveryListModel& list = view.list();
        view.resize(1280, 800);
        view.show();
        for (qint64 id = 1; id <= Rows; id += 10'000)
            model.append(attempts(id, 10'000, kind));
        std::printf("%s\n", QTest::currentDataTag());
        arrange(list, "gather by message", [&] { list.setByMessage(true); });
        std::printf("  %.1f bytes per delivery more\n", double(list.memoryBytes()) / Rows);
        qint64 next = Rows + 1;
        const auto append = [&](const char* what, Messages of) {
            const std::vector<DeliverySummary> rows = attempts(next, 500, of);
            next += 500;
            measure(what, [&] { model.append(rows); });
        };
        measure("paint", [&] { view.viewport()->grab(); });
        append("append 500 new messages", Messages::Single);
        append("append 500 of which every third is a retry", kind);
        view.verticalScrollBar()->setValue(view.verticalScrollBar()->maximum() / 2);
        append("the same while somebody reads in the middle", kind);
        measure("unfold all that may be", [&] { list.unfoldAll(0); });
        append("append 500 with so many unfolded", kind);
        measure("fold all", [&] { list.foldAll(); });
        std::vector<std::pair<DeliveryId, AttemptSummary>> changes;
        for (qint64 id = Rows / 2; id < Rows / 2 + 500; ++id)
            changes.emplace_back(DeliveryId { id }, *attempts(id % 7 + 1, 1, Messages::Single).front().attempt);
        measure("500 deliveries come into other messages", [&] { model.updateAttempts(changes); });
        std::vector<DeliveryId> ids;
        for (qint64 id = Rows / 3; id < Rows / 3 + 500; ++id)
            ids.push_back({ id });
        measure("take 500 deliveries", [&] { model.forget(model.take(ids)); });
        arrange(list, "sort by size", [&] { list.sort(SizeColumn, Qt::AscendingOrder); });
        append("append 500 while sorted", kind);
        arrange(list, "back to the time", [&] { list.sort(TimeColumn, Qt::AscendingOrder); });
        arrange(list, "filter for a status", [&] { model.setFilter(filterOf(u"status:503"_s)); });
        append("append 500 while filtered", kind);
        arrange(list, "clear the filter", [&] { model.setFilter(nullptr); });
        arrange(list, "back to a flat list", [&] { list.setByMessage(false); });
    }

private:
    static void measure(const char* what, const std::function<void()>& work)
    {
        QElapsedTimer clock;
        clock.start();
        work();
        std::printf("  %s: %.1f ms\n", what, double(clock.nsecsElapsed()) / 1e6);
    }

    template<typename Model>
    static void arrange(const Model& model, const char* what, const std::function<void()>& work)
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
