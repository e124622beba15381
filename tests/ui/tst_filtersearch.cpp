// SPDX-License-Identifier: GPL-3.0-or-later
// The table's filter over a real session: what is stored, what comes, and what changes.
#include "filter/filtersearch.h"
#include "query/filterparser.h"
#include "support/journalfixture.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>

using namespace hookloupe;
using namespace Qt::StringLiterals;

namespace {

constexpr SystemTime FirstNow { std::chrono::seconds(1'767'225'600 + 3600) };

QByteArray numbered(qint64 id)
{
    return "{\"n\":" + QByteArray::number(id) + "}";
}

Delivery withHead(qint64 id, const QByteArray& head, const QByteArray& body = "x")
{
    Delivery delivery = plainDelivery(id, body);
    auto request = std::make_shared<Request>(*delivery.request);
    request->head = RequestHead::parse(head);
    delivery.request = request;
    return delivery;
}

class EvenAreRetries final : public FilterFacts {
public:
    std::optional<Message> message(DeliveryId id) const override
    {
        return Message { id.value % 2 == 0 ? KindWord::Retry : KindWord::First, false };
    }
    QByteArray note(DeliveryId) const override { return {}; }
};

} // namespace

class TestFilterSearch final : public JournalFixture {
    Q_OBJECT

private slots:
    void init()
    {
        begin();
        m_model = std::make_unique<DeliveryTableModel>();
        m_tester = std::make_unique<QAbstractItemModelTester>(m_model.get());
        m_now = FirstNow;
        m_search = std::make_unique<FilterSearch>(*m_model, [this] { return m_now; });
        openJournal();
    }
    void cleanup()
    {
        m_search.reset();
        m_tester.reset();
        m_model.reset();
        end();
    }

    void findsWhatRowsDoNotKnow_data()
    {
        QTest::addColumn<QString>("filter");
        QTest::addColumn<QString>("shown");

        QTest::newRow("JSON") << u"json.n:7"_s << u"7"_s;
        QTest::newRow("numbers of JSON") << u"json.n:>=9"_s << u"9 10"_s;
        QTest::newRow("header") << u"header.host:localhost*  id:..2"_s << u"1 2"_s;
        QTest::newRow("body") << u"body:\":3}\""_s << u"3"_s;
        QTest::newRow("word in the path alone") << u"hooks/4"_s << u"4"_s;
        QTest::newRow("word in the body") << u"\":5}\""_s << u"5"_s;
        QTest::newRow("word in a header") << u"content-type id:6"_s << u"6"_s;
        QTest::newRow("address") << u"ip:127.* id:8"_s << u"8"_s;
        QTest::newRow("the opposite") << u"-json.n:>2"_s << u"1 2"_s;
        QTest::newRow("this or that") << u"path:/hooks/1 or json.n:2"_s << u"1 2"_s;
        QTest::newRow("nothing") << u"body:nothing"_s << u""_s;
    }

    void findsWhatRowsDoNotKnow()
    {
        QFETCH(QString, filter);
        QFETCH(QString, shown);
        store(1, 10);
        load();

        setFilter(filter);

        QVERIFY(m_search->isSearching());
        QTRY_VERIFY(!m_search->isSearching());
        QTRY_COMPARE(rows(), shown);
        setFilter({});
        QCOMPARE(m_model->rowCount(), 10);
    }

    void showsTheNewestFirstAndTheRestBeforeThem()
    {
        store(1, 6000);
        load();
        bool isFromTheEnd = true;
        connect(m_model.get(), &DeliveryTableModel::countsChanged, this,
            [&] { isFromTheEnd = isFromTheEnd && m_model->idAt(m_model->rowCount() - 1).value == 6000; });
        QSignalSpy inserted(m_model.get(), &QAbstractItemModel::rowsInserted);

        setFilter(u"body:n"_s);

        QTRY_VERIFY(!m_search->isSearching());
        QTRY_COMPARE(m_model->rowCount(), 6000);
        QVERIFY(isFromTheEnd);
        QCOMPARE(m_model->idAt(0).value, 1);
        QVERIFY(inserted.size() >= 2);
        QCOMPARE(inserted.first().at(1).toInt(), 0);
    }

    void keepsTheRowsUntilTheFirstMatchComes()
    {
        store(1, 10);
        load();
        setFilter(u"id:1..9"_s);
        QCOMPARE(m_model->rowCount(), 9);
        QList<int> counts;
        connect(m_model.get(), &DeliveryTableModel::countsChanged, this, [&] { counts << m_model->rowCount(); });

        setFilter(u"json.n:<4"_s);

        QCOMPARE(m_model->rowCount(), 9);
        QTRY_COMPARE(rows(), u"1 2 3"_s);
        QVERIFY2(!counts.contains(0), "no moment with an empty table");
    }

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

    void anotherSessionInTheMiddleOfASearchShowsNothingOfTheFirst()
    {
        store(1, 20'000);
        load();
        setFilter(u"body:n"_s);
        QTRY_VERIFY(m_model->filter()->needsDeliveries());
        QVERIFY(m_search->isSearching());

        m_journal.reset();
        m_file = m_dir->filePath(u"two.hookloupe"_s);
        openJournal();
        store(1, 5);
        m_search->setSession(m_file);
        QVERIFY(!m_search->isSearching());
        m_model->clear();
        load();
        QCOMPARE(rows(), u"1 2 3 4 5"_s);
        setFilter(u"json.n:2"_s);

        QTRY_COMPARE(rows(), u"2"_s);
        QTRY_VERIFY(!m_search->isSearching());
        QCOMPARE(rows(), u"2"_s);
    }

    void aNewFilterEndsTheSearchForTheOldOne()
    {
        store(1, 20'000);
        load();
        setFilter(u"body:n"_s);
        setFilter(u"json.n:17"_s);
        QTRY_COMPARE(rows(), u"17"_s);
        setFilter(u"body:n"_s);
        setFilter(u"id:3"_s);

        QCOMPARE(rows(), u"3"_s);
        QVERIFY(!m_search->isSearching());
        QCoreApplication::processEvents();
        QCOMPARE(rows(), u"3"_s);
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
        QTest::qWait(0);
        m_journal->restore({ { 5 } });

        QTRY_COMPARE(rows(), u"3 4 5 6"_s);
        m_model->remove({ { 3 } });
        QCOMPARE(rows(), u"4 5 6"_s);
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

    void targetsThatAreTooLongForARowAreLookedUp()
    {
        const QByteArray start = "POST /" + QByteArray(600, 'a');
        come({ withHead(1, start + "/end HTTP/1.1\r\nHost: x\r\n\r\n"), withHead(2, start + "/no HTTP/1.1\r\n\r\n"),
            withHead(3, "POST /short/end HTTP/1.1\r\n\r\n") });
        m_search->setSession(m_file);
        setFilter(u"path:*/end"_s);

        QTRY_COMPARE(rows(), u"1 3"_s);
    }

    void asksWhoKnowsOfMessages()
    {
        store(1, 6);
        load();
        QSignalSpy knowable(m_search.get(), &FilterSearch::knowableChanged);
        m_search->setFacts(std::make_shared<EvenAreRetries>());
        QCOMPARE(knowable.size(), 1);
        QVERIFY(m_search->hasMessageFacts() && !m_search->hasNotes());

        setFilter(u"is:retry"_s);
        QTRY_COMPARE(rows(), u"2 4 6"_s);
        setFilter(u"kind:first json.n:>2"_s);
        QTRY_COMPARE(rows(), u"3 5"_s);
        come({ plainDelivery(7, numbered(7)), plainDelivery(8, numbered(8)) });
        QTRY_COMPARE(rows(), u"3 5 7"_s);
        m_search->setFacts(nullptr);
        QTRY_COMPARE(rows(), QString());
    }

    void staysSortedWhileMatchesCome()
    {
        store(1, 3000);
        load();
        m_model->sort(PathColumn, Qt::DescendingOrder);
        setFilter(u"json.n:>0"_s);

        QTRY_VERIFY(!m_search->isSearching() && !m_model->isArranging());
        QTRY_COMPARE(m_model->rowCount(), 3000);
        for (int row = 1; row < m_model->rowCount(); ++row)
            QVERIFY(m_model->summaryAt(row - 1).target >= m_model->summaryAt(row).target);
    }

    void saysThatASessionCannotBeSearched()
    {
        store(1, 3);
        load();
        m_search->setSession(m_dir->filePath(u"gone.hookloupe"_s));
        QSignalSpy failed(m_search.get(), &FilterSearch::failed);
        setFilter(u"body:n"_s);

        QTRY_COMPARE(failed.size(), 1);
        QTRY_VERIFY(!m_search->isSearching());
    }

private:
    void store(qint64 first, qint64 last)
    {
        for (qint64 id = first; id <= last; ++id)
            m_journal->append(plainDelivery(id, numbered(id)));
        m_journal->flush();
    }

    /// Into the table, as the loader does it.
    void load()
    {
        if (m_model->totalCount() == 0)
            m_search->setSession(m_file);
        m_model->append(reader()->summariesAfter(m_model->lastId(), 100'000));
    }

    /// As what is captured comes.
    void come(const std::vector<Delivery>& deliveries)
    {
        std::vector<DeliverySummary> summaries;
        for (const Delivery& delivery : deliveries) {
            m_journal->append(delivery);
            summaries.push_back(summaryOf(delivery));
        }
        m_journal->flush();
        m_search->judge(deliveries);
        m_model->append(summaries);
    }

    void know(qint64 id, const DeliveryFacts& facts)
    {
        m_journal->setFacts({ { { id }, facts } });
        m_journal->flush();
        Delivery delivery = deliveryWith(id, facts);
        m_model->updateFacts({ summaryOf(delivery) });
        m_search->noteChanged({ { id } });
    }

    void setFilter(const QString& text)
    {
        const auto filter = parseFilter(text);
        QVERIFY(filter);
        m_search->setFilter(*filter);
    }

    QString rows() const
    {
        QStringList all;
        for (int row = 0; row < m_model->rowCount(); ++row)
            all << QString::number(m_model->idAt(row).value);
        return all.join(u' ');
    }

    std::unique_ptr<DeliveryTableModel> m_model;
    std::unique_ptr<QAbstractItemModelTester> m_tester;
    std::unique_ptr<FilterSearch> m_search;
    SystemTime m_now;
};

QTEST_GUILESS_MAIN(TestFilterSearch)
#include "tst_filtersearch.moc"
