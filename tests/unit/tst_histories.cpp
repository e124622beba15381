// SPDX-License-Identifier: GPL-3.0-or-later
#include "delivery/reaction/reactionpolicy.h"
#include "delivery/reaction/schedulecheck.h"
#include "delivery/tracking/messagetracker.h"
#include "support/histories.h"
#include "support/historytext.h"

#include <QRandomGenerator>
#include <QRegularExpression>
#include <QTest>

#include <algorithm>

using namespace hookloupe;
using namespace hookloupe::test;
using namespace Qt::StringLiterals;

namespace {

DeliveryId idOf(std::size_t index)
{
    return DeliveryId { static_cast<qint64>(index) + 1 };
}

std::vector<TrackedDelivery> trackedOf(const History& history)
{
    std::vector<TrackedDelivery> deliveries;
    for (std::size_t i = 0; i < history.lines.size(); ++i) {
        const HistoryLine& line = history.lines[i];
        const DeliveryRules* const rules = line.profile->delivery ? &*line.profile->delivery : nullptr;
        deliveries.push_back({ idOf(i), line.arrivedAt, keysOf(line.profile.get(), line.request, line.endpoint),
            trackedOutcome(rules, line.response) });
    }
    return deliveries;
}

/// Plays a history as the program does: each delivery is tracked and judged when it comes.
class Player {
public:
    explicit Player(const History& history)
        : m_history(history)
        , m_deliveries(trackedOf(history))
    {
    }

    QStringList play()
    {
        QStringList texts;
        for (std::size_t i = 0; i < m_deliveries.size(); ++i)
            texts.append(playOne(i));
        return texts;
    }

private:
    bool hasOwnRule(std::size_t index) const
    {
        const HistoryLine& line = m_history.lines[index];
        if (!line.profile->delivery || !line.profile->delivery->retry)
            return false;
        const AttemptEnd end = meaningOf(&*line.profile->delivery, line.response).end;
        return line.profile->delivery->retryFor(end) != &*line.profile->delivery->retry;
    }

    AttemptContext contextOf(std::size_t index, const MessageFacts& facts) const
    {
        AttemptContext context;
        context.arrivedAt = m_deliveries[index].arrivedAt;
        context.attempt = facts.attempt;
        for (const DeliveryId id : m_tracker.deliveriesOfMessage(idOf(index))) {
            const auto other = static_cast<std::size_t>(id.value - 1);
            if (!context.firstAt)
                context.firstAt = m_deliveries[other].arrivedAt;
            if (other != index && hasOwnRule(other))
                ++context.apartAttempts;
        }
        context.subscription = m_subscriptions.state(m_deliveries[index].keys.subscription);
        return context;
    }

    QString playOne(std::size_t index)
    {
        const HistoryLine& line = m_history.lines[index];
        const TrackedDelivery& delivery = m_deliveries[index];
        m_tracker.add(delivery);
        const MessageFacts facts = m_tracker.facts(delivery.id).value_or(MessageFacts {});
        const DeliveryRules* const rules = line.profile->delivery ? &*line.profile->delivery : nullptr;
        const Reaction reaction = reactionTo(rules, line.response, contextOf(index, facts));
        if (rules)
            m_subscriptions.setRule(delivery.keys.subscription, rules->disable);
        m_subscriptions.add(delivery.keys.subscription, delivery.id, reaction.report);
        QString text = messageText(facts) + reactionLine(reaction);
        const std::vector<DeliveryId> message = m_tracker.deliveriesOfMessage(delivery.id);
        if (message.size() > 1) {
            const auto before = static_cast<std::size_t>(message[message.size() - 2].value - 1);
            text += checkText(checkSchedule(m_reactions[before], m_deliveries[before].arrivedAt, delivery.arrivedAt));
        }
        m_reactions.push_back(reaction);
        return text;
    }

    const History& m_history;
    std::vector<TrackedDelivery> m_deliveries;
    MessageTracker m_tracker;
    SubscriptionTracker m_subscriptions;
    std::vector<Reaction> m_reactions;
};

std::vector<MessageFacts> allFacts(const MessageTracker& tracker, std::size_t count)
{
    std::vector<MessageFacts> all;
    for (std::size_t i = 0; i < count; ++i)
        all.push_back(tracker.facts(idOf(i)).value_or(MessageFacts {}));
    return all;
}

} // namespace

/// Plays the scripted histories of tests/data/histories.
class tst_Histories : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void eachDeliveryIsJudgedAsWritten_data() { rows(); }
    void eachDeliveryIsJudgedAsWritten();
    void anyOrderOfAddingGivesTheSameFacts_data() { rows(); }
    void anyOrderOfAddingGivesTheSameFacts();
    void storedKeysGiveTheSameFacts_data() { rows(); }
    void storedKeysGiveTheSameFacts();

private:
    void rows();

    ProfileCatalog m_catalog;
    std::vector<History> m_histories;
};

void tst_Histories::initTestCase()
{
    m_catalog = ProfileCatalog::load({});
    m_histories = histories(m_catalog);
    QVERIFY(m_histories.size() >= 8);
}

void tst_Histories::rows()
{
    QTest::addColumn<std::size_t>("index");
    for (std::size_t i = 0; i < m_histories.size(); ++i)
        QTest::newRow(qPrintable(m_histories[i].name)) << i;
}

void tst_Histories::eachDeliveryIsJudgedAsWritten()
{
    QFETCH(std::size_t, index);
    const History& history = m_histories[index];
    QCOMPARE(history.error, QString());
    QVERIFY(!history.lines.empty());
    const QStringList texts = Player(history).play();
    int wrong = 0;
    for (std::size_t i = 0; i < history.lines.size(); ++i) {
        const QString& text = texts[static_cast<qsizetype>(i)];
        if (text == history.lines[i].expected)
            continue;
        ++wrong;
        qInfo().noquote() << "line" << history.lines[i].number << text << "\n  expected:" << history.lines[i].expected;
    }
    QCOMPARE(wrong, 0);
}

void tst_Histories::anyOrderOfAddingGivesTheSameFacts()
{
    QFETCH(std::size_t, index);
    std::vector<TrackedDelivery> deliveries = trackedOf(m_histories[index]);
    MessageTracker inOrder;
    for (const TrackedDelivery& delivery : deliveries)
        inOrder.add(delivery);
    const std::vector<MessageFacts> expected = allFacts(inOrder, deliveries.size());
    QRandomGenerator random(20260101);
    for (int round = 0; round < 50; ++round) {
        std::shuffle(deliveries.begin(), deliveries.end(), random);
        MessageTracker shuffled;
        for (const TrackedDelivery& delivery : deliveries)
            shuffled.add(delivery);
        QCOMPARE(allFacts(shuffled, deliveries.size()), expected);
    }
}

void tst_Histories::storedKeysGiveTheSameFacts()
{
    QFETCH(std::size_t, index);
    const std::vector<TrackedDelivery> deliveries = trackedOf(m_histories[index]);
    MessageTracker whole;
    MessageTracker reopened;
    for (std::size_t i = 0; i < deliveries.size(); ++i) {
        whole.add(deliveries[i]);
        if (i == deliveries.size() / 2) {
            for (std::size_t earlier = 0; earlier < i; ++earlier) {
                const auto keys = messageKeysFromBytes(toBytes(deliveries[earlier].keys));
                QVERIFY(keys);
                QCOMPARE(*keys, deliveries[earlier].keys);
                reopened.add(
                    { deliveries[earlier].id, deliveries[earlier].arrivedAt, *keys, deliveries[earlier].outcome });
            }
        }
        if (i >= deliveries.size() / 2)
            reopened.add(deliveries[i]);
    }
    QCOMPARE(allFacts(reopened, deliveries.size()), allFacts(whole, deliveries.size()));
}

QTEST_APPLESS_MAIN(tst_Histories)
#include "tst_histories.moc"
