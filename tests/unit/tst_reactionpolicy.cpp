// SPDX-License-Identifier: GPL-3.0-or-later
#include "delivery/reaction/attemptsequel.h"
#include "delivery/reaction/reactionpolicy.h"
#include "delivery/reaction/reactiontext.h"
#include "profile/profilecatalog.h"
#include "response/responsesequence.h"

#include <QRegularExpression>
#include <QTest>

using namespace hookloupe;
using namespace Qt::StringLiterals;
using std::chrono::milliseconds;
using std::chrono::seconds;

namespace {

const SystemTime Noon { seconds(1'767'268'800) }; // 2026-01-01T12:00:00Z

Response responseOf(const QString& spec)
{
    const auto sequence = parseResponseSequence(spec);
    return sequence ? sequence->planFor(0) : Response {};
}

AttemptContext attempt(int number)
{
    AttemptContext context;
    context.arrivedAt = Noon;
    context.attempt = number;
    return context;
}

std::vector<Response> everyResponse()
{
    std::vector<Response> responses;
    for (int status = 100; status <= 599; ++status) {
        Response response;
        response.status = status;
        responses.push_back(response);
    }
    for (const Fault fault : { Fault::Timeout, Fault::Reset, Fault::Close, Fault::Truncate, Fault::Garbage }) {
        Response response;
        response.fault = fault;
        responses.push_back(response);
    }
    return responses;
}

/// What must hold of every reaction, whatever the profile says.
QString flawOf(const Reaction& reaction)
{
    const bool isRetry = reaction.kind == ReactionKind::Retry;
    if (!isRetry && (reaction.next || reaction.wait))
        return u"an attempt is expected that does not come"_s;
    if (reaction.next && (reaction.next->earliest < Noon || reaction.next->latest < reaction.next->earliest))
        return u"the next attempt is before its cause"_s;
    if (isRetry && reaction.attemptsLeft && *reaction.attemptsLeft < 1)
        return u"a retry without an attempt left"_s;
    if (reaction.kind == ReactionKind::Acknowledged && reaction.loss != Reaction::Loss::Nothing)
        return u"something acknowledged is lost"_s;
    if (reaction.kind == ReactionKind::Failed && reaction.loss == Reaction::Loss::Nothing)
        return u"a failure that loses nothing"_s;
    if (reaction.reasons.empty())
        return u"no reason is given"_s;
    const QString text = reactionText(reaction, u"Acme"_s);
    if (!text.startsWith(u"Acme: "_s) || text.contains(u'%') || text.contains(u"  "_s))
        return u"the sentence is broken: "_s + text;
    return {};
}

} // namespace

class ReactionPolicyTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { m_catalog = ProfileCatalog::load({}); }
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void everyProfileReactsToEveryResponse_data();
    void everyProfileReactsToEveryResponse();
    void reactsAsDocumented_data();
    void reactsAsDocumented();
    void basiqFollowsItsSchedule();
    void redeamRetriesSixCodesOnly();
    void machnetCountsItsFailuresApartFrom409();
    void aDelayIsJudgedByTheTimeout_data();
    void aDelayIsJudgedByTheTimeout();
    void readsRetryAfter_data();
    void readsRetryAfter();
    void aStoppedSubscriptionGetsNothing();
    void withoutRulesOnlySuccessIsPresumed();
    void writesDurations_data();
    void writesDurations();

private:
    const DeliveryRules* rules(const char* id) const
    {
        const ProfilePtr profile = m_catalog.find(id);
        return profile && profile->delivery ? &*profile->delivery : nullptr;
    }

    ProfileCatalog m_catalog;
};

void ReactionPolicyTest::everyProfileReactsToEveryResponse_data()
{
    QTest::addColumn<QByteArray>("id");
    for (const ProfilePtr& profile : m_catalog.profiles())
        QTest::newRow(profile->id.constData()) << profile->id;
}

void ReactionPolicyTest::everyProfileReactsToEveryResponse()
{
    QFETCH(QByteArray, id);
    const DeliveryRules* const known = rules(id.constData());
    for (const Response& response : everyResponse()) {
        for (const int number : { 1, 2, 3, 8, 30, 10'000 }) {
            AttemptContext context = attempt(number);
            context.firstAt = Noon - seconds(number - 1);
            const Reaction reaction = reactionTo(known, response, context);
            const QString where = u" (status %1, fault %2, attempt %3)"_s.arg(response.status)
                                      .arg(static_cast<int>(response.fault))
                                      .arg(number);
            QVERIFY2(flawOf(reaction).isEmpty(), qPrintable(flawOf(reaction) + where));
        }
    }
    const Reaction success = reactionTo(known, Response {}, attempt(1));
    const bool wantsBody = known && known->ackBody;
    QVERIFY(wantsBody || success.kind == ReactionKind::Acknowledged);
}

void ReactionPolicyTest::reactsAsDocumented_data()
{
    QTest::addColumn<QByteArray>("id");
    QTest::addColumn<int>("number");
    QTest::addColumn<QString>("response");
    QTest::addColumn<QString>("text");
    const auto row = [](const char* id, int number, const char* response, const char* text) {
        QTest::newRow(qPrintable(u"%1 %2 %3"_s.arg(QLatin1String(id), QLatin1String(response)).arg(number)))
            << QByteArray(id) << number << QString::fromUtf8(response) << QString::fromUtf8(text);
    };
    // https://paas.docs.machnetinc.com/api-references/webhooks/integration
    row("machnet", 1, "204", "Machnet: takes it as delivered");
    row("machnet", 5, "409", "Machnet: sends again at a fixed interval until a 2xx (assumed: 60 min)");
    row("machnet", 1, "301", "Machnet: sends again in 60 min, attempt 2 of 11 (assumed)");
    row("machnet", 2, "timeout",
        "Machnet: gives up after 30 s, then: sends again in 60 min, attempt 3 of 11 (assumed)");
    row("machnet", 11, "500", "Machnet: this was the last of 11 attempts; the message is lost (assumed)");
    // https://docs.redeam.io/notifications-api/webhooks
    row("redeam", 1, "503", "Redeam: sends again in 60 s, attempt 2 of 4 (assumed)");
    row("redeam", 4, "503", "Redeam: this was the last of 4 attempts; the message is lost (documented)");
    row("redeam", 1, "500", "Redeam: does not send it again; the message is lost (documented)");
    row("redeam", 1, "200(delay=90s)",
        "Redeam: gives up after 60 s, then: does not send it again; the message is lost (assumed)");
    row("redeam", 1, "201", "Redeam: takes it as delivered (assumed)");
    // docs/PLatform/webhooks/delivery-schedule-and-retries.md in github.com/basiqio-oss/Basiq-docs
    row("basiq", 1, "500", "Basiq: sends again in 5 s, attempt 2 of 8 (documented)");
    row("basiq", 4, "302", "Basiq: sends again in 2 h, attempt 5 of 8 (documented)");
    row("basiq", 8, "500", "Basiq: disables the subscription (assumed); this message and later events are lost");
    // https://docs.slack.dev/apis/events-api/
    row("slack", 1, "500", "Slack: sends again at once, attempt 2 of 4 (documented)");
    row("slack", 2, "500", "Slack: sends again in 60 s, attempt 3 of 4 (documented)");
    row("slack", 1, "500(header=x-slack-no-retry:1)",
        "Slack: a header of the response asks for no more attempts; the message is lost (documented)");
    row("slack", 1, "302(header=Location:/a)",
        "Slack: follows up to 2 redirects; what it does then is decided by the last answer");
    row("slack", 1, "302", "Slack: sends again at once, attempt 2 of 4 (documented)");
    // https://docs.github.com/en/webhooks/using-webhooks/handling-failed-webhook-deliveries
    row("github", 1, "500", "GitHub: does not send it again; the message is lost (documented)");
    row("github", 1, "200(delay=10s)",
        "GitHub: gives up after 10 s, then: does not send it again; the message is lost (assumed)");
    // https://docs.stripe.com/webhooks
    row("stripe", 1, "302", "Stripe: sends again, attempt 2, for up to 3 days; when is not documented");
    // https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
    row("standard-webhooks", 1, "410",
        "Standard Webhooks: disables the subscription (documented); this message and later events are lost");
    row("standard-webhooks", 1, "429(retry-after=60)",
        "Standard Webhooks: sends again in 60 s as Retry-After asks, attempt 2 of 10 (documented)");
    // https://shopify.dev/docs/apps/build/webhooks
    row("shopify", 8, "500", "Shopify: this was the last of 8 attempts; the message is lost (documented)");
    // https://developer.zoom.us/docs/api/webhooks/
    row("zoom", 1, "400", "Zoom: does not send it again; the message is lost (documented)");
    row("zoom", 1, "503", "Zoom: sends again in 5 min, attempt 2 of 4 (documented)");
    // https://developer.okta.com/docs/concepts/event-hooks/
    row("okta", 1, "500", "Okta: sends again at once, attempt 2 of 2 (documented)");
    row("okta", 1, "404", "Okta: does not send it again; the message is lost (documented)");
    // https://cloud.google.com/pubsub/docs/push
    row("google-pubsub", 1, "102", "Google Pub/Sub: takes it as delivered");
    row("ably", 1, "500", "Ably: what it does after this response is not documented");
}

void ReactionPolicyTest::reactsAsDocumented()
{
    QFETCH(QByteArray, id);
    QFETCH(int, number);
    QFETCH(QString, response);
    QFETCH(QString, text);
    const Reaction reaction = reactionTo(rules(id.constData()), responseOf(response), attempt(number));
    const QString name = m_catalog.find(id)->name;
    const QString full = reactionText(reaction, name);
    QCOMPARE(full, QString(name + text.mid(text.indexOf(u": "_s))));
}

void ReactionPolicyTest::basiqFollowsItsSchedule()
{
    seconds sum { 0 };
    const int waits[] { 5, 300, 1'800, 7'200, 18'000, 36'000, 36'000 };
    for (int number = 1; number <= 7; ++number) {
        const Reaction reaction = reactionTo(rules("basiq"), responseOf(u"503(delay=2s)"_s), attempt(number));
        QCOMPARE(reaction.kind, ReactionKind::Retry);
        QVERIFY(reaction.next && reaction.next->isExact());
        QCOMPARE(reaction.next->earliest, Noon + seconds(2 + waits[number - 1]));
        QCOMPARE(reaction.attemptsLeft, 8 - number);
        sum += seconds(waits[number - 1]);
    }
    QCOMPARE(sum, seconds(27 * 3'600 + 35 * 60 + 5));
}

void ReactionPolicyTest::redeamRetriesSixCodesOnly()
{
    QList<int> retried;
    for (int status = 200; status <= 599; ++status) {
        Response response;
        response.status = status;
        if (reactionTo(rules("redeam"), response, attempt(1)).kind == ReactionKind::Retry)
            retried.append(status);
    }
    QCOMPARE(retried, (QList<int> { 408, 425, 429, 502, 503, 504 }));
}

void ReactionPolicyTest::machnetCountsItsFailuresApartFrom409()
{
    AttemptContext context = attempt(14);
    context.apartAttempts = 10;
    const Reaction reaction = reactionTo(rules("machnet"), responseOf(u"500"_s), context);
    QCOMPARE(reaction.attemptsLeft, 7);
    QVERIFY(reaction.report.isFailure);
    const Reaction conflict = reactionTo(rules("machnet"), responseOf(u"409"_s), attempt(100));
    QCOMPARE(conflict.kind, ReactionKind::Retry);
    QVERIFY(conflict.isEndless);
    QVERIFY(!conflict.attemptsLeft);
    QVERIFY(!conflict.report.isFailure);
}

void ReactionPolicyTest::aDelayIsJudgedByTheTimeout_data()
{
    QTest::addColumn<int>("delay");
    QTest::addColumn<AttemptEnd::Kind>("end");
    QTest::newRow("in time") << 59'999 << AttemptEnd::Kind::Status;
    QTest::newRow("at the limit, which the wire's own time exceeds") << 60'000 << AttemptEnd::Kind::TimedOut;
    QTest::newRow("too late") << 90'000 << AttemptEnd::Kind::TimedOut;
}

void ReactionPolicyTest::aDelayIsJudgedByTheTimeout()
{
    QFETCH(int, delay);
    QFETCH(AttemptEnd::Kind, end);
    Response response;
    response.delay = milliseconds(delay);
    const ResponseMeaning meaning = meaningOf(rules("redeam"), response);
    QCOMPARE(meaning.end.kind, end);
    const bool isLate = end == AttemptEnd::Kind::TimedOut;
    QCOMPARE(meaning.has(ReactionReason::TooLate), isLate);
    QCOMPARE(meaning.knownAfter, isLate ? milliseconds(60'000) : milliseconds(delay));
}

void ReactionPolicyTest::readsRetryAfter_data()
{
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<qint64>("expected");
    QTest::newRow("seconds") << QByteArray("120") << qint64(120);
    QTest::newRow("nothing") << QByteArray("0") << qint64(0);
    QTest::newRow("a date") << QByteArray("Thu, 01 Jan 2026 12:00:30 GMT") << qint64(30);
    QTest::newRow("a date that is over") << QByteArray("Thu, 01 Jan 2026 11:00:00 GMT") << qint64(0);
    QTest::newRow("longer than a year") << QByteArray("99999999999999999999") << qint64(366 * 86'400);
    QTest::newRow("no time") << QByteArray("soon") << qint64(-1);
    QTest::newRow("negative") << QByteArray("-5") << qint64(-1);
    QTest::newRow("empty") << QByteArray() << qint64(-1);
}

void ReactionPolicyTest::readsRetryAfter()
{
    QFETCH(QByteArray, value);
    QFETCH(qint64, expected);
    Response response;
    response.headers.emplace_back("retry-after", value);
    const std::optional<milliseconds> delay = retryAfter(response, Noon);
    QCOMPARE(delay.has_value(), expected >= 0);
    if (delay)
        QCOMPARE(qint64(delay->count()), expected * 1'000);
}

void ReactionPolicyTest::aStoppedSubscriptionGetsNothing()
{
    AttemptContext context = attempt(1);
    context.subscription.status = SubscriptionState::Status::Paused;
    context.subscription.stoppedAt = Noon - seconds(30);
    const Reaction reaction = reactionTo(rules("machnet"), responseOf(u"500"_s), context);
    QCOMPARE(reaction.kind, ReactionKind::Paused);
    QVERIFY(reaction.has(ReactionReason::SubscriptionStopped));
    QVERIFY(reactionText(reaction, u"Machnet"_s).endsWith(u"to go on: update the subscription"_s));
}

void ReactionPolicyTest::withoutRulesOnlySuccessIsPresumed()
{
    const Reaction success = reactionTo(nullptr, responseOf(u"204"_s), attempt(1));
    QCOMPARE(success.kind, ReactionKind::Acknowledged);
    QVERIFY(success.isAssumed);
    const Reaction failure = reactionTo(nullptr, responseOf(u"500"_s), attempt(1));
    QCOMPARE(failure.kind, ReactionKind::Unknown);
    QCOMPARE(reactionText(failure, {}), u"the sender: what it does after this response is not documented"_s);
}

void ReactionPolicyTest::writesDurations_data()
{
    QTest::addColumn<qint64>("duration");
    QTest::addColumn<QString>("text");
    QTest::newRow("nothing") << qint64(0) << u"0 s"_s;
    QTest::newRow("a fraction") << qint64(1'250) << u"1.25 s"_s;
    QTest::newRow("seconds") << qint64(60'000) << u"60 s"_s;
    QTest::newRow("minutes") << qint64(120'000) << u"2 min"_s;
    QTest::newRow("minutes and seconds") << qint64(150'000) << u"2 min 30 s"_s;
    QTest::newRow("an hour") << qint64(3'600'000) << u"60 min"_s;
    QTest::newRow("hours") << qint64(99'305'000) << u"27 h 35 min"_s;
    QTest::newRow("days") << qint64(259'200'000) << u"3 days"_s;
    QTest::newRow("days and hours") << qint64(262'800'000) << u"3 days 1 h"_s;
}

void ReactionPolicyTest::writesDurations()
{
    QFETCH(qint64, duration);
    QFETCH(QString, text);
    QCOMPARE(spanText(milliseconds(duration)), text);
}

QTEST_APPLESS_MAIN(ReactionPolicyTest)
#include "tst_reactionpolicy.moc"
