// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/sessionreader.h"
#include "session/sessionwriter.h"
#include "support/sessionfixture.h"

#include <QTest>

using namespace hookloupe;
using namespace Qt::StringLiterals;

class TestSessionWriter final : public QObject {
    Q_OBJECT

private slots:
    void init();
    void cleanup();

    void aFullDiskIsNamedAndLeavesWhatWasThere();
    void goesOnWhenThereIsSpaceAgain();
    void aResponseThatWasRolledBackIsStoredAgain();
    void equalResponsesAreStoredOnce();
    void aReaderCountsTheSameAsTheWriter_data();
    void aReaderCountsTheSameAsTheWriter();
    void givesSpaceBackAfterAPurge();
    void holdsNoImpossiblyLargeValue();

private:
    std::unique_ptr<SessionReader> reader() const { return std::move(*SessionReader::open(m_paths.file)); }
    std::vector<Delivery> batch(qint64 first, qint64 last, const QByteArray& body = "{}") const;
    void fillUp() const;

    std::unique_ptr<QTemporaryDir> m_dir;
    SessionPaths m_paths;
    std::unique_ptr<SessionWriter> m_writer;
};

void TestSessionWriter::init()
{
    m_dir = std::make_unique<QTemporaryDir>();
    m_paths = SessionPaths::of(m_dir->filePath(u"one.hookloupe"_s));
    auto opened = SessionWriter::open(m_paths);
    QVERIFY(opened);
    m_writer = std::move(*opened);
}

void TestSessionWriter::cleanup()
{
    m_writer.reset();
    m_dir.reset();
}

std::vector<Delivery> TestSessionWriter::batch(qint64 first, qint64 last, const QByteArray& body) const
{
    std::vector<Delivery> deliveries;
    for (qint64 id = first; id <= last; ++id)
        deliveries.push_back(plainDelivery(id, body));
    return deliveries;
}

/// From now on the file may not grow: for SQLite, and so for us, the same as a full disk.
void TestSessionWriter::fillUp() const
{
    QVERIFY(m_writer->database().number("PRAGMA max_page_count = 1"));
}

void TestSessionWriter::aFullDiskIsNamedAndLeavesWhatWasThere()
{
    QVERIFY(m_writer->insert(batch(1, 3)));
    fillUp();

    const auto done = m_writer->insert(batch(4, 6, QByteArray(100'000, 'x')));

    QVERIFY(!done);
    QCOMPARE(done.error().code, SessionErrorCode::NoSpace);
    QVERIFY2(done.error().detail.contains(m_paths.file), qPrintable(done.error().detail));
    QCOMPARE(m_writer->totals().visible(), 3);
    QCOMPARE(idsOf(reader()->summariesAfter({ 0 }, 10)), idRange(1, 3));
    QVERIFY(reader()->delivery({ 2 }));
}

void TestSessionWriter::goesOnWhenThereIsSpaceAgain()
{
    fillUp();
    QVERIFY(!m_writer->insert(batch(1, 3, QByteArray(100'000, 'x'))));

    QVERIFY(m_writer->database().number("PRAGMA max_page_count = 1000000"));

    QVERIFY(m_writer->insert(batch(4, 6, QByteArray(100'000, 'x'))));
    QCOMPARE(idsOf(reader()->summariesAfter({ 0 }, 10)), idRange(4, 6));
    QCOMPARE(reader()->count(), 3);
}

void TestSessionWriter::aResponseThatWasRolledBackIsStoredAgain()
{
    Response busy;
    busy.status = 503;
    busy.body = "busy";
    const auto response = std::make_shared<const Response>(busy);
    Delivery large = plainDelivery(1, QByteArray(100'000, 'x'));
    large.response = response;
    fillUp();
    QVERIFY(!m_writer->insert({ { large } }));
    QVERIFY(m_writer->database().number("PRAGMA max_page_count = 1000000"));

    Delivery small = plainDelivery(2);
    small.response = response;
    QVERIFY(m_writer->insert({ { small } }));

    QVERIFY(*reader()->delivery({ 2 })->response == busy);
}

void TestSessionWriter::equalResponsesAreStoredOnce()
{
    for (qint64 id = 1; id <= 10; ++id) {
        Delivery delivery = plainDelivery(id);
        Response response;
        response.status = id % 2 == 0 ? 200 : 409;
        delivery.response = std::make_shared<const Response>(response);
        QVERIFY(m_writer->insert({ { delivery } }));
    }

    QCOMPARE(*m_writer->database().number("SELECT count(*) FROM response"), 2);
    QCOMPARE(reader()->delivery({ 9 })->response->status, 409);
    QCOMPARE(reader()->delivery({ 10 })->response->status, 200);
}

void TestSessionWriter::aReaderCountsTheSameAsTheWriter_data()
{
    QTest::addColumn<qint64>("deliveries");

    // The file's own totals are written each 4096 deliveries; the rest is counted.
    for (const qint64 deliveries : { 1, 4095, 4096, 4097, 9000 })
        QTest::addRow("%lld", static_cast<long long>(deliveries)) << deliveries;
}

void TestSessionWriter::aReaderCountsTheSameAsTheWriter()
{
    QFETCH(qint64, deliveries);
    QVERIFY(m_writer->insert(batch(1, deliveries)));
    QCOMPARE(reader()->count(), deliveries);

    // The last one is not within the totals, or just so: each change has to hit the right side.
    const std::vector<DeliveryId> ends { { 1 }, { deliveries } };
    QVERIFY(m_writer->setPinned(ends, true));
    QVERIFY(m_writer->insert(batch(deliveries + 1, deliveries + 3)));
    QVERIFY(m_writer->clear(deliveries + 1));
    const qint64 pinned = deliveries == 1 ? 1 : 2;
    QCOMPARE(m_writer->totals().visible(), pinned + 2);
    QCOMPARE(reader()->count(), pinned + 2);

    QVERIFY(m_writer->setPinned(ends, false));
    QCOMPARE(reader()->count(), 2);
    QVERIFY(m_writer->undoClear());
    QCOMPARE(reader()->count(), deliveries + 3);
    QCOMPARE(m_writer->totals().kept().deliveries, deliveries + 3);

    m_writer = std::move(*SessionWriter::open(m_paths));
    QCOMPARE(m_writer->totals().visible(), deliveries + 3);
    QCOMPARE(m_writer->totals().lastId(), deliveries + 3);
}

void TestSessionWriter::givesSpaceBackAfterAPurge()
{
    QVERIFY(m_writer->insert(batch(1, 200, QByteArray(100'000, 'x'))));
    const qint64 before = *m_writer->database().number("PRAGMA page_count");
    QVERIFY(m_writer->erase(idRange(1, 200), SessionWriter::Erase::All));

    while (m_writer->shrink()) { }

    QVERIFY(*m_writer->database().number("PRAGMA page_count") < before / 2);
    QCOMPARE(reader()->count(), 0);
}

void TestSessionWriter::holdsNoImpossiblyLargeValue()
{
    Database& database = m_writer->database();
    const auto lengthOf = [&database](int bytes) {
        const QByteArray sql = "SELECT length(zeroblob(" + QByteArray::number(bytes) + "))";
        return database.number(sql.constData());
    };

    const auto most = lengthOf(Database::MaxRowBytes);
    const auto refused = lengthOf(Database::MaxRowBytes + 1);

    QVERIFY(most);
    QCOMPARE(*most, qint64(Database::MaxRowBytes));

    QVERIFY(!refused);
    QCOMPARE(refused.error().code, SessionErrorCode::Damaged);
    QVERIFY2(refused.error().detail.contains(u"128 MiB"_s), qPrintable(refused.error().detail));
    QVERIFY(database.number("SELECT count(*) FROM delivery"));
}

QTEST_GUILESS_MAIN(TestSessionWriter)
#include "tst_sessionwriter.moc"
