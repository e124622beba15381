// SPDX-License-Identifier: GPL-3.0-or-later
#include "delivery/history/deliveryhistory.h"
#include "support/histories.h"
#include "ui/messagepanelfixture.h"

#include <QRegularExpression>
#include <QTest>

using namespace hookloupe;

namespace {

/// A history as the program follows it; deliveries are numbered from 1.
struct Told {
    explicit Told(const test::History& script)
    {
        const auto catalog = std::make_shared<const ProfileCatalog>(ProfileCatalog::load({}));
        history.setProfiles(catalog);
        for (const test::HistoryLine& line : script.lines) {
            DeliveryHistory::Stored stored;
            stored.arrival.id = { ++count };
            stored.arrival.arrivedAt = line.arrivedAt;
            stored.arrival.provider = line.profile ? line.profile->id : QByteArray();
            stored.arrival.keys = test::keysOf(line.profile.get(), line.request, line.endpoint);
            stored.response = std::make_shared<const Response>(line.response);
            history.add(std::span(&stored, 1), history.generation());
        }
    }

    DeliveryHistory history;
    qint64 count = 0;
};

} // namespace

class tst_CapturedStories : public QObject {
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u"^(?!This plugin does not support propagateSizeHints)"_s)); }

    void tellsTheStoryOfEachDelivery_data()
    {
        QTest::addColumn<int>("index");

        const std::vector<test::History> all = test::histories(shippedProfiles());
        QVERIFY(all.size() > 5);
        for (std::size_t i = 0; i < all.size(); ++i)
            QTest::newRow(qPrintable(all[i].name)) << static_cast<int>(i);
    }

    void tellsTheStoryOfEachDelivery()
    {
        QFETCH(int, index);
        const test::History script = test::histories(shippedProfiles())[static_cast<std::size_t>(index)];
        QCOMPARE(script.error, QString());
        const Told told(script);
        ShownPanel shown({});
        shown.panel.setStorySource([&told](DeliveryId id) { return told.history.story(id); });

        for (qint64 id = 1; id <= told.count; ++id) {
            shown.story.selected = { id };
            shown.tell();
            const MessageStory& story = shown.panel.story();
            const AttemptFactsPtr facts = told.history.facts({ id });

            QVERIFY(facts);
            QVERIFY(selectedAttempt(story));
            QVERIFY(!shown.head().contains(u"Still reading"_s));
            QCOMPARE(shown.head().contains(u"Stale: "_s), facts->message.isStale());
            QCOMPARE(shown.head().contains(u"Duplicate: "_s), facts->message.kind == MessageKind::Duplicate);
            QCOMPARE(shown.head().contains(u"Replay: "_s), facts->message.kind == MessageKind::Replay);
            QCOMPARE(shown.head().contains(u"Probably"_s), facts->message.isProbable);
            QCOMPARE(
                shown.list()->model()->index(shown.list()->currentIndex().row(), 0).data(Qt::UserRole).toLongLong(),
                id);
            QVERIFY(shown.line()->itemCount() >= 1);
            QVERIFY(!shown.panel.grab().isNull());
        }
    }

    void tellsBasiqsScheduleToItsEnd()
    {
        for (const test::History& script : test::histories(shippedProfiles())) {
            if (script.name != u"basiq-exhausted"_s)
                continue;
            const Told told(script);
            ShownPanel shown(told.history.story({ 1 }));

            QVERIFY2(shown.head().contains(
                         u"\u2298\u2002Lost: the last of 8 attempts failed, which disables the subscription"_s),
                qPrintable(shown.head()));
            return;
        }
        QFAIL("there is no such history");
    }
};

QTEST_MAIN(tst_CapturedStories)
#include "tst_capturedstories.moc"
