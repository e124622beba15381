// SPDX-License-Identifier: GPL-3.0-or-later
#include "profile/profilecatalog.h"
#include "response/responseprogram.h"
#include "support/challenges.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <QTest>

using namespace hookloupe;
using namespace hookloupe::test;
using namespace Qt::StringLiterals;

namespace {

/// A profile with one challenge whose JSON is given: for what no shipped one does.
ProfilePtr profileWith(const QByteArray& challenge)
{
    const auto profile = readProfile(
        R"({"id":"acme","name":"Acme","evidence":"general","schemes":[{"id":"hmac","algorithm":"hmac","hash":"sha256",)"
        R"("signature":{"from":"header:X-Sign","encoding":"hex"},"content":"{body}"}],"challenges":[)"
            + challenge + "]}",
        u"acme.json"_s);
    if (profile)
        return *profile;
    for (const ProfileError& error : profile.error())
        qWarning("%s", qPrintable(toText(error)));
    return nullptr;
}

} // namespace

/// What a challenge is answered, whatever stands in the request.
class tst_ChallengeAnswer : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void usesTheSecretThatSignedTheRequest();
    void jsonStaysJsonWhateverTheBytes_data();
    void jsonStaysJsonWhateverTheBytes();
    void jsonKeepsWhatIsNoString();
    void noValueOfTheRequestAddsAHeader_data();
    void noValueOfTheRequestAddsAHeader();
    void refusesAnswersThatGetTooLong_data();
    void refusesAnswersThatGetTooLong();
    void handsOverTheSecretThatComesWithIt_data();
    void handsOverTheSecretThatComesWithIt();
    void givesNoSecretAway_data();
    void givesNoSecretAway();
    void signsTokensAlone_data();
    void signsTokensAlone();

private:
    ProfileCatalog m_catalog;
};

void tst_ChallengeAnswer::initTestCase()
{
    m_catalog = ProfileCatalog::load({});
    QVERIFY(m_catalog.errors().empty());
}

void tst_ChallengeAnswer::usesTheSecretThatSignedTheRequest()
{
    const SentChallenge sent { .headers
        = { { "x-zm-request-timestamp", "1654503849" },
            { "x-zm-signature", "v0=2609d8c7bab085e4fd94e4cef8e0712a8589e4f6a45713704d7930363936d921" } },
        .body = R"({"payload":{"plainToken":"abc"},"event_ts":1654503849680,"event":"endpoint.url_validation"})" };
    const Request request = sent.request();
    const EndpointValues endpoint;
    RequestValues values(request, endpoint);
    const Profile& zoom = *m_catalog.find("zoom");
    const std::vector<NamedSecret> secrets { { u"old"_s, "first" }, { u"new"_s, "second" } };

    const ChallengeReply reply
        = answerChallenge(zoom, *challengeOf(zoom, request, values), request, values, secrets, atSecond(0));

    QVERIFY(reply.response);
    // HMAC-SHA256 of "abc" with "second".
    QVERIFY(reply.response->body.contains("f807b085ecd0ffceb4c5b62c797dfc6ed80312394f367296648b6e0e8f98cb59"));
}

void tst_ChallengeAnswer::jsonStaysJsonWhateverTheBytes_data()
{
    QTest::addColumn<QByteArray>("value"); ///< in the query, percent-encoded
    QTest::addColumn<QString>("expected");

    QTest::newRow("quote and backslash") << QByteArray("a%22b%5Cc%22%7D") << u"a\"b\\c\"}"_s;
    QTest::newRow("line breaks and tab") << QByteArray("%0D%0A%09") << u"\r\n\t"_s;
    QTest::newRow("NUL and other controls") << QByteArray("a%00b%01%1F%7F") << QString(u"a\0b\x01\x1f\x7f"_s);
    QTest::newRow("no UTF-8") << QByteArray("%FFa%C3") << u"\uFFFDa\uFFFD"_s;
    QTest::newRow("a surrogate in UTF-8 is none") << QByteArray("%ED%A0%80") << u"\uFFFD\uFFFD\uFFFD"_s;
    QTest::newRow("beyond the basic plane") << QByteArray("%F0%9F%94%8D") << u"\U0001F50D"_s;
    QTest::newRow("line separator") << QByteArray("%E2%80%A8") << u"\u2028"_s;
    QTest::newRow("what looks like a template") << QByteArray("%7Bparam:secret%7D") << u"{param:secret}"_s;
    QTest::newRow("empty") << QByteArray() << QString();
}

void tst_ChallengeAnswer::jsonStaysJsonWhateverTheBytes()
{
    QFETCH(QByteArray, value);
    QFETCH(QString, expected);
    const ProfilePtr profile = profileWith(
        R"({"name":"c","when":{"has":"query:q"},"respond":{"status":200,"json":{"a":"{query:q}","b":["{query:q}"]}}})");
    QVERIFY(profile);

    const ChallengeReply reply = replyTo(*profile, { .target = "/h?q=" + value });

    QVERIFY(reply.response);
    QJsonParseError error;
    const QJsonObject answer = QJsonDocument::fromJson(reply.response->body, &error).object();
    QCOMPARE(error.error, QJsonParseError::NoError);
    QCOMPARE(answer.keys(), QStringList({ u"a"_s, u"b"_s }));
    QCOMPARE(answer[u"a"_s].toString(), expected);
    QCOMPARE(answer[u"b"_s][0].toString(), expected);
}

void tst_ChallengeAnswer::jsonKeepsWhatIsNoString()
{
    const ProfilePtr profile = profileWith(
        R"({"name":"c","when":{"method":"GET"},"respond":{"status":200,"json":)"
        R"({"z":18446744073709551615,"a":-9223372036854775808,"k\"":[1.5,1e300,true,false,null,{},[]],"s":"t"}}})");
    QVERIFY(profile);

    const ChallengeReply reply = replyTo(*profile, { .method = "GET" });

    QVERIFY(reply.response);
    QCOMPARE(reply.response->body,
        QByteArray(R"({"z":18446744073709551615,"a":-9223372036854775808,)"
                   R"("k\"":[1.5,1e+300,true,false,null,{},[]],"s":"t"})"));
}

void tst_ChallengeAnswer::noValueOfTheRequestAddsAHeader_data()
{
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<QByteArray>("sent");

    QTest::newRow("line break") << QByteArray("a%0D%0AX-Evil:%201") << QByteArray("aX-Evil: 1");
    QTest::newRow("two, and a body") << QByteArray("a%0D%0A%0D%0A<script>") << QByteArray("a<script>");
    QTest::newRow("LF alone") << QByteArray("a%0AX-Evil:1") << QByteArray("aX-Evil:1");
    QTest::newRow("CR alone") << QByteArray("a%0DX-Evil:1") << QByteArray("aX-Evil:1");
    QTest::newRow("NUL and other controls") << QByteArray("a%00b%1Bc%7Fd") << QByteArray("abcd");
    QTest::newRow("a tab stays") << QByteArray("a%09b") << QByteArray("a\tb");
    QTest::newRow("other bytes stay") << QByteArray("%C3%A9%FF") << QByteArray("\xc3\xa9\xff");
}

void tst_ChallengeAnswer::noValueOfTheRequestAddsAHeader()
{
    QFETCH(QByteArray, value);
    QFETCH(QByteArray, sent);
    const ProfilePtr profile = profileWith(
        R"({"name":"c","when":{"has":"query:q"},"respond":{"status":200,"headers":{"X-Echo":"{query:q}"}}})");
    QVERIFY(profile);
    const SentChallenge request { .target = "/h?q=" + value };

    const ChallengeReply reply = replyTo(*profile, request);

    QVERIFY(reply.response);
    QCOMPARE(reply.response->headers, HeaderList({ { "X-Echo", sent } }));
    const QByteArray bytes = responseBytes(*reply.response, request.request().head, false);
    QVERIFY(bytes.contains(QByteArray("\r\nX-Echo: " + sent + "\r\n")));
    QVERIFY(!bytes.contains("\nX-Evil"));
    QCOMPARE(bytes.indexOf("\r\n\r\n"), bytes.size() - 4);
}

void tst_ChallengeAnswer::refusesAnswersThatGetTooLong_data()
{
    QTest::addColumn<QByteArray>("respond");
    QTest::addColumn<qsizetype>("size");
    QTest::addColumn<bool>("isAnswered");

    const QByteArray header = R"({"status":200,"headers":{"X-Echo":"{body}"}})";
    const QByteArray body = R"({"status":200,"body":"{body}"})";
    const QByteArray json = R"({"status":200,"json":["{body}"]})";
    QTest::newRow("header at the limit") << header << MaxChallengeHeader << true;
    QTest::newRow("header beyond it") << header << MaxChallengeHeader + 1 << false;
    QTest::newRow("body at the limit") << body << MaxChallengeBody << true;
    QTest::newRow("body beyond it") << body << MaxChallengeBody + 1 << false;
    QTest::newRow("JSON at the limit") << json << MaxChallengeBody - 4 << true;
    QTest::newRow("JSON beyond it") << json << MaxChallengeBody - 3 << false;
}

void tst_ChallengeAnswer::refusesAnswersThatGetTooLong()
{
    QFETCH(QByteArray, respond);
    QFETCH(qsizetype, size);
    QFETCH(bool, isAnswered);
    const ProfilePtr profile = profileWith(R"({"name":"c","when":{"method":"POST"},"respond":)" + respond + '}');
    QVERIFY(profile);

    const ChallengeReply reply = replyTo(*profile, { .body = QByteArray(size, 'x') });

    QCOMPARE(reply.outcome, isAnswered ? ChallengeOutcome::Confirmed : ChallengeOutcome::Incomplete);
    QCOMPARE(reply.response != nullptr, isAnswered);
}

void tst_ChallengeAnswer::givesNoSecretAway_data()
{
    QTest::addColumn<QByteArray>("respond");

    QTest::newRow("body") << QByteArray(R"({"status":200,"body":"a{param:secret}"})");
    QTest::newRow("JSON") << QByteArray(R"({"status":200,"json":{"a":["{param:secret}"]}})");
    QTest::newRow("header") << QByteArray(R"({"status":200,"headers":{"X-A":"{param:secret?}"}})");
    QTest::newRow("hashed") << QByteArray(R"({"status":200,"body":"{param:secret|sha256hex}"})");
}

void tst_ChallengeAnswer::givesNoSecretAway()
{
    QFETCH(QByteArray, respond);

    const auto profile = readProfile(
        R"({"id":"a","name":"A","evidence":"general","schemes":[{"id":"none","algorithm":"none"}],"challenges":[)"
        R"({"name":"c","when":{"method":"GET"},"respond":)"
            + respond + "}]}",
        u"a.json"_s);

    QVERIFY(!profile);
    QCOMPARE(profile.error().size(), std::size_t(1));
    QVERIFY(profile.error().front().pointer.startsWith(u"/challenges/0/respond/"));
    QVERIFY(profile.error().front().detail.contains(u"hand out the secret"));
}

void tst_ChallengeAnswer::signsTokensAlone_data()
{
    QTest::addColumn<QByteArray>("profile");
    QTest::addColumn<SentChallenge>("sent");
    QTest::addColumn<bool>("isAnswered");

    const auto add = [](const char* name, const char* profile, const SentChallenge& sent, bool isAnswered) {
        QTest::newRow(name) << QByteArray(profile) << sent << isAnswered;
    };
    const auto zoom = [](const QByteArray& token) {
        return SentChallenge { .body
            = R"({"event":"endpoint.url_validation","payload":{"plainToken":")" + token + "\"}}",
            .secret = "s3cret" };
    };
    const auto x = [](const QByteArray& token) {
        return SentChallenge { .method = "GET", .target = "/hook?crc_token=" + token, .secret = "s3cret" };
    };
    add("a token", "zoom", zoom("qgg8vlvZRS6UYooatFL8Aw"), true);
    add("base64", "x-twitter", x("a%2Bb%2Fc-d_e%3D%3D"), true);
    add("as long as it may be", "x-twitter", x(QByteArray(MaxSignedToken, 'a')), true);
    add("longer", "x-twitter", x(QByteArray(MaxSignedToken + 1, 'a')), false);
    // What Zoom signs of a delivery: https://developers.zoom.us/docs/api/webhooks/#verify-with-zooms-header
    add("a delivery that somebody made up", "zoom", zoom("v0:1654503849:x"), false);
    add("a body", "x-twitter", x("%7B%22for_user_id%22:%221%22%7D"), false);
    add("a blank", "x-twitter", x("a%20b"), false);
    add("no ASCII", "x-twitter", x("%C3%A9"), false);
    add("a control character", "x-twitter", x("a%00"), false);
}

void tst_ChallengeAnswer::signsTokensAlone()
{
    QFETCH(QByteArray, profile);
    QFETCH(SentChallenge, sent);
    QFETCH(bool, isAnswered);

    const ChallengeReply reply = replyTo(*m_catalog.find(profile), sent);

    QCOMPARE(reply.outcome, isAnswered ? ChallengeOutcome::Confirmed : ChallengeOutcome::Incomplete);
    QCOMPARE(reply.response != nullptr, isAnswered);
}

void tst_ChallengeAnswer::handsOverTheSecretThatComesWithIt_data()
{
    QTest::addColumn<QByteArray>("profile");
    QTest::addColumn<SentChallenge>("sent");
    QTest::addColumn<QByteArray>("secret"); ///< empty: none

    const auto add = [](const char* name, const char* profile, const SentChallenge& sent, const QByteArray& secret) {
        QTest::newRow(name) << QByteArray(profile) << sent << secret;
    };
    const auto asana = [](const QByteArray& secret) {
        return SentChallenge { .headers = { { "X-Hook-Secret", secret } } };
    };
    add("asana", "asana", asana("b537207f20cb"), "b537207f20cb");
    add("asana: empty", "asana", asana(""), "");
    add("asana: as long as it may be", "asana", asana(QByteArray(4096, 'x')), QByteArray(4096, 'x'));
    add("asana: longer", "asana", asana(QByteArray(4097, 'x')), "");
    add("notion", "notion", { .body = R"({"verification_token":"secret_tMrl"})" }, "secret_tMrl");
    add("slack gives none", "slack", { .body = R"({"type":"url_verification","challenge":"c","token":"t"})" }, "");
}

void tst_ChallengeAnswer::handsOverTheSecretThatComesWithIt()
{
    QFETCH(QByteArray, profile);
    QFETCH(SentChallenge, sent);
    QFETCH(QByteArray, secret);
    const Request request = sent.request();
    const EndpointValues endpoint;
    const RequestValues values(request, endpoint);
    const Challenge* const challenge = challengeOf(*m_catalog.find(profile), request, values);
    QVERIFY(challenge);

    const std::optional<QByteArray> found = handedOverSecret(*challenge, values);

    QCOMPARE(found.has_value(), !secret.isEmpty());
    QCOMPARE(found.value_or(QByteArray()), secret);
}

QTEST_GUILESS_MAIN(tst_ChallengeAnswer)
#include "tst_challengeanswer.moc"
