// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/rawclient.h"
#include "support/serveprocess.h"
#include "support/vectors.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

using namespace hookloupe;
using namespace hookloupe::test;
using namespace Qt::StringLiterals;

namespace {

QByteArray messageOf(const Request& request)
{
    QByteArray head = request.head.raw();
    head.chop(2);
    return head + "Content-Length: " + QByteArray::number(request.body.size()) + "\r\n\r\n" + request.body.bytes();
}

QByteArray post(const QByteArray& target, const HeaderList& headers, const QByteArray& body)
{
    return messageOf(requestOf("POST", target, headers, body));
}

QJsonObject signatureOf(const QJsonObject& delivery)
{
    return delivery["signature"_L1].toObject();
}

} // namespace

/// `hookloupe serve` with providers and secrets, over real connections.
class tst_Signatures final : public QObject {
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void checksTheVectorsOfProviders_data()
    {
        QTest::addColumn<ProviderVector>("vector");
        const QByteArrayList wanted { "machnet", "redeam", "basiq", "stripe", "github", "shopify", "slack", "svix",
            "standard-webhooks", "gitlab", "zoom", "paddle", "linear", "intercom", "dropbox", "razorpay", "calendly" };
        int rows = 0;
        for (const ProviderVector& vector : providerVectors()) {
            // What the command line cannot say of an endpoint is left to the tests of the rules.
            if (!wanted.contains(vector.provider) || !vector.params.empty() || vector.secret.contains('\n'))
                continue;
            QTest::newRow(vector.name.constData()) << vector;
            ++rows;
        }
        QVERIFY(rows >= 13);
    }

    void checksTheVectorsOfProviders()
    {
        QFETCH(ProviderVector, vector);
        const QString id = QString::fromLatin1(vector.provider);
        ServeProcess serve;
        QVERIFY(serve.start({ u"--provider"_s, id, u"--secret"_s, id + u'=' + QString::fromUtf8(vector.secret) }));
        const QByteArray message = messageOf(vector.request);
        QVERIFY(ask(serve.port(), message).status > 0);
        const QJsonObject delivery = serve.readDelivery();
        QCOMPARE(delivery["provider"_L1].toString(), id);
        QCOMPARE(signatureOf(delivery)["verdict"_L1].toString(), u"valid");
        QCOMPARE(signatureOf(delivery)["scheme"_L1].toString(), QString::fromLatin1(vector.scheme));
        QCOMPARE(signatureOf(delivery)["body_covered"_L1].toBool(), vector.isBodyCovered);
        QCOMPARE(signatureOf(delivery)["reason"_L1].toString(), QString());
        QCOMPARE(serve.stop(), 0);
        QVERIFY(!serve.errorText().contains(vector.secret));
    }

    void namesTheCauseOfAMismatch()
    {
        const auto vectors = providerVectors();
        const auto vector = std::find_if(
            vectors.begin(), vectors.end(), [](const ProviderVector& other) { return other.provider == "github"; });
        QVERIFY(vector != vectors.end());
        ServeProcess serve;
        QVERIFY(serve.start({ u"--provider"_s, u"github"_s, u"--secret"_s,
            u"github=\""_s + QString::fromUtf8(vector->secret) + u'"' }));
        ask(serve.port(), messageOf(vector->request));
        const QJsonObject delivery = serve.readDelivery();
        QCOMPARE(delivery["provider"_L1].toString(), u"github");
        QCOMPARE(signatureOf(delivery)["verdict"_L1].toString(), u"mismatch");
        QCOMPARE(signatureOf(delivery)["reason"_L1].toString(), u"secret-quotes");
    }

    void recognisesByMarksAndTellsTheEvent()
    {
        const auto vectors = providerVectors();
        const auto vector = std::find_if(
            vectors.begin(), vectors.end(), [](const ProviderVector& other) { return other.provider == "basiq"; });
        QVERIFY(vector != vectors.end());
        ServeProcess serve;
        QVERIFY(serve.start({ u"--secret"_s, u"basiq="_s + QString::fromUtf8(vector->secret) }));
        ask(serve.port(), messageOf(vector->request));
        const QJsonObject delivery = serve.readDelivery();
        const QJsonObject body = QJsonDocument::fromJson(vector->request.body.bytes()).object();
        QCOMPARE(delivery["provider"_L1].toString(), u"basiq");
        QVERIFY(!body["eventTypeId"_L1].toString().isEmpty());
        QCOMPARE(delivery["event_type"_L1], body["eventTypeId"_L1]);
        QVERIFY(delivery["message_id"_L1].isString());
        QCOMPARE(signatureOf(delivery)["verdict"_L1].toString(), u"valid");
    }

    void namesNoCauseForASecretThatIsQuiteWrong()
    {
        const auto vectors = providerVectors();
        ServeProcess serve;
        QVERIFY(serve.start({ u"--provider"_s, u"github"_s, u"--secret"_s, u"github=quite-another"_s }));
        const auto vector = std::find_if(
            vectors.begin(), vectors.end(), [](const ProviderVector& other) { return other.provider == "github"; });
        ask(serve.port(), messageOf(vector->request));
        const QJsonObject delivery = serve.readDelivery();
        QCOMPARE(signatureOf(delivery)["verdict"_L1].toString(), u"mismatch");
        QCOMPARE(signatureOf(delivery)["reason"_L1].toString(), QString());
    }

    void answersChallenges_data()
    {
        QTest::addColumn<QString>("provider");
        QTest::addColumn<QByteArray>("message");
        QTest::addColumn<QByteArray>("answer");
        const HeaderList json { { "Host", "h" }, { "Content-Type", "application/json" } };
        QTest::newRow("slack") << u"slack"_s
                               << post("/", json, R"({"token":"t","challenge":"3eZbrw1aB","type":"url_verification"})")
                               << QByteArray("3eZbrw1aB");
        // HMAC-SHA256 of "qgg8vlvZRS6UYooatFL8Aw" with "s3cret".
        QTest::newRow("zoom") << u"zoom"_s
                              << post("/", json,
                                     R"({"payload":{"plainToken":"qgg8vlvZRS6UYooatFL8Aw"},"event_ts":1654503849680,)"
                                     R"("event":"endpoint.url_validation"})")
                              << QByteArray("\"encryptedToken\":\"");
        QTest::newRow("dropbox") << u"dropbox"_s << QByteArray("GET /?challenge=abc-1 HTTP/1.1\r\nHost: h\r\n\r\n")
                                 << QByteArray("abc-1");
    }

    void answersChallenges()
    {
        QFETCH(QString, provider);
        QFETCH(QByteArray, message);
        QFETCH(QByteArray, answer);
        ServeProcess serve;
        QVERIFY(serve.start(
            { u"--provider"_s, provider, u"--secret"_s, QString(provider + u"=s3cret"), u"--respond"_s, u"503"_s }));
        const WireResponse response = ask(serve.port(), message);
        QCOMPARE(response.status, 200);
        QVERIFY2(response.body.contains(answer), response.body.constData());
        const QJsonObject delivery = serve.readDelivery();
        QVERIFY(!delivery["challenge"_L1].toString().isEmpty());
        QCOMPARE(delivery["response"_L1].toObject()["status"_L1].toInt(), 200);
    }

    void checksALargeBodyBeforeItsLineIsPrinted()
    {
        ServeProcess serve;
        QVERIFY(serve.start({ u"--provider"_s, u"github"_s, u"--secret"_s, u"github=a"_s }));
        ask(serve.port(),
            post("/", { { "Host", "h" }, { "X-Hub-Signature-256", "sha256=" + QByteArray(64, '0') } },
                QByteArray(2 << 20, 'x')));
        QCOMPARE(signatureOf(serve.readDelivery())["verdict"_L1].toString(), u"mismatch");
    }

    void aSessionGoesOnWithItsEndpoints()
    {
        QTemporaryDir folder;
        QFile file(folder.filePath(u"secret"_s));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write("It's a Secret to Everybody\n") > 0);
        file.close();
        const QString session = folder.filePath(u"a.hookloupe"_s);
        {
            ServeProcess serve;
            QVERIFY(serve.start({ u"--session"_s, session, u"--provider"_s, u"github"_s, u"--secret"_s,
                QString(u"github=file:"_s + file.fileName()), u"--secret"_s, u"github=typed"_s }));
            QCOMPARE(serve.stop(), 0);
        }
        // https://docs.github.com/en/webhooks/using-webhooks/validating-webhook-deliveries
        const QByteArray message = post("/",
            { { "Host", "h" },
                { "X-Hub-Signature-256", "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17" } },
            "Hello, World!");
        ServeProcess serve;
        QVERIFY(serve.start({ u"--session"_s, session }));
        QVERIFY(serve.waitForError("\"github: given on the command line\""));
        QVERIFY(!serve.errorText().contains("typed"));
        ask(serve.port(), message);
        const QJsonObject delivery = serve.readDelivery();
        QCOMPARE(delivery["provider"_L1].toString(), u"github");
        QCOMPARE(signatureOf(delivery)["verdict"_L1].toString(), u"valid");
    }

    void refusesWhatItDoesNotKnow_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QByteArray>("words");
        QTest::newRow("provider") << QStringList { u"--provider"_s, u"no-such"_s } << QByteArray("no-such");
        QTest::newRow("provider of a secret")
            << QStringList { u"--secret"_s, u"no-such=hidden"_s } << QByteArray("no-such");
        // The text itself, which ends in = as base64 does.
        QTest::newRow("secret in base64 without provider")
            << QStringList { u"--secret"_s, u"whsec_hiddenMfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw=="_s }
            << QByteArray("ID=SECRET");
        QTest::newRow("secret in lower case without provider")
            << QStringList { u"--secret"_s, u"hidden3f2a9c77d1e04b58a6c1=x"_s } << QByteArray("ID=SECRET");
        QTest::newRow("secret without provider")
            << QStringList { u"--secret"_s, u"hidden"_s } << QByteArray("ID=SECRET");
        QTest::newRow("secret without value") << QStringList { u"--secret"_s, u"github="_s } << QByteArray("ID=SECRET");
        QTest::newRow("variable that is not set")
            << QStringList { u"--secret"_s, u"github=env:HOOKLOUPE_NOT_SET"_s } << QByteArray("HOOKLOUPE_NOT_SET");
    }

    void refusesWhatItDoesNotKnow()
    {
        QFETCH(QStringList, arguments);
        QFETCH(QByteArray, words);
        const CommandResult result
            = runProgram(QStringList { u"serve"_s, u"--listen"_s, u"127.0.0.1:0"_s } + arguments);
        QCOMPARE(result.exitCode, 2);
        QVERIFY2(result.error.contains(words), result.error.constData());
        QVERIFY(!result.error.contains("hidden"));
        QCOMPARE(result.error.count('\n'), 1);
    }
};

QTEST_GUILESS_MAIN(tst_Signatures)
#include "tst_signatures.moc"
