// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/facts/words.h"
#include "session/journal.h"
#include "session/sessionreader.h"
#include "session/sqlite.h"
#include "support/sessionfixture.h"

#include <QRegularExpression>
#include <QTest>

#include <random>

Q_DECLARE_METATYPE(hookloupe::DeliveryFacts)

using namespace hookloupe;
using namespace Qt::StringLiterals;

namespace {

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
    void impossibleValuesBecomePossibleOnes();
    void replacesTheFactsOfDeliveries();
    void passesOverDeliveriesThatAreGone();
    void replacesFactsOfDeliveriesOutOfSight();
    void keepsTheOrderOfCommands();
    void saysThatFactsCannotBeKept();

private:
    void open();
    void close() { m_journal.reset(); }
    void append(const Delivery& delivery);
    void run(const char* sql) const;
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

QTEST_GUILESS_MAIN(TestSessionFacts)
#include "tst_sessionfacts.moc"
