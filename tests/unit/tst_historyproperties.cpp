// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/attempts.h"

#include <QRandomGenerator>
#include <QRegularExpression>
#include <QTest>

#include <algorithm>
#include <map>
#include <set>

using namespace hookloupe;
using namespace hookloupe::test;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

using Deliveries = std::vector<StoredArrival>;

/// Few messages, resources and subscriptions of several providers, few moments, so that everything meets and ties.
Deliveries randomDeliveries(const ProfileCatalog& catalog, int count, QRandomGenerator& random)
{
    const auto pick = [&random](int end) { return QString::number(random.bounded(end)); };
    static constexpr int Statuses[] { 200, 202, 409, 410, 429, 500, 503 };
    Deliveries deliveries;
    for (int i = 1; i <= count; ++i) {
        const auto at = std::chrono::minutes(random.bounded(200));
        DeliveryArrival arrival;
        switch (random.bounded(4)) {
        case 0:
            arrival = arrivalOf(catalog.find("basiq"), i, at,
                { u"header:webhook-id=m"_s + pick(4), u"header:webhook-timestamp=17672256"_s + pick(3),
                    u"header:webhook-signature=v1,"_s + pick(9), u"json:/eventId=e"_s + pick(3) });
            break;
        case 1:
            arrival = arrivalOf(catalog.find("redeam"), i, at,
                { u"json:/signature/token=t"_s + pick(5), u"json:/signature/timestamp=176722560"_s + pick(9),
                    u"json:/productID=p"_s + pick(2) });
            break;
        default:
            arrival = arrivalOf(catalog.find("machnet"), i, at,
                { u"json:/id=n"_s + pick(6), u"json:/resource_id=r"_s + pick(3),
                    u"json:/subscription_id=s"_s + pick(2) });
            break;
        }
        arrival.isEvent = random.bounded(20) > 0;
        deliveries.push_back({ std::move(arrival), answerWith(Statuses[random.bounded(7)]) });
    }
    return deliveries;
}

std::unique_ptr<DeliveryHistory> emptyHistory(const std::shared_ptr<const ProfileCatalog>& catalog)
{
    auto history = std::make_unique<DeliveryHistory>();
    history->setProfiles(catalog);
    return history;
}

/// Adds them in pieces of random size.
void addInPieces(DeliveryHistory& history, std::span<const StoredArrival> deliveries, QRandomGenerator& random)
{
    while (!deliveries.empty()) {
        const std::size_t some = std::min<std::size_t>(deliveries.size(), 1 + random.bounded(12U));
        history.add(deliveries.first(some), history.generation());
        deliveries = deliveries.subspan(some);
    }
}

} // namespace

/// What holds for the history of any deliveries.
class tst_HistoryProperties : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void liveDeliveriesAreToldAsWritten_data();
    void liveDeliveriesAreToldAsWritten();
    void anyOrderOfAddingTellsTheSame();
    void removingIsAsIfItHadNeverCome();
    void liveAndStoredOnesTogetherTellTheSame();
    void updatingIsAsIfItHadBeenKnown();
    void whatIsToldOtherwiseIsGivenAsChanged();

private:
    std::shared_ptr<const ProfileCatalog> m_catalog;
    std::vector<History> m_histories;
};

void tst_HistoryProperties::initTestCase()
{
    m_catalog = std::make_shared<const ProfileCatalog>(ProfileCatalog::load({}));
    m_histories = histories(*m_catalog);
    QVERIFY(m_histories.size() >= 8);
}

void tst_HistoryProperties::liveDeliveriesAreToldAsWritten_data()
{
    QTest::addColumn<std::size_t>("index");
    for (std::size_t i = 0; i < m_histories.size(); ++i)
        QTest::newRow(qPrintable(m_histories[i].name)) << i;
}

/// At the moment at which each is answered, and again once all have come.
void tst_HistoryProperties::liveDeliveriesAreToldAsWritten()
{
    QFETCH(std::size_t, index);
    const History& history = m_histories[index];
    const Deliveries deliveries = storedOf(history);
    const auto live = emptyHistory(m_catalog);
    QStringList expected;
    QStringList told;
    for (std::size_t i = 0; i < deliveries.size(); ++i) {
        expected << history.lines[i].expected;
        told << attemptLine(*comeLive(*live, deliveries[i].arrival, deliveries[i].response));
    }
    QCOMPARE(told, expected);
    QStringList afterwards;
    for (const StoredArrival& delivery : deliveries)
        afterwards << attemptLine(*live->facts(delivery.arrival.id));
    QCOMPARE(afterwards, expected);
    const auto reopened = emptyHistory(m_catalog);
    reopened->add(deliveries, reopened->generation());
    const qint64 last = std::ssize(deliveries);
    QCOMPARE(allTold(*reopened, last), allTold(*live, last));
}

void tst_HistoryProperties::anyOrderOfAddingTellsTheSame()
{
    QRandomGenerator random(20260102);
    for (int round = 0; round < 40; ++round) {
        Deliveries deliveries = randomDeliveries(*m_catalog, 60, random);
        const auto first = emptyHistory(m_catalog);
        first->add(deliveries, first->generation());
        const QStringList expected = allTold(*first, 60);
        std::shuffle(deliveries.begin(), deliveries.end(), random);
        const auto shuffled = emptyHistory(m_catalog);
        addInPieces(*shuffled, deliveries, random);
        QCOMPARE(allTold(*shuffled, 60), expected);
        // And again, over what is there.
        std::shuffle(deliveries.begin(), deliveries.end(), random);
        addInPieces(*shuffled, deliveries, random);
        QCOMPARE(allTold(*shuffled, 60), expected);
    }
}

void tst_HistoryProperties::removingIsAsIfItHadNeverCome()
{
    QRandomGenerator random(20260103);
    for (int round = 0; round < 40; ++round) {
        const Deliveries deliveries = randomDeliveries(*m_catalog, 60, random);
        const auto history = emptyHistory(m_catalog);
        history->add(deliveries, history->generation());
        Deliveries left;
        std::vector<DeliveryId> gone;
        for (const StoredArrival& delivery : deliveries) {
            if (random.bounded(3) == 0)
                gone.push_back(delivery.arrival.id);
            else
                left.push_back(delivery);
        }
        std::shuffle(gone.begin(), gone.end(), random);
        history->remove(gone);
        const auto without = emptyHistory(m_catalog);
        without->add(left, without->generation());
        QCOMPARE(allTold(*history, 60), allTold(*without, 60));
        QCOMPARE(history->size(), left.size());
    }
}

/// A session is read while others come, in whatever way the two meet.
void tst_HistoryProperties::liveAndStoredOnesTogetherTellTheSame()
{
    QRandomGenerator random(20260104);
    for (int round = 0; round < 40; ++round) {
        Deliveries deliveries = randomDeliveries(*m_catalog, 60, random);
        const auto expected = emptyHistory(m_catalog);
        expected->add(deliveries, expected->generation());
        const auto history = emptyHistory(m_catalog);
        std::shuffle(deliveries.begin() + 30, deliveries.end(), random);
        std::size_t live = 30;
        const auto comeSome = [&] {
            for (int i = static_cast<int>(random.bounded(4)); i > 0 && live < deliveries.size(); --i, ++live)
                comeLive(*history, deliveries[live].arrival, deliveries[live].response);
        };
        comeSome();
        history->beginLoading(history->generation());
        for (std::size_t stored = 0; stored < 30; stored += 5) {
            history->add({ &deliveries[stored], 5 }, history->generation());
            comeSome();
        }
        history->endLoading(history->generation());
        for (; live < deliveries.size(); ++live)
            comeLive(*history, deliveries[live].arrival, deliveries[live].response);
        QCOMPARE(allTold(*history, 60), allTold(*expected, 60));
    }
}

void tst_HistoryProperties::updatingIsAsIfItHadBeenKnown()
{
    QRandomGenerator random(20260105);
    for (int round = 0; round < 20; ++round) {
        const Deliveries deliveries = randomDeliveries(*m_catalog, 40, random);
        const auto expected = emptyHistory(m_catalog);
        expected->add(deliveries, expected->generation());
        const auto history = emptyHistory(m_catalog);
        for (const StoredArrival& delivery : deliveries) {
            DeliveryArrival unknown { delivery.arrival.id, delivery.arrival.arrivedAt, {}, true, {} };
            comeLive(*history, random.bounded(2) == 0 ? unknown : delivery.arrival, delivery.response);
        }
        for (const StoredArrival& delivery : deliveries)
            history->update(delivery.arrival);
        QCOMPARE(allTold(*history, 40), allTold(*expected, 40));
    }
}

void tst_HistoryProperties::whatIsToldOtherwiseIsGivenAsChanged()
{
    QRandomGenerator random(20260106);
    const auto linesOf = [](const DeliveryHistory& history) {
        std::map<DeliveryId, AttemptSummary> lines;
        for (qint64 id = 1; id <= 60; ++id) {
            if (const std::optional<AttemptSummary> summary = history.summary({ id }))
                lines.emplace(DeliveryId { id }, *summary);
        }
        return lines;
    };
    for (int round = 0; round < 20; ++round) {
        Deliveries deliveries = randomDeliveries(*m_catalog, 60, random);
        for (StoredArrival& delivery : deliveries) // a stopped subscription is not what this is about
            delivery.response = answerWith(random.bounded(2) == 0 ? 200 : 409);
        std::shuffle(deliveries.begin(), deliveries.end(), random);
        const auto history = emptyHistory(m_catalog);
        for (const StoredArrival& delivery : deliveries) {
            const auto before = linesOf(*history);
            if (random.bounded(2) == 0)
                history->add({ &delivery, 1 }, history->generation());
            else
                comeLive(*history, delivery.arrival, delivery.response);
            if (random.bounded(6) == 0) {
                const DeliveryId gone { 1 + static_cast<qint64>(random.bounded(60)) };
                history->remove({ &gone, 1 });
            }
            const std::vector<DeliveryId> changed = history->takeChanged(1000);
            for (const auto& [id, summary] : linesOf(*history)) {
                const auto old = before.find(id);
                const bool isOther = old != before.end() && !(old->second == summary);
                QVERIFY2(!isOther || std::find(changed.begin(), changed.end(), id) != changed.end(),
                    qPrintable(u"round %1, delivery %2"_s.arg(round).arg(id.value)));
            }
            QCOMPARE(std::set<DeliveryId>(changed.begin(), changed.end()).size(), changed.size());
        }
    }
}

QTEST_APPLESS_MAIN(tst_HistoryProperties)
#include "tst_historyproperties.moc"
