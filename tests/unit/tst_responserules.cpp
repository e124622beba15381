// SPDX-License-Identifier: GPL-3.0-or-later
#include "response/responserules.h"

#include <QRegularExpression>
#include <QTest>

#include <atomic>
#include <thread>

using namespace hookloupe;
using namespace Qt::StringLiterals;

namespace {

ResponseSequence sequenceOf(const char* text)
{
    return parseResponseSequence(QString::fromLatin1(text)).value();
}

} // namespace

class ResponseRulesTest : public QObject {
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void withoutASequenceTheAnswerIs200();
    void aSinglePlanIsSharedAmongAll();
    void eachMessageMeetsTheWholeSequence();
    void aNewSequenceBeginsAnew();
    void anotherSessionBeginsAnew();
    void theMessageNotSeenForLongestIsForgotten();
    void decidesFromManyThreads();
};

void ResponseRulesTest::withoutASequenceTheAnswerIs200()
{
    ResponseRules rules;
    const auto response = rules.decide({ 1 });
    QVERIFY(response);
    QCOMPARE(response->status, 200);
    QVERIFY(rules.sequence() == ResponseSequence());
}

void ResponseRulesTest::aSinglePlanIsSharedAmongAll()
{
    ResponseRules rules;
    rules.setSequence(sequenceOf("409"));
    const auto first = rules.decide({ 1 });
    QCOMPARE(first->status, 409);
    QCOMPARE(rules.decide({ 2 }).get(), first.get());
}

void ResponseRulesTest::eachMessageMeetsTheWholeSequence()
{
    ResponseRules rules;
    rules.setSequence(sequenceOf("503x2,409,200"));
    const DeliveryId one { 1 };
    const DeliveryId two { 7 };
    for (const int wanted : { 503, 503, 409, 200, 200 }) {
        QCOMPARE(rules.decide(one)->status, wanted);
        QCOMPARE(rules.decide(two)->status, wanted);
    }
}

void ResponseRulesTest::aNewSequenceBeginsAnew()
{
    ResponseRules rules;
    const DeliveryId message { 1 };
    rules.setSequence(sequenceOf("503,200"));
    QCOMPARE(rules.decide(message)->status, 503);
    rules.setSequence(sequenceOf("503,200"));
    QCOMPARE(rules.decide(message)->status, 503);
    QCOMPARE(rules.decide(message)->status, 200);
}

/// Its deliveries, and so its messages, have the same numbers again.
void ResponseRulesTest::anotherSessionBeginsAnew()
{
    ResponseRules rules;
    rules.setSequence(sequenceOf("503,409,200"));
    for (int round = 0; round < 2; ++round) {
        QCOMPARE(rules.decide({ 1 })->status, 503);
        QCOMPARE(rules.decide({ 1 })->status, 409);
        rules.forgetMessages();
    }
    QVERIFY(rules.sequence() == sequenceOf("503,409,200"));
}

void ResponseRulesTest::theMessageNotSeenForLongestIsForgotten()
{
    ResponseRules rules(2);
    rules.setSequence(sequenceOf("503x2,200"));
    const DeliveryId a { 1 };
    const DeliveryId b { 2 };
    QCOMPARE(rules.decide(a)->status, 503);
    QCOMPARE(rules.decide(b)->status, 503);
    QCOMPARE(rules.decide(a)->status, 503);
    QCOMPARE(rules.decide({ 3 })->status, 503); // forgets b, seen before a
    QCOMPARE(rules.decide(a)->status, 200);
    QCOMPARE(rules.decide(b)->status, 503);
    QCOMPARE(rules.decide(b)->status, 503);
    QCOMPARE(rules.decide(b)->status, 200);
}

void ResponseRulesTest::decidesFromManyThreads()
{
    ResponseRules rules(8);
    std::atomic<int> odd = 0;
    std::vector<std::thread> threads;
    for (int t = 0; t < 3; ++t) {
        threads.emplace_back([&rules, &odd] {
            for (int i = 0; i < 300; ++i) {
                const auto response = rules.decide({ i % 16 + 1 });
                if (!response || (response->status != 503 && response->status != 200))
                    ++odd;
            }
        });
    }
    for (int i = 0; i < 50; ++i)
        rules.setSequence(i % 2 == 0 ? sequenceOf("503,200") : sequenceOf("200"));
    for (auto& thread : threads)
        thread.join();
    QCOMPARE(odd.load(), 0);
}

QTEST_GUILESS_MAIN(ResponseRulesTest)
#include "tst_responserules.moc"
