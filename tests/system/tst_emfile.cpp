// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/capturingtest.h"

#include <QDir>
#include <QRegularExpression>
#include <QTest>

#include <chrono>
#include <memory>
#include <sys/resource.h>
#include <vector>

namespace hookloupe {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

const QByteArray SomePost = "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nhello";

} // namespace

/// More clients than the process may have open: the others wait, nothing is lost, and it recovers by itself.
class tst_Emfile final : public QObject {
    Q_OBJECT

private slots:
    void init();
    void fewDescriptorsMakeClientsWait();
    void listenerRecoversWhenItRanOutOfDescriptors();
    void connectionsOverTheLimitWaitForTheirTurn();
};

void tst_Emfile::init()
{
    QTest::failOnWarning(QRegularExpression(u".*"_s));
}

void tst_Emfile::fewDescriptorsMakeClientsWait()
{
    ServeProcess server;
    server.setWrapper({ u"sh"_s, u"-c"_s, u"ulimit -n 64; exec \"$@\""_s, u"sh"_s });
    QVERIFY(server.start());
    std::vector<std::unique_ptr<RawClient>> clients;
    for (int i = 0; i < 100; ++i) {
        clients.push_back(std::make_unique<RawClient>(server.port()));
        QVERIFY(clients.back()->isConnected());
        QVERIFY(clients.back()->send(SomePost));
    }
    QCOMPARE(clients.front()->readResponse().status, 200);
    QVERIFY2(!clients.back()->waitForInput(500ms), "the limit was not reached");
    clients.erase(clients.begin(), clients.begin() + 60);
    for (const auto& client : clients)
        QCOMPARE(client->readResponse().status, 200);
    clients.clear();
    QCOMPARE(ask(server.port(), SomePost).status, 200);
    for (int i = 0; i < 101; ++i)
        QVERIFY(!server.readDelivery().isEmpty());
    QCOMPARE(server.stop(), 0);
}

void tst_Emfile::listenerRecoversWhenItRanOutOfDescriptors()
{
#if defined(__SANITIZE_ADDRESS__)
    QSKIP("the sanitizer itself opens pipes to look at memory, and takes their absence for a bad pointer");
#endif
    ServeProcess server;
    QVERIFY(server.start());
    QCOMPARE(ask(server.port(), SomePost).status, 200);
    // It counts on the limit that it found at the start; this one it meets unprepared, as EMFILE.
    const rlim_t open = static_cast<rlim_t>(QDir(u"/proc/%1/fd"_s.arg(server.processId()))
                                                .entryList(QDir::AllEntries | QDir::NoDotAndDotDot | QDir::System)
                                                .size());
    const rlimit lowered { open + 4, open + 4 };
    QCOMPARE(prlimit(static_cast<pid_t>(server.processId()), RLIMIT_NOFILE, &lowered, nullptr), 0);
    std::vector<std::unique_ptr<RawClient>> clients;
    for (int i = 0; i < 30; ++i) {
        clients.push_back(std::make_unique<RawClient>(server.port()));
        QVERIFY(clients.back()->send(SomePost));
    }
    QVERIFY(clients.front()->waitForInput(RawClient::Deadline));
    QVERIFY2(!clients.back()->waitForInput(500ms), "the limit was not reached");
    const auto cpuBefore = server.cpuTime();
    QVERIFY(!clients.back()->waitForInput(500ms));
    QVERIFY2(server.cpuTime() - cpuBefore < 250ms, "it spins while it waits for descriptors");
    while (!clients.empty()) {
        QCOMPARE(clients.front()->readResponse().status, 200);
        clients.erase(clients.begin());
    }
    QCOMPARE(ask(server.port(), SomePost).status, 200);
    QCOMPARE(server.stop(), 0);
}

void tst_Emfile::connectionsOverTheLimitWaitForTheirTurn()
{
    ServeProcess server;
    QVERIFY(server.start({ u"--max-connections"_s, u"2"_s }));
    RawClient first(server.port());
    RawClient second(server.port());
    for (RawClient* client : { &first, &second }) {
        QVERIFY(client->send(SomePost));
        QCOMPARE(client->readResponse().status, 200);
    }
    RawClient third(server.port());
    QVERIFY(third.send(SomePost));
    QVERIFY(!third.waitForInput(300ms));
    first.close();
    QCOMPARE(third.readResponse().status, 200);
    second.close();
    third.close();
    QCOMPARE(server.stop(), 0);
}

} // namespace hookloupe

QTEST_GUILESS_MAIN(hookloupe::tst_Emfile)
#include "tst_emfile.moc"
