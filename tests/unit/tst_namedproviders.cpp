// SPDX-License-Identifier: GPL-3.0-or-later
#include "profile/profilecatalog.h"
#include "signature/verifier.h"
#include "support/signaturevectors.h"

#include <QRegularExpression>
#include <QTest>

using namespace hookloupe;
using namespace hookloupe::test;
using namespace Qt::StringLiterals;

namespace {

const QByteArray BasiqBody
    = R"({"eventTypeId":"user.created","eventId":"44a85f64-5717-4562-b3fc-2c963f66af44","links":)"
      R"({"event":"https://au-api.basiq.io/events/44a85f64-5717-4562-b3fc-2c963f66af44",)"
      R"("eventEntity":"https://au-api.basiq.io/users/88a85f64-5717-4562-b3fc-2c963f66af88"}})";
const QByteArray BasiqOld = "whsec_d2ViaG9vay1pbnNwZWN0b3Ita2V5LTMyLWJ5dGVzISE=";
const QByteArray BasiqOldSignature = "v1,9Bpof7735yPQ3tbUw+WGyzE6sA/QNuqB62nvE06bx1s=";
const QByteArray BasiqUnpadded = "whsec_MA4V6bD7rB0Hcm2aw8ghgDeQ5UAak24DwnX0rX6";
const QByteArray BasiqNew = "whsec_cm90YXRlZC1zZWNyZXQtZm9yLWluc3BlY3Rvci0wMDI=";
const QByteArray BasiqNewSignature = "v1,ooRc6cpLk+Znm3ZEdPRhRNPUe93g7bgQrSH58EhLHKw=";

Request basiq(const QByteArray& signature)
{
    return requestFrom("POST /h HTTP/1.1\r\nHost: h\r\nwebhook-id: msg_2ZzTestVector0001\r\n"
                       "webhook-timestamp: 1717171717\r\nwebhook-signature: "
            + signature + "\r\n\r\n",
        BasiqBody);
}

const QByteArray RedeamKey = "0f1e2d3c4b5a69788796a5b4c3d2e1f0";

Request redeam(
    const QByteArray& sum, const QByteArray& operation = "updated", const QByteArray& timestamp = "1717171717")
{
    return requestFrom("POST /redeam/product HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\n\r\n",
        R"({"supplierID":"5fd78809-4700-46d7-8386-3b8738117f4d","productID":"c0a1d3b2-7e5f-4f6a-9b8c-0d1e2f3a4b5c",)"
        R"("operation":")"
            + operation + R"(","signature":{"sum":")" + sum + R"(","timestamp":)" + timestamp
            + R"(,"token":"b7c1f0de-5a4e-4a57-9f0e-2f5a0c9d1e11"}})");
}

SignatureReport plainReport(const Profile& profile, const Request& request, const std::vector<NamedSecret>& secrets)
{
    return verified(profile, request, {}, secrets, atSecond(1'760'000'000));
}

bool hasFailed(const SignatureReport& report, QByteArrayView name)
{
    return std::any_of(report.checks.begin(), report.checks.end(), [&](const SignatureCheck& check) {
        return check.name == name && check.outcome == SignatureCheck::Outcome::Failed;
    });
}

} // namespace

/// What is particular to Basiq and Redeam.
class tst_NamedProviders : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void basiqTakesEachFormOfSecret_data();
    void basiqTakesEachFormOfSecret();
    void basiqListHoldsWithEitherSecret();
    void basiqPassesOtherVersionsOver();
    void basiqIsFreshForFiveMinutes_data();
    void basiqIsFreshForFiveMinutes();
    void redeamTellsWhichFormMatched_data();
    void redeamTellsWhichFormMatched();
    void redeamDoesNotCoverTheBody();
    void redeamMayWriteMilliseconds();
    void machnetAndRedeamTakeEitherCase_data();
    void machnetAndRedeamTakeEitherCase();
    void othersDoNotTakeUpperCase();

private:
    ProfileCatalog m_catalog;
};

void tst_NamedProviders::initTestCase()
{
    m_catalog = ProfileCatalog::load({});
    for (const char* id : { "machnet", "redeam", "basiq" })
        QVERIFY2(m_catalog.find(id), id);
}

void tst_NamedProviders::basiqTakesEachFormOfSecret_data()
{
    QTest::addColumn<QByteArray>("secret");
    QTest::addColumn<QByteArray>("signature");
    QTest::addColumn<bool>("isFallback");
    QTest::newRow("B1, padded") << BasiqOld << BasiqOldSignature << false;
    QTest::newRow("B2, not padded") << BasiqUnpadded << QByteArray("v1,p/BWoQDp0WHWTEqVJFrIOAVxuk4qwxgOV+0hI32jWlc=")
                                    << false;
    QTest::newRow("B4, no prefix, base64")
        << QByteArray("rfiuheo43934") << QByteArray("v1,FCV8LaxAEUL9e4Q5JNDg7Du32+QbE1gE16Lgpt4o1uQ=") << false;
    QTest::newRow("B5, no prefix, text") << QByteArray("rfiuheo43934")
                                         << QByteArray("v1,R3kwxV6ZF1xCOCK3dnfCIvhC3eF+TZDxUOkYU351z00=") << true;
}

void tst_NamedProviders::basiqTakesEachFormOfSecret()
{
    QFETCH(QByteArray, secret);
    QFETCH(QByteArray, signature);
    QFETCH(bool, isFallback);
    const SignatureReport report
        = verified(*m_catalog.find("basiq"), basiq(signature), {}, oneSecret(secret), atSecond(1'717'171'717));
    QCOMPARE(report.verdict, Verdict::Valid);
    QCOMPARE(report.freshness, Freshness::Fresh);
    QCOMPARE(report.expected, signature);
    QVERIFY(report.isBodyCovered);
    const bool saysFallback = std::any_of(report.checks.begin(), report.checks.end(), [](const SignatureCheck& check) {
        return check.name == "key-decodes" && check.detail.contains(u"second form"_s);
    });
    QCOMPARE(saysFallback, isFallback);
}

void tst_NamedProviders::basiqListHoldsWithEitherSecret()
{
    const Request request = basiq(BasiqNewSignature + ' ' + BasiqOldSignature);
    for (const QByteArray& secret : { BasiqOld, BasiqNew })
        QCOMPARE(plainReport(*m_catalog.find("basiq"), request, oneSecret(secret)).verdict, Verdict::Valid);
    QCOMPARE(plainReport(*m_catalog.find("basiq"), request, oneSecret(BasiqUnpadded)).verdict, Verdict::Mismatch);
}

void tst_NamedProviders::basiqPassesOtherVersionsOver()
{
    const auto verdictOf = [&](const QByteArray& header) {
        return plainReport(*m_catalog.find("basiq"), basiq(header), oneSecret(BasiqOld)).verdict;
    };
    QCOMPARE(verdictOf("v1a,AAAA v2,BBBB " + BasiqOldSignature), Verdict::Valid);
    QVERIFY(verdictOf("v1a," + BasiqOldSignature.mid(3)) != Verdict::Valid);
    QVERIFY(verdictOf(BasiqOldSignature.mid(3)) != Verdict::Valid);
}

void tst_NamedProviders::basiqIsFreshForFiveMinutes_data()
{
    QTest::addColumn<int>("offset");
    QTest::addColumn<Freshness>("freshness");
    QTest::newRow("five minutes late") << 300 << Freshness::Fresh;
    QTest::newRow("a second later") << 301 << Freshness::Stale;
    QTest::newRow("five minutes early") << -300 << Freshness::Fresh;
    QTest::newRow("a second earlier") << -301 << Freshness::Stale;
}

void tst_NamedProviders::basiqIsFreshForFiveMinutes()
{
    QFETCH(int, offset);
    QFETCH(Freshness, freshness);
    const SignatureReport report = verified(
        *m_catalog.find("basiq"), basiq(BasiqOldSignature), {}, oneSecret(BasiqOld), atSecond(1'717'171'717 + offset));
    QCOMPARE(report.verdict, Verdict::Valid);
    QCOMPARE(report.freshness, freshness);
    QVERIFY(report.age == std::chrono::seconds(offset));
    QCOMPARE(hasFailed(report, "fresh"), freshness == Freshness::Stale);
}

void tst_NamedProviders::redeamTellsWhichFormMatched_data()
{
    QTest::addColumn<QByteArray>("sum");
    QTest::addColumn<bool>("isUndocumented");
    QTest::newRow("HMAC-SHA256") << QByteArray("5eab21f3debfe78a6835b81c7ffc665e3c3ae99f523dc5fe990af7e5bfd8939a")
                                 << false;
    QTest::newRow("MD5, key first") << QByteArray("4f945d90ef746c1af4f55dff7e1ff2d1") << true;
    QTest::newRow("MD5, key last") << QByteArray("c3a2c26a3728b7ce8e77a957baaecd02") << true;
    QTest::newRow("HMAC-MD5") << QByteArray("51319f271d637dde05384cbc36523262") << true;
}

void tst_NamedProviders::redeamTellsWhichFormMatched()
{
    QFETCH(QByteArray, sum);
    QFETCH(bool, isUndocumented);
    const SignatureReport report = plainReport(*m_catalog.find("redeam"), redeam(sum), oneSecret(RedeamKey));
    QCOMPARE(report.verdict, Verdict::Valid);
    QCOMPARE(report.isSchemeUndocumented, isUndocumented);
    QVERIFY(!report.signedContent.contains(RedeamKey));
    for (const SignatureCheck& check : report.checks)
        QVERIFY(!check.detail.contains(QString::fromLatin1(RedeamKey)));
    static QByteArrayList schemes;
    QVERIFY(!schemes.contains(report.scheme));
    schemes.append(report.scheme);
    QByteArray wrong = sum;
    wrong[5] = wrong[5] == '0' ? '1' : '0';
    QCOMPARE(plainReport(*m_catalog.find("redeam"), redeam(wrong), oneSecret(RedeamKey)).verdict, Verdict::Mismatch);
}

void tst_NamedProviders::redeamDoesNotCoverTheBody()
{
    const QByteArray sum = "5eab21f3debfe78a6835b81c7ffc665e3c3ae99f523dc5fe990af7e5bfd8939a";
    const SignatureReport report = plainReport(*m_catalog.find("redeam"), redeam(sum, "removed"), oneSecret(RedeamKey));
    QCOMPARE(report.verdict, Verdict::Valid);
    QVERIFY(!report.isBodyCovered);
    QCOMPARE(report.signedContent, "1717171717b7c1f0de-5a4e-4a57-9f0e-2f5a0c9d1e11");
}

void tst_NamedProviders::redeamMayWriteMilliseconds()
{
    const QByteArray sum = "9a722195b533941d243b0e7f4c5f093aa1dce71f79f1b30a2277db4a30f0a346";

    const SignatureReport report = verified(*m_catalog.find("redeam"), redeam(sum, "updated", "1717171717123"), {},
        oneSecret(RedeamKey), atSecond(1'717'171'720));

    QCOMPARE(report.verdict, Verdict::Valid);
    QCOMPARE(report.freshness, Freshness::Fresh);
    QVERIFY(report.age == std::chrono::milliseconds(2'877));
}

void tst_NamedProviders::machnetAndRedeamTakeEitherCase_data()
{
    QTest::addColumn<QByteArray>("profile");
    QTest::addColumn<QByteArray>("signature");
    QTest::addColumn<Verdict>("verdict");

    // Both providers' documents compare with lower(header).
    const QByteArray machnet = "909999889f759e2f72bcf48691b23b141a40d07dfd6eef0a60dccce63a97702b";
    const QByteArray redeamSum = "5eab21f3debfe78a6835b81c7ffc665e3c3ae99f523dc5fe990af7e5bfd8939a";
    QTest::newRow("machnet, lower") << QByteArray("machnet") << machnet << Verdict::Valid;
    QTest::newRow("machnet, upper") << QByteArray("machnet") << machnet.toUpper() << Verdict::Valid;
    QTest::newRow("machnet, upper, another digit")
        << QByteArray("machnet") << machnet.toUpper().replace("9F75", "9E75") << Verdict::Mismatch;
    QTest::newRow("redeam, lower") << QByteArray("redeam") << redeamSum << Verdict::Valid;
    QTest::newRow("redeam, mixed") << QByteArray("redeam") << QByteArray(redeamSum).replace("5eab", "5eAb")
                                   << Verdict::Valid;
}

void tst_NamedProviders::machnetAndRedeamTakeEitherCase()
{
    QFETCH(QByteArray, profile);
    QFETCH(QByteArray, signature);
    QFETCH(Verdict, verdict);
    const QByteArray body
        = R"({"id":"82646f2c-447a-4214-a6ad-7d43e87d7fc4","event_name":"transaction_processed",)"
          R"("resource_id":"dab8da2c-61ea-42cf-a7c5-223967bebb81","user_id":"ee3aa0ac-8d18-4a7b-adaf-c5cc8a8db62f",)"
          R"("subscription_id":"caec6725-bf0a-4ca4-9f8c-153f4da87259","timestamp":"2024-05-06T07:08:09.120Z"})";
    const bool isMachnet = profile == "machnet";
    const Request request = isMachnet
        ? requestFrom("POST /h HTTP/1.1\r\nHost: h\r\nx-raas-event: transaction_processed\r\n"
                      "x-raas-webhook-signature: "
                + signature + "\r\n\r\n",
            body)
        : redeam(signature);
    const QByteArray secret = isMachnet ? QByteArray("inspector-test-secret-01") : RedeamKey;

    const SignatureReport report = plainReport(*m_catalog.find(profile), request, oneSecret(secret));

    QCOMPARE(report.verdict, verdict);
    if (verdict == Verdict::Mismatch)
        QCOMPARE(report.expected, "909999889f759e2f72bcf48691b23b141a40d07dfd6eef0a60dccce63a97702b");
}

void tst_NamedProviders::othersDoNotTakeUpperCase()
{
    // HMAC-SHA256 of "{}" with "k".
    const QByteArray hex = "add853b103fbcc936a194f9eb15e29c4ff08af6e47d5d1bca4f20218e31e4fff";
    const auto github = [](const QByteArray& signature) {
        return requestFrom(
            "POST /h HTTP/1.1\r\nHost: h\r\nX-Hub-Signature-256: sha256=" + signature + "\r\n\r\n", "{}");
    };
    const Profile& profile = *m_catalog.find("github");

    QCOMPARE(plainReport(profile, github(hex), oneSecret("k")).verdict, Verdict::Valid);
    QVERIFY(plainReport(profile, github(hex.toUpper()), oneSecret("k")).verdict != Verdict::Valid);
}

QTEST_GUILESS_MAIN(tst_NamedProviders)
#include "tst_namedproviders.moc"
