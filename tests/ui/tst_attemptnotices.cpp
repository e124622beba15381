// SPDX-License-Identifier: GPL-3.0-or-later
#include "windows/attemptnotices.h"

#include "settings/settingsstore.h"
#include "windows/settingsdialog.h"

#include <QCheckBox>
#include <QTemporaryDir>
#include <QTest>

using namespace hookloupe;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

DeliverySummary delivery(qint64 id, MessageKind kind, bool isStale = false)
{
    DeliverySummary summary;
    summary.id = { id };
    summary.method = "POST";
    summary.target = "/hook";
    summary.provider = "stripe";
    summary.eventType = "charge.updated";
    AttemptSummary attempt;
    attempt.message = { 1 };
    attempt.kind = kind;
    attempt.isStale = isStale;
    summary.attempt = attempt;
    return summary;
}

/// A notifier and a clock that only move when told to.
struct Desk {
    explicit Desk(bool wantsDuplicates = true, bool wantsStale = true)
    {
        settings.set(setting::NoticeDuplicates, wantsDuplicates);
        settings.set(setting::NoticeStale, wantsStale);
    }

    void note(const std::vector<DeliverySummary>& arrived) { notices.note(arrived, { { "stripe", u"Stripe"_s } }); }
    void pass(std::chrono::milliseconds time)
    {
        clock += time;
        notices.look();
    }

    QTemporaryDir folder;
    SettingsStore settings { folder.filePath(u"settings.ini"_s) };
    std::chrono::milliseconds clock { 5'000'000 };
    bool canShow = true;
    QStringList shown;
    std::vector<DeliveryId> newest;
    AttemptNotices notices { settings,
        [this](const QString& text, DeliveryId id) {
            if (canShow) {
                shown << text;
                newest.push_back(id);
            }
            return canShow;
        },
        [this] { return clock; } };
};

} // namespace

class TestAttemptNotices : public QObject {
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void saysNothingUnlessWanted()
    {
        QTemporaryDir folder;
        const SettingsStore untouched(folder.filePath(u"untouched.ini"_s));
        QVERIFY(!untouched.get(setting::NoticeDuplicates));
        QVERIFY(!untouched.get(setting::NoticeStale));
        Desk desk(false, false);

        QVERIFY(!desk.notices.isWanted());
        desk.note({ delivery(1, MessageKind::Duplicate), delivery(2, MessageKind::First, true) });

        QCOMPARE(desk.shown, QStringList());
    }

    void saysWhatIsWanted_data()
    {
        QTest::addColumn<bool>("wantsDuplicates");
        QTest::addColumn<bool>("wantsStale");
        QTest::addColumn<QString>("text");
        QTest::newRow("duplicates") << true << false << u"1 duplicate, 1 replay, newest: Stripe charge.updated"_s;
        QTest::newRow("stale") << false << true << u"2 stale events, newest: Stripe charge.updated"_s;
        QTest::newRow("both: a stale duplicate counts once")
            << true << true << u"1 duplicate, 1 replay, 1 stale event, newest: Stripe charge.updated"_s;
    }

    void saysWhatIsWanted()
    {
        QFETCH(bool, wantsDuplicates);
        QFETCH(bool, wantsStale);
        QFETCH(QString, text);
        Desk desk(wantsDuplicates, wantsStale);

        desk.note({ delivery(1, MessageKind::First), delivery(2, MessageKind::Retry),
            delivery(3, MessageKind::Duplicate, true), delivery(4, MessageKind::Replay),
            delivery(5, MessageKind::First, true) });

        QCOMPARE(desk.shown, QStringList { text });
    }

    void ordinaryDeliveriesAreNoNews()
    {
        Desk desk;
        DeliverySummary challenge = delivery(3, MessageKind::Duplicate);
        challenge.isChallenge = true;
        DeliverySummary unknown = delivery(4, MessageKind::Duplicate);
        unknown.attempt.reset();

        desk.note({ delivery(1, MessageKind::First), delivery(2, MessageKind::Retry), challenge, unknown });

        QCOMPARE(desk.shown, QStringList());
    }

    void saysItAtMostOnceInTenSeconds()
    {
        Desk desk;
        desk.note({ delivery(1, MessageKind::Duplicate) });
        QCOMPARE(desk.shown, QStringList { u"1 duplicate: Stripe charge.updated"_s });

        desk.note({ delivery(2, MessageKind::Duplicate) });
        desk.pass(5s);
        desk.note({ delivery(3, MessageKind::Duplicate), delivery(4, MessageKind::Duplicate) });
        desk.pass(4'999ms);
        QCOMPARE(desk.shown.size(), 1);
        desk.pass(1ms);
        QCOMPARE(desk.shown.size(), 2);
        QCOMPARE(desk.shown.last(), u"3 duplicates, newest: Stripe charge.updated"_s);
        QCOMPARE(desk.newest.back(), DeliveryId { 4 });

        desk.pass(60s);
        QVERIFY2(desk.shown.size() == 2, "nothing new came");
        desk.note({ delivery(5, MessageKind::Duplicate) });
        QCOMPARE(desk.shown.last(), u"1 duplicate: Stripe charge.updated"_s);
    }

    void whatCannotBeShownWaits()
    {
        Desk desk;
        desk.canShow = false;
        desk.note({ delivery(1, MessageKind::Duplicate) });
        desk.pass(10s);
        QCOMPARE(desk.shown, QStringList());

        desk.canShow = true;
        desk.note({ delivery(2, MessageKind::Duplicate) });
        desk.pass(10s);

        QCOMPARE(desk.shown, QStringList { u"2 duplicates, newest: Stripe charge.updated"_s });
    }

    void whatIsNoLongerWantedIsForgotten()
    {
        Desk desk(true, false);
        desk.note({ delivery(1, MessageKind::Duplicate) });
        desk.note({ delivery(2, MessageKind::Duplicate) });
        desk.settings.set(setting::NoticeDuplicates, false);
        desk.pass(10s);
        desk.settings.set(setting::NoticeDuplicates, true);
        desk.pass(10s);
        QCOMPARE(desk.shown.size(), 1);

        desk.note({ delivery(3, MessageKind::Duplicate) });
        desk.note({ delivery(4, MessageKind::Duplicate) });
        desk.notices.clear();
        desk.pass(10s);
        QVERIFY2(desk.shown.size() == 2, "another session was opened");
    }

    void namesWhatItCan_data()
    {
        QTest::addColumn<QByteArray>("provider");
        QTest::addColumn<QByteArray>("event");
        QTest::addColumn<QString>("text");
        QTest::newRow("no provider") << QByteArray() << QByteArray("x") << u"1 duplicate: POST /hook"_s;
        QTest::newRow("no event type") << QByteArray("stripe") << QByteArray() << u"1 duplicate: Stripe"_s;
        QTest::newRow("a provider without a profile")
            << QByteArray("acme") << QByteArray("x") << u"1 duplicate: acme x"_s;
        QTest::newRow("a sign of order for texts")
            << QByteArray("stripe") << QByteArray("a%1%2b") << u"1 duplicate: Stripe a%1%2b"_s;
    }

    void namesWhatItCan()
    {
        QFETCH(QByteArray, provider);
        QFETCH(QByteArray, event);
        QFETCH(QString, text);
        Desk desk;
        DeliverySummary one = delivery(1, MessageKind::Duplicate);
        one.provider = provider;
        one.eventType = event;

        desk.note({ one });

        QCOMPARE(desk.shown, QStringList { text });
    }

    void nothingHidesInANotice()
    {
        Desk desk;
        DeliverySummary one = delivery(1, MessageKind::Duplicate);
        one.eventType = "a\x1b\xe2\x80\xae"
                        "b";

        desk.note({ one });

        QVERIFY(!desk.shown[0].contains(QChar(0x1b)) && !desk.shown[0].contains(QChar(0x202E)));
    }

    void theSettingsTurnThemOn()
    {
        Desk desk(false, false);
        SettingsDialog dialog(desk.settings);
        auto* duplicates = dialog.findChild<QCheckBox*>(u"notices-duplicates"_s);
        auto* stale = dialog.findChild<QCheckBox*>(u"notices-stale"_s);
        QVERIFY(!duplicates->isChecked() && !stale->isChecked());

        stale->setChecked(true);
        QVERIFY2(!desk.notices.isWanted(), "nothing is stored before OK");
        dialog.accept();

        QVERIFY(desk.notices.isWanted());
        QVERIFY(!desk.settings.get(setting::NoticeDuplicates));
        QVERIFY(desk.settings.get(setting::NoticeStale));
    }
};

QTEST_MAIN(TestAttemptNotices)
#include "tst_attemptnotices.moc"
