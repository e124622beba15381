// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/capturingtest.h"

#include <QDeadlineTimer>
#include <QRegularExpression>
#include <QTcpServer>
#include <QTest>

#include <chrono>
#include <sys/resource.h>

namespace hookloupe {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

QByteArray post(const QByteArray& body)
{
    return "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: " + QByteArray::number(body.size()) + "\r\n\r\n" + body;
}

QByteArray contentOf(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

bool writeFile(const QString& path, const QByteArray& content)
{
    QFile file(path);
    return file.open(QIODevice::WriteOnly) && file.write(content) == content.size();
}

/// From now on every write of that process beyond \p bytes of a file fails, as on a full disk.
bool limitFiles(const ServeProcess& server, rlim_t bytes)
{
    const rlimit limit { bytes, RLIM_INFINITY };
    return prlimit(static_cast<pid_t>(server.processId()), RLIMIT_FSIZE, &limit, nullptr) == 0;
}

} // namespace

/// What bad input gets: one sentence with place and remedy, the right code, and nothing lost.
class tst_BadInput final : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void init();
    void cleanupTestCase();
    void bodyOverTheLimitIsRefusedAndNoted_data();
    void bodyOverTheLimitIsRefusedAndNoted();
    void portInUseIsCode3();
    void addressOfAnotherMachineIsCode3();
    void fileThatIsNoSessionIsLeftAlone_data();
    void fileThatIsNoSessionIsLeftAlone();
    void newerSessionIsRefused();
    void sessionThatAnotherWritesIsCode3();
    void folderThatDoesNotExistIsNamed();
    void fullDiskGets503AndRecovers();
    void fullDiskDuringALargeBodyGets503();
    void closedOutputIsNotWrittenInto();
    void clientThatIsTooSlowGets408();

private:
    ServeProcess m_patient;
    std::unique_ptr<RawClient> m_slow;
    QTemporaryDir m_files;
};

void tst_BadInput::initTestCase()
{
    QVERIFY(m_patient.start());
    // Runs out of time while the other tests run.
    m_slow = std::make_unique<RawClient>(m_patient.port());
    QVERIFY(m_slow->send("POST /slow HTTP/1.1\r\nHost: "));
}

void tst_BadInput::init()
{
    QTest::failOnWarning(QRegularExpression(u".*"_s));
}

void tst_BadInput::cleanupTestCase()
{
    m_slow.reset();
    QCOMPARE(m_patient.stop(), 0);
}

void tst_BadInput::bodyOverTheLimitIsRefusedAndNoted_data()
{
    QTest::addColumn<QByteArray>("request");
    QTest::addColumn<int>("status");
    const QByteArray chunked = "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n";
    QTest::newRow("at the limit") << post("0123456789") << 200;
    QTest::newRow("over the limit") << post("0123456789a") << 413;
    QTest::newRow("chunks at the limit") << chunked + "5\r\n01234\r\n5\r\n56789\r\n0\r\n\r\n" << 200;
    QTest::newRow("chunks over the limit") << chunked + "5\r\n01234\r\n6\r\n56789a\r\n0\r\n\r\n" << 413;
}

void tst_BadInput::bodyOverTheLimitIsRefusedAndNoted()
{
    QFETCH(const QByteArray, request);
    QFETCH(const int, status);
    ServeProcess server;
    QVERIFY(server.start({ u"--max-body"_s, u"10"_s }));
    QCOMPARE(ask(server.port(), request).status, status);
    const Delivery record = server.readRecord();
    QVERIFY(record.request);
    QCOMPARE(record.response->status, status);
    QCOMPARE(anomaliesOf(record), status == 413 ? QByteArray("body-too-large") : QByteArray());
    QVERIFY(record.request->body.size() <= 10);
    QCOMPARE(server.stop(), 0);
}

void tst_BadInput::portInUseIsCode3()
{
    QTcpServer holder;
    QVERIFY(holder.listen(QHostAddress::LocalHost, 0));
    const QString address = u"127.0.0.1:%1"_s.arg(holder.serverPort());
    const CommandResult result = runProgram({ u"serve"_s, u"--listen"_s, address });
    QCOMPARE(result.exitCode, 3);
    QCOMPARE(result.error.count('\n'), 1);
    QVERIFY2(result.error.contains(QByteArray::number(holder.serverPort())), result.error.constData());
    QVERIFY2(result.error.contains("in use"), result.error.constData());
    // None is opened when one cannot be.
    const CommandResult both = runProgram({ u"serve"_s, u"--listen"_s, u"127.0.0.1:0"_s, u"--listen"_s, address });
    QCOMPARE(both.exitCode, 3);
    QVERIFY(!both.error.contains("listening on"));
}

void tst_BadInput::addressOfAnotherMachineIsCode3()
{
    const CommandResult result = runProgram({ u"serve"_s, u"--listen"_s, u"192.0.2.1:0"_s });
    QCOMPARE(result.exitCode, 3);
    QCOMPARE(result.error.count('\n'), 1);
    QVERIFY2(result.error.contains("192.0.2.1"), result.error.constData());
}

void tst_BadInput::fileThatIsNoSessionIsLeftAlone_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::newRow("text") << QByteArray("a diary\n").repeated(1000);
    QTest::newRow("a database header and nothing behind it") << QByteArray("SQLite format 3\0", 16);
    QTest::newRow("a database header and noise") << QByteArray("SQLite format 3\0", 16) + QByteArray(8000, '\x5A');
}

void tst_BadInput::fileThatIsNoSessionIsLeftAlone()
{
    QFETCH(const QByteArray, content);
    const QString path = m_files.filePath(u"other.hookloupe"_s);
    QVERIFY(writeFile(path, content));
    const QList<QStringList> commands { { u"serve"_s, u"--listen"_s, u"127.0.0.1:0"_s, u"--session"_s, path },
        { u"sessions"_s, u"show"_s, u"--session"_s, path },
        { u"sessions"_s, u"export"_s, u"--format"_s, u"ndjson"_s, u"--session"_s, path } };
    for (const QStringList& command : commands) {
        const CommandResult result = runProgram(command);
        QCOMPARE(result.exitCode, 2);
        QCOMPARE(result.error.count('\n'), 1);
        QVERIFY2(result.error.contains("other.hookloupe"), result.error.constData());
        QVERIFY(contentOf(path) == content);
    }
}

void tst_BadInput::newerSessionIsRefused()
{
    ServeProcess server;
    QVERIFY(server.start({ u"--count"_s, u"1"_s }));
    QCOMPARE(ask(server.port(), post("hello")).status, 200);
    QCOMPARE(server.waitForExit(), 0);
    // The user version of an SQLite database: four bytes, big-endian, at offset 60.
    QFile file(server.sessionFile());
    QVERIFY(file.open(QIODevice::ReadWrite) && file.seek(60) && file.write(QByteArray::fromHex("00007fff")) == 4);
    file.close();
    for (const QString& command : { u"serve"_s, u"sessions"_s }) {
        QStringList arguments { command };
        arguments
            += command == "serve"_L1 ? QStringList { u"--listen"_s, u"127.0.0.1:0"_s } : QStringList { u"show"_s };
        const CommandResult result = runProgram(arguments + QStringList { u"--session"_s, server.sessionFile() });
        QCOMPARE(result.exitCode, 2);
        QVERIFY2(result.error.contains("newer"), result.error.constData());
    }
}

void tst_BadInput::sessionThatAnotherWritesIsCode3()
{
    ServeProcess server;
    QVERIFY(server.start());
    const CommandResult second
        = runProgram({ u"serve"_s, u"--listen"_s, u"127.0.0.1:0"_s, u"--session"_s, server.sessionFile() });
    QCOMPARE(second.exitCode, 3);
    QCOMPARE(second.error.count('\n'), 1);
    QVERIFY2(second.error.contains("s.hookloupe"), second.error.constData());
    QCOMPARE(ask(server.port(), post("hello")).status, 200);
    const CommandResult reader = runProgram({ u"sessions"_s, u"show"_s, u"--session"_s, server.sessionFile() });
    QCOMPARE(reader.exitCode, 0);
    QCOMPARE(reader.output.count('\n'), 1);
    QCOMPARE(server.stop(), 0);
}

void tst_BadInput::folderThatDoesNotExistIsNamed()
{
    const QString path = m_files.filePath(u"nowhere/s.hookloupe"_s);
    const CommandResult result = runProgram({ u"serve"_s, u"--listen"_s, u"127.0.0.1:0"_s, u"--session"_s, path });
    QCOMPARE(result.exitCode, 3);
    QCOMPARE(result.error.count('\n'), 1);
    QVERIFY2(result.error.contains("nowhere"), result.error.constData());
}

void tst_BadInput::fullDiskGets503AndRecovers()
{
    ServeProcess server;
    QVERIFY(server.start());
    for (int i = 0; i < 20; ++i)
        QCOMPARE(ask(server.port(), post("before " + QByteArray::number(i))).status, 200);
    QVERIFY(limitFiles(server, 4096));
    for (int i = 0; i < 5; ++i)
        QCOMPARE(ask(server.port(), post("refused")).status, 503);
    QVERIFY(server.waitForError("503"));
    QVERIFY(limitFiles(server, RLIM_INFINITY));
    // The first ones after that may still find the old state.
    const QDeadlineTimer timer(10'000);
    int status = 503;
    while (status == 503 && !timer.hasExpired())
        status = ask(server.port(), post("after")).status;
    QCOMPARE(status, 200);
    QVERIFY(server.waitForError("the session can be written again"));
    QCOMPARE(server.stop(), 0);
    int before = 0;
    int after = 0;
    for (const Delivery& record : recordsOf(server.sessionFile())) {
        before += bodyOf(record).startsWith("before") ? 1 : 0;
        after += bodyOf(record) == "after" ? 1 : 0;
        QVERIFY(bodyOf(record) != "refused");
    }
    QCOMPARE(before, 20);
    QCOMPARE(after, 1);
}

void tst_BadInput::fullDiskDuringALargeBodyGets503()
{
    ServeProcess server;
    QVERIFY(server.start());
    QCOMPARE(ask(server.port(), post("small")).status, 200);
    QVERIFY(limitFiles(server, 2 << 20));
    QCOMPARE(ask(server.port(), post(QByteArray(4 << 20, 'b'))).status, 503);
    QCOMPARE(ask(server.port(), post("small")).status, 200);
    QVERIFY(limitFiles(server, RLIM_INFINITY));
    QCOMPARE(ask(server.port(), post(QByteArray(4 << 20, 'b'))).status, 200);
    QCOMPARE(server.stop(), 0);
}

void tst_BadInput::closedOutputIsNotWrittenInto()
{
    ServeProcess server;
    server.setWrapper({ u"sh"_s, u"-c"_s, u"exec \"$@\" >&-"_s, u"sh"_s });
    QVERIFY(server.start());
    for (int i = 0; i < 20; ++i)
        QCOMPARE(ask(server.port(), post("hello")).status, 200);
    QCOMPARE(server.stop(), 0);
    QCOMPARE(recordsOf(server.sessionFile()).size(), std::size_t(20));
}

void tst_BadInput::clientThatIsTooSlowGets408()
{
    QCOMPARE(m_slow->readResponse(false, 45s).status, 408);
    m_slow->readToEnd();
    QCOMPARE(m_slow->end(), RawClient::End::Fin);
    const Delivery record = m_patient.readRecord();
    QVERIFY(record.request);
    QCOMPARE(rawOf(record), QByteArray("POST /slow HTTP/1.1\r\nHost: "));
    QCOMPARE(anomaliesOf(record), QByteArray("head-too-slow"));
}

} // namespace hookloupe

QTEST_GUILESS_MAIN(hookloupe::tst_BadInput)
#include "tst_badinput.moc"
