// SPDX-License-Identifier: GPL-3.0-or-later
// The window tells what providers do: columns, response bar, subscription strip and notices, with real webhooks.
#include "windowfixture.h"

#include "models/deliverycolumn.h"
#include "response/subscriptionstrip.h"
#include "widgets/messagestrip.h"
#include "windows/deliveryathand.h"

#include <QAbstractButton>
#include <QLocale>
#include <QPushButton>

using namespace hookloupe;

namespace {

/// \param id  of the event; the provider sends the same on a retry
QByteArray machnet(const WindowFixture& at, const QByteArray& id)
{
    return at.post("/machnet",
        "{\"id\":\"" + id + "\",\"event_name\":\"transaction.failed\",\"subscription_id\":\"s1\",\"resource_id\":\"r"
            + id + "\",\"timestamp\":\"2026-01-01T10:00:00Z\"}",
        "X-Raas-Event: transaction.failed\r\nX-Raas-Webhook-Signature: aa\r\n");
}

QByteArray github(const WindowFixture& at)
{
    return at.post("/github", R"({"ref":"refs/heads/main","repository":{"full_name":"a/b"}})",
        "X-GitHub-Event: push\r\nX-GitHub-Delivery: 72d3162e-cc78-11e3-81ab-4c9367dc0958\r\n"
        "X-Hub-Signature-256: sha256=00\r\nUser-Agent: GitHub-Hookshot/1\r\n");
}

QString meaning(const WindowFixture& at)
{
    return at.child<QLabel>("responseMeaning")->text();
}

QString strip(const WindowFixture& at)
{
    const auto* strip = at.child<SubscriptionStrip>("subscriptionStrip");
    return strip->isVisible() ? strip->accessibleName() : QString();
}

QString cell(const WindowFixture& at, int row, int column)
{
    return at.table()->model()->index(row, column).data().toString();
}

} // namespace

class TestReactionWindow : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { QLocale::setDefault(QLocale::c()); }
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void rowsAndBarTellWhatTheProviderDoes()
    {
        WindowFixture at;
        at.start();
        QTRY_VERIFY(at.engine->isListening());
        QCOMPARE(meaning(at), u"Every request is answered 200 OK."_s);

        at.action("responseAction-500")->trigger();
        machnet(at, "1");
        machnet(at, "1");
        at.action("responseAction-200")->trigger();
        machnet(at, "1");
        machnet(at, "1");
        QTRY_COMPARE(at.rows(), 4);

        QTRY_COMPARE(cell(at, 0, MessageColumn), u"\u2022 first"_s);
        QTRY_COMPARE(cell(at, 1, MessageColumn), u"\u21BB retry 2"_s);
        QTRY_COMPARE(cell(at, 2, MessageColumn), u"\u21BB retry 3"_s);
        QTRY_COMPARE(cell(at, 3, MessageColumn), u"= duplicate"_s);
        QCOMPARE(cell(at, 0, ReactionColumn), u"\u21BB retry after 60 min?"_s);
        QCOMPARE(cell(at, 2, ReactionColumn), u"\u2713 acknowledged"_s);
        QTRY_COMPARE(meaning(at), u"Machnet: takes it as delivered"_s);

        at.table()->setCurrentIndex({});
        github(at);
        QTRY_COMPARE(meaning(at), u"GitHub: takes it as delivered"_s);
        at.table()->select(DeliveryId { 2 });
        QTRY_COMPARE(meaning(at), u"Machnet: takes it as delivered"_s);
        QVERIFY(at.child<QAbstractButton>("response-500")->accessibleDescription().contains(u"Machnet: sends again"_s));
        at.post("/x");
        QTRY_COMPARE(at.rows(), 6);
        QCOMPARE(meaning(at), u"Machnet: takes it as delivered"_s);
    }

    void theStripWarnsAndIsCorrected()
    {
        WindowFixture at;
        at.start();
        QTRY_VERIFY(at.engine->isListening());
        at.action("responseAction-500")->trigger();
        for (int i = 0; i < 7; ++i)
            machnet(at, "1");
        QTRY_COMPARE(at.rows(), 7);
        QCOMPARE(strip(at), QString());
        const int height = at.table()->height();

        at.table()->setCurrentIndex({});
        machnet(at, "1");
        QTRY_COMPARE(strip(at), u"Machnet: 3 more failures pause this subscription (assumed)"_s);
        QVERIFY(at.table()->height() > height - 60);
        auto* hand = at.window->findChild<DeliveryAtHand*>();
        hand->setAsker([](const SubscriptionState& current, const QString&, const std::optional<DisableRule>&,
                           const KeyHash& subscription) -> std::optional<SubscriptionCorrection> {
            return current.failures == 8
                ? std::optional(SubscriptionCorrection { subscription, now(), SubscriptionState::Status::Paused, 0 })
                : std::nullopt;
        });
        at.child<QPushButton>("subscriptionCorrect")->click();

        QTRY_VERIFY(strip(at).startsWith(u"Machnet: the subscription is paused since "_s));
        QVERIFY(strip(at).contains(u"(as you said)"_s));
        at.window->resize(1024, 680);
        QCoreApplication::sendPostedEvents();
        QVERIFY(at.table()->isVisible() && at.table()->viewport()->height() >= 4 * 24);
        at.child<QPushButton>("subscriptionDetails")->click();
        QCOMPARE(at.table()->currentId(), DeliveryId { 8 });
    }

    void duplicatesAreToldWhereTheSettingsWantIt()
    {
        WindowFixture at;
        at.start();
        QTRY_VERIFY(at.engine->isListening());
        auto* message = at.child<MessageStrip>("messageStrip");
        machnet(at, "1");
        machnet(at, "1");
        QTRY_COMPARE(at.rows(), 2);
        QCOMPARE(message->text(), QString());

        at.table()->setCurrentIndex({});
        at.settings.set(setting::NoticeDuplicates, true);
        machnet(at, "1");
        QTRY_COMPARE(message->text(), u"1 duplicate: Machnet transaction.failed"_s);
        QVERIFY(at.table()->currentId() == DeliveryId());
        message->findChild<QPushButton*>(u"messageAction"_s)->click();

        QCOMPARE(at.table()->currentId(), DeliveryId { 3 });
    }
};

QTEST_MAIN(TestReactionWindow)
#include "tst_reactionwindow.moc"
