// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/journal.h"
#include "session/sessionfile.h"
#include "session/sessionreader.h"
#include "support/journalfixture.h"

#include <QDir>
#include <QFile>
#include <QTest>

#ifdef Q_OS_UNIX
#include <csignal>
#include <sys/resource.h>
#endif

using namespace hookloupe;
using namespace Qt::StringLiterals;

class TestJournal final : public JournalFixture {
    Q_OBJECT

private slots:
    void init() { begin(); }
    void cleanup() { end(); }

    void makesASessionThatIsEmpty();
    void keepsEveryFactOfADelivery();
    void keepsALargeBodyInItsFile();
    void commitsInOrderWhatWasAppended();
    void continuesASessionWithGreaterIds();
    void refusesASecondWriter();
    void lockIsGoneWhenTheJournalIsClosed();
    void refusesAFolderThatDoesNotExist();
    void orphanedBodyFilesAreRemovedAtOpen();
    void bodyFilesOfDeliveriesStayAtOpen();
    void reportsAFailureAndGoesOn();
    void goesOnAfterTheDiskRefusedToWrite();
    void savesACompleteCopy();
    void refusesToCopyOverAFile();
    void commitsWhatIsWaitingWhenItCloses();
};

void TestJournal::makesASessionThatIsEmpty()
{
    openJournal();

    QCOMPARE(m_journal->firstFreeId(), DeliveryId { 1 });
    QCOMPARE(idsInSight(), std::vector<DeliveryId>());
    QCOMPARE(QFile::permissions(m_file) & (QFile::ReadGroup | QFile::ReadOther), QFile::Permissions());
}

void TestJournal::keepsEveryFactOfADelivery()
{
    auto request = std::make_shared<Request>();
    request->head
        = RequestHead::parse("PO\xffST /a?b=\xc3\xa4 HTTP/1.1\r\nX-A: 1\r\nx-a: 2\r\nContent-Type: text/x\r\n\r\n");
    request->body = Body(QByteArray("a\0b", 3));
    request->framing = BodyFraming::Chunked;
    request->chunkMarks.append(0, "3;x=y\r\n");
    request->chunkMarks.append(3, "\r\n0\r\n\r\n");
    request->rest = "behind";
    request->discarded = 17;
    request->anomalies = request->head.anomalies();
    request->anomalies.add(Anomaly::ChunkExtension);
    request->anomalies.add(Anomaly::BodyTooSlow);
    const SystemTime time { std::chrono::microseconds(1'767'225'600'123'456) };
    request->times = { time, time + std::chrono::microseconds(5), time + std::chrono::microseconds(7) };
    request->peer = { u"2001:db8::1"_s, 65535 };
    request->local = { u"::1"_s, 1 };
    request->tls = TlsFacts { u"TLSv1.3"_s, u"TLS_AES_256_GCM_SHA384"_s, u"hooks.example"_s, { "h2", "http/1.1" },
        "http/1.1", u"CN=Ä"_s };
    Response response;
    response.status = 429;
    response.reason = "Slow Down";
    response.headers = { { "Retry-After", "5" }, { "X", "" }, { "X", "2" } };
    response.body = "wait";
    response.delay = std::chrono::milliseconds(1500);
    response.fault = Fault::Truncate;
    openJournal();

    m_journal->append({ { 41 }, request, std::make_shared<const Response>(response), true });
    m_journal->flush();
    const auto read = reader()->delivery({ 41 });

    QVERIFY(read);
    QCOMPARE(read->id, DeliveryId { 41 });
    QVERIFY(read->isPinned);
    QVERIFY(*read->response == response);
    const Request& got = *read->request;
    QCOMPARE(got.head.raw(), request->head.raw());
    QCOMPARE(got.body.bytes(), request->body.bytes());
    QCOMPARE(got.framing, BodyFraming::Chunked);
    QCOMPARE(rawBytes(got, 10'000), rawBytes(*request, 10'000));
    QCOMPARE(got.rest, request->rest);
    QCOMPARE(got.discarded, 17);
    QVERIFY(got.anomalies == request->anomalies);
    QVERIFY(got.times.firstByte == request->times.firstByte);
    QVERIFY(got.times.headEnd == request->times.headEnd);
    QVERIFY(got.times.lastByte == request->times.lastByte);
    QCOMPARE(got.peer.address, request->peer.address);
    QCOMPARE(got.peer.port, request->peer.port);
    QCOMPARE(got.local.address, request->local.address);
    QCOMPARE(got.local.port, request->local.port);
    QVERIFY(got.tls.has_value());
    QCOMPARE(got.tls->protocol, request->tls->protocol);
    QCOMPARE(got.tls->cipher, request->tls->cipher);
    QCOMPARE(got.tls->serverName, request->tls->serverName);
    QCOMPARE(got.tls->offeredProtocols, request->tls->offeredProtocols);
    QCOMPARE(got.tls->negotiatedProtocol, request->tls->negotiatedProtocol);
    QCOMPARE(got.tls->clientCertificate, request->tls->clientCertificate);

    const auto summaries = reader()->summariesAfter({ 0 }, 10);
    QCOMPARE(summaries.size(), std::size_t(1));
    const DeliverySummary expected = summaryOf(*read);
    const DeliverySummary& summary = summaries.front();
    QVERIFY(summary.receivedAt == expected.receivedAt);
    QCOMPARE(summary.method, expected.method);
    QCOMPARE(summary.target, expected.target);
    QCOMPARE(summary.contentType, QByteArray("text/x"));
    QCOMPARE(summary.bodyBytes, 3);
    QVERIFY(summary.anomalies == expected.anomalies);
    QCOMPARE(summary.status, 429);
    QCOMPARE(summary.fault, Fault::Truncate);
    QVERIFY(summary.isTls);
    QVERIFY(summary.isPinned);
}

void TestJournal::keepsALargeBodyInItsFile()
{
    openJournal();
    const Delivery delivery = withBodyFile(1, "large");

    m_journal->append(delivery);
    m_journal->flush();
    const auto read = reader()->delivery({ 1 });

    QVERIFY(read->request->body.isInFile());
    QCOMPARE(read->request->body.path(), delivery.request->body.path());
    QCOMPARE(read->request->body.size(), 5);
    QCOMPARE(read->request->body.read(0, 100), QByteArray("large"));
    QVERIFY(m_journal->newBodyFile() != m_journal->newBodyFile());
}

void TestJournal::commitsInOrderWhatWasAppended()
{
    openJournal();

    append(1, 5000);

    QCOMPARE(m_listener->committedIds(), idRange(1, 5000));
    QCOMPARE(idsInSight(), idRange(1, 5000));
    QVERIFY(m_listener->errors().empty());
}

void TestJournal::continuesASessionWithGreaterIds()
{
    openJournal();
    append(1, 3);

    openJournal();

    QCOMPARE(m_journal->firstFreeId(), DeliveryId { 4 });
    append(4, 5);
    QCOMPARE(idsInSight(), idRange(1, 5));
}

void TestJournal::refusesASecondWriter()
{
    openJournal();

    const auto second = Journal::open(m_file, {}, m_unused);

    QVERIFY(!second);
    QCOMPARE(second.error().code, SessionErrorCode::Locked);
    QVERIFY2(second.error().detail.contains(QString::number(QCoreApplication::applicationPid())),
        qPrintable(second.error().detail));
    QVERIFY(reader());
}

void TestJournal::lockIsGoneWhenTheJournalIsClosed()
{
    openJournal();
    append(1, 1);

    m_journal.reset();

    const QStringList left = QDir(m_dir->path()).entryList(QDir::Files);
    QCOMPARE(left, QStringList { u"one.hookloupe"_s });
}

void TestJournal::refusesAFolderThatDoesNotExist()
{
    const auto journal = Journal::open(m_dir->filePath(u"no/such/one.hookloupe"_s), {}, m_unused);

    QVERIFY(!journal);
    QCOMPARE(journal.error().code, SessionErrorCode::Failed);
    QVERIFY(journal.error().detail.contains(u"no/such/one.hookloupe"_s));
}

void TestJournal::orphanedBodyFilesAreRemovedAtOpen()
{
    openJournal();
    const QString orphan = makeBody("never committed");
    QVERIFY(QFile::exists(orphan));

    openJournal();

    QVERIFY(!QFile::exists(orphan));
}

void TestJournal::bodyFilesOfDeliveriesStayAtOpen()
{
    openJournal();
    const Delivery delivery = withBodyFile(1, "kept");
    m_journal->append(delivery);

    openJournal();

    QVERIFY(QFile::exists(delivery.request->body.path()));
}

void TestJournal::reportsAFailureAndGoesOn()
{
    openJournal();
    append(1, 2);
    const Delivery twice = withBodyFile(2, "an id that is taken");

    m_journal->append(twice);
    m_journal->flush();
    append(3, 3);

    QCOMPARE(m_listener->failedIds(), idRange(2, 2));
    QCOMPARE(m_listener->committedIds(), idRange(1, 3));
    QCOMPARE(idsInSight(), idRange(1, 3));
    QVERIFY(!QFile::exists(twice.request->body.path()));
}

void TestJournal::goesOnAfterTheDiskRefusedToWrite()
{
#ifdef Q_OS_UNIX
    openJournal();
    append(1, 10);
    std::signal(SIGXFSZ, SIG_IGN);
    rlimit usual {};
    getrlimit(RLIMIT_FSIZE, &usual);
    rlimit tight = usual;
    tight.rlim_cur = 64 * 1024;
    setrlimit(RLIMIT_FSIZE, &tight);

    for (qint64 id = 11; id <= 20; ++id)
        m_journal->append(plainDelivery(id, QByteArray(100'000, 'x')));
    m_journal->flush();
    setrlimit(RLIMIT_FSIZE, &usual);
    append(21, 30);

    QCOMPARE(m_listener->failedIds(), idRange(11, 20));
    QVERIFY(!m_listener->errors().empty());
    QVERIFY2(m_listener->errors().front().detail.contains(m_file), qPrintable(m_listener->errors().front().detail));
    auto expected = idRange(1, 10);
    for (const DeliveryId id : idRange(21, 30))
        expected.push_back(id);
    QCOMPARE(idsInSight(), expected);
#else
    QSKIP("needs a limit of file size");
#endif
}

void TestJournal::savesACompleteCopy()
{
    openJournal();
    append(1, 3);
    m_journal->append(withBodyFile(4, "large"));
    const QString copy = m_dir->filePath(u"copy.hookloupe"_s);

    const auto done = m_journal->saveCopy(copy);
    QVERIFY2(done, done ? "" : qPrintable(done.error().detail));
    append(5, 5);
    m_journal.reset();
    removeSession(m_file);

    auto opened = SessionReader::open(copy);
    QVERIFY(opened);
    QCOMPARE(idsOf((*opened)->summariesAfter({ 0 }, 10)), idRange(1, 4));
    QCOMPARE((*opened)->delivery({ 4 })->request->body.read(0, 10), QByteArray("large"));
    auto journal = Journal::open(copy, {}, *m_listener);
    QVERIFY(journal);
    QCOMPARE((*journal)->firstFreeId(), DeliveryId { 5 });
}

void TestJournal::refusesToCopyOverAFile()
{
    openJournal();
    QFile other(m_dir->filePath(u"other.hookloupe"_s));
    QVERIFY(other.open(QIODevice::WriteOnly));
    other.write("mine");
    other.close();

    const auto done = m_journal->saveCopy(other.fileName());

    QVERIFY(!done);
    QCOMPARE(done.error().code, SessionErrorCode::Failed);
    QCOMPARE(other.size(), 4);
}

void TestJournal::commitsWhatIsWaitingWhenItCloses()
{
    openJournal();
    for (qint64 id = 1; id <= 3000; ++id)
        m_journal->append(plainDelivery(id));

    m_journal.reset();

    QCOMPARE(m_listener->committedIds(), idRange(1, 3000));
    QCOMPARE(idsInSight(), idRange(1, 3000));
}

QTEST_GUILESS_MAIN(TestJournal)
#include "tst_journal.moc"
