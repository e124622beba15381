// SPDX-License-Identifier: GPL-3.0-or-later
#include "query/filterparser.h"
#include "session/query/deliveryquery.h"
#include "session/query/querysql.h"
#include "support/filtersamples.h"
#include "support/journalfixture.h"

using namespace hookloupe;
using namespace hookloupe::test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

FilterExpression filterOf(QStringView text)
{
    const auto filter = parseFilter(text);
    return filter ? *filter : FilterExpression { FilterExpression::Kind::Not, {}, { FilterExpression {} } };
}

QByteArray idText(const std::vector<DeliveryId>& ids)
{
    QByteArray text;
    for (const DeliveryId id : ids)
        text += QByteArray::number(id.value) + ' ';
    return text.trimmed();
}

QByteArray told(
    const FilterQuestion& question, const std::vector<DeliveryId>& found, const std::vector<DeliveryId>& plain)
{
    return question.text + "\nfound " + idText(found) + "\nplain " + idText(plain);
}

/// Knows that even deliveries are retries, and that the third is noted.
class SomeFacts final : public FilterFacts {
public:
    std::optional<Message> message(DeliveryId id) const override
    {
        return Message { id.value % 2 == 0 ? KindWord::Retry : KindWord::First, id.value == 4 };
    }
    QByteArray note(DeliveryId id) const override { return id.value == 3 ? "Ask Anna" : ""; }
};

} // namespace

class DeliveryQueryTest : public JournalFixture {
    Q_OBJECT

private slots:
    void init() { begin(); }
    void cleanup() { end(); }

    void aThousandRandomFiltersGiveTheSameThreeTimes();
    void anOlderSessionKnowsNoFacts();
    void pagesGoOnWhereTheLastOneEnded();
    void onlyWhatIsInSightIsFound();
    void factsFromElsewhereAreAsked();
    void aStopEndsTheSearch();
    void aStopWithinALongSearchIsHeard();
    void noTextOfAFilterStandsInTheSql();
    void theLargestFiltersCanBeAsked_data();
    void theLargestFiltersCanBeAsked();
    void aSearchThatFailsSaysSo();

private:
    QByteArray found(QStringView filter, MatchQuestion question = {}) const;
};

QByteArray DeliveryQueryTest::found(QStringView filter, MatchQuestion question) const
{
    question.filter = filterOf(filter);
    const auto session = reader();
    const QByteArray ids = idText(session->matching(question));
    return session->error() ? session->error()->detail.toUtf8() : ids;
}

void DeliveryQueryTest::aThousandRandomFiltersGiveTheSameThreeTimes()
{
    openJournal();
    QRandomGenerator random(20260102);
    const auto samples = randomSamples(random, 300, [this](const QByteArray& bytes) { return makeBody(bytes); });
    for (const FilterSample& sample : samples)
        m_journal->append(sample.delivery);
    m_journal->flush();
    const auto session = reader();
    const std::vector<Delivery> stored = session->deliveriesAfter({}, 1'000);
    QCOMPARE(stored.size(), samples.size());

    int undecided = 0;
    for (int round = 0; round < 1'000; ++round) {
        const FilterQuestion question = randomQuestion(random, round % 5);
        const auto filter = parseFilter(QString::fromUtf8(question.text));
        QVERIFY2(filter, question.text.constData());
        std::vector<DeliveryId> plain;
        std::vector<DeliveryId> evaluated;
        for (std::size_t i = 0; i < samples.size(); ++i) {
            if (question.holds(samples[i]))
                plain.push_back(samples[i].delivery.id);
            if (matches(*filter, stored[i], SampleNow))
                evaluated.push_back(stored[i].id);
        }
        MatchQuestion asked;
        asked.filter = *filter;
        asked.now = SampleNow;
        const std::vector<DeliveryId> selected = session->matching(asked);
        QVERIFY2(!session->error(), session->error() ? qPrintable(session->error()->detail) : "");
        QVERIFY2(evaluated == plain, told(question, evaluated, plain).constData());
        QVERIFY2(selected == plain, told(question, selected, plain).constData());
        undecided += plain.empty() || plain.size() == samples.size() ? 1 : 0;
    }
    QVERIFY(undecided < 300); // most questions tell deliveries apart
}

void DeliveryQueryTest::anOlderSessionKnowsNoFacts()
{
    const auto filter = filterOf(u"provider:* or event:* or message:* or resource:* or is:challenge");
    const QuerySql sql = querySqlOf(filter, {}, false);

    for (const char* column : { "provider", "event_type", "event_id", "resource", "facts", "word" })
        QVERIFY(!sql.condition.contains(QByteArray(QByteArray("d.") + column)));
    QVERIFY(!querySqlOf(filterOf(u"sig:valid fresh:stale"), {}, false).condition.contains("d."));
}

void DeliveryQueryTest::pagesGoOnWhereTheLastOneEnded()
{
    openJournal();
    append(1, 10);

    QCOMPARE(found(u"id:2..9"), QByteArray("2 3 4 5 6 7 8 9"));
    QCOMPARE(found(u"id:2..9", { .limit = 3 }), QByteArray("2 3 4"));
    QCOMPARE(found(u"id:2..9", { .after = { 4 }, .limit = 3 }), QByteArray("5 6 7"));
    QCOMPARE(found(u"id:2..9", { .limit = 3, .isNewestFirst = true }), QByteArray("9 8 7"));
    QCOMPARE(found(u"id:2..9", { .before = { 7 }, .limit = 3, .isNewestFirst = true }), QByteArray("6 5 4"));
    QCOMPARE(found(u"id:2..9", { .after = { 3 }, .before = { 6 } }), QByteArray("4 5"));
    QCOMPARE(found(u""), QByteArray("1 2 3 4 5 6 7 8 9 10"));
}

void DeliveryQueryTest::onlyWhatIsInSightIsFound()
{
    openJournal();
    append(1, 6);
    m_journal->setPinned({ { 2 } }, true);
    m_journal->remove({ { 5 } });
    m_journal->flush();
    QCOMPARE(found(u"path:/hooks/*"), QByteArray("1 2 3 4 6"));
    m_journal->clear({ 4 });
    m_journal->flush();

    QCOMPARE(found(u"path:/hooks/*"), QByteArray("2 6"));
    QCOMPARE(found(u"path:/hooks/*", { .isNewestFirst = true }), QByteArray("6 2"));
    QCOMPARE(found(u"is:pinned"), QByteArray("2"));
}

void DeliveryQueryTest::factsFromElsewhereAreAsked()
{
    openJournal();
    append(1, 5);
    const SomeFacts facts;

    QCOMPARE(found(u"is:retry", { .facts = &facts }), QByteArray("2 4"));
    QCOMPARE(found(u"kind:first id:>1", { .facts = &facts }), QByteArray("3 5"));
    QCOMPARE(found(u"is:stale", { .facts = &facts }), QByteArray("4"));
    QCOMPARE(found(u"note:anna", { .facts = &facts }), QByteArray("3"));
    QCOMPARE(found(u"-note:*", { .facts = &facts }), QByteArray("1 2 4 5"));
    QCOMPARE(found(u"is:retry"), QByteArray());
    QCOMPARE(found(u"-is:retry"), QByteArray("1 2 3 4 5"));
}

void DeliveryQueryTest::aStopEndsTheSearch()
{
    openJournal();
    append(1, 20);
    std::stop_source source;
    source.request_stop();

    QCOMPARE(found(u"body:n", { .stop = source.get_token() }), QByteArray());
    QCOMPARE(found(u"body:n id:<3"), QByteArray("1 2"));
}

void DeliveryQueryTest::aStopWithinALongSearchIsHeard()
{
    // Asked from within the search: the rows before it are found, and none behind it.
    class StoppingFacts final : public FilterFacts {
    public:
        explicit StoppingFacts(std::stop_source& source)
            : m_source(source)
        {
        }
        std::optional<Message> message(DeliveryId id) const override
        {
            if (id.value == 7)
                m_source.request_stop();
            return Message {};
        }
        QByteArray note(DeliveryId) const override { return {}; }

    private:
        std::stop_source& m_source;
    };
    openJournal();
    append(1, 20);
    std::stop_source source;
    const StoppingFacts facts(source);

    const QByteArray ids = found(u"is:first path:*", { .facts = &facts, .stop = source.get_token() });

    QVERIFY2(ids == "1 2 3 4 5 6" || ids == "1 2 3 4 5 6 7", ids.constData());
}

void DeliveryQueryTest::noTextOfAFilterStandsInTheSql()
{
    const auto filter = filterOf(u"path:\"zq'; DROP TABLE word; --\" header.zq-1:zq json./zq:zq zq ip:zq event:zq "
                                 u"query:zq body:zq provider:=zq* note:zq id:424242 time:2026-01-02T03:04:05Z");
    QCOMPARE(filter.kind, FilterExpression::Kind::And);

    const QuerySql sql = querySqlOf(filter, SampleNow, true);

    QVERIFY(!sql.condition.contains("zq"));
    QVERIFY(!sql.condition.contains("424242"));
    QVERIFY(!sql.condition.contains("DROP"));
    QCOMPARE(sql.terms.size(), filter.children.size());
    QCOMPARE(sql.numbers.size(), std::size_t(4));
}

void DeliveryQueryTest::theLargestFiltersCanBeAsked_data()
{
    QTest::addColumn<QString>("filter");
    const int terms = FilterLimits::MaxTerms;
    const int depth = FilterLimits::MaxDepth;
    QTest::newRow("many terms") << u"path:/hooks/1 "_s.repeated(terms);
    QTest::newRow("many alternatives") << QString(u"id:1 or "_s.repeated(terms - 1) + u"path:/hooks/1"_s);
    QTest::newRow("many ranges") << u"id:1..1 size:..9 age:>1s "_s.repeated(terms / 3);
    QTest::newRow("many negations") << QString(u"not "_s.repeated(depth) + u"id:1"_s);
    QString left = u"id:1"_s;
    QString right = u"id:1"_s;
    for (int level = 0; level < depth; ++level) {
        left = u'(' + left + u" path:/hooks/1 or id:9)"_s;
        right = u"(id:9 or path:/hooks/1 "_s + right + u')';
    }
    QTest::newRow("deep to the left") << left;
    QTest::newRow("deep to the right") << right;
    QString negated = u"id:2"_s;
    for (int level = 0; level < depth / 2; ++level)
        negated = (level % 2 == 0 ? u"-(id:9 or path:* "_s : u"-(path:* or "_s) + negated + u')';
    QTest::newRow("deep and negated") << QString(negated + u" or id:1"_s);
    QTest::newRow("negated parentheses") << QString(u"-("_s.repeated(depth / 2)
        + u"orders or json.a:1 or provider:x or is:pinned or "
          u"delay:0 method:post path:/hooks/1"_s
        + QString(depth / 2, u')'));
    QTest::newRow("a long pattern") << QString(u"path:"_s + QString(4'000, u'*') + u'1');
}

void DeliveryQueryTest::theLargestFiltersCanBeAsked()
{
    QFETCH(QString, filter);
    openJournal();
    append(1, 2);
    QVERIFY(parseFilter(filter));

    QCOMPARE(found(filter, { .now = SampleNow }), QByteArray("1"));
}

void DeliveryQueryTest::aSearchThatFailsSaysSo()
{
    openJournal();
    append(1, 3);
    const auto session = reader();
    {
        auto database = Database::open(m_file, Database::Mode::ReadWrite);
        QVERIFY(database);
        QVERIFY(database->run("DROP TABLE response"));
    }
    MatchQuestion question;
    question.filter = filterOf(u"delay:>1s");

    QVERIFY(session->matching(question).empty());
    QVERIFY(session->error());
    question.filter = filterOf(u"id:2");
    QCOMPARE(idText(session->matching(question)), QByteArray("2"));
    QVERIFY(!session->error());
}

QTEST_GUILESS_MAIN(DeliveryQueryTest)
#include "tst_deliveryquery.moc"
