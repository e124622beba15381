// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/duration.h"

#include <QRegularExpression>
#include <QTest>

using namespace hookloupe;
using namespace Qt::StringLiterals;

class DurationTest : public QObject {
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void durations_data();
    void durations();
};

void DurationTest::durations_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<qint64>("milliseconds"); // -1: not a duration
    QTest::newRow("ms") << u"250ms"_s << qint64(250);
    QTest::newRow("s") << u"2s"_s << qint64(2000);
    QTest::newRow("m") << u"10m"_s << qint64(600'000);
    QTest::newRow("h") << u"1h"_s << qint64(3'600'000);
    QTest::newRow("bare seconds") << u"2"_s << qint64(2000);
    QTest::newRow("zero") << u"0"_s << qint64(0);
    QTest::newRow("1000 days") << u"24000h"_s << qint64(86'400'000'000);
    QTest::newRow("1000 days and 1 ms") << u"86400000001ms"_s << qint64(-1);
    QTest::newRow("more than 1000 days") << u"24001h"_s << qint64(-1);
    QTest::newRow("huge") << u"99999999999999999999h"_s << qint64(-1);
    QTest::newRow("empty") << QString() << qint64(-1);
    QTest::newRow("sign") << u"+2s"_s << qint64(-1);
    QTest::newRow("minus") << u"-2s"_s << qint64(-1);
    QTest::newRow("blank") << u"2 s"_s << qint64(-1);
    QTest::newRow("unit alone") << u"s"_s << qint64(-1);
    QTest::newRow("d") << u"3d"_s << qint64(259'200'000);
    QTest::newRow("1000 days, in days") << u"1000d"_s << qint64(86'400'000'000);
    QTest::newRow("1001 days") << u"1001d"_s << qint64(-1);
    QTest::newRow("unknown unit") << u"2w"_s << qint64(-1);
    QTest::newRow("fraction") << u"1.5s"_s << qint64(-1);
    QTest::newRow("digits of another script") << QString::fromUtf8("\xd9\xa2s") << qint64(-1);
}

void DurationTest::durations()
{
    QFETCH(QString, text);
    QFETCH(qint64, milliseconds);
    const auto duration = parseDuration(text);
    QCOMPARE(duration ? qint64(duration->count()) : qint64(-1), milliseconds);
}

QTEST_GUILESS_MAIN(DurationTest)
#include "tst_duration.moc"
