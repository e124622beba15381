// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/matchfinder.h"
#include "query/filterparser.h"
#include "support/journalfixture.h"

using namespace hookloupe;
using namespace Qt::StringLiterals;

namespace {

constexpr SystemTime Now { std::chrono::seconds(1'767'225'600 + 100'000) };

using Judgement = MatchFinder::Judgement;

/// Says of the even ones that they are retries.
class EvenAreRetries final : public FilterFacts {
public:
    std::optional<Message> message(DeliveryId id) const override
    {
        return Message { id.value % 2 == 0 ? KindWord::Retry : KindWord::First, false };
    }
    QByteArray note(DeliveryId) const override { return {}; }
};

} // namespace

class TestMatchFinder final : public JournalFixture {
    Q_OBJECT

private slots:
    void init()
    {
        begin();
        m_finder = std::make_unique<MatchFinder>();
        m_found.clear();
        m_pages.clear();
        m_answers.clear();
        m_failures.clear();
        m_ends = 0;
        connect(m_finder.get(), &MatchFinder::found, this, [this](const std::vector<DeliveryId>& ids) {
            m_pages.push_back(std::ssize(ids));
            m_found.insert(m_found.end(), ids.begin(), ids.end());
        });
        connect(m_finder.get(), &MatchFinder::judged, this, [this](const std::vector<MatchFinder::Answer>& answers) {
            m_answers.insert(m_answers.end(), answers.begin(), answers.end());
        });
        connect(m_finder.get(), &MatchFinder::searched, this, [this] { ++m_ends; });
        connect(m_finder.get(), &MatchFinder::failed, this, [this](const QString& detail) { m_failures << detail; });
    }
    void cleanup()
    {
        m_finder.reset();
        end();
    }

    void findsTheNewestFirst()
    {
        openJournal();
        append(1, 9000);
        ask(u"body:n"_s);

        m_finder->search({ 8000 });

        QTRY_COMPARE(m_ends, 1);
        auto expected = idRange(1, 8000);
        std::reverse(expected.begin(), expected.end());
        QCOMPARE(m_found, expected);
        QVERIFY(m_pages.size() > 1);
        QVERIFY(m_failures.isEmpty());
    }

    void endsWhereNothingMatches()
    {
        openJournal();
        append(1, 100);
        ask(u"body:nothing"_s);

        m_finder->search({ 100 });

        QTRY_COMPARE(m_ends, 1);
        QVERIFY(m_found.empty());
    }

    void looksAtSingleOnesBesideTheSearch()
    {
        openJournal();
        append(1, 10);
        ask(u"path:/hooks/2 or path:/hooks/12"_s);

        m_finder->search({ 10 });
        m_finder->judge({ { { 2 } }, { { 3 } }, { { 12 } } });

        QTRY_COMPARE(m_ends, 1);
        QTRY_COMPARE(m_answers.size(), std::size_t(3));
        QCOMPARE(m_answers[0], (MatchFinder::Answer { { 2 }, Judgement::Matches }));
        QCOMPARE(m_answers[1], (MatchFinder::Answer { { 3 }, Judgement::MatchesNot }));
        QCOMPARE(m_answers[2], (MatchFinder::Answer { { 12 }, Judgement::Missing }));
        QCOMPARE(m_found, idRange(2, 2));
    }

    void believesTheAskerWhatIsPinned()
    {
        openJournal();
        append(1, 2);
        ask(u"is:pinned body:n"_s);

        m_finder->judge({ { { 1 }, true }, { { 2 }, false } });

        QTRY_COMPARE(m_answers.size(), std::size_t(2));
        QCOMPARE(m_answers[0].judgement, Judgement::Matches);
        QCOMPARE(m_answers[1].judgement, Judgement::MatchesNot);
    }

    void asksWhoKnowsOfMessages()
    {
        openJournal();
        append(1, 6);
        ask(u"is:retry body:n"_s, std::make_shared<EvenAreRetries>());

        m_finder->search({ 6 });
        m_finder->judge({ { { 1 } }, { { 2 } } });

        QTRY_COMPARE(m_ends, 1);
        QCOMPARE(m_found, (std::vector<DeliveryId> { { 6 }, { 4 }, { 2 } }));
        QTRY_COMPARE(m_answers.size(), std::size_t(2));
        QCOMPARE(m_answers[0].judgement, Judgement::MatchesNot);
        QCOMPARE(m_answers[1].judgement, Judgement::Matches);
    }

    void countsAgesFromTheMomentItWasTold()
    {
        openJournal();
        append(1, 1);
        ask(u"age:<1h body:n"_s);
        m_finder->setNow(SystemTime(std::chrono::seconds(1'767'225'600 + 60)));

        m_finder->judge({ { { 1 } } });

        QTRY_COMPARE(m_answers.size(), std::size_t(1));
        QCOMPARE(m_answers[0].judgement, Judgement::Matches);
    }

    void aNewQuestionEndsTheOldOne()
    {
        openJournal();
        append(1, 20'000);
        ask(u"body:n"_s);
        m_finder->search({ 20'000 });
        QTRY_VERIFY(!m_found.empty());

        ask(u"path:/hooks/7"_s);
        m_found.clear();
        m_finder->search({ 20'000 });

        QTRY_COMPARE(m_ends, 1);
        QCOMPARE(m_found, idRange(7, 7));
        QTest::qWait(0);
        QCOMPARE(m_ends, 1);
    }

    void anotherSessionEndsTheSearch()
    {
        openJournal();
        append(1, 20'000);
        ask(u"body:n"_s);
        m_finder->search({ 20'000 });
        QTRY_VERIFY(!m_found.empty());

        m_file = m_dir->filePath(u"two.hookloupe"_s);
        openJournal();
        append(1, 3);
        m_found.clear();
        ask(u"body:n"_s);
        m_finder->search({ 3 });

        QTRY_COMPARE(m_ends, 1);
        QCOMPARE(m_found, (std::vector<DeliveryId> { { 3 }, { 2 }, { 1 } }));
    }

    void nothingIsAnsweredAfterACancel()
    {
        openJournal();
        append(1, 20'000);
        ask(u"body:n"_s);
        m_finder->search({ 20'000 });
        m_finder->judge({ { { 1 } } });
        m_finder->cancel();
        m_finder->search({ 20'000 });
        m_finder->judge({ { { 2 } } });

        ask(u"path:/hooks/1"_s);
        m_finder->search({ 10 });

        QTRY_COMPARE(m_ends, 1);
        QCOMPARE(m_found, idRange(1, 1));
        QVERIFY(m_answers.empty());
    }

    void saysWhyASessionCannotBeSearched()
    {
        m_file = m_dir->filePath(u"not-there.hookloupe"_s);
        ask(u"body:n"_s);
        m_finder->search({ 10 });

        QTRY_COMPARE(m_ends, 1);
        QCOMPARE(m_failures.size(), 1);
        m_finder->judge({ { { 1 } } });
        QTRY_COMPARE(m_answers.size(), std::size_t(1));
        QCOMPARE(m_answers[0].judgement, Judgement::Missing);
    }

    void canBeDestroyedWhileItSearches()
    {
        openJournal();
        append(1, 20'000);
        ask(u"body:n"_s);
        m_finder->search({ 20'000 });
        m_finder.reset();
    }

private:
    void ask(const QString& text, std::shared_ptr<const FilterFacts> facts = {})
    {
        if (m_asked != m_finder.get() || m_askedFile != m_file)
            m_finder->setSession(m_file);
        m_asked = m_finder.get();
        m_askedFile = m_file;
        auto filter = parseFilter(text);
        QVERIFY(filter);
        m_finder->setQuestion({ *filter, Now, std::move(facts) });
    }

    std::unique_ptr<MatchFinder> m_finder;
    const MatchFinder* m_asked = nullptr;
    QString m_askedFile;
    std::vector<DeliveryId> m_found;
    std::vector<std::ptrdiff_t> m_pages;
    std::vector<MatchFinder::Answer> m_answers;
    QStringList m_failures;
    int m_ends = 0;
};

QTEST_GUILESS_MAIN(TestMatchFinder)
#include "tst_matchfinder.moc"
