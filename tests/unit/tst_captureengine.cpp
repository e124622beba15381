// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/captureengine.h"
#include "engine/deliveryfeed.h"
#include "engine/sessionhistory.h"
#include "session/sessionreader.h"

#include <QDir>
#include <QSignalSpy>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTemporaryDir>
#include <QTest>

#include <utility>

using namespace hookloupe;
using namespace Qt::StringLiterals;

namespace {

constexpr char SimpleRequest[] = "POST /hook HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello";

/// Sends one request on a connection of its own and waits for the answer.
QByteArray ask(quint16 port, const QByteArray& request)
{
    QTcpSocket socket;
    socket.connectToHost(QHostAddress::LocalHost, port);
    socket.write(request);
    QByteArray answer;
    const bool isAnswered = QTest::qWaitFor([&] {
        answer += socket.readAll();
        return answer.contains("\r\n\r\n") || socket.state() == QAbstractSocket::UnconnectedState;
    });
    return isAnswered ? answer : QByteArray("no answer");
}

QByteArray answerOf(const char* status)
{
    return QByteArray("HTTP/1.1 ").append(status);
}

} // namespace

class tst_CaptureEngine : public QObject {
    Q_OBJECT

private:
    QTemporaryDir m_folder;

    QString path(const QString& name) const { return m_folder.filePath(name); }

    static quint16 listenSomewhere(CaptureEngine& engine)
    {
        QSignalSpy listening(&engine, &CaptureEngine::listening);
        CaptureEngine::Settings settings;
        settings.addresses.front().port = 0;
        engine.startListening(settings);
        return listening.wait() ? engine.listeningAt().front().port : quint16(0);
    }

    static qint64 countIn(const QString& file)
    {
        auto reader = SessionReader::open(file);
        return reader ? (*reader)->count() : -1;
    }

private slots:
    void recordsBeforeItAnswers()
    {
        const QString file = path(u"a.hookloupe"_s);
        CaptureEngine engine;
        QVERIFY(engine.openSession(file, {}));
        const quint16 port = listenSomewhere(engine);
        QVERIFY(port > 0);

        for (int i = 1; i <= 20; ++i) {
            QVERIFY(ask(port, SimpleRequest).startsWith("HTTP/1.1 200 OK"));
            QCOMPARE(countIn(file), i);
        }
    }

    void feedsWhatWasCommittedInOrder()
    {
        CaptureEngine engine;
        QVERIFY(engine.openSession(path(u"feed.hookloupe"_s), {}));
        const quint16 port = listenSomewhere(engine);
        for (int i = 0; i < 5; ++i)
            ask(port, SimpleRequest);

        std::vector<Delivery> got;
        QTRY_VERIFY([&] {
            const auto batch = engine.feed().take();
            got.insert(got.end(), batch.deliveries.begin(), batch.deliveries.end());
            return got.size() == 5;
        }());
        for (std::size_t i = 0; i < got.size(); ++i) {
            QCOMPARE(got[i].id.value, static_cast<qint64>(i + 1));
            QCOMPARE(got[i].request->body.bytes(), "hello");
            QCOMPARE(got[i].response->status, 200);
        }
    }

    void changesTheResponseForTheNextRequest()
    {
        CaptureEngine engine;
        QVERIFY(engine.openSession(path(u"response.hookloupe"_s), {}));
        const quint16 port = listenSomewhere(engine);
        QVERIFY(ask(port, SimpleRequest).startsWith("HTTP/1.1 200 "));
        engine.setResponse(*parseResponseSequence(u"409"));
        QVERIFY(ask(port, SimpleRequest).startsWith("HTTP/1.1 409 "));
    }

    void turnsToAnotherSessionWithoutLosingAny()
    {
        const QString first = path(u"first.hookloupe"_s);
        const QString second = path(u"second.hookloupe"_s);
        CaptureEngine engine;
        QVERIFY(engine.openSession(first, {}));
        const quint16 port = listenSomewhere(engine);
        ask(port, SimpleRequest);
        ask(port, SimpleRequest);
        QVERIFY(engine.openSession(second, {}));
        ask(port, SimpleRequest);

        QCOMPARE(countIn(first), 2);
        QCOMPARE(countIn(second), 1);
        auto reader = SessionReader::open(second);
        QVERIFY(reader);
        QCOMPARE((*reader)->lastId().value, 1);
    }

    void keepsABodyThatArrivesWhileTheSessionChanges()
    {
        const QByteArray body(2 << 20, 'x');
        const QString second = path(u"later.hookloupe"_s);
        CaptureEngine engine;
        QVERIFY(engine.openSession(path(u"earlier.hookloupe"_s), {}));
        const quint16 port = listenSomewhere(engine);
        QTcpSocket socket;
        socket.connectToHost(QHostAddress::LocalHost, port);
        socket.write("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: " + QByteArray::number(body.size()) + "\r\n\r\n");
        socket.write(body.first(1 << 20));
        QDir bodies(path(u"earlier.hookloupe.bodies"_s));
        QTRY_VERIFY(!bodies.entryList(QDir::Files).isEmpty());
        QVERIFY(engine.openSession(second, {}));
        socket.write(body.sliced(1 << 20));
        QTRY_VERIFY(socket.bytesAvailable() > 0);
        const QByteArray answer = socket.readAll();
        QVERIFY2(answer.startsWith("HTTP/1.1 200 "), answer.constData());

        auto reader = SessionReader::open(second);
        QVERIFY(reader);
        const auto kept = (*reader)->delivery(DeliveryId { 1 });
        QVERIFY(kept);
        QCOMPARE(kept->request->body.read(0, body.size()), body);
    }

    void goesOnInACopy()
    {
        const QString copy = path(u"copy.hookloupe"_s);
        CaptureEngine engine;
        QVERIFY(engine.openSession(path(u"original.hookloupe"_s), {}));
        const quint16 port = listenSomewhere(engine);
        ask(port, SimpleRequest);
        QVERIFY(engine.saveSessionAs(copy));
        QCOMPARE(engine.sessionFile(), copy);
        ask(port, SimpleRequest);

        QCOMPARE(countIn(copy), 2);
        QCOMPARE(countIn(path(u"original.hookloupe"_s)), 1);
    }

    void answers503WithoutASession()
    {
        CaptureEngine engine;
        const quint16 port = listenSomewhere(engine);
        QVERIFY(ask(port, SimpleRequest).startsWith("HTTP/1.1 503 "));
    }

    void staysWithTheOldSessionWhenTheNewOneCannotBeOpened()
    {
        const QString file = path(u"stay.hookloupe"_s);
        CaptureEngine engine;
        QVERIFY(engine.openSession(file, {}));
        const auto refused = engine.openSession(path(u"no/such/folder/x.hookloupe"_s), {});
        QVERIFY(!refused);
        QVERIFY(!refused.error().detail.isEmpty());
        QCOMPARE(engine.sessionFile(), file);
    }

    void saysThatThePortIsTaken()
    {
        QTcpServer holder;
        QVERIFY(holder.listen(QHostAddress::LocalHost, 0));
        CaptureEngine engine;
        QSignalSpy failed(&engine, &CaptureEngine::listenFailed);
        CaptureEngine::Settings settings;
        settings.addresses.front().port = holder.serverPort();
        engine.startListening(settings);
        QVERIFY(failed.wait());

        const auto error = failed.front().front().value<ListenError>();
        QCOMPARE(error.code, ListenErrorCode::PortInUse);
        QVERIFY(error.detail.contains(QString::number(holder.serverPort())));
        QVERIFY(!engine.isListening());
    }

    void stopsAndStartsAgainOnTheSamePort()
    {
        CaptureEngine engine;
        QVERIFY(engine.openSession(path(u"again.hookloupe"_s), {}));
        const quint16 port = listenSomewhere(engine);
        ask(port, SimpleRequest);
        QSignalSpy stopped(&engine, &CaptureEngine::stopped);
        engine.stopListening();
        QTRY_VERIFY(!stopped.isEmpty());
        QVERIFY(!engine.isListening());

        QSignalSpy listening(&engine, &CaptureEngine::listening);
        CaptureEngine::Settings settings;
        settings.addresses.front().port = port;
        engine.startListening(settings);
        QVERIFY(listening.wait());
        QVERIFY(ask(port, SimpleRequest).startsWith("HTTP/1.1 200 "));
    }

    void listensOnSeveralAddresses()
    {
        CaptureEngine engine;
        QVERIFY(engine.openSession(path(u"several.hookloupe"_s), {}));
        CaptureEngine::Settings settings;
        settings.addresses = { ListenAddress {}, ListenAddress {} };
        settings.addresses[0].port = 0;
        settings.addresses[1].port = 0;
        settings.addresses[1].address = QHostAddress(QHostAddress::LocalHostIPv6);
        QSignalSpy listening(&engine, &CaptureEngine::listening);
        engine.startListening(settings);
        QVERIFY(listening.wait());

        QCOMPARE(engine.listeningAt().size(), std::size_t(2));
        QVERIFY(ask(engine.listeningAt()[0].port, SimpleRequest).startsWith("HTTP/1.1 200 "));
        QTcpSocket socket;
        socket.connectToHost(QHostAddress(QHostAddress::LocalHostIPv6), engine.listeningAt()[1].port);
        socket.write(SimpleRequest);
        QTRY_VERIFY(socket.bytesAvailable() > 0);
    }

    /// "1.2": the message and the attempt, as the engine tells them now.
    static QString place(CaptureEngine& engine, qint64 id)
    {
        const auto facts = std::as_const(engine.history()).history().messageFacts({ id });
        return facts ? u"%1.%2"_s.arg(facts->message.value).arg(facts->attempt) : u"none"_s;
    }

    void aSequenceIsMetByEachMessage()
    {
        CaptureEngine engine;
        QVERIFY(engine.openSession(path(u"sequence.hookloupe"_s), {}));
        engine.setResponse(*parseResponseSequence(u"503,409,200"));
        const quint16 port = listenSomewhere(engine);
        const QByteArray other = QByteArray(SimpleRequest).replace("hello", "other");
        const QByteArray empty = "POST /hook HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n";
        for (const char* status : { "503", "409", "200", "200" }) {
            for (const QByteArray& request : { QByteArray(SimpleRequest), other, empty })
                QVERIFY(ask(port, request).startsWith(answerOf(status)));
        }
        QCOMPARE(place(engine, 11), u"2.4");
    }

    void eachSessionHasMessagesOfItsOwn()
    {
        CaptureEngine engine;
        engine.setResponse(*parseResponseSequence(u"503,200"));
        const quint16 port = listenSomewhere(engine);
        ask(port, SimpleRequest); // without a session nothing is kept of it
        QCOMPARE(std::as_const(engine.history()).history().size(), std::size_t(0));
        QVERIFY(engine.openSession(path(u"own1.hookloupe"_s), {}));
        for (const char* status : { "503", "200" })
            QVERIFY(ask(port, SimpleRequest).startsWith(answerOf(status)));
        QVERIFY(engine.openSession(path(u"own2.hookloupe"_s), {}));
        QVERIFY(ask(port, SimpleRequest).startsWith("HTTP/1.1 503"));
        QCOMPARE(place(engine, 1), u"1.1");
        QCOMPARE(place(engine, 2), u"none");
        QVERIFY(engine.openSession(path(u"own1.hookloupe"_s), {}));
        QTRY_VERIFY(!engine.history().isReading());
        ask(port, SimpleRequest);
        QCOMPARE(place(engine, 3), u"1.3");
        QVERIFY(engine.saveSessionAs(path(u"own3.hookloupe"_s)));
        ask(port, SimpleRequest);
        QCOMPARE(place(engine, 4), u"1.4");
    }

    void whatIsOutOfSightIsNoAttempt()
    {
        CaptureEngine engine;
        QVERIFY(engine.openSession(path(u"sight.hookloupe"_s), {}));
        const quint16 port = listenSomewhere(engine);
        for (int i = 0; i < 4; ++i)
            ask(port, SimpleRequest);
        QCOMPARE(place(engine, 4), u"1.4");
        engine.remove({ { 1 }, { 2 } });
        QCOMPARE(place(engine, 4), u"3.2");
        engine.restore({ { 1 } });
        QTRY_COMPARE(place(engine, 4), u"1.3");
        engine.clear({ 3 });
        QTRY_COMPARE(place(engine, 4), u"4.1");
        engine.undoClear();
        QTRY_COMPARE(place(engine, 4), u"1.3");
        engine.remove({ { 1 } });
        engine.purgeRemoved();
        engine.setRetention({ 1, {}, {} });
        QTRY_COMPARE(place(engine, 3), u"none");
        QCOMPARE(place(engine, 4), u"4.1");
    }

    void endsWhileExchangesAreUnderWay()
    {
        const QString file = path(u"end.hookloupe"_s);
        {
            CaptureEngine engine;
            QVERIFY(engine.openSession(file, {}));
            engine.setResponse(*parseResponseSequence(u"timeout"));
            const quint16 port = listenSomewhere(engine);
            QTcpSocket socket;
            socket.connectToHost(QHostAddress::LocalHost, port);
            socket.write(SimpleRequest);
            QTRY_COMPARE(countIn(file), 1);
        }
        QCOMPARE(countIn(file), 1);
    }
};

QTEST_GUILESS_MAIN(tst_CaptureEngine)
#include "tst_captureengine.moc"
