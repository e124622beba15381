// SPDX-License-Identifier: GPL-3.0-or-later
#include "response/responsebar.h"

#include "response/responsedialog.h"

#include <QAbstractButton>
#include <QAction>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTabWidget>
#include <QTest>

using namespace hookloupe;
using namespace Qt::StringLiterals;

namespace {

QString meaning(const ResponseBar& bar)
{
    return bar.findChild<QLabel*>(u"responseMeaning"_s)->text();
}

QStringList pressed(const ResponseBar& bar)
{
    QStringList names;
    for (const QAbstractButton* button : bar.findChildren<QAbstractButton*>()) {
        if (button->isCheckable() && button->isChecked())
            names << button->objectName();
    }
    return names;
}

} // namespace

class TestResponseBar : public QObject {
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void beginsWith200()
    {
        ResponseBar bar;

        QCOMPARE(pressed(bar), QStringList { u"response-200"_s });
        QCOMPARE(meaning(bar), u"Every request is answered 200 OK."_s);
        QVERIFY(bar.findChild<QWidget*>(u"responseBack"_s)->isHidden());
        QVERIFY(!bar.backAction()->isEnabled());
    }

    void oneClickChooses_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<int>("key");
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("says");

        int key = Qt::Key_1;
        const auto row = [&key](const char* name, const char* says) {
            QTest::newRow(name) << QString::fromLatin1(name) << key++ << QString::fromLatin1(name)
                                << QString::fromLatin1(says);
        };
        row("200", "Every request is answered 200 OK.");
        row("202", "Every request is answered 202 Accepted until you change it.");
        row("204", "Every request is answered 204 No Content until you change it.");
        row("409", "Every request is answered 409 Conflict until you change it.");
        row("429", "Every request is answered 429 Too Many Requests until you change it.");
        row("500", "Every request is answered 500 Internal Server Error until you change it.");
        row("503", "Every request is answered 503 Service Unavailable until you change it.");
        row("timeout", "No request is answered; the provider waits until it gives up.");
        row("reset", "Every connection is reset instead of an answer.");
    }

    void oneClickChooses()
    {
        QFETCH(QString, name);
        QFETCH(int, key);
        QFETCH(QString, text);
        QFETCH(QString, says);
        ResponseBar bar;
        bar.setResponse(*parseResponseSequence(u"418"));
        QSignalSpy chosen(&bar, &ResponseBar::chosen);

        bar.findChild<QAbstractButton*>(u"response-"_s + name)->click();

        QCOMPARE(chosen.size(), 1);
        QCOMPARE(toText(bar.response()), text);
        QCOMPARE(pressed(bar), QStringList { u"response-"_s + name });
        QCOMPARE(meaning(bar), says);
        auto* action = bar.findChild<QAction*>(u"responseAction-"_s + name);
        QCOMPARE(action->shortcut(), QKeySequence(key));
        QVERIFY(action->isChecked());
    }

    void theKeyDoesWhatTheButtonDoes()
    {
        ResponseBar bar;
        QSignalSpy chosen(&bar, &ResponseBar::chosen);
        bar.findChild<QAction*>(u"responseAction-503"_s)->trigger();

        QCOMPARE(chosen.size(), 1);
        QCOMPARE(toText(bar.response()), u"503"_s);
    }

    void aPressedButtonStaysPressed()
    {
        ResponseBar bar;
        QSignalSpy chosen(&bar, &ResponseBar::chosen);
        auto* button = bar.findChild<QAbstractButton*>(u"response-200"_s);
        button->click();

        QVERIFY(button->isChecked());
        QCOMPARE(chosen.size(), 0);
    }

    void leadsBackTo200()
    {
        ResponseBar bar;
        bar.findChild<QAbstractButton*>(u"response-500"_s)->click();
        QVERIFY(!bar.findChild<QWidget*>(u"responseBack"_s)->isHidden());
        QSignalSpy chosen(&bar, &ResponseBar::chosen);

        bar.backAction()->trigger();

        QCOMPARE(chosen.size(), 1);
        QCOMPARE(toText(bar.response()), u"200"_s);
        QCOMPARE(bar.backAction()->shortcut(), QKeySequence(Qt::CTRL | Qt::Key_0));
    }

    void showsWhatIsNoneOfItsButtons_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("says");

        QTest::newRow("another status") << u"418"_s
                                        << u"Every request is answered 418 I'm a teapot until you change it."_s;
        QTest::newRow("late") << u"200(delay=2s)"_s
                              << u"Every request is answered 200 OK after 2 s until you change it."_s;
        QTest::newRow("sequence") << u"503x2,409,200"_s << u"Each message is answered 2 \u00d7 503, 409, then 200."_s;
        QTest::newRow("another fault") << u"garbage"_s << u"Every request is answered with bytes that are no HTTP."_s;
    }

    void showsWhatIsNoneOfItsButtons()
    {
        QFETCH(QString, text);
        QFETCH(QString, says);
        ResponseBar bar;
        QSignalSpy chosen(&bar, &ResponseBar::chosen);

        bar.setResponse(*parseResponseSequence(text));

        QCOMPARE(pressed(bar), QStringList { u"responseMore"_s });
        QCOMPARE(meaning(bar), says);
        QCOMPARE(chosen.size(), 0);
    }

    void theDialogReadsBackWhatItWasGiven_data()
    {
        QTest::addColumn<QString>("text");
        for (const char* text : { "200", "503", "200(delay=2s,body=ok,type=text/plain)", "429(retry-after=5)",
                 "timeout", "503x2,409,200", "201(reason=Fine,header=X-A:1)" })
            QTest::newRow(text) << QString::fromLatin1(text);
    }

    void theDialogReadsBackWhatItWasGiven()
    {
        QFETCH(QString, text);
        const ResponseSequence given = *parseResponseSequence(text);

        QCOMPARE(toText(ResponseDialog(given).response()), toText(given));
    }

    void theDialogSaysAtOnceWhatIsWrong_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<bool>("isValid");
        QTest::addColumn<QString>("verdict");

        QTest::newRow("good") << u"503x2,200"_s << true << u"\u2713 Each message is answered 2 \u00d7 503, then 200."_s;
        QTest::newRow("empty") << u""_s << false
                               << u"\u2715 Give at least one status or fault, for example 503x2,200."_s;
        QTest::newRow("unknown word")
            << u"200,nope"_s << false
            << u"\u2715 Column 5: a status (100 to 999) or timeout, reset, close, truncate or garbage is expected."_s;
        QTest::newRow("times") << u"503x0,200"_s << false
                               << u"\u2715 Column 4: after the x comes how often: a number from 1 to 1,000,000."_s;
    }

    void theDialogSaysAtOnceWhatIsWrong()
    {
        QFETCH(QString, text);
        QFETCH(bool, isValid);
        QFETCH(QString, verdict);
        ResponseDialog dialog { ResponseSequence() };
        dialog.findChild<QTabWidget*>()->setCurrentIndex(1);

        dialog.findChild<QLineEdit*>(u"sequenceText"_s)->setText(text);

        QCOMPARE(dialog.findChild<QLabel*>(u"responseVerdict"_s)->text(), verdict);
        QCOMPARE(dialog.findChild<QDialogButtonBox*>()->button(QDialogButtonBox::Ok)->isEnabled(), isValid);
    }

    void theFormMakesAWholePlan()
    {
        ResponseDialog dialog { ResponseSequence() };
        dialog.findChild<QSpinBox*>(u"planStatus"_s)->setValue(429);
        dialog.findChild<QSpinBox*>(u"planDelay"_s)->setValue(250);
        dialog.findChild<QComboBox*>(u"planType"_s)->setCurrentText(u"text/plain"_s);
        dialog.findChild<QPlainTextEdit*>(u"planHeaders"_s)->setPlainText(u"Retry-After: 5\n\nX-A:b"_s);
        dialog.findChild<QPlainTextEdit*>(u"planBody"_s)->setPlainText(u"h\u00e9"_s);

        const ResponsePlan plan = dialog.response().steps().front().plan;
        QCOMPARE(plan.status, 429);
        QCOMPARE(plan.delay, std::chrono::milliseconds(250));
        QCOMPARE(plan.body, QByteArray("h\xc3\xa9"));
        QCOMPARE(
            plan.headers, (HeaderList { { "Content-Type", "text/plain" }, { "Retry-After", "5" }, { "X-A", "b" } }));
    }

    void aMalformedHeaderLineIsNamed()
    {
        ResponseDialog dialog { ResponseSequence() };
        dialog.findChild<QPlainTextEdit*>(u"planHeaders"_s)->setPlainText(u"X-A: 1\nno colon"_s);

        QCOMPARE(
            dialog.findChild<QLabel*>(u"responseVerdict"_s)->text(), u"\u2715 Header line 2: write Name: Value."_s);
        QVERIFY(!dialog.findChild<QDialogButtonBox*>()->button(QDialogButtonBox::Ok)->isEnabled());
    }
};

QTEST_MAIN(TestResponseBar)
#include "tst_responsebar.moc"
