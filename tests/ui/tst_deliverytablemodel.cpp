// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/deliverytablemodel.h"
#include "ui/filterof.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

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

std::vector<DeliverySummary> pathsFrom(qint64 firstId, const QStringList& paths)
{
    std::vector<DeliverySummary> batch;
    for (const QString& path : paths)
        batch.push_back(made(firstId++, "POST", path.toUtf8().constData(), 200));
    return batch;
}

/// The paths from the first row to the last, as one line.
QString paths(const DeliveryTableModel& model)
{
    QStringList all;
    for (int row = 0; row < model.rowCount(); ++row)
        all << model.index(row, PathColumn).data().toString();
    return all.join(u' ');
}

QString line(const DeliveryTableModel& model, int row)
{
    QStringList cells;
    for (int column = MethodColumn; column <= SizeColumn; ++column)
        cells << model.index(row, column).data().toString();
    return cells.join(u" | "_s);
}

std::vector<DeliveryId> ids(std::initializer_list<qint64> values)
{
    std::vector<DeliveryId> all;
    for (const qint64 value : values)
        all.push_back({ value });
    return all;
}

} // namespace

class TestDeliveryTableModel : public QObject {
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void saysWhatAPersonLooksFor()
    {
        DeliveryTableModel model;
        QAbstractItemModelTester tester(&model);
        DeliverySummary slow = made(2, "PUT", "/slow", 0, 5000);
        slow.fault = Fault::Timeout;
        DeliverySummary broken = made(3, "", "", 400, 0);
        broken.contentType = "";
        broken.anomalies.add(Anomaly::BadRequestLine);
        model.append({ made(1, "POST", "/shop/orders", 401, 4096), slow, broken });

        QCOMPARE(line(model, 0), u"POST | /shop/orders | application/json | \u2715 401 | 4 KiB"_s);
        QCOMPARE(line(model, 1), u"PUT | /slow | application/json | \u25F7 timeout | 4.9 KiB"_s);
        QCOMPARE(line(model, 2), u"\u2013 | (no target) | \u2013 | \u2715 400 | 0 B"_s);
        QVERIFY(model.index(2, 0).data(DeliveryTableModel::FaultyRole).toBool());
        QVERIFY(!model.index(0, 0).data(DeliveryTableModel::FaultyRole).toBool());
    }

    void tellsAScreenReaderARowInOneSentence()
    {
        DeliveryTableModel model;
        model.append({ made(1, "POST", "/shop/orders", 401, 4096) });
        const QString time = model.index(0, TimeColumn).data().toString().left(8);

        QCOMPARE(model.index(0, PathColumn).data(Qt::AccessibleTextRole).toString(),
            u"POST /shop/orders, answered 401 refused, 4 KiB, "_s + time);
    }

    void showsControlCharactersInsteadOfObeyingThem()
    {
        DeliveryTableModel model;
        model.append({ made(1, "GET", "/a\tb\x1b[0m\xff", 200) });

        QCOMPARE(model.index(0, PathColumn).data().toString(), u"/a\u2409b\u241b[0m\u00ff"_s);
    }

    void appendsABatchInOneInsertion()
    {
        DeliveryTableModel model;
        QAbstractItemModelTester tester(&model);
        QSignalSpy inserted(&model, &QAbstractItemModel::rowsInserted);
        model.append(pathsFrom(1, { u"/a"_s, u"/b"_s, u"/c"_s }));
        model.append(pathsFrom(4, { u"/d"_s }));

        QCOMPARE(inserted.size(), 2);
        QCOMPARE(paths(model), u"/a /b /c /d"_s);
        QCOMPARE(model.rowOf({ 3 }), 2);
        QCOMPARE(model.rowOf({ 5 }), -1);
    }

    void ignoresWhatItHasAlready()
    {
        DeliveryTableModel model;
        QAbstractItemModelTester tester(&model);
        model.append(pathsFrom(5, { u"/e"_s, u"/f"_s }));
        model.append(pathsFrom(6, { u"/f"_s, u"/g"_s }));
        model.prepend(pathsFrom(3, { u"/c"_s, u"/d"_s, u"/e"_s }));

        QCOMPARE(paths(model), u"/c /d /e /f /g"_s);
    }

    void putsOlderPagesBeforeWhatIsThere()
    {
        DeliveryTableModel model;
        QAbstractItemModelTester tester(&model);
        model.append(pathsFrom(10, { u"/j"_s }));
        model.prepend(pathsFrom(8, { u"/h"_s, u"/i"_s }));
        model.prepend(pathsFrom(7, { u"/g"_s }));

        QCOMPARE(paths(model), u"/g /h /i /j"_s);
        QCOMPARE(model.rowOf({ 10 }), 3);
    }

    void showsTheNewestFirstWhereThatIsWanted()
    {
        DeliveryTableModel model;
        QAbstractItemModelTester tester(&model);
        model.append(pathsFrom(2, { u"/b"_s, u"/c"_s }));
        model.sort(TimeColumn, Qt::DescendingOrder);
        model.append(pathsFrom(4, { u"/d"_s }));
        model.prepend(pathsFrom(1, { u"/a"_s }));

        QCOMPARE(paths(model), u"/d /c /b /a"_s);
        QCOMPARE(model.rowOf({ 4 }), 0);
        QCOMPARE(model.isNewestLast(), std::optional(false));
    }

    void filters_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("expected");

        QTest::newRow("nothing shows all") << u""_s << u"/hooks/a /hooks/B /other /slow"_s;
        QTest::newRow("part of a path") << u"ook"_s << u"/hooks/a /hooks/B"_s;
        QTest::newRow("case does not count") << u"HOOKS/b"_s << u"/hooks/B"_s;
        QTest::newRow("method") << u"method:get"_s << u"/other"_s;
        QTest::newRow("whole path") << u"path:/hooks/*"_s << u"/hooks/a /hooks/B"_s;
        QTest::newRow("class of status") << u"status:5xx"_s << u"/hooks/B"_s;
        QTest::newRow("a fault has no status") << u"-status:100..599"_s << u"/slow"_s;
        QTest::newRow("fault") << u"status:timeout"_s << u"/slow"_s;
        QTest::newRow("size") << u"size:>1k"_s << u"/other"_s;
        QTest::newRow("number") << u"id:2..3"_s << u"/hooks/B /other"_s;
        QTest::newRow("age") << u"age:>3597s"_s << u"/hooks/a /hooks/B"_s;
        QTest::newRow("time") << u"time:>=2027-01-15T08:00:03Z"_s << u"/other /slow"_s;
        QTest::newRow("pinned") << u"is:pinned"_s << u"/hooks/a"_s;
        QTest::newRow("every word counts") << u"hooks status:503"_s << u"/hooks/B"_s;
        QTest::newRow("one or the other") << u"method:get or status:503"_s << u"/hooks/B /other"_s;
        QTest::newRow("the opposite of a group") << u"-(method:get or status:503)"_s << u"/hooks/a /slow"_s;
        QTest::newRow("what the rows alone do not know") << u"body:x"_s << u""_s;
        QTest::newRow("nor its opposite") << u"-body:x"_s << u""_s;
        QTest::newRow("known in spite of what is not") << u"body:x or method:get"_s << u"/other"_s;
    }

    void filters()
    {
        QFETCH(QString, text);
        QFETCH(QString, expected);
        DeliveryTableModel model;
        QAbstractItemModelTester tester(&model);
        DeliverySummary other = made(3, "GET", "/other", 200);
        other.bodyBytes = 2000;
        DeliverySummary slow = made(4, "POST", "/slow", 0);
        slow.fault = Fault::Timeout;
        DeliverySummary pinned = made(1, "POST", "/hooks/a", 200);
        pinned.isPinned = true;
        model.append({ pinned, made(2, "POST", "/hooks/B", 503), other, slow });

        model.setFilter(filterOf(text));

        QTRY_VERIFY(!model.isArranging());
        QCOMPARE(paths(model), expected);
        QCOMPARE(model.totalCount(), 4);
    }

    void staysFilteredAndSortedWhileRowsCome()
    {
        DeliveryTableModel model;
        QAbstractItemModelTester tester(&model);
        model.append(pathsFrom(11, { u"/m"_s, u"/c"_s, u"/x-no"_s }));
        model.setFilter(filterOf(u"/"_s));
        model.sort(PathColumn, Qt::AscendingOrder);
        QTRY_VERIFY(!model.isArranging());
        model.append(pathsFrom(14, { u"/z"_s, u"/a"_s, u"/d"_s }));
        model.prepend(pathsFrom(9, { u"/k"_s, u"/b"_s }));

        QCOMPARE(paths(model), u"/a /b /c /d /k /m /x-no /z"_s);
        QCOMPARE(model.rowOf({ 16 }), 3);

        model.sort(PathColumn, Qt::DescendingOrder);
        QTRY_VERIFY(!model.isArranging());
        model.append(pathsFrom(17, { u"/e"_s }));
        QCOMPARE(paths(model), u"/z /x-no /m /k /e /d /c /b /a"_s);
    }

    void keepsPersistentIndexesOnTheirDelivery()
    {
        DeliveryTableModel model;
        QAbstractItemModelTester tester(&model);
        model.append(pathsFrom(1, { u"/m"_s, u"/c"_s }));
        model.sort(PathColumn, Qt::AscendingOrder);
        QTRY_VERIFY(!model.isArranging());
        const QPersistentModelIndex held(model.index(1, PathColumn));
        QCOMPARE(held.data().toString(), u"/m"_s);

        model.append(pathsFrom(3, { u"/a"_s, u"/z"_s, u"/d"_s }));

        QCOMPARE(held.data().toString(), u"/m"_s);
        QCOMPARE(held.row(), 3);
    }

    void sortsByWhatAColumnMeans()
    {
        DeliveryTableModel model;
        QAbstractItemModelTester tester(&model);
        DeliverySummary slow = made(4, "POST", "/d", 0, 9);
        slow.fault = Fault::Timeout;
        model.append(
            { made(1, "PUT", "/a", 500, 1000), made(2, "GET", "/b", 200, 9), made(3, "POST", "/c", 404, 20), slow });

        model.sort(SizeColumn, Qt::AscendingOrder);
        QTRY_VERIFY(!model.isArranging());
        QCOMPARE(paths(model), u"/b /d /c /a"_s);
        model.sort(ResponseColumn, Qt::AscendingOrder);
        QTRY_VERIFY(!model.isArranging());
        QCOMPARE(paths(model), u"/b /c /a /d"_s);
        model.sort(MethodColumn, Qt::DescendingOrder);
        QTRY_VERIFY(!model.isArranging());
        QCOMPARE(paths(model), u"/a /d /c /b"_s);
        model.sort(TimeColumn, Qt::AscendingOrder);
        QTRY_VERIFY(!model.isArranging());
        QCOMPARE(paths(model), u"/a /b /c /d"_s);
    }

    void takesRowsAndBringsThemBack_data()
    {
        QTest::addColumn<int>("column");
        QTest::addColumn<Qt::SortOrder>("order");
        QTest::addColumn<QString>("filter");

        QTest::newRow("as they came") << int(TimeColumn) << Qt::AscendingOrder << u""_s;
        QTest::newRow("newest first") << int(TimeColumn) << Qt::DescendingOrder << u""_s;
        QTest::newRow("filtered") << int(TimeColumn) << Qt::AscendingOrder << u"/"_s;
        QTest::newRow("sorted") << int(PathColumn) << Qt::AscendingOrder << u""_s;
        QTest::newRow("sorted the other way and filtered") << int(PathColumn) << Qt::DescendingOrder << u"/"_s;
    }

    void takesRowsAndBringsThemBack()
    {
        QFETCH(int, column);
        QFETCH(Qt::SortOrder, order);
        QFETCH(QString, filter);
        DeliveryTableModel model;
        QAbstractItemModelTester tester(&model);
        model.append(pathsFrom(1, { u"/a"_s, u"/b"_s, u"/c"_s, u"/d"_s, u"/e"_s, u"/f"_s }));
        model.setFilter(filterOf(filter));
        model.sort(column, order);
        QTRY_VERIFY(!model.isArranging());
        const QString before = paths(model);

        DeliveryTableModel::TakenRows taken = model.take(ids({ 1, 3, 4, 6, 99 }));
        const bool isDown = order == Qt::DescendingOrder;
        QCOMPARE(paths(model), isDown ? u"/e /b"_s : u"/b /e"_s);
        QCOMPARE(model.rowOf({ 5 }), isDown ? 0 : 1);
        QCOMPARE(taken.ids(), ids({ 1, 3, 4, 6 }));

        model.restore(std::move(taken));
        QTRY_VERIFY(!model.isArranging());
        QCOMPARE(paths(model), before);
        model.append(pathsFrom(7, { u"/g"_s }));
        QCOMPARE(paths(model), isDown ? QString(u"/g "_s + before) : QString(before + u" /g"_s));
    }

    void clearsAndUndoesWhileNewOnesCome()
    {
        DeliveryTableModel model;
        QAbstractItemModelTester tester(&model);
        model.append(pathsFrom(1, { u"/a"_s, u"/b"_s }));
        DeliveryTableModel::TakenRows taken = model.takeAll();
        QCOMPARE(model.rowCount(), 0);
        model.append(pathsFrom(3, { u"/c"_s }));

        model.restore(std::move(taken));

        QCOMPARE(paths(model), u"/a /b /c"_s);
    }

    void removesWhatRetentionTookEvenWhileItSorts()
    {
        DeliveryTableModel model;
        std::vector<DeliverySummary> many;
        for (qint64 id = 1; id <= 60'000; ++id)
            many.push_back(
                made(id, "POST", QByteArray("/p" + QByteArray::number(id * 7919 % 60'000)).constData(), 200));
        model.append(many);
        model.sort(PathColumn, Qt::AscendingOrder);
        const bool wasArranging = model.isArranging();
        model.remove(ids({ 1, 2, 3 }));
        model.append(pathsFrom(60'001, { u"/a"_s }));

        QTRY_VERIFY(!model.isArranging());
        QVERIFY(wasArranging);
        QCOMPARE(model.rowCount(), 59'998);
        QCOMPARE(model.totalCount(), 59'998);
        QCOMPARE(model.index(0, PathColumn).data().toString(), u"/a"_s);
        QCOMPARE(model.rowOf({ 2 }), -1);
    }

    void pinsAreSeenInTheirRow()
    {
        DeliveryTableModel model;
        QAbstractItemModelTester tester(&model);
        model.append(pathsFrom(1, { u"/a"_s, u"/b"_s }));
        QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
        model.setPinned(ids({ 2 }), true);

        QCOMPARE(changed.size(), 1);
        QCOMPARE(changed.first().first().toModelIndex().row(), 1);
        QVERIFY(model.isPinned({ 2 }));
        QVERIFY(!model.isPinned({ 1 }));
        QVERIFY(model.index(1, 0).data(Qt::AccessibleTextRole).toString().endsWith(u", pinned"_s));
    }
};

QTEST_GUILESS_MAIN(TestDeliveryTableModel)
#include "tst_deliverytablemodel.moc"
