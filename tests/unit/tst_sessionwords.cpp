// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/facts/words.h"
#include "session/journal.h"
#include "session/sessionreader.h"
#include "session/sqlite.h"
#include "support/sessionfixture.h"

#include <QRegularExpression>
#include <QTest>

using namespace hookloupe;
using namespace Qt::StringLiterals;

class TestSessionWords final : public QObject {
    Q_OBJECT

private slots:
    void init();
    void cleanup();

    void keepsAWordOnce();
    void keepsALongWordBesideTheTable();
    void keepsWhatComesAfterTheLastWord();
    void aTextOfDigitsIsNoWord();
    void remembersWordsOfEarlierTimes();

private:
    void open();
    void close() { m_journal.reset(); }
    void append(const Delivery& delivery);
    void run(const char* sql) const;
    qint64 number(const char* sql) const;
    std::unique_ptr<SessionReader> reader() const
    {
        auto opened = SessionReader::open(m_file);
        return opened ? std::move(*opened) : nullptr;
    }
    DeliveryFacts factsOf(qint64 id) const
    {
        const auto delivery = reader()->delivery({ id });
        return delivery ? delivery->facts : DeliveryFacts {};
    }

    std::unique_ptr<QTemporaryDir> m_dir;
    std::unique_ptr<Journal> m_journal;
    std::unique_ptr<RecordingListener> m_listener;
    QString m_file;
};

void TestSessionWords::init()
{
    QTest::failOnWarning(QRegularExpression(u".*"_s));
    m_dir = std::make_unique<QTemporaryDir>();
    m_listener = std::make_unique<RecordingListener>();
    m_file = m_dir->filePath(u"one.hookloupe"_s);
}

void TestSessionWords::cleanup()
{
    m_journal.reset();
    m_dir.reset();
}

void TestSessionWords::open()
{
    auto opened = Journal::open(m_file, {}, *m_listener);
    QVERIFY2(opened, opened ? "" : qPrintable(opened.error().detail));
    m_journal = std::move(*opened);
}

void TestSessionWords::append(const Delivery& delivery)
{
    m_journal->append(delivery);
    m_journal->flush();
}

/// Changes a closed session as nobody should.
void TestSessionWords::run(const char* sql) const
{
    auto database = Database::open(m_file, Database::Mode::Create);
    QVERIFY(database);
    const auto done = database->run(sql);
    QVERIFY2(done, done ? "" : qPrintable(done.error().detail));
}

qint64 TestSessionWords::number(const char* sql) const
{
    auto database = Database::open(m_file, Database::Mode::Query);
    const auto found = database ? database->number(sql) : Result<qint64, SessionError>(-1);
    return found ? *found : -1;
}

void TestSessionWords::keepsAWordOnce()
{
    open();
    for (qint64 id = 1; id <= 100; ++id)
        m_journal->append(deliveryWith(id, machnetFacts()));
    m_journal->flush();

    QCOMPARE(number("SELECT count(*) FROM word"), 3); // provider, event type and scheme
    QCOMPARE(
        number("SELECT count(*) FROM delivery WHERE provider = (SELECT id FROM word WHERE text = 'machnet')"), 100);
    QCOMPARE(number("SELECT count(*) FROM delivery WHERE verdict = 1 AND freshness = 1"), 100);
}

void TestSessionWords::keepsALongWordBesideTheTable()
{
    DeliveryFacts facts;
    facts.event.type = QByteArray(WordLimits::MaxBytes, 'a');
    open();
    append(deliveryWith(1, facts));
    QCOMPARE(number("SELECT count(*) FROM word"), 1);

    facts.event.type += 'a';
    append(deliveryWith(2, facts));

    QCOMPARE(number("SELECT count(*) FROM word"), 1);
    QCOMPARE(factsOf(1).event.type, QByteArray(WordLimits::MaxBytes, 'a'));
    QCOMPARE(factsOf(2).event.type, QByteArray(WordLimits::MaxBytes + 1, 'a'));
}

void TestSessionWords::keepsWhatComesAfterTheLastWord()
{
    const auto typeOf = [](qint64 id) -> QByteArray { return "type-" + QByteArray::number(id); };
    constexpr qint64 Count = WordLimits::MaxWords + 2;
    open();
    for (qint64 id = 1; id <= Count; ++id) {
        DeliveryFacts facts;
        facts.event.type = typeOf(id);
        m_journal->append(deliveryWith(id, facts));
    }
    m_journal->flush();

    QCOMPARE(number("SELECT count(*) FROM word"), WordLimits::MaxWords);
    QCOMPARE(number("SELECT max(id) FROM word"), WordLimits::MaxWords);
    const auto read = reader()->summariesAfter({ 0 }, static_cast<int>(Count));
    QCOMPARE(read.size(), static_cast<std::size_t>(Count));
    for (const DeliverySummary& summary : read)
        QCOMPARE(summary.eventType, typeOf(summary.id.value));
}

void TestSessionWords::aTextOfDigitsIsNoWord()
{
    open();
    close();
    run("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 4096) "
        "INSERT INTO word SELECT i, 'w' || i FROM n");
    DeliveryFacts facts;
    facts.provider = "7";
    open();

    append(deliveryWith(1, facts));

    QCOMPARE(factsOf(1).provider, QByteArray("7"));
    QCOMPARE(number("SELECT count(*) FROM delivery WHERE provider IN (SELECT id FROM word)"), 0);
}

void TestSessionWords::remembersWordsOfEarlierTimes()
{
    open();
    append(deliveryWith(1, machnetFacts()));
    close();
    open();

    append(deliveryWith(2, machnetFacts()));

    QCOMPARE(number("SELECT count(*) FROM word"), 3);
    QCOMPARE(factsOf(2), machnetFacts());
}

QTEST_GUILESS_MAIN(TestSessionWords)
#include "tst_sessionwords.moc"
