// SPDX-License-Identifier: GPL-3.0-or-later
#include "response/responserules.h"

#include <QFile>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

#include <atomic>
#include <thread>

using namespace hookloupe;
using namespace Qt::StringLiterals;

namespace {

Request requestOf(const QByteArray& line, const QByteArray& body = {})
{
    Request request;
    request.head = RequestHead::parse(line + " HTTP/1.1\r\nHost: a\r\n\r\n");
    request.body = Body(body);
    return request;
}

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
    void methodTargetAndBodyTellMessagesApart();
    void partsDoNotRunTogether();
    void aNewSequenceBeginsAnew();
    void theMessageNotSeenForLongestIsForgotten();
    void bodiesInFilesAreToldApartByTheirStartAndSize();
    void decidesFromManyThreads();
};

void ResponseRulesTest::withoutASequenceTheAnswerIs200()
{
    ResponseRules rules;
    const auto response = rules.decide(requestOf("POST /"));
    QVERIFY(response);
    QCOMPARE(response->status, 200);
    QVERIFY(rules.sequence() == ResponseSequence());
}

void ResponseRulesTest::aSinglePlanIsSharedAmongAll()
{
    ResponseRules rules;
    rules.setSequence(sequenceOf("409"));
    const auto first = rules.decide(requestOf("POST /a"));
    QCOMPARE(first->status, 409);
    QCOMPARE(rules.decide(requestOf("POST /b")).get(), first.get());
}

void ResponseRulesTest::eachMessageMeetsTheWholeSequence()
{
    ResponseRules rules;
    rules.setSequence(sequenceOf("503x2,409,200"));
    const Request one = requestOf("POST /", "1");
    const Request two = requestOf("POST /", "2");
    for (const int wanted : { 503, 503, 409, 200, 200 }) {
        QCOMPARE(rules.decide(one)->status, wanted);
        QCOMPARE(rules.decide(two)->status, wanted);
    }
}

void ResponseRulesTest::methodTargetAndBodyTellMessagesApart()
{
    ResponseRules rules;
    rules.setSequence(sequenceOf("503,200"));
    QCOMPARE(rules.decide(requestOf("POST /a", "x"))->status, 503);
    QCOMPARE(rules.decide(requestOf("PUT /a", "x"))->status, 503);
    QCOMPARE(rules.decide(requestOf("POST /b", "x"))->status, 503);
    QCOMPARE(rules.decide(requestOf("POST /a", "y"))->status, 503);
    QCOMPARE(rules.decide(requestOf("POST /a", "x"))->status, 200);
}

void ResponseRulesTest::partsDoNotRunTogether()
{
    ResponseRules rules;
    rules.setSequence(sequenceOf("503,200"));
    QCOMPARE(rules.decide(requestOf("POST /a", "bc"))->status, 503);
    QCOMPARE(rules.decide(requestOf("POST /ab", "c"))->status, 503);
}

void ResponseRulesTest::aNewSequenceBeginsAnew()
{
    ResponseRules rules;
    const Request request = requestOf("POST /");
    rules.setSequence(sequenceOf("503,200"));
    QCOMPARE(rules.decide(request)->status, 503);
    rules.setSequence(sequenceOf("503,200"));
    QCOMPARE(rules.decide(request)->status, 503);
    QCOMPARE(rules.decide(request)->status, 200);
}

void ResponseRulesTest::theMessageNotSeenForLongestIsForgotten()
{
    ResponseRules rules(2);
    rules.setSequence(sequenceOf("503x2,200"));
    const Request a = requestOf("POST /a");
    const Request b = requestOf("POST /b");
    QCOMPARE(rules.decide(a)->status, 503);
    QCOMPARE(rules.decide(b)->status, 503);
    QCOMPARE(rules.decide(a)->status, 503);
    QCOMPARE(rules.decide(requestOf("POST /c"))->status, 503); // forgets b, seen before a
    QCOMPARE(rules.decide(a)->status, 200);
    QCOMPARE(rules.decide(b)->status, 503);
    QCOMPARE(rules.decide(b)->status, 503);
    QCOMPARE(rules.decide(b)->status, 200);
}

void ResponseRulesTest::bodiesInFilesAreToldApartByTheirStartAndSize()
{
    QTemporaryDir folder;
    const auto inFile = [&](const char* name, const QByteArray& bytes) {
        QFile file(folder.filePath(QString::fromLatin1(name)));
        Request request = requestOf("POST /");
        if (file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size())
            request.body = Body::inFile(file.fileName(), bytes.size());
        return request;
    };
    ResponseRules rules;
    rules.setSequence(sequenceOf("503,200"));
    const QByteArray zeros(100'000, '0');
    QByteArray differsEarly = zeros;
    differsEarly[65'535] = '1';
    QByteArray differsLate = zeros;
    differsLate[65'536] = '1';
    QCOMPARE(rules.decide(inFile("a", zeros))->status, 503);
    QCOMPARE(rules.decide(inFile("b", differsEarly))->status, 503);
    QCOMPARE(rules.decide(inFile("c", zeros + '0'))->status, 503);
    QCOMPARE(rules.decide(inFile("d", differsLate))->status, 200);
}

void ResponseRulesTest::decidesFromManyThreads()
{
    ResponseRules rules(8);
    std::atomic<int> odd = 0;
    std::vector<std::thread> threads;
    for (int t = 0; t < 3; ++t) {
        threads.emplace_back([&rules, &odd] {
            for (int i = 0; i < 300; ++i) {
                const auto response = rules.decide(requestOf("POST /" + QByteArray::number(i % 16)));
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
