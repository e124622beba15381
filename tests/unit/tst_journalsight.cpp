// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/journalfixture.h"

using namespace hookloupe;
using namespace Qt::StringLiterals;

/// What pinning, removing, clearing and retention do to what is in sight.
class TestJournalSight final : public JournalFixture {
    Q_OBJECT

private slots:
    void init() { begin(); }
    void cleanup() { end(); }

    void pinningShowsInSummaries();
    void removedDeliveriesComeBackUntilTheyArePurged();
    void clearHidesAllButThePinned();
    void clearLeavesWhatCameLater();
    void undoClearBringsBackWhatTheLastClearHid();
    void clearIsRememberedInTheFile();
    void purgeDeletesBodyFiles();
    void purgeSparesWhatWasRestored();
    void retentionKeepsTheNewest();
    void retentionSparesThePinned();
    void retentionByBytes();
    void retentionByAge();
    void neverGivesAnIdTwiceAfterEverythingWasPurged();
};

void TestJournalSight::pinningShowsInSummaries()
{
    openJournal();
    append(1, 2);

    m_journal->setPinned({ { 2 }, { 99 } }, true);
    m_journal->flush();
    QVERIFY(!reader()->summariesAfter({ 0 }, 1).front().isPinned);
    QVERIFY(reader()->delivery({ 2 })->isPinned);

    m_journal->setPinned({ { 2 } }, false);
    m_journal->flush();
    QVERIFY(!reader()->delivery({ 2 })->isPinned);
}

void TestJournalSight::removedDeliveriesComeBackUntilTheyArePurged()
{
    openJournal();
    append(1, 4);

    m_journal->remove({ { 2 }, { 3 } });
    m_journal->flush();
    QCOMPARE(idsInSight(), (std::vector<DeliveryId> { { 1 }, { 4 } }));
    QVERIFY(!reader()->delivery({ 2 }));

    m_journal->restore({ { 3 } });
    m_journal->flush();
    QCOMPARE(idsInSight(), (std::vector<DeliveryId> { { 1 }, { 3 }, { 4 } }));

    m_journal->purgeRemoved();
    m_journal->flush();
    m_journal->restore({ { 2 } });
    m_journal->flush();
    QCOMPARE(idsInSight(), (std::vector<DeliveryId> { { 1 }, { 3 }, { 4 } }));
}

void TestJournalSight::clearHidesAllButThePinned()
{
    openJournal();
    append(1, 4);
    m_journal->setPinned({ { 2 } }, true);

    m_journal->clear({ 4 });
    m_journal->flush();

    QCOMPARE(idsInSight(), idRange(2, 2));
    QVERIFY(!reader()->delivery({ 1 }));
    QCOMPARE(reader()->deliveriesAfter({ 0 }, 10).size(), std::size_t(1));
}

void TestJournalSight::clearLeavesWhatCameLater()
{
    openJournal();
    append(1, 4);

    m_journal->clear({ 3 });
    append(5, 6);

    QCOMPARE(idsInSight(), idRange(4, 6));
}

void TestJournalSight::undoClearBringsBackWhatTheLastClearHid()
{
    openJournal();
    append(1, 4);
    m_journal->clear({ 2 });
    append(5, 6);
    m_journal->clear({ 5 });
    m_journal->flush();
    QCOMPARE(idsInSight(), idRange(6, 6));

    m_journal->undoClear();
    m_journal->flush();
    QCOMPARE(idsInSight(), idRange(3, 6));

    m_journal->undoClear();
    m_journal->flush();
    QCOMPARE(idsInSight(), idRange(3, 6));
}

void TestJournalSight::clearIsRememberedInTheFile()
{
    openJournal();
    append(1, 4);
    m_journal->clear({ 3 });
    m_journal->flush();

    openJournal();
    QCOMPARE(idsInSight(), idRange(4, 4));

    m_journal->undoClear();
    m_journal->flush();
    QCOMPARE(idsInSight(), idRange(1, 4));
}

void TestJournalSight::purgeDeletesBodyFiles()
{
    openJournal();
    const Delivery gone = withBodyFile(1, "gone");
    const Delivery kept = withBodyFile(2, "kept");
    m_journal->append(gone);
    m_journal->append(kept);
    m_journal->remove({ { 1 } });
    m_journal->flush();
    QVERIFY(QFile::exists(gone.request->body.path()));

    m_journal->purgeRemoved();
    m_journal->flush();

    QVERIFY(!QFile::exists(gone.request->body.path()));
    QVERIFY(QFile::exists(kept.request->body.path()));
    QCOMPARE(idsInSight(), idRange(2, 2));
}

void TestJournalSight::purgeSparesWhatWasRestored()
{
    openJournal();
    append(1, 1200);
    m_journal->remove(idRange(1, 1200));
    m_journal->restore(idRange(600, 700));

    m_journal->purgeRemoved();
    m_journal->flush();
    m_journal->restore(idRange(1, 1200));
    m_journal->flush();

    QCOMPARE(idsInSight(), idRange(600, 700));
}

void TestJournalSight::retentionKeepsTheNewest()
{
    openJournal({ .deliveries = 100, .bytes = {}, .age = {} });

    append(1, 100);
    QCOMPARE(m_listener->retiredIds(), std::vector<DeliveryId>());
    append(101, 1300);

    QCOMPARE(idsInSight(), idRange(1201, 1300));
    QCOMPARE(m_listener->retiredIds(), idRange(1, 1200));
}

void TestJournalSight::retentionSparesThePinned()
{
    openJournal();
    append(1, 10);
    m_journal->setPinned(idRange(2, 4), true);

    m_journal->setRetention({ .deliveries = 2, .bytes = {}, .age = {} });
    m_journal->flush();
    QCOMPARE(idsInSight(), (std::vector<DeliveryId> { { 2 }, { 3 }, { 4 }, { 9 }, { 10 } }));

    m_journal->setPinned({ { 3 } }, false);
    m_journal->flush();
    QCOMPARE(idsInSight(), (std::vector<DeliveryId> { { 2 }, { 4 }, { 9 }, { 10 } }));
}

void TestJournalSight::retentionByBytes()
{
    const qint64 one = rawSize(*plainDelivery(1).request);
    openJournal({ .deliveries = {}, .bytes = 3 * one, .age = {} });

    append(1, 3);
    QCOMPARE(idsInSight(), idRange(1, 3));
    append(4, 4);

    QCOMPARE(idsInSight(), idRange(2, 4));
}

void TestJournalSight::retentionByAge()
{
    openJournal({ .deliveries = {}, .bytes = {}, .age = std::chrono::hours(1) });
    Delivery fresh = plainDelivery(2);
    auto request = std::make_shared<Request>(*fresh.request);
    request->times.lastByte = now();
    fresh.request = request;

    m_journal->append(plainDelivery(1));
    m_journal->append(fresh);
    m_journal->flush();

    QCOMPARE(idsInSight(), idRange(2, 2));
}

void TestJournalSight::neverGivesAnIdTwiceAfterEverythingWasPurged()
{
    openJournal();
    append(1, 3);
    m_journal->clear({ 3 });
    m_journal->purgeRemoved();
    m_journal->flush();

    openJournal();

    QCOMPARE(idsInSight(), std::vector<DeliveryId>());
    QCOMPARE(m_journal->firstFreeId(), DeliveryId { 4 });
}

QTEST_GUILESS_MAIN(TestJournalSight)
#include "tst_journalsight.moc"
