// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/capturingtest.h"

#include <QDir>
#include <QElapsedTimer>
#include <QJsonArray>
#include <QJsonDocument>
#include <QRegularExpression>
#include <QTest>

#include <chrono>
#include <csignal>

namespace hookloupe {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

QByteArray post(const QByteArray& body)
{
    return "POST /c?x=1 HTTP/1.1\r\nHost: h\r\nContent-Length: " + QByteArray::number(body.size()) + "\r\n\r\n" + body;
}

} // namespace

/// What scripts rely on: arguments, exit codes, what goes to stdout and what to stderr.
class tst_CommandLine final : public QObject {
    Q_OBJECT

private slots:
    void init();
    void helpAndVersionGoToStdout_data();
    void helpAndVersionGoToStdout();
    void wrongUsageIsOneLineAndCode2_data();
    void wrongUsageIsOneLineAndCode2();
    void listeningIsToldOnBothOutputs();
    void deliveryLineHasThePromisedKeysInOrder();
    void textLinesTellOfDeliveries();
    void countEndsAfterExactlyThatManyLines();
    void countWaitsForADelayedResponse();
    void timeoutEndsWithCode1WhenTheyDidNotCome();
    void timeoutWithoutCountAsksForOne();
    void signalEndsCleanly_data();
    void signalEndsCleanly();
    void sessionIsContinued();
    void temporarySessionIsRemoved();
    void readerThatLeavesEndsTheProgram();
    void slowReaderGetsEveryLineLater();
    void sessionsAreListed();
    void sessionIsShownAndExported();
};

void tst_CommandLine::init()
{
    QTest::failOnWarning(QRegularExpression(u".*"_s));
}

void tst_CommandLine::helpAndVersionGoToStdout_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QByteArray>("content");
    QTest::newRow("--version") << QStringList { u"--version"_s } << QByteArray("hookloupe ");
    QTest::newRow("--help") << QStringList { u"--help"_s } << QByteArray("sessions");
    QTest::newRow("serve") << QStringList { u"serve"_s, u"--help"_s } << QByteArray("--respond");
    QTest::newRow("sessions") << QStringList { u"sessions"_s, u"--help"_s } << QByteArray("export");
    QTest::newRow("sessions list") << QStringList { u"sessions"_s, u"list"_s, u"--help"_s } << QByteArray("--json");
    QTest::newRow("sessions show") << QStringList { u"sessions"_s, u"show"_s, u"--help"_s } << QByteArray("--id");
    QTest::newRow("sessions export") << QStringList { u"sessions"_s, u"export"_s, u"--help"_s }
                                     << QByteArray("--format");
}

void tst_CommandLine::helpAndVersionGoToStdout()
{
    QFETCH(const QStringList, arguments);
    QFETCH(const QByteArray, content);
    const CommandResult result = runProgram(arguments);
    QCOMPARE(result.exitCode, 0);
    QVERIFY(result.output.contains(content));
    QCOMPARE(result.error, QByteArray());
}

void tst_CommandLine::wrongUsageIsOneLineAndCode2_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QByteArray>("content");
    const auto row = [](const char* line, const char* content) {
        QTest::newRow(line) << QString::fromLatin1(line).split(u' ') << QByteArray(content);
    };
    row("srve", "srve");
    row("--nonsense", "--nonsense");
    row("serve more", "more");
    row("serve --provider no-such", "no-such");
    row("serve --secret a=b", "provider a;");
    row("serve --secret b", "ID=SECRET");
    row("serve --where status:2", "column 8");
    row("serve --forward http://h/", "--forward");
    row("serve --listen", "--listen");
    row("serve --listen 127.0.0.1:99999", "127.0.0.1:99999");
    row("serve --listen nowhere", "ADDR:PORT");
    row("serve --respond 99", "column");
    row("serve --respond nonsense", "neither a status nor a fault");
    row("serve --respond 200(delay=x)", "column");
    row("serve --count 0", "1 or more");
    row("serve --count many", "1 or more");
    row("serve --timeout soon", "10s");
    row("serve --format xml", "text or ndjson");
    row("serve --max-body 1.5MB", "10MiB");
    row("serve --max-connections 0", "1 to");
    row("serve --expect-continue maybe", "withhold");
    row("serve --cert nowhere.pem", "--key");
    row("serve --cert nowhere.pem --key nowhere.key", "nowhere.pem");
    row("sessions", "subcommand");
    row("sessions prune", "there is no command prune");
    row("sessions show", "--session");
    row("sessions show --session nowhere.hookloupe", "nowhere.hookloupe");
    row("sessions export --format ndjson", "--session");
    row("sessions export --session s.hookloupe --format har",
        "format har is not available in this version; available: ndjson");
    row("sessions export --session s.hookloupe --format csv", "format csv is not available");
    row("sessions export --session nowhere.hookloupe --format ndjson", "nowhere.hookloupe");
}

void tst_CommandLine::wrongUsageIsOneLineAndCode2()
{
    QFETCH(const QStringList, arguments);
    QFETCH(const QByteArray, content);
    const CommandResult result = runProgram(arguments);
    QCOMPARE(result.exitCode, 2);
    QCOMPARE(result.output, QByteArray());
    QCOMPARE(result.error.count('\n'), 1);
    QVERIFY2(result.error.contains(content), result.error.constData());
}

void tst_CommandLine::listeningIsToldOnBothOutputs()
{
    ServeProcess server;
    QVERIFY(server.start(
        { u"--listen"_s, u"127.0.0.1:0"_s, u"--listen"_s, u"[::1]:0"_s, u"--tls-listen"_s, u"localhost:0"_s }));
    QCOMPARE(server.urls().size(), 3);
    QVERIFY(server.urls()[2].startsWith("https://127.0.0.1:"_L1));
    for (const QString& url : server.urls()) {
        const QByteArray expected = "{\"type\":\"listening\",\"url\":\"" + url.toUtf8() + "\",\"session\":\""
            + server.sessionFile().toUtf8() + "\"}\n";
        QCOMPARE(server.readLine(), expected);
    }
    QCOMPARE(server.stop(), 0);
}

void tst_CommandLine::deliveryLineHasThePromisedKeysInOrder()
{
    ServeProcess server;
    QVERIFY(server.start());
    QCOMPARE(ask(server.port(), post("hello")).status, 200);
    server.readLine();
    const QByteArray line = server.readLine();
    qsizetype at = 0;
    for (const char* key : { "type", "id", "received_at", "method", "target", "http_version", "tls", "remote",
             "headers", "body_base64", "body_size", "truncated", "provider", "event_type", "message_id", "resource",
             "event_time", "signature", "message", "response", "reaction" }) {
        const qsizetype next = line.indexOf(QByteArray("\"" + QByteArray(key) + "\":"), at);
        QVERIFY2(next > at, key);
        at = next;
    }
    const QJsonObject object = QJsonDocument::fromJson(line).object();
    QCOMPARE(object[u"body_base64"].toString(), u"aGVsbG8="_s);
    QCOMPARE(object[u"target"].toString(), u"/c?x=1"_s);
    QVERIFY(QRegularExpression(u"^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z$"_s)
                .match(object[u"received_at"].toString())
                .hasMatch());
    QCOMPARE(server.stop(), 0);
}

void tst_CommandLine::textLinesTellOfDeliveries()
{
    ServeProcess server;
    QVERIFY(server.start({ u"--format"_s, u"text"_s, u"--respond"_s, u"409"_s }));
    QCOMPARE(ask(server.port(), "GET /\x1B[31mred HTTP/1.1\r\nHost: h\r\n\r\n").status, 409);
    const QByteArray line = server.readLine();
    QVERIFY(line.contains("GET"));
    QVERIFY(line.contains("409"));
    QVERIFY(line.contains("/\\x1b[31mred"));
    QCOMPARE(server.stop(), 0);
}

void tst_CommandLine::countEndsAfterExactlyThatManyLines()
{
    ServeProcess server;
    QVERIFY(server.start({ u"--count"_s, u"3"_s }));
    {
        RawClient client(server.port());
        QVERIFY(client.send(QByteArray(post("1") + post("2") + post("3") + post("4") + post("5"))));
        for (int i = 0; i < 3; ++i)
            QCOMPARE(client.readResponse().status, 200);
    }
    QCOMPARE(server.waitForExit(), 0);
    const QByteArray output = server.remainingOutput();
    QCOMPARE(output.count("\"type\":\"delivery\""), 3);
    QCOMPARE(output.count('\n'), 4);
}

void tst_CommandLine::countWaitsForADelayedResponse()
{
    ServeProcess server;
    QVERIFY(server.start({ u"--count"_s, u"1"_s, u"--respond"_s, u"202(delay=2500ms,body=late)"_s }));
    RawClient client(server.port());
    QVERIFY(client.send(post("1")));
    QVERIFY(!server.readDelivery().isEmpty());
    const WireResponse response = client.readResponse();
    QCOMPARE(response.status, 202);
    QCOMPARE(response.body, QByteArray("late"));
    client.close();
    QCOMPARE(server.waitForExit(), 0);
}

void tst_CommandLine::timeoutEndsWithCode1WhenTheyDidNotCome()
{
    ServeProcess server;
    QVERIFY(server.start({ u"--count"_s, u"2"_s, u"--timeout"_s, u"500ms"_s }));
    QCOMPARE(ask(server.port(), post("1")).status, 200);
    QCOMPARE(server.waitForExit(), 1);
    QCOMPARE(server.remainingOutput().count("\"type\":\"delivery\""), 1);
}

void tst_CommandLine::timeoutWithoutCountAsksForOne()
{
    ServeProcess silent;
    QVERIFY(silent.start({ u"--timeout"_s, u"300ms"_s }));
    QCOMPARE(silent.waitForExit(), 1);
    ServeProcess met;
    QVERIFY(met.start({ u"--timeout"_s, u"500ms"_s }));
    QCOMPARE(ask(met.port(), post("1")).status, 200);
    QCOMPARE(met.waitForExit(), 0);
}

void tst_CommandLine::signalEndsCleanly_data()
{
    QTest::addColumn<int>("signal");
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<int>("exitCode");
    QTest::newRow("SIGINT") << SIGINT << QStringList() << 0;
    QTest::newRow("SIGTERM") << SIGTERM << QStringList() << 0;
    QTest::newRow("SIGTERM before the count") << SIGTERM << QStringList { u"--count"_s, u"2"_s } << 1;
}

void tst_CommandLine::signalEndsCleanly()
{
    QFETCH(const int, signal);
    QFETCH(const QStringList, arguments);
    QFETCH(const int, exitCode);
    ServeProcess server;
    QVERIFY(server.start(arguments));
    QCOMPARE(ask(server.port(), post("1")).status, 200);
    RawClient idle(server.port());
    RawClient half(server.port());
    QVERIFY(half.send("POST / HT"));
    server.signal(signal);
    QCOMPARE(server.waitForExit(), exitCode);
    const std::vector<Delivery> records = recordsOf(server.sessionFile());
    QVERIFY(!records.empty());
    QCOMPARE(rawOf(records.front()), post("1"));
}

void tst_CommandLine::sessionIsContinued()
{
    const QTemporaryDir folder;
    const QString file = folder.filePath(u"kept.hookloupe"_s);
    for (int round = 1; round <= 3; ++round) {
        ServeProcess server;
        QVERIFY(server.start({ u"--session"_s, file, u"--count"_s, u"1"_s }));
        QCOMPARE(ask(server.port(), post(QByteArray::number(round))).status, 200);
        QCOMPARE(server.readDelivery()[u"id"].toInt(), round);
        QCOMPARE(server.waitForExit(), 0);
    }
    QCOMPARE(recordsOf(file).size(), std::size_t(3));
}

void tst_CommandLine::temporarySessionIsRemoved()
{
    ServeProcess server;
    const QTemporaryDir folder;
    server.setWrapper({ u"env"_s, QString("TMPDIR="_L1 + folder.path()) });
    QVERIFY(server.launch({ u"serve"_s, u"--listen"_s, u"127.0.0.1:0"_s, u"--format"_s, u"ndjson"_s }));
    const QJsonObject line = QJsonDocument::fromJson(server.readLine()).object();
    const QString session = line[u"session"].toString();
    QVERIFY(session.startsWith(folder.path()));
    QVERIFY(QFile::exists(session));
    QCOMPARE(server.stop(), 0);
    QCOMPARE(QDir(folder.path()).entryList(QDir::NoDotAndDotDot | QDir::AllEntries), QStringList());
}

void tst_CommandLine::readerThatLeavesEndsTheProgram()
{
    ServeProcess server;
    server.setWrapper({ u"bash"_s, u"-c"_s, u"\"$@\" | { read -r first; }; exit ${PIPESTATUS[0]}"_s, u"bash"_s });
    QVERIFY(server.start());
    for (int i = 0; i < 50 && server.isRunning(); ++i) {
        if (!RawClient(server.port()).isConnected())
            break;
        ask(server.port(), post("1"));
    }
    QCOMPARE(server.waitForExit(), 0);
}

void tst_CommandLine::slowReaderGetsEveryLineLater()
{
    constexpr int Count = 3000;
    ServeProcess server;
    QVERIFY(server.start({ u"--count"_s, QString::number(Count) }));
    QByteArray all;
    for (int i = 0; i < Count; ++i)
        all += post(QByteArray(1000, 'b'));
    RawClient client(server.port());
    QVERIFY(client.send(all));
    for (int i = 0; i < Count; ++i)
        QCOMPARE(client.readResponse().status, 200); // nobody reads stdout yet, and capture goes on
    client.close();
    for (int id = 1; id <= Count; ++id)
        QCOMPARE(server.readDelivery()[u"id"].toInt(), id);
    QCOMPARE(server.waitForExit(), 0);
}

void tst_CommandLine::sessionsAreListed()
{
    const QTemporaryDir data;
    QCOMPARE(runProgram({ u"sessions"_s, u"list"_s, u"--json"_s }, data.path()).output.simplified(), QByteArray("[]"));
    const QString folder = data.filePath(u"hookloupe/sessions"_s);
    QVERIFY(QDir().exists(folder));
    ServeProcess server;
    QVERIFY(server.start({ u"--count"_s, u"1"_s, u"--session"_s, QString(folder + "/a.hookloupe"_L1) }));
    QCOMPARE(ask(server.port(), post("1")).status, 200);
    QCOMPARE(server.waitForExit(), 0);
    QFile other(folder + "/b.hookloupe"_L1);
    QVERIFY(other.open(QIODevice::WriteOnly) && other.write("no session") > 0);
    other.close();
    const CommandResult json = runProgram({ u"sessions"_s, u"list"_s, u"--json"_s }, data.path());
    QCOMPARE(json.exitCode, 0);
    const QJsonArray list = QJsonDocument::fromJson(json.output).array();
    QCOMPARE(list.size(), 2);
    QCOMPARE(list[0][u"file"].toString(), QString(folder + "/a.hookloupe"_L1));
    QCOMPARE(list[0][u"deliveries"].toInt(), 1);
    QCOMPARE(list[0][u"error"].toString(), QString());
    QVERIFY(list[1][u"deliveries"].isNull());
    QVERIFY(!list[1][u"error"].toString().isEmpty());
    const CommandResult text = runProgram({ u"sessions"_s, u"list"_s }, data.path());
    QCOMPARE(text.exitCode, 0);
    QCOMPARE(text.output.count('\n'), 2);
    QVERIFY(text.output.contains("a.hookloupe  1 deliveries"));
}

void tst_CommandLine::sessionIsShownAndExported()
{
    ServeProcess server;
    QVERIFY(server.start({ u"--count"_s, u"3"_s }));
    for (const char* body : { "one", "two", "three" })
        QCOMPARE(ask(server.port(), post(body)).status, 200);
    QCOMPARE(server.waitForExit(), 0);
    const QByteArray printed = server.remainingOutput();
    const QByteArray lines = printed.sliced(printed.indexOf('\n') + 1);

    const QString file = server.sessionFile();
    const CommandResult shown = runProgram({ u"sessions"_s, u"show"_s, u"--session"_s, file });
    QCOMPARE(shown.exitCode, 0);
    QCOMPARE(shown.output.count('\n'), 3);
    const CommandResult one = runProgram({ u"sessions"_s, u"show"_s, u"--session"_s, file, u"--id"_s, u"2"_s });
    QCOMPARE(one.exitCode, 0);
    QVERIFY(one.output.contains("POST /c?x=1 HTTP/1.1\n"));
    QVERIFY(one.output.contains("\ntwo\n"));
    QCOMPARE(runProgram({ u"sessions"_s, u"show"_s, u"--session"_s, file, u"--id"_s, u"9"_s }).exitCode, 2);

    const CommandResult exported
        = runProgram({ u"sessions"_s, u"export"_s, u"--session"_s, file, u"--format"_s, u"ndjson"_s });
    QCOMPARE(exported.exitCode, 0);
    QCOMPARE(exported.output, lines);
    const QString target = server.folder() + "/out.ndjson"_L1;
    QCOMPARE(runProgram({ u"sessions"_s, u"export"_s, u"--session"_s, file, u"--format"_s, u"ndjson"_s, u"--output"_s,
                            target })
                 .exitCode,
        0);
    QFile output(target);
    QVERIFY(output.open(QIODevice::ReadOnly));
    QCOMPARE(output.readAll(), lines);
}

} // namespace hookloupe

QTEST_GUILESS_MAIN(hookloupe::tst_CommandLine)
#include "tst_commandline.moc"
