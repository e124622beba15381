// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/filtersamples.h"

#include "support/contentencoder.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace hookloupe::test {

namespace {

using namespace std::chrono_literals;

QByteArray randomBody(QRandomGenerator& random)
{
    switch (random.bounded(6)) {
    case 0:
        return {};
    case 1:
        return "plain refund of 10 EUR\r\nend";
    case 2:
        return QByteArray("\0\xff\xfe refund \x80", 12) + QByteArray(random.bounded(2'000), 'z');
    default:
        break;
    }
    QJsonObject object;
    if (!oneIn(random, 4))
        object.insert(QStringLiteral("n"), random.bounded(-2, 6) * 2.5);
    if (!oneIn(random, 4))
        object.insert(QStringLiteral("s"),
            oneOf<QString>(
                random, { QStringLiteral("Alpha"), QStringLiteral("beta"), QStringLiteral("7"), QStringLiteral("") }));
    if (oneIn(random, 3))
        object.insert(QStringLiteral("list"), QJsonArray { 1, QStringLiteral("two"), QJsonValue::Null });
    if (oneIn(random, 3))
        object.insert(QStringLiteral("a/b"), true);
    return QJsonDocument(object).toJson(oneIn(random, 2) ? QJsonDocument::Compact : QJsonDocument::Indented);
}

QByteArray randomTarget(QRandomGenerator& random)
{
    QByteArray target = oneOf<QByteArray>(random, { "/", "/a", "/A/orders", "/hooks/stripe", "/caf\xc3\xa9", "*" });
    if (oneIn(random, 20))
        target += '/' + QByteArray(600, 'l') + "/end";
    if (oneIn(random, 2))
        target += oneOf<QByteArray>(random, { "?", "?page=2", "?x=1&page=20", "?q=/a?b" });
    return target;
}

QByteArray randomHead(QRandomGenerator& random, const QByteArray& target, bool isZipped)
{
    QByteArray head = oneOf<QByteArray>(random, { "GET", "POST", "put", "PATCH" }) + ' ' + target + " HTTP/1.1\r\n";
    head += "Host: example.test\r\n";
    if (!oneIn(random, 3))
        head += "X-Kind: " + oneOf<QByteArray>(random, { "Red", "blue", "12", "3.5" }) + "\r\n";
    if (oneIn(random, 3))
        head += "x-kind:   7 \r\n";
    if (oneIn(random, 5))
        head += "X-Empty:\r\n";
    if (isZipped)
        head += "Content-Encoding: gzip\r\n";
    return head + "\r\n";
}

DeliveryFacts randomFacts(QRandomGenerator& random)
{
    DeliveryFacts facts;
    facts.provider = oneOf<QByteArray>(random, { "", "stripe", "machnet", "my-own" });
    facts.event.type = oneOf<QByteArray>(
        random, { "", "charge.failed", "charge.succeeded", "payout", QByteArray(100, 'e') + ".long", "17" });
    facts.event.id = oneOf<QByteArray>(random, { "", "evt_1", "EVT_2", "\xff\x01" });
    facts.event.resource = oneOf<QByteArray>(random, { "", "res-1", "res-2" });
    facts.signature.verdict = static_cast<Verdict>(random.bounded(7));
    facts.signature.freshness = static_cast<Freshness>(random.bounded(3));
    facts.signature.scheme = oneOf<QByteArray>(random, { "", "hmac-sha256" });
    facts.challenge = oneOf<QByteArray>(random, { "", "", "url_verification" });
    return facts;
}

ResponsePtr randomResponse(QRandomGenerator& random)
{
    auto response = std::make_shared<Response>();
    response->status = oneOf<int>(random, { 200, 204, 302, 404, 409, 500, 503, 999 });
    response->fault = oneIn(random, 3) ? static_cast<Fault>(random.bounded(6)) : Fault::None;
    response->delay = std::chrono::milliseconds(oneOf<int>(random, { 0, 0, 249, 250, 251, 2'000 }));
    return response;
}

} // namespace

std::vector<FilterSample> randomSamples(
    QRandomGenerator& random, int count, const std::function<QString(const QByteArray&)>& makeBodyFile)
{
    std::vector<FilterSample> samples;
    for (int id = 1; id <= count; ++id) {
        FilterSample sample;
        sample.plainBody = randomBody(random);
        const bool isZipped = oneIn(random, 4);
        auto request = std::make_shared<Request>();
        request->head = RequestHead::parse(randomHead(random, randomTarget(random), isZipped));
        const QByteArray sent = isZipped ? encoded("gzip", sample.plainBody) : sample.plainBody;
        request->body
            = oneIn(random, 10) && !sent.isEmpty() ? Body::inFile(makeBodyFile(sent), sent.size()) : Body(sent);
        request->times.lastByte = SampleNow - std::chrono::milliseconds(random.bounded(7'300) * 1'000);
        request->peer.address
            = oneOf<QString>(random, { QStringLiteral("10.0.0.1"), QStringLiteral("10.0.0.2"), QStringLiteral("::1") });
        sample.delivery = { { id }, std::move(request), randomResponse(random), oneIn(random, 8), randomFacts(random) };
        samples.push_back(std::move(sample));
    }
    return samples;
}

} // namespace hookloupe::test
