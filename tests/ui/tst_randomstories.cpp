// SPDX-License-Identifier: GPL-3.0-or-later
#include "theme/theme.h"
#include "ui/messagepanelfixture.h"

#include <QApplication>
#include <QRegularExpression>
#include <QScrollArea>
#include <QTest>

#include <random>

using namespace hookloupe;

namespace {

/// A story of anything that can be told, sensible or not.
MessageStory randomStory(std::mt19937& random)
{
    const auto below = [&random](int limit) { return static_cast<int>(random() % static_cast<unsigned>(limit)); };
    const auto moment = [&] {
        return storyBegin() + std::chrono::milliseconds(qint64(random()) * (below(3) == 0 ? 0 : below(90) - 30));
    };
    const QList<QByteArray> providers { "basiq", "machnet", "redeam", "stripe", "", "%1%n <b>" };
    StoryMaker maker(providers.at(below(6)));
    const int attempts = below(40) == 0 ? 200 : below(8);
    for (int i = 0; i < attempts; ++i) {
        maker.attempt(std::chrono::milliseconds(below(5) == 0 ? 0 : below(2'000'000'000)), 100 + below(900),
            static_cast<Fault>(below(6)));
        MessageFacts& facts = maker.facts();
        facts.kind = static_cast<MessageKind>(below(4));
        facts.attempt = below(10) == 0 ? std::numeric_limits<int>::max() : below(300);
        facts.isProbable = below(3) == 0;
        if (below(3) == 0)
            facts.sameEvent = DeliveryId { below(1'000) };
        if (below(2) == 0)
            facts.order = EventOrder { { below(99) }, std::chrono::microseconds(below(9) - 4),
                std::chrono::microseconds(below(9)) };
        maker.raw().attempts.back().facts.schedule.result = static_cast<ScheduleCheck::Result>(below(5));
        maker.raw().attempts.back().facts.isEvent = below(20) != 0;
    }
    MessageStory story = maker.story();
    if (below(4) == 0) {
        for (StoryAttempt& attempt : story.attempts)
            attempt.arrivedAt = moment();
    }
    story.attemptCount += static_cast<std::size_t>(below(3) == 0 ? below(100'000) : 0);
    story.selected = { below(2) == 0 ? 7 + below(std::max(attempts, 1)) : below(99) };
    for (int i = below(26); i > 0; --i)
        story.events.push_back({ { below(50) }, { below(50) }, moment(), moment(), below(2) == 0, below(5) == 0 });
    if (below(2) == 0)
        story.skew = ClockSkew { std::chrono::microseconds(qint64(random()) * (below(2) == 0 ? 1 : -1)), below(9) };
    story.subscription.status = static_cast<SubscriptionState::Status>(below(4));
    story.subscription.isContradicted = below(2) == 0;
    if (below(2) == 0)
        story.subscription.stoppedAt = moment();
    return story;
}

} // namespace

class tst_RandomStories : public QObject {
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u"^(?!This plugin does not support propagateSizeHints)"_s)); }

    void paintsAnyStoryInAnyLook()
    {
        std::mt19937 random(4);
        ShownPanel shown({}, { 480, 700 });
        const QPalette before = QApplication::palette();
        for (int round = 0; round < 1'000; ++round) {
            shown.story = randomStory(random);
            shown.now = storyBegin() + std::chrono::seconds(static_cast<int>(random() % 400'000) - 100'000);
            if (round % 100 == 0)
                QApplication::setPalette(themePalette(static_cast<ThemeChoice>(1 + round / 100 % 3)));
            if (round % 7 == 0)
                shown.panel.resize(280 + static_cast<int>(random() % 900), 700);
            shown.panel.setLayoutDirection(round % 5 == 0 ? Qt::RightToLeft : Qt::LeftToRight);
            shown.tell();

            QVERIFY(!shown.panel.grab().isNull());
            if (round % 10 == 0)
                QVERIFY(!shown.part<QScrollArea>("messageScroll")->widget()->grab().isNull());
            QVERIFY(!shown.head().isEmpty());
            if (shown.story.attempts.size() > 1 && shown.line()->isVisible())
                QVERIFY(shown.line()->itemCount() >= 2);
        }
        QApplication::setPalette(before);
    }
};

QTEST_MAIN(tst_RandomStories)
#include "tst_randomstories.moc"
