// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/rawclient.h"
#include "support/serveprocess.h"

#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <QTest>

using namespace Qt::StringLiterals;

namespace hookloupe {

namespace {

// https://docs.github.com/en/webhooks/using-webhooks/validating-webhook-deliveries
const QByteArray Secret = "It's a Secret to Everybody";
const QByteArray Signature = "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17";
const QByteArray OtherSecret = "another-Secret-0f6b2d";
const QByteArray SecretInFile = "Secret-in-a-File-77aa41";

QByteArray push(const QByteArray& id, const QByteArray& signature)
{
    QByteArray message = "POST /hooks HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\n"
                         "X-GitHub-Event: push\r\nX-GitHub-Delivery: "
        + id + "\r\n";
    if (!signature.isEmpty())
        message += "X-Hub-Signature-256: " + signature + "\r\n";
    return message + "Content-Length: 13\r\n\r\nHello, World!";
}

std::vector<QJsonObject> objectsOf(const QByteArray& lines)
{
    std::vector<QJsonObject> objects;
    for (const QByteArray& line : lines.split('\n')) {
        if (!line.isEmpty())
            objects.push_back(QJsonDocument::fromJson(line).object());
    }
    return objects;
}

bool holdsSecret(const QByteArray& bytes)
{
    const QByteArrayList secrets { Secret, OtherSecret, SecretInFile };
    return std::any_of(secrets.begin(), secrets.end(), [&](const QByteArray& secret) {
        return bytes.contains(secret) || bytes.contains(secret.toBase64()) || bytes.contains(secret.toHex());
    });
}

} // namespace

/// What `serve` finds out with a provider and secrets, and what `sessions` then tells of it.
class tst_CapturedFacts final : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void linesTellOfThem();
    void showTellsOfThem();
    void listCountsThem();
    void exportTellsOfWhatMatches_data();
    void exportTellsOfWhatMatches();
    void noSecretIsKept();

private:
    CommandResult sessions(const QStringList& arguments);

    ServeProcess m_server;
    QString m_session;
    QString m_data; ///< the user's data folder
    QByteArray m_printed; ///< by all the commands
    std::vector<QJsonObject> m_lines;
};

CommandResult tst_CapturedFacts::sessions(const QStringList& arguments)
{
    CommandResult result = runProgram(QStringList(u"sessions"_s) + arguments, m_data);
    m_printed += result.output + result.error;
    return result;
}

void tst_CapturedFacts::initTestCase()
{
    m_data = m_server.folder() + u"/data"_s;
    const QString folder = m_data + u"/hookloupe/sessions"_s;
    QVERIFY(QDir().mkpath(folder));
    m_session = folder + u"/facts.hookloupe"_s;
    QTemporaryDir elsewhere;
    QFile file(elsewhere.filePath(u"secret"_s));
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write(SecretInFile) > 0);
    file.close();

    const auto given = [](const QByteArray& secret) -> QString { return u"github="_s + QString::fromUtf8(secret); };
    QVERIFY(m_server.start({ u"--session"_s, m_session, u"--provider"_s, u"github"_s, u"--secret"_s, given(OtherSecret),
        u"--secret"_s, given(Secret), u"--secret"_s, u"github=file:"_s + file.fileName() }));
    for (const QByteArray& message :
        { push("aaaa-1", Signature), push("aaaa-2", "sha256=" + QByteArray(64, '0')), push("aaaa-3", {}) }) {
        QCOMPARE(ask(m_server.port(), message).status, 200);
        const QByteArray line = m_server.readLine();
        m_printed += line;
        for (const QJsonObject& object : objectsOf(line)) {
            if (object["type"_L1] == "delivery"_L1)
                m_lines.push_back(object);
        }
    }
    while (m_lines.size() < 3) {
        const QByteArray line = m_server.readLine();
        QVERIFY(!line.isEmpty());
        m_printed += line;
        m_lines.push_back(QJsonDocument::fromJson(line).object());
    }
    QCOMPARE(m_server.stop(), 0);
    m_printed += m_server.errorText() + m_server.remainingOutput();
}

void tst_CapturedFacts::linesTellOfThem()
{
    const QByteArrayList verdicts { "valid", "mismatch", "missing" };
    for (qsizetype i = 0; i < verdicts.size(); ++i) {
        const QJsonObject& line = m_lines.at(static_cast<std::size_t>(i));
        QCOMPARE(line["id"_L1].toInt(), int(i) + 1);
        QCOMPARE(line["provider"_L1].toString(), u"github");
        QCOMPARE(line["event_type"_L1].toString(), u"push");
        QCOMPARE(line["message_id"_L1].toString(), QString(u"aaaa-%1"_s.arg(i + 1)));
        QCOMPARE(line["signature"_L1]["verdict"_L1].toString().toLatin1(), verdicts.at(i));
    }
}

void tst_CapturedFacts::showTellsOfThem()
{
    const CommandResult all = sessions({ u"show"_s, u"--session"_s, m_session });
    QCOMPARE(all.exitCode, 0);
    const QByteArrayList lines = all.output.trimmed().split('\n');
    QCOMPARE(lines.size(), 3);
    QVERIFY(lines[0].contains("  github push  signature valid"));
    QVERIFY(lines[1].contains("  github push  signature mismatch"));
    QVERIFY(lines[2].contains("  github push  signature missing"));

    const QByteArray one = sessions({ u"show"_s, u"--session"_s, m_session, u"--id"_s, u"1"_s }).output;
    QVERIFY2(one.contains("\nprovider    github (as its endpoint says)\n"), one.constData());
    QVERIFY(one.contains("\nevent type  push\n"));
    QVERIFY(one.contains("\nevent id    aaaa-1\n"));
    QVERIFY(one.contains("\nsignature   valid, body covered"));

    const CommandResult json = sessions({ u"show"_s, u"--session"_s, m_session, u"--json"_s });
    QCOMPARE(objectsOf(json.output), m_lines);
}

void tst_CapturedFacts::listCountsThem()
{
    const QByteArray json = sessions({ u"list"_s, u"--json"_s }).output;
    const QJsonArray files = QJsonDocument::fromJson(json).array();
    QCOMPARE(files.size(), 1);
    QCOMPARE(files[0]["file"_L1].toString(), m_session);
    QCOMPARE(files[0]["deliveries"_L1].toInt(), 3);
}

void tst_CapturedFacts::exportTellsOfWhatMatches_data()
{
    QTest::addColumn<QString>("filter");
    QTest::addColumn<QByteArray>("ids");
    QTest::newRow("all") << QString() << QByteArray(" 1 2 3");
    QTest::newRow("valid") << u"sig:valid"_s << QByteArray(" 1");
    QTest::newRow("not valid") << u"-sig:valid"_s << QByteArray(" 2 3");
    QTest::newRow("mismatch") << u"sig:mismatch"_s << QByteArray(" 2");
    QTest::newRow("provider and verdict") << u"provider:github sig:missing"_s << QByteArray(" 3");
    QTest::newRow("another provider") << u"provider:stripe"_s << QByteArray();
}

void tst_CapturedFacts::exportTellsOfWhatMatches()
{
    QFETCH(QString, filter);
    QFETCH(QByteArray, ids);
    QStringList arguments { u"export"_s, u"--session"_s, m_session, u"--format"_s, u"ndjson"_s };
    if (!filter.isEmpty())
        arguments += { u"--where"_s, filter };
    const CommandResult result = sessions(arguments);
    QCOMPARE(result.exitCode, 0);
    QByteArray found;
    for (const QJsonObject& object : objectsOf(result.output)) {
        found += ' ' + QByteArray::number(object["id"_L1].toInt());
        QCOMPARE(object, m_lines.at(static_cast<std::size_t>(object["id"_L1].toInt()) - 1));
    }
    QCOMPARE(found, ids);
}

/// The last of the tests: what they printed counts.
void tst_CapturedFacts::noSecretIsKept()
{
    QVERIFY(m_printed.contains("aaaa-3"));
    QVERIFY(!holdsSecret(m_printed));
    int files = 0;
    QDirIterator below(m_server.folder(), QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
    while (below.hasNext()) {
        QFile file(below.next());
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray bytes = file.readAll();
        QVERIFY2(!holdsSecret(bytes), qPrintable(file.fileName()));
        files += bytes.contains("aaaa-3") ? 1 : 0;
    }
    QVERIFY(files > 0);
}

} // namespace hookloupe

QTEST_GUILESS_MAIN(hookloupe::tst_CapturedFacts)
#include "tst_capturedfacts.moc"
