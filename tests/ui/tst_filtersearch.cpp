// SPDX-License-Identifier: GPL-3.0-or-later
// The table's filter over what a session has stored.
#include "ui/filterfixture.h"

#include <QSignalSpy>

using namespace hookloupe;
using namespace Qt::StringLiterals;

namespace {

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
    int remainder = 0; ///< 1: the odd ones

    std::optional<Message> message(DeliveryId id) const override
    {
        return Message { id.value % 2 == remainder ? KindWord::Retry : KindWord::First, false };
    }
    QByteArray note(DeliveryId) const override { return {}; }
};

} // namespace

class TestFilterSearch final : public FilterFixture {
    Q_OBJECT

private slots:
    void init() { beginTable(); }
    void cleanup() { endTable(); }

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
        const auto changing = std::make_shared<EvenAreRetries>();
        m_search->setFacts(changing);
        QTRY_COMPARE(rows(), u"3 5 7"_s);
        changing->remainder = 1;
        m_search->reconsider(idRange(1, 8));
        QTRY_COMPARE(rows(), u"4 6 8"_s);
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
};

QTEST_GUILESS_MAIN(TestFilterSearch)
#include "tst_filtersearch.moc"
