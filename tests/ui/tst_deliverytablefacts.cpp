// SPDX-License-Identifier: GPL-3.0-or-later
// What the delivery table tells of provider, event and signature, and how it takes over what becomes known later.
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

DeliverySummary judged(qint64 id, Verdict verdict)
{
    DeliverySummary summary = made(id, "POST", "/a", 200);
    summary.provider = "stripe";
    summary.verdict = verdict;
    return summary;
}

/// The paths from the first row to the last, as one line.
QString paths(const DeliveryTableModel& model)
{
    QStringList all;
    for (int row = 0; row < model.rowCount(); ++row)
        all << model.index(row, PathColumn).data().toString();
    return all.join(u' ');
}

} // namespace

class TestDeliveryTableFacts : public QObject {
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void tellsProviderEventAndSignature_data()
    {
        QTest::addColumn<Verdict>("verdict");
        QTest::addColumn<Freshness>("freshness");
        QTest::addColumn<bool>("isAmbiguous");
        QTest::addColumn<bool>("isChallenge");
        QTest::addColumn<QString>("cells");
        QTest::addColumn<QString>("phrase");

        QTest::newRow("valid") << Verdict::Valid << Freshness::Fresh << false << false
                               << u"Stripe | a.b | \u2713 valid"_s << u", Stripe, a.b, signature valid, "_s;
        QTest::newRow("valid, stale") << Verdict::Valid << Freshness::Stale << false << false
                                      << u"Stripe | a.b | \u2713 valid \u25F7 stale"_s
                                      << u", Stripe, a.b, signature valid but stale, "_s;
        QTest::newRow("mismatch, stale") << Verdict::Mismatch << Freshness::Stale << false << false
                                         << u"Stripe | a.b | \u2715 mismatch"_s
                                         << u", Stripe, a.b, signature does not match, "_s;
        QTest::newRow("no secret") << Verdict::NoSecret << Freshness::NotChecked << false << false
                                   << u"Stripe | a.b | ? no secret"_s << u"not checked, no secret, "_s;
        QTest::newRow("ambiguous") << Verdict::Unknown << Freshness::NotChecked << true << false
                                   << u"? several | a.b | \u00B7 unknown"_s << u"several providers are possible"_s;
        QTest::newRow("challenge") << Verdict::Valid << Freshness::NotChecked << false << true
                                   << u"Stripe | a.b | \u2192 challenge"_s << u"challenge of the provider"_s;
    }

    void tellsProviderEventAndSignature()
    {
        QFETCH(Verdict, verdict);
        QFETCH(Freshness, freshness);
        QFETCH(bool, isAmbiguous);
        QFETCH(bool, isChallenge);
        QFETCH(QString, cells);
        QFETCH(QString, phrase);
        DeliveryTableModel model;
        QAbstractItemModelTester tester(&model);
        model.setProviderNames({ { "stripe", u"Stripe"_s } });
        DeliverySummary row = made(1, "POST", "/a", 200);
        row.provider = isAmbiguous ? "" : "stripe";
        row.eventType = "a.b";
        row.verdict = verdict;
        row.freshness = freshness;
        row.isAmbiguous = isAmbiguous;
        row.isChallenge = isChallenge;

        model.append({ row });

        QStringList found;
        for (const int column : { ProviderColumn, EventColumn, SignatureColumn })
            found << model.index(0, column).data().toString();
        QCOMPARE(found.join(u" | "_s), cells);
        const QString sentence = model.index(0, PathColumn).data(Qt::AccessibleTextRole).toString();
        QVERIFY2(sentence.contains(phrase), qPrintable(sentence));
        const DeliverySummary kept = model.summaryAt(0);
        QCOMPARE(kept.provider, row.provider);
        QCOMPARE(kept.verdict, verdict);
        QCOMPARE(kept.freshness, freshness);
        QCOMPARE(kept.isChallenge, isChallenge);
    }

    void takesNewFactsOverInOneChangeForEachRun()
    {
        DeliveryTableModel model;
        QAbstractItemModelTester tester(&model);
        std::vector<DeliverySummary> rows;
        for (qint64 id = 1; id <= 100'000; ++id)
            rows.push_back(made(id, "POST", "/a", 200));
        model.append(rows);
        QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
        QSignalSpy reset(&model, &QAbstractItemModel::modelReset);

        std::vector<DeliverySummary> news { judged(10, Verdict::Valid), judged(11, Verdict::Mismatch),
            judged(99'999, Verdict::NoSecret), judged(200'000, Verdict::Valid) };
        model.updateFacts(news);

        QCOMPARE(changed.size(), 2);
        QCOMPARE(changed.at(0).at(0).toModelIndex().row(), 9);
        QCOMPARE(changed.at(0).at(1).toModelIndex().row(), 10);
        QCOMPARE(reset.size(), 0);
        QCOMPARE(model.summaryAt(10).verdict, Verdict::Mismatch);
        QCOMPARE(model.summaryAt(10).target, "/a");
    }

    void keepsFilterAndOrderRightWhenMoreIsKnown()
    {
        DeliveryTableModel model;
        QAbstractItemModelTester tester(&model);
        model.append({ judged(1, Verdict::Valid), judged(2, Verdict::NoSecret), judged(3, Verdict::Valid) });
        model.setFilter(filterOf(u"sig:valid"_s));
        QCOMPARE(model.rowCount(), 2);

        model.updateFacts({ judged(2, Verdict::Valid), judged(3, Verdict::Mismatch) });

        QTRY_VERIFY(!model.isArranging());
        QCOMPARE(model.rowCount(), 2);
        QCOMPARE(model.rowOf({ 2 }), 1);
        QCOMPARE(model.rowOf({ 3 }), -1);

        model.setFilter({});
        model.sort(SignatureColumn, Qt::AscendingOrder);
        QTRY_VERIFY(!model.isArranging());
        QCOMPARE(model.rowOf({ 3 }), 0);
        model.updateFacts({ judged(1, Verdict::Mismatch), judged(3, Verdict::Valid) });
        QTRY_VERIFY(!model.isArranging());
        QCOMPARE(model.rowOf({ 1 }), 0);
        QCOMPARE(model.rowOf({ 3 }), 2);
    }

    void filtersByTermsOfTheSignature_data()
    {
        QTest::addColumn<QString>("filter");
        QTest::addColumn<QString>("shown");

        QTest::newRow("verdict") << u"sig:mismatch"_s << u"/b"_s;
        QTest::newRow("no secret") << u"sig:no-secret"_s << u"/c"_s;
        QTest::newRow("verdict in capitals") << u"SIG:Valid"_s << u"/a"_s;
        QTest::newRow("freshness") << u"fresh:stale"_s << u"/a"_s;
        QTest::newRow("provider") << u"provider:stripe"_s << u"/a /b"_s;
        QTest::newRow("not a part of a provider") << u"provider:str"_s << u""_s;
        QTest::newRow("provider with a star") << u"provider:s*"_s << u"/a /b /c"_s;
        QTest::newRow("event with a star") << u"event:invoice.*"_s << u"/a"_s;
        QTest::newRow("star in the middle") << u"event:ch*ed"_s << u"/b"_s;
        QTest::newRow("a term and a word") << u"provider:stripe /b"_s << u"/b"_s;
        QTest::newRow("any event") << u"event:*"_s << u"/a /b"_s;
        QTest::newRow("no event") << u"-event:*"_s << u"/c /d"_s;
        QTest::newRow("nothing known of it") << u"sig:unknown"_s << u"/d"_s;
    }

    void filtersByTermsOfTheSignature()
    {
        QFETCH(QString, filter);
        QFETCH(QString, shown);
        DeliveryTableModel model;
        QAbstractItemModelTester tester(&model);
        std::vector<DeliverySummary> rows { judged(1, Verdict::Valid), judged(2, Verdict::Mismatch),
            judged(3, Verdict::NoSecret), made(4, "POST", "/d", 200) };
        rows[0].target = "/a";
        rows[0].freshness = Freshness::Stale;
        rows[0].eventType = "invoice.paid";
        rows[1].target = "/b";
        rows[1].eventType = "charge.failed";
        rows[2].target = "/c";
        rows[2].provider = "slack";
        model.append(rows);

        model.setFilter(filterOf(filter));

        QTRY_VERIFY(!model.isArranging());
        QCOMPARE(paths(model), shown);
    }
};

QTEST_MAIN(TestDeliveryTableFacts)
#include "tst_deliverytablefacts.moc"
