// SPDX-License-Identifier: GPL-3.0-or-later
#include "capture/httpbridge.h"

#include <QTest>

using namespace hookloupe;

class tst_HttpBridge : public QObject {
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void callsTheHandlerWithinTheRequestOfTheServer()
    {
        HttpBridge bridge;
        int calls = 0;
        const QByteArray answer = bridge.serve([&calls] { ++calls; });

        QCOMPARE(calls, 1);
        QVERIFY2(answer.startsWith("HTTP/1.1 204 "), answer.constData());
        QCOMPARE(bridge.bypassed(), 0);
    }

    void servesManyExchangesInARow()
    {
        HttpBridge bridge;
        int calls = 0;
        for (int i = 0; i < 5000; ++i) {
            const QByteArray answer = bridge.serve([&calls] { ++calls; });
            QVERIFY(answer.startsWith("HTTP/1.1 204 "));
        }
        QCOMPARE(calls, 5000);
        QCOMPARE(bridge.bypassed(), 0);
    }

    void servesBetweenTurnsOfTheEventLoop()
    {
        HttpBridge bridge;
        for (int i = 0; i < 20; ++i) {
            bool isCalled = false;
            QVERIFY(bridge.serve([&isCalled] { isCalled = true; }).startsWith("HTTP/1.1 204 "));
            QVERIFY(isCalled);
            QCoreApplication::processEvents();
        }
        QCOMPARE(bridge.bypassed(), 0);
    }

    void twoBridgesDoNotDisturbEachOther()
    {
        HttpBridge left;
        HttpBridge right;
        QByteArray order;
        left.serve([&] {
            order += 'a';
            right.serve([&order] { order += 'b'; });
            order += 'c';
        });
        QCOMPARE(order, "abc");
    }
};

QTEST_GUILESS_MAIN(tst_HttpBridge)
#include "tst_httpbridge.moc"
