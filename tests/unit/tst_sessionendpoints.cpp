// SPDX-License-Identifier: GPL-3.0-or-later
#include "endpoint/endpointdefinition.h"
#include "session/journal.h"
#include "session/sessionreader.h"
#include "session/sqlite.h"
#include "support/sessionfixture.h"

#include <QRegularExpression>
#include <QTest>

#include <random>

Q_DECLARE_METATYPE(hookloupe::Endpoint)

using namespace hookloupe;
using namespace Qt::StringLiterals;

namespace {

Endpoint endpointAt(qint64 id, const QByteArray& path)
{
    Endpoint endpoint;
    endpoint.id = { id };
    endpoint.path = path;
    return endpoint;
}

Endpoint fullEndpoint()
{
    Endpoint endpoint = endpointAt(7, "/hooks/{tenant}/*");
    endpoint.name = u"Zahlungen \u2713 \"live\""_s;
    endpoint.method = "POST";
    endpoint.profile = "machnet";
    endpoint.values.publicUrl = "https://example.org/hooks?x=1";
    endpoint.values.params = { { "webhook-id", "WH-1" }, { "key", QByteArray("\0\xff\n", 3) } };
    endpoint.secrets = { { u"live"_s, "machnet", { SecretSource::Kind::Environment, u"MACHNET_SECRET"_s } },
        { u"before the rotation"_s, {}, { SecretSource::Kind::File, u"/home/a/s\u00e9cret"_s } },
        { u"pasted"_s, {}, { SecretSource::Kind::Memory, {} } },
        { u"kept"_s, "redeam", { SecretSource::Kind::Keychain, u"hookloupe/redeam"_s } } };
    endpoint.answersChallenges = false;
    endpoint.response = *parseResponseSequence(u"503x2,429(retry-after=5),200(delay=2s,body=\"ok, \\x00\")");
    return endpoint;
}

} // namespace

class TestSessionEndpoints final : public QObject {
    Q_OBJECT

private slots:
    void init();
    void cleanup();

    void definitionsReadBack_data();
    void definitionsReadBack();
    void anyBytesOfADefinitionReadBack();
    void refusesDefinitions_data();
    void refusesDefinitions();
    void readsOrRefusesAnyDamage();
    void keepsEndpointsInTheirOrder();
    void replacesAllAtOnce();
    void givesNoNumberTwice();
    void keepsTheOldOnesWhenTheNewOnesDoNotFit_data();
    void keepsTheOldOnesWhenTheNewOnesDoNotFit();
    void keepsAsManyAsAreAllowed();
    void aCopyHasThem();
    void leavesOutWhatIsDamagedAndSaysSo();

private:
    void open();
    void keep(const std::vector<Endpoint>& endpoints);
    std::unique_ptr<SessionReader> reader() const
    {
        auto opened = SessionReader::open(m_file);
        return opened ? std::move(*opened) : nullptr;
    }

    std::unique_ptr<QTemporaryDir> m_dir;
    std::unique_ptr<Journal> m_journal;
    std::unique_ptr<RecordingListener> m_listener;
    QString m_file;
};

void TestSessionEndpoints::init()
{
    QTest::failOnWarning(QRegularExpression(u".*"_s));
    m_dir = std::make_unique<QTemporaryDir>();
    m_listener = std::make_unique<RecordingListener>();
    m_file = m_dir->filePath(u"one.hookloupe"_s);
}

void TestSessionEndpoints::cleanup()
{
    m_journal.reset();
    m_dir.reset();
}

void TestSessionEndpoints::open()
{
    auto opened = Journal::open(m_file, {}, *m_listener);
    QVERIFY2(opened, opened ? "" : qPrintable(opened.error().detail));
    m_journal = std::move(*opened);
}

void TestSessionEndpoints::keep(const std::vector<Endpoint>& endpoints)
{
    m_journal->setEndpoints(endpoints);
    m_journal->flush();
}

void TestSessionEndpoints::definitionsReadBack_data()
{
    QTest::addColumn<Endpoint>("endpoint");

    QTest::newRow("the default endpoint") << endpointAt(0, "/");
    QTest::newRow("no path") << endpointAt(1, {});
    QTest::newRow("a path that is no pattern") << endpointAt(2, "no{pattern");
    QTest::newRow("everything") << fullEndpoint();
    Endpoint longest = endpointAt(3, QByteArray(EndpointLimits::MaxText, '\xff'));
    longest.name = QString(EndpointLimits::MaxName, u'n');
    longest.profile = QByteArray(EndpointLimits::MaxId, 'p');
    longest.secrets.assign(EndpointLimits::MaxSecrets, { u"s"_s, {}, {} });
    QTest::newRow("as long as may be") << longest;
    Endpoint empty = endpointAt(4, "/");
    empty.values.params = { { {}, {} } };
    empty.secrets = { {} };
    QTest::newRow("a nameless secret and parameter") << empty;
}

void TestSessionEndpoints::definitionsReadBack()
{
    QFETCH(Endpoint, endpoint);

    const auto read = readEndpointDefinition(endpointDefinition(endpoint), endpoint.id);

    QVERIFY2(read, read ? "" : qPrintable(read.error()));
    QCOMPARE(*read, endpoint);
}

void TestSessionEndpoints::anyBytesOfADefinitionReadBack()
{
    std::mt19937 random(20260403); // the same endpoints in each run
    const auto bytes = [&random] {
        QByteArray made(static_cast<qsizetype>(random() % 60), '\0');
        for (char& byte : made)
            byte = static_cast<char>(random() & 0xff);
        return made;
    };
    for (int round = 0; round < 500; ++round) {
        Endpoint endpoint = endpointAt(round, bytes());
        endpoint.name = QString::fromLatin1(bytes());
        endpoint.method = bytes();
        endpoint.profile = bytes();
        endpoint.values.publicUrl = bytes();
        for (auto i = random() % 4; i > 0; --i)
            endpoint.values.params.emplace(bytes(), bytes());
        for (auto i = random() % 4; i > 0; --i) {
            endpoint.secrets.push_back({ QString::fromLatin1(bytes()), bytes(),
                { static_cast<SecretSource::Kind>(random() % 4), QString::fromLatin1(bytes()) } });
        }

        const auto read = readEndpointDefinition(endpointDefinition(endpoint), endpoint.id);

        QVERIFY2(read, read ? "" : qPrintable(read.error()));
        QVERIFY2(*read == endpoint, endpointDefinition(endpoint).constData());
    }
}

void TestSessionEndpoints::refusesDefinitions_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QString>("place");

    const auto text = [](qsizetype size) { return QByteArray(size, 'x'); };
    QTest::newRow("nothing") << QByteArray() << u""_s;
    QTest::newRow("no JSON") << QByteArray("{\"name\":") << u"line 1"_s;
    QTest::newRow("no object") << QByteArray("[]") << u"object"_s;
    QTest::newRow("unknown key") << QByteArray("{\"secret\":\"abc\"}") << u"secret"_s;
    QTest::newRow("a key twice") << QByteArray("{\"name\":\"a\",\"name\":\"b\"}") << u"name"_s;
    QTest::newRow("a number for a name") << QByteArray("{\"name\":1}") << u"/name"_s;
    QTest::newRow("a name too long") << QByteArray("{\"name\":\"" + text(EndpointLimits::MaxName + 1) + "\"}")
                                     << u"/name"_s;
    QTest::newRow("a path too long") << QByteArray("{\"path\":\"" + text(EndpointLimits::MaxText + 1) + "\"}")
                                     << u"/path"_s;
    QTest::newRow("a path of characters that are no bytes") << QByteArray("{\"path\":\"/\\u2713\"}") << u"/path"_s;
    QTest::newRow("too many secrets") << QByteArray("{\"secrets\":[" + QByteArray("{},").repeated(64) + "{}]}")
                                      << u"/secrets"_s;
    QTest::newRow("a secret that is none") << QByteArray("{\"secrets\":[\"abc\"]}") << u"/secrets/0"_s;
    QTest::newRow("a secret kept nowhere") << QByteArray("{\"secrets\":[{\"name\":\"a\"}]}") << u"/secrets/0"_s;
    QTest::newRow("a secret kept elsewhere")
        << QByteArray("{\"secrets\":[{\"kept\":\"literal\"}]}") << u"/secrets/0/kept"_s;
    QTest::newRow("a secret with its value")
        << QByteArray("{\"secrets\":[{\"kept\":\"memory\",\"value\":\"s\"}]}") << u"value"_s;
    QTest::newRow("a parameter twice") << QByteArray("{\"parameters\":[{\"name\":\"a\"},{\"name\":\"a\"}]}")
                                       << u"/parameters/1"_s;
    QTest::newRow("an answer that is none") << QByteArray("{\"response\":\"teapot\"}") << u"/response"_s;
    QTest::newRow("deep") << QByteArray(QByteArray("{\"a\":").repeated(5) + "1" + QByteArray("}").repeated(5)) << u""_s;
    QTest::newRow("huge") << QByteArray(text(EndpointLimits::MaxDefinition + 1)) << u"4 MiB"_s;
}

void TestSessionEndpoints::refusesDefinitions()
{
    QFETCH(QByteArray, json);
    QFETCH(QString, place);

    const auto read = readEndpointDefinition(json, { 1 });

    QVERIFY(!read);
    QVERIFY2(read.error().contains(place), qPrintable(read.error()));
    QVERIFY(!read.error().isEmpty());
}

void TestSessionEndpoints::readsOrRefusesAnyDamage()
{
    std::mt19937 random(20260404); // the same damage in each run
    const QByteArray whole = endpointDefinition(fullEndpoint());
    int refused = 0;
    for (int round = 0; round < 2000; ++round) {
        QByteArray spoilt = whole;
        spoilt[static_cast<qsizetype>(random() % static_cast<unsigned>(whole.size()))]
            = static_cast<char>(random() & 0xff);
        refused += readEndpointDefinition(spoilt, { 1 }) ? 0 : 1;
    }
    QVERIFY2(refused > 200 && refused < 2000, qPrintable(QString::number(refused)));
}

void TestSessionEndpoints::keepsEndpointsInTheirOrder()
{
    open();
    const std::vector<Endpoint> endpoints { fullEndpoint(), endpointAt(0, "/"), endpointAt(2, "/b") };

    keep(endpoints);

    QCOMPARE(reader()->endpoints(), endpoints);
    m_journal.reset();
    open();
    QCOMPARE(reader()->endpoints(), endpoints);
    QVERIFY(m_listener->errors().empty());
}

void TestSessionEndpoints::replacesAllAtOnce()
{
    open();
    keep({ endpointAt(1, "/a"), endpointAt(2, "/b") });

    keep({ endpointAt(2, "/changed"), endpointAt(3, "/c") });
    QCOMPARE(reader()->endpoints(), (std::vector<Endpoint> { endpointAt(2, "/changed"), endpointAt(3, "/c") }));

    keep({});
    QVERIFY(reader()->endpoints().empty());
    QVERIFY(!reader()->error());
}

void TestSessionEndpoints::givesNoNumberTwice()
{
    open();
    QCOMPARE(reader()->freeEndpointId(), EndpointId { 1 });
    keep({ endpointAt(0, "/") });
    QCOMPARE(reader()->freeEndpointId(), EndpointId { 1 });
    keep({ endpointAt(1, "/a"), endpointAt(9, "/b") });
    keep({ endpointAt(1, "/a") });
    keep({});

    m_journal.reset();
    open();

    QCOMPARE(reader()->freeEndpointId(), EndpointId { 10 });
}

void TestSessionEndpoints::keepsTheOldOnesWhenTheNewOnesDoNotFit_data()
{
    QTest::addColumn<std::vector<Endpoint>>("endpoints");

    std::vector<Endpoint> many;
    for (qint64 id = 1; id <= qint64(EndpointLimits::MaxEndpoints) + 1; ++id)
        many.push_back(endpointAt(id, "/a"));
    QTest::newRow("one too many") << many;
    QTest::newRow("a path too long") << std::vector<Endpoint> { endpointAt(
        2, QByteArray(EndpointLimits::MaxText + 1, 'x')) };
    QTest::newRow("an id twice") << std::vector<Endpoint> { endpointAt(2, "/a"), endpointAt(2, "/b") };
    QTest::newRow("an impossible id") << std::vector<Endpoint> { endpointAt(-1, "/a") };
}

void TestSessionEndpoints::keepsTheOldOnesWhenTheNewOnesDoNotFit()
{
    QFETCH(std::vector<Endpoint>, endpoints);
    const std::vector<Endpoint> old { endpointAt(1, "/old") };
    open();
    keep(old);

    keep(endpoints);

    QCOMPARE(m_listener->errors().size(), std::size_t(1));
    QVERIFY(m_listener->errors().front().detail.contains(m_file));
    QCOMPARE(reader()->endpoints(), old);
    m_journal->append(plainDelivery(1)); // the session goes on
    m_journal->flush();
    QCOMPARE(reader()->count(), 1);
}

void TestSessionEndpoints::keepsAsManyAsAreAllowed()
{
    std::vector<Endpoint> many;
    for (qint64 id = 1; id <= qint64(EndpointLimits::MaxEndpoints); ++id)
        many.push_back(endpointAt(id, "/" + QByteArray::number(id)));
    open();

    keep(many);

    QCOMPARE(reader()->endpoints(), many);
}

void TestSessionEndpoints::aCopyHasThem()
{
    open();
    keep({ endpointAt(8, "/a") });
    keep({ fullEndpoint() });
    const QString copy = m_dir->filePath(u"copy.hookloupe"_s);

    QVERIFY(m_journal->saveCopy(copy));

    m_file = copy;
    QCOMPARE(reader()->endpoints(), std::vector<Endpoint> { fullEndpoint() });
    QCOMPARE(reader()->freeEndpointId(), EndpointId { 9 });
}

void TestSessionEndpoints::leavesOutWhatIsDamagedAndSaysSo()
{
    open();
    keep({ endpointAt(1, "/a"), endpointAt(2, "/b"), endpointAt(3, "/c") });
    m_journal.reset();
    {
        auto database = Database::open(m_file, Database::Mode::ReadWrite);
        QVERIFY(database);
        QVERIFY(database->run("UPDATE endpoint SET definition = '{\"path\":[]}' WHERE id = 2;"
                              "INSERT INTO endpoint VALUES (-4, 0, '{}'), (4, 9, zeroblob(5000000)), (5, 10, 17);"
                              "UPDATE sqlite_sequence SET seq = 9223372036854775807"));
    }

    const auto session = reader();

    QCOMPARE(session->endpoints(), (std::vector<Endpoint> { endpointAt(1, "/a"), endpointAt(3, "/c") }));
    QVERIFY(session->error());
    QCOMPARE(session->error()->code, SessionErrorCode::Damaged);
    QVERIFY2(session->error()->detail.contains(u"Endpoint 2"_s), qPrintable(session->error()->detail));
    QCOMPARE(session->freeEndpointId(), EndpointId { qint64(1) << 60 });
}

QTEST_GUILESS_MAIN(TestSessionEndpoints)
#include "tst_sessionendpoints.moc"
