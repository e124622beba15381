// SPDX-License-Identifier: GPL-3.0-or-later
#include "profile/profilecatalog.h"
#include "signature/crypto/publickey.h"
#include "signature/signer.h"
#include "signature/signing/jsonedit.h"
#include "signature/signing/outgoingplaces.h"
#include "signature/verifier.h"
#include "support/signaturevectors.h"
#include "support/testkeys.h"

#include <QRandomGenerator>
#include <QRegularExpression>
#include <QTest>

using namespace hookloupe;
using namespace hookloupe::test;
using namespace Qt::StringLiterals;

namespace {

constexpr qint64 SignedAt = 1'760'000'000;
constexpr int Rounds = 8;

void addParams(const ContentTemplate& content, EndpointValues& endpoint)
{
    for (const ContentTemplate::Part& part : content.parts()) {
        if (!part.isText && part.locator.kind == Locator::Kind::Param)
            endpoint.params.emplace(part.locator.name, "setting-1");
    }
}

EndpointValues endpointFor(const Scheme& scheme)
{
    EndpointValues endpoint;
    addParams(scheme.content, endpoint);
    for (const auto& assertion : scheme.asserts)
        addParams(assertion.second, endpoint);
    for (const auto& claim : scheme.claims)
        addParams(claim.second, endpoint);
    if (!scheme.signature.selectParam.isEmpty())
        endpoint.params.emplace(scheme.signature.selectParam, "own-key");
    endpoint.params.erase("secret");
    return endpoint;
}

QByteArray privateKeyFor(const Scheme& scheme)
{
    const QByteArray jws = scheme.jwtAlgorithms.empty() ? QByteArray() : scheme.jwtAlgorithms.front();
    if (scheme.algorithm == SignatureAlgorithm::RsaPkcs1 || scheme.algorithm == SignatureAlgorithm::RsaPss
        || jws.startsWith("RS") || jws.startsWith("PS"))
        return rsaPem();
    if (scheme.algorithm == SignatureAlgorithm::Ecdsa || jws.startsWith("ES"))
        return jws == "ES384" ? curve384Pem() : curvePem();
    if (scheme.algorithm == SignatureAlgorithm::Ed25519 || jws == "EdDSA")
        return edwardsPem();
    return {};
}

QByteArray randomText(QRandomGenerator& random, int length)
{
    QByteArray text;
    for (int i = 0; i < length; ++i)
        text += "abcdefghijklmnopqrstuvwxyz0123456789"[random.bounded(36)];
    return text;
}

QByteArray sharedSecretFor(const Scheme& scheme, QRandomGenerator& random)
{
    const QByteArray text = randomText(random, 30);
    switch (scheme.key.encoding) {
    case KeyRule::Encoding::Hex:
        return text.toHex();
    case KeyRule::Encoding::Base64:
        return (scheme.key.strip.empty() ? QByteArray() : scheme.key.strip.front()) + text.toBase64();
    default:
        return scheme.algorithm == SignatureAlgorithm::Basic ? QByteArray("user:" + text) : text;
    }
}

bool usesForm(const Scheme& scheme)
{
    const QByteArray text = scheme.content.toText() + toText(scheme.signature.from);
    return text.contains("form:") || text.contains("{form_sorted");
}

/// A body that the scheme can sign, with random content.
QByteArray randomBody(const Scheme& scheme, QRandomGenerator& random)
{
    const QByteArray word = randomText(random, random.bounded(1, 40));
    if (usesForm(scheme))
        return "alpha=" + word + "&beta=" + QByteArray("ä +&=").toPercentEncoding();
    QByteArray json = "{\"word\":\"" + word + "\",\"n\":" + QByteArray::number(random.bounded(1000)) + "}";
    for (auto step = scheme.foreach.rbegin(); step != scheme.foreach.rend(); ++step) {
        if (*step == "*")
            json = '[' + json + ',' + json + ']';
        else
            json = "{\"" + *step + "\":" + json + "}";
    }
    return json;
}

OutgoingRequest requestFor(const Scheme& scheme, const QByteArray& body)
{
    const auto& absent = scheme.when.absent;
    const bool hasQuery = std::none_of(
        absent.begin(), absent.end(), [](const Locator& one) { return one.kind == Locator::Kind::QuerySorted; });
    OutgoingRequest request;
    request.method = scheme.when.methods.empty() ? QByteArray("POST") : scheme.when.methods.front();
    request.url = hasQuery ? "https://example.test/hooks/a?b=2&a=1" : "https://example.test/hooks/a";
    request.headers
        = { { "Content-Type", usesForm(scheme) ? "application/x-www-form-urlencoded" : "application/json" } };
    request.body = body;
    return request;
}

} // namespace

/// What is signed by a scheme verifies by it: for every scheme of every shipped profile.
class tst_Signer : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void signedRequestVerifies_data();
    void signedRequestVerifies();
    void vectorIsSignedAlike_data();
    void vectorIsSignedAlike();
    void refusesWhatItCannotSign_data();
    void refusesWhatItCannotSign();
    void jsonValueIsPutWithoutTouchingTheRest_data();
    void jsonValueIsPutWithoutTouchingTheRest();

private:
    ProfileCatalog m_catalog;
};

void tst_Signer::initTestCase()
{
    m_catalog = ProfileCatalog::load({});
    QVERIFY(m_catalog.profiles().size() >= 60);
}

void tst_Signer::signedRequestVerifies_data()
{
    QTest::addColumn<QByteArray>("profile");
    QTest::addColumn<int>("index");
    for (const ProfilePtr& profile : m_catalog.profiles()) {
        for (std::size_t i = 0; i < profile->schemes.size(); ++i) {
            if (profile->schemes.at(i).algorithm != SignatureAlgorithm::None)
                QTest::newRow(QByteArray(profile->id + ' ' + profile->schemes.at(i).id).constData())
                    << profile->id << static_cast<int>(i);
        }
    }
}

void tst_Signer::signedRequestVerifies()
{
    QFETCH(QByteArray, profile);
    QFETCH(int, index);
    Profile alone;
    alone.schemes = { m_catalog.find(profile)->schemes.at(static_cast<std::size_t>(index)) };
    const Scheme& scheme = alone.schemes.front();
    EndpointValues endpoint = endpointFor(scheme);
    QRandomGenerator random(static_cast<quint32>(index) + 7);
    for (int round = 0; round < Rounds; ++round) {
        const QByteArray privateKey = privateKeyFor(scheme);
        const QByteArray secret = privateKey.isEmpty() ? sharedSecretFor(scheme, random) : privateKey;
        const auto done
            = signRequest(scheme, requestFor(scheme, randomBody(scheme, random)), secret, endpoint, atSecond(SignedAt));
        QVERIFY2(done, done ? "" : qPrintable(done.error()));
        const auto request = requestOf(*done);
        QVERIFY(request);
        endpoint.publicUrl = done->url;
        const auto secrets = oneSecret(privateKey.isEmpty() ? secret : publicPem(privateKey));
        const SignatureReport report = verified(alone, *request, endpoint, secrets, atSecond(SignedAt + 3));
        QByteArray told = request->head.raw() + done->body;
        for (const SignatureCheck& check : report.checks)
            told += '\n' + check.name + ": " + check.detail.toUtf8();
        QVERIFY2(report.verdict == Verdict::Valid, told.constData());
        QVERIFY2(report.freshness != Freshness::Stale, told.constData());
        const SignatureReport wrong = verified(alone, *request, endpoint, oneSecret("other"), atSecond(SignedAt));
        QVERIFY2(wrong.verdict == Verdict::Mismatch, told.constData());
        endpoint.publicUrl.clear();
    }
}

void tst_Signer::vectorIsSignedAlike_data()
{
    QTest::addColumn<QByteArray>("profile");
    QTest::addColumn<QByteArray>("header");
    QTest::newRow("machnet") << QByteArray("machnet") << QByteArray("x-raas-webhook-signature");
    QTest::newRow("github") << QByteArray("github") << QByteArray("X-Hub-Signature-256");
    QTest::newRow("shopify") << QByteArray("shopify") << QByteArray("X-Shopify-Hmac-Sha256");
    QTest::newRow("basiq") << QByteArray("basiq") << QByteArray("webhook-signature");
}

void tst_Signer::vectorIsSignedAlike()
{
    QFETCH(QByteArray, profile);
    QFETCH(QByteArray, header);
    for (const SignatureVector& vector : signatureVectors(QFINDTESTDATA("../data/vectors"))) {
        if (vector.profileId.toUtf8() != profile)
            continue;
        const Request wire = requestFrom(vector.head, vector.body);
        OutgoingRequest request { "POST", vector.endpoint.publicUrl, {}, vector.body };
        for (const auto& [name, value] : wire.head.headers()) {
            if (name != "Host" && !equalsIgnoringCase(name, header))
                request.headers.emplace_back(name, value);
        }
        const auto& schemes = m_catalog.find(profile)->schemes;
        const auto scheme
            = std::find_if(schemes.begin(), schemes.end(), [&](const Scheme& one) { return one.id == vector.scheme; });
        QVERIFY(scheme != schemes.end());
        const auto done = signRequest(*scheme, request, vector.secret, vector.endpoint, atSecond(vector.signedAt));
        QVERIFY2(done, done ? "" : qPrintable(done.error()));
        QCOMPARE(requestOf(*done)->head.header(header), wire.head.header(header));
        return;
    }
    QFAIL("there is no vector of this profile");
}

void tst_Signer::refusesWhatItCannotSign_data()
{
    QTest::addColumn<QByteArray>("change");
    QTest::newRow("relative URL") << QByteArray("url");
    QTest::newRow("line end in a header") << QByteArray("header");
    QTest::newRow("no private key") << QByteArray("key");
    QTest::newRow("setting that is missing") << QByteArray("param");
    QTest::newRow("nothing signed") << QByteArray("none");
    QTest::newRow("secret that does not decode") << QByteArray("hex");
}

void tst_Signer::refusesWhatItCannotSign()
{
    QFETCH(QByteArray, change);
    Scheme scheme;
    scheme.algorithm = SignatureAlgorithm::Hmac;
    scheme.hash = HashAlgorithm::Sha256;
    scheme.signature.from = *parseLocator("header:X-Signature");
    scheme.content = *ContentTemplate::parse("{body}");
    OutgoingRequest request = requestFor(scheme, "{}");
    if (change == "url")
        request.url = "/hooks";
    else if (change == "header")
        request.headers.emplace_back("X-A", "1\r\nX-B: 2");
    else if (change == "key")
        scheme.algorithm = SignatureAlgorithm::RsaPkcs1;
    else if (change == "param")
        scheme.content = *ContentTemplate::parse("{param:webhook_id}{body}");
    else if (change == "none")
        scheme.algorithm = SignatureAlgorithm::None;
    else
        scheme.key.encoding = KeyRule::Encoding::Hex;
    const auto done = signRequest(scheme, request, "hunter2", {}, atSecond(SignedAt));
    QVERIFY(!done);
    QVERIFY(!done.error().isEmpty() && !done.error().contains(u"hunter2"_s));
}

void tst_Signer::jsonValueIsPutWithoutTouchingTheRest_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QByteArray>("pointer");
    QTest::addColumn<QByteArray>("expected"); // empty: there is no such place
    const auto add = [](const char* name, const char* json, const char* pointer, const char* expected) {
        QTest::newRow(name) << QByteArray(json) << QByteArray(pointer) << QByteArray(expected);
    };
    add("replaced", R"({ "a" : 1, "b":{} })", "/a", R"({ "a" : 9, "b":{} })");
    add("added", R"({"a":1})", "/b", R"({"a":1,"b":9})");
    add("added to an empty one", "{ }", "/b", R"({ "b":9})");
    add("added with its parents", R"({"a":1})", "/b/c/d", R"({"a":1,"b":{"c":{"d":9}}})");
    add("within", R"({"a":{"b":["}",{"c":"x"}]}})", "/a/b/1/c", R"({"a":{"b":["}",{"c":9}]}})");
    add("string with brackets", R"({"s":"}\"]{","a":2})", "/a", R"({"s":"}\"]{","a":9})");
    add("element that is not there", "[1]", "/1", "");
    add("no object", "12", "/a", "");
    add("empty text", "", "/a", "");
    add("cut off", R"({"a":)", "/b", "");
    add("cut off string", R"({"a":"x)", "/b", "");
}

void tst_Signer::jsonValueIsPutWithoutTouchingTheRest()
{
    QFETCH(QByteArray, json);
    QFETCH(QByteArray, pointer);
    QFETCH(QByteArray, expected);
    QCOMPARE(withJsonValue(json, jsonPointerSteps(pointer), "9").value_or(QByteArray()), expected);
}

QTEST_GUILESS_MAIN(tst_Signer)
#include "tst_signer.moc"
