// SPDX-License-Identifier: GPL-3.0-or-later
#include "message/storysentences.h"
#include "messages/attemptsentences.h"
#include "messages/reactionsentences.h"
#include "ui/storyfixture.h"

#include <QRegularExpression>
#include <QTest>

using namespace hookloupe;

namespace {

QStringList lines(const MessageStory& story)
{
    QStringList texts;
    for (const StorySentence& sentence : headlines(story))
        texts << sentence.line();
    return texts;
}

QString next(const MessageStory& story, SystemTime now)
{
    const std::optional<StorySentence> sentence = nextAttemptSentence(story, now);
    return sentence ? sentence->text : QString();
}

QStringList subscription(const MessageStory& story)
{
    QStringList texts;
    for (const StorySentence& sentence : subscriptionSentences(story))
        texts << sentence.text;
    return texts;
}

MessageStory duplicateStory()
{
    return StoryMaker("basiq").attempt(0ms, 200).attempt(10min, 200).select(2).story();
}

MessageStory replayStory()
{
    StoryMaker maker("redeam");
    maker.attempt(0ms, 200).attempt(3s, 200).select(2);
    maker.facts().kind = MessageKind::Replay;
    return maker.story();
}

MessageStory challengeStory()
{
    StoryMaker maker("basiq");
    maker.attempt(0ms, 200);
    maker.raw().attempts.back().facts.isEvent = false;
    return maker.story();
}

MessageStory exhaustedStory()
{
    return StoryMaker("redeam")
        .attempt(0ms, 503)
        .attempt(60s, 503)
        .attempt(300s, 503)
        .attempt(900s, 503)
        .select(4)
        .story();
}

MessageStory probableStory()
{
    StoryMaker maker("redeam");
    maker.attempt(0ms, 503).attempt(60s, 200).select(2);
    maker.facts().isProbable = true;
    return maker.story();
}

MessageStory countedStory()
{
    StoryMaker maker("basiq");
    maker.attempt(0ms, 503);
    maker.facts().attempt = 3;
    return maker.story();
}

MessageStory sameEventStory()
{
    StoryMaker maker("basiq");
    maker.attempt(0ms, 200);
    maker.facts().kind = MessageKind::Duplicate;
    maker.facts().sameEvent = DeliveryId { 3 };
    return maker.story();
}

} // namespace

class tst_StorySentences : public QObject {
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void saysHowAMessageStands_data()
    {
        QTest::addColumn<QStringList>("expected");
        QTest::addColumn<int>("index");

        QTest::newRow("waiting, of a number") << QStringList { u"↻\u2002Waiting for attempt 4 of 8"_s } << 0;
        QTest::newRow("acknowledged late")
            << QStringList { u"✓\u2002Acknowledged at attempt 4 of 8, 35 min 5 s after the first"_s } << 1;
        QTest::newRow("waiting without end")
            << QStringList { u"↻\u2002Waiting for attempt 5; they go on until a 2xx"_s } << 2;
        QTest::newRow("stale comes before the state")
            << QStringList { u"⇅\u2002Stale: a newer event of the same resource came 40 s before"_s,
                   u"✓\u2002Acknowledged at the first attempt"_s }
            << 3;
        QTest::newRow("duplicate") << QStringList { u"=\u2002Duplicate: was acknowledged at 14:02:11"_s,
            u"✓\u2002Acknowledged at the first attempt"_s }
                                   << 4;
        QTest::newRow("replay") << QStringList {
            u"»\u2002Replay: the same signed bytes or token again, outside the provider’s rules"_s,
            u"✓\u2002Acknowledged at the first attempt"_s
        } << 5;
        QTest::newRow("challenge") << QStringList {
            u"→\u2002A challenge is no message: the provider asks whether the address is yours"_s
        } << 6;
        QTest::newRow("all attempts used") << QStringList { u"✕\u2002Lost: the last of 4 attempts failed"_s } << 7;
        QTest::newRow("not sent again") << QStringList { u"✕\u2002Lost: it is not sent again after 400"_s } << 8;
        QTest::newRow("not known yet") << QStringList { u"…\u2002Still reading the session…"_s } << 9;
        QTest::newRow("provider unknown")
            << QStringList { u"·\u2002Answered 503; what the sender does then is not documented"_s,
                   u"?\u2002The provider is not known, so only identical requests are told to be one message"_s }
            << 10;
        QTest::newRow("joined by likeness")
            << QStringList { u"✓\u2002Acknowledged at attempt 2 of 4, 60 s after the first"_s,
                   u"?\u2002Probably the same message: no id tells, but its contents and the time between are alike"_s }
            << 11;
        QTest::newRow("the provider counts") << QStringList { u"↻\u2002Waiting for attempt 2 of 8"_s,
            u"–\u2002The provider counts this as attempt 3; those before were not captured"_s }
                                             << 12;
        QTest::newRow("same event in another message")
            << QStringList { u"=\u2002Duplicate: the same event was in delivery 3 before, as another message"_s,
                   u"✓\u2002Acknowledged at the first attempt"_s }
            << 13;
    }

    void saysHowAMessageStands()
    {
        QFETCH(QStringList, expected);
        QFETCH(int, index);
        const std::vector<MessageStory> stories { basiqStory(), basiqAcknowledged(), machnetEndless(), redeamStale(),
            duplicateStory(), replayStory(), challengeStory(), exhaustedStory(),
            StoryMaker("redeam").attempt(0ms, 400).story(), MessageStory(), StoryMaker().attempt(0ms, 503).story(),
            probableStory(), countedStory(), sameEventStory() };

        QCOMPARE(lines(stories.at(static_cast<std::size_t>(index))), expected);
    }

    void countsDownAndThenTellsWhatIsOverdue()
    {
        const MessageStory story = basiqStory();
        const SystemTime due = story.attempts.back().arrivedAt + 30min;

        QCOMPARE(next(story, due - 4min - 12s), u"Next attempt in 4 min 12 s (documented)"_s);
        QCOMPARE(next(story, due - 400ms), u"Next attempt in 1 s (documented)"_s);
        QCOMPARE(next(story, due), u"Next attempt due now (documented)"_s);
        // 3 min is a tenth of the wait, which is not late yet
        QCOMPARE(next(story, due + 3min), u"Next attempt due now (documented)"_s);
        QCOMPARE(next(story, due + 3min + 1s), u"Next attempt overdue by 3 min 1 s (documented)"_s);
        QCOMPARE(
            next(machnetEndless(), machnetEndless().attempts.back().arrivedAt), u"Next attempt in 60 min (assumed)"_s);
        QCOMPARE(next(basiqAcknowledged(), due), QString());
        QCOMPARE(next(exhaustedStory(), due), QString());
        QCOMPARE(next(MessageStory(), due), QString());
    }

    void saysThatAnAttemptIsNotAnswered()
    {
        MessageStory story = basiqStory();
        story.attempts.back().status = 0;
        story.attempts.back().facts.reaction = {};

        QCOMPARE(lines(story), QStringList { u"\u2026\u2002Attempt 3 is not answered yet"_s });
    }

    void tellsAWindowAsOne()
    {
        MessageStory story = basiqStory();
        NextAttempt& window = *story.attempts.back().facts.reaction.next;
        window.earliest = storyBegin() + 10min;
        window.latest = storyBegin() + 20min;
        window.isAssumed = true;

        QCOMPARE(next(story, storyBegin()), u"Next attempt in 10 min to 20 min (assumed)"_s);
        QCOMPARE(next(story, storyBegin() + 10min), u"Next attempt at any time within 10 min (assumed)"_s);
        story.attempts.back().facts.reaction.next.reset();
        QCOMPARE(next(story, storyBegin()), u"When the next attempt comes is not documented"_s);
    }

    void tellsTheSubscription()
    {
        MessageStory story = StoryMaker("machnet").attempt(0ms, 500).attempt(60min, 500).story();
        story.subscription.failures = 9;
        story.subscription.failingSince = storyBegin();
        story.forecast = StopForecast { SubscriptionState::Status::Paused, 2, {}, false, true };

        QCOMPARE(subscription(story),
            (QStringList { u"Active, 9 failures in a row since 14:02:11"_s,
                u"2 more failures pause this subscription (assumed)"_s }));
        story.subscription = { SubscriptionState::Status::Paused, 11, storyBegin(), storyBegin() + 1h, true, true };
        story.forecast.reset();
        QCOMPARE(subscription(story),
            (QStringList { u"Paused since 15:02:11, 11 failures in a row, as corrected by hand"_s,
                u"It should have been stopped by now, and yet deliveries came: what is assumed does not hold"_s }));
        story.provider.clear();
        QCOMPARE(subscription(story), QStringList());
        QCOMPARE(subscription(challengeStory()), QStringList());
    }

    void tellsTheOrderAndTheClock()
    {
        MessageStory story = redeamStale();

        QCOMPARE(orderSentence(story)->text, u"1 of 6 events of this resource came too late"_s);
        QCOMPARE(skewSentence(story)->text, u"The provider\u2019s clock is about 10 min ahead"_s);
        story.skew->samples = ClockSkew::MinSamples - 1;
        QVERIFY(!skewSentence(story));
        story.skew = ClockSkew { 1s, 20 };
        QVERIFY(!skewSentence(story));
        story.skew = ClockSkew { 30s, 20 };
        QCOMPARE(skewSentence(story)->text,
            u"Events arrive about 30 s after their own time, or the provider\u2019s clock is behind"_s);
        story.events.resize(1);
        story.events.front().isStale = false;
        QCOMPARE(orderSentence(story)->text, u"The only event of this resource so far"_s);
        QVERIFY(!orderSentence(basiqStory()));
    }

    void tellsAReactionWithoutItsProvider()
    {
        QCOMPARE(reactionSentence(basiqStory().attempts.front().facts.reaction),
            u"Sends again in 5 s, attempt 2 of 8 (documented)"_s);
    }

    void tellsEverythingThatStopsASubscription()
    {
        StopForecast forecast { SubscriptionState::Status::Removed, 1, {}, true, true };

        QCOMPARE(stopSentence(forecast),
            u"1 more failure disables this subscription; a message that uses up its attempts removes this subscription (assumed)"_s);
        forecast = { SubscriptionState::Status::Disabled, {}, storyBegin(), false, false };
        QVERIFY(stopSentence(forecast).startsWith(u"nothing but failures until "_s));
        QCOMPARE(stopSentence({}), QString());
    }

    void tellsHowAnAttemptFits_data()
    {
        QTest::addColumn<int>("result");
        QTest::addColumn<qint64>("observed");
        QTest::addColumn<bool>("isAssumed");
        QTest::addColumn<bool>("isBeyond");
        QTest::addColumn<QString>("expected");

        using Result = ScheduleCheck::Result;
        QTest::newRow("to the second") << int(Result::OnTime) << qint64(60'013) << false << false
                                       << u"after 60 s, on time"_s;
        QTest::newRow("within tolerance")
            << int(Result::OnTime) << qint64(61'000) << false << false << u"after 61 s instead of 60 s, on time"_s;
        QTest::newRow("late") << int(Result::Late) << qint64(90'000) << true << false
                              << u"after 90 s instead of 60 s (assumed), 30 s late"_s;
        QTest::newRow("early") << int(Result::Early) << qint64(45'000) << false << false
                               << u"after 45 s instead of 60 s, 15 s early"_s;
        QTest::newRow("not known") << int(Result::NotKnown) << qint64(3'600'000) << false << false << u"after 60 min"_s;
        QTest::newRow("none was to come")
            << int(Result::Unexpected) << qint64(5'000) << false << false << u"after 5 s, though none was to come"_s;
        QTest::newRow("beyond the last") << int(Result::Unexpected) << qint64(5'000) << false << true
                                         << u"after 5 s, one more than documented"_s;
        QTest::newRow("beyond an assumed last")
            << int(Result::Unexpected) << qint64(5'000) << true << true << u"after 5 s, one more than assumed"_s;
    }

    void tellsHowAnAttemptFits()
    {
        QFETCH(int, result);
        QFETCH(qint64, observed);
        QFETCH(bool, isAssumed);
        QFETCH(bool, isBeyond);
        QFETCH(QString, expected);

        ScheduleCheck check;
        check.result = static_cast<ScheduleCheck::Result>(result);
        check.observed = std::chrono::milliseconds(observed);
        check.expected = 60s;
        check.deviation = check.observed - 60s;
        check.isAssumed = isAssumed;
        check.isBeyondLast = isBeyond;

        QCOMPARE(scheduleSentence(check), expected);
    }

    void writesLengthsInTwoUnits_data()
    {
        QTest::addColumn<qint64>("ms");
        QTest::addColumn<QString>("text");

        QTest::newRow("none") << qint64(0) << u"0 s"_s;
        QTest::newRow("part of a second") << qint64(250) << u"0.25 s"_s;
        QTest::newRow("minutes begin at two") << qint64(119'000) << u"119 s"_s;
        QTest::newRow("two minutes") << qint64(120'000) << u"2 min"_s;
        QTest::newRow("Basiq") << qint64(99'305'000) << u"27 h 35 min"_s;
        QTest::newRow("days") << qint64(3 * 86'400'000) << u"3 days"_s;
        QTest::newRow("the sign is left out") << qint64(-5'000) << u"5 s"_s;
        QTest::newRow("nothing breaks it") << std::numeric_limits<qint64>::min() << u"106751991167 days 7 h"_s;
    }

    void writesLengthsInTwoUnits()
    {
        QFETCH(qint64, ms);
        QFETCH(QString, text);

        QCOMPARE(lengthWords(std::chrono::milliseconds(ms)), text);
    }
};

QTEST_MAIN(tst_StorySentences)
#include "tst_storysentences.moc"
