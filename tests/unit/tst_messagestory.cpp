// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/attempts.h"

#include <QRegularExpression>
#include <QTest>

#include <algorithm>

using namespace hookloupe;
using namespace hookloupe::test;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

/// "2 after 5 s": the waits from one attempt to the next, if each comes at its earliest.
QStringList waitsOf(const MessageStory& story)
{
    QStringList waits;
    SystemTime last = story.attempts.back().arrivedAt;
    for (const ExpectedAttempt& attempt : story.expected) {
        const auto wait = std::chrono::duration_cast<std::chrono::milliseconds>(attempt.earliest - last);
        waits << u"%1 after %2"_s.arg(attempt.attempt).arg(spanText(wait))
                + (attempt.isAssumed ? u" assumed"_s : QString());
        last = attempt.earliest;
    }
    return waits;
}

} // namespace

/// The story of a message, and what a history costs.
class tst_MessageStory : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void init();

    void tellsAttemptsAsTheyWereAnswered();
    void expectsTheRestOfASchedule_data();
    void expectsTheRestOfASchedule();
    void attemptsUnderARuleOfTheirOwnUseNoneOfTheOthers();
    void expectsNothingOnceItIsOver();
    void nothingIsToComeOfAStoppedSubscription();
    void waitsThatNobodyStatesAreNoTimes();
    void tellsTheEventsOfTheResource();
    void tellsAnEventOnceHoweverOftenItCame();
    void tellsTheFirstAndTheNewestOfMany();
    void tellsWhatWouldStopTheSubscription();
    void sendersCannotFillTheMemoryWithAnswers();
    void sendersCannotFillTheMemoryWithSubscriptions();
    void theOldestOfManyAttemptsGoQuickly();
    void manyAttemptsAreReadBelowOthersQuickly();

private:
    DeliveryArrival arrival(
        const char* profile, qint64 id, std::chrono::milliseconds at, const QStringList& edits = {}) const
    {
        return arrivalOf(m_catalog->find(profile), id, at, edits);
    }

    std::shared_ptr<const ProfileCatalog> m_catalog;
    std::unique_ptr<DeliveryHistory> m_history;
};

void tst_MessageStory::initTestCase()
{
    m_catalog = std::make_shared<const ProfileCatalog>(ProfileCatalog::load({}));
}

void tst_MessageStory::init()
{
    QTest::failOnWarning(QRegularExpression(u".*"_s));
    m_history = std::make_unique<DeliveryHistory>();
    m_history->setProfiles(m_catalog);
}

void tst_MessageStory::tellsAttemptsAsTheyWereAnswered()
{
    Response slow;
    slow.status = 503;
    slow.delay = 2s;
    Response torn;
    torn.fault = Fault::Reset;
    comeLive(*m_history, arrival("machnet", 1, 0s), std::make_shared<const Response>(slow));
    comeLive(*m_history, arrival("machnet", 2, 1h), std::make_shared<const Response>(torn));
    m_history->admit(arrival("machnet", 3, 2h));

    const MessageStory story = m_history->story({ 2 });
    QCOMPARE(story.selected, DeliveryId { 2 });
    QCOMPARE(story.provider, QByteArray("machnet"));
    QCOMPARE(story.attemptCount, std::size_t(3));
    QCOMPARE(story.attempts.size(), std::size_t(3));
    QCOMPARE(story.attempts[0].id, DeliveryId { 1 });
    QCOMPARE(story.attempts[0].status, 503);
    QCOMPARE(story.attempts[0].delay, std::chrono::milliseconds(2s));
    QCOMPARE(story.attempts[1].status, 0);
    QCOMPARE(story.attempts[1].fault, Fault::Reset);
    QCOMPARE(story.attempts[1].arrivedAt, historyBegin() + 1h);
    QCOMPARE(story.attempts[1].facts.schedule.result, ScheduleCheck::Result::OnTime);
    // Nothing is expected after one that is not answered yet.
    QCOMPARE(story.attempts[2].facts.reaction.kind, ReactionKind::Unknown);
    QVERIFY(story.expected.empty());
}

void tst_MessageStory::expectsTheRestOfASchedule_data()
{
    QTest::addColumn<QByteArray>("profile");
    QTest::addColumn<int>("status");
    QTest::addColumn<QStringList>("waits");
    QTest::newRow("eight attempts") << QByteArray("basiq") << 503
                                    << QStringList { u"2 after 5 s"_s, u"3 after 5 min"_s, u"4 after 30 min"_s,
                                           u"5 after 2 h"_s, u"6 after 5 h"_s, u"7 after 10 h"_s, u"8 after 10 h"_s };
    QTest::newRow("three more") << QByteArray("redeam") << 503
                                << QStringList { u"2 after 60 s assumed"_s, u"3 after 5 min assumed"_s,
                                       u"4 after 15 min assumed"_s };
    QTest::newRow("without an end") << QByteArray("machnet") << 409
                                    << QStringList { u"2 after 60 min assumed"_s, u"3 after 60 min assumed"_s,
                                           u"4 after 60 min assumed"_s };
    QTest::newRow("lost") << QByteArray("redeam") << 500 << QStringList();
    QTest::newRow("acknowledged") << QByteArray("basiq") << 200 << QStringList();
}

void tst_MessageStory::expectsTheRestOfASchedule()
{
    QFETCH(QByteArray, profile);
    QFETCH(int, status);
    QFETCH(QStringList, waits);
    comeLive(*m_history, arrival(profile.constData(), 1, 0s), answerWith(status));
    QCOMPARE(waitsOf(m_history->story({ 1 })), waits);
}

void tst_MessageStory::attemptsUnderARuleOfTheirOwnUseNoneOfTheOthers()
{
    comeLive(*m_history, arrival("machnet", 1, 0s), answerWith(409));
    comeLive(*m_history, arrival("machnet", 2, 1h), answerWith(409));
    comeLive(*m_history, arrival("machnet", 3, 2h), answerWith(500));
    const MessageStory story = m_history->story({ 1 });
    QCOMPARE(story.attempts.back().facts.reaction.attemptsLeft, std::optional(10));
    // The subscription is paused by the eleventh failure: the last attempt still comes.
    QCOMPARE(story.expected.size(), std::size_t(10));
    QCOMPARE(story.expected.front().attempt, 4);
    QCOMPARE(story.expected.back().attempt, 13);
}

void tst_MessageStory::expectsNothingOnceItIsOver()
{
    for (int i = 1; i <= 8; ++i) {
        comeLive(*m_history,
            arrival("basiq", i, i * 1h, { u"header:webhook-id=m1"_s, u"header:webhook-timestamp=%1"_s.arg(i) }),
            answerWith(503));
        const std::size_t wanted = i < 8 ? static_cast<std::size_t>(8 - i) : 0;
        QCOMPARE(m_history->story({ 1 }).expected.size(), wanted);
    }
    QCOMPARE(m_history->facts({ 8 })->reaction.kind, ReactionKind::Disabled);
    QCOMPARE(m_history->story({ 1 }).subscription.status, SubscriptionState::Status::Disabled);
}

void tst_MessageStory::nothingIsToComeOfAStoppedSubscription()
{
    for (int i = 1; i <= 11; ++i) {
        const QString id = QString::number(i);
        comeLive(*m_history, arrival("machnet", i, i * 1s, { u"json:/id="_s + id, u"json:/resource_id=r"_s + id }),
            answerWith(500));
    }
    const MessageStory story = m_history->story({ 1 });
    QCOMPARE(story.subscription.status, SubscriptionState::Status::Paused);
    QCOMPARE(story.attempts.back().facts.reaction.kind, ReactionKind::Paused);
    QVERIFY(story.expected.empty());
    // However long ago it was stopped.
    const Reaction next = m_history->reactionToNext({ 1 }, "machnet", *answerWith(500), historyBegin() + 48h);
    QCOMPARE(next.kind, ReactionKind::Paused);
    QVERIFY(next.isAssumed);
}

void tst_MessageStory::waitsThatNobodyStatesAreNoTimes()
{
    comeLive(*m_history, arrival("stripe", 1, 0s), answerWith(500));
    const MessageStory story = m_history->story({ 1 });
    const Reaction& reaction = story.attempts.back().facts.reaction;
    QCOMPARE(reaction.kind, ReactionKind::Retry);
    QVERIFY(!reaction.wait);
    QVERIFY(!reaction.next);
    QVERIFY(reaction.window);
    QVERIFY(story.expected.empty());
}

void tst_MessageStory::tellsAnEventOnceHoweverOftenItCame()
{
    const QStringList first { u"json:/signature/token=t1"_s, u"json:/signature/timestamp=1767225600"_s };
    const QStringList second { u"json:/signature/token=t2"_s, u"json:/signature/timestamp=1767225700"_s };
    comeLive(*m_history, arrival("redeam", 1, 0s, first), answerWith(503));
    comeLive(*m_history, arrival("redeam", 2, 60s, second), answerWith(200));
    comeLive(*m_history, arrival("redeam", 3, 61s, first), answerWith(200));
    QVERIFY(m_history->messageFacts({ 3 })->isStale());
    const MessageStory story = m_history->story({ 3 });
    QCOMPARE(story.events.size(), std::size_t(2));
    QCOMPARE(story.events[0].id, DeliveryId { 3 });
    QCOMPARE(story.events[0].arrivedAt, historyBegin());
    QVERIFY(story.events[1].isNewest);
}

void tst_MessageStory::tellsTheEventsOfTheResource()
{
    for (int i = 1; i <= 40; ++i) {
        const int time = 1'767'225'600 + (i == 20 ? 35 : i == 30 ? 0 : i);
        comeLive(*m_history,
            arrival("redeam", i, i * 1s,
                { u"json:/signature/token=t%1"_s.arg(i), u"json:/signature/timestamp=%1"_s.arg(time) }),
            answerWith(200));
    }
    const MessageStory story = m_history->story({ 22 });
    QCOMPARE(story.events.size(), MessageStory::MaxEvents);
    QCOMPARE(story.events.front().id, DeliveryId { 10 });
    QCOMPARE(story.events.back().id, DeliveryId { 34 });
    for (const ResourceEvent& event : story.events) {
        QCOMPARE(event.isStale, event.id.value > 20 && event.id.value < 35);
        QCOMPARE(event.message, event.id);
        QCOMPARE(event.arrivedAt, historyBegin() + event.id.value * 1s);
        QVERIFY(!event.isNewest);
    }
    const MessageStory last = m_history->story({ 40 });
    QCOMPARE(last.events.back().id, DeliveryId { 40 });
    QVERIFY(last.events.back().isNewest);
    QVERIFY(last.skew);
    QVERIFY(m_history->story({ 1 }).events.front().id == DeliveryId { 1 });
}

void tst_MessageStory::tellsTheFirstAndTheNewestOfMany()
{
    for (int i = 1; i <= 250; ++i)
        comeLive(*m_history, arrival("machnet", i, i * 1h), answerWith(409));
    const MessageStory story = m_history->story({ 100 });
    QCOMPARE(story.attemptCount, std::size_t(250));
    QCOMPARE(story.attempts.size(), MessageStory::MaxAttempts);
    QCOMPARE(story.attempts[0].id, DeliveryId { 1 });
    QCOMPARE(story.attempts[1].id, DeliveryId { 52 });
    QCOMPARE(story.attempts.back().id, DeliveryId { 250 });
    QCOMPARE(story.attempts.back().facts.message.attempt, 250);
    QCOMPARE(m_history->deliveriesOfMessage({ 100 }).size(), std::size_t(250));

    m_history->removeThrough({ 50 }, m_history->generation());
    QCOMPARE(m_history->story({ 100 }).attempts.size(), MessageStory::MaxAttempts);
    QCOMPARE(m_history->story({ 100 }).attempts[1].id, DeliveryId { 52 });
    m_history->removeThrough({ 51 }, m_history->generation());
    QCOMPARE(m_history->story({ 100 }).attemptCount, std::size_t(199));
}

void tst_MessageStory::tellsWhatWouldStopTheSubscription()
{
    for (int i = 1; i <= 9; ++i)
        comeLive(*m_history, arrival("machnet", i, i * 1h), answerWith(500));
    const MessageStory story = m_history->story({ 9 });
    QCOMPARE(story.subscription.failures, 9);
    QVERIFY(story.forecast);
    QCOMPARE(story.forecast->becomes, SubscriptionState::Status::Paused);
    QCOMPARE(story.forecast->failuresLeft, std::optional(2));
}

/// An answer to a challenge holds what its sender pleased.
void tst_MessageStory::sendersCannotFillTheMemoryWithAnswers()
{
    DeliveryArrival challenge = arrival("basiq", 1, 0s);
    challenge.isEvent = false;
    for (int i = 1; i <= 500; ++i) {
        challenge.id = { i };
        Response answer;
        answer.body = QByteArray::number(i).rightJustified(64 << 10, 'x');
        comeLive(*m_history, challenge, std::make_shared<const Response>(answer));
    }
    QVERIFY2(m_history->memoryBytes() < 4 << 20, qPrintable(QString::number(m_history->memoryBytes())));
}

void tst_MessageStory::sendersCannotFillTheMemoryWithSubscriptions()
{
    const auto come = [this](int first, int last) {
        for (int i = first; i <= last; ++i) {
            comeLive(*m_history,
                arrival("machnet", i, i * 1s, { u"json:/subscription_id=s%1"_s.arg(i), u"json:/id=n%1"_s.arg(i) }),
                answerWith(500));
        }
    };
    come(1, 2000);
    m_history->removeThrough({ 1900 }, m_history->generation());
    const qint64 before = m_history->memoryBytes();
    for (int round = 1; round <= 5; ++round) {
        come(round * 2000 + 1, round * 2000 + 1900);
        m_history->removeThrough({ round * 2000 + 1900 }, m_history->generation());
    }
    QCOMPARE(m_history->size(), std::size_t(0));
    QVERIFY2(m_history->memoryBytes() <= before, qPrintable(QString::number(m_history->memoryBytes())));
}

/// Retention takes the oldest, again and again. Where each one that goes cost all that stay, this would not end.
void tst_MessageStory::theOldestOfManyAttemptsGoQuickly()
{
    constexpr int Count = 5'000;
    DeliveryArrival attempt = arrival("machnet", 1, 0s);
    const ResponsePtr conflict = answerWith(409);
    for (int i = 1; i <= Count; ++i) {
        attempt.id = { i };
        attempt.arrivedAt += 1s;
        comeLive(*m_history, attempt, conflict);
    }
    std::vector<DeliveryId> oldest;
    for (int i = 1; i < Count; ++i)
        oldest.push_back({ i });
    m_history->remove(oldest);
    QCOMPARE(m_history->size(), std::size_t(1));
    QCOMPARE(m_history->facts({ Count })->message.attempt, 1);
}

/// As when a session with a load of the same requests is opened while that load goes on.
void tst_MessageStory::manyAttemptsAreReadBelowOthersQuickly()
{
    constexpr int Count = 4'000;
    DeliveryArrival attempt = arrival("machnet", 1, 0s);
    const ResponsePtr conflict = answerWith(409);
    std::vector<StoredArrival> stored;
    for (int i = 1; i <= 2 * Count; ++i) {
        attempt.id = { i };
        attempt.arrivedAt += 1s;
        if (i <= Count)
            stored.push_back({ attempt, conflict });
        else
            comeLive(*m_history, attempt, conflict);
    }
    m_history->beginLoading(m_history->generation());
    for (std::span<const StoredArrival> left(stored); !left.empty(); left = left.subspan(50))
        m_history->add(left.first(50), m_history->generation());
    m_history->endLoading(m_history->generation());
    QCOMPARE(m_history->facts({ 2 * Count })->message.attempt, 2 * Count);
    QCOMPARE(m_history->facts({ 2 * Count })->message.message, DeliveryId { 1 });
}

QTEST_APPLESS_MAIN(tst_MessageStory)
#include "tst_messagestory.moc"
