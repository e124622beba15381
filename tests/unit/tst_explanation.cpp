// SPDX-License-Identifier: GPL-3.0-or-later
#include "signature/crypto/hash.h"
#include "support/mismatches.h"

#include <QRandomGenerator>
#include <QRegularExpression>
#include <QTest>

#include <zlib.h>

using namespace hookloupe;
using namespace hookloupe::test;
using namespace Qt::StringLiterals;

namespace {

QByteArray gzipped(const QByteArray& plain)
{
    z_stream stream {};
    deflateInit2(&stream, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
    QByteArray out(plain.size() + 200, '\0');
    QByteArray in = plain;
    stream.next_in = reinterpret_cast<Bytef*>(in.data());
    stream.avail_in = static_cast<uInt>(in.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    deflate(&stream, Z_FINISH);
    out.truncate(static_cast<qsizetype>(stream.total_out));
    deflateEnd(&stream);
    return out;
}

} // namespace

/// Each mistake gets exactly its code, and nothing else gets one.
class tst_Explanation : public QObject {
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void secretMistake_data();
    void secretMistake();
    void signatureMistake_data();
    void signatureMistake();
    void anotherKnownSecretIsNamed();
    void signatureOfTheAttemptBefore();
    void timeFromAnotherHeader();
    void timeInAnotherUnit();
    void timeInTheSignatureHeaderInAnotherUnit();
    void urlBehindATunnel_data();
    void urlBehindATunnel();
    void compressedOnTheWay();
    void cutOffByALimit();
    void randomCorruptionsGetNoCause();
    void hugeBodyEndsWithinTheBudget();
    void validSignatureHasNoCause();
};

void tst_Explanation::secretMistake_data()
{
    QTest::addColumn<bool>("isMessage");
    QTest::addColumn<QByteArray>("theirs");
    QTest::addColumn<QByteArray>("ours");
    QTest::addColumn<QByteArray>("cause");
    const auto add
        = [](const char* name, bool isMessage, const QByteArray& theirs, const QByteArray& ours, const char* cause) {
              QTest::newRow(name) << isMessage << theirs << ours << QByteArray(cause);
          };
    add("newline behind ours", false, BodySecret, BodySecret + '\n', "secret-whitespace");
    add("blank before ours", false, BodySecret, ' ' + BodySecret, "secret-whitespace");
    add("newline behind theirs", false, BodySecret + '\n', BodySecret, "secret-whitespace");
    add("base64 with a newline", true, MessageSecret, MessageSecret + '\n', "secret-whitespace");
    add("base64 in two lines", true, MessageSecret, QByteArray(MessageSecret).insert(20, '\n'), "secret-whitespace");
    add("quotes around ours", false, BodySecret, '"' + BodySecret + '"', "secret-quotes");
    add("quotes around theirs", false, '\'' + BodySecret + '\'', BodySecret, "secret-quotes");
    add("quotes around base64", true, MessageSecret, '"' + MessageSecret + '"', "secret-quotes");
    add("their prefix was lost", false, "abc123", "sk_test_abc123", "secret-prefix-stripped");
    add("our prefix was lost", false, "whsec_abc123", "abc123", "secret-prefix-stripped");
    add("text of base64", false, BodySecret.toBase64(), BodySecret, "secret-encoding");
    add("text of hex", false, BodySecret.toHex(), BodySecret, "secret-encoding");
    add("base64 was decoded", false, BodySecret, BodySecret.toBase64(), "secret-encoding");
    add("hex was decoded", false, BodySecret, BodySecret.toHex(), "secret-encoding");
}

void tst_Explanation::secretMistake()
{
    QFETCH(bool, isMessage);
    QFETCH(QByteArray, theirs);
    QFETCH(QByteArray, ours);
    QFETCH(QByteArray, cause);
    const Sent sent = Sent::of(isMessage ? messageScheme() : bodyScheme(), theirs);
    QCOMPARE(causeOf(sent, theirs), "valid");
    QCOMPARE(causeOf(sent, ours), cause);
}

void tst_Explanation::signatureMistake_data()
{
    QTest::addColumn<QByteArray>("kind");
    QTest::addColumn<QByteArray>("cause");
    const auto add
        = [](const char* kind, const char* cause) { QTest::newRow(kind) << QByteArray(kind) << QByteArray(cause); };
    add("base64 for hex", "signature-encoding");
    add("base64url for hex", "signature-encoding");
    add("upper case", "signature-encoding");
    add("letters of both cases", "signature-encoding");
    add("lower case for upper case", "signature-encoding");
    add("upper case where either is accepted", "valid");
    add("hex for base64", "signature-encoding");
    add("prefix that is not wanted", "signature-prefix");
    add("prefix that is missing", "signature-prefix");
    add("tag that is missing", "signature-prefix");
    add("prefix of another version", "scheme-version");
    add("tag of another version", "scheme-version");
    add("sha1 for sha256", "hash-other");
    add("sha512 for sha256", "hash-other");
    add("secret prefix kept as text", "secret-prefix-kept");
    add("secret as text", "secret-encoding");
}

void tst_Explanation::signatureMistake()
{
    QFETCH(QByteArray, kind);
    QFETCH(QByteArray, cause);
    Sent sent = Sent::of(bodyScheme(), BodySecret);
    Sent message = Sent::of(messageScheme(), MessageSecret);
    const QByteArray digestBytes = hmac(HashAlgorithm::Sha256, BodySecret, JsonBody);
    const QByteArray hex = digestBytes.toHex();
    const QByteArray content
        = message.header("webhook-id") + '.' + message.header("webhook-timestamp") + '.' + message.body;
    if (kind == "base64 for hex")
        sent.setHeader("X-Signature", digestBytes.toBase64());
    else if (kind == "base64url for hex")
        sent.setHeader(
            "X-Signature", QByteArray::fromRawData("", 0) + digestBytes.toBase64(QByteArray::Base64UrlEncoding));
    else if (kind == "upper case")
        sent.setHeader("X-Signature", hex.toUpper());
    else if (kind == "letters of both cases")
        sent.setHeader("X-Signature", hex.left(32) + hex.mid(32).toUpper());
    else if (kind == "lower case for upper case")
        sent.scheme.signature.encoding = SignatureRule::Encoding::UpperHex;
    else if (kind == "upper case where either is accepted") {
        sent.scheme.signature.encoding = SignatureRule::Encoding::AnyHex;
        sent.setHeader("X-Signature", hex.toUpper());
    } else if (kind == "prefix that is not wanted")
        sent.setHeader("X-Signature", "sha256=" + hex);
    else if (kind == "sha1 for sha256")
        sent.setHeader("X-Signature", hmac(HashAlgorithm::Sha1, BodySecret, JsonBody).toHex());
    else if (kind == "sha512 for sha256")
        sent.setHeader("X-Signature", hmac(HashAlgorithm::Sha512, BodySecret, JsonBody).toHex());
    else if (kind == "prefix that is missing")
        sent.scheme.signature.prefix = "sha256=";
    else if (kind == "prefix of another version") {
        sent.scheme.signature.prefix = "v0=";
        sent.setHeader("X-Signature", "v1=" + hex);
    } else {
        sent = message;
        const QByteArray signature = message.header("webhook-signature").mid(3);
        if (kind == "hex for base64")
            sent.setHeader("webhook-signature", "v1," + QByteArray::fromBase64(signature).toHex());
        else if (kind == "tag that is missing")
            sent.setHeader("webhook-signature", signature);
        else if (kind == "tag of another version")
            sent.setHeader("webhook-signature", "v2," + signature);
        else if (kind == "secret prefix kept as text")
            sent.setHeader("webhook-signature", "v1," + hmac(HashAlgorithm::Sha256, MessageSecret, content).toBase64());
        else
            sent.setHeader(
                "webhook-signature", "v1," + hmac(HashAlgorithm::Sha256, MessageSecret.mid(6), content).toBase64());
    }
    QCOMPARE(causeOf(sent), cause);
}

void tst_Explanation::anotherKnownSecretIsNamed()
{
    const Sent sent = Sent::of(bodyScheme(), BodySecret);
    const SignatureReport report = explained(
        sent, sent.request(), { oneSecret("wrong"), { { u"staging"_s, "no" }, { u"live"_s, BodySecret } }, {} });
    QCOMPARE(report.verdict, Verdict::Mismatch);
    QCOMPARE(report.reason, "wrong-secret-known");
    QCOMPARE(report.secretName, u"live"_s);
}

void tst_Explanation::signatureOfTheAttemptBefore()
{
    Sent sent = Sent::of(messageScheme(), MessageSecret);
    const QByteArray before = sent.header("webhook-signature");
    sent.setHeader("webhook-timestamp", "1717171750");
    const SignatureReport report = explained(sent, sent.request(), { oneSecret(MessageSecret), {}, before });
    QCOMPARE(report.reason, "previous-signature");
    const SignatureReport other = explained(sent, sent.request(), { oneSecret(MessageSecret), {}, "v1,other" });
    QCOMPARE(other.reason, "");
}

void tst_Explanation::timeFromAnotherHeader()
{
    Sent sent = Sent::of(messageScheme(), MessageSecret);
    sent.headers.emplace_back("X-Request-Start", sent.header("webhook-timestamp"));
    sent.setHeader("webhook-timestamp", "1717171700");
    QCOMPARE(causeOf(sent), "timestamp-other");
}

void tst_Explanation::timeInAnotherUnit()
{
    Sent sent = Sent::of(messageScheme(), MessageSecret);
    sent.setHeader("webhook-timestamp", sent.header("webhook-timestamp") + "000");
    QCOMPARE(causeOf(sent), "timestamp-unit");
    sent.setHeader("webhook-timestamp", toRfc3339(atSecond(SignedAt)));
    QCOMPARE(causeOf(sent), "timestamp-unit");
}

void tst_Explanation::timeInTheSignatureHeaderInAnotherUnit()
{
    Sent sent = Sent::of(fieldScheme(), BodySecret);
    QCOMPARE(causeOf(sent), "valid");
    sent.setHeader("X-Signature", replaced(sent.header("X-Signature"), "1717171717", "1717171717000"));
    QCOMPARE(causeOf(sent), "timestamp-unit");
}

void tst_Explanation::urlBehindATunnel_data()
{
    QTest::addColumn<QByteArray>("ours");
    QTest::newRow("http") << QByteArray("http://example.test/hook?a=1");
    QTest::newRow("with the default port") << QByteArray("https://example.test:443/hook?a=1");
    QTest::newRow("with another port") << QByteArray("https://example.test:8787/hook?a=1");
    QTest::newRow("with a slash") << QByteArray("https://example.test/hook/?a=1");
    QTest::newRow("with another host") << QByteArray("https://localhost/hook?a=1");
}

void tst_Explanation::urlBehindATunnel()
{
    QFETCH(QByteArray, ours);
    Scheme scheme = bodyScheme();
    scheme.content = *ContentTemplate::parse("{url}{body}");
    Sent sent = Sent::of(scheme, BodySecret);
    QCOMPARE(causeOf(sent), "valid");
    sent.url = ours;
    QCOMPARE(causeOf(sent), "url-variant");
}

void tst_Explanation::compressedOnTheWay()
{
    Sent sent = Sent::of(bodyScheme(), BodySecret);
    sent.body = gzipped(JsonBody);
    sent.headers.emplace_back("Content-Encoding", "gzip");
    QCOMPARE(causeOf(sent), "body-decompressed");
}

void tst_Explanation::cutOffByALimit()
{
    const Sent sent = Sent::of(bodyScheme(), BodySecret);
    Request request = sent.request();
    request.body = hookloupe::Body(JsonBody.left(20));
    request.anomalies.add(Anomaly::IncompleteBody);
    QVERIFY(request.isTruncated());
    QCOMPARE(explained(sent, request, { oneSecret(BodySecret), {}, {} }).reason, "body-truncated");
}

void tst_Explanation::randomCorruptionsGetNoCause()
{
    QRandomGenerator random(20240506);
    const std::vector<Sent> originals { Sent::of(bodyScheme(), BodySecret), Sent::of(messageScheme(), MessageSecret),
        Sent::of(fieldScheme(), BodySecret) };
    for (int i = 0; i < 1000; ++i) {
        Sent sent = originals.at(static_cast<std::size_t>(i) % originals.size());
        QByteArray& target = i % 4 == 0 ? sent.headers.back().second : sent.body;
        // Letters and digits only, and not the tag of a signature: a changed blank, bracket or version might be one of
        // the known mistakes.
        qsizetype at = 0;
        do {
            at = random.bounded(16, static_cast<int>(target.size()));
        } while (!isalnum(static_cast<unsigned char>(target[at])));
        const char old = target[at];
        do {
            target[at] = "abcdefghijklmnopqrstuvwxyz0123456789"[random.bounded(36)];
        } while (target[at] == old);
        const QByteArray cause = causeOf(sent);
        QVERIFY2(cause.isEmpty(), QByteArray(cause + ' ' + target).constData());
    }
}

void tst_Explanation::hugeBodyEndsWithinTheBudget()
{
    QByteArray body = "{\"a\":\"";
    body += QByteArray(7 << 20, 'x') + "\"}";
    Sent sent = Sent::of(bodyScheme(), BodySecret, body);
    sent.body[10] = 'y';
    QCOMPARE(causeOf(sent), "");
}

void tst_Explanation::validSignatureHasNoCause()
{
    const Sent sent = Sent::of(bodyScheme(), BodySecret);
    const SignatureReport report = explained(
        sent, sent.request(), { oneSecret(BodySecret), { { u"other"_s, BodySecret } }, sent.header("X-Signature") });
    QCOMPARE(report.verdict, Verdict::Valid);
    QCOMPARE(report.reason, "");
    QCOMPARE(report.secretName, u"only"_s);
}

QTEST_GUILESS_MAIN(tst_Explanation)
#include "tst_explanation.moc"
