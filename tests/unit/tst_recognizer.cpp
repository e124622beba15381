// SPDX-License-Identifier: GPL-3.0-or-later
#include "profile/eventfacts.h"
#include "profile/recognizer.h"
#include "support/requestof.h"
#include "support/vectors.h"

#include <QRandomGenerator>
#include <QRegularExpression>
#include <QTest>

#include <set>

using namespace hookloupe;
using namespace hookloupe::test;
using namespace Qt::StringLiterals;

namespace {

QByteArray idsOf(const std::vector<ProfilePtr>& profiles)
{
    QByteArray ids;
    for (const ProfilePtr& profile : profiles)
        ids += (ids.isEmpty() ? "" : " ") + profile->id;
    return ids;
}

QByteArray recognized(const Recognizer& recognizer, const Request& request)
{
    const EndpointValues endpoint;
    return idsOf(recognizer.recognize(request, RequestValues(request, endpoint)));
}

QByteArray factsOf(const ProfileCatalog& catalog, const QByteArray& id, const Request& request)
{
    const EndpointValues endpoint;
    RequestValues values(request, endpoint);
    const EventFacts facts = eventFacts(*catalog.find(id), values);
    return facts.id + '|' + facts.type + '|' + facts.time + '|' + facts.resource;
}

QByteArray randomWord(QRandomGenerator& random)
{
    static const QByteArray Words[] { "id", "type", "event", "data", "X-Signature-Of-Mine", "Content-Type", "object",
        "Authorization", "User-Agent", "token", "payload", "time", "X-Request-Id", "a", "signature" };
    return Words[random.bounded(int(std::size(Words)))];
}

Request randomRequest(QRandomGenerator& random)
{
    static const QByteArray Methods[] { "POST", "GET", "PUT", "HEAD" };
    HeaderList headers { { "Host", "localhost" } };
    for (int i = random.bounded(6); i > 0; --i)
        headers.emplace_back(randomWord(random), randomWord(random));
    QByteArray body;
    for (int i = random.bounded(6); i > 0; --i)
        body += (body.isEmpty() ? "" : ",")
            + QByteArray("\"%1\":{\"%2\":1}").replace("%1", randomWord(random)).replace("%2", randomWord(random));
    return requestOf(Methods[random.bounded(4)], "/" + randomWord(random), headers, QByteArray('{' + body + '}'));
}

} // namespace

class RecognizerTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void recognisesEachVector_data();
    void recognisesEachVector();
    void hasAVectorForMostProfiles();
    void doesNotRecogniseRandomRequests();
    void prefersTheMoreSpecificRule();
    void saysWhenSeveralFit();
    void findsTheFactsOfAnEvent_data();
    void findsTheFactsOfAnEvent();
    void takesTheFirstEventOfABatchAndRestoresTheItem();
    void cutsLongFacts();

private:
    ProfileCatalog m_catalog;
};

void RecognizerTest::initTestCase()
{
    m_catalog = ProfileCatalog::load({});
}

void RecognizerTest::recognisesEachVector_data()
{
    QTest::addColumn<ProviderVector>("vector");
    for (const ProviderVector& vector : providerVectors())
        QTest::newRow(vector.name.constData()) << vector;
}

void RecognizerTest::recognisesEachVector()
{
    QFETCH(ProviderVector, vector);
    QVERIFY2(m_catalog.find(vector.provider), vector.provider.constData());
    const Recognizer recognizer(m_catalog);
    QCOMPARE(recognized(recognizer, vector.request), vector.recognized.join(' '));
    // Alone or among several, but itself, unless nothing marks it.
    QVERIFY(vector.recognized.isEmpty() || vector.recognized.contains(vector.provider));
}

void RecognizerTest::hasAVectorForMostProfiles()
{
    std::set<QByteArray> provided;
    for (const ProviderVector& vector : providerVectors())
        provided.insert(vector.provider);
    QVERIFY(provided.size() >= 60);
}

void RecognizerTest::doesNotRecogniseRandomRequests()
{
    QRandomGenerator random(20261122);
    const Recognizer recognizer(m_catalog);
    for (int i = 0; i < 2000; ++i) {
        const Request request = randomRequest(random);
        const QByteArray ids = recognized(recognizer, request);
        QVERIFY2(ids.isEmpty(), QByteArray(ids + "\n" + request.head.raw() + request.body.bytes()).constData());
    }
}

void RecognizerTest::prefersTheMoreSpecificRule()
{
    const Recognizer recognizer(m_catalog);
    const HeaderList headers { { "webhook-id", "1" }, { "webhook-timestamp", "2" }, { "webhook-signature", "v1,x" } };
    QCOMPARE(recognized(recognizer, requestOf("POST", "/", headers, "{}")), "standard-webhooks");
    const QByteArray basiq
        = R"({"eventTypeId":"user.created","eventId":"1","links":{"event":"https://a/events/1","eventEntity":"https://a/users/2"}})";
    QCOMPARE(recognized(recognizer, requestOf("POST", "/", headers, basiq)), "basiq");
    HeaderList gitlab = headers;
    gitlab.emplace_back("x-gitlab-event", "Push Hook");
    QCOMPARE(recognized(recognizer, requestOf("POST", "/", gitlab, "{}")), "gitlab");
}

void RecognizerTest::saysWhenSeveralFit()
{
    const Recognizer recognizer(m_catalog);
    const HeaderList headers { { "X-Hub-Signature-256", "sha256=00" } };
    QCOMPARE(recognized(recognizer, requestOf("POST", "/", headers, "{}")), "github meta whatsapp");
    QCOMPARE(recognized(recognizer, requestOf("POST", "/", headers, R"({"object":"whatsapp_business_account"})")),
        "whatsapp");
    QCOMPARE(recognized(recognizer, requestOf("GET", "/?challenge=1", {}, {})), "dropbox nylas");
}

void RecognizerTest::findsTheFactsOfAnEvent_data()
{
    QTest::addColumn<QByteArray>("provider");
    QTest::addColumn<QByteArray>("target");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("wanted");
    const auto row = [](const char* name, const char* provider, const char* target, const char* body,
                         const char* wanted) {
        QTest::newRow(name) << QByteArray(provider) << QByteArray(target) << QByteArray(body) << QByteArray(wanted);
    };
    row("Machnet PaaS", "machnet", "/",
        R"({"id":"i","event_name":"transaction_processed","resource_id":"r","timestamp":"t"})",
        "i|transaction_processed|t|r");
    row("Machnet RaaS", "machnet", "/",
        R"({"persisted_object_id":"p","event_name":"sender_created","resource_id":"r","timestamp":"t"})",
        "p|sender_created|t|r");
    const char* redeam
        = R"({"supplierID":"s","productID":"p","rateID":"q","operation":"updated","signature":{"sum":"0","timestamp":1717171717,"token":"k"}})";
    row("Redeam by its path", "redeam", "/in/Availability?x=1", redeam, "k|availability|1717171717|q");
    row("Redeam by its shape", "redeam", "/in", redeam, "k|rate|1717171717|q");
    row("Redeam with a small d", "redeam", "/in", R"({"supplierId":"s","signature":{"timestamp":1,"token":"k"}})",
        "k|supplier|1|s");
    row("Basiq", "basiq", "/",
        R"({"eventTypeId":"consent.warning","eventId":"e","links":{"event":"https://a/events/e","eventEntity":"https://a/users/u"}})",
        "e|consent.warning||https://a/users/u");
    row("Adyen", "adyen", "/",
        R"({"notificationItems":[{"NotificationRequestItem":{"pspReference":"p","eventCode":"CAPTURE","eventDate":"d"}}]})",
        "p:CAPTURE|CAPTURE|d|p");
    row("Telegram", "telegram", "/", R"({"update_id":7,"edited_message":{"chat":{"id":1}}})", "7|edited_message||");
    row("nothing of it", "stripe", "/", "no JSON", "|||");
}

void RecognizerTest::findsTheFactsOfAnEvent()
{
    QFETCH(QByteArray, provider);
    QFETCH(QByteArray, target);
    QFETCH(QByteArray, body);
    QFETCH(QByteArray, wanted);
    QCOMPARE(factsOf(m_catalog, provider, requestOf("POST", target, {}, body)), wanted);
}

void RecognizerTest::takesTheFirstEventOfABatchAndRestoresTheItem()
{
    const Request request
        = requestOf("POST", "/", {}, R"([{"eventId":1,"subscriptionType":"a"},{"eventId":2,"subscriptionType":"b"}])");
    const EndpointValues endpoint;
    RequestValues values(request, endpoint);
    values.setItem("/1");
    const EventFacts facts = eventFacts(*m_catalog.find("hubspot"), values);
    QCOMPARE(facts.id, "1");
    QCOMPARE(facts.type, "a");
    QCOMPARE(values.item(), "/1");
    QCOMPARE(values.value({ Locator::Kind::Item, "/eventId" }), "2");
}

void RecognizerTest::cutsLongFacts()
{
    const Request request = requestOf("POST", "/", {}, R"({"id":")" + QByteArray(MaxFactBytes + 1, 'x') + R"("})");
    const EndpointValues endpoint;
    RequestValues values(request, endpoint);
    QCOMPARE(eventFacts(*m_catalog.find("stripe"), values).id.size(), MaxFactBytes);
}

QTEST_GUILESS_MAIN(RecognizerTest)
#include "tst_recognizer.moc"
