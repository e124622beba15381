// SPDX-License-Identifier: GPL-3.0-or-later
#include "capture/net/readinessset.h"
#include "capture/net/socketwatch.h"

#include <QRegularExpression>
#include <QSignalSpy>
#include <QTest>
#include <QTimer>

#include <array>

#include <sys/socket.h>
#include <unistd.h>

using namespace hookloupe;

namespace {

/// Two ends of a connection within this process.
class SocketPair {
public:
    SocketPair()
    {
        if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, m_ends.data()) != 0)
            qFatal("no socket pair");
    }
    ~SocketPair()
    {
        closeOther();
        ::close(m_ends[0]);
    }
    SocketPair(const SocketPair&) = delete;
    SocketPair& operator=(const SocketPair&) = delete;

    int watched() const { return m_ends[0]; }
    void sendByte() { QCOMPARE(::write(m_ends[1], "x", 1), 1); }
    void takeByte()
    {
        char byte = 0;
        QCOMPARE(::read(m_ends[0], &byte, 1), 1);
    }
    void closeOther()
    {
        if (m_ends[1] >= 0)
            ::close(m_ends[1]);
        m_ends[1] = -1;
    }

private:
    std::array<int, 2> m_ends { -1, -1 };
};

/// Lets the event loop have a few turns; enough for whatever is ready now.
void turn()
{
    for (int i = 0; i < 5; ++i) {
        bool isOver = false;
        QTimer::singleShot(0, qApp, [&] { isOver = true; });
        while (!isOver)
            QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
    }
}

} // namespace

Q_DECLARE_METATYPE(hookloupe::ReadinessSet::Means)

class TestReadinessSet : public QObject {
    Q_OBJECT

private slots:
    void initTestCase_data();
    void init();
    void tellsOfBytesForAsLongAsTheyWait();
    void saysNothingInADirectionThatIsOff();
    void tellsWhenThereIsRoomToWrite();
    void tellsOfTheEndOfTheConnectionAsReadable();
    void isSilentAboutAnEndedConnectionThatNobodyReads();
    void watchesBothDirectionsAtOnce();
    void canBeStoppedByWhatItTells();
    void passesOverAWatchThatAnotherOneEnded();
    void takesADescriptorAgainAfterItsFirstWatchEnded();
    void servesMoreSocketsThanItAsksForAtOnce();

private:
    std::shared_ptr<ReadinessSet> makeSet() const
    {
        QFETCH_GLOBAL(ReadinessSet::Means, means);
        return std::make_shared<ReadinessSet>(means);
    }
};

void TestReadinessSet::initTestCase_data()
{
    QTest::addColumn<ReadinessSet::Means>("means");
    QTest::newRow("best of the system") << ReadinessSet::Means::BestOfSystem;
    QTest::newRow("event loop") << ReadinessSet::Means::EventLoop;
}

void TestReadinessSet::init()
{
    QTest::failOnWarning(QRegularExpression(QStringLiteral(".*")));
}

void TestReadinessSet::tellsOfBytesForAsLongAsTheyWait()
{
    SocketPair pair;
    SocketWatch watch(makeSet(), pair.watched());
    QSignalSpy readable(&watch, &SocketWatch::readable);
    watch.setReading(true);
    turn();
    QCOMPARE(readable.count(), 0);
    pair.sendByte();
    QVERIFY(readable.wait(1000));
    readable.clear();
    QVERIFY(readable.wait(1000));
    pair.takeByte();
    turn();
    readable.clear();
    turn();
    QCOMPARE(readable.count(), 0);
}

void TestReadinessSet::saysNothingInADirectionThatIsOff()
{
    SocketPair pair;
    SocketWatch watch(makeSet(), pair.watched());
    QSignalSpy readable(&watch, &SocketWatch::readable);
    QSignalSpy writable(&watch, &SocketWatch::writable);
    pair.sendByte();
    turn();
    QCOMPARE(readable.count(), 0);
    watch.setReading(true);
    QVERIFY(readable.wait(1000));
    watch.setReading(false);
    readable.clear();
    turn();
    QCOMPARE(readable.count(), 0);
    QCOMPARE(writable.count(), 0);
}

void TestReadinessSet::tellsWhenThereIsRoomToWrite()
{
    SocketPair pair;
    SocketWatch watch(makeSet(), pair.watched());
    QSignalSpy readable(&watch, &SocketWatch::readable);
    QSignalSpy writable(&watch, &SocketWatch::writable);
    watch.setWriting(true);
    QVERIFY(writable.wait(1000));
    watch.setWriting(false);
    writable.clear();
    turn();
    QCOMPARE(writable.count(), 0);
    QCOMPARE(readable.count(), 0);
}

void TestReadinessSet::tellsOfTheEndOfTheConnectionAsReadable()
{
    SocketPair pair;
    SocketWatch watch(makeSet(), pair.watched());
    QSignalSpy readable(&watch, &SocketWatch::readable);
    watch.setReading(true);
    pair.closeOther();
    QVERIFY(readable.wait(1000));
}

void TestReadinessSet::isSilentAboutAnEndedConnectionThatNobodyReads()
{
    SocketPair pair;
    SocketWatch watch(makeSet(), pair.watched());
    QSignalSpy readable(&watch, &SocketWatch::readable);
    QSignalSpy writable(&watch, &SocketWatch::writable);
    watch.setReading(true);
    watch.setReading(false);
    pair.closeOther();
    turn();
    QCOMPARE(readable.count() + writable.count(), 0);
}

void TestReadinessSet::watchesBothDirectionsAtOnce()
{
    SocketPair pair;
    SocketWatch watch(makeSet(), pair.watched());
    QSignalSpy readable(&watch, &SocketWatch::readable);
    QSignalSpy writable(&watch, &SocketWatch::writable);
    watch.setReading(true);
    watch.setWriting(true);
    pair.sendByte();
    QTRY_VERIFY(readable.count() > 0 && writable.count() > 0);
    watch.setWriting(false);
    writable.clear();
    readable.clear();
    QVERIFY(readable.wait(1000));
    QCOMPARE(writable.count(), 0);
}

void TestReadinessSet::canBeStoppedByWhatItTells()
{
    SocketPair pair;
    auto watch = std::make_unique<SocketWatch>(makeSet(), pair.watched());
    int told = 0;
    connect(watch.get(), &SocketWatch::readable, this, [&] {
        ++told;
        watch->stop();
    });
    connect(watch.get(), &SocketWatch::writable, this, [&] { told += 100; });
    watch->setReading(true);
    pair.sendByte();
    QTRY_COMPARE(told, 1);
    turn();
    QCOMPARE(told, 1);
}

void TestReadinessSet::passesOverAWatchThatAnotherOneEnded()
{
    const auto set = makeSet();
    SocketPair first;
    SocketPair second;
    auto one = std::make_unique<SocketWatch>(set, first.watched());
    auto other = std::make_unique<SocketWatch>(set, second.watched());
    int told = 0;
    connect(one.get(), &SocketWatch::readable, this, [&] {
        ++told;
        one->stop();
        other.reset();
    });
    connect(other.get(), &SocketWatch::readable, this, [&] {
        ++told;
        other->stop();
        one.reset();
    });
    one->setReading(true);
    other->setReading(true);
    first.sendByte();
    second.sendByte();
    QTRY_COMPARE(told, 1);
    turn();
    QCOMPARE(told, 1);
}

void TestReadinessSet::takesADescriptorAgainAfterItsFirstWatchEnded()
{
    const auto set = makeSet();
    SocketPair pair;
    {
        SocketWatch gone(set, pair.watched());
        gone.setReading(true);
    }
    SocketWatch watch(set, pair.watched());
    QSignalSpy readable(&watch, &SocketWatch::readable);
    watch.setReading(true);
    pair.sendByte();
    QVERIFY(readable.wait(1000));
}

void TestReadinessSet::servesMoreSocketsThanItAsksForAtOnce()
{
    constexpr std::size_t Count = 150;
    const auto set = makeSet();
    std::vector<std::unique_ptr<SocketPair>> pairs;
    std::vector<std::unique_ptr<SocketWatch>> watches;
    std::size_t told = 0;
    for (std::size_t i = 0; i < Count; ++i) {
        pairs.push_back(std::make_unique<SocketPair>());
        watches.push_back(std::make_unique<SocketWatch>(set, pairs.back()->watched()));
        connect(watches.back().get(), &SocketWatch::readable, this, [&told, &pairs, i] {
            pairs[i]->takeByte();
            ++told;
        });
        watches.back()->setReading(true);
        pairs.back()->sendByte();
    }
    QTRY_COMPARE(told, Count);
}

QTEST_GUILESS_MAIN(TestReadinessSet)
#include "tst_readinessset.moc"
