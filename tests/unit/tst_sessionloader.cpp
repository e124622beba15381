// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/sessionloader.h"
#include "session/journal.h"
#include "support/sessionfixture.h"

#include <QRegularExpression>
#include <QSignalSpy>
#include <QTest>

#include <limits>

using namespace hookloupe;
using namespace Qt::StringLiterals;

class TestSessionLoader final : public QObject {
    Q_OBJECT

private slots:
    void init();
    void cleanup();

    void loadsADelivery();
    void saysThatADeliveryIsMissing();
    void answersTheNewestOfManyQuestions();
    void loadsOlderPagesUntilAllAreThere();
    void saysAllLoadedForAnEmptySession();
    void loadsNewerPages();
    void forgetsQuestionsToTheSessionBefore();
    void answersNothingOfTheSessionBeforeAfterATurn();
    void saysWhyASessionCannotBeOpened();
    void noticesWhatIsWrittenWhileItWatches();
    void canBeDestroyedWhileItReads();

private:
    void fill(const QString& file, qint64 first, qint64 last);

    std::unique_ptr<QTemporaryDir> m_dir;
    RecordingListener m_listener;
    std::unique_ptr<Journal> m_journal;
    std::unique_ptr<SessionLoader> m_loader;
    QString m_file;
    std::vector<DeliveryId> m_older;
    std::vector<DeliveryId> m_newer;
    std::vector<DeliveryId> m_loaded;
    std::vector<DeliveryId> m_missing;
    QStringList m_failures;
    int m_allLoaded = 0;
    int m_changes = 0;
};

void TestSessionLoader::init()
{
    QTest::failOnWarning(QRegularExpression(u".*"_s));
    m_dir = std::make_unique<QTemporaryDir>();
    m_file = m_dir->filePath(u"one.hookloupe"_s);
    m_loader = std::make_unique<SessionLoader>();
    for (auto* ids : { &m_older, &m_newer, &m_loaded, &m_missing })
        ids->clear();
    m_failures.clear();
    m_allLoaded = 0;
    m_changes = 0;
    SessionLoader* loader = m_loader.get();
    connect(loader, &SessionLoader::deliveryLoaded, this,
        [this](const std::shared_ptr<const Delivery>& delivery) { m_loaded.push_back(delivery->id); });
    connect(loader, &SessionLoader::deliveryMissing, this, [this](DeliveryId id) { m_missing.push_back(id); });
    connect(loader, &SessionLoader::olderLoaded, this, [this](const std::vector<DeliverySummary>& page) {
        const auto ids = idsOf(page);
        m_older.insert(m_older.begin(), ids.begin(), ids.end());
    });
    connect(loader, &SessionLoader::newerLoaded, this, [this](const std::vector<DeliverySummary>& page) {
        const auto ids = idsOf(page);
        m_newer.insert(m_newer.end(), ids.begin(), ids.end());
    });
    connect(loader, &SessionLoader::failed, this, [this](const QString& detail) { m_failures.append(detail); });
    connect(loader, &SessionLoader::allLoaded, this, [this] { ++m_allLoaded; });
    connect(loader, &SessionLoader::changed, this, [this] { ++m_changes; });
}

void TestSessionLoader::cleanup()
{
    m_loader.reset();
    m_journal.reset();
    m_dir.reset();
}

void TestSessionLoader::fill(const QString& file, qint64 first, qint64 last)
{
    m_journal.reset();
    auto opened = Journal::open(file, {}, m_listener);
    QVERIFY(opened);
    m_journal = std::move(*opened);
    for (qint64 id = first; id <= last; ++id)
        m_journal->append(plainDelivery(id));
    m_journal->flush();
}

void TestSessionLoader::loadsADelivery()
{
    fill(m_file, 1, 3);

    m_loader->setSession(m_file);
    m_loader->loadDelivery({ 2 });

    QTRY_COMPARE(m_loaded, idRange(2, 2));
    QVERIFY(m_failures.isEmpty());
}

void TestSessionLoader::saysThatADeliveryIsMissing()
{
    fill(m_file, 1, 3);

    m_loader->setSession(m_file);
    m_loader->loadDelivery({ 4 });

    QTRY_COMPARE(m_missing, idRange(4, 4));
}

void TestSessionLoader::answersTheNewestOfManyQuestions()
{
    fill(m_file, 1, 200);

    m_loader->setSession(m_file);
    for (qint64 id = 1; id <= 200; ++id)
        m_loader->loadDelivery({ id });

    QTRY_VERIFY(!m_loaded.empty() && m_loaded.back() == DeliveryId { 200 });
    QVERIFY(std::is_sorted(m_loaded.begin(), m_loaded.end()));
}

void TestSessionLoader::loadsOlderPagesUntilAllAreThere()
{
    fill(m_file, 1, 12'000);

    m_loader->setSession(m_file);
    m_loader->loadSummariesBefore({ 11'501 });

    QTRY_COMPARE_WITH_TIMEOUT(m_allLoaded, 1, 20'000);
    QCOMPARE(m_older, idRange(1, 11'500));
}

void TestSessionLoader::saysAllLoadedForAnEmptySession()
{
    fill(m_file, 1, 0);

    m_loader->setSession(m_file);
    m_loader->loadSummariesBefore({ std::numeric_limits<qint64>::max() });

    QTRY_COMPARE(m_allLoaded, 1);
    QVERIFY(m_older.empty());
}

void TestSessionLoader::loadsNewerPages()
{
    fill(m_file, 1, 6'000);

    m_loader->setSession(m_file);
    m_loader->loadSummariesAfter({ 500 });

    QTRY_COMPARE_WITH_TIMEOUT(m_newer.size(), std::size_t(5'500), 20'000);
    QCOMPARE(m_newer, idRange(501, 6'000));
    QCOMPARE(m_allLoaded, 0);
}

void TestSessionLoader::forgetsQuestionsToTheSessionBefore()
{
    const QString other = m_dir->filePath(u"other.hookloupe"_s);
    fill(other, 1, 2);
    fill(m_file, 1, 3);

    m_loader->setSession(m_file);
    m_loader->loadDelivery({ 3 });
    m_loader->setSession(other);
    m_loader->loadSummariesBefore({ 100 });

    QTRY_COMPARE(m_allLoaded, 1);
    QCOMPARE(m_older, idRange(1, 2));
    QVERIFY(m_loaded.empty());
    QVERIFY(m_missing.empty());
}

void TestSessionLoader::answersNothingOfTheSessionBeforeAfterATurn()
{
    fill(m_file, 1, 12'000);
    connect(m_loader.get(), &SessionLoader::olderLoaded, this, [this] { m_loader->setSession({}); });

    m_loader->setSession(m_file);
    m_loader->loadSummariesBefore({ 100'000 });
    QTRY_VERIFY(!m_older.empty());
    m_loader->loadDelivery({ 1 });

    QTRY_COMPARE(m_missing, idRange(1, 1));
    QCOMPARE(m_older, idRange(7'001, 12'000));
    QCOMPARE(m_allLoaded, 0);
}

void TestSessionLoader::saysWhyASessionCannotBeOpened()
{
    m_loader->setSession(m_dir->filePath(u"none.hookloupe"_s));

    QTRY_COMPARE(m_failures.size(), 1);
    QVERIFY2(m_failures.first().contains(u"none.hookloupe"_s), qPrintable(m_failures.first()));
}

void TestSessionLoader::noticesWhatIsWrittenWhileItWatches()
{
    fill(m_file, 1, 1);
    m_loader->setSession(m_file);
    m_loader->watch(true);
    m_loader->loadDelivery({ 1 });
    QTRY_COMPARE(m_loaded.size(), std::size_t(1));
    QCOMPARE(m_changes, 0);

    m_journal->append(plainDelivery(2));
    m_journal->flush();
    QTRY_COMPARE(m_changes, 1);

    m_loader->watch(false);
    m_journal->append(plainDelivery(3));
    m_journal->flush();
    QTest::qWait(600); // shows that nothing more comes
    QCOMPARE(m_changes, 1);
}

void TestSessionLoader::canBeDestroyedWhileItReads()
{
    fill(m_file, 1, 6'000);
    m_loader->setSession(m_file);
    m_loader->loadSummariesBefore({ 100'000 });
    QTRY_VERIFY(!m_older.empty());

    m_loader->loadSummariesBefore({ 100'000 });
    m_loader.reset();

    const std::size_t before = m_older.size();
    QCoreApplication::processEvents();
    QCOMPARE(m_older.size(), before);
}

QTEST_GUILESS_MAIN(TestSessionLoader)
#include "tst_sessionloader.moc"
