// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/attempts.h"

#include <QRegularExpression>
#include <QTest>

#include <algorithm>

using namespace hookloupe;
using namespace hookloupe::test;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

/// What a DeliveryHistory takes and gives.
class tst_AttemptHistory : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void init();

    void anAttemptIsToldWhenItIsAnswered();
    void aRetryIsToldWithHowItFitsTheSchedule();
    void aChallengeIsNoAttempt();
    void changesAreGivenOnceEach();
    void anotherSessionBeginsAnew();
    void whatIsMeantForAnotherSessionIsPassedOver();
    void anOlderAttemptChangesTheLaterOnes();
    void oneThatIsAddedAgainIsReplaced();
    void ofOneThatIsAddedTwiceAtOnceTheLastCounts();
    void whatBecomesKnownPutsItElsewhere();
    void removingTheFirstLeavesTheRest();
    void removesThroughOne();
    void otherRulesCountOnceItIsAddedAgain();
    void subscriptionsAreJudgedByAllOnceEverythingIsRead();
    void whatWasRemovedMeanwhileIsNotAdded();
    void whatWasUpdatedMeanwhileStaysSo();
    void aCorrectionCountsFromItsMoment();
    void tellsTheReactionToTheNextAttempt();

private:
    DeliveryArrival basiq(qint64 id, std::chrono::milliseconds at, const QStringList& more = {}) const
    {
        const QString time = QString::number(1'767'225'600 + at / 1s);
        return arrivalOf(
            m_basiq, id, at, QStringList { u"header:webhook-id=m1"_s, u"header:webhook-timestamp="_s + time } + more);
    }
    DeliveryArrival machnet(qint64 id, std::chrono::milliseconds at, const QStringList& more = {}) const
    {
        return arrivalOf(m_machnet, id, at, more);
    }
    /// A failed attempt of a message of its own.
    DeliveryArrival failing(qint64 id) const
    {
        return machnet(id, id * 1h, { u"json:/id=n%1"_s.arg(id), u"json:/resource_id=r%1"_s.arg(id) });
    }
    std::vector<DeliveryId> changed() { return m_history->takeChanged(1000); }

    std::shared_ptr<const ProfileCatalog> m_catalog;
    ProfilePtr m_basiq;
    ProfilePtr m_machnet;
    std::unique_ptr<DeliveryHistory> m_history;
};

void tst_AttemptHistory::initTestCase()
{
    m_catalog = std::make_shared<const ProfileCatalog>(ProfileCatalog::load({}));
    m_basiq = m_catalog->find("basiq");
    m_machnet = m_catalog->find("machnet");
    QVERIFY(m_basiq && m_machnet);
}

void tst_AttemptHistory::init()
{
    QTest::failOnWarning(QRegularExpression(u".*"_s));
    m_history = std::make_unique<DeliveryHistory>();
    m_history->setProfiles(m_catalog);
}

void tst_AttemptHistory::anAttemptIsToldWhenItIsAnswered()
{
    const MessageAdmission admission = m_history->admit(basiq(7, 0s));
    QCOMPARE(admission.message, DeliveryId { 7 });
    QCOMPARE(admission.earlier, std::size_t(0));
    QVERIFY(!m_history->summary({ 7 }));
    QCOMPARE(m_history->facts({ 7 })->reaction.kind, ReactionKind::Unknown);

    const AttemptFactsPtr facts = m_history->answer({ 7 }, answerWith(503));
    QCOMPARE(attemptLine(*facts), u"7.1 first; retry in 5 s left 7");
    QCOMPARE(facts->provider, m_basiq->name);
    QVERIFY(facts->isEvent);
    QCOMPARE(attemptLine(*m_history->facts({ 7 })), attemptLine(*facts));
    QVERIFY(*m_history->summary({ 7 }) == summaryOf(*facts));
    QCOMPARE(m_history->size(), std::size_t(1));
    QVERIFY(!m_history->answer({ 8 }, answerWith(503)));
    QVERIFY(!m_history->facts({ 8 }));
    QVERIFY(m_history->story({ 8 }).isEmpty());
}

void tst_AttemptHistory::aRetryIsToldWithHowItFitsTheSchedule()
{
    comeLive(*m_history, basiq(1, 0s), answerWith(503));
    const MessageAdmission admission = m_history->admit(basiq(2, 5100ms));
    QCOMPARE(admission.message, DeliveryId { 1 });
    QCOMPARE(admission.earlier, std::size_t(1));
    QCOMPARE(attemptLine(*m_history->answer({ 2 }, answerWith(503))), u"1.2 retry; retry in 5 min left 6; on time");
    QCOMPARE(attemptLine(*comeLive(*m_history, basiq(3, 1h), answerWith(200))), u"1.3 retry; acknowledged; late");
    QCOMPARE(m_history->attemptBefore({ 3 }), std::optional(DeliveryId { 2 }));
    QVERIFY(!m_history->attemptBefore({ 1 }));
}

void tst_AttemptHistory::aChallengeIsNoAttempt()
{
    DeliveryArrival challenge = basiq(1, 0s);
    challenge.isEvent = false;
    const AttemptFactsPtr facts = comeLive(*m_history, challenge, answerWith(200));
    QVERIFY(!facts->isEvent);
    QCOMPARE(facts->reaction.kind, ReactionKind::Unknown);
    QVERIFY(!m_history->subscriptionOf({ 1 }));
    QCOMPARE(m_history->admit(basiq(2, 1s)).earlier, std::size_t(0));
}

void tst_AttemptHistory::changesAreGivenOnceEach()
{
    int calls = 0;
    m_history->setListener([&calls] { ++calls; });
    std::vector<StoredArrival> stored;
    for (int i = 1; i <= 5; ++i)
        stored.push_back({ basiq(i, i * 1s, { u"header:webhook-id=m%1"_s.arg(i) }), answerWith(200) });

    m_history->add(stored, m_history->generation());
    m_history->add(stored, m_history->generation());
    QCOMPARE(calls, 1); // what waits was told
    QCOMPARE(m_history->takeChanged(2), (std::vector<DeliveryId> { { 1 }, { 2 } }));
    QCOMPARE(calls, 2); // for what is left
    QCOMPARE(m_history->takeChanged(9), (std::vector<DeliveryId> { { 3 }, { 4 }, { 5 } }));
    QCOMPARE(changed(), std::vector<DeliveryId>());
    QCOMPARE(calls, 2);

    m_history->add(stored, m_history->generation());
    const DeliveryId gone { 3 };
    m_history->remove({ &gone, 1 });
    m_history->add({ &stored[3], 1 }, m_history->generation());
    QCOMPARE(calls, 3);
    QCOMPARE(changed(), (std::vector<DeliveryId> { { 1 }, { 2 }, { 4 }, { 5 } }));
}

void tst_AttemptHistory::anotherSessionBeginsAnew()
{
    const quint64 old = m_history->generation();
    comeLive(*m_history, basiq(1, 0s), answerWith(503));
    m_history->correct({ *m_history->subscriptionOf({ 1 }), historyBegin(), SubscriptionState::Status::Paused, 3 });
    const KeyHash subscription = *m_history->subscriptionOf({ 1 });

    QCOMPARE(m_history->clear(), old + 1);
    QCOMPARE(m_history->generation(), old + 1);
    QCOMPARE(m_history->size(), std::size_t(0));
    QCOMPARE(changed(), std::vector<DeliveryId>());
    QCOMPARE(m_history->subscription(subscription).status, SubscriptionState::Status::Active);
    QCOMPARE(attemptLine(*comeLive(*m_history, basiq(1, 5s), answerWith(503))), u"1.1 first; retry in 5 s left 7");
}

void tst_AttemptHistory::whatIsMeantForAnotherSessionIsPassedOver()
{
    const quint64 old = m_history->generation();
    m_history->clear();
    comeLive(*m_history, basiq(1, 0s), answerWith(503));
    const QStringList told = allTold(*m_history, 1);
    const StoredArrival stored { basiq(2, 1s), answerWith(200) };
    const DeliveryId first { 1 };

    m_history->add({ &stored, 1 }, old);
    m_history->update(machnet(1, 0s), old);
    m_history->remove({ &first, 1 }, old);
    m_history->removeThrough({ 9 }, old);
    m_history->beginLoading(old);
    m_history->endLoading(old);
    m_history->correct(
        { *m_history->subscriptionOf({ 1 }), historyBegin(), SubscriptionState::Status::Paused, 3 }, old);
    QCOMPARE(m_history->size(), std::size_t(1));
    QCOMPARE(allTold(*m_history, 1), told);
}

void tst_AttemptHistory::anOlderAttemptChangesTheLaterOnes()
{
    comeLive(*m_history, basiq(5, 5s), answerWith(503));
    QCOMPARE(changed(), std::vector<DeliveryId>());
    const StoredArrival older { basiq(2, 0s), answerWith(503) };
    m_history->add({ &older, 1 }, m_history->generation());
    QCOMPARE(changed(), (std::vector<DeliveryId> { { 2 }, { 5 } }));
    QCOMPARE(attemptLine(*m_history->facts({ 5 })), u"2.2 retry; retry in 5 min left 6; on time");
}

void tst_AttemptHistory::oneThatIsAddedAgainIsReplaced()
{
    comeLive(*m_history, basiq(1, 0s), answerWith(503));
    comeLive(*m_history, basiq(2, 5s), answerWith(503));
    const StoredArrival other { basiq(1, 0s), answerWith(200) };
    m_history->add({ &other, 1 }, m_history->generation());
    QCOMPARE(attemptLine(*m_history->facts({ 1 })), u"1.1 first; acknowledged");
    QVERIFY(m_history->facts({ 2 })->message.wasAcknowledged);
    const StoredArrival elsewhere { basiq(1, 0s, { u"header:webhook-id=m2"_s, u"json:/eventId=e2"_s }),
        answerWith(503) };
    m_history->add({ &elsewhere, 1 }, m_history->generation());
    QCOMPARE(attemptLine(*m_history->facts({ 2 })), u"2.1 first; retry in 5 s left 7");
    QCOMPARE(m_history->size(), std::size_t(2));
}

void tst_AttemptHistory::ofOneThatIsAddedTwiceAtOnceTheLastCounts()
{
    const std::vector<StoredArrival> twice { { basiq(1, 0s), answerWith(503) }, { basiq(2, 5s), answerWith(503) },
        { machnet(1, 0s), answerWith(200) } };
    m_history->add(twice, m_history->generation());
    QCOMPARE(m_history->size(), std::size_t(2));
    QCOMPARE(m_history->facts({ 1 })->provider, m_machnet->name);
    QCOMPARE(attemptLine(*m_history->facts({ 2 })), u"2.1 first; retry in 5 s left 7");
}

void tst_AttemptHistory::whatBecomesKnownPutsItElsewhere()
{
    comeLive(*m_history, basiq(1, 0s), answerWith(503));
    DeliveryArrival unknown = basiq(2, 5s);
    unknown.provider.clear();
    unknown.keys = {};
    comeLive(*m_history, unknown, answerWith(503));
    QCOMPARE(m_history->facts({ 2 })->message.message, DeliveryId { 2 });
    changed();

    DeliveryArrival known = basiq(2, 5s);
    known.arrivedAt = {};
    m_history->update(known);
    QCOMPARE(attemptLine(*m_history->facts({ 2 })), u"1.2 retry; retry in 5 min left 6; on time");
    QCOMPARE(changed(), std::vector<DeliveryId> { { 2 } });
    m_history->update(basiq(3, 0s));
    QCOMPARE(m_history->size(), std::size_t(2));
}

void tst_AttemptHistory::removingTheFirstLeavesTheRest()
{
    for (int i = 1; i <= 4; ++i)
        comeLive(*m_history, basiq(i, i * 5s), answerWith(503));
    const std::vector<DeliveryId> gone { { 1 }, { 2 }, { 77 } };
    m_history->remove(gone);
    QCOMPARE(m_history->size(), std::size_t(2));
    QVERIFY(!m_history->facts({ 1 }));
    QCOMPARE(attemptLine(*m_history->facts({ 3 })), u"3.1 first; retry in 5 s left 7");
    QCOMPARE(attemptLine(*m_history->facts({ 4 })), u"3.2 retry; retry in 5 min left 6; on time");
    QCOMPARE(changed(), (std::vector<DeliveryId> { { 3 }, { 4 } }));
}

void tst_AttemptHistory::removesThroughOne()
{
    for (int i = 1; i <= 1200; ++i)
        comeLive(*m_history, basiq(i, i * 1s, { u"header:webhook-id=m%1"_s.arg(i % 7) }), answerWith(503));
    m_history->removeThrough({ 1190 }, m_history->generation());
    QCOMPARE(m_history->size(), std::size_t(10));
    QVERIFY(!m_history->facts({ 1190 }));
    QCOMPARE(m_history->facts({ 1191 })->message.message, DeliveryId { 1191 });
    QCOMPARE(m_history->facts({ 1198 })->message.message, DeliveryId { 1191 });
}

void tst_AttemptHistory::otherRulesCountOnceItIsAddedAgain()
{
    m_history->setProfiles(std::make_shared<const ProfileCatalog>());
    const std::vector<StoredArrival> stored { { machnet(1, 0s), answerWith(409) }, { machnet(2, 1h), answerWith(500) },
        { machnet(3, 2h), answerWith(500) } };
    m_history->add(stored, m_history->generation());
    QCOMPARE(m_history->facts({ 2 })->reaction.kind, ReactionKind::Unknown);
    m_history->setProfiles(m_catalog);
    // The first one last: what the later ones rest on changes behind them.
    for (const std::size_t index : { 2U, 1U, 0U })
        m_history->add({ &stored[index], 1 }, m_history->generation());

    DeliveryHistory whole;
    whole.setProfiles(m_catalog);
    whole.add(stored, whole.generation());
    QCOMPARE(allTold(*m_history, 3), allTold(whole, 3));
    // The attempt that the rule of 409 governs uses none of the ten.
    QVERIFY(attemptLine(*whole.facts({ 2 })).contains(u"left 10"_s));
    QVERIFY(attemptLine(*whole.facts({ 3 })).contains(u"left 9"_s));
}

void tst_AttemptHistory::subscriptionsAreJudgedByAllOnceEverythingIsRead()
{
    const quint64 generation = m_history->generation();
    m_history->beginLoading(generation);
    for (int i = 1; i <= 10; ++i) {
        const StoredArrival stored { failing(i), answerWith(500) };
        m_history->add({ &stored, 1 }, generation);
        if (i == 5) {
            QCOMPARE(comeLive(*m_history, failing(11), answerWith(500))->reaction.kind, ReactionKind::Retry);
            QCOMPARE(subscriptionTold(*m_history, { 11 }), u"0 after 1 failures");
        }
    }
    changed();
    m_history->endLoading(generation);
    QCOMPARE(changed(), std::vector<DeliveryId> { { 11 } });
    QCOMPARE(m_history->facts({ 11 })->reaction.kind, ReactionKind::Paused);
    QCOMPARE(subscriptionTold(*m_history, { 11 }), u"1 after 11 failures");
    QCOMPARE(m_history->facts({ 10 })->reaction.kind, ReactionKind::Retry);
}

void tst_AttemptHistory::whatWasRemovedMeanwhileIsNotAdded()
{
    const quint64 generation = m_history->generation();
    const std::vector<StoredArrival> page { { basiq(1, 0s), answerWith(503) }, { basiq(2, 5s), answerWith(503) } };
    const DeliveryId gone { 1 };
    m_history->beginReading(generation);
    m_history->remove({ &gone, 1 });
    m_history->add(page, generation);
    QCOMPARE(m_history->size(), std::size_t(1));
    QCOMPARE(attemptLine(*m_history->facts({ 2 })), u"2.1 first; retry in 5 s left 7");

    // The next piece may hold it again: a person took the removal back.
    m_history->beginReading(generation);
    m_history->add(page, generation);
    m_history->endReading(generation);
    QCOMPARE(m_history->size(), std::size_t(2));
}

void tst_AttemptHistory::whatWasUpdatedMeanwhileStaysSo()
{
    const quint64 generation = m_history->generation();
    DeliveryArrival unknown = basiq(1, 0s);
    unknown.provider.clear();
    unknown.keys = {};
    const std::vector<StoredArrival> page { { unknown, answerWith(503) } };
    DeliveryArrival known = basiq(1, 0s);
    known.arrivedAt = {};
    m_history->beginReading(generation);
    m_history->update(known); // before the page, in which it is not known yet, is added
    m_history->add(page, generation);
    m_history->endReading(generation);
    QCOMPARE(attemptLine(*m_history->facts({ 1 })), u"1.1 first; retry in 5 s left 7");
    QCOMPARE(m_history->story({ 1 }).attempts.front().arrivedAt, historyBegin());
}

void tst_AttemptHistory::aCorrectionCountsFromItsMoment()
{
    for (int i = 1; i <= 10; ++i)
        comeLive(*m_history, failing(i), answerWith(500));
    const KeyHash subscription = *m_history->subscriptionOf({ 1 });
    QCOMPARE(subscriptionTold(*m_history, { 1 }), u"0 after 10 failures");
    m_history->correct({ subscription, historyBegin() + 10h + 1min, SubscriptionState::Status::Active, 0 });
    QCOMPARE(subscriptionTold(*m_history, { 1 }), u"0 after 0 failures, corrected");
    QCOMPARE(comeLive(*m_history, failing(11), answerWith(500))->reaction.kind, ReactionKind::Retry);
    QCOMPARE(subscriptionTold(*m_history, { 1 }), u"0 after 1 failures, corrected");

    // It stays when all its deliveries go.
    m_history->removeThrough({ 11 }, m_history->generation());
    m_history->correct({ subscription, historyBegin() + 12h, SubscriptionState::Status::Paused, 4 });
    comeLive(*m_history, failing(9), answerWith(500));
    QCOMPARE(subscriptionTold(*m_history, { 9 }), u"1 after 4 failures, corrected");
}

void tst_AttemptHistory::tellsTheReactionToTheNextAttempt()
{
    const auto next = [this](qint64 id, const QByteArray& provider, int status) {
        return m_history->reactionToNext({ id }, provider, *answerWith(status), historyBegin() + 2h);
    };
    QCOMPARE(next(0, "basiq", 503).attempt, 1);
    QCOMPARE(next(0, "basiq", 503).attemptsLeft, std::optional(7));
    QCOMPARE(next(0, "", 503).kind, ReactionKind::Unknown);
    comeLive(*m_history, basiq(1, 0s), answerWith(503));
    comeLive(*m_history, basiq(2, 5s), answerWith(503));
    QCOMPARE(next(1, {}, 503).attempt, 3);
    QCOMPARE(next(1, {}, 503).attemptsLeft, std::optional(5));
    QCOMPARE(next(1, {}, 200).kind, ReactionKind::Acknowledged);
    comeLive(*m_history, basiq(3, 10s), answerWith(200));
    QCOMPARE(next(1, {}, 503).attempt, 1); // the next is of another message
    for (int i = 4; i <= 10; ++i)
        comeLive(*m_history, basiq(i, i * 1min, { u"header:webhook-id=m2"_s, u"json:/eventId=e2"_s }), answerWith(503));
    QCOMPARE(next(10, {}, 503).kind, ReactionKind::Disabled);
    // A rule of its own uses none of the general one's attempts.
    comeLive(*m_history, machnet(21, 0s), answerWith(409));
    QCOMPARE(next(21, {}, 500).attemptsLeft, std::optional(10));
}

QTEST_APPLESS_MAIN(tst_AttemptHistory)
#include "tst_attempthistory.moc"
