// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/facts/words.h"
#include "session/journal.h"
#include "session/schema.h"
#include "session/sessionreader.h"
#include "session/sqlite.h"
#include "support/sessionfixture.h"

#include <QCryptographicHash>
#include <QRegularExpression>
#include <QTest>

#include <random>

Q_DECLARE_METATYPE(hookloupe::DeliveryFacts)

using namespace hookloupe;
using namespace Qt::StringLiterals;

namespace {

Delivery deliveryWith(qint64 id, const DeliveryFacts& facts)
{
    Delivery delivery = plainDelivery(id);
    delivery.facts = facts;
    return delivery;
}

DeliveryFacts machnetFacts()
{
    DeliveryFacts facts;
    facts.endpoint = { 3 };
    facts.provider = "machnet";
    facts.origin = ProviderOrigin::Recognised;
    facts.event = { "evt-1", "transaction_processed", "2024-05-06T07:08:09.120Z", "dab8da2c" };
    facts.signature = { Verdict::Valid, Freshness::Fresh, true, "hmac-sha256", {} };
    return facts;
}

QByteArray randomBytes(std::mt19937& random, int longest)
{
    QByteArray bytes(static_cast<qsizetype>(random() % static_cast<unsigned>(longest + 1)), '\0');
    for (char& byte : bytes)
        byte = static_cast<char>(random() & 0xff);
    return bytes;
}

DeliveryFacts randomFacts(std::mt19937& random)
{
    const auto text = [&random] { return random() % 3 == 0 ? QByteArray() : randomBytes(random, 80); };
    DeliveryFacts facts;
    facts.endpoint = { static_cast<qint64>(random() % 3 == 0 ? 0 : random()) };
    facts.provider = text();
    facts.origin = static_cast<ProviderOrigin>(random() % 5);
    for (auto i = random() % 17; i > 0; --i)
        facts.candidates.push_back(randomBytes(random, 70));
    facts.event = { randomBytes(random, 4096), text(), randomBytes(random, 200), randomBytes(random, 4096) };
    facts.signature.verdict = static_cast<Verdict>(random() % 7);
    facts.signature.freshness = static_cast<Freshness>(random() % 3);
    facts.signature.isBodyCovered = random() % 2 == 0;
    facts.signature.scheme = text();
    facts.signature.reason = text();
    facts.challenge = text();
    return facts;
}

} // namespace

class TestSessionFacts final : public QObject {
    Q_OBJECT

private slots:
    void init();
    void cleanup();

    void givesBackWhatWasKept_data();
    void givesBackWhatWasKept();
    void givesBackAnyFacts();
    void cutsWhatIsTooLong();
    void keepsAWordOnce();
    void keepsALongWordBesideTheTable();
    void keepsWhatComesAfterTheLastWord();
    void aTextOfDigitsIsNoWord();
    void remembersWordsOfEarlierTimes();
    void impossibleValuesBecomePossibleOnes();
    void replacesTheFactsOfDeliveries();
    void passesOverDeliveriesThatAreGone();
    void replacesFactsOfDeliveriesOutOfSight();
    void keepsTheOrderOfCommands();
    void saysThatFactsCannotBeKept();
    void aReleasedStepIsNeverChanged();
    void readsASessionOfTheFirstVersion();
    void readsASessionOfTheFirstVersionThatCannotBeWritten();
    void bringsASessionOfTheFirstVersionUpToDate();
    void followsASessionThatIsBroughtUpToDate();

private:
    void open();
    void close() { m_journal.reset(); }
    void append(const Delivery& delivery);
    void run(const char* sql) const;
    qint64 number(const char* sql) const;
    void makeFirstVersion() const;
    std::unique_ptr<SessionReader> reader() const
    {
        auto opened = SessionReader::open(m_file);
        return opened ? std::move(*opened) : nullptr;
    }
    DeliveryFacts factsOf(qint64 id) const
    {
        const auto delivery = reader()->delivery({ id });
        return delivery ? delivery->facts : DeliveryFacts {};
    }

    std::unique_ptr<QTemporaryDir> m_dir;
    std::unique_ptr<Journal> m_journal;
    std::unique_ptr<RecordingListener> m_listener;
    QString m_file;
};

void TestSessionFacts::init()
{
    QTest::failOnWarning(QRegularExpression(u".*"_s));
    m_dir = std::make_unique<QTemporaryDir>();
    m_listener = std::make_unique<RecordingListener>();
    m_file = m_dir->filePath(u"one.hookloupe"_s);
}

void TestSessionFacts::cleanup()
{
    m_journal.reset();
    m_dir.reset();
}

void TestSessionFacts::open()
{
    auto opened = Journal::open(m_file, {}, *m_listener);
    QVERIFY2(opened, opened ? "" : qPrintable(opened.error().detail));
    m_journal = std::move(*opened);
}

void TestSessionFacts::append(const Delivery& delivery)
{
    m_journal->append(delivery);
    m_journal->flush();
}

/// Changes a closed session as nobody should.
void TestSessionFacts::run(const char* sql) const
{
    auto database = Database::open(m_file, Database::Mode::Create);
    QVERIFY(database);
    const auto done = database->run(sql);
    QVERIFY2(done, done ? "" : qPrintable(done.error().detail));
}

qint64 TestSessionFacts::number(const char* sql) const
{
    auto database = Database::open(m_file, Database::Mode::Query);
    const auto found = database ? database->number(sql) : Result<qint64, SessionError>(-1);
    return found ? *found : -1;
}

/// Two deliveries as the first released version wrote them.
void TestSessionFacts::makeFirstVersion() const
{
    {
        auto database = Database::open(m_file, Database::Mode::Create);
        QVERIFY(database);
        QVERIFY(migrate(*database, sessionMigrations().first(1)));
        QVERIFY(database->run("PRAGMA journal_mode = WAL"));
    }
    run("INSERT INTO response VALUES (1, 200, 0, 0, NULL, NULL, NULL);"
        "INSERT INTO delivery VALUES (1, 1767225601000000, 'POST', '/a', 'text/plain', 2, 40, 0, 200, 0, 0, 0, 0, 1);"
        "INSERT INTO delivery VALUES (2, 1767225602000000, 'POST', '/b', 'text/plain', 2, 40, 0, 200, 0, 0, 1, 0, 1);"
        "INSERT INTO payload VALUES (1, 1, 0, 1767225601000000, 1767225601000000, '127.0.0.1', 50000, '127.0.0.1', "
        "8787, NULL, NULL, NULL, NULL, CAST('POST /a HTTP/1.1' || x'0d0a0d0a' AS BLOB), x'4142');"
        "INSERT INTO payload VALUES (2, 1, 0, 1767225602000000, 1767225602000000, '127.0.0.1', 50000, '127.0.0.1', "
        "8787, NULL, NULL, NULL, NULL, CAST('POST /b HTTP/1.1' || x'0d0a0d0a' AS BLOB), x'4344')");
}

void TestSessionFacts::givesBackWhatWasKept_data()
{
    QTest::addColumn<DeliveryFacts>("facts");

    QTest::newRow("nothing known") << DeliveryFacts {};
    QTest::newRow("all of an ordinary one") << machnetFacts();
    for (int verdict = 0; verdict <= static_cast<int>(Verdict::NotSigned); ++verdict) {
        DeliveryFacts facts;
        facts.signature.verdict = static_cast<Verdict>(verdict);
        QTest::addRow("verdict %d", verdict) << facts;
    }
    for (int freshness = 0; freshness <= static_cast<int>(Freshness::Stale); ++freshness) {
        DeliveryFacts facts;
        facts.signature.freshness = static_cast<Freshness>(freshness);
        QTest::addRow("freshness %d", freshness) << facts;
    }
    for (int origin = 0; origin <= static_cast<int>(ProviderOrigin::Chosen); ++origin) {
        DeliveryFacts facts;
        facts.origin = static_cast<ProviderOrigin>(origin);
        QTest::addRow("origin %d", origin) << facts;
    }
    DeliveryFacts ambiguous;
    ambiguous.origin = ProviderOrigin::Ambiguous;
    ambiguous.candidates = { "github", "gitea" };
    QTest::newRow("ambiguous") << ambiguous;
    DeliveryFacts challenge;
    challenge.challenge = "url-verification";
    QTest::newRow("challenge alone") << challenge;
    DeliveryFacts mismatch = machnetFacts();
    mismatch.signature = { Verdict::Mismatch, Freshness::Stale, false, "hmac-sha256", "body-reserialised" };
    QTest::newRow("a cause") << mismatch;
    DeliveryFacts binary = machnetFacts();
    binary.event = { QByteArray("\0\xff\n", 3), QByteArray("\xc3\x28\0", 3), "\x80", QByteArray(4096, '\xfe') };
    QTest::newRow("bytes that are no text") << binary;
}

void TestSessionFacts::givesBackWhatWasKept()
{
    QFETCH(DeliveryFacts, facts);
    open();

    append(deliveryWith(1, facts));

    QCOMPARE(factsOf(1), facts);
    const DeliverySummary summary = reader()->summariesAfter({ 0 }, 1).front();
    const DeliverySummary expected = summaryOf(deliveryWith(1, facts));
    QCOMPARE(summary.endpoint, expected.endpoint);
    QCOMPARE(summary.provider, expected.provider);
    QCOMPARE(summary.eventType, expected.eventType);
    QCOMPARE(summary.verdict, expected.verdict);
    QCOMPARE(summary.freshness, expected.freshness);
    QCOMPARE(summary.isAmbiguous, expected.isAmbiguous);
    QCOMPARE(summary.isChallenge, expected.isChallenge);
}

void TestSessionFacts::givesBackAnyFacts()
{
    std::mt19937 random(20260402); // the same facts in each run
    std::vector<DeliveryFacts> given;
    open();
    for (qint64 id = 1; id <= 500; ++id) {
        given.push_back(randomFacts(random));
        m_journal->append(deliveryWith(id, given.back()));
    }
    // Half of them get others later.
    for (std::size_t i = 0; i < given.size(); i += 2) {
        given[i] = randomFacts(random);
        m_journal->setFacts({ { { static_cast<qint64>(i) + 1 }, given[i] } });
    }
    m_journal->flush();

    const auto read = reader()->deliveriesAfter({ 0 }, 1000);

    QCOMPARE(read.size(), given.size());
    for (std::size_t i = 0; i < given.size(); ++i)
        QVERIFY2(read[i].facts == given[i], qPrintable(QString::number(i)));
    QVERIFY(m_listener->errors().empty());
}

void TestSessionFacts::cutsWhatIsTooLong()
{
    const QByteArray longText(100'000, 'x');
    DeliveryFacts facts;
    facts.event = { longText, longText, longText, longText };
    facts.candidates.assign(40, "some-profile");
    open();

    append(deliveryWith(1, facts));

    const DeliveryFacts read = factsOf(1);
    QCOMPARE(read.event.id, longText.left(MaxFactBytes));
    QCOMPARE(read.event.type, longText.left(MaxFactBytes));
    QCOMPARE(read.event.time, longText.left(MaxFactBytes));
    QCOMPARE(read.event.resource, longText.left(MaxFactBytes));
    QCOMPARE(read.candidates.size(), DeliveryFacts::MaxCandidates);
    QCOMPARE(reader()->summariesAfter({ 0 }, 1).front().eventType, longText.left(DeliverySummary::MaxTargetBytes));
}

void TestSessionFacts::keepsAWordOnce()
{
    open();
    for (qint64 id = 1; id <= 100; ++id)
        m_journal->append(deliveryWith(id, machnetFacts()));
    m_journal->flush();

    QCOMPARE(number("SELECT count(*) FROM word"), 3); // provider, event type and scheme
    QCOMPARE(
        number("SELECT count(*) FROM delivery WHERE provider = (SELECT id FROM word WHERE text = 'machnet')"), 100);
    QCOMPARE(number("SELECT count(*) FROM delivery WHERE verdict = 1 AND freshness = 1"), 100);
}

void TestSessionFacts::keepsALongWordBesideTheTable()
{
    DeliveryFacts facts;
    facts.event.type = QByteArray(WordLimits::MaxBytes, 'a');
    open();
    append(deliveryWith(1, facts));
    QCOMPARE(number("SELECT count(*) FROM word"), 1);

    facts.event.type += 'a';
    append(deliveryWith(2, facts));

    QCOMPARE(number("SELECT count(*) FROM word"), 1);
    QCOMPARE(factsOf(1).event.type, QByteArray(WordLimits::MaxBytes, 'a'));
    QCOMPARE(factsOf(2).event.type, QByteArray(WordLimits::MaxBytes + 1, 'a'));
}

void TestSessionFacts::keepsWhatComesAfterTheLastWord()
{
    const auto typeOf = [](qint64 id) -> QByteArray { return "type-" + QByteArray::number(id); };
    constexpr qint64 Count = WordLimits::MaxWords + 2;
    open();
    for (qint64 id = 1; id <= Count; ++id) {
        DeliveryFacts facts;
        facts.event.type = typeOf(id);
        m_journal->append(deliveryWith(id, facts));
    }
    m_journal->flush();

    QCOMPARE(number("SELECT count(*) FROM word"), WordLimits::MaxWords);
    QCOMPARE(number("SELECT max(id) FROM word"), WordLimits::MaxWords);
    const auto read = reader()->summariesAfter({ 0 }, static_cast<int>(Count));
    QCOMPARE(read.size(), static_cast<std::size_t>(Count));
    for (const DeliverySummary& summary : read)
        QCOMPARE(summary.eventType, typeOf(summary.id.value));
}

void TestSessionFacts::aTextOfDigitsIsNoWord()
{
    open();
    close();
    run("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 4096) "
        "INSERT INTO word SELECT i, 'w' || i FROM n");
    DeliveryFacts facts;
    facts.provider = "7";
    open();

    append(deliveryWith(1, facts));

    QCOMPARE(factsOf(1).provider, QByteArray("7"));
    QCOMPARE(number("SELECT count(*) FROM delivery WHERE provider IN (SELECT id FROM word)"), 0);
}

void TestSessionFacts::remembersWordsOfEarlierTimes()
{
    open();
    append(deliveryWith(1, machnetFacts()));
    close();
    open();

    append(deliveryWith(2, machnetFacts()));

    QCOMPARE(number("SELECT count(*) FROM word"), 3);
    QCOMPARE(factsOf(2), machnetFacts());
}

void TestSessionFacts::impossibleValuesBecomePossibleOnes()
{
    open();
    append(deliveryWith(1, machnetFacts()));
    append(deliveryWith(2, machnetFacts()));
    append(deliveryWith(3, machnetFacts()));
    close();
    run("UPDATE delivery SET endpoint = -5, provider = 999999, event_type = -1, verdict = 200, freshness = -3, "
        "facts = x'ff', event_id = zeroblob(100000), resource = 17, event_time = 1.5 WHERE id = 1;"
        "UPDATE delivery SET facts = x'f7ffffffffffffffffffff' WHERE id = 2;"
        "UPDATE delivery SET facts = x'a000fe414141', provider = zeroblob(5000) WHERE id = 3;"
        "UPDATE word SET text = zeroblob(100000)");

    const auto read = reader()->deliveriesAfter({ 0 }, 10);

    QCOMPARE(read.size(), std::size_t(3));
    const DeliveryFacts& facts = read[0].facts;
    QCOMPARE(facts.endpoint, EndpointId { 0 });
    QCOMPARE(facts.provider, QByteArray());
    QCOMPARE(facts.event.type, QByteArray());
    QCOMPARE(facts.signature.verdict, Verdict::NotSigned);
    QCOMPARE(facts.signature.freshness, Freshness::NotChecked);
    QCOMPARE(facts.origin, ProviderOrigin::Chosen);
    QCOMPARE(facts.event.id.size(), MaxFactBytes);
    QCOMPARE(facts.event.resource, QByteArray("17"));
    QCOMPARE(facts.event.time, QByteArray("1.5"));
    QCOMPARE(read[1].facts.challenge, QByteArray());
    QCOMPARE(read[1].facts.event.type.size(), WordLimits::MaxBytes);
    QVERIFY(read[2].facts.candidates.empty());
    QVERIFY(read[2].facts.provider.size() <= MaxFactBytes);
    QCOMPARE(reader()->summariesAfter({ 0 }, 10).size(), std::size_t(3));
}

void TestSessionFacts::replacesTheFactsOfDeliveries()
{
    open();
    append(deliveryWith(1, machnetFacts()));
    append(deliveryWith(2, {}));
    const std::vector<FactsUpdate> updates { { { 2 }, machnetFacts() }, { { 1 }, {} } };

    m_journal->setFacts(updates);
    m_journal->flush();

    QCOMPARE(factsOf(1), DeliveryFacts {});
    QCOMPARE(factsOf(2), machnetFacts());
    QCOMPARE(m_listener->keptFacts(), updates);
}

void TestSessionFacts::passesOverDeliveriesThatAreGone()
{
    open();
    append(deliveryWith(1, {}));
    append(deliveryWith(2, {}));
    m_journal->remove({ { 1 } });
    m_journal->purgeRemoved();
    m_journal->flush();

    m_journal->setFacts({ { { 1 }, machnetFacts() }, { { 2 }, machnetFacts() }, { { 99 }, machnetFacts() } });
    m_journal->setFacts({ { { 99 }, machnetFacts() } });
    m_journal->setFacts({});
    m_journal->flush();

    QCOMPARE(m_listener->keptFacts(), (std::vector<FactsUpdate> { { { 2 }, machnetFacts() } }));
    QVERIFY(!reader()->delivery({ 1 }));
    QVERIFY(m_listener->errors().empty());
}

void TestSessionFacts::replacesFactsOfDeliveriesOutOfSight()
{
    open();
    for (qint64 id = 1; id <= 4; ++id)
        append(deliveryWith(id, {}));
    m_journal->setPinned({ { 2 } }, true);
    m_journal->clear({ 3 });
    m_journal->remove({ { 4 } });

    for (qint64 id = 1; id <= 4; ++id)
        m_journal->setFacts({ { { id }, machnetFacts() } });
    m_journal->flush();

    QCOMPARE(idsOf(reader()->summariesAfter({ 0 }, 10)), idRange(2, 2));
    m_journal->undoClear();
    m_journal->restore({ { 4 } });
    m_journal->flush();
    for (qint64 id = 1; id <= 4; ++id)
        QCOMPARE(factsOf(id), machnetFacts());
    QVERIFY(reader()->delivery({ 2 })->isPinned);
    QCOMPARE(reader()->count(), 4);
}

void TestSessionFacts::keepsTheOrderOfCommands()
{
    open();
    DeliveryFacts facts = machnetFacts();
    for (int round = 1; round <= 50; ++round) {
        m_journal->append(deliveryWith(round, {}));
        facts.event.id = QByteArray::number(round);
        m_journal->setFacts({ { { round }, facts }, { { 1 }, facts } });
    }
    m_journal->flush();

    QCOMPARE(m_listener->keptFacts().size(), std::size_t(100));
    QCOMPARE(factsOf(1).event.id, QByteArray("50"));
    QCOMPARE(factsOf(49).event.id, QByteArray("49"));
}

void TestSessionFacts::saysThatFactsCannotBeKept()
{
    open();
    append(deliveryWith(1, {}));
    close();
    run("CREATE UNIQUE INDEX spoiler ON delivery (event_id) WHERE event_id <> ''");
    open();
    append(deliveryWith(2, machnetFacts()));
    DeliveryFacts other = machnetFacts();
    other.event.type = "another";

    m_journal->setFacts({ { { 1 }, other } });
    m_journal->flush();

    QCOMPARE(m_listener->errors().size(), std::size_t(1));
    QVERIFY(m_listener->errors().front().detail.contains(m_file));
    QVERIFY(m_listener->keptFacts().empty());
    QCOMPARE(factsOf(1), DeliveryFacts {});
    // The word that went with the transaction is kept the next time.
    other.event.id = "evt-2";
    m_journal->setFacts({ { { 1 }, other } });
    m_journal->flush();
    QCOMPARE(factsOf(1), other);
}

void TestSessionFacts::aReleasedStepIsNeverChanged()
{
    const QByteArray first(sessionMigrations().front().sql);

    QCOMPARE(QCryptographicHash::hash(first, QCryptographicHash::Sha256).toHex(),
        QByteArray("83709df5c429ff21eef4b3d7d6db392176674fac534fc9939c3bbf21318904b7"));
}

void TestSessionFacts::readsASessionOfTheFirstVersion()
{
    makeFirstVersion();

    const auto session = reader();

    QVERIFY(session);
    QCOMPARE(session->count(), 2);
    QCOMPARE(idsOf(session->summariesBefore({ 9 }, 9)), (std::vector<DeliveryId> { { 2 }, { 1 } }));
    const auto delivery = session->delivery({ 2 });
    QVERIFY(delivery);
    QCOMPARE(delivery->request->body.bytes(), QByteArray("CD"));
    QCOMPARE(delivery->facts, DeliveryFacts {});
    QVERIFY(!session->error());
    QCOMPARE(number("PRAGMA user_version"), 1);
}

void TestSessionFacts::readsASessionOfTheFirstVersionThatCannotBeWritten()
{
    makeFirstVersion();
    const auto all = QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner;
    QFile::setPermissions(m_dir->path(), QFile::ReadOwner | QFile::ExeOwner);
    const bool isWritable = QFileInfo(m_dir->path()).isWritable();

    const auto session = reader();
    const auto delivery = session ? session->delivery({ 1 }) : std::nullopt;

    QFile::setPermissions(m_dir->path(), all);
    if (isWritable)
        QSKIP("this user may write everywhere");
    QVERIFY(delivery);
    QCOMPARE(delivery->facts, DeliveryFacts {});
}

void TestSessionFacts::bringsASessionOfTheFirstVersionUpToDate()
{
    makeFirstVersion();

    open();

    QCOMPARE(number("PRAGMA user_version"), 2);
    QCOMPARE(m_journal->firstFreeId(), DeliveryId { 3 });
    QCOMPARE(factsOf(1), DeliveryFacts {});
    QCOMPARE(reader()->delivery({ 2 })->request->body.bytes(), QByteArray("CD"));
    m_journal->setFacts({ { { 1 }, machnetFacts() } });
    append(deliveryWith(3, machnetFacts()));
    QCOMPARE(factsOf(1), machnetFacts());
    QCOMPARE(factsOf(2), DeliveryFacts {});
    QCOMPARE(factsOf(3), machnetFacts());
}

void TestSessionFacts::followsASessionThatIsBroughtUpToDate()
{
    makeFirstVersion();
    const auto session = reader();
    QVERIFY(session->hasChanged());
    QCOMPARE(session->summariesAfter({ 0 }, 9).size(), std::size_t(2));

    open();
    append(deliveryWith(3, machnetFacts()));

    QVERIFY(session->hasChanged());
    QVERIFY(!session->error());
    QCOMPARE(session->summariesAfter({ 2 }, 9).front().provider, QByteArray("machnet"));
    QCOMPARE(session->delivery({ 3 })->facts, machnetFacts());
}

QTEST_GUILESS_MAIN(TestSessionFacts)
#include "tst_sessionfacts.moc"
