// SPDX-License-Identifier: GPL-3.0-or-later
#include "profile/profilecatalog.h"
#include "signature/signer.h"
#include "support/rawclient.h"
#include "support/serveprocess.h"

#include <QDateTime>
#include <QJsonDocument>
#include <QRegularExpression>
#include <QTest>

#include <algorithm>

namespace hookloupe {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

const QByteArray Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const QByteArray MachnetSecret = "machnet-secret-51c0";

QByteArray messageOf(const OutgoingRequest& request, const QByteArray& target)
{
    QByteArray text = "POST " + target + " HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\nContent-Length: "
        + QByteArray::number(request.body.size()) + "\r\n";
    for (const auto& [name, value] : request.headers)
        text += name + ": " + value + "\r\n";
    return text + "\r\n" + request.body;
}

/// What a provider sends: signed for real, each attempt at its time.
class Sender {
public:
    Sender(const char* profile, const QByteArray& secret)
        : m_profile(ProfileCatalog::load({}).find(profile))
        , m_secret(secret)
    {
    }

    QByteArray signedAt(
        SystemTime at, const QByteArray& body, const HeaderList& headers, const QByteArray& target) const
    {
        const OutgoingRequest request { "POST", "http://h" + target, headers, body };
        const auto done = signRequest(m_profile->schemes.front(), request, m_secret, {}, at);
        return done ? messageOf(*done, target) : QByteArray();
    }

private:
    ProfilePtr m_profile;
    QByteArray m_secret;
};

/// JSON with its quotes, which are single ones here.
QByteArray quoted(QByteArray json)
{
    return json.replace('\'', '"');
}

/// One attempt of Basiq: the same id and body, a signing time of its own.
QByteArray basiqAttempt(const QByteArray& id, int attempt)
{
    static const Sender sender("basiq", Secret);
    static const SystemTime begin = now();
    return sender.signedAt(begin + attempt * 1s,
        quoted("{'eventTypeId':'user.created','eventId':'" + id
            + "','links':{'event':'https://au-api.basiq.io/events/1',"
              "'eventEntity':'https://au-api.basiq.io/users/2'}}"),
        { { "webhook-id", "msg_" + id } }, "/basiq");
}

QByteArray machnetAttempt(const QByteArray& id, const QByteArray& secret = MachnetSecret)
{
    return Sender("machnet", secret)
        .signedAt(now(),
            quoted("{'id':'" + id
                + "','event_name':'transaction_processed','resource_id':'r1','user_id':'u1','subscription_id':'s1',"
                  "'timestamp':'2024-05-06T07:08:09.120Z'}"),
            { { "x-raas-event", "transaction_processed" } }, "/machnet");
}

QByteArray redeamEvent(const QByteArray& token, qint64 time)
{
    const QByteArray body
        = quoted("{'supplierID':'s1','productID':'p1','operation':'updated','signature':{'sum':'0','timestamp':"
            + QByteArray::number(time) + ",'token':'" + token + "'}}");
    return messageOf({ "POST", {}, {}, body }, "/redeam/channelbinding");
}

QByteArray plain(const QByteArray& body)
{
    return messageOf({ "POST", {}, {}, body }, "/plain");
}

/// "1.2 retry", with the reaction behind it.
QString placeOf(const QJsonObject& line)
{
    const QJsonObject message = line["message"_L1].toObject();
    return u"%1.%2 %3%4%5; %6"_s.arg(message["group"_L1].toInteger())
        .arg(message["attempt"_L1].toInt())
        .arg(message["kind"_L1].toString(), message["probable"_L1].toBool() ? u" probable"_s : QString(),
            message["stale"_L1].toBool() ? u" stale"_s : QString(), line["reaction"_L1]["kind"_L1].toString());
}

std::vector<QJsonObject> objectsOf(const QByteArray& lines)
{
    std::vector<QJsonObject> objects;
    for (const QByteArray& line : lines.split('\n')) {
        const QJsonObject object = QJsonDocument::fromJson(line).object();
        if (object["type"_L1] == "delivery"_L1)
            objects.push_back(object);
    }
    return objects;
}

QByteArray idsOf(const std::vector<QJsonObject>& lines)
{
    QByteArray ids;
    for (const QJsonObject& line : lines)
        ids += ' ' + QByteArray::number(line["id"_L1].toInteger());
    return ids;
}

} // namespace

/// Messages and their attempts, as `serve` and `sessions` tell them.
class tst_Messages final : public QObject {
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void attemptsAreToldAsTheyCome();
    void aSessionThatIsOpenedAgainGoesOn();
    void conflictsAreAskedForAgain();
    void anUnknownSendersRequestsAreProbablyOneMessage();
    void theSequenceIsMetByEachMessage();
    void filtersKnowAboutMessages_data();
    void filtersKnowAboutMessages();
    void theSignatureOfTheAttemptBeforeIsNamed();

private:
    QStringList secrets() const
    {
        return { u"--secret"_s, u"basiq="_s + QString::fromLatin1(Secret), u"--secret"_s,
            u"machnet="_s + QString::fromLatin1(MachnetSecret) };
    }
};

void tst_Messages::attemptsAreToldAsTheyCome()
{
    ServeProcess server;
    QVERIFY(server.start(secrets() + QStringList { u"--respond"_s, u"503x2,200"_s }));
    const QStringList places { u"1.1 first; retry"_s, u"1.2 retry; retry"_s, u"1.3 retry; acknowledged"_s };
    const QStringList texts { u"Basiq: sends again in 5 s, attempt 2 of 8 (documented)"_s,
        u"Basiq: sends again in 5 min, attempt 3 of 8 (documented)"_s, u"Basiq: takes it as delivered"_s };
    for (int i = 0; i < 3; ++i) {
        QCOMPARE(ask(server.port(), basiqAttempt("e1", i)).status, i < 2 ? 503 : 200);
        const QJsonObject line = server.readDelivery();
        QCOMPARE(placeOf(line), places[i]);
        QCOMPARE(line["signature"_L1]["verdict"_L1].toString(), u"valid");
        QCOMPARE(line["reaction"_L1]["text"_L1].toString(), texts[i]);
        const QDateTime received = QDateTime::fromString(line["received_at"_L1].toString(), Qt::ISODateWithMs);
        const QJsonValue next = line["reaction"_L1]["next_attempt_at"_L1];
        if (i == 2)
            QVERIFY(next.isNull());
        else
            QCOMPARE(
                received.msecsTo(QDateTime::fromString(next.toString(), Qt::ISODateWithMs)), i == 0 ? 5'000 : 300'000);
    }
    QCOMPARE(server.stop(), 0);

    const CommandResult told
        = runProgram({ u"sessions"_s, u"show"_s, u"--session"_s, server.sessionFile(), u"--messages"_s });
    QCOMPARE(told.exitCode, 0);
    const QByteArrayList lines = told.output.trimmed().split('\n');
    QCOMPARE(lines.size(), 4);
    QVERIFY2(lines[0].startsWith("message #1  Basiq  3 attempts in ") && lines[0].endsWith(": acknowledged"),
        lines[0].constData());
    QVERIFY2(lines[1].contains("  attempt 1  first  503  Basiq: sends again in 5 s"), lines[1].constData());
    QVERIFY2(lines[2].contains("  attempt 2  retry  503  after ") && lines[2].contains(", early (5 s)  Basiq: "),
        lines[2].constData());
    QVERIFY2(lines[3].contains(", early (5 min)  Basiq: takes it as delivered"), lines[3].constData());

    const CommandResult one = runProgram(
        { u"sessions"_s, u"show"_s, u"--session"_s, server.sessionFile(), u"--messages"_s, u"--id"_s, u"2"_s });
    QCOMPARE(one.output, told.output);
    const CommandResult whole
        = runProgram({ u"sessions"_s, u"show"_s, u"--session"_s, server.sessionFile(), u"--id"_s, u"2"_s });
    QVERIFY2(whole.output.contains("\nmessage     #1, attempt 2, retry\nschedule    after "), whole.output.constData());
    QCOMPARE(
        runProgram({ u"sessions"_s, u"show"_s, u"--session"_s, server.sessionFile(), u"--messages"_s, u"--json"_s })
            .exitCode,
        2);
}

void tst_Messages::aSessionThatIsOpenedAgainGoesOn()
{
    QTemporaryDir folder;
    const QString session = folder.filePath(u"one.hookloupe"_s);
    QByteArray lines;
    for (int i = 0; i < 3; ++i) {
        ServeProcess server;
        QVERIFY(server.start(secrets()
            + QStringList {
                u"--session"_s, session, u"--respond"_s, i < 2 ? u"503"_s : u"200"_s, u"--count"_s, u"1"_s }));
        ask(server.port(), basiqAttempt("e2", i));
        QCOMPARE(server.waitForExit(), 0);
        lines += server.remainingOutput();
    }
    const std::vector<QJsonObject> told = objectsOf(lines);
    QCOMPARE(told.size(), std::size_t(3));
    QCOMPARE(placeOf(told[0]), u"1.1 first; retry");
    QCOMPARE(placeOf(told[1]), u"1.2 retry; retry");
    QCOMPARE(placeOf(told[2]), u"1.3 retry; acknowledged");
    const CommandResult shown = runProgram({ u"sessions"_s, u"show"_s, u"--session"_s, session, u"--json"_s });
    QCOMPARE(objectsOf(shown.output), told);
}

void tst_Messages::conflictsAreAskedForAgain()
{
    ServeProcess server;
    QVERIFY(server.start(secrets() + QStringList { u"--respond"_s, u"409,200"_s, u"--format"_s, u"text"_s }));
    const auto lineOf = [&](const QByteArray& request) {
        ask(server.port(), request);
        return server.readLine();
    };
    const QByteArray first = lineOf(machnetAttempt("a1"));
    QVERIFY2(first.contains("  signature valid  -> retry in 60 min\n"), first.constData());
    const QByteArray second = lineOf(machnetAttempt("a1"));
    QVERIFY2(second.contains("  retry of #1, attempt 2  -> acknowledged\n"), second.constData());
    const QByteArray third = lineOf(machnetAttempt("a1"));
    QVERIFY2(third.contains("  duplicate of #1, attempt 3  -> acknowledged\n"), third.constData());
}

void tst_Messages::anUnknownSendersRequestsAreProbablyOneMessage()
{
    ServeProcess server;
    QVERIFY(server.start({ u"--respond"_s, u"503,200"_s }));
    const QStringList places { u"1.1 first; unknown"_s, u"1.2 retry probable; acknowledged"_s,
        u"1.3 duplicate probable; acknowledged"_s };
    for (const QString& place : places) {
        ask(server.port(), plain("hello"));
        const QJsonObject line = server.readDelivery();
        QCOMPARE(placeOf(line), place);
        QCOMPARE(line["reaction"_L1]["assumed"_L1].toBool(), place != places.front());
    }
    ask(server.port(), plain("other"));
    QCOMPARE(placeOf(server.readDelivery()), u"4.1 first; unknown");
}

void tst_Messages::theSequenceIsMetByEachMessage()
{
    ServeProcess server;
    QVERIFY(server.start(secrets() + QStringList { u"--respond"_s, u"503x2,200"_s }));
    for (const int status : { 503, 503, 200, 200 }) {
        static int attempt = 0;
        ++attempt;
        QCOMPARE(ask(server.port(), basiqAttempt("f1", attempt)).status, status);
        QCOMPARE(ask(server.port(), basiqAttempt("f2", attempt)).status, status);
        QCOMPARE(ask(server.port(), plain("")).status, status);
    }
}

void tst_Messages::filtersKnowAboutMessages_data()
{
    QTest::addColumn<QString>("filter");
    QTest::addColumn<QByteArray>("ids");
    QTest::newRow("retries") << u"kind:retry"_s << QByteArray(" 2");
    QTest::newRow("the same word") << u"is:retry"_s << QByteArray(" 2");
    QTest::newRow("duplicates") << u"is:duplicate"_s << QByteArray(" 3");
    QTest::newRow("stale") << u"is:stale"_s << QByteArray(" 5");
    QTest::newRow("first ones that are not stale") << u"kind:first -is:stale"_s << QByteArray(" 1 4 6");
    QTest::newRow("either") << u"is:stale or is:duplicate"_s << QByteArray(" 3 5");
}

void tst_Messages::filtersKnowAboutMessages()
{
    QFETCH(QString, filter);
    QFETCH(QByteArray, ids);
    ServeProcess server;
    QVERIFY(server.start({ u"--respond"_s, u"503,200"_s, u"--where"_s, filter }));
    for (const QByteArray& request : { plain("a"), plain("a"), plain("a"), redeamEvent("t1", 1'767'225'700),
             redeamEvent("t2", 1'767'225'600), plain("b") })
        ask(server.port(), request);
    QCOMPARE(server.stop(), 0);
    QCOMPARE(idsOf(objectsOf(server.remainingOutput())), ids);
    const CommandResult exported = runProgram({ u"sessions"_s, u"export"_s, u"--session"_s, server.sessionFile(),
        u"--format"_s, u"ndjson"_s, u"--where"_s, filter });
    QCOMPARE(exported.exitCode, 0);
    QCOMPARE(idsOf(objectsOf(exported.output)), ids);
}

/// A sender that keeps its signature and takes a new time; and one whose secret is another, which is not that.
void tst_Messages::theSignatureOfTheAttemptBeforeIsNamed()
{
    ServeProcess server;
    QVERIFY(server.start(secrets() + QStringList { u"--respond"_s, u"503"_s }));
    const QByteArray first = basiqAttempt("e3", 0);
    static const QRegularExpression time(u"webhook-timestamp: (\\d+)"_s);
    const QByteArray old = time.match(QString::fromLatin1(first)).captured(1).toLatin1();
    QByteArray second = first;
    second.replace(old, QByteArray::number(old.toLongLong() + 5));
    ask(server.port(), first);
    QCOMPARE(server.readDelivery()["signature"_L1]["verdict"_L1].toString(), u"valid");
    ask(server.port(), second);
    const QJsonObject kept = server.readDelivery();
    QCOMPARE(kept["signature"_L1]["verdict"_L1].toString(), u"mismatch");
    QCOMPARE(kept["signature"_L1]["reason"_L1].toString(), u"previous-signature");

    const QByteArray wrong = machnetAttempt("w1", "another-secret-0f6b");
    for (int i = 0; i < 2; ++i) {
        ask(server.port(), wrong);
        const QJsonObject line = server.readDelivery();
        QCOMPARE(line["signature"_L1]["verdict"_L1].toString(), u"mismatch");
        QCOMPARE(line["signature"_L1]["reason"_L1].toString(), u"");
    }
}

} // namespace hookloupe

QTEST_GUILESS_MAIN(hookloupe::tst_Messages)
#include "tst_messages.moc"
