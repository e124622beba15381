// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/journal.h"
#include "session/schema.h"
#include "session/sessionreader.h"
#include "support/sessionfixture.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <array>

using namespace hookloupe;
using namespace Qt::StringLiterals;

class TestSchema final : public QObject {
    Q_OBJECT

private slots:
    void init();

    void makesTheNewestVersionOfAnEmptyFile();
    void migratesAnOlderVersionAndKeepsItsRows();
    void takesEachStepOnce();
    void aStepThatFailsLeavesTheOlderVersion();
    void refusesANewerVersionAndSaysSo();
    void refusesAFileThatIsNoSession_data();
    void refusesAFileThatIsNoSession();
    void aCutFileIsDamaged();
    void aSessionWithoutItsTablesIsDamaged();
    void aViewInPlaceOfATableIsRefused();

private:
    QString path() const { return m_dir->filePath(u"one.hookloupe"_s); }
    Database database(Database::Mode mode = Database::Mode::Create) const
    {
        return std::move(*Database::open(path(), mode));
    }
    void makeSession(int deliveries) const;

    std::unique_ptr<QTemporaryDir> m_dir;
};

void TestSchema::init()
{
    m_dir = std::make_unique<QTemporaryDir>();
}

void TestSchema::makeSession(int deliveries) const
{
    RecordingListener listener;
    auto journal = Journal::open(path(), {}, listener);
    QVERIFY(journal);
    for (int id = 1; id <= deliveries; ++id)
        (*journal)->append(plainDelivery(id));
}

void TestSchema::makesTheNewestVersionOfAnEmptyFile()
{
    Database file = database();

    QVERIFY(migrate(file, sessionMigrations()));

    QCOMPARE(*file.number("PRAGMA user_version"), qint64(sessionMigrations().size()));
    QCOMPARE(*file.number("PRAGMA page_size"), 32768);
    QVERIFY(checkVersion(file, sessionMigrations()));
}

void TestSchema::migratesAnOlderVersionAndKeepsItsRows()
{
    const std::array old { Migration { "CREATE TABLE a (x); INSERT INTO a VALUES (7)" } };
    const std::array newer { old[0], Migration { "ALTER TABLE a ADD COLUMN y NOT NULL DEFAULT 8" },
        Migration { "CREATE TABLE b (z)" } };
    Database file = database();
    QVERIFY(migrate(file, old));

    QVERIFY(migrate(file, newer));

    QCOMPARE(*file.number("PRAGMA user_version"), 3);
    QCOMPARE(*file.number("SELECT x + y FROM a"), 15);
    QCOMPARE(*file.number("SELECT count(*) FROM b"), 0);
}

void TestSchema::takesEachStepOnce()
{
    const std::array steps { Migration { "CREATE TABLE a (x)" }, Migration { "INSERT INTO a VALUES (1)" } };
    Database file = database();

    QVERIFY(migrate(file, steps));
    QVERIFY(migrate(file, steps));

    QCOMPARE(*file.number("SELECT count(*) FROM a"), 1);
}

void TestSchema::aStepThatFailsLeavesTheOlderVersion()
{
    const std::array steps { Migration { "CREATE TABLE a (x)" },
        Migration { "INSERT INTO a VALUES (1); INSERT INTO nowhere VALUES (2)" } };
    Database file = database();

    QVERIFY(!migrate(file, steps));

    QVERIFY(!file.isInTransaction());
    QCOMPARE(*file.number("PRAGMA user_version"), 1);
    QCOMPARE(*file.number("SELECT count(*) FROM a"), 0);
}

void TestSchema::refusesANewerVersionAndSaysSo()
{
    makeSession(1);
    QVERIFY(database().run("PRAGMA user_version = 99"));
    RecordingListener listener;

    const auto journal = Journal::open(path(), {}, listener);
    const auto reader = SessionReader::open(path());

    QVERIFY(!journal);
    QCOMPARE(journal.error().code, SessionErrorCode::TooNew);
    QVERIFY2(journal.error().detail.contains(u"newer version"_s), qPrintable(journal.error().detail));
    QVERIFY(!reader);
    QCOMPARE(reader.error().code, SessionErrorCode::TooNew);
}

void TestSchema::refusesAFileThatIsNoSession_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<QByteArray>("sql");

    QTest::newRow("text") << QByteArray("GET / HTTP/1.1\r\n").repeated(100) << QByteArray("");
    QTest::newRow("one byte") << QByteArray("x") << QByteArray("");
    QTest::newRow("a database of another program") << QByteArray() << QByteArray("CREATE TABLE a (x)");
    QTest::newRow("another application id")
        << QByteArray() << QByteArray("PRAGMA application_id = 1; CREATE TABLE a (x)");
    QTest::newRow("a version without an application id") << QByteArray() << QByteArray("PRAGMA user_version = 1");
}

void TestSchema::refusesAFileThatIsNoSession()
{
    QFETCH(QByteArray, content);
    QFETCH(QByteArray, sql);
    if (content.isEmpty()) {
        QVERIFY(database().run(sql.constData()));
    } else {
        QFile file(path());
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(content);
    }
    QFile before(path());
    QVERIFY(before.open(QIODevice::ReadOnly));
    const QByteArray bytes = before.readAll();
    RecordingListener listener;

    const auto journal = Journal::open(path(), {}, listener);
    const auto reader = SessionReader::open(path());

    QVERIFY(!journal);
    QCOMPARE(journal.error().code, SessionErrorCode::NotASession);
    QVERIFY(!reader);
    QCOMPARE(reader.error().code, SessionErrorCode::NotASession);
    QFile after(path());
    QVERIFY(after.open(QIODevice::ReadOnly));
    QCOMPARE(after.readAll(), bytes);
}

void TestSchema::aCutFileIsDamaged()
{
    makeSession(500);
    QVERIFY(QFile::resize(path(), 40'000));

    const auto reader = SessionReader::open(path());

    if (reader) {
        (*reader)->summariesAfter({ 0 }, 1000);
        QVERIFY((*reader)->error().has_value());
        QCOMPARE((*reader)->error()->code, SessionErrorCode::Damaged);
    } else {
        QCOMPARE(reader.error().code, SessionErrorCode::Damaged);
    }
}

void TestSchema::aSessionWithoutItsTablesIsDamaged()
{
    makeSession(1);
    QVERIFY(database().run("DROP TABLE payload"));
    RecordingListener listener;

    const auto journal = Journal::open(path(), {}, listener);
    const auto reader = SessionReader::open(path());

    QVERIFY(!journal);
    QCOMPARE(journal.error().code, SessionErrorCode::Damaged);
    QVERIFY(!reader);
    QCOMPARE(reader.error().code, SessionErrorCode::Damaged);
}

void TestSchema::aViewInPlaceOfATableIsRefused()
{
    makeSession(1);
    QVERIFY(database().run("DROP TABLE totals; CREATE VIEW totals AS SELECT 1 AS one, 2 AS cleared_through"));

    const auto reader = SessionReader::open(path());

    QVERIFY(!reader);
}

QTEST_GUILESS_MAIN(TestSchema)
#include "tst_schema.moc"
