// SPDX-License-Identifier: GPL-3.0-or-later
#include "endpoint/confirmation.h"
#include "profile/profilecatalog.h"
#include "support/challenges.h"

#include <QRegularExpression>
#include <QTest>

using namespace hookloupe;
using namespace hookloupe::test;
using namespace Qt::StringLiterals;

namespace {

std::optional<Confirmation> confirmationIn(const Profile& profile, const Request& request)
{
    const EndpointValues endpoint;
    const RequestValues values(request, endpoint);
    const Challenge* const challenge = challengeOf(profile, request, values);
    return challenge ? confirmationOf(*challenge, values) : std::nullopt;
}

} // namespace

/// Addresses that confirm a subscription, as providers and others send them.
class tst_Confirmation : public QObject {
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void offersWhatTheProviderSends_data();
    void offersWhatTheProviderSends();
    void judgesAddresses_data();
    void judgesAddresses();
    void stopsAtTheLongestAddress_data();
    void stopsAtTheLongestAddress();
    void comparesHosts_data();
    void comparesHosts();

private:
    ProfileCatalog m_catalog = ProfileCatalog::load({});
};

void tst_Confirmation::offersWhatTheProviderSends_data()
{
    QTest::addColumn<QByteArray>("profile");
    QTest::addColumn<SentChallenge>("sent");
    QTest::addColumn<QByteArray>("url");
    QTest::addColumn<bool>("isAlternative");

    QTest::newRow("SNS: docs.aws.amazon.com/sns/latest/dg/http-subscription-confirmation-json.html")
        << QByteArray("aws-sns")
        << SentChallenge { .body = R"({"Type":"SubscriptionConfirmation","SubscribeURL":)"
                                   R"("https://sns.us-west-2.amazonaws.com/?Action=ConfirmSubscription&Token=2"})" }
        << QByteArray("https://sns.us-west-2.amazonaws.com/?Action=ConfirmSubscription&Token=2") << false;
    QTest::newRow("Event Grid: learn.microsoft.com/azure/event-grid/end-point-validation-event-grid-events-schema")
        << QByteArray("azure-event-grid")
        << SentChallenge { .headers = { { "aeg-event-type", "SubscriptionValidation" } },
               .body = R"([{"data":{"validationCode":"512d38b6","validationUrl":)"
                       R"("https://rp-eastus2.eventgrid.azure.net:553/eventsubscriptions/estest/validate?id=512d"}}])" }
        << QByteArray("https://rp-eastus2.eventgrid.azure.net:553/eventsubscriptions/estest/validate?id=512d") << true;
    QTest::newRow("CloudEvents: cloudevents/spec http-webhook.md 4.1.3")
        << QByteArray("cloudevents")
        << SentChallenge { .method = "OPTIONS",
               .headers = { { "WebHook-Request-Origin", "e.example" },
                   { "WebHook-Request-Callback", "https://example.com/confirm?id=12345&key=67890" } } }
        << QByteArray("https://example.com/confirm?id=12345&key=67890") << true;
}

void tst_Confirmation::offersWhatTheProviderSends()
{
    QFETCH(QByteArray, profile);
    QFETCH(SentChallenge, sent);
    QFETCH(QByteArray, url);
    QFETCH(bool, isAlternative);

    const std::optional<Confirmation> found = confirmationIn(*m_catalog.find(profile), sent.request());

    QVERIFY(found);
    QCOMPARE(found->url, url);
    QCOMPARE(found->method, "GET");
    QCOMPARE(found->isAlternative, isAlternative);
    QVERIFY(found->isHostExpected);
}

void tst_Confirmation::judgesAddresses_data()
{
    QTest::addColumn<QByteArray>("url"); ///< as it stands in JSON
    QTest::addColumn<bool>("isOffered");
    QTest::addColumn<bool>("isExpected");

    const auto add = [](const char* name, const char* url, bool isOffered, bool isExpected = false) {
        QTest::newRow(name) << QByteArray(url) << isOffered << isExpected;
    };
    add("the provider's host", "https://sns.eu-west-1.amazonaws.com/?Token=1", true, true);
    add("in China", "https://sns.cn-north-1.amazonaws.com.cn/?Token=1", true, true);
    add("capitals", "https://SNS.eu-west-1.AmazonAWS.com/", true, true);
    add("http", "http://sns.eu-west-1.amazonaws.com/", true, true);
    add("another host", "https://evil.example/?Token=1", true, false);
    add("the provider's host as a beginning", "https://sns.eu-west-1.amazonaws.com.evil.example/", true, false);
    add("the provider's host as an end", "https://evil-sns.eu-west-1.amazonaws.com/", true, false);
    add("no region", "https://sns.amazonaws.com/", true, false);
    add("the provider's host in the path", "https://evil.example/sns.eu-west-1.amazonaws.com", true, false);
    add("an address of the local network", "http://169.254.169.254/latest/meta-data/", true, false);
    add("credentials", "https://sns.eu-west-1.amazonaws.com@evil.example/", false);
    add("empty credentials", "https://@evil.example/", false);
    add("a backslash", "https://evil.example\\\\@sns.eu-west-1.amazonaws.com/", false);
    add("file", "file:///etc/passwd", false);
    add("script", "javascript:alert(1)", false);
    add("data", "data:text/html,x", false);
    add("ftp", "ftp://sns.eu-west-1.amazonaws.com/", false);
    add("no scheme", "//sns.eu-west-1.amazonaws.com/", false);
    add("no host", "https:///x", false);
    add("relative", "/?Token=1", false);
    add("empty", "", false);
    add("a blank", "https://sns.eu-west-1.amazonaws.com/ x", false);
    add("a line break", "https://sns.eu-west-1.amazonaws.com/\\r\\nX: 1", false);
    add("an escape of a terminal", "https://sns.eu-west-1.amazonaws.com/\\u001b[2J", false);
    add("letters from right to left", "https://sns.eu-west-1.amazonaws.com/\\u202egpj", false);
    add("a letter that looks like another", "https://sns.eu-west-1.am\\u0430zonaws.com/", false);
}

void tst_Confirmation::judgesAddresses()
{
    QFETCH(QByteArray, url);
    QFETCH(bool, isOffered);
    QFETCH(bool, isExpected);
    const SentChallenge sent { .body = R"({"Type":"SubscriptionConfirmation","SubscribeURL":")" + url + "\"}" };

    const std::optional<Confirmation> found = confirmationIn(*m_catalog.find("aws-sns"), sent.request());

    QCOMPARE(found.has_value(), isOffered);
    if (found)
        QCOMPARE(found->isHostExpected, isExpected);
}

void tst_Confirmation::stopsAtTheLongestAddress_data()
{
    QTest::addColumn<qsizetype>("size");
    QTest::addColumn<bool>("isOffered");

    QTest::newRow("at the limit") << Confirmation::MaxUrlBytes << true;
    QTest::newRow("beyond it") << Confirmation::MaxUrlBytes + 1 << false;
}

void tst_Confirmation::stopsAtTheLongestAddress()
{
    QFETCH(qsizetype, size);
    QFETCH(bool, isOffered);
    const QByteArray url = QByteArray("https://sns.eu-west-1.amazonaws.com/").leftJustified(size, 'a');
    const SentChallenge sent { .body = R"({"Type":"SubscriptionConfirmation","SubscribeURL":")" + url + "\"}" };

    QCOMPARE(confirmationIn(*m_catalog.find("aws-sns"), sent.request()).has_value(), isOffered);
}

void tst_Confirmation::comparesHosts_data()
{
    QTest::addColumn<QByteArray>("host");
    QTest::addColumn<QByteArray>("pattern");
    QTest::addColumn<bool>("isEqual");

    const auto add = [](const char* host, const char* pattern, bool isEqual) {
        QTest::addRow("%s, %s", host, pattern) << QByteArray(host) << QByteArray(pattern) << isEqual;
    };
    add("a.b", "a.b", true);
    add("A.b", "a.B", true);
    add("a.b", "a.c", false);
    add("a.b", "b", false);
    add("b", "a.b", false);
    add("x.b", "*.b", true);
    add("x.y.b", "*.b", true);
    add("b", "*.b", false);
    add("a.x", "a.*", true);
    add("a", "a.*", false);
    add("a.x.c", "a.*.c", true);
    add("a.x.c.y.c", "a.*.c", true);
    add("a.c", "a.*.c", false);
    add("a.x.b.y.c", "a.*.b.*.c", true);
    add("a.b.b.c", "a.*.b.*.c", false);
    add("a.b.b.b.c", "a.*.b.*.c", true);
    add("axc", "a*c", false);
    add("", "*", true);
}

void tst_Confirmation::comparesHosts()
{
    QFETCH(QByteArray, host);
    QFETCH(QByteArray, pattern);
    QFETCH(bool, isEqual);

    QCOMPARE(isHostOf(host, pattern), isEqual);
}

QTEST_GUILESS_MAIN(tst_Confirmation)
#include "tst_confirmation.moc"
