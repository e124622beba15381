// SPDX-License-Identifier: GPL-3.0-or-later
#include "panels/detailpane.h"

#include "bytes/pagedtextview.h"
#include "support/deliveries.h"
#include "theme/theme.h"
#include "widgets/elidedlabel.h"
#include "widgets/factsheet.h"

#include <QLabel>
#include <QLineEdit>
#include <QTabWidget>
#include <QTableView>
#include <QTest>

using namespace hookloupe;
using namespace Qt::StringLiterals;

namespace {

const QByteArray Head = "POST /shop/orders?topic=orders%2Fcreate&q=a+b&flag HTTP/1.1\r\nHost: localhost\r\n"
                        "X-Tag: 1\r\nX-Tag: 2\r\n\r\n";

template<typename W>
W* part(DetailPane& pane, const QString& name)
{
    return pane.findChild<W*>(name);
}

QString factsOf(DetailPane& pane)
{
    return part<FactSheet>(pane, u"overviewSheet"_s)->allText();
}

} // namespace

class tst_DetailPane : public QObject {
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u"^(?!This plugin does not support propagateSizeHints)"_s)); }

    void saysWhatToDoWithoutADelivery()
    {
        DetailPane pane;
        pane.show();

        auto* line = part<QLabel>(pane, u"detailLine"_s);
        QVERIFY(line->isVisible());
        QVERIFY(line->text().contains(u"Select a delivery"_s));
        QVERIFY(!part<QTabWidget>(pane, u"detailTabs"_s)->isVisible());

        pane.showDelivery(test::makeDelivery(Head));
        pane.showNothing();
        QVERIFY(line->isVisible());
        QCOMPARE(pane.shownId(), DeliveryId());
    }

    void namesTheDelivery()
    {
        DetailPane pane;
        pane.show();

        pane.showDelivery(test::makeDelivery(Head, {}, 7));

        QCOMPARE(pane.shownId(), DeliveryId { 7 });
        QVERIFY(part<ElidedLabel>(pane, u"detailTitle"_s)->text().startsWith(u"POST /shop/orders?"_s));
        QVERIFY(part<ElidedLabel>(pane, u"detailOrigin"_s)->text().endsWith(u"from 127.0.0.1"_s));
        QCOMPARE(part<QLabel>(pane, u"detailState"_s)->text(), u"\u2713 200 OK"_s);
        QCOMPARE(part<QTabWidget>(pane, u"detailTabs"_s)->tabText(DetailPane::HeadersTab), u"Headers 3"_s);
    }

    void showsADeliveryThatIsNotAnsweredYet()
    {
        DetailPane pane;
        const auto delivery = test::makeDelivery(Head);
        delivery->response.reset();

        pane.showDelivery(delivery);

        QVERIFY(part<QLabel>(pane, u"detailState"_s)->text().contains(u"not answered yet"_s));
    }

    void tellsTheFacts()
    {
        DetailPane pane;
        const auto delivery = test::makeDelivery(Head, Body(QByteArray(2048, 'x')));
        test::requestOf(delivery).anomalies.add(Anomaly::ChunkExtension);
        test::requestOf(delivery).tls
            = TlsFacts { u"TLSv1.3"_s, u"TLS_AES_256_GCM_SHA384"_s, u"hooks.test"_s, { "http/1.1" }, "http/1.1", {} };

        pane.showDelivery(delivery);

        const QString facts = factsOf(pane);
        QVERIFY(facts.contains(u"2026-11-22 15:02:17.774 UTC"_s));
        QVERIFY(facts.contains(u"topic: orders/create (sent as: topic=orders%2Fcreate)"_s));
        QVERIFY(facts.contains(u"q: a b (sent as: q=a+b)"_s));
        QVERIFY(facts.contains(u"flag: (no value)"_s));
        QVERIFY(facts.contains(u"Body: 2 KiB (2,048 bytes)"_s));
        QVERIFY(facts.contains(u"From: 127.0.0.1:53122"_s));
        QVERIFY(facts.contains(u"Server name: hooks.test"_s));
        QVERIFY(facts.contains(u"End of head: +0.250 ms"_s));
        QVERIFY(facts.contains(u"extension"_s));
    }

    void boundsTheQueryTable()
    {
        DetailPane pane;

        pane.showDelivery(
            test::makeDelivery("GET /?" + QByteArray("a=1&").repeated(5000) + " HTTP/1.1\r\nHost: a\r\n\r\n"));

        QCOMPARE(factsOf(pane).count(u"\na: 1"_s), 200);
        QVERIFY(factsOf(pane).contains(u"more; the Raw tab"_s));
    }

    void takesNothingForMarkup()
    {
        DetailPane pane;
        const QString markup = u"<h1>x</h1><img src='http://127.0.0.1:9/x.png'>"_s;

        pane.showDelivery(
            test::makeDelivery("GET /<h1>x</h1><img src='http://127.0.0.1:9/x.png'> HTTP/1.1\r\nHost: a\r\n\r\n"));

        auto* sheet = part<FactSheet>(pane, u"overviewSheet"_s);
        QVERIFY(sheet->toPlainText().contains(markup));
        QVERIFY(part<ElidedLabel>(pane, u"detailTitle"_s)->text().contains(markup));
    }

    void keepsTheTabAndFillsItForTheNextDelivery()
    {
        DetailPane pane;
        pane.resize(600, 500);
        pane.show();
        pane.showDelivery(test::makeDelivery(Head));

        pane.showTab(DetailPane::HeadersTab);
        auto* table = part<QTableView>(pane, u"headersTable"_s);
        QCOMPARE(table->model()->rowCount(), 3);
        pane.showDelivery(test::makeDelivery("GET / HTTP/1.1\r\nHost: a\r\n\r\n", {}, 2));

        QCOMPARE(pane.currentTab(), int(DetailPane::HeadersTab));
        QCOMPARE(table->model()->rowCount(), 1);
        // The tab behind still has the old delivery's facts until it is looked at
        pane.showTab(DetailPane::OverviewTab);
        QVERIFY(factsOf(pane).contains(u"Method: GET"_s));
        pane.showTab(99);
        QCOMPARE(pane.currentTab(), int(DetailPane::OverviewTab));
    }

    void fillsATabOnlyWhenItIsLookedAt()
    {
        DetailPane pane;
        pane.show();

        pane.showDelivery(test::makeDelivery(Head));

        QCOMPARE(part<QTableView>(pane, u"headersTable"_s)->model()->rowCount(), 0);
    }

    void narrowsTheHeaders()
    {
        DetailPane pane;
        pane.show();
        pane.showDelivery(test::makeDelivery(Head));
        pane.showTab(DetailPane::HeadersTab);

        QTest::keyClicks(part<QLineEdit>(pane, u"headersFilter"_s), u"x-tag"_s);

        QCOMPARE(part<QTableView>(pane, u"headersTable"_s)->model()->rowCount(), 2);
    }

    void showsTheRawBytes()
    {
        DetailPane pane;
        pane.resize(700, 500);
        pane.show();
        pane.showDelivery(test::makeDelivery(Head, Body("{\"a\":1}")));

        pane.showTab(DetailPane::RawTab);

        auto* text = part<QWidget>(pane, u"rawBytes"_s)->findChild<PagedTextView*>();
        QCOMPARE(
            text->visibleRowTexts().constFirst(), u"POST /shop/orders?topic=orders%2Fcreate&q=a+b&flag HTTP/1.1"_s);
        QCOMPARE(text->visibleRowTexts().constLast(), u"{\"a\":1}"_s);
    }

    void saysThatItLoadsOnlyWhenItTakesLong()
    {
        DetailPane pane;
        pane.show();
        pane.showDelivery(test::makeDelivery(Head));

        pane.showLoading(DeliveryId { 8 });

        QVERIFY(!part<QLabel>(pane, u"detailLine"_s)->isVisible());
        QTRY_VERIFY(part<QLabel>(pane, u"detailLine"_s)->isVisible());
        QVERIFY(part<QLabel>(pane, u"detailLine"_s)->text().contains(u"8"_s));
        pane.showDelivery(test::makeDelivery(Head, {}, 8));
        QVERIFY(!part<QLabel>(pane, u"detailLine"_s)->isVisible());
    }

    void followsTheTheme()
    {
        DetailPane pane;
        pane.showDelivery(test::makeDelivery(Head));
        auto* state = part<QLabel>(pane, u"detailState"_s);
        const QColor before = state->palette().color(QPalette::WindowText);

        pane.setPalette(themePalette(ThemeChoice::Dark));

        QVERIFY(state->palette().color(QPalette::WindowText) != before);
    }

    void namesEveryFocusableWidget()
    {
        DetailPane pane;
        pane.show();
        pane.showDelivery(test::makeDelivery(Head));

        const auto widgets = pane.findChildren<QWidget*>();
        for (const QWidget* widget : widgets) {
            const bool isNamed = !widget->accessibleName().isEmpty() || !widget->property("text").toString().isEmpty()
                || widget->inherits("QTabBar") || widget->inherits("QHeaderView")
                || widget->objectName().startsWith(u"qt_"_s);
            const bool hasBuddy = std::any_of(widgets.begin(), widgets.end(), [widget](const QWidget* each) {
                const auto* label = qobject_cast<const QLabel*>(each);
                return label && label->buddy() == widget;
            });
            QVERIFY2((widget->focusPolicy() & Qt::TabFocus) != Qt::TabFocus || isNamed || hasBuddy,
                qPrintable(QString::fromLatin1(widget->metaObject()->className()) + u' ' + widget->objectName()));
        }
    }
};

QTEST_MAIN(tst_DetailPane)
#include "tst_detailpane.moc"
