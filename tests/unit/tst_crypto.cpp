// SPDX-License-Identifier: GPL-3.0-or-later
#include "signature/compactjws.h"
#include "signature/crypto/hash.h"
#include "signature/crypto/jwk.h"
#include "signature/crypto/publickey.h"
#include "signature/crypto/textcoding.h"
#include "support/testkeys.h"

#include <QRegularExpression>
#include <QTest>

#include <thread>

using namespace hookloupe;
using namespace hookloupe::test;
using namespace Qt::StringLiterals;

namespace {

QByteArray hex(const char* digits)
{
    return QByteArray::fromHex(digits);
}

/// RFC 7515 appendix A.1: the key of the HMAC example.
const QByteArray SharedJwk = R"({"kty":"oct",
    "k":"AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow"})";
/// RFC 7515 appendix A.3: the key of the ECDSA example.
const QByteArray CurveJwk = R"({"kty":"EC","crv":"P-256","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
    "y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"})";
/// RFC 8037 appendix A.2.
const QByteArray EdwardsJwk = R"({"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"})";

const QByteArray Claims
    = "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ";

} // namespace

/// The primitives against the values that their standards give.
class tst_Crypto : public QObject {
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void hmacIsThatOfTheStandard_data();
    void hmacIsThatOfTheStandard();
    void hmacTakesEmptyKeysAndData();
    void hmacWorksInSeveralThreads();
    void digestIsThatOfTheStandard_data();
    void digestIsThatOfTheStandard();
    void edwardsSignatureOfTheStandardHolds();
    void curveSignatureOfTheStandardHolds();
    void tokenOfTheStandardHolds_data();
    void tokenOfTheStandardHolds();
    void tokenIsRefused_data();
    void tokenIsRefused();
    void keyChosenFromASetById();
    void keysSignAndVerify_data();
    void keysSignAndVerify();
    void keyOfAnotherKindNeverVerifies();
    void keyIsReadFromEachForm();
    void brokenKeyIsRefusedWithoutItsText_data();
    void brokenKeyIsRefusedWithoutItsText();
};

void tst_Crypto::hmacIsThatOfTheStandard_data()
{
    QTest::addColumn<HashAlgorithm>("hash");
    QTest::addColumn<QByteArray>("expected");
    // RFC 2202 and RFC 4231, test case 2 of each.
    QTest::newRow("MD5") << HashAlgorithm::Md5 << hex("750c783e6ab0b503eaa86e310a5db738");
    QTest::newRow("SHA-1") << HashAlgorithm::Sha1 << hex("effcdf6ae5eb2fa2d27416d5f184df9c259a7c79");
    QTest::newRow("SHA-256") << HashAlgorithm::Sha256
                             << hex("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    QTest::newRow("SHA-384") << HashAlgorithm::Sha384
                             << hex("af45d2e376484031617f78d2b58a6b1b9c7ef464f5a01b47e42ec3736322445e8e2240ca5e69e2c7"
                                    "8b3239ecfab21649");
    QTest::newRow("SHA-512") << HashAlgorithm::Sha512
                             << hex("164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea2505549758bf75c05a994a"
                                    "6d034f65f8f0e6fdcaeab1a34d4a6b4b636e070a38bce737");
}

void tst_Crypto::hmacIsThatOfTheStandard()
{
    QFETCH(HashAlgorithm, hash);
    QFETCH(QByteArray, expected);
    // Twice: the second time the thread's context is used again.
    for (int i = 0; i < 2; ++i)
        QCOMPARE(hmac(hash, "Jefe", "what do ya want for nothing?"), expected);
    QCOMPARE(expected.size(), digestSize(hash));
}

void tst_Crypto::hmacTakesEmptyKeysAndData()
{
    const QByteArray ofNothing = hex("b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad");
    QCOMPARE(hmac(HashAlgorithm::Sha256, "Jefe", "x").size(), 32);
    QCOMPARE(hmac(HashAlgorithm::Sha256, {}, {}), ofNothing);
    QCOMPARE(hmac(HashAlgorithm::None, "key", "data"), QByteArray());
}

void tst_Crypto::hmacWorksInSeveralThreads()
{
    const QByteArray expected = hmac(HashAlgorithm::Sha256, "key", "data");
    std::array<bool, 4> isRight {};
    std::vector<std::thread> threads;
    for (bool& right : isRight) {
        threads.emplace_back([&right, &expected] {
            right = true;
            for (int i = 0; i < 200; ++i)
                right = right && hmac(HashAlgorithm::Sha256, "key", "data") == expected;
        });
    }
    for (std::thread& thread : threads)
        thread.join();
    QCOMPARE(std::count(isRight.begin(), isRight.end(), true), 4);
}

void tst_Crypto::digestIsThatOfTheStandard_data()
{
    QTest::addColumn<HashAlgorithm>("hash");
    QTest::addColumn<QByteArray>("expected");
    // RFC 1321 appendix A.5; FIPS 180-4 examples.
    QTest::newRow("MD5") << HashAlgorithm::Md5 << hex("900150983cd24fb0d6963f7d28e17f72");
    QTest::newRow("SHA-1") << HashAlgorithm::Sha1 << hex("a9993e364706816aba3e25717850c26c9cd0d89d");
    QTest::newRow("SHA-256") << HashAlgorithm::Sha256
                             << hex("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

void tst_Crypto::digestIsThatOfTheStandard()
{
    QFETCH(HashAlgorithm, hash);
    QFETCH(QByteArray, expected);
    QCOMPARE(digest(hash, "abc"), expected);
    QCOMPARE(digest(hash, "abc"), expected);
}

void tst_Crypto::edwardsSignatureOfTheStandardHolds()
{
    // RFC 8032 section 7.1, TEST 2.
    const auto key = PublicKey::read(
        KeyRule::Encoding::Ed25519Hex, "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c");
    QVERIFY(key);
    const QByteArray signature = hex("92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e"
                                     "458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00");
    const KeyUse use { SignatureAlgorithm::Ed25519, HashAlgorithm::None, {} };
    QVERIFY(key->verify(use, "\x72", signature));
    QVERIFY(!key->verify(use, "\x73", signature));
    QVERIFY(!key->verify(use, "\x72", signature.chopped(1)));
    QVERIFY(!key->verify(use, "\x72", {}));
}

void tst_Crypto::curveSignatureOfTheStandardHolds()
{
    // RFC 6979 appendix A.2.5: P-256, SHA-256, message "sample".
    const QByteArray point = hex("60FED4BA255A9D31C961EB74C6356D68C049B8923B61FA6CE669622E60F29FB67903FE1008B8BC99A41A"
                                 "E9E95628BC64F2F1B20C2D7E9F5177A3C294D4462299");
    const QByteArray jwk = R"({"kty":"EC","crv":"P-256","x":")" + toBase64Url(point.left(32)) + R"(","y":")"
        + toBase64Url(point.mid(32)) + "\"}";
    const auto key = PublicKey::read(KeyRule::Encoding::Jwk, jwk);
    QVERIFY(key);
    const QByteArray signature = hex("EFD48B2AACB6A8FD1140DD9CD45E81D69D2C877B56AAF991C34D0EA84EAF3716F7CB1C942D657C41"
                                     "D436C7A1B6E29F65F3E900DBB9AFF4064DC4AB2F843ACDA8");
    const KeyUse raw { SignatureAlgorithm::Ecdsa, HashAlgorithm::Sha256, SignatureRule::EcdsaForm::Raw };
    const KeyUse der { SignatureAlgorithm::Ecdsa, HashAlgorithm::Sha256, SignatureRule::EcdsaForm::Der };
    QVERIFY(key->verify(raw, "sample", signature));
    QVERIFY(!key->verify(raw, "samplf", signature));
    QVERIFY(!key->verify(der, "sample", signature));
    QVERIFY(!key->verify(raw, "sample", QByteArray(signature + '\0')));
}

void tst_Crypto::tokenOfTheStandardHolds_data()
{
    QTest::addColumn<QByteArray>("token");
    QTest::addColumn<QByteArray>("jwk");
    // RFC 7515 appendices A.1 and A.3, RFC 8037 appendix A.4.
    QTest::newRow("HS256") << QByteArray(
        "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9." + Claims + ".dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk")
                           << SharedJwk;
    QTest::newRow("ES256") << QByteArray("eyJhbGciOiJFUzI1NiJ9." + Claims
        + ".DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q")
                           << CurveJwk;
    QTest::newRow("EdDSA") << QByteArray(
        "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc."
        "hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg")
                           << EdwardsJwk;
}

void tst_Crypto::tokenOfTheStandardHolds()
{
    QFETCH(QByteArray, token);
    QFETCH(QByteArray, jwk);
    const auto jws = parseCompactJws(token);
    QVERIFY(jws);
    QCOMPARE(jws->algorithm, QByteArray(QTest::currentDataTag()));
    const std::optional<KeyUse> use = jwsKeyUse(jws->algorithm);
    QVERIFY(use);
    const QByteArray input = jws->protectedPart + '.' + jws->payloadPart;
    if (use->algorithm == SignatureAlgorithm::Hmac) {
        QCOMPARE(hmac(use->hash, symmetricJwk(jwk, {}).value_or(QByteArray()), input), jws->signature);
        return;
    }
    const auto key = PublicKey::read(KeyRule::Encoding::Jwk, jwk);
    QVERIFY(key);
    QVERIFY(key->verify(*use, input, jws->signature));
    QVERIFY(!key->verify(*use, QByteArray(input + 'x'), jws->signature));
}

void tst_Crypto::tokenIsRefused_data()
{
    QTest::addColumn<QByteArray>("token");
    const auto header = [](const char* json) { return QByteArray(toBase64Url(json) + ".e30.AAAA"); };
    QTest::newRow("no dots") << QByteArray("abc");
    QTest::newRow("one dot") << QByteArray("e30.e30");
    QTest::newRow("five parts") << QByteArray("e30.e30.e30.e30.e30");
    QTest::newRow("padding") << QByteArray("eyJhbGciOiJIUzI1NiJ9=.e30.AAAA");
    QTest::newRow("not base64url") << QByteArray("eyJhbGciOiJIUzI1NiJ9.e30.AA+A");
    QTest::newRow("loose last bits") << QByteArray("eyJhbGciOiJIUzI1NiJ9.e30.AB");
    QTest::newRow("no alg") << header("{}");
    QTest::newRow("no object") << header("[\"alg\"]");
    QTest::newRow("unknown critical member") << header(R"({"alg":"HS256","crit":["x"],"x":1})");
    QTest::newRow("b64 that is not critical") << header(R"({"alg":"HS256","b64":false})");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("too long") << QByteArray(CompactJws::MaxTokenBytes + 1, 'a');
}

void tst_Crypto::tokenIsRefused()
{
    QFETCH(QByteArray, token);
    const auto jws = parseCompactJws(token);
    QVERIFY(!jws);
    QVERIFY(jws.error().endsWith(u'.') || jws.error().endsWith(u')'));
    QVERIFY(!jwsKeyUse("none"));
}

void tst_Crypto::keyChosenFromASetById()
{
    const QByteArray set = R"({"keys":[{"kid":"a",)" + CurveJwk.mid(1) + R"(,{"kid":"b",)" + EdwardsJwk.mid(1) + "]}";
    QCOMPARE(PublicKey::read(KeyRule::Encoding::Jwk, set, "b")->family(), u"ED25519"_s);
    QCOMPARE(PublicKey::read(KeyRule::Encoding::Jwk, set, "a")->family(), u"EC"_s);
    QCOMPARE(PublicKey::read(KeyRule::Encoding::Jwk, set)->family(), u"EC"_s);
    QVERIFY(!PublicKey::read(KeyRule::Encoding::Jwk, set, "c"));
}

void tst_Crypto::keysSignAndVerify_data()
{
    QTest::addColumn<QByteArray>("privateKey");
    QTest::addColumn<SignatureAlgorithm>("algorithm");
    QTest::addColumn<HashAlgorithm>("hash");
    QTest::addColumn<SignatureRule::EcdsaForm>("form");
    using Form = SignatureRule::EcdsaForm;
    using Algorithm = SignatureAlgorithm;
    QTest::newRow("PKCS#1, SHA-1") << rsaPem() << Algorithm::RsaPkcs1 << HashAlgorithm::Sha1 << Form::Der;
    QTest::newRow("PKCS#1, SHA-256") << rsaPem() << Algorithm::RsaPkcs1 << HashAlgorithm::Sha256 << Form::Der;
    QTest::newRow("PSS, SHA-512") << rsaPem() << Algorithm::RsaPss << HashAlgorithm::Sha512 << Form::Der;
    QTest::newRow("P-256, DER") << curvePem() << Algorithm::Ecdsa << HashAlgorithm::Sha256 << Form::Der;
    QTest::newRow("P-256, raw") << curvePem() << Algorithm::Ecdsa << HashAlgorithm::Sha256 << Form::Raw;
    QTest::newRow("Ed25519") << edwardsPem() << Algorithm::Ed25519 << HashAlgorithm::None << Form::Der;
}

void tst_Crypto::keysSignAndVerify()
{
    QFETCH(QByteArray, privateKey);
    QFETCH(SignatureAlgorithm, algorithm);
    QFETCH(HashAlgorithm, hash);
    QFETCH(SignatureRule::EcdsaForm, form);
    const KeyUse use { algorithm, hash, form };
    const auto signer = PublicKey::readPrivate(privateKey);
    QVERIFY(signer);
    const auto signature = signer->sign(use, "content");
    QVERIFY(signature);
    const auto verifier = PublicKey::read(KeyRule::Encoding::Pem, publicPem(privateKey));
    QVERIFY(verifier);
    QVERIFY(verifier->verify(use, "content", *signature));
    QVERIFY(!verifier->verify(use, "contenu", *signature));
    QByteArray flipped = *signature;
    flipped[flipped.size() / 2] = static_cast<char>(flipped[flipped.size() / 2] ^ 1);
    QVERIFY(!verifier->verify(use, "content", flipped));
    QVERIFY(!verifier->sign(use, "content"));
}

void tst_Crypto::keyOfAnotherKindNeverVerifies()
{
    const auto curve = PublicKey::readPrivate(curvePem());
    const KeyUse rsa { SignatureAlgorithm::RsaPkcs1, HashAlgorithm::Sha256, {} };
    const KeyUse curveUse { SignatureAlgorithm::Ecdsa, HashAlgorithm::Sha256, {} };
    const auto signature = curve->sign(curveUse, "x");
    QVERIFY(signature);
    QVERIFY(!curve->verify(rsa, "x", *signature));
    QVERIFY(!curve->sign(rsa, "x"));
    QVERIFY(!PublicKey::readPrivate(edwardsPem())->verify(curveUse, "x", *signature));
}

void tst_Crypto::keyIsReadFromEachForm()
{
    const QByteArray pem = publicPem(edwardsPem());
    QByteArray spki = pem;
    spki.replace("-----BEGIN PUBLIC KEY-----", "").replace("-----END PUBLIC KEY-----", "");
    const QByteArray raw = QByteArray::fromBase64(spki).right(32);
    QVERIFY(PublicKey::read(KeyRule::Encoding::Pem, pem));
    QVERIFY(PublicKey::read(KeyRule::Encoding::Pem, QByteArray("\r\n" + pem + "\n")));
    QVERIFY(PublicKey::read(KeyRule::Encoding::SpkiBase64, spki));
    QVERIFY(PublicKey::read(KeyRule::Encoding::SpkiBase64, pem));
    QVERIFY(PublicKey::read(KeyRule::Encoding::Ed25519Hex, raw.toHex()));
    QVERIFY(PublicKey::read(KeyRule::Encoding::Ed25519Hex, raw.toHex().toUpper()));
    QVERIFY(PublicKey::read(KeyRule::Encoding::Ed25519Base64, raw.toBase64(QByteArray::OmitTrailingEquals)));
}

void tst_Crypto::brokenKeyIsRefusedWithoutItsText_data()
{
    QTest::addColumn<KeyRule::Encoding>("encoding");
    QTest::addColumn<QByteArray>("text");
    using Encoding = KeyRule::Encoding;
    QTest::newRow("text as PEM") << Encoding::Pem << QByteArray("hunter2hunter2");
    QTest::newRow("broken PEM") << Encoding::Pem
                                << QByteArray("-----BEGIN PUBLIC KEY-----\nhunter2\n-----END PUBLIC KEY-----");
    QTest::newRow("certificate without end") << Encoding::Pem << QByteArray("-----BEGIN CERTIFICATE-----\nhunter2");
    QTest::newRow("short Ed25519") << Encoding::Ed25519Hex << QByteArray("00ff");
    QTest::newRow("JWK of no kind") << Encoding::Jwk << QByteArray(R"({"k":"hunter2"})");
    QTest::newRow("JWK beside the curve")
        << Encoding::Jwk << QByteArray(R"({"kty":"EC","crv":"P-256","x":"AQ","y":"AQ"})");
    QTest::newRow("empty") << Encoding::SpkiBase64 << QByteArray();
    QTest::newRow("too long") << Encoding::Pem << QByteArray(PublicKey::MaxTextBytes + 1, 'A');
}

void tst_Crypto::brokenKeyIsRefusedWithoutItsText()
{
    QFETCH(KeyRule::Encoding, encoding);
    QFETCH(QByteArray, text);
    const auto key = PublicKey::read(encoding, text);
    QVERIFY(!key);
    QVERIFY(!key.error().isEmpty() && !key.error().contains(u"hunter2"_s));
    QVERIFY(!PublicKey::readPrivate(text));
}

QTEST_GUILESS_MAIN(tst_Crypto)
#include "tst_crypto.moc"
