// SPDX-License-Identifier: GPL-3.0-or-later
#include "messages/reactionsentences.h"

#include "delivery/history/attemptfacts.h"
#include "delivery/reaction/reactiontext.h"
#include "profile/profilecatalog.h"

#include <QLocale>
#include <QTest>

using namespace hookloupe;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using std::chrono::milliseconds;

namespace {

const SystemTime Noon { std::chrono::seconds(1'767'268'800) };

std::vector<Response> manyResponses()
{
    std::vector<Response> responses;
    for (int status = 100; status <= 599; ++status) {
        Response response;
        response.status = status;
        responses.push_back(response);
        response.headers.emplace_back("Retry-After", status % 2 == 0 ? "0" : "90");
        response.headers.emplace_back("Location", "/elsewhere");
        response.headers.emplace_back("X-Slack-No-Retry", "1");
        responses.push_back(response);
    }
    Response late;
    late.delay = 90s;
    responses.push_back(late);
    for (const Fault fault : { Fault::Timeout, Fault::Reset, Fault::Close, Fault::Truncate, Fault::Garbage }) {
        Response response;
        response.fault = fault;
        responses.push_back(response);
    }
    return responses;
}

AttemptSummary summary(ReactionKind reaction, std::optional<milliseconds> wait = {}, bool isAssumed = false)
{
    AttemptSummary attempt;
    attempt.message = { 1 };
    attempt.reaction = reaction;
    attempt.wait = wait;
    attempt.isAssumed = isAssumed;
    return attempt;
}

AttemptSummary summary(MessageKind kind, int number, bool isStale = false, bool isProbable = false)
{
    AttemptSummary attempt;
    attempt.message = { 1 };
    attempt.kind = kind;
    attempt.attempt = number;
    attempt.isStale = isStale;
    attempt.isProbable = isProbable;
    return attempt;
}

} // namespace

class TestReactionSentences : public QObject {
    Q_OBJECT

private slots:
    void initTestCase()
    {
        QLocale::setDefault(QLocale::c());
        m_catalog = ProfileCatalog::load({});
    }
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void saysWhatTheCommandLineSays_data()
    {
        QTest::addColumn<QByteArray>("id");
        QTest::newRow("no profile") << QByteArray();
        for (const ProfilePtr& profile : m_catalog.profiles())
            QTest::newRow(profile->id.constData()) << profile->id;
    }

    void saysWhatTheCommandLineSays()
    {
        QFETCH(QByteArray, id);
        const ProfilePtr profile = m_catalog.find(id);
        const DeliveryRules* rules = profile && profile->delivery ? &*profile->delivery : nullptr;
        const QString name = profile ? profile->name : QString();
        static const std::vector<Response> responses = manyResponses();
        for (const Response& response : responses) {
            for (const int number : { 1, 2, 8, 11, 10'000 }) {
                for (const int failures : { 0, 3, 4, 8, 9 }) {
                    AttemptContext context;
                    context.arrivedAt = Noon;
                    context.attempt = number;
                    context.firstAt = Noon - std::chrono::hours(number - 1);
                    context.subscription.failures = failures;
                    const Reaction reaction = reactionTo(rules, response, context);

                    QCOMPARE(reactionSentence(reaction, name), reactionText(reaction, name));
                }
            }
        }
    }

    void saysWhatAStoppedSubscriptionGets()
    {
        const ProfilePtr machnet = m_catalog.find("machnet");
        for (const auto status : { SubscriptionState::Status::Paused, SubscriptionState::Status::Disabled }) {
            AttemptContext context;
            context.arrivedAt = Noon;
            context.subscription.status = status;
            context.subscription.stoppedAt = Noon - 30s;
            Response failure;
            failure.status = 500;
            const Reaction reaction = reactionTo(&*machnet->delivery, failure, context);

            QCOMPARE(reactionSentence(reaction, u"Machnet"_s), reactionText(reaction, u"Machnet"_s));
            QVERIFY(reactionSentence(reaction, u"Machnet"_s).contains(u"to go on: "_s));
        }
    }

    void nothingOfAProfileHidesInASentence()
    {
        Reaction reaction;
        reaction.kind = ReactionKind::Paused;
        reaction.resume = u"press \u202Eemuser\u200B\n%1"_s;

        QCOMPARE(reactionSentence(reaction, u"%2 Ltd"_s),
            u"%2 Ltd: pauses the subscription (documented); to go on: press \uFFFDemuser\uFFFD\uFFFD%1"_s);
    }

    void writesSpans_data()
    {
        QTest::addColumn<qint64>("ms");
        QTest::addColumn<QString>("text");
        QTest::newRow("nothing") << qint64(0) << u"0 s"_s;
        QTest::newRow("a fraction") << qint64(1'250) << u"1.25 s"_s;
        QTest::newRow("the last that is told in seconds") << qint64(119'000) << u"119 s"_s;
        QTest::newRow("the first in minutes") << qint64(120'000) << u"2 min"_s;
        QTest::newRow("minutes and seconds") << qint64(150'000) << u"2 min 30 s"_s;
        QTest::newRow("the last in minutes") << qint64(7'199'000) << u"119 min 59 s"_s;
        QTest::newRow("the first in hours") << qint64(7'200'000) << u"2 h"_s;
        QTest::newRow("hours and minutes") << qint64(99'305'000) << u"27 h 35 min"_s;
        QTest::newRow("days") << qint64(259'200'000) << u"3 days"_s;
        QTest::newRow("days and hours") << qint64(262'800'000) << u"3 days 1 h"_s;
    }

    void writesSpans()
    {
        QFETCH(qint64, ms);
        QFETCH(QString, text);

        QCOMPARE(spanWords(milliseconds(ms)), text);
        QCOMPARE(spanText(milliseconds(ms)), text);
    }

    void aCellTellsTheReaction_data()
    {
        QTest::addColumn<AttemptSummary>("attempt");
        QTest::addColumn<QString>("phrase");
        QTest::newRow("not known") << summary(ReactionKind::Unknown) << u"not known"_s;
        QTest::newRow("nothing known cannot be assumed") << summary(ReactionKind::Unknown, {}, true) << u"not known"_s;
        QTest::newRow("acknowledged") << summary(ReactionKind::Acknowledged) << u"acknowledged"_s;
        QTest::newRow("assumed") << summary(ReactionKind::Acknowledged, {}, true) << u"acknowledged?"_s;
        QTest::newRow("retry") << summary(ReactionKind::Retry, 5min) << u"retry after 5 min"_s;
        QTest::newRow("retry, assumed") << summary(ReactionKind::Retry, 60s, true) << u"retry after 60 s?"_s;
        QTest::newRow("retry at once") << summary(ReactionKind::Retry, 0ms) << u"retry at once"_s;
        QTest::newRow("retry some time") << summary(ReactionKind::Retry) << u"retry"_s;
        QTest::newRow("lost") << summary(ReactionKind::Failed) << u"lost"_s;
        QTest::newRow("paused") << summary(ReactionKind::Paused, {}, true) << u"paused?"_s;
        QTest::newRow("disabled") << summary(ReactionKind::Disabled) << u"disabled"_s;
    }

    void aCellTellsTheReaction()
    {
        QFETCH(AttemptSummary, attempt);
        QFETCH(QString, phrase);

        QCOMPARE(reactionPhrase(attempt), phrase);
        const bool isSaid = attempt.reaction == ReactionKind::Unknown
            || reactionExplanation(attempt).contains(attempt.isAssumed ? u"(assumed)"_s : u"(documented)"_s);
        QVERIFY2(isSaid, qPrintable(reactionExplanation(attempt)));
    }

    void aCellTellsThePlaceInTheMessage_data()
    {
        QTest::addColumn<AttemptSummary>("attempt");
        QTest::addColumn<QString>("phrase");
        QTest::newRow("first") << summary(MessageKind::First, 1) << u"first"_s;
        QTest::newRow("the provider counts, and earlier ones are missing")
            << summary(MessageKind::First, 3) << u"attempt 3"_s;
        QTest::newRow("retry") << summary(MessageKind::Retry, 3) << u"retry 3"_s;
        QTest::newRow("probable") << summary(MessageKind::Retry, 2, false, true) << u"retry 2?"_s;
        QTest::newRow("duplicate") << summary(MessageKind::Duplicate, 2) << u"duplicate"_s;
        QTest::newRow("replay") << summary(MessageKind::Replay, 2) << u"replay"_s;
        QTest::newRow("stale") << summary(MessageKind::First, 1, true) << u"stale"_s;
        QTest::newRow("stale retry") << summary(MessageKind::Retry, 2, true, true) << u"stale, retry 2?"_s;
    }

    void aCellTellsThePlaceInTheMessage()
    {
        QFETCH(AttemptSummary, attempt);
        QFETCH(QString, phrase);

        QCOMPARE(messagePhrase(attempt), phrase);
        QCOMPARE(messageExplanation(attempt).contains(u"Stale: "_s), attempt.isStale);
        QCOMPARE(messageExplanation(attempt).contains(u"probable"_s), attempt.isProbable);
    }

    void tellsHowNearAStopIs_data()
    {
        QTest::addColumn<SubscriptionState::Status>("becomes");
        QTest::addColumn<int>("left");
        QTest::addColumn<bool>("isAssumed");
        QTest::addColumn<QString>("text");
        using Status = SubscriptionState::Status;
        QTest::newRow("two, assumed") << Status::Paused << 2 << true
                                      << u"2 more failures pause this subscription (assumed)"_s;
        QTest::newRow("one") << Status::Paused << 1 << false << u"1 more failure pauses this subscription"_s;
        QTest::newRow("disabled") << Status::Disabled << 3 << false << u"3 more failures disable this subscription"_s;
        QTest::newRow("one, removed") << Status::Removed << 1 << false
                                      << u"1 more failure disables this subscription"_s;
    }

    void tellsHowNearAStopIs()
    {
        QFETCH(SubscriptionState::Status, becomes);
        QFETCH(int, left);
        QFETCH(bool, isAssumed);
        QFETCH(QString, text);
        StopForecast forecast;
        forecast.becomes = becomes;
        forecast.failuresLeft = left;
        forecast.isAssumed = isAssumed;

        QCOMPARE(forecastSentence(forecast), text);
        forecast.failuresLeft.reset();
        QCOMPARE(forecastSentence(forecast), QString());
    }

private:
    ProfileCatalog m_catalog;
};

QTEST_GUILESS_MAIN(TestReactionSentences)
#include "tst_reactionsentences.moc"
