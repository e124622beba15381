// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/historyreading.h"
#include "engine/sessionhistory.h"
#include "session/schema.h"
#include "session/sqlite.h"
#include "support/attempts.h"
#include "support/journalfixture.h"

#include <QRandomGenerator>
#include <QSignalSpy>
#include <QTest>

#include <algorithm>
#include <atomic>
#include <limits>
#include <set>
#include <thread>

using namespace hookloupe;
using namespace hookloupe::test;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

constexpr DeliveryId Last { std::numeric_limits<qint64>::max() };

Delivery deliveryOf(const HistoryLine& line, qint64 id)
{
    Delivery delivery;
    delivery.id = { id };
    auto request = std::make_shared<Request>(line.request);
    request->times = { line.arrivedAt, line.arrivedAt, line.arrivedAt };
    delivery.request = std::move(request);
    delivery.response = std::make_shared<const Response>(line.response);
    delivery.facts.provider = line.profile->id;
    delivery.facts.endpoint = line.endpoint;
    const EndpointValues endpoint;
    RequestValues values(line.request, endpoint);
    delivery.facts.event = eventFacts(*line.profile, values);
    delivery.keys = toBytes(keysOf(line.profile.get(), line.request, line.endpoint));
    return delivery;
}

} // namespace

/// The history of a session that is read from its file.
class tst_SessionHistory : public JournalFixture {
    Q_OBJECT

private slots:
    void initTestCase();
    void init();
    void cleanup();

    void tellsAfterOpeningWhatWasToldLive();
    void readsWhileOthersCome();
    void readsThroughTheLastThatWasThere();
    void turnsToAnotherSessionInTheMiddle();
    void readsOnWhatAnotherProgramWrites();
    void forgetsAndReadsAgain();
    void staleTasksDoNothing();
    void worksTheKeysOutWhereNoneAreKept();
    void passesOverKeysThatAreDamaged();
    void correctionsStay();
    void manyCorrectionsKeepTheLast();
    void impossibleCorrectionsBecomePossibleOnes();
    void purgingTakesTheKeysAlong();

private:
    void fill(int repeats = 1);
    QStringList toldByFile() const;
    bool isRead(SessionHistory& history) const
    {
        return QTest::qWaitFor([&] { return !history.isReading(); });
    }
    std::unique_ptr<SessionHistory> makeHistory() const
    {
        auto history = std::make_unique<SessionHistory>([this] { return m_rules; });
        history->history().setProfiles(m_catalog);
        return history;
    }
    std::size_t rowsIn(const char* table) const
    {
        auto database = Database::open(m_file, Database::Mode::Query);
        return static_cast<std::size_t>(
            *database->number(QByteArray(QByteArray("SELECT count(*) FROM ") + table).constData()));
    }
    void run(const char* sql) const { QVERIFY(Database::open(m_file, Database::Mode::Create)->run(sql)); }

    std::shared_ptr<const ProfileCatalog> m_catalog;
    std::shared_ptr<const InspectionRules> m_rules;
    std::vector<HistoryLine> m_lines; ///< of all histories, one after the other
    qint64 m_last = 0;
};

void tst_SessionHistory::initTestCase()
{
    m_catalog = std::make_shared<const ProfileCatalog>(ProfileCatalog::load({}));
    m_rules = std::make_shared<const InspectionRules>(m_catalog, std::vector<ActiveEndpoint> {});
    for (const History& history : histories(*m_catalog))
        m_lines.insert(m_lines.end(), history.lines.begin(), history.lines.end());
    QVERIFY(m_lines.size() > 50);
}

void tst_SessionHistory::init()
{
    begin();
    openJournal();
    m_last = 0;
}

void tst_SessionHistory::cleanup()
{
    end();
}

/// Puts the deliveries of all histories into the session.
void tst_SessionHistory::fill(int repeats)
{
    for (int i = 0; i < repeats; ++i) {
        for (const HistoryLine& line : m_lines)
            m_journal->append(deliveryOf(line, ++m_last));
    }
    m_journal->flush();
}

QStringList tst_SessionHistory::toldByFile() const
{
    DeliveryHistory history;
    history.setProfiles(m_catalog);
    readWholeHistory(*reader(), *m_rules, history);
    return allTold(history, m_last);
}

void tst_SessionHistory::tellsAfterOpeningWhatWasToldLive()
{
    DeliveryHistory live;
    live.setProfiles(m_catalog);
    QStringList told;
    for (const HistoryLine& line : m_lines) {
        Delivery delivery = deliveryOf(line, ++m_last);
        told << attemptLine(*comeLive(live,
            { delivery.id, line.arrivedAt, line.profile->id, true,
                keysOf(line.profile.get(), line.request, line.endpoint) },
            delivery.response));
        m_journal->append(std::move(delivery));
    }
    m_journal->flush();
    QCOMPARE(toldByFile(), allTold(live, m_last));
    const auto opened = makeHistory();
    opened->read(m_file, Last);
    QVERIFY(isRead(*opened));
    QCOMPARE(allTold(opened->history(), m_last), allTold(live, m_last));
}

/// The younger half comes live, in another thread, while the older one is read.
void tst_SessionHistory::readsWhileOthersCome()
{
    fill(4);
    const QStringList expected = toldByFile();
    const qint64 half = m_last / 2;
    for (int round = 0; round < 5; ++round) {
        const auto history = makeHistory();
        std::set<DeliveryId> changed;
        connect(history.get(), &SessionHistory::changed, this,
            [&](const std::vector<DeliveryId>& ids) { changed.insert(ids.begin(), ids.end()); });
        history->read(m_file, { half });
        std::thread capture([&] {
            for (qint64 id = half + 1; id <= m_last; ++id) {
                const HistoryLine& line = m_lines[static_cast<std::size_t>(id - 1) % m_lines.size()];
                comeLive(history->history(),
                    { { id }, line.arrivedAt, line.profile->id, true,
                        keysOf(line.profile.get(), line.request, line.endpoint) },
                    std::make_shared<const Response>(line.response));
            }
        });
        capture.join();
        QVERIFY(isRead(*history));
        QCOMPARE(allTold(history->history(), m_last), expected);
        QTRY_VERIFY(std::ssize(changed) >= half);
    }
}

void tst_SessionHistory::readsThroughTheLastThatWasThere()
{
    fill();
    const auto history = makeHistory();
    QSignalSpy ended(history.get(), &SessionHistory::readingEnded);
    history->read(m_file, { 10 });
    QVERIFY(ended.wait());
    QCOMPARE(history->history().size(), std::size_t(10));
    history->read(m_dir->filePath(u"none.hookloupe"_s), Last);
    QVERIFY(ended.wait());
    QCOMPARE(history->history().size(), std::size_t(10));
}

void tst_SessionHistory::turnsToAnotherSessionInTheMiddle()
{
    fill(20);
    const QString first = m_file;
    const qint64 count = m_last;
    m_file = m_dir->filePath(u"two.hookloupe"_s);
    openJournal();
    m_last = 0;
    fill();
    const QStringList expected = toldByFile();
    for (int round = 0; round < 10; ++round) {
        const auto history = makeHistory();
        history->read(first, Last);
        QTRY_VERIFY(history->history().size() >= static_cast<std::size_t>(count * round / 12));
        history->history().clear();
        history->read(m_file, Last);
        QVERIFY(isRead(*history));
        QCOMPARE(history->history().size(), m_lines.size());
        QCOMPARE(allTold(history->history(), m_last), expected);
    }
}

void tst_SessionHistory::readsOnWhatAnotherProgramWrites()
{
    fill();
    const auto history = makeHistory();
    history->read(m_file, Last);
    QVERIFY(isRead(*history));
    fill();
    history->readOn();
    QVERIFY(isRead(*history));
    QCOMPARE(allTold(history->history(), m_last), toldByFile());
}

void tst_SessionHistory::forgetsAndReadsAgain()
{
    fill();
    m_journal->setPinned({ { 3 }, { 9 } }, true);
    const auto history = makeHistory();
    history->read(m_file, Last);
    m_journal->clear({ m_last - 5 });
    m_journal->flush();
    history->forgetThrough({ m_last - 5 }, history->history().generation());
    QVERIFY(isRead(*history));
    QCOMPARE(history->history().size(), std::size_t(7));
    QCOMPARE(allTold(history->history(), m_last), toldByFile());

    m_journal->undoClear();
    m_journal->flush();
    history->readAgain({ {}, Last, history->history().generation() });
    QVERIFY(isRead(*history));
    QCOMPARE(history->history().size(), static_cast<std::size_t>(m_last));
    QCOMPARE(allTold(history->history(), m_last), toldByFile());
}

/// What was asked for in the session before comes too late.
void tst_SessionHistory::staleTasksDoNothing()
{
    fill();
    const auto history = makeHistory();
    const quint64 old = history->history().generation();
    history->history().clear();
    history->read(m_file, Last);
    history->forgetThrough(Last, old);
    history->readAgain({ {}, Last, old });
    QVERIFY(isRead(*history));
    QCOMPARE(history->history().size(), static_cast<std::size_t>(m_last));
}

void tst_SessionHistory::worksTheKeysOutWhereNoneAreKept()
{
    fill();
    const QStringList expected = toldByFile();
    run("DELETE FROM message_key");
    QCOMPARE(toldByFile(), expected);
}

void tst_SessionHistory::passesOverKeysThatAreDamaged()
{
    fill();
    const QStringList expected = toldByFile();
    run("UPDATE message_key SET keys = CASE id % 4 WHEN 0 THEN x'' WHEN 1 THEN randomblob(90) WHEN 2 THEN "
        "zeroblob(100000) ELSE x'01ff' END");
    QCOMPARE(toldByFile(), expected);
    run("UPDATE message_key SET keys = 7");
    QCOMPARE(toldByFile(), expected);
}

void tst_SessionHistory::correctionsStay()
{
    fill();
    DeliveryHistory history;
    history.setProfiles(m_catalog);
    readWholeHistory(*reader(), *m_rules, history);
    const KeyHash subscription = *history.subscriptionOf({ 1 });
    const SubscriptionCorrection first { subscription, historyBegin() + 400 * 24h, SubscriptionState::Status::Disabled,
        2 };
    const SubscriptionCorrection second { subscription, historyBegin() + 401 * 24h, SubscriptionState::Status::Paused,
        5 };
    m_journal->addCorrection(first);
    m_journal->addCorrection(second);
    m_journal->flush();
    QCOMPARE(reader()->corrections(), (std::vector<SubscriptionCorrection> { first, second }));
    history.correct(first);
    history.correct(second);
    QCOMPARE(subscriptionTold(history, { 1 }), u"1 after 5 failures, corrected");
    QCOMPARE(toldByFile(), allTold(history, m_last));
    const auto opened = makeHistory();
    opened->read(m_file, Last);
    QVERIFY(isRead(*opened));
    QCOMPARE(allTold(opened->history(), m_last), allTold(history, m_last));
}

void tst_SessionHistory::manyCorrectionsKeepTheLast()
{
    for (int i = 1; i <= 1005; ++i)
        m_journal->addCorrection({ keyHash({ "s" }), historyBegin() + i * 1s, SubscriptionState::Status::Active, i });
    m_journal->flush();
    const std::vector<SubscriptionCorrection> kept = reader()->corrections();
    QCOMPARE(kept.size(), std::size_t(1000));
    QCOMPARE(kept.front().failures, 6);
    QCOMPARE(kept.back().failures, 1005);
}

void tst_SessionHistory::impossibleCorrectionsBecomePossibleOnes()
{
    run("INSERT INTO correction (subscription, at_us, status, failures) VALUES "
        "(zeroblob(8), 9223372036854775807, 99, -4), (zeroblob(8), -9223372036854775807, -1, 9223372036854775807), "
        "(zeroblob(9), 0, 0, 0), (x'', 0, 0, 0), ('text', 'text', 'text', 'text')");
    const std::vector<SubscriptionCorrection> kept = reader()->corrections();
    QCOMPARE(kept.size(), std::size_t(2));
    QCOMPARE(kept[0].status, SubscriptionState::Status::Active);
    QCOMPARE(kept[0].failures, 0);
    QCOMPARE(kept[1].status, SubscriptionState::Status::Active);
    QVERIFY(kept[1].failures > 0);
    DeliveryHistory history;
    readWholeHistory(*reader(), *m_rules, history);
}

void tst_SessionHistory::purgingTakesTheKeysAlong()
{
    fill();
    QCOMPARE(rowsIn("message_key"), static_cast<std::size_t>(m_last));
    m_journal->remove({ { 1 }, { 2 }, { 3 } });
    m_journal->purgeRemoved();
    m_journal->flush();
    QCOMPARE(rowsIn("message_key"), static_cast<std::size_t>(m_last) - 3);
    m_journal->setRetention({ 10, {}, {} });
    m_journal->flush();
    QCOMPARE(rowsIn("message_key"), std::size_t(10));
    QCOMPARE(rowsIn("delivery"), std::size_t(10));
}

QTEST_GUILESS_MAIN(tst_SessionHistory)
#include "tst_sessionhistory.moc"
