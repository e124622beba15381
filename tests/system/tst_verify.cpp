// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/serveprocess.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

namespace hookloupe {

using namespace Qt::StringLiterals;

namespace {

const QByteArray MachnetBody
    = R"({"id":"82646f2c-447a-4214-a6ad-7d43e87d7fc4","event_name":"transaction_processed",)"
      R"("resource_id":"dab8da2c-61ea-42cf-a7c5-223967bebb81","user_id":"ee3aa0ac-8d18-4a7b-adaf-c5cc8a8db62f",)"
      R"("subscription_id":"caec6725-bf0a-4ca4-9f8c-153f4da87259","timestamp":"2024-05-06T07:08:09.120Z"})";
const QByteArray MachnetSignature = "909999889f759e2f72bcf48691b23b141a40d07dfd6eef0a60dccce63a97702b";
const QString MachnetSecret = u"inspector-test-secret-01"_s;

const QByteArray BasiqBody
    = R"({"eventTypeId":"user.created","eventId":"44a85f64-5717-4562-b3fc-2c963f66af44","links":)"
      R"({"event":"https://au-api.basiq.io/events/44a85f64-5717-4562-b3fc-2c963f66af44",)"
      R"("eventEntity":"https://au-api.basiq.io/users/88a85f64-5717-4562-b3fc-2c963f66af88"}})";
const QString BasiqSecret = u"whsec_d2ViaG9vay1pbnNwZWN0b3Ita2V5LTMyLWJ5dGVzISE="_s;
const QByteArray BasiqSignature = "v1,9Bpof7735yPQ3tbUw+WGyzE6sA/QNuqB62nvE06bx1s=";

QByteArray message(const QByteArray& headers, const QByteArray& body)
{
    return "POST /hooks HTTP/1.1\r\nHost: example.test\r\nContent-Type: application/json\r\n" + headers
        + "Content-Length: " + QByteArray::number(body.size()) + "\r\n\r\n" + body;
}

QByteArray machnet(const QByteArray& body = MachnetBody)
{
    return message(
        "x-raas-event: transaction_processed\r\nx-raas-webhook-signature: " + MachnetSignature + "\r\n", body);
}

QByteArray basiq(const QByteArray& signature = BasiqSignature)
{
    return message("webhook-id: msg_2ZzTestVector0001\r\nwebhook-timestamp: 1717171717\r\nwebhook-signature: "
            + signature + "\r\n",
        BasiqBody);
}

} // namespace

/// `hookloupe verify`: what scripts rely on.
class tst_Verify final : public QObject {
    Q_OBJECT

private slots:
    void init();
    void validSignatureIsCode0();
    void jsonHasThePromisedKeysInOrder();
    void mismatchIsCode1AndNamesItsCause();
    void missingSignatureIsCode1();
    void secretComesFromEnvironmentAndFile();
    void severalSecretsMayBeGiven();
    void freshnessIsAConditionOnlyWhenAsked_data();
    void freshnessIsAConditionOnlyWhenAsked();
    void settingsAndUrlAreTaken();
    void standardInputIsRead();
    void lengthEndsTheBody();
    void wrongUsageIsOneLineAndCode2_data();
    void wrongUsageIsOneLineAndCode2();
    void secretsAppearNowhere();

private:
    CommandResult verify(const QByteArray& request, QStringList arguments);
    QString written(const QString& name, const QByteArray& content);

    QTemporaryDir m_folder;
};

void tst_Verify::init()
{
    QTest::failOnWarning(QRegularExpression(u".*"_s));
    QVERIFY(m_folder.isValid());
}

QString tst_Verify::written(const QString& name, const QByteArray& content)
{
    QFile file(m_folder.filePath(name));
    if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
        qFatal("%s cannot be written", qPrintable(file.fileName()));
    return file.fileName();
}

CommandResult tst_Verify::verify(const QByteArray& request, QStringList arguments)
{
    arguments.prepend(u"verify"_s);
    arguments.append(written(u"request.http"_s, request));
    return runProgram(arguments);
}

void tst_Verify::validSignatureIsCode0()
{
    const CommandResult result = verify(machnet(), { u"--provider"_s, u"machnet"_s, u"--secret"_s, MachnetSecret });
    QCOMPARE(result.exitCode, 0);
    QVERIFY2(result.output.startsWith("valid"), result.output.constData());
    QCOMPARE(result.error, QByteArray());
}

void tst_Verify::jsonHasThePromisedKeysInOrder()
{
    const CommandResult result
        = verify(machnet(), { u"--provider"_s, u"machnet"_s, u"--secret"_s, MachnetSecret, u"--json"_s });
    QCOMPARE(result.exitCode, 0);
    const QJsonObject json = QJsonDocument::fromJson(result.output).object();
    qsizetype last = -1;
    for (const char* key : { "verdict", "scheme", "freshness", "body_covered", "reason", "expected", "received",
             "signed_content_base64", "checks" }) {
        const qsizetype at = result.output.indexOf(QByteArray('"' + QByteArray(key) + "\":"));
        QVERIFY2(at > last, key);
        last = at;
    }
    QCOMPARE(json.size(), 9);
    QCOMPARE(json[u"verdict"_s].toString(), u"valid"_s);
    QCOMPARE(json[u"freshness"_s].toString(), u"not-checked"_s);
    QCOMPARE(json[u"body_covered"_s].toBool(), true);
    QCOMPARE(json[u"received"_s].toString().toLatin1(), MachnetSignature);
    QCOMPARE(json[u"expected"_s].toString().toLatin1(), MachnetSignature);
    QCOMPARE(QByteArray::fromBase64(json[u"signed_content_base64"_s].toString().toLatin1()), MachnetBody);
    const QJsonArray checks = json[u"checks"_s].toArray();
    QVERIFY(checks.size() >= 4);
    for (const QJsonValue& check : checks) {
        QVERIFY(check[u"ok"_s].toBool());
        QVERIFY(!check[u"name"_s].toString().isEmpty() && !check[u"detail"_s].toString().isEmpty());
    }
}

void tst_Verify::mismatchIsCode1AndNamesItsCause()
{
    const QByteArray indented = QJsonDocument::fromJson("{\"a\":1}").toJson();
    QVERIFY(indented.contains('\n'));
    QByteArray spread = MachnetBody;
    spread.replace("\",\"", "\",\n  \"").replace("\":", "\": ").replace("{\"", "{\n  \"").replace("\"}", "\"\n}");
    const QStringList arguments { u"--provider"_s, u"machnet"_s, u"--secret"_s, MachnetSecret, u"--json"_s };
    const CommandResult result = verify(machnet(spread), arguments);
    QCOMPARE(result.exitCode, 1);
    const QJsonObject json = QJsonDocument::fromJson(result.output).object();
    QCOMPARE(json[u"verdict"_s].toString(), u"mismatch"_s);
    QCOMPARE(json[u"reason"_s].toString(), u"body-reindented"_s);
    const CommandResult corrupt = verify(machnet(QByteArray(MachnetBody).replace("82646", "82647")), arguments);
    QCOMPARE(corrupt.exitCode, 1);
    QCOMPARE(QJsonDocument::fromJson(corrupt.output)[u"reason"_s].toString(), QString());
}

void tst_Verify::missingSignatureIsCode1()
{
    const CommandResult result = verify(
        message({}, MachnetBody), { u"--provider"_s, u"machnet"_s, u"--secret"_s, MachnetSecret, u"--json"_s });
    QCOMPARE(result.exitCode, 1);
    QCOMPARE(QJsonDocument::fromJson(result.output)[u"verdict"_s].toString(), u"missing"_s);
}

void tst_Verify::secretComesFromEnvironmentAndFile()
{
    qputenv("HOOKLOUPE_TEST_SECRET", MachnetSecret.toLatin1());
    QCOMPARE(
        verify(machnet(), { u"--provider"_s, u"machnet"_s, u"--secret"_s, u"env:HOOKLOUPE_TEST_SECRET"_s }).exitCode,
        0);
    qunsetenv("HOOKLOUPE_TEST_SECRET");
    for (const char* end : { "", "\n", "\r\n" }) {
        const QString file = u"file:"_s + written(u"secret"_s, MachnetSecret.toLatin1() + end);
        QCOMPARE(verify(machnet(), { u"--provider"_s, u"machnet"_s, u"--secret"_s, file }).exitCode, 0);
    }
}

void tst_Verify::severalSecretsMayBeGiven()
{
    const CommandResult result
        = verify(machnet(), { u"--secret"_s, u"old"_s, u"--secret"_s, MachnetSecret, u"--provider"_s, u"machnet"_s });
    QCOMPARE(result.exitCode, 0);
}

void tst_Verify::freshnessIsAConditionOnlyWhenAsked_data()
{
    QTest::addColumn<QString>("at");
    QTest::addColumn<bool>("isAsked");
    QTest::addColumn<QString>("freshness");
    QTest::addColumn<int>("exitCode");
    QTest::newRow("at the limit") << u"2024-05-31T16:13:37Z"_s << true << u"fresh"_s << 0;
    QTest::newRow("beyond the limit") << u"2024-05-31T16:13:38Z"_s << true << u"stale"_s << 1;
    QTest::newRow("in seconds") << u"1717171717"_s << true << u"fresh"_s << 0;
    QTest::newRow("from the future") << u"1717171416"_s << true << u"stale"_s << 1;
    QTest::newRow("not asked") << u"2030-01-01T00:00:00Z"_s << false << u"stale"_s << 0;
}

void tst_Verify::freshnessIsAConditionOnlyWhenAsked()
{
    QFETCH(QString, at);
    QFETCH(bool, isAsked);
    QFETCH(QString, freshness);
    QFETCH(int, exitCode);
    QStringList arguments { u"--provider"_s, u"basiq"_s, u"--secret"_s, BasiqSecret, u"--at"_s, at, u"--json"_s };
    if (isAsked)
        arguments.append(u"--require-fresh"_s);
    const CommandResult result = verify(basiq(), arguments);
    QCOMPARE(QJsonDocument::fromJson(result.output)[u"verdict"_s].toString(), u"valid"_s);
    QCOMPARE(QJsonDocument::fromJson(result.output)[u"freshness"_s].toString(), freshness);
    QCOMPARE(result.exitCode, exitCode);
}

void tst_Verify::settingsAndUrlAreTaken()
{
    // The SDK's own vector: the URL is signed.
    const QByteArray request = "POST /myapp.php?foo=1&bar=2 HTTP/1.1\r\nHost: localhost:8787\r\n"
                               "Content-Type: application/x-www-form-urlencoded\r\n"
                               "X-Twilio-Signature: RSOYDt4T1cUTdK1PDd93/VVr8B8=\r\n\r\n"
                               "CallSid=CA1234567890ABCDE&Digits=1234&From=%2B14158675309&To=%2B18005551212"
                               "&Caller=%2B14158675309";
    const QStringList arguments { u"--provider"_s, u"twilio"_s, u"--secret"_s, u"12345"_s };
    QCOMPARE(verify(request, arguments).exitCode, 1);
    QCOMPARE(verify(request, arguments + QStringList { u"--url"_s, u"https://mycompany.com/myapp.php?foo=1&bar=2"_s })
                 .exitCode,
        0);
    const QByteArray ably
        = message("X-Ably-Key: app.k\r\nX-Ably-Signature: bR/EbH4ScxNgIJ8dXbwbvMaH+/ZDbvCtzkUn63kxLD8=\r\n",
            R"({"id":"evt_1","type":"thing.created","data":{"id":"obj_1"}})");
    const QStringList keyed { u"--provider"_s, u"ably"_s, u"--secret"_s, u"keyvalue"_s, u"--param"_s };
    QCOMPARE(verify(ably, keyed + QStringList { u"key=app.k"_s }).exitCode, 0);
    QCOMPARE(verify(ably, keyed + QStringList { u"key=app.other"_s }).exitCode, 1);
}

void tst_Verify::standardInputIsRead()
{
    const CommandResult result = runOther(
        programPath(), { u"verify"_s, u"--provider"_s, u"machnet"_s, u"--secret"_s, MachnetSecret, u"-"_s }, machnet());
    QCOMPARE(result.exitCode, 0);
}

void tst_Verify::lengthEndsTheBody()
{
    const QStringList arguments { u"--provider"_s, u"machnet"_s, u"--secret"_s, MachnetSecret };
    QCOMPARE(verify(machnet() + '\n', arguments).exitCode, 0);
    QByteArray bare = machnet();
    bare.replace("Content-Length: 280\r\n", "");
    QCOMPARE(verify(bare, arguments).exitCode, 0);
    QCOMPARE(verify(bare.replace("\r\n", "\n"), arguments).exitCode, 0);
    const CommandResult cut = verify(machnet().chopped(5), arguments);
    QCOMPARE(cut.exitCode, 1);
    QVERIFY(cut.output.contains("body-truncated"));
}

void tst_Verify::wrongUsageIsOneLineAndCode2_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QByteArray>("message");
    const QString good = written(u"good.http"_s, machnet());
    const QString bad = written(u"bad.http"_s, "hello\n");
    const QString head = written(u"head.http"_s, "POST / HTTP/1.1\r\nHost: a\r\n");
    const QStringList machnetOnly { u"--provider"_s, u"machnet"_s };
    const auto add = [](const char* name, const QStringList& arguments, const char* message) {
        QTest::newRow(name) << arguments << QByteArray(message);
    };
    add("no secret", machnetOnly + QStringList { good }, "--secret");
    add("no file", machnetOnly + QStringList { u"--secret"_s, u"a"_s }, "file");
    add("unknown provider", { u"--provider"_s, u"nobody"_s, u"--secret"_s, u"a"_s, good }, "nobody");
    add("file that is not there", machnetOnly + QStringList { u"--secret"_s, u"a"_s, u"/nowhere/x"_s }, "/nowhere/x");
    add("no HTTP", machnetOnly + QStringList { u"--secret"_s, u"a"_s, bad }, "no HTTP request message");
    add("no end of headers", machnetOnly + QStringList { u"--secret"_s, u"a"_s, head }, "empty line");
    add("variable that is not set", machnetOnly + QStringList { u"--secret"_s, u"env:NOT_SET_AT_ALL"_s, good },
        "NOT_SET");
    add("secret file that is not there", machnetOnly + QStringList { u"--secret"_s, u"file:/nowhere"_s, good },
        "/nowhere");
    add("keychain", machnetOnly + QStringList { u"--secret"_s, u"keychain:a"_s, good }, "env:NAME");
    add("time", machnetOnly + QStringList { u"--secret"_s, u"a"_s, u"--at"_s, u"soon"_s, good }, "--at soon");
    add("setting", machnetOnly + QStringList { u"--secret"_s, u"a"_s, u"--param"_s, u"x"_s, good }, "NAME=VALUE");
    add("URL", machnetOnly + QStringList { u"--secret"_s, u"a"_s, u"--url"_s, u"/x"_s, good }, "--url /x");
}

void tst_Verify::wrongUsageIsOneLineAndCode2()
{
    QFETCH(QStringList, arguments);
    QFETCH(QByteArray, message);
    arguments.prepend(u"verify"_s);
    const CommandResult result = runProgram(arguments);
    QCOMPARE(result.exitCode, 2);
    QCOMPARE(result.output, QByteArray());
    QCOMPARE(result.error.count('\n'), 1);
    QVERIFY2(result.error.contains(message), result.error.constData());
}

void tst_Verify::secretsAppearNowhere()
{
    const QByteArray token = message("X-Gitlab-Token: hunter2hunter2\r\nX-Gitlab-Event: Push Hook\r\n", "{}");
    const QByteArray basic
        = message("Authorization: Basic " + QByteArray("u:hunter2hunter2").toBase64() + "\r\n", "{}");
    for (const bool isJson : { false, true }) {
        QStringList arguments { u"--provider"_s, u"gitlab"_s, u"--secret"_s, u"hunter2hunter2"_s };
        QStringList pair { u"--provider"_s, u"postmark"_s, u"--secret"_s, u"u:hunter2hunter2"_s };
        if (isJson) {
            arguments.append(u"--json"_s);
            pair.append(u"--json"_s);
        }
        for (const CommandResult& result : { verify(token, arguments), verify(basic, pair) }) {
            QCOMPARE(result.exitCode, 0);
            QVERIFY(!result.output.contains("hunter2") && !result.error.contains("hunter2"));
            QVERIFY(!result.output.contains(QByteArray("u:hunter2hunter2").toBase64()));
        }
    }
}

} // namespace hookloupe

QTEST_GUILESS_MAIN(hookloupe::tst_Verify)
#include "tst_verify.moc"
