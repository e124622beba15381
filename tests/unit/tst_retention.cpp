// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/retention.h"

#include <QTest>

using namespace hookloupe;
using namespace std::chrono_literals;

namespace {

constexpr SystemTime Now { 1'000'000s };

} // namespace

class TestRetention final : public QObject {
    Q_OBJECT

private slots:
    void noLimitsTakeNothing();
    void numberIsInclusive();
    void bytesAreInclusive();
    void ageIsInclusive();
    void theFutureIsNotTooOld();
    void takesUntilEveryLimitIsMet();
};

void TestRetention::noLimitsTakeNothing()
{
    RetentionCut cut({}, { 1'000'000, 1'000'000'000 }, Now);

    QVERIFY(RetentionLimits().isUnlimited());
    QVERIFY(!cut.isOverAmount());
    QVERIFY(!cut.takes(SystemTime(), 1));
}

void TestRetention::numberIsInclusive()
{
    const RetentionLimits limits { .deliveries = 3, .bytes = {}, .age = {} };

    QVERIFY(!RetentionCut(limits, { 3, 30 }, Now).isOverAmount());
    QVERIFY(RetentionCut(limits, { 4, 40 }, Now).isOverAmount());
}

void TestRetention::bytesAreInclusive()
{
    const RetentionLimits limits { .deliveries = {}, .bytes = 30, .age = {} };

    QVERIFY(!RetentionCut(limits, { 3, 30 }, Now).isOverAmount());
    QVERIFY(RetentionCut(limits, { 3, 31 }, Now).isOverAmount());
}

void TestRetention::ageIsInclusive()
{
    const RetentionCut cut({ .deliveries = {}, .bytes = {}, .age = 60s }, { 1, 1 }, Now);

    QVERIFY(!cut.isTooOld(Now - 60s));
    QVERIFY(cut.isTooOld(Now - 60s - 1us));
}

void TestRetention::theFutureIsNotTooOld()
{
    RetentionCut cut({ .deliveries = {}, .bytes = {}, .age = 1s }, { 1, 1 }, Now);

    QVERIFY(!cut.takes(Now + 1h, 1));
}

void TestRetention::takesUntilEveryLimitIsMet()
{
    RetentionCut cut({ .deliveries = 4, .bytes = 25, .age = 60s }, { 5, 50 }, Now);

    QVERIFY(cut.takes(Now, 5)); // the number: 4 left, 45 bytes
    QVERIFY(cut.takes(Now, 20)); // the bytes: 3 left, 25 bytes
    QVERIFY(cut.takes(Now - 61s, 5)); // its age
    QVERIFY(!cut.takes(Now - 60s, 10));
}

QTEST_GUILESS_MAIN(TestRetention)
#include "tst_retention.moc"
