// SPDX-License-Identifier: GPL-3.0-or-later
#include "endpoint/challengeanswer.h"
#include "profile/profilecatalog.h"
#include "signature/signer.h"
#include "support/rawclient.h"
#include "support/requestof.h"
#include "support/serveprocess.h"
#include "support/testkeys.h"

#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

namespace hookloupe {

using namespace Qt::StringLiterals;

namespace {

const QByteArray JsonBody
    = "{\"id\": \"evt_1\",\n \"object\":\"event\", \"name\": \"Zo\xC3\xAB \\u00e9 </b>\", \"n\": 1.50}\n";
const QByteArray FormBody = "To=%2B18005551212&Digits=evt_1&Caller=a+b&Empty=";
const QByteArray Url = "https://example.test/hook";
constexpr int InstallMs = 180'000;

/// Exact versions: what was tried once is what is tried again.
const QStringList Packages { u"standardwebhooks@1.0.0"_s, u"svix@1.99.1"_s, u"stripe@17.7.0"_s,
    u"@octokit/webhooks-methods@5.1.0"_s, u"@slack/events-api@3.0.1"_s, u"discord-interactions@4.4.0"_s,
    u"@sendgrid/eventwebhook@8.0.0"_s, u"@sanity/webhook@4.0.4"_s, u"@contentful/node-apps-toolkit@3.16.1"_s,
    u"gocardless-nodejs@10.1.2"_s, u"razorpay@2.9.8"_s, u"twilio@5.13.1"_s, u"braintree@3.40.0"_s };

/// The bytes between the lines of a PEM text.
QByteArray derOf(const QByteArray& pem)
{
    QByteArray text;
    for (const QByteArray& line : pem.split('\n')) {
        if (!line.startsWith("-----"))
            text += line.trimmed();
    }
    return QByteArray::fromBase64(text);
}

/// What a provider's customer has: one secret for both sides, or the two halves of a key pair.
struct Keys {
    QByteArray sender;
    QByteArray receiver;
};

Keys keysOf(const QString& name)
{
    if (name == "discord"_L1)
        return { test::edwardsPem(), derOf(test::publicPem(test::edwardsPem())).last(32).toHex() };
    if (name == "sendgrid"_L1)
        return { test::curvePem(), derOf(test::publicPem(test::curvePem())).toBase64() };
    QByteArray secret = "It's a Secret to Everybody";
    if (name == "standard-webhooks"_L1 || name == "svix"_L1)
        secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    else if (name == "contentful"_L1)
        secret = QByteArray(64, 'k');
    return { secret, secret };
}

bool isForm(const QString& name)
{
    return name == "twilio"_L1 || name == "braintree"_L1;
}

HeaderList headersOf(const QString& name)
{
    return { { "Content-Type", isForm(name) ? "application/x-www-form-urlencoded" : "application/json" } };
}

QJsonObject jsonOf(const HeaderList& headers)
{
    QJsonObject json;
    for (const auto& [header, value] : headers)
        json.insert(QString::fromLatin1(header).toLower(), QString::fromLatin1(value));
    return json;
}

} // namespace

/// The providers' own libraries as counterparts: they sign and we verify, we sign and they verify. They are installed
/// from npm into a temporary folder; where that cannot be done, the test says so and is skipped.
class tst_Sdk final : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void theySignAndWeVerify_data();
    void theySignAndWeVerify();
    void weSignAndTheyVerify_data();
    void weSignAndTheyVerify();
    void weAnswerAsTheyDo();

private:
    CommandResult node(const QString& action, const QString& name, const QJsonObject& input) const;

    QTemporaryDir m_folder;
};

void tst_Sdk::initTestCase()
{
    if (QStandardPaths::findExecutable(u"npm"_s).isEmpty() || QStandardPaths::findExecutable(u"node"_s).isEmpty())
        QSKIP("node and npm are not installed");
    QVERIFY(QFile::copy(QFINDTESTDATA("sdk/counterparts.mjs"), m_folder.filePath(u"counterparts.mjs"_s)));
    QProcess npm;
    npm.setWorkingDirectory(m_folder.path());
    npm.start(
        u"npm"_s, QStringList { u"install"_s, u"--no-audit"_s, u"--no-fund"_s, u"--ignore-scripts"_s } + Packages);
    if (!npm.waitForFinished(InstallMs) || npm.exitCode() != 0)
        QSKIP("the packages cannot be installed from npm here");
}

CommandResult tst_Sdk::node(const QString& action, const QString& name, const QJsonObject& input) const
{
    return runOther(
        u"node"_s, { m_folder.filePath(u"counterparts.mjs"_s), action, name }, QJsonDocument(input).toJson());
}

void tst_Sdk::theySignAndWeVerify_data()
{
    QTest::addColumn<QString>("name");

    for (const char* name :
        { "standard-webhooks", "svix", "stripe", "github", "sanity", "contentful", "twilio", "braintree" })
        QTest::newRow(name) << QString::fromLatin1(name);
}

void tst_Sdk::theySignAndWeVerify()
{
    QFETCH(QString, name);
    const QByteArray secret = keysOf(name).receiver;
    const CommandResult signedBy = node(u"sign"_s, name,
        { { u"secret"_s, QString::fromLatin1(secret) }, { u"method"_s, u"POST"_s },
            { u"url"_s, QString::fromLatin1(Url) }, { u"headers"_s, jsonOf(headersOf(name)) },
            { u"body"_s, QString::fromUtf8(isForm(name) ? FormBody : JsonBody) } });
    QVERIFY2(signedBy.exitCode == 0, signedBy.error.constData());
    const QJsonObject sent = QJsonDocument::fromJson(signedBy.output).object();
    QByteArray head = "POST /hook HTTP/1.1\r\nHost: example.test\r\n";
    for (const auto& [header, value] : headersOf(name))
        head += header + ": " + value + "\r\n";
    const QJsonObject headers = sent[u"headers"_s].toObject();
    for (auto it = headers.begin(); it != headers.end(); ++it) {
        if (it.key() != "content-type"_L1)
            head += it.key().toLatin1() + ": " + it.value().toString().toLatin1() + "\r\n";
    }
    const QByteArray body = sent[u"body"_s].toString().toUtf8();
    QByteArray changed = body;
    changed[body.size() / 2] = body[body.size() / 2] == 'x' ? 'y' : 'x';
    ServeProcess serve;
    QVERIFY(serve.start({ u"--provider"_s, name, u"--secret"_s, name + u'=' + QString::fromLatin1(secret) }));

    for (const bool isGood : { true, false }) {
        const QByteArray& bytes = isGood ? body : changed;
        RawClient client(serve.port());
        QVERIFY(
            client.send(QByteArray(head + "Content-Length: " + QByteArray::number(bytes.size()) + "\r\n\r\n" + bytes)));

        const QJsonObject delivery = serve.readDelivery();

        QCOMPARE(delivery[u"provider"_s].toString(), name);
        const QJsonObject signature = delivery[u"signature"_s].toObject();
        QCOMPARE(signature[u"verdict"_s].toString(), isGood ? u"valid"_s : u"mismatch"_s);
        QCOMPARE(signature[u"body_covered"_s].toBool(), true);
        QVERIFY(signature[u"freshness"_s].toString() != u"stale"_s);
    }
    QCOMPARE(serve.stop(), 0);
}

void tst_Sdk::weSignAndTheyVerify_data()
{
    QTest::addColumn<QString>("name");

    for (const char* name : { "standard-webhooks", "svix", "stripe", "github", "slack", "discord", "sendgrid", "sanity",
             "contentful", "gocardless", "razorpay", "twilio" })
        QTest::newRow(name) << QString::fromLatin1(name);
}

void tst_Sdk::weSignAndTheyVerify()
{
    QFETCH(QString, name);
    const ProfilePtr profile = ProfileCatalog::load({}).find(name.toLatin1());
    QVERIFY(profile);
    const Keys keys = keysOf(name);
    const OutgoingRequest request { "POST", Url, headersOf(name), isForm(name) ? FormBody : JsonBody };

    const auto done = signRequest(profile->schemes.front(), request, keys.sender, {}, now());

    QVERIFY2(done, done ? "" : qPrintable(done.error()));
    for (const bool isGood : { true, false }) {
        const QByteArray body = isGood ? done->body : QByteArray(done->body).replace("evt_1", "evt_2");
        const CommandResult result = node(u"verify"_s, name,
            { { u"secret"_s, QString::fromLatin1(keys.receiver) }, { u"method"_s, u"POST"_s },
                { u"url"_s, QString::fromLatin1(done->url) }, { u"headers"_s, jsonOf(done->headers) },
                { u"body"_s, QString::fromUtf8(body) } });
        QVERIFY2(result.exitCode == (isGood ? 0 : 1), result.error.constData());
    }
}

void tst_Sdk::weAnswerAsTheyDo()
{
    const QByteArray challenge = "20f9f8ed05f77439fe955c977e4c8a53";
    const QByteArray secret = "integration_private_key";
    const CommandResult theirs = node(u"answer"_s, u"braintree"_s,
        { { u"secret"_s, QString::fromLatin1(secret) }, { u"challenge"_s, QString::fromLatin1(challenge) } });
    QVERIFY2(theirs.exitCode == 0, theirs.error.constData());
    const ProfilePtr profile = ProfileCatalog::load({}).find("braintree");
    const Request request = test::requestOf("GET", "/hook?bt_challenge=" + challenge, {}, {});
    const EndpointValues endpoint { {}, { { "public_key", "integration_public_key" } } };
    RequestValues values(request, endpoint);

    const ChallengeReply ours = answerChallenge(
        *profile, *challengeOf(*profile, request, values), request, values, { { u"only"_s, secret } }, now());

    QVERIFY(ours.response);
    QCOMPARE(ours.response->body, theirs.output);
}

} // namespace hookloupe

QTEST_GUILESS_MAIN(hookloupe::tst_Sdk)
#include "tst_sdk.moc"
