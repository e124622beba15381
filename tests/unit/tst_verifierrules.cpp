// SPDX-License-Identifier: GPL-3.0-or-later
#include "profile/profilecatalog.h"
#include "signature/crypto/hash.h"
#include "signature/crypto/textcoding.h"
#include "signature/signer.h"
#include "signature/signing/outgoingplaces.h"
#include "signature/verifier.h"
#include "support/signaturevectors.h"

#include <QRegularExpression>
#include <QTest>

using namespace hookloupe;
using namespace hookloupe::test;
using namespace Qt::StringLiterals;

namespace {

/// Profiles made here, to see one rule alone.
Profile plainProfile()
{
    Scheme scheme;
    scheme.id = "plain";
    scheme.algorithm = SignatureAlgorithm::Hmac;
    scheme.hash = HashAlgorithm::Sha256;
    scheme.signature.from = *parseLocator("header:X-Signature");
    scheme.content = *ContentTemplate::parse("{body}");
    Profile profile;
    profile.schemes = { scheme };
    return profile;
}

Request plainRequest(const QByteArray& signature, const QByteArray& body = "{}")
{
    return requestFrom("POST /h HTTP/1.1\r\nHost: h\r\nX-Signature: " + signature + "\r\n\r\n", body);
}

QByteArray plainSignature(const QByteArray& secret = "secret", const QByteArray& body = "{}")
{
    return hmac(HashAlgorithm::Sha256, secret, body).toHex();
}

Profile tokenProfile(const QByteArray& algorithm)
{
    Profile profile = plainProfile();
    Scheme& scheme = profile.schemes.front();
    scheme.algorithm = SignatureAlgorithm::Jws;
    scheme.jwtAlgorithms = { algorithm };
    scheme.signature.encoding = SignatureRule::Encoding::Text;
    scheme.content = {};
    return profile;
}

QByteArray token(const QByteArray& header, const QByteArray& claims, const QByteArray& secret)
{
    const QByteArray input = toBase64Url(header) + '.' + toBase64Url(claims);
    return input + '.' + toBase64Url(hmac(HashAlgorithm::Sha256, secret, input));
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

/// The rules beside the digest itself: secrets, fallbacks, freshness, matching, tokens, limits.
class tst_VerifierRules : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void secretThatMatchedIsNamed();
    void secretsBeyondTheLimitAreNotTried();
    void verdictNamesWhatIsWrong();
    void secretThatIsNoKeyIsAMismatch();
    void absentContentIsMalformed();
    void matchDecidesAmongSchemes();
    void assertionsMustHoldWhereTheirPlaceExists();
    void everyItemMustVerify();
    void itemsBeyondTheLimitAreNotTried();
    void tokenOfAnotherAlgorithmIsRefused();
    void tokenClaimsMustBeEqual();
    void tokenIsStaleBeyondItsTimes_data();
    void tokenIsStaleBeyondItsTimes();
    void profileThatSignsNothingSaysSo();
    void signedContentIsCut();

private:
    ProfileCatalog m_catalog;
};

void tst_VerifierRules::initTestCase()
{
    m_catalog = ProfileCatalog::load({});
    QVERIFY(m_catalog.find("microsoft-graph"));
}

void tst_VerifierRules::secretThatMatchedIsNamed()
{
    const SignatureReport report = plainReport(
        plainProfile(), plainRequest(plainSignature()), { { u"new"_s, "other" }, { u"old"_s, "secret" } });
    QCOMPARE(report.verdict, Verdict::Valid);
    QCOMPARE(report.secretName, u"old"_s);
}

void tst_VerifierRules::secretsBeyondTheLimitAreNotTried()
{
    std::vector<NamedSecret> secrets(63, { u"other"_s, "other" });
    secrets.push_back({ u"right"_s, "secret" });
    QCOMPARE(plainReport(plainProfile(), plainRequest(plainSignature()), secrets).verdict, Verdict::Valid);
    secrets.insert(secrets.begin(), { u"one more"_s, "x" });
    QCOMPARE(plainReport(plainProfile(), plainRequest(plainSignature()), secrets).verdict, Verdict::Mismatch);
}

void tst_VerifierRules::verdictNamesWhatIsWrong()
{
    const Profile profile = plainProfile();
    const std::vector<NamedSecret> secret = oneSecret("secret");
    const auto verdictOf
        = [&](const QByteArray& signature) { return plainReport(profile, plainRequest(signature), secret).verdict; };
    QCOMPARE(verdictOf(plainSignature()), Verdict::Valid);
    QCOMPARE(verdictOf(plainSignature("other")), Verdict::Mismatch);
    QCOMPARE(verdictOf(""), Verdict::Missing);
    QCOMPARE(verdictOf("hello"), Verdict::Malformed);
    QCOMPARE(verdictOf(plainSignature().chopped(2)), Verdict::Malformed);
    QCOMPARE(verdictOf(plainSignature() + "00"), Verdict::Malformed);
    QCOMPARE(plainReport(profile, plainRequest(plainSignature()), {}).verdict, Verdict::NoSecret);
    const SignatureReport wrong = plainReport(profile, plainRequest(plainSignature("other")), secret);
    QCOMPARE(wrong.expected, plainSignature());
    QCOMPARE(wrong.received, plainSignature("other"));
    QVERIFY(hasFailed(wrong, "digest-equal"));
}

void tst_VerifierRules::secretThatIsNoKeyIsAMismatch()
{
    Profile profile = plainProfile();
    profile.schemes.front().key.encoding = KeyRule::Encoding::Hex;
    const SignatureReport report = plainReport(profile, plainRequest(plainSignature()), oneSecret("no hex"));
    QCOMPARE(report.verdict, Verdict::Mismatch);
    QVERIFY(hasFailed(report, "key-decodes"));
}

void tst_VerifierRules::absentContentIsMalformed()
{
    Profile profile = plainProfile();
    profile.schemes.front().content = *ContentTemplate::parse("{header:X-Time}.{body}");
    const SignatureReport report = plainReport(profile, plainRequest(plainSignature()), oneSecret("secret"));
    QCOMPARE(report.verdict, Verdict::Malformed);
    QVERIFY(hasFailed(report, "content-complete"));
}

void tst_VerifierRules::matchDecidesAmongSchemes()
{
    Profile profile = plainProfile();
    Scheme second = profile.schemes.front();
    second.id = "second";
    second.signature.from = *parseLocator("header:X-Second");
    profile.schemes.push_back(second);
    const auto verdictOf = [&](Profile::Match match, const QByteArray& first, const QByteArray& other) {
        profile.match = match;
        const QByteArray head = "POST /h HTTP/1.1\r\nHost: h\r\n"
            + (first.isEmpty() ? QByteArray() : QByteArray("X-Signature: " + first + "\r\n"))
            + (other.isEmpty() ? QByteArray() : QByteArray("X-Second: " + other + "\r\n")) + "\r\n";
        return plainReport(profile, requestFrom(head, "{}"), oneSecret("secret")).verdict;
    };
    const QByteArray good = plainSignature();
    const QByteArray bad = plainSignature("other");
    using Match = Profile::Match;
    QCOMPARE(verdictOf(Match::Any, bad, good), Verdict::Valid);
    QCOMPARE(verdictOf(Match::Any, bad, {}), Verdict::Mismatch);
    QCOMPARE(verdictOf(Match::Any, {}, {}), Verdict::Missing);
    QCOMPARE(verdictOf(Match::FirstApplicable, bad, good), Verdict::Mismatch);
    QCOMPARE(verdictOf(Match::FirstApplicable, {}, good), Verdict::Valid);
    QCOMPARE(verdictOf(Match::All, good, good), Verdict::Valid);
    QCOMPARE(verdictOf(Match::All, good, bad), Verdict::Mismatch);
    QCOMPARE(verdictOf(Match::All, good, {}), Verdict::Missing);
}

void tst_VerifierRules::assertionsMustHoldWhereTheirPlaceExists()
{
    Profile profile = plainProfile();
    profile.schemes.front().asserts
        = { { *parseLocator("header:X-Hash"), *ContentTemplate::parse("{body|sha256hex}") } };
    const auto reportFor = [&](const QByteArray& header) {
        return plainReport(profile,
            requestFrom(
                "POST /h HTTP/1.1\r\nHost: h\r\n" + header + "X-Signature: " + plainSignature() + "\r\n\r\n", "{}"),
            oneSecret("secret"));
    };
    QCOMPARE(reportFor({}).verdict, Verdict::Valid);
    QCOMPARE(reportFor("X-Hash: " + digest(HashAlgorithm::Sha256, "{}").toHex() + "\r\n").verdict, Verdict::Valid);
    QCOMPARE(reportFor("X-Hash: 00\r\n").verdict, Verdict::Mismatch);
    QVERIFY(hasFailed(reportFor("X-Hash: 00\r\n"), "assert"));
}

void tst_VerifierRules::everyItemMustVerify()
{
    const ProfilePtr graph = m_catalog.find("microsoft-graph");
    QVERIFY(graph);
    const auto verdictOf = [&](const QByteArray& body) {
        return plainReport(*graph, requestFrom("POST /h HTTP/1.1\r\nHost: h\r\n\r\n", body), oneSecret("state"))
            .verdict;
    };
    QCOMPARE(verdictOf(R"({"value":[{"clientState":"state"},{"clientState":"state"}]})"), Verdict::Valid);
    QCOMPARE(verdictOf(R"({"value":[{"clientState":"state"},{"clientState":"other"}]})"), Verdict::Mismatch);
    QCOMPARE(verdictOf(R"({"value":[{"clientState":"state"},{}]})"), Verdict::Missing);
    QCOMPARE(verdictOf(R"({"value":[]})"), Verdict::Missing);
    QCOMPARE(verdictOf("no json"), Verdict::Missing);
}

void tst_VerifierRules::itemsBeyondTheLimitAreNotTried()
{
    QByteArray body = R"({"value":[)";
    for (int i = 0; i < 5000; ++i)
        body += QByteArray(i > 0 ? "," : "") + R"({"clientState":"state"})";
    const SignatureReport report = plainReport(*m_catalog.find("microsoft-graph"),
        requestFrom("POST /h HTTP/1.1\r\nHost: h\r\n\r\n", body + "]}"), oneSecret("state"));
    // What was not looked at is not said to be authentic.
    QVERIFY(report.verdict != Verdict::Valid);
}

void tst_VerifierRules::tokenOfAnotherAlgorithmIsRefused()
{
    const QByteArray good = token(R"({"alg":"HS256"})", "{}", "secret");
    QCOMPARE(plainReport(tokenProfile("HS256"), plainRequest(good), oneSecret("secret")).verdict, Verdict::Valid);
    QCOMPARE(plainReport(tokenProfile("HS256"), plainRequest(good), oneSecret("other")).verdict, Verdict::Mismatch);
    QCOMPARE(plainReport(tokenProfile("HS384"), plainRequest(good), oneSecret("secret")).verdict, Verdict::Malformed);
    QCOMPARE(plainReport(tokenProfile("RS256"), plainRequest(good), oneSecret("secret")).verdict, Verdict::Malformed);
    const QByteArray none = toBase64Url(R"({"alg":"none"})") + ".e30.";
    QVERIFY(plainReport(tokenProfile("none"), plainRequest(none), oneSecret("secret")).verdict != Verdict::Valid);
}

void tst_VerifierRules::tokenClaimsMustBeEqual()
{
    Profile profile = tokenProfile("HS256");
    profile.schemes.front().claims
        = { { "iss", *ContentTemplate::parse("netlify") }, { "sha256", *ContentTemplate::parse("{body|sha256hex}") } };
    const auto verdictOf = [&](const QByteArray& claims) {
        return plainReport(profile, plainRequest(token(R"({"alg":"HS256"})", claims, "secret")), oneSecret("secret"))
            .verdict;
    };
    const QByteArray hash = digest(HashAlgorithm::Sha256, "{}").toHex();
    const QByteArray good = R"({"iss":"netlify","sha256":")" + hash + "\"}";
    QCOMPARE(verdictOf(good), Verdict::Valid);
    QCOMPARE(verdictOf(QByteArray(good).replace("netlify", "other")), Verdict::Mismatch);
    QCOMPARE(verdictOf(QByteArray(good).replace(hash, "00")), Verdict::Mismatch);
    const QByteArray withoutHash = R"({"iss":"netlify"})";
    QCOMPARE(verdictOf(withoutHash), Verdict::Mismatch);
}

void tst_VerifierRules::tokenIsStaleBeyondItsTimes_data()
{
    QTest::addColumn<QByteArray>("claims");
    QTest::addColumn<Freshness>("freshness");
    QTest::newRow("no times") << QByteArray("{}") << Freshness::NotChecked;
    QTest::newRow("not expired") << QByteArray(R"({"exp":1760000001})") << Freshness::Fresh;
    QTest::newRow("expires now") << QByteArray(R"({"exp":1760000000})") << Freshness::Stale;
    QTest::newRow("begins now") << QByteArray(R"({"nbf":1760000000})") << Freshness::Fresh;
    QTest::newRow("begins later") << QByteArray(R"({"nbf":1760000001})") << Freshness::Stale;
    QTest::newRow("issued in time") << QByteArray(R"({"iat":1759999700})") << Freshness::Fresh;
    QTest::newRow("issued too long ago") << QByteArray(R"({"iat":1759999699})") << Freshness::Stale;
    QTest::newRow("issued too long ago, not expired")
        << QByteArray(R"({"iat":1,"exp":1760000001})") << Freshness::Stale;
}

void tst_VerifierRules::tokenIsStaleBeyondItsTimes()
{
    QFETCH(QByteArray, claims);
    QFETCH(Freshness, freshness);
    Profile profile = tokenProfile("HS256");
    profile.schemes.front().issuedAtTolerance = std::chrono::seconds(300);
    const SignatureReport report
        = plainReport(profile, plainRequest(token(R"({"alg":"HS256"})", claims, "secret")), oneSecret("secret"));
    QCOMPARE(report.verdict, Verdict::Valid);
    QCOMPARE(report.freshness, freshness);
}

void tst_VerifierRules::profileThatSignsNothingSaysSo()
{
    Profile profile;
    QCOMPARE(plainReport(profile, plainRequest("x"), oneSecret("secret")).verdict, Verdict::NotSigned);
    profile = plainProfile();
    profile.schemes.front().algorithm = SignatureAlgorithm::None;
    QCOMPARE(plainReport(profile, plainRequest("x"), oneSecret("secret")).verdict, Verdict::NotSigned);
}

void tst_VerifierRules::signedContentIsCut()
{
    const QByteArray body(SignatureReport::MaxContentBytes + 1, 'x');
    const SignatureReport report
        = plainReport(plainProfile(), plainRequest(plainSignature("secret", body), body), oneSecret("secret"));
    QCOMPARE(report.verdict, Verdict::Valid);
    QCOMPARE(report.signedContent.size(), SignatureReport::MaxContentBytes);
}

QTEST_GUILESS_MAIN(tst_VerifierRules)
#include "tst_verifierrules.moc"
