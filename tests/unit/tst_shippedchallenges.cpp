// SPDX-License-Identifier: GPL-3.0-or-later
#include "profile/profilecatalog.h"
#include "response/responseprogram.h"
#include "support/challenges.h"

#include <QRegularExpression>
#include <QTest>

using namespace hookloupe;
using namespace hookloupe::test;
using namespace Qt::StringLiterals;

namespace {

const QByteArray DiscordKey = "d59a0f39be54d18eec123b3f29d26b4be37a462772c080af0cefabbcb0c3661c";
const QByteArray DiscordPing = "21f770d898a5355d2654c534a42d1d37d71943576f27eb96e044f144fb4521ae08b7a68623d0c18623a4ba8"
                               "f3ad31499efab1b366474ab4f97"
                               "c693196966f904";
const QByteArray InteractionsPing = "af98ee5eedb3f5787151274a71186daf42017c6c60381716951a80afc495926484118e61dafab77e50"
                                    "c6ce055751e43ce22606fabdea5aa70b"
                                    "9df7b6c9d7b904";
const QByteArray XeroBody = R"({"events":[],"firstEventSequence":0,"lastEventSequence":0,"entropy":"S0m3r4nd0mt3xt"})";
const QByteArray SnsBody
    = R"({"Type":"SubscriptionConfirmation","MessageId":"165545c9-2a5c-472c-8df2-7ff2be2b3b1b","Token":"2336412f37",)"
      R"("TopicArn":"arn:aws:sns:us-west-2:123456789012:MyTopic",)"
      R"("SubscribeURL":"https://sns.us-west-2.amazonaws.com/?Action=ConfirmSubscription&Token=2336412f37"})";
const QByteArray EventGridBody
    = R"([{"id":"2d1781af-3a4c-4d7c-bd0c-e34b19da4e66","topic":"/subscriptions/x","subject":"",)"
      R"("data":{"validationCode":"512d38b6-c7b8-40c8-89fe-f46f9e9622b6",)"
      R"("validationUrl":"https://rp-eastus2.eventgrid.azure.net:553/eventsubscriptions/estest/validate?id=512d38b6"},)"
      R"("eventType":"Microsoft.EventGrid.SubscriptionValidationEvent","eventTime":"2018-01-25T22:12:19.4556811Z"}])";

struct Row {
    QByteArray profile;
    const char* source;
    SentChallenge sent;
    int status;
    HeaderList headers;
    QByteArray body;
};

/// Each shipped challenge as the provider's documentation shows it.
std::vector<Row> documentedChallenges()
{
    const HeaderList none;
    const HeaderList text { { "Content-Type", "text/plain" } };
    const HeaderList json { { "Content-Type", "application/json" } };
    return {
        { "asana", "developers.asana.com/reference/createwebhook",
            SentChallenge {
                .headers = { { "X-Hook-Secret", "b537207f20cbfa02357cf448134da559e8bd39d61597dcd5631b8012eae53e81" } },
                .body = "{}" },
            200, HeaderList { { "X-Hook-Secret", "b537207f20cbfa02357cf448134da559e8bd39d61597dcd5631b8012eae53e81" } },
            QByteArray() },
        { "aws-sns", "docs.aws.amazon.com/sns/latest/dg/http-subscription-confirmation-json.html",
            SentChallenge { .headers = { { "x-amz-sns-message-type", "SubscriptionConfirmation" } }, .body = SnsBody },
            200, none, QByteArray() },
        { "azure-event-grid", "learn.microsoft.com/azure/event-grid/end-point-validation-event-grid-events-schema",
            SentChallenge { .headers = { { "aeg-event-type", "SubscriptionValidation" } }, .body = EventGridBody }, 200,
            json, QByteArray(R"({"validationResponse":"512d38b6-c7b8-40c8-89fe-f46f9e9622b6"})") },
        { "braintree", "github.com/braintree webhook_notification_gateway tests (verify)",
            SentChallenge { .method = "GET",
                .target = "/hook?bt_challenge=20f9f8ed05f77439fe955c977e4c8a53",
                .secret = "integration_private_key",
                .params = { { "public_key", "integration_public_key" } } },
            200, text, QByteArray("integration_public_key|d9b899556c966b3f06945ec21311865d35df3ce4") },
        { "circle", "developers.circle.com, notifications quickstart: the endpoint must handle HEAD",
            SentChallenge { .method = "HEAD" }, 200, none, QByteArray() },
        { "cloudevents", "cloudevents/spec http-webhook.md 4.1, without a rate",
            SentChallenge {
                .method = "OPTIONS", .headers = { { "WebHook-Request-Origin", "eventemitter.example.com" } } },
            200, HeaderList { { "WebHook-Allowed-Origin", "eventemitter.example.com" }, { "Allow", "POST" } },
            QByteArray() },
        { "cloudevents", "cloudevents/spec http-webhook.md 4.1, with a rate",
            SentChallenge { .method = "OPTIONS",
                .headers
                = { { "WebHook-Request-Origin", "eventemitter.example.com" }, { "WebHook-Request-Rate", "120" } } },
            200,
            HeaderList { { "WebHook-Allowed-Origin", "eventemitter.example.com" }, { "WebHook-Allowed-Rate", "120" },
                { "Allow", "POST" } },
            QByteArray() },
        { "discord", "docs.discord.com/developers/events/webhook-events: PING is type 0",
            SentChallenge {
                .headers = { { "X-Signature-Timestamp", "1760000000" }, { "X-Signature-Ed25519", DiscordPing } },
                .body = R"({"type":0})",
                .secret = DiscordKey },
            204, none, QByteArray() },
        { "discord", "docs.discord.com/developers/interactions: PING is type 1, PONG answers it",
            SentChallenge {
                .headers = { { "X-Signature-Timestamp", "1760000000" }, { "X-Signature-Ed25519", InteractionsPing } },
                .body = R"({"type":1,"id":"1","application_id":"2","token":"t","version":1})",
                .secret = DiscordKey },
            200, json, QByteArray(R"({"type":1})") },
        { "dropbox", "www.dropbox.com/developers/reference/webhooks",
            SentChallenge { .method = "GET", .target = "/hook?challenge=abc123" }, 200,
            HeaderList { { "Content-Type", "text/plain" }, { "X-Content-Type-Options", "nosniff" } },
            QByteArray("abc123") },
        { "front", "dev.frontapp.com/docs/application-webhooks",
            SentChallenge { .headers = { { "x-front-challenge", "mAZ3xL" } },
                .body = R"({"type":"sync","authorization":{"id":"cmp_abc"}})" },
            200, text, QByteArray("mAZ3xL") },
        { "intercom", "HEAD check, general knowledge", SentChallenge { .method = "HEAD" }, 200, none, QByteArray() },
        { "linkedin", "learn.microsoft.com/linkedin/shared/api-guide/webhook-validation",
            SentChallenge { .method = "GET",
                .target = "/hook?challengeCode=890e4665-4dfe-4ab1-b689-ed553bceeed0&applicationId=12345",
                .secret = "linkedin-client-secret" },
            200, json,
            QByteArray(R"({"challengeCode":"890e4665-4dfe-4ab1-b689-ed553bceeed0","challengeResponse":)"
                       R"("e9567c49fee6d803311de224f2be5dc1b7f61cae1810ae05866223f4caa1724f"})") },
        { "meta", "developers.facebook.com/docs/graph-api/webhooks/getting-started",
            SentChallenge { .method = "GET",
                .target = "/webhooks?hub.mode=subscribe&hub.challenge=1158201444&hub.verify_token=meatyhamhock",
                .params = { { "verify_token", "meatyhamhock" } } },
            200, text, QByteArray("1158201444") },
        { "microsoft-graph", "learn.microsoft.com/graph/change-notifications-delivery-webhooks: decoded",
            SentChallenge {
                .target = "/hook?validationToken=Validation%3a+Testing+client+application+reachability%26more" },
            200, text, QByteArray("Validation: Testing client application reachability&more") },
        { "monday", "developer.monday.com/apps/docs/mondaycom-app-webhooks-overview",
            SentChallenge { .body = R"({"challenge":"3eZbrw1aBm2rZgRNFdxV2595E9CY3gmdALWMmHkvFXO7tYXAYM8P"})" }, 200,
            json, QByteArray(R"({"challenge":"3eZbrw1aBm2rZgRNFdxV2595E9CY3gmdALWMmHkvFXO7tYXAYM8P"})") },
        { "notion", "developers.notion.com/reference/webhooks",
            SentChallenge { .body = R"({"verification_token":"secret_tMrlL1qK5vuQAh1b6cZGhFChZTSYJlce98V0pYn7yBl"})" },
            200, none, QByteArray() },
        { "nylas", "developer.nylas.com/docs/v3/notifications",
            SentChallenge { .method = "GET", .target = "/hook?challenge=bc609b38-c81f-47fb-a275-0d9bd61a968b" }, 200,
            text, QByteArray("bc609b38-c81f-47fb-a275-0d9bd61a968b") },
        { "okta", "developer.okta.com/docs/concepts/event-hooks",
            SentChallenge {
                .method = "GET", .headers = { { "x-okta-verification-challenge", "My verification value" } } },
            200, json, QByteArray(R"({"verification":"My verification value"})") },
        { "slack", "docs.slack.dev/reference/events/url_verification",
            SentChallenge { .body = R"({"token":"Jhj5dZrVaK7ZwHHjRyZWjbDl",)"
                                    R"("challenge":"3eZbrw1aBm2rZgRNFdxV2595E9CY3gmdALWMmHkvFXO7tYXAYM8P",)"
                                    R"("type":"url_verification"})" },
            200, text, QByteArray("3eZbrw1aBm2rZgRNFdxV2595E9CY3gmdALWMmHkvFXO7tYXAYM8P") },
        { "tebex", "docs.tebex.io/developers/webhooks/overview",
            SentChallenge { .body = R"({"id":"2c116b11-1110-91e0-b266-b792c8da5f11","type":"validation.webhook",)"
                                    R"("date":"2021-08-24T12:21:47+00:00","subject":{}})" },
            200, json, QByteArray(R"({"id":"2c116b11-1110-91e0-b266-b792c8da5f11"})") },
        { "trello", "developer.atlassian.com/cloud/trello/guides/rest-api/webhooks: HEAD must give 200",
            SentChallenge { .method = "HEAD" }, 200, none, QByteArray() },
        { "twitch", "dev.twitch.tv/docs/eventsub/handling-webhook-events",
            SentChallenge { .headers = { { "Twitch-Eventsub-Message-Type", "webhook_callback_verification" } },
                .body = R"({"challenge":"pogchamp-kappa-360noscope-vohiyo","subscription":{"id":"f1c2a387"}})" },
            200, text, QByteArray("pogchamp-kappa-360noscope-vohiyo") },
        { "websub", "www.w3.org/TR/websub/#hub-verifies-intent",
            SentChallenge { .method = "GET",
                .target = "/hook?hub.mode=subscribe&hub.topic=https%3A%2F%2Fa.example%2Ffeed&hub.challenge=7f2b&hub."
                          "lease_seconds=3600",
                .params = { { "topic", "https://a.example/feed" } } },
            200, text, QByteArray("7f2b") },
        { "whatsapp", "developers.facebook.com/docs/graph-api/webhooks/getting-started",
            SentChallenge { .method = "GET",
                .target = "/hook?hub.mode=subscribe&hub.challenge=1158201444&hub.verify_token=a%2Bb",
                .params = { { "verify_token", "a+b" } } },
            200, text, QByteArray("1158201444") },
        { "x-twitter", "docs.x.com/x-api/webhooks/quickstart (answer computed from its rule)",
            SentChallenge { .method = "GET",
                .target = "/hook?crc_token=MDI2YTVkZmItMzZmOC00ZWJhLTk1ODYtZTRhMDc2Y2E1NDk5",
                .secret = "consumer-secret" },
            200, json, QByteArray(R"({"response_token":"sha256=pxmkTvR0Xyk8qdV8qFMn1U5YOSAHI+0LYoFQV3pYfvY="})") },
        { "xero", "developer.xero.com/documentation/guides/webhooks/configuring-your-server: right signature",
            SentChallenge { .headers = { { "x-xero-signature", "z5zjXWubzSpo8HGtcB5n9prnQQgrNa+j7rQfnGS/QF8=" } },
                .body = XeroBody,
                .secret = "xero-key" },
            200, none, QByteArray() },
        { "zoom",
            "developers.zoom.us/docs/api/webhooks/#validate-your-webhook-endpoint (answer computed from its rule)",
            SentChallenge { .body = R"({"payload":{"plainToken":"qgg8vlvZRS6UYooatFL8Aw"},"event_ts":1654503849680,)"
                                    R"("event":"endpoint.url_validation"})",
                .secret = "zoom-secret-token" },
            200, json,
            QByteArray(R"({"plainToken":"qgg8vlvZRS6UYooatFL8Aw",)"
                       R"("encryptedToken":"d9e0d764a78494688ba3f2d5c0ed4ca311394b4834d959759213424d2df961e3"})") },
    };
}

} // namespace

/// Every challenge that comes with the program, as the provider sends it and wants it answered.
class tst_ShippedChallenges : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void confirmsAsTheProviderWants_data();
    void confirmsAsTheProviderWants();
    void everyShippedChallengeIsTried();
    void saysWhyItDoesNotConfirm_data();
    void saysWhyItDoesNotConfirm();
    void leavesEventsAlone_data();
    void leavesEventsAlone();
    void headChecksHaveNoBody_data();
    void headChecksHaveNoBody();

private:
    ProfileCatalog m_catalog;
};

void tst_ShippedChallenges::initTestCase()
{
    m_catalog = ProfileCatalog::load({});
    QVERIFY(m_catalog.errors().empty());
}

void tst_ShippedChallenges::confirmsAsTheProviderWants_data()
{
    QTest::addColumn<QByteArray>("profile");
    QTest::addColumn<SentChallenge>("sent");
    QTest::addColumn<int>("status");
    QTest::addColumn<HeaderList>("headers");
    QTest::addColumn<QByteArray>("body");

    for (const Row& row : documentedChallenges())
        QTest::addRow("%s: %s", row.profile.constData(), row.source)
            << row.profile << row.sent << row.status << row.headers << row.body;
}

void tst_ShippedChallenges::confirmsAsTheProviderWants()
{
    QFETCH(QByteArray, profile);
    QFETCH(SentChallenge, sent);
    QFETCH(int, status);
    QFETCH(HeaderList, headers);
    QFETCH(QByteArray, body);

    const ChallengeReply reply = replyTo(*m_catalog.find(profile), sent);

    QCOMPARE(challengeOutcomeName(reply.outcome), QByteArrayView("confirmed"));
    QCOMPARE(reply.response->status, status);
    QCOMPARE(reply.response->headers, headers);
    QCOMPARE(reply.response->body, body);
}

void tst_ShippedChallenges::everyShippedChallengeIsTried()
{
    QStringList untried;
    for (const ProfilePtr& profile : m_catalog.profiles()) {
        for (const Challenge& challenge : profile->challenges)
            untried += QString::fromUtf8(profile->id + ' ' + challenge.name);
    }
    QVERIFY(untried.size() >= 27);

    for (const Row& row : documentedChallenges()) {
        const Request request = row.sent.request();
        const EndpointValues endpoint;
        const Challenge* const challenge
            = challengeOf(*m_catalog.find(row.profile), request, RequestValues(request, endpoint));
        QVERIFY(challenge);
        untried.removeAll(QString::fromUtf8(row.profile + ' ' + challenge->name));
    }

    QCOMPARE(untried, QStringList());
}

void tst_ShippedChallenges::saysWhyItDoesNotConfirm_data()
{
    QTest::addColumn<QByteArray>("profile");
    QTest::addColumn<SentChallenge>("sent");
    QTest::addColumn<ChallengeOutcome>("outcome");
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("setting");

    const auto add = [](const char* name, const char* profile, const SentChallenge& sent, ChallengeOutcome outcome,
                         int status = 0, const char* setting = "") {
        QTest::newRow(name) << QByteArray(profile) << sent << outcome << status << QByteArray(setting);
    };
    const SentChallenge meta { .method = "GET",
        .target = "/h?hub.mode=subscribe&hub.challenge=1&hub.verify_token=right" };
    const auto metaWith = [&](const QByteArray& token) {
        SentChallenge sent = meta;
        sent.params = { { "verify_token", token } };
        return sent;
    };
    add("meta: another token", "meta", metaWith("Right"), ChallengeOutcome::Refused, 403);
    add("meta: the token is the beginning of ours", "meta", metaWith("right!"), ChallengeOutcome::Refused, 403);
    add("meta: our token is not known", "meta", meta, ChallengeOutcome::NeedsSetting, 0, "verify_token");
    SentChallenge bare = metaWith("right");
    bare.target = "/h?hub.mode=subscribe&hub.verify_token=right";
    add("meta: no challenge in it", "meta", bare, ChallengeOutcome::Incomplete);
    bare.target = "/h?hub.mode=subscribe&hub.challenge=1";
    add("meta: no token in it", "meta", bare, ChallengeOutcome::Refused, 403);
    add("websub: another topic (404 by the Recommendation)", "websub",
        { .method = "GET", .target = "/h?hub.topic=b&hub.challenge=1", .params = { { "topic", "a" } } },
        ChallengeOutcome::Refused, 404);

    add("zoom: no secret", "zoom", { .body = R"({"payload":{"plainToken":"x"},"event":"endpoint.url_validation"})" },
        ChallengeOutcome::NeedsSecret);
    add("zoom: no token", "zoom", { .body = R"({"payload":{},"event":"endpoint.url_validation"})", .secret = "s" },
        ChallengeOutcome::Incomplete);
    add("braintree: the public key is not known", "braintree",
        { .method = "GET", .target = "/h?bt_challenge=1", .secret = "s" }, ChallengeOutcome::NeedsSetting, 0,
        "public_key");

    const auto xero = [](const QByteArray& signature, const QByteArray& secret) {
        return SentChallenge { .headers = { { "x-xero-signature", signature } }, .body = XeroBody, .secret = secret };
    };
    const QByteArray right = "z5zjXWubzSpo8HGtcB5n9prnQQgrNa+j7rQfnGS/QF8=";
    const QByteArray wrong = "y5zjXWubzSpo8HGtcB5n9prnQQgrNa+j7rQfnGS/QF8=";
    add("xero: wrong signature", "xero", xero(wrong, "xero-key"), ChallengeOutcome::Refused, 401);
    add("xero: another key", "xero", xero(right, "other"), ChallengeOutcome::Refused, 401);
    add("xero: unreadable signature", "xero", xero("!", "xero-key"), ChallengeOutcome::Refused, 401);
    add("xero: no key", "xero", xero(right, {}), ChallengeOutcome::NeedsSecret);

    const auto discord = [](const QByteArray& signature, const QByteArray& secret) {
        return SentChallenge { .headers
            = { { "X-Signature-Timestamp", "1760000000" }, { "X-Signature-Ed25519", signature } },
            .body = R"({"type":0})",
            .secret = secret };
    };
    add("discord: wrong signature, as in its routine checks", "discord", discord(InteractionsPing, DiscordKey),
        ChallengeOutcome::Refused, 401);
    add("discord: no signature", "discord", { .body = R"({"type":0})", .secret = DiscordKey },
        ChallengeOutcome::Refused, 401);
    add("discord: no public key", "discord", discord(DiscordPing, {}), ChallengeOutcome::NeedsSecret);
    add("discord: a secret that is no public key", "discord", discord(DiscordPing, "hunter2"),
        ChallengeOutcome::NeedsSecret);
    add("event grid: no code", "azure-event-grid",
        { .headers = { { "aeg-event-type", "SubscriptionValidation" } }, .body = "[{}]" },
        ChallengeOutcome::Incomplete);
    add("slack: broken body", "slack", { .body = R"({"type":"url_verification","challenge":)" },
        ChallengeOutcome::Incomplete);
}

void tst_ShippedChallenges::saysWhyItDoesNotConfirm()
{
    QFETCH(QByteArray, profile);
    QFETCH(SentChallenge, sent);
    QFETCH(ChallengeOutcome, outcome);
    QFETCH(int, status);
    QFETCH(QByteArray, setting);

    const ChallengeReply reply = replyTo(*m_catalog.find(profile), sent);

    QCOMPARE(challengeOutcomeName(reply.outcome), challengeOutcomeName(outcome));
    QCOMPARE(reply.response != nullptr, status != 0);
    QCOMPARE(reply.response ? reply.response->status : 0, status);
    if (reply.response)
        QVERIFY(reply.response->body.isEmpty() && reply.response->headers.empty());
    QCOMPARE(reply.setting, setting);
}

void tst_ShippedChallenges::leavesEventsAlone_data()
{
    QTest::addColumn<QByteArray>("profile");
    QTest::addColumn<SentChallenge>("sent");

    const auto add = [](const char* name, const char* profile, const SentChallenge& sent) {
        QTest::newRow(name) << QByteArray(profile) << sent;
    };
    add("trello: an event", "trello", { .body = "{}" });
    add("meta: POST with the same query", "meta", { .target = "/h?hub.mode=subscribe&hub.challenge=1" });
    add("meta: another mode", "meta", { .method = "GET", .target = "/h?hub.mode=unsubscribe&hub.challenge=1" });
    add("slack: an event that holds a challenge", "slack", { .body = R"({"type":"event_callback","challenge":"x"})" });
    add("discord: an event", "discord", { .body = R"({"type":1,"event":{"type":"APPLICATION_AUTHORIZED"}})" });
    add("discord: a type in words", "discord", { .body = R"({"type":"ping"})" });
    add("xero: with events", "xero",
        { .headers = { { "x-xero-signature", "x" } }, .body = R"({"events":[{"resourceId":"1"}]})" });
    add("a provider that sends none", "stripe", { .method = "GET", .target = "/h?challenge=1" });
    add("a method in small letters is another one", "dropbox", { .method = "get", .target = "/h?challenge=1" });
}

void tst_ShippedChallenges::leavesEventsAlone()
{
    QFETCH(QByteArray, profile);
    QFETCH(SentChallenge, sent);

    QVERIFY(!isChallenge(*m_catalog.find(profile), sent));
}

void tst_ShippedChallenges::headChecksHaveNoBody_data()
{
    QTest::addColumn<QByteArray>("profile");

    for (const char* profile : { "trello", "circle", "intercom" })
        QTest::newRow(profile) << QByteArray(profile);
}

void tst_ShippedChallenges::headChecksHaveNoBody()
{
    QFETCH(QByteArray, profile);
    const SentChallenge sent { .method = "HEAD" };

    const ChallengeReply reply = replyTo(*m_catalog.find(profile), sent);
    const QByteArray bytes = responseBytes(*reply.response, sent.request().head, false);

    QVERIFY(bytes.startsWith("HTTP/1.1 200 "));
    QVERIFY(bytes.endsWith("\r\n\r\n"));
    QCOMPARE(bytes.count("\r\n\r\n"), 1);
}

QTEST_GUILESS_MAIN(tst_ShippedChallenges)
#include "tst_shippedchallenges.moc"
