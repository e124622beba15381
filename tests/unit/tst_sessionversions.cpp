// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/historyreading.h"
#include "query/filterparser.h"
#include "session/journal.h"
#include "session/query/deliveryquery.h"
#include "session/schema.h"
#include "session/sessionreader.h"
#include "session/sqlite.h"
#include "support/sessionfixture.h"

#include <QCryptographicHash>
#include <QFile>
#include <QRegularExpression>
#include <QTest>

using namespace hookloupe;
using namespace Qt::StringLiterals;

class TestSessionVersions final : public QObject {
    Q_OBJECT

private slots:
    void init();
    void cleanup();

    void aReleasedStepIsNeverChanged();
    void readsASessionOfTheFirstVersion();
    void searchesASessionOfTheFirstVersion();
    void tellsTheMessagesOfASessionOfTheFirstVersion();
    void readsASessionOfTheFirstVersionThatCannotBeWritten();
    void bringsASessionOfTheFirstVersionUpToDate();
    void followsASessionThatIsBroughtUpToDate();

private:
    void open();
    void run(const char* sql) const;
    qint64 number(const char* sql) const;
    void makeFirstVersion() const;
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
    RecordingListener m_listener;
    QString m_file;
};

void TestSessionVersions::init()
{
    QTest::failOnWarning(QRegularExpression(u".*"_s));
    m_dir = std::make_unique<QTemporaryDir>();
    m_file = m_dir->filePath(u"one.hookloupe"_s);
}

void TestSessionVersions::cleanup()
{
    m_journal.reset();
    m_dir.reset();
}

void TestSessionVersions::open()
{
    auto opened = Journal::open(m_file, {}, m_listener);
    QVERIFY2(opened, opened ? "" : qPrintable(opened.error().detail));
    m_journal = std::move(*opened);
}

void TestSessionVersions::run(const char* sql) const
{
    auto database = Database::open(m_file, Database::Mode::Create);
    QVERIFY(database);
    const auto done = database->run(sql);
    QVERIFY2(done, done ? "" : qPrintable(done.error().detail));
}

qint64 TestSessionVersions::number(const char* sql) const
{
    auto database = Database::open(m_file, Database::Mode::Query);
    const auto found = database ? database->number(sql) : Result<qint64, SessionError>(-1);
    return found ? *found : -1;
}

/// Two deliveries as the first released version wrote them.
void TestSessionVersions::makeFirstVersion() const
{
    {
        auto database = Database::open(m_file, Database::Mode::Create);
        QVERIFY(database);
        QVERIFY(migrate(*database, sessionMigrations().first(1)));
        QVERIFY(database->run("PRAGMA journal_mode = WAL"));
    }
    run("INSERT INTO response VALUES (1, 200, 0, 0, NULL, NULL, NULL);"
        "INSERT INTO delivery VALUES (1, 1767225601000000, 'POST', '/a', 'text/plain', 2, 40, 0, 200, 0, 0, 0, 0, 1);"
        "INSERT INTO delivery VALUES (2, 1767225602000000, 'POST', '/b', 'text/plain', 2, 40, 0, 200, 0, 0, 1, 0, 1);"
        "INSERT INTO payload VALUES (1, 1, 0, 1767225601000000, 1767225601000000, '127.0.0.1', 50000, '127.0.0.1', "
        "8787, NULL, NULL, NULL, NULL, CAST('POST /a HTTP/1.1' || x'0d0a0d0a' AS BLOB), x'4142');"
        "INSERT INTO payload VALUES (2, 1, 0, 1767225602000000, 1767225602000000, '127.0.0.1', 50000, '127.0.0.1', "
        "8787, NULL, NULL, NULL, NULL, CAST('POST /b HTTP/1.1' || x'0d0a0d0a' AS BLOB), x'4344')");
}

void TestSessionVersions::aReleasedStepIsNeverChanged()
{
    const QByteArray first(sessionMigrations().front().sql);

    QCOMPARE(QCryptographicHash::hash(first, QCryptographicHash::Sha256).toHex(),
        QByteArray("83709df5c429ff21eef4b3d7d6db392176674fac534fc9939c3bbf21318904b7"));
}

void TestSessionVersions::readsASessionOfTheFirstVersion()
{
    makeFirstVersion();

    const auto session = reader();

    QVERIFY(session);
    QCOMPARE(session->count(), 2);
    QVERIFY(session->endpoints().empty());
    QCOMPARE(session->freeEndpointId(), EndpointId { 1 });
    QCOMPARE(idsOf(session->summariesBefore({ 9 }, 9)), (std::vector<DeliveryId> { { 2 }, { 1 } }));
    const auto delivery = session->delivery({ 2 });
    QVERIFY(delivery);
    QCOMPARE(delivery->request->body.bytes(), QByteArray("CD"));
    QCOMPARE(delivery->facts, DeliveryFacts {});
    QVERIFY(!session->error());
    QCOMPARE(number("PRAGMA user_version"), 1);
}

void TestSessionVersions::searchesASessionOfTheFirstVersion()
{
    makeFirstVersion();
    const auto session = reader();
    const auto found = [&session](QStringView text) {
        MatchQuestion question;
        question.filter = *parseFilter(text);
        const auto ids = session->matching(question);
        return session->error() ? -1 : static_cast<int>(ids.size());
    };

    QCOMPARE(found(u""), 2);
    QCOMPARE(found(u"path:* id:1"), 1);
    QCOMPARE(found(u"provider:* or event:* or message:* or resource:* or is:challenge or sig:valid or fresh:fresh"), 0);
    QCOMPARE(found(u"sig:unknown fresh:not-checked -provider:* -message:* delay:<1s"), 2);
}

/// By what its deliveries belong together is worked out: it keeps nothing of that.
void TestSessionVersions::tellsTheMessagesOfASessionOfTheFirstVersion()
{
    makeFirstVersion();
    run("INSERT INTO delivery SELECT 3, received_us + 9000000, method, target, content_type, body_size, raw_size, "
        "anomalies, status, fault, is_tls, 0, 0, response_id FROM delivery WHERE id = 2;"
        "INSERT INTO payload SELECT 3, framing, discarded, first_us, head_us, peer_address, peer_port, local_address, "
        "local_port, body_file, tls, chunk_marks, rest, head, body FROM payload WHERE id = 2");
    const auto session = reader();
    const std::vector<TrackedRow> rows = session->trackedAfter({ 1 }, 9);
    QVERIFY(!session->error());
    QCOMPARE(rows.size(), std::size_t(2));
    QCOMPARE(rows[0].id, DeliveryId { 2 });
    QCOMPARE(rows[0].response->status, 200);
    QVERIFY(rows[0].keys.isEmpty() && rows[0].provider.isEmpty() && !rows[0].isChallenge);
    QVERIFY(session->corrections().empty());

    DeliveryHistory history;
    readWholeHistory(*session, InspectionRules(), history);
    QCOMPARE(history.size(), std::size_t(3));
    QCOMPARE(history.messageFacts({ 3 })->message, DeliveryId { 2 });
    QCOMPARE(history.messageFacts({ 3 })->kind, MessageKind::Duplicate);
    QVERIFY(history.messageFacts({ 3 })->isProbable);
    QCOMPARE(history.messageFacts({ 1 })->attempt, 1);
}

void TestSessionVersions::readsASessionOfTheFirstVersionThatCannotBeWritten()
{
    makeFirstVersion();
    const auto all = QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner;
    QFile::setPermissions(m_dir->path(), QFile::ReadOwner | QFile::ExeOwner);
    const bool isWritable = QFileInfo(m_dir->path()).isWritable();

    const auto session = reader();
    const auto delivery = session ? session->delivery({ 1 }) : std::nullopt;

    QFile::setPermissions(m_dir->path(), all);
    if (isWritable)
        QSKIP("this user may write everywhere");
    QVERIFY(delivery);
    QCOMPARE(delivery->facts, DeliveryFacts {});
}

void TestSessionVersions::bringsASessionOfTheFirstVersionUpToDate()
{
    makeFirstVersion();

    open();

    QCOMPARE(number("PRAGMA user_version"), 2);
    QCOMPARE(m_journal->firstFreeId(), DeliveryId { 3 });
    QCOMPARE(factsOf(1), DeliveryFacts {});
    QCOMPARE(reader()->delivery({ 2 })->request->body.bytes(), QByteArray("CD"));
    m_journal->setFacts({ { { 1 }, machnetFacts() } });
    m_journal->append(deliveryWith(3, machnetFacts()));
    m_journal->flush();
    QCOMPARE(factsOf(1), machnetFacts());
    QCOMPARE(factsOf(2), DeliveryFacts {});
    QCOMPARE(factsOf(3), machnetFacts());
}

void TestSessionVersions::followsASessionThatIsBroughtUpToDate()
{
    makeFirstVersion();
    const auto session = reader();
    QVERIFY(session->hasChanged());
    QCOMPARE(session->summariesAfter({ 0 }, 9).size(), std::size_t(2));

    open();
    m_journal->append(deliveryWith(3, machnetFacts()));
    m_journal->flush();

    QVERIFY(session->hasChanged());
    QVERIFY(!session->error());
    QCOMPARE(session->summariesAfter({ 2 }, 9).front().provider, QByteArray("machnet"));
    QCOMPARE(session->delivery({ 3 })->facts, machnetFacts());
}

QTEST_GUILESS_MAIN(TestSessionVersions)
#include "tst_sessionversions.moc"
