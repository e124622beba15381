// SPDX-License-Identifier: GPL-3.0-or-later
// Of which delivery the response bar and the subscription strip speak, and how its subscription is corrected.
#include "windows/deliveryathand.h"

#include "profile/profilecatalog.h"
#include "response/correctiondialog.h"
#include "response/responsebar.h"
#include "response/subscriptionstrip.h"

#include <QAbstractButton>
#include <QDialogButtonBox>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QRadioButton>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTest>

using namespace hookloupe;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

using Status = SubscriptionState::Status;

const SystemTime Noon { std::chrono::seconds(1'767'268'800) };
const KeyHash Subscription { 7 };

/// The parts of the window that it speaks through, with a provider's rules and one subscription behind.
struct Hand {
    Hand()
    {
        DeliveryAtHand::Sources sources;
        sources.profile = [this](const QByteArray& id) { return catalog.find(id); };
        sources.reactionToNext = [this](const DeliveryAtHand::Subject& subject, const Response& response) {
            const ProfilePtr profile = catalog.find(subject.provider);
            AttemptContext context;
            context.arrivedAt = Noon;
            context.attempt = attempt;
            context.subscription = state;
            return reactionTo(profile && profile->delivery ? &*profile->delivery : nullptr, response, context);
        };
        sources.earlier = [this](DeliveryId) -> qint64 { return attempt - 1; };
        sources.subscriptionOf = [](DeliveryId id) { return std::optional(KeyHash { quint64(id.value) }); };
        sources.subscription = [this](const KeyHash&) { return state; };
        sources.correct = [this](const SubscriptionCorrection& correction) {
            corrected = correction.subscription;
            state = {};
            state.status = correction.status;
            state.failures = correction.failures;
            state.isCorrected = true;
        };
        sources.now = [] { return Noon; };
        hand.setSources(sources);
        window.resize(1000, 200);
    }

    QString meaning() const { return bar.findChild<QLabel*>(u"responseMeaning"_s)->text(); }
    QString strip() const { return subscription.isHidden() ? QString() : subscription.accessibleName(); }
    QAbstractButton* button(const char* name) const
    {
        return subscription.findChild<QAbstractButton*>(QString::fromLatin1(name));
    }

    ProfileCatalog catalog = ProfileCatalog::load({});
    SubscriptionState state;
    int attempt = 1;
    KeyHash corrected;
    QWidget window;
    ResponseBar bar { &window };
    SubscriptionStrip subscription { &window };
    DeliveryAtHand hand { bar, subscription, &window };
};

SubscriptionState failing(int failures)
{
    SubscriptionState state;
    state.failures = failures;
    state.failingSince = Noon - 1h;
    return state;
}

SubscriptionState stopped(Status status)
{
    SubscriptionState state;
    state.status = status;
    state.stoppedAt = Noon - 48h;
    return state;
}

} // namespace

class TestDeliveryAtHand : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { QLocale::setDefault(QLocale::c()); }
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void speaksOfTheSelectedOtherwiseOfTheLastSeen()
    {
        Hand at;
        QCOMPARE(at.meaning(), u"Every request is answered 200 OK."_s);
        QVERIFY(!at.bar.outlook().isKnown());

        at.hand.setLastSeen({ { 1 }, "redeam" });
        QCOMPARE(at.meaning(), u"Redeam: takes it as delivered"_s);
        at.hand.setSelected({ { 2 }, "machnet" });
        QCOMPARE(at.meaning(), u"Machnet: takes it as delivered"_s);
        at.hand.setLastSeen({ { 3 }, "basiq" });
        QCOMPARE(at.meaning(), u"Machnet: takes it as delivered"_s);
        at.hand.setSelected({});
        QCOMPARE(at.meaning(), u"Basiq: takes it as delivered"_s);
        at.hand.setSelected({ { 4 }, {} });
        QVERIFY2(!at.bar.outlook().isKnown(), "a selected delivery of nobody known must not borrow a provider");
        at.hand.clear();
        QCOMPARE(at.meaning(), u"Every request is answered 200 OK."_s);
    }

    void aNameCannotHideAnything()
    {
        Hand at;
        at.hand.setLastSeen({ { 1 }, "no\x1bsuch\xe2\x80\xae" });

        QVERIFY(!at.meaning().contains(QChar(0x1b)) && !at.meaning().contains(QChar(0x202E)));
        QVERIFY(at.meaning().startsWith(u"no"_s));
    }

    void takesTheStepThatIsNext()
    {
        Hand at;
        at.bar.setResponse(*parseResponseSequence(u"503x2,409,200"));
        at.hand.setLastSeen({ { 1 }, "machnet" });
        QVERIFY2(at.meaning().contains(u"503 \u2192 Machnet: "_s), qPrintable(at.meaning()));

        at.attempt = 3;
        at.hand.refresh();
        QVERIFY2(
            at.meaning().contains(u"409 \u2192 Machnet: sends again at a fixed interval"_s), qPrintable(at.meaning()));
    }

    void takesNoRoomWhileAllIsWell()
    {
        Hand at;
        at.hand.setLastSeen({ { 1 }, "machnet" });

        QVERIFY(at.subscription.isHidden());
    }

    void tellsOfASubscription_data()
    {
        QTest::addColumn<QByteArray>("provider");
        QTest::addColumn<SubscriptionState>("state");
        QTest::addColumn<QString>("text");

        QTest::newRow("far from its end") << QByteArray("machnet") << failing(7) << QString();
        QTest::newRow("near its end") << QByteArray("machnet") << failing(8)
                                      << u"Machnet: 3 more failures pause this subscription (assumed)"_s;
        QTest::newRow("at its end") << QByteArray("machnet") << failing(10)
                                    << u"Machnet: 1 more failure pauses this subscription (assumed)"_s;
        QTest::newRow("nothing stops it") << QByteArray("redeam") << failing(1'000) << QString();
        SubscriptionState paused = stopped(Status::Paused);
        const QString since
            = QLocale().toString(QDateTime::fromSecsSinceEpoch(1'767'268'800 - 48 * 3'600), QLocale::ShortFormat);
        QTest::newRow("paused")
            << QByteArray("machnet") << paused
            << u"Machnet: the subscription is paused since %1 (assumed); what happens meanwhile is lost; "
               "to go on: update the subscription"_s.arg(since);
        paused.isCorrected = true;
        QTest::newRow("paused, as a person said") << QByteArray(
            "redeam") << paused << u"Redeam: the subscription is paused since %1 (as you said)"_s.arg(since);
        QTest::newRow("disabled by our answer, without a rule")
            << QByteArray("redeam") << stopped(Status::Disabled)
            << u"Redeam: the subscription is disabled since %1 (documented)"_s.arg(since);
        QTest::newRow("removed") << QByteArray("redeam") << stopped(Status::Removed)
                                 << u"Redeam: the subscription was removed at %1 (documented)"_s.arg(since);
        SubscriptionState contradicted;
        contradicted.isContradicted = true;
        QTest::newRow("contradicted") << QByteArray("machnet") << contradicted
                                      << u"Machnet: the subscription should have been stopped, and deliveries still "
                                         "come; its rule does not hold"_s;
        contradicted = failing(10);
        contradicted.isContradicted = true;
        QTest::newRow("contradicted, and near its end again")
            << QByteArray("machnet") << contradicted << u"Machnet: 1 more failure pauses this subscription (assumed)"_s;
    }

    void tellsOfASubscription()
    {
        QFETCH(QByteArray, provider);
        QFETCH(SubscriptionState, state);
        QFETCH(QString, text);
        Hand at;
        at.state = state;

        at.hand.setLastSeen({ { 1 }, provider });

        QCOMPARE(at.strip(), text);
        QCOMPARE(at.subscription.isHidden(), text.isEmpty());
    }

    void aTimeRuleIsToldWithinADay_data()
    {
        QTest::addColumn<int>("hoursLeft");
        QTest::addColumn<bool>("isTold");
        QTest::newRow("in a day") << 24 << true;
        QTest::newRow("in a day and an hour") << 25 << false;
    }

    void aTimeRuleIsToldWithinADay()
    {
        QFETCH(int, hoursLeft);
        QFETCH(bool, isTold);
        DisableRule rule;
        rule.after = Stated<std::chrono::seconds> { 72h, false };
        SubscriptionState state = failing(5);
        state.failingSince = Noon - 72h + std::chrono::hours(hoursLeft);

        const auto notice = subscriptionNotice(state, &rule, u"Acme"_s, Noon);

        QCOMPARE(notice.has_value(), isTold);
        if (notice)
            QVERIFY(notice->text.startsWith(u"Acme: unless something succeeds, the subscription is disabled from "_s));
    }

    void isAnnouncedOnce()
    {
        Hand at;
        at.state = failing(9);
        QSignalSpy announced(&at.subscription, &SubscriptionStrip::announced);

        at.hand.setSelected({ { 1 }, "machnet" });
        at.hand.refresh();
        at.hand.setSelected({ { 2 }, "redeam" });
        at.hand.setSelected({ { 1 }, "machnet" });
        QCOMPARE(announced.size(), 1);

        at.state = failing(10);
        at.hand.refresh();
        QCOMPARE(announced.size(), 2);
        at.hand.clear();
        at.hand.setSelected({ { 1 }, "machnet" });
        QVERIFY2(announced.size() == 3, "another session is news");
    }

    void leadsToTheStory()
    {
        Hand at;
        at.state = failing(9);
        at.hand.setLastSeen({ { 7 }, "machnet" });
        QSignalSpy wanted(&at.hand, &DeliveryAtHand::detailsWanted);

        at.button("subscriptionDetails")->click();

        QCOMPARE(wanted.size(), 1);
        QCOMPARE(wanted[0][0].value<DeliveryId>(), DeliveryId { 7 });
    }

    void isCorrectedByAPerson()
    {
        Hand at;
        at.state = failing(9);
        at.hand.setLastSeen({ { 7 }, "machnet" });
        at.hand.setAsker([&at](const SubscriptionState& current, const QString& provider,
                             const std::optional<DisableRule>& rule, const KeyHash& subscription) {
            // Meanwhile another delivery comes to hand.
            at.hand.setLastSeen({ { 8 }, "redeam" });
            const bool isRight = current.failures == 9 && provider == u"Machnet"_s && rule && rule->afterFailures
                && subscription == Subscription;
            return isRight ? std::optional(SubscriptionCorrection { subscription, Noon, Status::Active, 0 })
                           : std::nullopt;
        });

        at.button("subscriptionCorrect")->click();

        QVERIFY2(at.corrected == Subscription, "that of the delivery that was at hand when it was asked for");
        QVERIFY(at.state.isCorrected);
        QCOMPARE(at.strip(), QString());
    }

    void stayingAsItIsCorrectsNothing()
    {
        Hand at;
        at.state = failing(9);
        at.hand.setLastSeen({ { 7 }, "machnet" });
        at.hand.setAsker([](auto&&...) { return std::nullopt; });

        at.button("subscriptionCorrect")->click();

        QVERIFY(at.corrected == KeyHash());
        QCOMPARE(at.state.failures, 9);
    }

    void aSessionThatIsReadOnlyCannotBeCorrected()
    {
        Hand at;
        at.state = failing(9);
        DeliveryAtHand::Sources sources;
        sources.profile = [&at](const QByteArray& id) { return at.catalog.find(id); };
        sources.subscriptionOf = [](DeliveryId) { return std::optional(Subscription); };
        sources.subscription = [&at](const KeyHash&) { return at.state; };
        sources.now = [] { return Noon; };
        at.hand.setSources(sources);
        at.hand.setLastSeen({ { 7 }, "machnet" });

        QVERIFY(!at.strip().isEmpty());
        QVERIFY(!at.button("subscriptionCorrect")->isEnabled());
        QVERIFY(at.button("subscriptionDetails")->isEnabled());
    }

    void theDialogSaysWhatFollows_data()
    {
        QTest::addColumn<Status>("status");
        QTest::addColumn<int>("failures");
        QTest::addColumn<QString>("text");
        QTest::addColumn<bool>("countsFailures");
        QTest::newRow("well") << Status::Active << 0 << u"\u2713 Nothing near would stop it."_s << true;
        QTest::newRow("near a stop") << Status::Active << 9
                                     << u"\u25B2 Machnet: 2 more failures pause this subscription (assumed)"_s << true;
        QTest::newRow("paused")
            << Status::Paused << 0
            << u"\u2016 Machnet: the subscription is paused (as you said); what happens meanwhile is "
               "lost; to go on: update the subscription"_s
            << false;
        QTest::newRow("removed")
            << Status::Removed << 0
            << u"\u2016 Machnet: the subscription is removed (as you said); what happens meanwhile is "
               "lost; to go on: update the subscription"_s
            << false;
    }

    void theDialogSaysWhatFollows()
    {
        QFETCH(Status, status);
        QFETCH(int, failures);
        QFETCH(QString, text);
        QFETCH(bool, countsFailures);
        const ProfileCatalog catalog = ProfileCatalog::load({});
        CorrectionDialog dialog({}, u"Machnet"_s, catalog.find("machnet")->delivery->disable);

        dialog.findChild<QSpinBox*>(u"correctionFailures"_s)->setValue(failures);
        dialog.findChild<QRadioButton*>(u"correctionState%1"_s.arg(int(status)))->setChecked(true);

        QCOMPARE(dialog.findChild<QLabel*>(u"correctionSequel"_s)->text(), text);
        QCOMPARE(dialog.findChild<QSpinBox*>(u"correctionFailures"_s)->isEnabled(), countsFailures);
        QVERIFY(
            (dialog.correction(Subscription, Noon) == SubscriptionCorrection { Subscription, Noon, status, failures }));
    }

    void theDialogBeginsWithWhatIsTakenForTrue()
    {
        CorrectionDialog dialog(stopped(Status::Disabled), {}, {});
        QCOMPARE(dialog.status(), Status::Disabled);
        QCOMPARE(CorrectionDialog(failing(4), {}, {}).failures(), 4);
        QCOMPARE(CorrectionDialog(failing(-4), {}, {}).failures(), 0);
        SubscriptionState paused = stopped(Status::Paused);
        paused.failures = 11;
        CorrectionDialog resumed(paused, {}, {});
        QCOMPARE(resumed.failures(), 11);
        resumed.findChild<QRadioButton*>(u"correctionState0"_s)->setChecked(true);
        QCOMPARE(resumed.failures(), 0);
    }
};

QTEST_MAIN(TestDeliveryAtHand)
#include "tst_deliveryathand.moc"
