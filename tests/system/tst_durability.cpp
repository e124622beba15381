// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/capturingtest.h"

#include <QRandomGenerator>
#include <QRegularExpression>
#include <QSemaphore>
#include <QSet>
#include <QTest>

#include <atomic>
#include <memory>
#include <thread>
#include <vector>

namespace hookloupe {

using namespace Qt::StringLiterals;

namespace {

constexpr int Connections = 16;
constexpr int Deliveries = 20'000;
constexpr int Window = 8; ///< requests that a client sends ahead of its answers

QByteArray numbered(int number)
{
    const QByteArray body = "{\"number\":" + QByteArray::number(number) + ",\"pad\":\"" + QByteArray(200, 'p') + "\"}";
    return "POST /n/" + QByteArray::number(number) + " HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\n"
        + "Content-Length: " + QByteArray::number(body.size()) + "\r\n\r\n" + body;
}

/// What all senders have done together.
struct Progress {
    int killAfter = 0;
    std::atomic<int> answered { 0 };
    QSemaphore reached;
};

/// Sends its share of the numbers over one connection, and notes which were answered.
class Sender {
public:
    Sender(quint16 port, int first, Progress& progress)
        : m_client(port)
        , m_first(first)
        , m_progress(progress)
    {
    }

    void run()
    {
        constexpr int Share = Deliveries / Connections;
        int sent = 0;
        for (int done = 0; done < Share; ++done) {
            for (; sent < std::min(Share, done + Window); ++sent) {
                if (!m_client.send(numbered(m_first + sent)))
                    return;
            }
            const WireResponse response = m_client.readResponse();
            if (response.status == 0)
                return;
            m_isAllGood = m_isAllGood && response.status == 200;
            m_answered.push_back(m_first + done);
            if (++m_progress.answered == m_progress.killAfter)
                m_progress.reached.release();
        }
    }

    const std::vector<int>& answered() const { return m_answered; }
    bool isAllGood() const { return m_isAllGood; }

private:
    RawClient m_client;
    int m_first;
    Progress& m_progress;
    std::vector<int> m_answered;
    bool m_isAllGood = true;
};

} // namespace

/// What was answered survives the sudden death of the program.
class tst_Durability final : public QObject {
    Q_OBJECT

private slots:
    void init();
    void killLosesNoDeliveryThatWasAnswered_data();
    void killLosesNoDeliveryThatWasAnswered();
};

void tst_Durability::init()
{
    QTest::failOnWarning(QRegularExpression(u".*"_s));
}

void tst_Durability::killLosesNoDeliveryThatWasAnswered_data()
{
    QTest::addColumn<quint32>("seed");
    for (int i = 1; i <= 10; ++i)
        QTest::addRow("%d", i) << QRandomGenerator::global()->generate();
}

void tst_Durability::killLosesNoDeliveryThatWasAnswered()
{
    QFETCH(const quint32, seed);
    Progress progress;
    progress.killAfter = QRandomGenerator(seed).bounded(1, Deliveries);
    ServeProcess server;
    server.setWrapper({ u"sh"_s, u"-c"_s, u"exec \"$@\" >/dev/null"_s, u"sh"_s });
    QVERIFY(server.start());
    std::vector<std::unique_ptr<Sender>> senders;
    std::vector<std::thread> threads;
    for (int i = 0; i < Connections; ++i)
        senders.push_back(std::make_unique<Sender>(server.port(), i * (Deliveries / Connections), progress));
    for (const auto& sender : senders)
        threads.emplace_back([&sender] { sender->run(); });
    const bool isReached = progress.reached.tryAcquire(1, 60'000);
    server.kill();
    for (std::thread& thread : threads)
        thread.join();
    QVERIFY2(isReached, "the deliveries took too long");

    QSet<QByteArray> kept;
    for (const Delivery& record : recordsOf(server.sessionFile())) {
        const QByteArray raw = rawOf(record);
        QCOMPARE(raw, numbered(record.request->head.target().sliced(3).toInt()));
        kept.insert(record.request->head.target().toByteArray());
    }
    int lost = 0;
    for (const auto& sender : senders) {
        QVERIFY(sender->isAllGood());
        for (const int number : sender->answered())
            lost += kept.contains("/n/" + QByteArray::number(number)) ? 0 : 1;
    }
    qInfo("seed %u: killed after %d answers; %lld kept, %d lost", seed, progress.answered.load(),
        static_cast<long long>(kept.size()), lost);
    QCOMPARE(lost, 0);
}

} // namespace hookloupe

QTEST_GUILESS_MAIN(hookloupe::tst_Durability)
#include "tst_durability.moc"
