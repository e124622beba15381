// SPDX-License-Identifier: GPL-3.0-or-later
// The table's filter while deliveries come, change, go and come back.
#include "ui/filterfixture.h"

#include <QSignalSpy>

using namespace hookloupe;
using namespace Qt::StringLiterals;

class TestFilterChanges final : public FilterFixture {
    Q_OBJECT

private slots:
    void init() { beginTable(); }
    void cleanup() { endTable(); }

    void liveRowsAreJudgedBeforeTheyAreShown()
    {
        store(1, 3);
        load();
        setFilter(u"json.n:>2"_s);
        QTRY_COMPARE(rows(), u"3"_s);
        QTRY_VERIFY(!m_search->isSearching());

        come({ plainDelivery(4, numbered(4)), plainDelivery(5, "{\"n\":1}"), plainDelivery(6, numbered(6)) });

        QCOMPARE(rows(), u"3 4 6"_s);
        QCOMPARE(m_model->totalCount(), 6);
    }

    void liveRowsWithLargeBodiesAreJudgedInTheThread()
    {
        store(1, 3);
        load();
        setFilter(u"body:needle"_s);
        QTRY_VERIFY(!m_search->isSearching());

        come({ withBodyFile(4, QByteArray(300'000, 'x') + "needle"), withBodyFile(5, QByteArray(300'000, 'x')) });

        QCOMPARE(rows(), QString());
        QTRY_COMPARE(rows(), u"4"_s);
    }

    void rowsThatNobodyJudgedAreAskedAbout()
    {
        store(1, 3);
        load();
        setFilter(u"json.n:>2"_s);
        QTRY_COMPARE(rows(), u"3"_s);
        store(4, 6);
        // As after a gap, or in a session that is followed.
        load();

        QTRY_COMPARE(rows(), u"3 4 5 6"_s);
        m_model->sort(TimeColumn, Qt::DescendingOrder);
        QCOMPARE(rows(), u"6 5 4 3"_s);
    }

    void olderPagesOfASessionThatIsBeingReadMatchAsWell()
    {
        store(1, 20);
        m_search->setSession(m_file);
        const auto session = reader();
        m_model->append(session->summariesAfter({ 15 }, 100));
        setFilter(u"json.n:>12"_s);
        auto page = session->summariesBefore({ 16 }, 100);
        std::reverse(page.begin(), page.end());
        m_model->prepend(page);

        QTRY_COMPARE(rows(), u"13 14 15 16 17 18 19 20"_s);
    }

    void factsThatChangeBringRowsInAndOut()
    {
        store(1, 4);
        load();
        setFilter(u"provider:machnet json.n:<4"_s);
        QTRY_VERIFY(!m_search->isSearching());
        QCOMPARE(rows(), QString());

        know(2, machnetFacts());
        know(4, machnetFacts());
        QTRY_COMPARE(rows(), u"2"_s);
        know(2, {});
        QTRY_COMPARE(rows(), QString());

        setFilter(u"resource:* json.n:>0"_s);
        QTRY_COMPARE(rows(), u"4"_s);
        know(3, machnetFacts());
        QTRY_COMPARE(rows(), u"3 4"_s);
        know(4, {});
        QTRY_COMPARE(rows(), u"3"_s);
    }

    void pinsCountAtOnce()
    {
        store(1, 4);
        load();
        setFilter(u"is:pinned json.n:>0"_s);
        QTRY_VERIFY(!m_search->isSearching());
        // The session never learns of it here.
        m_model->setPinned({ { 2 } }, true);
        QTRY_COMPARE(rows(), u"2"_s);
        m_model->setPinned({ { 2 } }, false);
        QTRY_COMPARE(rows(), QString());

        setFilter(u"-is:pinned"_s);
        QTRY_COMPARE(rows(), u"1 2 3 4"_s);
        m_model->setPinned({ { 3 } }, true);
        QCOMPARE(rows(), u"1 2 4"_s);
    }

    void whatChangesWhileTheTableWaitsIsAskedAboutAgain()
    {
        store(1, 4);
        load();
        setFilter(u"provider:machnet body:n"_s);
        m_journal->setFacts({ { { 1 }, machnetFacts() } });
        m_journal->flush();
        DeliverySummary summary = summaryOf(deliveryWith(1, machnetFacts()));
        m_model->updateFacts({ summary });
        m_search->noteChanged({ { 1 } });

        QTRY_COMPARE(rows(), u"1"_s);
    }

    void removedRowsGoAndMatchAgainWhenTheyComeBack()
    {
        store(1, 6);
        load();
        setFilter(u"json.n:>3"_s);
        QTRY_COMPARE(rows(), u"4 5 6"_s);
        auto taken = m_model->take({ { 5 } });
        m_journal->remove({ { 5 } });
        m_journal->flush();
        QCOMPARE(rows(), u"4 6"_s);
        // This search does not see it.
        setFilter(u"json.n:>2"_s);
        QTRY_VERIFY(!m_search->isSearching());
        QTRY_COMPARE(rows(), u"3 4 6"_s);

        m_model->restore(std::move(taken));
        // The answer to a later question: by then the session has said that it is missing.
        store(7, 7);
        load();
        QTRY_COMPARE(rows(), u"3 4 6 7"_s);
        m_journal->restore({ { 5 } });

        QTRY_COMPARE(rows(), u"3 4 5 6 7"_s);
        m_model->remove({ { 3 } });
        QCOMPARE(rows(), u"4 5 6 7"_s);
    }

    void whatWasLookedAtByItselfCountsMoreThanWhatASearchFinds()
    {
        store(1, 3);
        load();
        const auto filter = std::make_shared<DeliveryFilter>(*parseFilter(u"body:x"_s), FirstNow);
        filter->setSearchedThrough({ 3 });
        m_model->setFilter(filter);
        filter->setAnswer({ 1 }, true);
        filter->setAnswer({ 2 }, false);
        filter->addFound({ { 3 }, { 2 } });
        m_model->refilter(idRange(1, 3));

        QCOMPARE(rows(), u"1 3"_s);
    }

    void agesGoOnByThemselves()
    {
        store(1, 4);
        load();
        // They came 3599 to 3596 seconds ago.
        setFilter(u"age:<3598s"_s);
        QTRY_COMPARE(rows(), u"3 4"_s);
        m_now += std::chrono::seconds(1);
        QTRY_COMPARE(rows(), u"4"_s);

        setFilter(u"age:>=3598s json.n:>0"_s);
        QTRY_COMPARE(rows(), u"1 2 3"_s);
        m_now += std::chrono::seconds(1);
        QTRY_COMPARE(rows(), u"1 2 3 4"_s);
    }
};

QTEST_GUILESS_MAIN(TestFilterChanges)
#include "tst_filterchanges.moc"
