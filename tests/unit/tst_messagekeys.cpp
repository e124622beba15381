// SPDX-License-Identifier: GPL-3.0-or-later
#include "delivery/tracking/messagekeys.h"
#include "support/histories.h"
#include "support/requestof.h"

#include <QRandomGenerator>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

using namespace hookloupe;
using namespace hookloupe::test;
using namespace Qt::StringLiterals;

namespace {

Request post(const QByteArray& body, const QByteArray& target = "/hooks")
{
    return requestOf("POST", target, {}, body);
}

} // namespace

class MessageKeysTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { m_catalog = ProfileCatalog::load({}); }
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void endpointsAndSubscriptionsAreKeptApart();
    void aBatchIsKnownByAllItsEvents();
    void ordersOneEventButNoBatch();
    void anUnknownSenderIsKnownByItsBody();
    void aBodyInAFileIsTold();
    void takesTheSigningTimeForWhatItIs();
    void returnsFromStoredBytes();
    void refusesStoredBytesThatAreNone();
    void staysSmallEnoughForAColumn();

private:
    const Profile* profile(const char* id) const { return m_catalog.find(id).get(); }

    ProfileCatalog m_catalog;
};

void MessageKeysTest::endpointsAndSubscriptionsAreKeptApart()
{
    const Profile* const machnet = profile("machnet");
    const Request request = sampleRequest(*machnet, 0, {});
    const MessageKeys here = keysOf(machnet, request, EndpointId { 1 });
    const MessageKeys there = keysOf(machnet, request, EndpointId { 2 });
    QVERIFY(here == keysOf(machnet, request, EndpointId { 1 }));
    QVERIFY(here.subscription != there.subscription);
    QVERIFY(here.keys.front().hash != there.keys.front().hash);
    QVERIFY(here.soft != there.soft && here.order != there.order);
    const Request other = sampleRequest(*machnet, 0, { u"json:/subscription_id=s2"_s });
    const MessageKeys fanOut = keysOf(machnet, other, EndpointId { 1 });
    QCOMPARE(fanOut.sender, here.sender);
    QVERIFY(fanOut.subscription != here.subscription);
    QCOMPARE(fanOut.keys.size(), here.keys.size());
    QVERIFY(fanOut.keys.back().hash != here.keys.back().hash);
}

void MessageKeysTest::aBatchIsKnownByAllItsEvents()
{
    const Profile* const hubspot = profile("hubspot");
    const auto keyOf = [&](const QByteArray& body) { return keysOf(hubspot, post(body)).keys.at(0).hash; };
    const KeyHash both = keyOf(R"([{"eventId":1,"attemptNumber":0},{"eventId":2,"attemptNumber":0}])");
    QCOMPARE(keyOf(R"([{"eventId":1,"attemptNumber":1},{"eventId":2,"attemptNumber":1}])"), both);
    QVERIFY(keyOf(R"([{"eventId":1}])") != both);
    QVERIFY(keyOf(R"([{"eventId":12}])") != both);
    QVERIFY(keyOf(R"([{"eventId":1},{"eventId":3}])") != both);
}

void MessageKeysTest::ordersOneEventButNoBatch()
{
    const Profile* const hubspot = profile("hubspot");
    const QByteArray event = R"({"eventId":1,"objectId":7,"occurredAt":1767225600000})";
    const MessageKeys one = keysOf(hubspot, post('[' + event + ']'));
    QVERIFY(one.order);
    QCOMPARE(one.eventTime, historyBegin());
    QVERIFY(!keysOf(hubspot, post('[' + event + ',' + event + ']')).order);
}

void MessageKeysTest::anUnknownSenderIsKnownByItsBody()
{
    const MessageKeys keys = keysOf(nullptr, post("{}"));
    QVERIFY(keys.keys.empty());
    QVERIFY(keys.soft);
    QCOMPARE(keys.softJoin, MessageKeys::SoftJoin::Always);
    QCOMPARE(keys.softWindow, std::chrono::seconds(86'400));
    QVERIFY(keysOf(nullptr, post("{ }")).soft != keys.soft);
    QVERIFY(keysOf(nullptr, post("{}", "/other")).soft != keys.soft);
    // One without a body is told by its method and target.
    QVERIFY(keysOf(nullptr, post("")).soft);
    QVERIFY(keysOf(nullptr, post("")).soft != keys.soft);
}

void MessageKeysTest::aBodyInAFileIsTold()
{
    const QTemporaryDir folder;
    const auto inFile = [&](const char* name, const QByteArray& bytes) {
        QFile file(folder.filePath(QLatin1String(name)));
        if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
            return Request {};
        Request request = post("");
        request.body = Body::inFile(file.fileName(), bytes.size());
        return request;
    };
    const QByteArray large(300'000, 'a');
    const MessageKeys keys = keysOf(nullptr, inFile("one", large));
    QVERIFY(keys.soft == keysOf(nullptr, inFile("two", large)).soft);
    QVERIFY(keys.soft != keysOf(nullptr, inFile("three", large + 'a')).soft);
    QVERIFY(keys.soft != keysOf(nullptr, inFile("four", large.chopped(1) + 'b')).soft);
}

void MessageKeysTest::takesTheSigningTimeForWhatItIs()
{
    const Request redeam = sampleRequest(*profile("redeam"), 0, {});
    const MessageKeys keys = keysOf(profile("redeam"), redeam);
    QVERIFY(keys.isSigningTime);
    QCOMPARE(keys.sentAt, keys.eventTime);
    const MessageKeys machnet = keysOf(profile("machnet"), sampleRequest(*profile("machnet"), 0, {}));
    QVERIFY(!machnet.isSigningTime);
    QVERIFY(!machnet.sentAt);
    // The raw text of a time that is none stays with the event; nothing is ordered by it.
    const Request invalid = sampleRequest(*profile("machnet"), 0, { u"json:/timestamp=2017-07-02T22:88:12.120Z"_s });
    QVERIFY(!keysOf(profile("machnet"), invalid).eventTime);
}

void MessageKeysTest::returnsFromStoredBytes()
{
    for (const ProfilePtr& known : m_catalog.profiles()) {
        const Request request = sampleRequest(*known, 0, { u"header:webhook-id=m"_s, u"header:svix-id=m"_s });
        const MessageKeys keys = keysOf(known.get(), request, EndpointId { 3 });
        const std::optional<MessageKeys> returned = messageKeysFromBytes(toBytes(keys));
        QVERIFY2(returned && *returned == keys, known->id.constData());
    }
}

void MessageKeysTest::refusesStoredBytesThatAreNone()
{
    const QByteArray bytes = toBytes(keysOf(profile("machnet"), sampleRequest(*profile("machnet"), 0, {})));
    QVERIFY(messageKeysFromBytes(bytes));
    for (qsizetype size = 0; size < bytes.size(); ++size)
        QVERIFY(!messageKeysFromBytes(QByteArrayView(bytes).first(size)));
    QVERIFY(!messageKeysFromBytes(QByteArray(bytes + 'x')));
    QByteArray otherVersion = bytes;
    otherVersion[0] = static_cast<char>(otherVersion[0] ^ '\x80');
    QVERIFY(!messageKeysFromBytes(otherVersion));
    QRandomGenerator random(5);
    for (int i = 0; i < 5'000; ++i) {
        QByteArray damaged = bytes;
        damaged[random.bounded(int(damaged.size()))] = static_cast<char>(random.bounded(256));
        const std::optional<MessageKeys> keys = messageKeysFromBytes(damaged);
        QVERIFY(!keys || keys->keys.size() <= MessageKeys::MaxKeys);
    }
}

void MessageKeysTest::staysSmallEnoughForAColumn()
{
    for (const ProfilePtr& known : m_catalog.profiles())
        QVERIFY(toBytes(keysOf(known.get(), sampleRequest(*known, 0, {}))).size() <= 80);
    QCOMPARE(toBytes(keysOf(nullptr, post("{}"))).size(), 15);
    QVERIFY(toBytes(keysOf(profile("machnet"), sampleRequest(*profile("machnet"), 0, {}))).size() <= 60);
}

QTEST_APPLESS_MAIN(MessageKeysTest)
#include "tst_messagekeys.moc"
