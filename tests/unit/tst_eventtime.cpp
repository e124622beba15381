// SPDX-License-Identifier: GPL-3.0-or-later
#include "delivery/tracking/eventtime.h"

#include <QRandomGenerator>
#include <QRegularExpression>
#include <QTest>

using namespace hookloupe;
using namespace Qt::StringLiterals;

class EventTimeTest : public QObject {
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void readsWhatProvidersWrite_data();
    void readsWhatProvidersWrite();
    void refusesWhatNamesNoMoment_data();
    void refusesWhatNamesNoMoment();
    void isTotalOverRandomTexts();
};

void EventTimeTest::readsWhatProvidersWrite_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<qint64>("microseconds");
    QTest::addColumn<bool>("isZoneAssumed");
    const auto row = [](const char* text, qint64 microseconds, bool isZoneAssumed = false) {
        QTest::newRow(text) << QByteArray(text) << microseconds << isZoneAssumed;
    };
    row("1717171717", 1'717'171'717'000'000);
    row("1717171717.5", 1'717'171'717'500'000);
    row("1717171717.1234567", 1'717'171'717'123'456);
    row("1717171717123", 1'717'171'717'123'000);
    row("1717171717123456", 1'717'171'717'123'456);
    row("1717171717123456789", 1'717'171'717'123'456);
    row("99999999999", 99'999'999'999'000'000);
    row("100000000000", 100'000'000'000'000);
    row("99999999999999", 99'999'999'999'999'000);
    row("100000000000000", 100'000'000'000'000);
    row("1.717171717e9", 1'717'171'717'000'000);
    row("0", 0);
    row("2024-05-06T07:08:09.120Z", 1'714'979'289'120'000);
    row("2024-05-06t07:08:09z", 1'714'979'289'000'000);
    row("2024-05-06T09:08:09.12+02:00", 1'714'979'289'120'000);
    row("2024-05-06T09:08:09+0200", 1'714'979'289'000'000);
    row("2024-05-06T09:08:09+02", 1'714'979'289'000'000);
    row("2024-05-05 23:38:09-07:30", 1'714'979'289'000'000);
    row("2024-05-06 07:08:09 UTC", 1'714'979'289'000'000);
    row("2024-05-06T07:08:09.1234567Z", 1'714'979'289'123'456);
    row("2024-05-06T07:08:09.120", 1'714'979'289'120'000, true);
    row("2024-05-06T07:08", 1'714'979'280'000'000, true);
    row("2024-05-06", 1'714'953'600'000'000, true);
    row("2016-12-31T23:59:60Z", 1'483'228'800'000'000);
    row("Mon, 06 May 2024 07:08:09 +0000", 1'714'979'289'000'000);
    row("Mon, 06 May 2024 07:08:09 GMT", 1'714'979'289'000'000);
    row("  1717171717 ", 1'717'171'717'000'000);
    // Machnet's second sample.
    row("2021-09-01T09:29:38.969", 1'630'488'578'969'000, true);
}

void EventTimeTest::readsWhatProvidersWrite()
{
    QFETCH(QByteArray, text);
    QFETCH(qint64, microseconds);
    QFETCH(bool, isZoneAssumed);
    const std::optional<EventTime> time = parseEventTime(text);
    QVERIFY(time);
    QCOMPARE(static_cast<qint64>(time->at.time_since_epoch().count()), microseconds);
    QCOMPARE(time->isZoneAssumed, isZoneAssumed);
}

void EventTimeTest::refusesWhatNamesNoMoment_data()
{
    QTest::addColumn<QByteArray>("text");
    for (const char* text :
        { "", " ", "soon", "-5", "-1717171717", "2017-07-02T22:88:12.120Z", "2024-02-30T00:00:00Z", "2024-13-01",
            "2024-05-06T24:00:00Z", "2024-05-06T07:08:61Z", "2024-05-06T07:08:09.Z", "2024-05-06T07:08:09+25:00",
            "2024-05-06T07:08:09 PST", "1717171717x", "1e400", "nan", "99999999999999999999", "1.2.3", "20240506T" })
        QTest::newRow(text) << QByteArray(text);
    QTest::newRow("too long") << QByteArray(65, '1');
}

void EventTimeTest::refusesWhatNamesNoMoment()
{
    QFETCH(QByteArray, text);
    QVERIFY(!parseEventTime(text));
}

void EventTimeTest::isTotalOverRandomTexts()
{
    QRandomGenerator random(99);
    static const QByteArray Characters = "0123456789-:.TZ+ eEUC";
    for (int i = 0; i < 20'000; ++i) {
        QByteArray text;
        for (int length = random.bounded(30); length > 0; --length)
            text += Characters[random.bounded(int(Characters.size()))];
        const std::optional<EventTime> time = parseEventTime(text);
        QVERIFY(!time || time->at.time_since_epoch().count() >= 0);
    }
}

QTEST_APPLESS_MAIN(EventTimeTest)
#include "tst_eventtime.moc"
