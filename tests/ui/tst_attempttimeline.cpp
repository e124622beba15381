// SPDX-License-Identifier: GPL-3.0-or-later
#include "message/attempttimeline.h"
#include "message/timelinepainter.h"
#include "ui/storyfixture.h"

#include <QAccessible>
#include <QImage>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTest>

#include <random>

using namespace hookloupe;

namespace {

using Mark = AttemptAxis::Mark;
using Place = AttemptAxis::Place;

/// Basiq's eight attempts.
std::vector<Mark> basiqMarks(int width = 24)
{
    std::vector<Mark> marks { { width } };
    for (const std::chrono::milliseconds wait :
        { 5'000ms, std::chrono::milliseconds(5min), std::chrono::milliseconds(30min), std::chrono::milliseconds(2h),
            std::chrono::milliseconds(5h), std::chrono::milliseconds(10h), std::chrono::milliseconds(10h) })
        marks.push_back({ width, wait });
    return marks;
}

int gapBefore(const AttemptAxis& axis, std::size_t place)
{
    return axis.places()[place].left - axis.places()[place - 1].right();
}

struct ShownLine {
    explicit ShownLine(const MessageStory& story, int width = 560, bool isEndless = false)
    {
        line.resize(width, line.sizeHint().height());
        line.setRows(attemptRows(story), isEndless);
        line.show();
    }

    AttemptTimeLine line;
};

} // namespace

class tst_AttemptTimeLine : public QObject {
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u"^(?!This plugin does not support propagateSizeHints)"_s)); }

    void drawsLongerWaitsLongerAndEqualOnesEqually()
    {
        const AttemptAxis axis(basiqMarks(), 600);

        QCOMPARE(axis.places().size(), std::size_t(8));
        for (std::size_t i = 2; i < 7; ++i)
            QVERIFY2(gapBefore(axis, i) > gapBefore(axis, i - 1), qPrintable(QString::number(i)));
        QVERIFY(std::abs(gapBefore(axis, 7) - gapBefore(axis, 6)) <= 1);
        // 5 s and 10 h are both readable: neither vanishes beside the other
        QVERIFY(gapBefore(axis, 1) >= 20);
        QVERIFY(gapBefore(axis, 7) <= 150);
        QCOMPARE(axis.places().front().left, 0);
        QVERIFY(std::abs(axis.length() - 600) <= 1);
    }

    void keepsTheMarksApartWhateverTheWaitsAre()
    {
        std::mt19937 random(20261125);
        for (int round = 0; round < 2'000; ++round) {
            std::vector<Mark> marks(random() % 230 + 1);
            bool isFirst = true;
            for (Mark& mark : marks) {
                mark.width = static_cast<int>(random() % 90);
                const auto size = static_cast<qint64>(std::exp2(random() % 60));
                mark.waitBefore = std::chrono::milliseconds(isFirst || random() % 5 == 0 ? 0
                        : random() % 7 == 0                                              ? -size
                                                                                         : size);
                mark.isKept = random() % 50 == 0;
                isFirst = false;
            }
            const int width = static_cast<int>(random() % 1'400);

            const AttemptAxis axis(marks, width);

            int next = 0;
            for (std::size_t i = 0; i < axis.places().size(); ++i) {
                const Place& place = axis.places()[i];
                QCOMPARE(place.first, next);
                QVERIFY(place.last >= place.first);
                next = place.last + 1;
                if (i > 0)
                    QVERIFY(gapBefore(axis, i) >= AttemptAxis::MinGap);
            }
            QCOMPARE(next, static_cast<int>(marks.size()));
            QVERIFY(!axis.places().front().isFold);
            QVERIFY(!axis.places().back().isFold);
            const int least
                = marks.front().width + marks.back().width + AttemptAxis::MinFoldWidth + 2 * AttemptAxis::MinGap + 2;
            QVERIFY(axis.length() <= std::max(width, least));
        }
    }

    void foldsWhatHasNoRoomAndKeepsWhatIsAskedFor()
    {
        std::vector<Mark> marks(200, Mark { 50, std::chrono::milliseconds(1h) });
        marks[119].isKept = true;

        const AttemptAxis axis(marks, 500);

        QVERIFY(axis.isFolded());
        QVERIFY(!axis.places()[static_cast<std::size_t>(axis.placeOf(119))].isFold);
        QVERIFY(axis.places()[static_cast<std::size_t>(axis.placeOf(60))].isFold);
        QVERIFY(!axis.places()[static_cast<std::size_t>(axis.placeOf(198))].isFold);
        QVERIFY(axis.length() <= 500);
        QCOMPARE(axis.placeOf(200), -1);
        QVERIFY(!AttemptAxis(marks, AttemptAxis::leastWidth(marks)).isFolded());
        QVERIFY(AttemptAxis(marks, AttemptAxis::leastWidth(marks) - 1).isFolded());
    }

    void drawsOneMomentAsOne()
    {
        std::vector<Mark> marks(5, Mark { 24 });

        const AttemptAxis axis(marks, 600);

        for (std::size_t i = 1; i < 5; ++i)
            QCOMPARE(gapBefore(axis, i), AttemptAxis::MinGap);
        QCOMPARE(AttemptAxis({}, 600).length(), 0);
    }

    void marksAttemptsAndWhatIsExpected()
    {
        const std::vector<AttemptRow> rows = attemptRows(basiqStory());

        QCOMPARE(rows.size(), std::size_t(8));
        QCOMPARE(rows[0].mark, u"▲ 503"_s);
        QVERIFY(!rows[0].isRound);
        QCOMPARE(rows[1].caption, u"↻ 2"_s);
        QCOMPARE(rows[1].tick, u"+5 s"_s);
        QCOMPARE(rows[2].tick, u"+5 min"_s);
        QCOMPARE(rows[3].sort, AttemptRow::Sort::Expected);
        QCOMPARE(rows[3].mark, u"14:37"_s);
        QCOMPARE(rows[4].tick, u"+2 h"_s);
        QCOMPARE(rows[7].tick, u"+10 h"_s);
        QVERIFY(attemptRows(basiqAcknowledged()).back().isRound);
        QCOMPARE(attemptRows(machnetEndless())[3].tick, u"◂ +52 min"_s);
        QCOMPARE(attemptRows(machnetEndless()).size(), std::size_t(7));
        QVERIFY(attemptRows(machnetEndless()).back().mark.startsWith(u"≈ "_s));
    }

    void writesTicksInOneUnit_data()
    {
        QTest::addColumn<qint64>("ms");
        QTest::addColumn<QString>("text");

        QTest::newRow("none") << qint64(0) << u"+0 ms"_s;
        QTest::newRow("below a second") << qint64(999) << u"+999 ms"_s;
        QTest::newRow("seconds") << qint64(61'400) << u"+61 s"_s;
        QTest::newRow("just below two minutes") << qint64(119'499) << u"+119 s"_s;
        QTest::newRow("two minutes") << qint64(119'500) << u"+2 min"_s;
        QTest::newRow("hours") << qint64(36'000'000) << u"+10 h"_s;
        QTest::newRow("days") << qint64(3 * 86'400'000) << u"+3 d"_s;
        QTest::newRow("backwards") << qint64(-3'000) << u"\u22123 s"_s;
        QTest::newRow("as far back as can be") << std::numeric_limits<qint64>::min() << u"\u2212106751991167 d"_s;
    }

    void writesTicksInOneUnit()
    {
        QFETCH(qint64, ms);
        QFETCH(QString, text);

        QCOMPARE(tickText(std::chrono::milliseconds(ms)), text);
    }

    void movesWithKeysAndWantsOnlyWithReturn()
    {
        ShownLine shown(basiqStory());
        QSignalSpy wanted(&shown.line, &AttemptTimeLine::deliveryWanted);
        QCOMPARE(shown.line.currentItem(), 2);

        QTest::keyClick(&shown.line, Qt::Key_Left);
        QTest::keyClick(&shown.line, Qt::Key_Left);
        QTest::keyClick(&shown.line, Qt::Key_Left);
        QCOMPARE(shown.line.currentItem(), 0);
        QCOMPARE(wanted.size(), 0);
        QTest::keyClick(&shown.line, Qt::Key_Return);
        QCOMPARE(wanted.size(), 1);
        QCOMPARE(wanted.at(0).at(0).value<DeliveryId>(), DeliveryId { 7 });
        QTest::keyClick(&shown.line, Qt::Key_End);
        QCOMPARE(shown.line.currentItem(), 7);
        QTest::keyClick(&shown.line, Qt::Key_Space);
        QCOMPARE(wanted.size(), 1); // it is expected, and has no delivery
        QTest::keyClick(&shown.line, Qt::Key_Right);
        QCOMPARE(shown.line.currentItem(), 7);
        QTest::keyClick(&shown.line, Qt::Key_Home);
        QTest::keyClick(&shown.line, Qt::Key_Right);
        QTest::keyClick(&shown.line, Qt::Key_Space);
        QCOMPARE(wanted.at(1).at(0).value<DeliveryId>(), DeliveryId { 8 });
    }

    void mirrorsForLanguagesThatGoTheOtherWay()
    {
        ShownLine shown(basiqStory());
        const QRect first = shown.line.itemRect(0);

        shown.line.setLayoutDirection(Qt::RightToLeft);

        QCOMPARE(shown.line.itemRect(0).left(), shown.line.width() - first.left() - first.width());
        QTest::keyClick(&shown.line, Qt::Key_Home);
        QTest::keyClick(&shown.line, Qt::Key_Left);
        QCOMPARE(shown.line.currentItem(), 1);
    }

    void aClickWantsTheDelivery()
    {
        ShownLine shown(basiqStory());
        QSignalSpy wanted(&shown.line, &AttemptTimeLine::deliveryWanted);

        QTest::mouseClick(&shown.line, Qt::LeftButton, {}, shown.line.itemRect(1).center());
        QTest::mouseClick(&shown.line, Qt::LeftButton, {}, shown.line.itemRect(5).center());
        QTest::mouseClick(&shown.line, Qt::LeftButton, {}, QPoint(2, shown.line.height() - 2));

        QCOMPARE(wanted.size(), 1);
        QCOMPARE(wanted.at(0).at(0).value<DeliveryId>(), DeliveryId { 8 });
    }

    void hasAChildForEachMarkToAScreenReader()
    {
        ShownLine shown(basiqStory());
        QSignalSpy wanted(&shown.line, &AttemptTimeLine::deliveryWanted);
        QAccessibleInterface* const list = QAccessible::queryAccessibleInterface(&shown.line);
        QVERIFY(list);

        QCOMPARE(list->role(), QAccessible::List);
        QVERIFY(!list->text(QAccessible::Name).isEmpty());
        QCOMPARE(list->childCount(), 8);
        QAccessibleInterface* const second = list->child(1);
        QCOMPARE(list->child(1), second);
        QCOMPARE(list->indexOfChild(second), 1);
        QCOMPARE(second->parent(), list);
        QCOMPARE(second->text(QAccessible::Name),
            u"Attempt 2, ↻ retry, ▲ 503 failed, 14:02:16.135, ✓ after 5 s, on time, "
            u"Sends again in 5 min, attempt 3 of 8 (documented)"_s);
        QCOMPARE(list->child(2)->text(QAccessible::Description), u"the delivery that is shown"_s);
        QVERIFY(list->child(2)->state().selected);
        QCOMPARE(list->child(3)->text(QAccessible::Name),
            u"Attempt 4, expected (documented), 14:37:16, 30 min after the one before"_s);
        QCOMPARE(list->childAt(second->rect().center().x(), second->rect().center().y()), second);
        QVERIFY(!list->child(8));
        second->actionInterface()->doAction(QAccessibleActionInterface::pressAction());
        QCOMPARE(wanted.size(), 1);
        QCOMPARE(shown.line.currentItem(), 1);
        shown.line.setRows({}, false);
        QVERIFY(!second->isValid());
        QCOMPARE(second->text(QAccessible::Name), QString());
        QCOMPARE(list->childCount(), 0);
    }

    void saysHowManyAFoldStandsFor()
    {
        ShownLine shown(longStory(), 400, true);

        int told = 0;
        bool hasFold = false;
        for (int item = 0; item < shown.line.itemCount(); ++item) {
            const QRegularExpressionMatch fold
                = QRegularExpression(u"^(\\d+) attempts between, see the list$"_s).match(shown.line.itemText(item));
            hasFold = hasFold || fold.hasMatch();
            told += fold.hasMatch() ? fold.captured(1).toInt() : 1;
        }

        QVERIFY(hasFold);
        QCOMPARE(told, 263); // 260 made, 3 expected
        QVERIFY(shown.line.itemRect(0).left() >= 0);
        QVERIFY(shown.line.itemRect(shown.line.itemCount() - 1).right() < 400);
        QVERIFY(shown.line.itemText(shown.line.currentItem()).startsWith(u"Attempt 180,"_s));
    }

    void staysInItsRoomAtEveryWidthAndFont_data()
    {
        QTest::addColumn<double>("scale");

        QTest::newRow("as it is") << 1.0;
        QTest::newRow("200 %") << 2.0;
    }

    void staysInItsRoomAtEveryWidthAndFont()
    {
        QFETCH(double, scale);

        for (const MessageStory& story : { basiqStory(), machnetEndless(), longStory(), redeamStale() }) {
            for (int width = 300; width < 1'300; width += 37) {
                ShownLine shown(story, width, true);
                QFont font = shown.line.font();
                font.setPointSizeF(font.pointSizeF() * scale);
                shown.line.setFont(font);
                shown.line.resize(width, shown.line.sizeHint().height());

                const int count = shown.line.itemCount();
                QVERIFY(shown.line.itemRect(0).left() >= 0);
                QVERIFY2(shown.line.itemRect(count - 1).right() < width, qPrintable(QString::number(width)));
                QVERIFY(shown.line.itemRect(0).height() >= 24);
                QVERIFY(shown.line.itemRect(0).width() >= 24);
            }
        }
    }

    void showsWhereTheWaitIsNow()
    {
        ShownLine shown(basiqStory());
        const auto picture = [&shown] { return shown.line.grab().toImage(); };
        const QImage before = picture();

        shown.line.setNow(storyBegin() + 6min);
        const QImage early = picture();
        shown.line.setNow(storyBegin() + 30min);
        const QImage late = picture();

        QVERIFY(before != early);
        QVERIFY(early != late);
        shown.line.setNow(storyBegin() + 900h);
        QVERIFY(late != picture());
    }
};

QTEST_MAIN(tst_AttemptTimeLine)
#include "tst_attempttimeline.moc"
