// SPDX-License-Identifier: GPL-3.0-or-later
#include "endpoint/endpointactivation.h"
#include "endpoint/endpointproposal.h"
#include "endpoint/pathpattern.h"
#include "support/deliveries.h"
#include "support/fakekeyring.h"

#include <QRegularExpression>
#include <QSignalSpy>
#include <QTest>

using namespace hookloupe;
using namespace hookloupe::test;
using namespace Qt::StringLiterals;

namespace {

struct Fixture {
    std::shared_ptr<FakeKeyringState> keyring = std::make_shared<FakeKeyringState>();
    SecretStore store { std::make_unique<FakeKeyring>(keyring) };
    EndpointActivation activation { store };
    QSignalSpy activated { &activation, &EndpointActivation::activated };
};

SecretEntry entry(const QString& name, SecretSource::Kind kind, const QString& place)
{
    return { name, "stripe", { kind, place } };
}

std::vector<Endpoint> twoEndpoints()
{
    Endpoint first;
    first.id = { 1 };
    first.secrets = { entry(u"old"_s, SecretSource::Kind::Memory, u"m1"_s),
        entry(u"live"_s, SecretSource::Kind::Keychain, u"k1"_s) };
    Endpoint second;
    second.secrets = { entry(u"test"_s, SecretSource::Kind::Memory, u"m2"_s) };
    return { first, second };
}

QStringList names(const ActiveEndpoint& endpoint)
{
    QStringList names;
    for (const ActiveSecret& secret : endpoint.secrets)
        names << secret.secret.name + u'=' + QString::fromUtf8(secret.secret.value);
    return names;
}

QStringList names(const std::vector<MissingSecret>& missing)
{
    QStringList names;
    for (const MissingSecret& one : missing)
        names << one.entry.name;
    return names;
}

} // namespace

/// Endpoints, from how they are kept to how they are in force, and from a delivery to a proposal.
class tst_EndpointActivation : public QObject {
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void isReadyAtOnceWithoutAKeyring();
    void goesOnWithoutTheKeyringAndThenWithIt();
    void namesWhatIsMissing();
    void answersToAnEarlierStartDoNotCount();
    void proposesAPath_data();
    void proposesAPath();
    void proposesTheEndpointOfADelivery();
    void proposesAPublicUrlOnlyForOutsideHosts_data();
    void proposesAPublicUrlOnlyForOutsideHosts();
};

void tst_EndpointActivation::isReadyAtOnceWithoutAKeyring()
{
    Fixture f;
    f.activation.start({ Endpoint() });

    QCOMPARE(f.activated.count(), 1);
    QVERIFY(!f.activation.isWaiting());
    QCOMPARE(f.activation.endpoints().size(), std::size_t(1));
    QVERIFY(f.activation.missing().empty());
}

void tst_EndpointActivation::goesOnWithoutTheKeyringAndThenWithIt()
{
    Fixture f;
    f.keyring->answersAtOnce = false;
    f.keyring->entries.insert(u"k1"_s, "kept");
    f.store.keep({ SecretSource::Kind::Memory, u"m1"_s }, "entered", [](const Result<Done, SecretError>&) {});

    f.activation.start(twoEndpoints());

    QCOMPARE(f.activated.count(), 1);
    QVERIFY(f.activation.isWaiting());
    QCOMPARE(names(f.activation.endpoints()[0]), QStringList { u"old=entered"_s });
    QCOMPARE(names(f.activation.missing()), QStringList { u"test"_s });

    f.keyring->answerAll();

    QCOMPARE(f.activated.count(), 2);
    QVERIFY(!f.activation.isWaiting());
    QCOMPARE(names(f.activation.endpoints()[0]), (QStringList { u"old=entered"_s, u"live=kept"_s }));
    QCOMPARE(f.activation.endpoints()[0].secrets[1].profile, QByteArray("stripe"));
}

void tst_EndpointActivation::namesWhatIsMissing()
{
    Fixture f;
    f.keyring->fault = KeyringError { KeyringErrorCode::Denied, u"locked"_s };

    f.activation.start(twoEndpoints());

    QCOMPARE(f.activated.count(), 1);
    const std::vector<MissingSecret> missing = f.activation.missing();
    QCOMPARE(names(missing), (QStringList { u"old"_s, u"live"_s, u"test"_s }));
    QCOMPARE(missing[1].error.code, SecretErrorCode::KeyringDenied);
    QCOMPARE(missing[1].endpoint, EndpointId { 1 });
    QCOMPARE(missing[2].error.code, SecretErrorCode::NotHere);
}

void tst_EndpointActivation::answersToAnEarlierStartDoNotCount()
{
    Fixture f;
    f.keyring->answersAtOnce = false;
    f.activation.start(twoEndpoints());
    f.activation.start({ Endpoint() });
    QCOMPARE(f.activated.count(), 2);

    f.keyring->answerAll();

    QCOMPARE(f.activated.count(), 2);
    QCOMPARE(f.activation.endpoints().size(), std::size_t(1));
}

void tst_EndpointActivation::proposesAPath_data()
{
    QTest::addColumn<QByteArray>("target");
    QTest::addColumn<QByteArray>("path");
    QTest::newRow("as it is") << QByteArray("/stripe/events") << QByteArray("/stripe/events");
    QTest::newRow("the query is none of it") << QByteArray("/a?x=/1") << QByteArray("/a");
    QTest::newRow("root") << QByteArray("/") << QByteArray("/");
    QTest::newRow("digits") << QByteArray("/shops/42/orders") << QByteArray("/shops/{id}/orders");
    QTest::newRow("a version is no id") << QByteArray("/v1/hooks") << QByteArray("/v1/hooks");
    QTest::newRow("UUID") << QByteArray("/a/2f1c0a5e-1b2c-4d3e-8f90-a1b2c3d4e5f6") << QByteArray("/a/{id}");
    QTest::newRow("ULID") << QByteArray("/a/01ARZ3NDEKTSV4RRFFQ69G5FAV") << QByteArray("/a/{id}");
    QTest::newRow("long hexadecimal") << QByteArray("/a/deadbeefdeadbeef") << QByteArray("/a/{id}");
    QTest::newRow("short hexadecimal is a word") << QByteArray("/a/decade") << QByteArray("/a/decade");
    QTest::newRow("long words are no ids")
        << QByteArray("/a/payment-notifications-handler") << QByteArray("/a/payment-notifications-handler");
    QTest::newRow("two ids have two names") << QByteArray("/1/2/3") << QByteArray("/{id}/{id2}/{id3}");
    QTest::newRow("braces cannot be written") << QByteArray("/a/{x/b") << QByteArray("/a/*/b");
    QTest::newRow("absolute form") << QByteArray("http://h.test/a/7") << QByteArray("/a/{id}");
    QTest::newRow("asterisk form") << QByteArray("*") << QByteArray("/");
    QTest::newRow("doubled slash") << QByteArray("//a") << QByteArray("/");
    QTest::newRow("no target") << QByteArray() << QByteArray("/");
}

void tst_EndpointActivation::proposesAPath()
{
    QFETCH(QByteArray, target);
    QFETCH(QByteArray, path);
    QCOMPARE(proposedPath(target), path);
    const auto pattern = PathPattern::parse(path);
    QVERIFY(pattern);
    if (target.startsWith('/'))
        QVERIFY(pattern->match(pathOfTarget(target)));
}

void tst_EndpointActivation::proposesTheEndpointOfADelivery()
{
    const auto delivery = makeDelivery("PUT /shops/42 HTTP/1.1\r\nHost: abc.example.test\r\n"
                                       "X-Forwarded-Proto: https\r\n\r\n");
    delivery->facts.provider = "shopify";
    delivery->facts.origin = ProviderOrigin::Recognised;

    const Endpoint endpoint = proposedEndpoint(*delivery);

    QCOMPARE(endpoint.path, QByteArray("/shops/{id}"));
    QCOMPARE(endpoint.method, QByteArray("PUT"));
    QCOMPARE(endpoint.profile, QByteArray("shopify"));
    QCOMPARE(endpoint.values.publicUrl, QByteArray("https://abc.example.test"));
    QVERIFY(endpoint.answersChallenges);
    QVERIFY(!endpoint.response);
    QVERIFY(endpoint.secrets.empty());
}

void tst_EndpointActivation::proposesAPublicUrlOnlyForOutsideHosts_data()
{
    QTest::addColumn<QByteArray>("headers");
    QTest::addColumn<QByteArray>("url");
    QTest::newRow("this machine by name") << QByteArray("Host: localhost:8787\r\n") << QByteArray();
    QTest::newRow("this machine by address") << QByteArray("Host: 127.0.0.1:8787\r\n") << QByteArray();
    QTest::newRow("this machine by IPv6") << QByteArray("Host: [::1]:8787\r\n") << QByteArray();
    QTest::newRow("no host") << QByteArray() << QByteArray();
    QTest::newRow("a host outside") << QByteArray("Host: hooks.test:8080\r\n") << QByteArray("http://hooks.test:8080");
    QTest::newRow("a host that is none") << QByteArray("Host: a b<c>\r\n") << QByteArray();
}

void tst_EndpointActivation::proposesAPublicUrlOnlyForOutsideHosts()
{
    QFETCH(QByteArray, headers);
    QFETCH(QByteArray, url);
    const auto delivery = makeDelivery("POST /a HTTP/1.1\r\n" + headers + "\r\n");
    QCOMPARE(proposedEndpoint(*delivery).values.publicUrl, url);
}

QTEST_GUILESS_MAIN(tst_EndpointActivation)
#include "tst_endpointactivation.moc"
