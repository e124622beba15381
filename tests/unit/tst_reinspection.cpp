// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/captureengine.h"
#include "engine/deliveryfeed.h"
#include "session/sessionreader.h"
#include "support/vectors.h"

#include <QSignalSpy>
#include <QTcpSocket>
#include <QTemporaryDir>
#include <QTest>

#include <array>
#include <atomic>
#include <functional>
#include <thread>

using namespace hookloupe;
using namespace hookloupe::test;
using namespace Qt::StringLiterals;

namespace {

QByteArray messageOf(const Request& request)
{
    QByteArray head = request.head.raw().chopped(2);
    return head + "Content-Length: " + QByteArray::number(request.body.size()) + "\r\n\r\n" + request.body.bytes();
}

ActiveEndpoint standard(std::vector<ActiveSecret> secrets = {})
{
    ActiveEndpoint active;
    active.secrets = std::move(secrets);
    return active;
}

} // namespace

/// What the engine says of deliveries when they come, and what it makes of them later.
class tst_Reinspection : public QObject {
    Q_OBJECT

private:
    QTemporaryDir m_folder;
    std::shared_ptr<const ProfileCatalog> m_catalog;
    std::unique_ptr<CaptureEngine> m_engine;
    ProviderVector m_stripe;
    quint16 m_port = 0;
    int m_sessions = 0;

    QByteArray ask(const QByteArray& message)
    {
        QTcpSocket socket;
        socket.connectToHost(QHostAddress::LocalHost, m_port);
        socket.write(message);
        QByteArray answer;
        const bool isAnswered = QTest::qWaitFor([&] {
            answer += socket.readAll();
            return answer.contains("\r\n\r\n");
        });
        return isAnswered ? answer : QByteArray("no answer");
    }

    DeliveryFacts stored(qint64 id) const
    {
        auto reader = SessionReader::open(m_engine->sessionFile());
        const auto delivery = reader ? (*reader)->delivery(DeliveryId { id }) : std::nullopt;
        return delivery ? delivery->facts : DeliveryFacts {};
    }

    ActiveSecret rightSecret() const { return { "stripe", NamedSecret { u"live"_s, m_stripe.secret } }; }

private slots:
    void initTestCase()
    {
        m_catalog = std::make_shared<const ProfileCatalog>(ProfileCatalog::load({}));
        for (const ProviderVector& vector : providerVectors()) {
            if (vector.provider == "stripe" && m_stripe.provider.isEmpty())
                m_stripe = vector;
        }
        QCOMPARE(m_stripe.provider, "stripe");
    }

    void init()
    {
        m_engine = std::make_unique<CaptureEngine>();
        QVERIFY(m_engine->openSession(m_folder.filePath(u"%1.hookloupe"_s.arg(++m_sessions)), {}));
        m_engine->setProfiles(m_catalog);
        QSignalSpy listening(m_engine.get(), &CaptureEngine::listening);
        CaptureEngine::Settings settings;
        settings.addresses.front().port = 0;
        m_engine->startListening(settings);
        QVERIFY(listening.wait());
        m_port = m_engine->listeningAt().front().port;
    }

    void cleanup() { m_engine.reset(); }

    void factsComeWithTheDeliveryIntoFeedAndSession()
    {
        m_engine->setEndpoints({ standard({ rightSecret() }) });
        QVERIFY(ask(messageOf(m_stripe.request)).startsWith("HTTP/1.1 200 "));
        QCOMPARE(stored(1).provider, "stripe");
        QCOMPARE(stored(1).signature.verdict, Verdict::Valid);
        std::vector<Delivery> fed;
        QTRY_VERIFY([&] {
            const auto batch = m_engine->feed().take();
            fed.insert(fed.end(), batch.deliveries.begin(), batch.deliveries.end());
            return !fed.empty();
        }());
        QCOMPARE(fed.front().facts, stored(1));
    }

    void anEndpointAnswersInItsOwnWay()
    {
        ActiveEndpoint own = standard();
        own.endpoint.id = EndpointId { 1 };
        own.endpoint.path = "/own";
        own.endpoint.response = *parseResponseSequence(u"503x2,202");
        m_engine->setResponse(*parseResponseSequence(u"409"));
        m_engine->setEndpoints({ own });
        const QByteArray mine = "POST /own HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n";
        const QByteArray other = "POST /other HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n";
        QVERIFY(ask(mine).startsWith("HTTP/1.1 503 "));
        QVERIFY(ask(other).startsWith("HTTP/1.1 409 "));
        // Set again with the same sequence it goes on counting, with another one it begins anew.
        own.endpoint.name = u"renamed"_s;
        m_engine->setEndpoints({ own });
        QVERIFY(ask(mine).startsWith("HTTP/1.1 503 "));
        QVERIFY(ask(mine).startsWith("HTTP/1.1 202 "));
        own.endpoint.response = *parseResponseSequence(u"500,204");
        m_engine->setEndpoints({ own });
        QVERIFY(ask(mine).startsWith("HTTP/1.1 500 "));
        QCOMPARE(stored(1).endpoint, EndpointId { 1 });
        QCOMPARE(stored(2).endpoint, EndpointId {});
    }

    void aChallengeIsAnsweredBeforeThePlannedResponse()
    {
        m_engine->setResponse(*parseResponseSequence(u"503"));
        const QByteArray answer
            = ask("POST / HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
                  "X-Slack-Request-Timestamp: 1\r\nX-Slack-Signature: v0=00\r\nContent-Length: 62"
                  "\r\n\r\n{\"token\":\"t\",\"challenge\":\"3eZbrw1a\",\"type\":\"url_verification\"}");
        QVERIFY2(answer.startsWith("HTTP/1.1 200 "), answer.constData());
        QVERIFY(!stored(1).challenge.isEmpty());
    }

    void aSecretThatComesLaterIsTriedOnWhatIsThere()
    {
        ask(messageOf(m_stripe.request));
        QCOMPARE(stored(1).signature.verdict, Verdict::NoSecret);
        m_engine->setEndpoints({ standard({ rightSecret() }) });
        QSignalSpy changed(m_engine.get(), &CaptureEngine::factsChanged);
        QSignalSpy ended(m_engine.get(), &CaptureEngine::reinspectionEnded);
        m_engine->reinspect();
        QTRY_COMPARE(changed.size(), 1);
        QTRY_COMPARE(ended.size(), 1);
        QCOMPARE(ended.front().front().toBool(), true);
        const auto summaries = changed.front().front().value<std::vector<DeliverySummary>>();
        QCOMPARE(summaries.size(), std::size_t(1));
        QCOMPARE(summaries.front().verdict, Verdict::Valid);
        QCOMPARE(stored(1).signature.verdict, Verdict::Valid);
    }

    void theCauseOfAMismatchIsSearchedFor()
    {
        m_engine->setEndpoints({ standard({ { "stripe", NamedSecret { u"live"_s, m_stripe.secret + '\n' } } }) });
        ask(messageOf(m_stripe.request));
        QCOMPARE(stored(1).signature.verdict, Verdict::Mismatch);
        QCOMPARE(stored(1).signature.reason, QByteArray());
        QSignalSpy changed(m_engine.get(), &CaptureEngine::factsChanged);
        m_engine->reinspect();
        QTRY_COMPARE(changed.size(), 1);
        QCOMPARE(stored(1).signature.reason, "secret-whitespace");
    }

    void aCauseThatIsKnownIsKept()
    {
        m_engine->setEndpoints({ standard({ { "stripe", NamedSecret { u"live"_s, "whsec_other" } } }) });
        ask(messageOf(m_stripe.request));
        QSignalSpy changed(m_engine.get(), &CaptureEngine::factsChanged);
        m_engine->recordCause(DeliveryId { 1 }, "previous-signature");
        QTRY_COMPARE(changed.size(), 1);
        QCOMPARE(stored(1).signature.reason, "previous-signature");
    }

    void aPersonsChoiceSurvives()
    {
        ask(messageOf(m_stripe.request));
        QSignalSpy changed(m_engine.get(), &CaptureEngine::factsChanged);
        QSignalSpy ended(m_engine.get(), &CaptureEngine::reinspectionEnded);
        m_engine->chooseProvider({ DeliveryId { 1 } }, "github");
        m_engine->reinspect();
        QTRY_COMPARE(ended.size(), 1);
        QTRY_VERIFY(!changed.isEmpty());
        QCOMPARE(stored(1).provider, "github");
        QCOMPARE(stored(1).origin, ProviderOrigin::Chosen);
        const QString file = m_engine->sessionFile();
        QVERIFY(m_engine->openSession(m_folder.filePath(u"between%1.hookloupe"_s.arg(m_sessions)), {}));
        QVERIFY(m_engine->openSession(file, {}));
        m_engine->reinspect();
        QTRY_COMPARE(ended.size(), 2);
        QCOMPARE(stored(1).provider, "github");
        changed.clear();
        m_engine->chooseProvider({ DeliveryId { 1 } }, {});
        QTRY_COMPARE(changed.size(), 1);
        QCOMPARE(stored(1).provider, "stripe");
        QCOMPARE(stored(1).origin, ProviderOrigin::Recognised);
    }

    void aLargeBodyIsCheckedAfterItWasAnswered()
    {
        const QByteArray body = m_stripe.request.body.bytes()
            + QByteArray(static_cast<qsizetype>(InspectionRules::MaxBodyAtArrival), ' ');
        Request large = m_stripe.request;
        large.body = Body(body);
        m_engine->setEndpoints({ standard({ rightSecret() }) });
        QSignalSpy changed(m_engine.get(), &CaptureEngine::factsChanged);
        QVERIFY(ask(messageOf(large)).startsWith("HTTP/1.1 200 "));
        QTRY_COMPARE(changed.size(), 1);
        QCOMPARE(stored(1).provider, "stripe");
        QCOMPARE(stored(1).signature.verdict, Verdict::Mismatch);
        QVERIFY(!stored(1).event.type.isEmpty());
    }

    void theSessionKeepsTheEndpointsWithoutTheirSecrets()
    {
        ActiveEndpoint own = standard({ rightSecret() });
        own.endpoint.id = EndpointId { 1 };
        own.endpoint.path = "/own";
        own.endpoint.secrets = { { u"live"_s, "stripe", { SecretSource::Kind::Environment, u"STRIPE"_s } } };
        m_engine->setEndpoints({ own, standard() });
        const std::vector<Endpoint> wanted { own.endpoint, Endpoint {} };
        QCOMPARE(m_engine->storedEndpoints(), wanted);
        const QString first = m_engine->sessionFile();
        const QString copy = m_folder.filePath(u"copy%1.hookloupe"_s.arg(m_sessions));
        QVERIFY(m_engine->saveSessionAs(copy));
        QCOMPARE(m_engine->storedEndpoints(), wanted);
        QVERIFY(m_engine->openSession(m_folder.filePath(u"empty%1.hookloupe"_s.arg(m_sessions)), {}));
        QCOMPARE(m_engine->storedEndpoints(), std::vector<Endpoint> {});
        for (const QString& file : { first, copy }) {
            QVERIFY(m_engine->openSession(file, {}));
            QCOMPARE(m_engine->storedEndpoints(), wanted);
        }
        // What is in force stays until others are set.
        QCOMPARE(m_engine->inspectionRules()->endpoints().size(), std::size_t(2));
    }

    void aWalkCanBeEndedEarly()
    {
        for (int i = 0; i < 3; ++i)
            ask(messageOf(m_stripe.request));
        QSignalSpy ended(m_engine.get(), &CaptureEngine::reinspectionEnded);
        m_engine->reinspect();
        m_engine->cancelReinspection();
        QTRY_COMPARE(ended.size(), 1);
        QCOMPARE(ended.front().front().toBool(), false);
        // It is over: a later one tells its own end, and nothing else comes.
        m_engine->reinspect();
        QTRY_COMPARE(ended.size(), 2);
        QCOMPARE(ended.back().front().toBool(), true);
    }

    void aNewWalkTakesThePlaceOfTheOld()
    {
        ask(messageOf(m_stripe.request));
        QSignalSpy ended(m_engine.get(), &CaptureEngine::reinspectionEnded);
        for (int i = 0; i < 5; ++i)
            m_engine->reinspect();
        QTRY_COMPARE(ended.size(), 1);
        QCOMPARE(ended.front().front().toBool(), true);
    }

    void rulesMayChangeWhileItCaptures()
    {
        std::vector<QByteArray> answers;
        for (int i = 0; i < 50; ++i) {
            m_engine->setEndpoints(
                i % 2 == 0 ? std::vector { standard({ rightSecret() }) } : std::vector<ActiveEndpoint> {});
            m_engine->reinspect();
            QVERIFY(ask(messageOf(m_stripe.request)).startsWith("HTTP/1.1 200 "));
        }
        m_engine->setEndpoints({ standard({ rightSecret() }) });
        QSignalSpy ended(m_engine.get(), &CaptureEngine::reinspectionEnded);
        m_engine->reinspect();
        QTRY_VERIFY(!ended.isEmpty());
        QTRY_COMPARE(stored(50).signature.verdict, Verdict::Valid);
        for (qint64 id = 1; id <= 50; ++id)
            QTRY_COMPARE(stored(id).signature.verdict, Verdict::Valid);
    }

    void everythingMayChangeUnderLoad()
    {
        const QByteArray message = messageOf(m_stripe.request);
        std::atomic<bool> isOver = false;
        std::atomic<int> answered = 0;
        std::atomic<int> unanswered = 0;
        const auto send = [&] {
            while (!isOver) {
                QTcpSocket socket;
                socket.connectToHost(QHostAddress::LocalHost, m_port);
                socket.write(message);
                QByteArray answer;
                while (!answer.contains("\r\n\r\n") && socket.waitForReadyRead(20'000))
                    answer += socket.readAll();
                ++(answer.startsWith("HTTP/1.1 200 ") ? answered : unanswered);
            }
        };
        const std::array<std::function<void(int)>, 9> changes {
            [this](int) { m_engine->setEndpoints({ standard({ rightSecret() }) }); },
            [this](int) { m_engine->setProfiles(std::make_shared<const ProfileCatalog>()); },
            [this](int) { m_engine->reinspect(); },
            [this](int i) {
                QVERIFY(m_engine->saveSessionAs(m_folder.filePath(u"load%1-%2.hookloupe"_s.arg(m_sessions).arg(i))));
            },
            [this](int) { m_engine->setProfiles(m_catalog); },
            [this](int) {
                m_engine->chooseProvider({ DeliveryId { 1 }, DeliveryId { 2 } }, "github");
            },
            [this](int) { m_engine->setEndpoints({}); },
            [this](int) { m_engine->recordCause(DeliveryId { 2 }, "previous-signature"); },
            [this](int i) {
                QVERIFY(m_engine->openSession(m_folder.filePath(u"load%1-%2.hookloupe"_s.arg(m_sessions).arg(i)), {}));
            },
        };
        std::array senders { std::thread(send), std::thread(send) };
        bool isFlowing = true;
        for (int i = 0; i < 45; ++i) {
            changes.at(static_cast<std::size_t>(i) % changes.size())(i);
            const int seen = answered;
            isFlowing = isFlowing && QTest::qWaitFor([&] { return answered >= seen + 3; }, 20'000);
        }
        isOver = true;
        for (std::thread& sender : senders)
            sender.join();
        QVERIFY(isFlowing);
        QCOMPARE(unanswered, 0);
        QVERIFY(answered >= 45 * 3);

        QVERIFY(ask(message).startsWith("HTTP/1.1 200 "));
        m_engine->setEndpoints({ standard({ rightSecret() }) });
        QSignalSpy ended(m_engine.get(), &CaptureEngine::reinspectionEnded);
        m_engine->reinspect();
        QTRY_VERIFY(!ended.isEmpty());
        QTRY_COMPARE(stored(1).signature.verdict, Verdict::Valid);
        // The engine may go while it inspects.
        m_engine->reinspect();
    }
};

QTEST_GUILESS_MAIN(tst_Reinspection)
#include "tst_reinspection.moc"
