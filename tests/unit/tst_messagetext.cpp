// SPDX-License-Identifier: GPL-3.0-or-later
#include "exchange/messagetext.h"
#include "exchange/ndjson.h"
#include "exchange/textline.h"
#include "support/attempts.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <QTest>

#include <algorithm>

using namespace hookloupe;
using namespace hookloupe::test;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

/// When the stories are told.
const SystemTime At = historyBegin() + 2min;

AttemptFacts factsOf(MessageKind kind, ReactionKind reaction)
{
    AttemptFacts facts;
    facts.message.message = { 4 };
    facts.message.attempt = kind == MessageKind::First ? 1 : 3;
    facts.message.kind = kind;
    facts.reaction.kind = reaction;
    facts.reaction.attempt = facts.message.attempt;
    facts.provider = u"Acme"_s;
    return facts;
}

Delivery deliveryWith(AttemptFacts facts)
{
    Delivery delivery;
    delivery.id = { 7 };
    delivery.response = answerWith(503);
    delivery.attempt = std::make_shared<const AttemptFacts>(std::move(facts));
    return delivery;
}

/// What the text line says of the attempt.
QByteArray lineEnd(const AttemptFacts& facts)
{
    const QByteArray line = toTextLine(deliveryWith(facts));
    return line.sliced(line.indexOf("  0 B") + 5);
}

bool isPlain(const QByteArray& text)
{
    return std::all_of(text.begin(), text.end(), [](char c) { return c == '\n' || (c >= 0x20 && c < 0x7f); });
}

} // namespace

/// What is printed and exported of messages and attempts.
class tst_MessageText : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { m_catalog = std::make_shared<const ProfileCatalog>(ProfileCatalog::load({})); }
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void theLineTellsWhatIsWorthAWord_data();
    void theLineTellsWhatIsWorthAWord();
    void ndjsonTellsEverything();
    void aStoryIsToldLineByLine();
    void aChallengeIsNoMessage();
    void longStoriesSayWhatIsLeftOut();
    void staleOnesNameTheNewer();
    void nothingReachesTheTerminal();

private:
    std::shared_ptr<const ProfileCatalog> m_catalog;
};

void tst_MessageText::theLineTellsWhatIsWorthAWord_data()
{
    QTest::addColumn<std::shared_ptr<AttemptFacts>>("facts");
    QTest::addColumn<QByteArray>("end");
    const auto row = [](const char* name, const AttemptFacts& facts, const char* end) {
        QTest::newRow(name) << std::make_shared<AttemptFacts>(facts) << QByteArray(end);
    };
    AttemptFacts facts = factsOf(MessageKind::First, ReactionKind::Unknown);
    row("a first one of which nothing is known", facts, "");
    facts.message.order = EventOrder { { 2 }, -1s, 1s };
    row("stale", facts, "  stale event");
    facts = factsOf(MessageKind::Retry, ReactionKind::Retry);
    facts.reaction.wait = 90min;
    row("a retry", facts, "  retry of #4, attempt 3  -> retry in 90 min");
    facts.message.isProbable = true;
    facts.reaction.wait.reset();
    row("a probable one, and nobody says when", facts, "  retry of #4, attempt 3 (probably)  -> retry");
    facts.message.order = EventOrder { { 2 }, -1s, 1s };
    row("a stale one", facts, "  retry of #4, attempt 3 (probably), stale event  -> retry");
    row("duplicate", factsOf(MessageKind::Duplicate, ReactionKind::Acknowledged),
        "  duplicate of #4, attempt 3  -> acknowledged");
    row("replay", factsOf(MessageKind::Replay, ReactionKind::Failed), "  replay of #4, attempt 3  -> failed");
    row("paused", factsOf(MessageKind::First, ReactionKind::Paused), "  -> paused");
    row("disabled", factsOf(MessageKind::First, ReactionKind::Disabled), "  -> disabled");
    facts = factsOf(MessageKind::First, ReactionKind::Acknowledged);
    facts.isEvent = false;
    row("a challenge", facts, "");
}

void tst_MessageText::theLineTellsWhatIsWorthAWord()
{
    QFETCH(std::shared_ptr<AttemptFacts>, facts);
    QFETCH(QByteArray, end);
    QCOMPARE(lineEnd(*facts), end);
}

void tst_MessageText::ndjsonTellsEverything()
{
    AttemptFacts facts = factsOf(MessageKind::Retry, ReactionKind::Retry);
    facts.message.isProbable = true;
    facts.message.order = EventOrder { { 2 }, -1s, 1s };
    facts.reaction.wait = 60s;
    facts.reaction.isWaitAssumed = true;
    facts.reaction.next = NextAttempt { historyBegin() + 60s, historyBegin() + 70s, true };
    const QJsonObject line = QJsonDocument::fromJson(toNdjson(deliveryWith(facts))).object();
    QCOMPARE(line["message"_L1].toObject(),
        (QJsonObject { { u"group"_s, 4 }, { u"attempt"_s, 3 }, { u"kind"_s, u"retry"_s }, { u"stale"_s, true },
            { u"probable"_s, true } }));
    QCOMPARE(line["reaction"_L1].toObject(),
        (QJsonObject { { u"kind"_s, u"retry"_s }, { u"text"_s, u"Acme: sends again in 60 s, attempt 4 (assumed)"_s },
            { u"next_attempt_at"_s, u"2026-01-01T00:01:00.000Z"_s }, { u"assumed"_s, true } }));
}

void tst_MessageText::aStoryIsToldLineByLine()
{
    DeliveryHistory history;
    history.setProfiles(m_catalog);
    const ProfilePtr redeam = m_catalog->find("redeam");
    comeLive(history, arrivalOf(redeam, 1, 0s), answerWith(503));
    comeLive(history, arrivalOf(redeam, 2, 61s), answerWith(502));
    QCOMPARE(toMessageText(history.story({ 2 }), At),
        QByteArray(
            "message #1  Redeam  2 attempts in 61 s: next attempt due at 2026-01-01T00:06:01.000Z\n"
            "  #1  2026-01-01T00:00:00.000Z  attempt 1  first  503  Redeam: sends again in 60 s, attempt 2 of 4 "
            "(assumed)\n"
            "  #2  2026-01-01T00:01:01.000Z  attempt 2  retry  502  after 61 s, on time (60 s, assumed)  Redeam: "
            "sends again in 5 min, attempt 3 of 4 (assumed)\n"));
    const SystemTime tooLate = historyBegin() + 10min;
    QVERIFY(toMessageText(history.story({ 2 }), tooLate)
                .startsWith(
                    "message #1  Redeam  2 attempts in 61 s: next attempt overdue since 2026-01-01T00:06:01.000Z\n"));
    comeLive(history, arrivalOf(redeam, 3, 361s), answerWith(200));
    comeLive(history, arrivalOf(redeam, 4, 400s), answerWith(200));
    const QByteArray text = toMessageText(history.story({ 1 }), At);
    QVERIFY2(text.startsWith("message #1  Redeam  4 attempts in 6 min 40 s: acknowledged\n"), text.constData());
    QVERIFY2(text.contains("  attempt 4  duplicate  200  after 39 s, not expected any more  "), text.constData());
    QCOMPARE(toAttemptText(*history.facts({ 4 })),
        QByteArray("message     #1, attempt 4, duplicate\n"
                   "schedule    after 39 s, not expected any more\n"
                   "reaction    Redeam: takes it as delivered\n"));
    comeLive(history, arrivalOf(redeam, 5, 1h, { u"json:/signature/token=t9"_s }), answerWith(500));
    QVERIFY(toMessageText(history.story({ 5 }), At).startsWith("message #5  Redeam  1 attempt: failed\n"));
}

void tst_MessageText::aChallengeIsNoMessage()
{
    DeliveryHistory history;
    DeliveryArrival challenge { { 1 }, historyBegin(), {}, false, {} };
    comeLive(history, challenge, answerWith(200));
    QCOMPARE(toMessageText(history.story({ 1 }), At),
        QByteArray("message #1  sender not known  a challenge, no message\n"
                   "  #1  2026-01-01T00:00:00.000Z  attempt 1  first  200\n"));
    QCOMPARE(toAttemptText(*history.facts({ 1 })), QByteArray());
    QCOMPARE(toMessageText(history.story({ 2 }), At), QByteArray());
}

void tst_MessageText::longStoriesSayWhatIsLeftOut()
{
    DeliveryHistory history;
    history.setProfiles(m_catalog);
    for (int i = 1; i <= 230; ++i)
        comeLive(history, arrivalOf(m_catalog->find("machnet"), i, i * 1h), answerWith(409));
    const QByteArrayList lines = toMessageText(history.story({ 7 }), At).trimmed().split('\n');
    QCOMPARE(lines.size(), qsizetype(MessageStory::MaxAttempts) + 2);
    QVERIFY(lines[0].contains("  230 attempts in 9 days 13 h: next attempt due at "));
    QCOMPARE(lines[2], QByteArray("  ... 30 attempts between"));
    QVERIFY(lines[3].startsWith("  #32  "));
}

void tst_MessageText::staleOnesNameTheNewer()
{
    DeliveryHistory history;
    history.setProfiles(m_catalog);
    const ProfilePtr redeam = m_catalog->find("redeam");
    comeLive(history, arrivalOf(redeam, 1, 0s, { u"json:/signature/timestamp=1767225700"_s }), answerWith(200));
    comeLive(history,
        arrivalOf(redeam, 2, 3s, { u"json:/signature/token=t2"_s, u"json:/signature/timestamp=1767225600"_s }),
        answerWith(200));
    QVERIFY(toMessageText(history.story({ 2 }), At)
                .contains("  stale: #1 came 3 s before, and its event is 100 s newer  "));
    QVERIFY(toAttemptText(*history.facts({ 2 })).contains("order       stale: #1 came "));
}

void tst_MessageText::nothingReachesTheTerminal()
{
    AttemptFacts facts = factsOf(MessageKind::Retry, ReactionKind::Paused);
    facts.provider = u"Ac\u001b[2Jme\n\u202eevil"_s;
    facts.reaction.resume = u"press\u0007\r"_s;
    MessageStory story;
    story.attempts.push_back({ { 1 }, historyBegin(), 200, Fault::None, 0ms, facts });
    story.attemptCount = 1;
    for (const QByteArray& text : { toMessageText(story, At), toAttemptText(facts), toTextLine(deliveryWith(facts)) })
        QVERIFY2(isPlain(text), text.toHex().constData());
    QCOMPARE(toMessageText(story, At).count('\n'), 2);
    QVERIFY(toMessageText(story, At).contains("Ac\\x1b[2Jme\\x0a"));
    const QByteArray json = toNdjson(deliveryWith(facts));
    QVERIFY(!json.contains('\x1b') && !json.contains('\n'));
}

QTEST_APPLESS_MAIN(tst_MessageText)
#include "tst_messagetext.moc"
