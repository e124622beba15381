// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/journal.h"
#include "session/sessionfile.h"
#include "session/sessionreader.h"
#include "session/sqlite.h"
#include "support/sessionfixture.h"

#include <QDir>
#include <QFile>
#include <QRegularExpression>
#include <QTest>

#include <random>

using namespace hookloupe;
using namespace Qt::StringLiterals;

class TestSessionReader final : public QObject {
    Q_OBJECT

private slots:
    void init();
    void cleanup();

    void saysWhenThereIsNoFile();
    void readsPagesInBothDirections();
    void readsTheGreatestId();
    void findsNoDeliveryThatIsNotThere();
    void readsPagesOfWholeDeliveries();
    void seesWhatTheWriterCommitsMeanwhile();
    void saysOnceThatTheSessionHasChanged();
    void cutsALongTarget();
    void readsAClosedSessionInAFolderThatCannotBeWritten();
    void refusesAnUnclosedSessionInAFolderThatCannotBeWritten();
    void impossibleValuesBecomePossibleOnes();
    void aBodyNameCannotLeaveItsFolder_data();
    void aBodyNameCannotLeaveItsFolder();
    void aMissingBodyFileReadsAsNothing();
    void anyDamageGivesErrorsAndNoCrash();
    void sessionFolderFollowsTheEnvironment();
    void newSessionsHaveNamesOfTheirOwn();
    void removesASessionWithEverythingBesideIt();

private:
    void fill(qint64 deliveries);
    void spoil(const char* sql) const;
    std::unique_ptr<SessionReader> reader() const
    {
        auto opened = SessionReader::open(m_file);
        return opened ? std::move(*opened) : nullptr;
    }

    std::unique_ptr<QTemporaryDir> m_dir;
    std::unique_ptr<Journal> m_journal;
    RecordingListener m_listener;
    QString m_file;
};

void TestSessionReader::init()
{
    QTest::failOnWarning(QRegularExpression(u".*"_s));
    m_dir = std::make_unique<QTemporaryDir>();
    m_file = m_dir->filePath(u"one.hookloupe"_s);
}

void TestSessionReader::cleanup()
{
    m_journal.reset();
    m_dir.reset();
}

void TestSessionReader::fill(qint64 deliveries)
{
    auto opened = Journal::open(m_file, {}, m_listener);
    QVERIFY(opened);
    m_journal = std::move(*opened);
    for (qint64 id = 1; id <= deliveries; ++id)
        m_journal->append(plainDelivery(id));
    m_journal->flush();
}

/// Closes the session and changes it as nobody should.
void TestSessionReader::spoil(const char* sql) const
{
    const_cast<TestSessionReader*>(this)->m_journal.reset();
    auto database = Database::open(m_file, Database::Mode::ReadWrite);
    QVERIFY(database);
    const auto done = database->run(sql);
    QVERIFY2(done, done ? "" : qPrintable(done.error().detail));
}

void TestSessionReader::saysWhenThereIsNoFile()
{
    const auto opened = SessionReader::open(m_file);

    QVERIFY(!opened);
    QCOMPARE(opened.error().code, SessionErrorCode::NotFound);
    QVERIFY(opened.error().detail.contains(m_file));
    QVERIFY(!QFile::exists(m_file));
}

void TestSessionReader::readsPagesInBothDirections()
{
    fill(10);

    QCOMPARE(idsOf(reader()->summariesAfter({ 0 }, 3)), idRange(1, 3));
    QCOMPARE(idsOf(reader()->summariesAfter({ 8 }, 3)), idRange(9, 10));
    QCOMPARE(idsOf(reader()->summariesAfter({ 10 }, 3)), std::vector<DeliveryId>());
    QCOMPARE(idsOf(reader()->summariesBefore({ 11 }, 2)), (std::vector<DeliveryId> { { 10 }, { 9 } }));
    QCOMPARE(idsOf(reader()->summariesBefore({ 2 }, 2)), (std::vector<DeliveryId> { { 1 } }));
    QCOMPARE(idsOf(reader()->summariesBefore({ 1 }, 2)), std::vector<DeliveryId>());
}

void TestSessionReader::readsTheGreatestId()
{
    fill(0);
    QCOMPARE(reader()->lastId(), DeliveryId {});

    m_journal->append(plainDelivery(7'000'000'000));
    m_journal->flush();

    QCOMPARE(reader()->lastId(), DeliveryId { 7'000'000'000 });
    QVERIFY(reader()->delivery({ 7'000'000'000 }));
}

void TestSessionReader::findsNoDeliveryThatIsNotThere()
{
    fill(2);
    const auto session = reader();

    for (const qint64 id : { qint64(0), qint64(-1), qint64(3), std::numeric_limits<qint64>::max() })
        QVERIFY(!session->delivery({ id }));
    QVERIFY(!session->error());
}

void TestSessionReader::readsPagesOfWholeDeliveries()
{
    fill(5);

    const auto deliveries = reader()->deliveriesAfter({ 2 }, 2);

    QCOMPARE(deliveries.size(), std::size_t(2));
    QCOMPARE(deliveries[0].id, DeliveryId { 3 });
    QCOMPARE(deliveries[1].request->head.raw(), plainHead(4));
    QVERIFY(deliveries[0].response == deliveries[1].response);
}

void TestSessionReader::seesWhatTheWriterCommitsMeanwhile()
{
    fill(1);
    const auto session = reader();
    QCOMPARE(session->count(), 1);

    m_journal->append(plainDelivery(2));
    m_journal->flush();

    QCOMPARE(session->count(), 2);
    QCOMPARE(session->lastId(), DeliveryId { 2 });
}

void TestSessionReader::saysOnceThatTheSessionHasChanged()
{
    fill(1);
    const auto session = reader();
    QVERIFY(session->hasChanged());
    QVERIFY(!session->hasChanged());

    m_journal->append(plainDelivery(2));
    m_journal->flush();

    QVERIFY(session->hasChanged());
    QVERIFY(!session->hasChanged());
}

void TestSessionReader::cutsALongTarget()
{
    fill(0);
    Delivery delivery = plainDelivery(1);
    auto request = std::make_shared<Request>(*delivery.request);
    const QByteArray target = "/" + QByteArray(5000, 'x');
    request->head = RequestHead::parse("POST " + target + " HTTP/1.1\r\nHost: a\r\n\r\n");
    delivery.request = request;

    m_journal->append(delivery);
    m_journal->flush();

    QCOMPARE(reader()->summariesAfter({ 0 }, 1).front().target, target.left(DeliverySummary::MaxTargetBytes));
    QCOMPARE(reader()->delivery({ 1 })->request->head.target().toByteArray(), target);
}

void TestSessionReader::readsAClosedSessionInAFolderThatCannotBeWritten()
{
    fill(3);
    m_journal.reset();
    QFile::setPermissions(m_dir->path(), QFile::ReadOwner | QFile::ExeOwner);
    const bool isWritable = QFileInfo(m_dir->path()).isWritable();

    const auto session = reader();
    const qint64 count = session ? session->count() : -1;

    QFile::setPermissions(m_dir->path(), QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    if (isWritable)
        QSKIP("this user may write everywhere");
    QCOMPARE(count, 3);
}

void TestSessionReader::refusesAnUnclosedSessionInAFolderThatCannotBeWritten()
{
    fill(3);
    // A copy of the files under way is what a kill leaves behind.
    const QString folder = m_dir->filePath(u"dead"_s);
    QVERIFY(QDir().mkpath(folder));
    QVERIFY(QFile::copy(m_file, folder + u"/one.hookloupe"_s));
    QVERIFY(QFile::copy(m_file + u"-wal"_s, folder + u"/one.hookloupe-wal"_s));
    m_file = folder + u"/one.hookloupe"_s;
    QFile::setPermissions(folder, QFile::ReadOwner | QFile::ExeOwner);
    const bool isWritable = QFileInfo(folder).isWritable();

    const auto opened = SessionReader::open(m_file);

    QFile::setPermissions(folder, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    if (isWritable) {
        QVERIFY(opened);
        QCOMPARE((*opened)->count(), 3);
        return;
    }
    QVERIFY(!opened);
    QCOMPARE(opened.error().code, SessionErrorCode::Failed);
    QVERIFY2(opened.error().detail.contains(u"-wal"_s), qPrintable(opened.error().detail));
}

void TestSessionReader::impossibleValuesBecomePossibleOnes()
{
    fill(2);
    spoil("UPDATE delivery SET status = 70000, fault = 77, body_size = -5, anomalies = -1, "
          "received_us = 9223372036854775807, target = zeroblob(100000), raw_size = 9223372036854775807;"
          "UPDATE payload SET framing = 9, discarded = -9, peer_port = 70000, local_port = -1, tls = x'ff',"
          "first_us = -9223372036854775808, peer_address = zeroblob(1000000),"
          "chunk_marks = x'ffffffffffffffff7f01610101620161', rest = 5;"
          "UPDATE response SET status = -4, fault = -1, delay_ms = -3, headers = x'0561'");

    const auto session = reader();
    const auto summaries = session->summariesAfter({ 0 }, 10);
    const auto delivery = session->delivery({ 1 });

    QCOMPARE(summaries.size(), std::size_t(2));
    QCOMPARE(summaries[0].status, 999);
    QCOMPARE(summaries[0].fault, Fault::None);
    QCOMPARE(summaries[0].bodyBytes, 0);
    QCOMPARE(summaries[0].target.size(), DeliverySummary::MaxTargetBytes);
    QCOMPARE(toRfc3339(summaries[0].receivedAt), QByteArray("9999-12-31T23:59:59.999Z"));
    QVERIFY(delivery);
    QCOMPARE(delivery->request->framing, BodyFraming::None);
    QCOMPARE(delivery->request->discarded, 0);
    QCOMPARE(delivery->request->peer.port, quint16(65535));
    QCOMPARE(delivery->request->local.port, quint16(0));
    QCOMPARE(delivery->response->status, 100);
    QCOMPARE(delivery->response->fault, Fault::None);
    QCOMPARE(delivery->response->delay.count(), 0);
    QVERIFY(delivery->response->headers.empty());
    QVERIFY(!rawBytes(*delivery->request, 1'000'000).isEmpty());

    auto journal = Journal::open(m_file, { .deliveries = {}, .bytes = 1, .age = {} }, m_listener);
    QVERIFY(journal);
    (*journal)->flush();
    QCOMPARE(session->count(), 0);
}

void TestSessionReader::aBodyNameCannotLeaveItsFolder_data()
{
    QTest::addColumn<QString>("name");

    QTest::newRow("above") << u"../secret"_s;
    QTest::newRow("absolute") << u"/etc/passwd"_s;
    QTest::newRow("the folder itself") << u"."_s;
    QTest::newRow("none") << u""_s;
    QTest::newRow("very long") << QString(5000, u'a');
}

void TestSessionReader::aBodyNameCannotLeaveItsFolder()
{
    QFETCH(QString, name);
    fill(1);
    QFile secret(m_dir->filePath(u"secret"_s));
    QVERIFY(secret.open(QIODevice::WriteOnly));
    secret.write("secret");
    secret.close();
    const QByteArray sql = "UPDATE payload SET body_file = '" + name.toUtf8() + "'; UPDATE delivery SET body_size = 6";
    spoil(sql.constData());

    QCOMPARE(reader()->delivery({ 1 })->request->body.read(0, 6), QByteArray());

    auto journal = Journal::open(m_file, {}, m_listener);
    (*journal)->clear({ 1 });
    (*journal)->purgeRemoved();
    (*journal)->flush();
    QVERIFY(secret.exists());
}

void TestSessionReader::aMissingBodyFileReadsAsNothing()
{
    fill(1);
    spoil("UPDATE payload SET body_file = 'gone-1'; UPDATE delivery SET body_size = 9223372036854775807");

    const auto delivery = reader()->delivery({ 1 });

    QVERIFY(delivery->request->body.isInFile());
    QCOMPARE(delivery->request->body.read(0, 100), QByteArray());
    QCOMPARE(rawBytes(*delivery->request, 1000), plainHead(1));
}

void TestSessionReader::anyDamageGivesErrorsAndNoCrash()
{
    fill(300);
    m_journal->setPinned(idRange(5, 9), true);
    m_journal->clear({ 100 });
    m_journal.reset();
    QFile file(m_file);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray whole = file.readAll();
    std::mt19937 random(20260122); // the same damage in each run
    int refused = 0;

    for (int round = 0; round < 120; ++round) {
        QByteArray spoilt = whole;
        // Small files of few pages: half of the damage goes where the structure is.
        for (int hit = 0; hit < 20; ++hit) {
            const auto reach = static_cast<quint32>(round % 2 == 0 ? spoilt.size() : 4096);
            spoilt[static_cast<qsizetype>(random() % reach)] = static_cast<char>(random() & 0xff);
        }
        const QString path = m_dir->filePath(QString::number(round) + u".hookloupe"_s);
        QFile damaged(path);
        QVERIFY(damaged.open(QIODevice::WriteOnly));
        damaged.write(spoilt);
        damaged.close();

        if (auto opened = SessionReader::open(path)) {
            (*opened)->count();
            (*opened)->lastId();
            (*opened)->endpoints();
            (*opened)->summariesBefore({ 1000 }, 1000);
            for (const Delivery& delivery : (*opened)->deliveriesAfter({ 0 }, 1000))
                rawBytes(*delivery.request, 100'000);
            refused += (*opened)->error() ? 1 : 0;
        } else {
            QVERIFY(opened.error().detail.contains(path));
            ++refused;
        }
        if (auto journal = Journal::open(path, { .deliveries = 10, .bytes = {}, .age = {} }, m_listener)) {
            (*journal)->append(plainDelivery((*journal)->firstFreeId().value));
            (*journal)->purgeRemoved();
            (*journal)->flush();
        }
        removeSession(path);
    }
    QVERIFY2(refused > 20, qPrintable(QString::number(refused)));
}

void TestSessionReader::sessionFolderFollowsTheEnvironment()
{
    const QString folder = m_dir->filePath(u"a/b"_s);
    qputenv("HOOKLOUPE_SESSIONS", folder.toUtf8());

    QCOMPARE(sessionFolder(), folder);

    QVERIFY(QFileInfo(folder).isDir());
    qunsetenv("HOOKLOUPE_SESSIONS");
}

void TestSessionReader::newSessionsHaveNamesOfTheirOwn()
{
    qputenv("HOOKLOUPE_SESSIONS", m_dir->path().toUtf8());
    QStringList paths;
    for (int i = 0; i < 3; ++i) {
        paths.append(newSessionPath());
        QFile file(paths.last());
        QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::NewOnly));
    }

    QVERIFY(paths.first().endsWith(u".hookloupe"_s));
    QCOMPARE(QFileInfo(paths.first()).absolutePath(), m_dir->path());
    qunsetenv("HOOKLOUPE_SESSIONS");
}

void TestSessionReader::removesASessionWithEverythingBesideIt()
{
    fill(1);
    QFile body(m_journal->newBodyFile());
    QVERIFY(body.open(QIODevice::WriteOnly));
    body.close();
    const auto session = reader();
    m_journal.reset();

    removeSession(m_file);

    QVERIFY(QDir(m_dir->path()).isEmpty());
}

QTEST_GUILESS_MAIN(TestSessionReader)
#include "tst_sessionreader.moc"
