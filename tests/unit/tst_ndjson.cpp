// SPDX-License-Identifier: GPL-3.0-or-later
#include "exchange/ndjson.h"
#include "exchange/textline.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

using namespace hookloupe;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

/// The keys of all objects in a line, in the order in which they stand: a string followed by a colon is a key.
QStringList keysOf(const QByteArray& line)
{
    static const QRegularExpression Text(uR"x("((?:[^"\\]|\\.)*)"(:?))x"_s);
    QStringList keys;
    for (auto match = Text.globalMatch(QString::fromUtf8(line)); match.hasNext();) {
        const auto found = match.next();
        if (!found.captured(2).isEmpty())
            keys += found.captured(1);
    }
    return keys;
}

Request sampleRequest()
{
    Request request;
    request.head = RequestHead::parse(
        "POST /hooks?x=1 HTTP/1.1\r\nContent-Type: application/json\r\nHost: a\r\nX-A: 1\r\nx-a:  2 \r\n\r\n");
    request.body = Body("{\"a\":1}");
    request.framing = BodyFraming::ContentLength;
    request.times.lastByte = SystemTime(1'767'323'045'678'999us);
    request.peer = { u"127.0.0.1"_s, 53122 };
    return request;
}

Delivery deliveryOf(Request request, Response response = {})
{
    return { DeliveryId { 7 }, std::make_shared<const Request>(std::move(request)),
        std::make_shared<const Response>(std::move(response)), false };
}

QJsonObject parsed(const QByteArray& line)
{
    QJsonParseError error;
    const auto document = QJsonDocument::fromJson(line, &error);
    return error.error == QJsonParseError::NoError ? document.object() : QJsonObject {};
}

QJsonObject object(std::initializer_list<std::pair<QString, QJsonValue>> members)
{
    return QJsonObject(members);
}

} // namespace

class NdjsonTest : public QObject {
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void theKeysStandInThePromisedOrder();
    void aDeliveryTellsWhatCame();
    void whatNobodyEstablishedIsNeutral();
    void whatIsKnownIsTold();
    void theTimeOfTheEventIsInUtc_data();
    void theTimeOfTheEventIsInUtc();
    void theTextLineTellsTheProviderAndTheSignature_data();
    void theTextLineTellsTheProviderAndTheSignature();
    void theResponseTellsStatusFaultAndDelay_data();
    void theResponseTellsStatusFaultAndDelay();
    void bytesAboveAsciiBecomeTheSameCodePoint();
    void theLineHoldsNoLineEndAndNoControlByte();
    void anAddressOfIpv6StandsInBrackets();
    void aBodyInAFileReadsLikeOneInMemory();
    void aCutRequestSaysSo();
    void withoutRequestAndResponseTheLineIsStillWhole();
    void theListeningLine();
    void theTextLineShowsWhatCountsAtAGlance();
    void theTextLineIsSafeForTerminals();
    void theTextLineCutsLongTargets_data();
    void theTextLineCutsLongTargets();
};

void NdjsonTest::theKeysStandInThePromisedOrder()
{
    const QStringList wanted
        = u"type id received_at method target http_version tls remote headers body_base64 body_size truncated "
          "provider event_type message_id resource event_time "
          "signature verdict scheme freshness body_covered reason message group attempt kind stale "
          "probable response status fault delay_ms reaction kind text next_attempt_at assumed challenge candidates anomalies"_s
              .split(u' ');
    QCOMPARE(keysOf(toNdjson(deliveryOf(sampleRequest()))), wanted);
}

void NdjsonTest::aDeliveryTellsWhatCame()
{
    const QJsonObject line = parsed(toNdjson(deliveryOf(sampleRequest())));
    QCOMPARE(line["type"_L1].toString(), u"delivery");
    QCOMPARE(line["id"_L1].toInt(), 7);
    QCOMPARE(line["received_at"_L1].toString(), u"2026-01-02T03:04:05.678Z");
    QCOMPARE(line["method"_L1].toString(), u"POST");
    QCOMPARE(line["target"_L1].toString(), u"/hooks?x=1");
    QCOMPARE(line["http_version"_L1].toString(), u"1.1");
    QCOMPARE(line["tls"_L1], QJsonValue(false));
    QCOMPARE(line["remote"_L1].toString(), u"127.0.0.1:53122");
    const QJsonArray headers { QJsonArray { u"Content-Type"_s, u"application/json"_s },
        QJsonArray { u"Host"_s, u"a"_s }, QJsonArray { u"X-A"_s, u"1"_s }, QJsonArray { u"x-a"_s, u"2"_s } };
    QCOMPARE(line["headers"_L1].toArray(), headers);
    QCOMPARE(line["body_base64"_L1].toString(), u"eyJhIjoxfQ==");
    QCOMPARE(line["body_size"_L1].toInt(), 7);
    QCOMPARE(line["truncated"_L1], QJsonValue(false));
    QCOMPARE(line["anomalies"_L1], QJsonValue(QJsonArray {}));
}

void NdjsonTest::whatNobodyEstablishedIsNeutral()
{
    const QJsonObject line = parsed(toNdjson(deliveryOf(sampleRequest())));
    for (const QString& name : { u"provider"_s, u"event_type"_s, u"message_id"_s, u"resource"_s, u"event_time"_s })
        QVERIFY2(line[name].isNull(), qPrintable(name));
    QCOMPARE(line["signature"_L1].toObject(),
        object({ { u"verdict"_s, u"unknown"_s }, { u"scheme"_s, QJsonValue::Null },
            { u"freshness"_s, u"not-checked"_s }, { u"body_covered"_s, false }, { u"reason"_s, u""_s } }));
    QCOMPARE(line["message"_L1].toObject(),
        object({ { u"group"_s, QJsonValue::Null }, { u"attempt"_s, QJsonValue::Null }, { u"kind"_s, QJsonValue::Null },
            { u"stale"_s, false }, { u"probable"_s, false } }));
    QCOMPARE(line["reaction"_L1].toObject(),
        object({ { u"kind"_s, u"unknown"_s }, { u"text"_s, u""_s }, { u"next_attempt_at"_s, QJsonValue::Null },
            { u"assumed"_s, false } }));
}

void NdjsonTest::whatIsKnownIsTold()
{
    Delivery delivery = deliveryOf(sampleRequest());
    delivery.facts.provider = "machnet";
    delivery.facts.origin = ProviderOrigin::Recognised;
    delivery.facts.event = { "82646f2c", "transaction_processed", "1714979289.12", "caf\xc3\xa9" };
    delivery.facts.signature = { Verdict::Mismatch, Freshness::Stale, true, "hmac-sha256", "body-crlf" };
    delivery.facts.challenge = "handshake";
    delivery.facts.candidates = { "a", "b" };
    const QJsonObject line = parsed(toNdjson(delivery));
    QCOMPARE(line["provider"_L1].toString(), u"machnet");
    QCOMPARE(line["message_id"_L1].toString(), u"82646f2c");
    QCOMPARE(line["event_type"_L1].toString(), u"transaction_processed");
    QCOMPARE(line["resource"_L1].toString(), u"caf\u00e9");
    QCOMPARE(line["challenge"_L1].toString(), u"handshake");
    QCOMPARE(line["candidates"_L1].toArray(), (QJsonArray { u"a"_s, u"b"_s }));
    QCOMPARE(line["signature"_L1].toObject(),
        object({ { u"verdict"_s, u"mismatch"_s }, { u"scheme"_s, u"hmac-sha256"_s }, { u"freshness"_s, u"stale"_s },
            { u"body_covered"_s, true }, { u"reason"_s, u"body-crlf"_s } }));
}

void NdjsonTest::theTimeOfTheEventIsInUtc_data()
{
    QTest::addColumn<QByteArray>("sent");
    QTest::addColumn<QJsonValue>("told");
    QTest::newRow("absent") << QByteArray() << QJsonValue();
    QTest::newRow("seconds") << QByteArray("1717171717") << QJsonValue(u"2024-05-31T16:08:37.000Z"_s);
    QTest::newRow("milliseconds") << QByteArray("1717171717123") << QJsonValue(u"2024-05-31T16:08:37.123Z"_s);
    QTest::newRow("a zone") << QByteArray("2024-05-06T09:08:09+02:00") << QJsonValue(u"2024-05-06T07:08:09.000Z"_s);
    QTest::newRow("no zone") << QByteArray("2024-05-06T07:08:09") << QJsonValue(u"2024-05-06T07:08:09.000Z"_s);
    QTest::newRow("fractions") << QByteArray("2024-05-06T07:08:09.1234567Z")
                               << QJsonValue(u"2024-05-06T07:08:09.123Z"_s);
    QTest::newRow("no time") << QByteArray("yesterday") << QJsonValue();
    QTest::newRow("no such day") << QByteArray("2024-02-30T00:00:00Z") << QJsonValue();
}

void NdjsonTest::theTimeOfTheEventIsInUtc()
{
    QFETCH(QByteArray, sent);
    QFETCH(QJsonValue, told);
    Delivery delivery = deliveryOf(sampleRequest());
    delivery.facts.event.time = sent;
    QCOMPARE(parsed(toNdjson(delivery))["event_time"_L1], told);
}

void NdjsonTest::theTextLineTellsTheProviderAndTheSignature_data()
{
    QTest::addColumn<DeliveryFacts>("facts");
    QTest::addColumn<QByteArray>("end");
    DeliveryFacts facts;
    QTest::newRow("not known") << facts << QByteArray("  7 B");
    facts.origin = ProviderOrigin::Ambiguous;
    facts.candidates = { "clerk", "svix" };
    QTest::newRow("ambiguous") << facts << QByteArray("  7 B  one of clerk,svix");
    facts = {};
    facts.origin = ProviderOrigin::Recognised;
    facts.provider = "stripe";
    facts.event.type = "charge.\x1b[2J";
    facts.signature.verdict = Verdict::Valid;
    QTest::newRow("valid") << facts << QByteArray("  7 B  stripe charge.\\x1b[2J  signature valid");
    facts.signature = { Verdict::Mismatch, Freshness::Stale, true, "v1", "body-crlf" };
    facts.challenge = "handshake";
    QTest::newRow("mismatch") << facts << QByteArray("  7 B  stripe challenge  signature mismatch (body-crlf), stale");
}

void NdjsonTest::theTextLineTellsTheProviderAndTheSignature()
{
    QFETCH(DeliveryFacts, facts);
    QFETCH(QByteArray, end);
    Delivery delivery = deliveryOf(sampleRequest());
    delivery.facts = facts;
    const QByteArray line = toTextLine(delivery);
    QVERIFY2(line.endsWith(end), line.constData());
}

void NdjsonTest::theResponseTellsStatusFaultAndDelay_data()
{
    QTest::addColumn<int>("fault");
    QTest::addColumn<QJsonValue>("status");
    QTest::addColumn<QJsonValue>("name");
    QTest::newRow("none") << int(Fault::None) << QJsonValue(503) << QJsonValue(QJsonValue::Null);
    QTest::newRow("truncate") << int(Fault::Truncate) << QJsonValue(503) << QJsonValue(u"truncate"_s);
    for (const Fault fault : { Fault::Timeout, Fault::Reset, Fault::Close, Fault::Garbage }) {
        const QString name = QString::fromLatin1(faultName(fault));
        QTest::newRow(qPrintable(name)) << int(fault) << QJsonValue(QJsonValue::Null) << QJsonValue(name);
    }
}

void NdjsonTest::theResponseTellsStatusFaultAndDelay()
{
    QFETCH(int, fault);
    QFETCH(QJsonValue, status);
    QFETCH(QJsonValue, name);
    Response response;
    response.status = 503;
    response.delay = 1500ms;
    response.fault = static_cast<Fault>(fault);
    const QJsonObject line = parsed(toNdjson(deliveryOf(sampleRequest(), response)));
    QCOMPARE(line["response"_L1].toObject(),
        object({ { u"status"_s, status }, { u"fault"_s, name }, { u"delay_ms"_s, 1500 } }));
}

void NdjsonTest::bytesAboveAsciiBecomeTheSameCodePoint()
{
    Request request = sampleRequest();
    request.head = RequestHead::parse("P\xc3T /\x80\xff HTTP/1.1\r\nHost: caf\xe9\r\n\r\n");
    const QJsonObject line = parsed(toNdjson(deliveryOf(std::move(request))));
    QCOMPARE(line["method"_L1].toString(), QString::fromLatin1("P\xc3T"));
    QCOMPARE(line["target"_L1].toString(), QString::fromLatin1("/\x80\xff"));
    QCOMPARE(line["headers"_L1][0][1].toString(), QString::fromLatin1("caf\xe9"));
}

void NdjsonTest::theLineHoldsNoLineEndAndNoControlByte()
{
    Request request = sampleRequest();
    request.head = RequestHead::parse(QByteArray("POST /\x1b[31m\0\r HTTP/1.1\nA\rB: \"\\\x7f\r\n\r\n", 36));
    request.anomalies = request.head.anomalies();
    const QByteArray line = toNdjson(deliveryOf(std::move(request)));
    for (const char byte : line)
        QVERIFY(static_cast<unsigned char>(byte) >= 0x20 && byte != 0x7f);
    QVERIFY(!parsed(line).isEmpty());
    QVERIFY(parsed(line)["anomalies"_L1].toArray().contains(u"bare-lf"_s));
}

void NdjsonTest::anAddressOfIpv6StandsInBrackets()
{
    Request request = sampleRequest();
    request.peer = { u"::1"_s, 80 };
    request.tls = TlsFacts {};
    const QJsonObject line = parsed(toNdjson(deliveryOf(std::move(request))));
    QCOMPARE(line["remote"_L1].toString(), u"[::1]:80");
    QCOMPARE(line["tls"_L1], QJsonValue(true));
}

void NdjsonTest::aBodyInAFileReadsLikeOneInMemory()
{
    QTemporaryDir folder;
    constexpr qsizetype Piece = 196'608;
    for (const qsizetype size :
        { qsizetype(1), qsizetype(2), qsizetype(3), Piece - 1, Piece, Piece + 1, 16 * Piece + 2 }) {
        QFile file(folder.filePath(QString::number(size)));
        const QByteArray bytes = QByteArray("abcdef\xff").repeated(size / 7 + 1).first(size);
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(bytes) == size && file.flush());
        Request request = sampleRequest();
        request.body = Body::inFile(file.fileName(), size);
        const QByteArray line = toNdjson(deliveryOf(request));
        const QByteArray wanted
            = "\"body_base64\":\"" + bytes.toBase64() + "\",\"body_size\":" + QByteArray::number(size) + ",";
        QVERIFY(line.contains(wanted));
        request.body = Body(bytes);
        QVERIFY(toNdjson(deliveryOf(std::move(request))) == line);
    }
    Request request = sampleRequest();
    request.body = Body::inFile(folder.filePath(u"gone"_s), 10);
    QCOMPARE(parsed(toNdjson(deliveryOf(std::move(request))))["body_base64"_L1].toString(), QString());
}

void NdjsonTest::aCutRequestSaysSo()
{
    Request request = sampleRequest();
    request.anomalies.add(Anomaly::IncompleteBody);
    const QJsonObject line = parsed(toNdjson(deliveryOf(std::move(request))));
    QCOMPARE(line["truncated"_L1], QJsonValue(true));
    QCOMPARE(line["anomalies"_L1].toArray(), QJsonArray { u"incomplete-body"_s });
}

void NdjsonTest::withoutRequestAndResponseTheLineIsStillWhole()
{
    const QJsonObject line = parsed(toNdjson({}));
    QCOMPARE(line["headers"_L1], QJsonValue(QJsonArray {}));
    QVERIFY(line["response"_L1]["status"_L1].isNull());
    QVERIFY(toTextLine({}).startsWith("1970-01-01T00:00:00.000Z  -  -  -  0 B"));
}

void NdjsonTest::theListeningLine()
{
    const QByteArray line = listeningNdjson(u"http://127.0.0.1:8787/", u"/a/\"b\".hookloupe");
    QCOMPARE(
        line, "{\"type\":\"listening\",\"url\":\"http://127.0.0.1:8787/\",\"session\":\"/a/\\\"b\\\".hookloupe\"}");
}

void NdjsonTest::theTextLineShowsWhatCountsAtAGlance()
{
    Request request = sampleRequest();
    request.anomalies.add(Anomaly::BareLf);
    request.anomalies.add(Anomaly::MissingHost);
    Response response;
    response.status = 503;
    QCOMPARE(toTextLine(deliveryOf(request, response)),
        "2026-01-02T03:04:05.678Z  POST  /hooks?x=1  503  7 B  bare-lf,missing-host");
    response.fault = Fault::Truncate;
    response.delay = 250ms;
    QCOMPARE(toTextLine(deliveryOf(sampleRequest(), response)),
        "2026-01-02T03:04:05.678Z  POST  /hooks?x=1  503 truncate after 250 ms  7 B");
    response.fault = Fault::Reset;
    response.delay = 0ms;
    QCOMPARE(
        toTextLine(deliveryOf(sampleRequest(), response)), "2026-01-02T03:04:05.678Z  POST  /hooks?x=1  reset  7 B");
}

void NdjsonTest::theTextLineIsSafeForTerminals()
{
    QByteArray every;
    for (int byte = 0; byte < 256; ++byte)
        every += static_cast<char>(byte);
    const QByteArray safe = terminalSafe(every);
    for (const char byte : safe)
        QVERIFY(byte >= 0x20 && byte < 0x7f);
    QCOMPARE(terminalSafe("a\\x1b\x1b\x9b"), "a\\x5cx1b\\x1b\\x9b");

    Request request = sampleRequest();
    request.head = RequestHead::parse("PO\x1b[2JST /\x1b]0;owned\x07\xe2\x80\xae HTTP/1.1\r\nHost: a\r\n\r\n");
    for (const char byte : toTextLine(deliveryOf(std::move(request))))
        QVERIFY(byte >= 0x20 && byte < 0x7f);
}

void NdjsonTest::theTextLineCutsLongTargets_data()
{
    QTest::addColumn<int>("size");
    QTest::addColumn<bool>("isCut");
    QTest::newRow("512") << 512 << false;
    QTest::newRow("513") << 513 << true;
}

void NdjsonTest::theTextLineCutsLongTargets()
{
    QFETCH(int, size);
    QFETCH(bool, isCut);
    Request request = sampleRequest();
    request.head = RequestHead::parse("GET /" + QByteArray(size - 1, 'a') + " HTTP/1.1\r\nHost: a\r\n\r\n");
    QCOMPARE(toTextLine(deliveryOf(std::move(request))).contains("a...  200"), isCut);
}

QTEST_GUILESS_MAIN(NdjsonTest)
#include "tst_ndjson.moc"
