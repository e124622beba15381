// SPDX-License-Identifier: GPL-3.0-or-later
// What the response bar and its dialog say of the provider before a response is chosen.
#include "response/responsebar.h"
#include "response/responsebutton.h"
#include "response/responsedialog.h"

#include "messages/reactionsentences.h"
#include "profile/profilecatalog.h"
#include "theme/attemptlook.h"
#include "widgets/elidedlabel.h"

#include <QApplication>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QPlainTextEdit>
#include <QSpinBox>
#include <QTabWidget>
#include <QTest>

using namespace hookloupe;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

const SystemTime Noon { std::chrono::seconds(1'767'268'800) };

QString meaning(const ResponseBar& bar)
{
    return bar.findChild<QLabel*>(u"responseMeaning"_s)->text();
}

ResponseButton* button(const ResponseBar& bar, const QString& name)
{
    return bar.findChild<ResponseButton*>(u"response-"_s + name);
}

void send(QWidget* widget, QEvent::Type type)
{
    QEvent event(type);
    if (type == QEvent::Enter) {
        QEnterEvent enter({}, {}, {});
        QApplication::sendEvent(widget, &enter);
    } else {
        QApplication::sendEvent(widget, &event);
    }
}

void focus(QWidget* widget, QEvent::Type type, Qt::FocusReason reason)
{
    QFocusEvent event(type, reason);
    QApplication::sendEvent(widget, &event);
}

} // namespace

class TestResponseOutlook : public QObject {
    Q_OBJECT

private slots:
    void initTestCase()
    {
        QLocale::setDefault(QLocale::c());
        m_catalog = ProfileCatalog::load({});
    }
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void everyButtonTellsTheReaction_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<ReactionKind>("kind");
        QTest::addColumn<QString>("sentence");
        const auto row = [](const char* name, ReactionKind kind, const char* sentence) {
            QTest::newRow(name) << QString::fromLatin1(name) << kind << QString::fromLatin1(sentence);
        };
        row("200", ReactionKind::Acknowledged, "Redeam: takes it as delivered");
        row("202", ReactionKind::Acknowledged, "Redeam: takes it as delivered (assumed)");
        row("409", ReactionKind::Failed, "Redeam: does not send it again; the message is lost (documented)");
        row("429", ReactionKind::Retry, "Redeam: sends again in 60 s, attempt 2 of 4 (assumed)");
        row("500", ReactionKind::Failed, "Redeam: does not send it again; the message is lost (documented)");
        row("503", ReactionKind::Retry, "Redeam: sends again in 60 s, attempt 2 of 4 (assumed)");
        row("timeout", ReactionKind::Failed,
            "Redeam: gives up after 60 s, then: does not send it again; the message is lost (assumed)");
        row("reset", ReactionKind::Failed, "Redeam: does not send it again; the message is lost (assumed)");
    }

    void everyButtonTellsTheReaction()
    {
        QFETCH(QString, name);
        QFETCH(ReactionKind, kind);
        QFETCH(QString, sentence);
        ResponseBar bar;
        bar.setOutlook(outlook("redeam"));
        ResponseButton* const at = button(bar, name);

        QCOMPARE(at->reaction(), std::optional(kind));
        QVERIFY2(at->accessibleDescription().endsWith(u'\n' + sentence), qPrintable(at->accessibleDescription()));
        QVERIFY2(at->toolTip().contains(sentence.toHtmlEscaped()), qPrintable(at->toolTip()));
        const StatusLook look = statusLook(kind);
        QVERIFY(at->toolTip().contains(look.glyph + QChar(u' ') + look.word));

        send(at, QEvent::Enter);
        QCOMPARE(meaning(bar), name == u"200"_s ? sentence : QString(name + u" \u2192 "_s + sentence));
        send(at, QEvent::Leave);
        QCOMPARE(meaning(bar), u"Redeam: takes it as delivered"_s);
    }

    void saysItOfTheChosenOne_data()
    {
        QTest::addColumn<QString>("response");
        QTest::addColumn<QString>("says");
        QTest::newRow("a button") << u"409"_s
                                  << u"Machnet: sends again at a fixed interval until a 2xx (assumed: 60 min)"_s;
        QTest::newRow("another status") << u"410"_s << u"Machnet: sends again in 60 min, attempt 2 of 11 (assumed)"_s;
        QTest::newRow("a sequence") << u"503x2,200"_s
                                    << u"Each message is answered 2 \u00d7 503, then 200. "
                                       "503 \u2192 Machnet: sends again in 60 min, attempt 2 of 11 (assumed)"_s;
    }

    void saysItOfTheChosenOne()
    {
        QFETCH(QString, response);
        QFETCH(QString, says);
        ResponseBar bar;
        bar.setOutlook(outlook("machnet"));

        bar.setResponse(*parseResponseSequence(response));

        QCOMPARE(meaning(bar), says);
    }

    void theKeyboardAsksAsThePointerDoes()
    {
        ResponseBar bar;
        bar.setOutlook(outlook("machnet"));
        ResponseButton* const at = button(bar, u"409"_s);

        focus(at, QEvent::FocusIn, Qt::TabFocusReason);
        QVERIFY2(meaning(bar).startsWith(u"409 \u2192 Machnet: sends again"_s), qPrintable(meaning(bar)));
        focus(at, QEvent::FocusOut, Qt::TabFocusReason);
        QCOMPARE(meaning(bar), u"Machnet: takes it as delivered"_s);
        focus(at, QEvent::FocusIn, Qt::MouseFocusReason);
        QCOMPARE(meaning(bar), u"Machnet: takes it as delivered"_s);
    }

    void whatWasChosenCountsWhereverThePointerIs()
    {
        ResponseBar bar;
        bar.setOutlook(outlook("machnet"));
        send(button(bar, u"409"_s), QEvent::Enter);

        bar.backAction()->trigger();
        button(bar, u"500"_s)->click();

        QCOMPARE(meaning(bar), u"Machnet: sends again in 60 min, attempt 2 of 11 (assumed)"_s);
    }

    void anotherProviderIsHeardAtOnce()
    {
        ResponseBar bar;
        bar.setOutlook(outlook("machnet"));
        send(button(bar, u"500"_s), QEvent::Enter);

        bar.setOutlook(outlook("github"));
        QCOMPARE(meaning(bar), u"500 \u2192 GitHub: does not send it again; the message is lost (documented)"_s);
        QCOMPARE(button(bar, u"503"_s)->reaction(), std::optional(ReactionKind::Failed));

        bar.setOutlook({});
        QCOMPARE(meaning(bar), u"Every request is answered 200 OK."_s);
        QVERIFY(!button(bar, u"503"_s)->reaction());
        QVERIFY(!button(bar, u"503"_s)->accessibleDescription().contains(u"GitHub"_s));
    }

    void nothingMovesWhenAProviderComes()
    {
        ResponseBar bar;
        const QSize before = button(bar, u"409"_s)->sizeHint();

        bar.setOutlook(outlook("machnet"));

        QCOMPARE(button(bar, u"409"_s)->sizeHint(), before);
    }

    void anEndpointsOwnResponseIsSaidFirst()
    {
        ResponseBar bar;
        bar.setOutlook(outlook("machnet"));
        bar.setException(u"/a has a response of its own: 500."_s);

        QCOMPARE(meaning(bar), u"/a has a response of its own: 500. All others: 200 OK."_s);
        send(button(bar, u"409"_s), QEvent::Enter);
        QVERIFY(meaning(bar).startsWith(u"409 \u2192 Machnet: "_s));
    }

    void theDialogSaysItOfWhatIsEntered()
    {
        ResponseDialog dialog { ResponseSequence() };
        auto* says = dialog.findChild<QLabel*>(u"responseReaction"_s);
        QVERIFY(says->isHidden());

        dialog.setOutlook(outlook("standard-webhooks"));
        QVERIFY(!says->isHidden());
        QCOMPARE(says->text(), u"\u2713 Standard Webhooks 1.0.0: takes it as delivered"_s);

        dialog.findChild<QSpinBox*>(u"planStatus"_s)->setValue(410);
        QCOMPARE(says->text(),
            u"\u2298 Standard Webhooks 1.0.0: disables the subscription (documented); this message and later events "
            u"are "
            "lost"_s);

        dialog.findChild<QSpinBox*>(u"planStatus"_s)->setValue(429);
        dialog.findChild<QPlainTextEdit*>(u"planHeaders"_s)->setPlainText(u"Retry-After: 120"_s);
        QCOMPARE(says->text(),
            u"\u21BB Standard Webhooks 1.0.0: sends again in 2 min as Retry-After asks, attempt 2 of 10 (documented)"_s);

        dialog.findChild<QPlainTextEdit*>(u"planHeaders"_s)->setPlainText(u"no colon"_s);
        QCOMPARE(says->text(), QString());
        QVERIFY2(!says->isHidden(), "its place stays while somebody types");
    }

    void theDialogKnowsTheTimeout()
    {
        ResponseDialog dialog { ResponseSequence() };
        dialog.setOutlook(outlook("redeam"));
        auto* says = dialog.findChild<QLabel*>(u"responseReaction"_s);
        auto* delay = dialog.findChild<QSpinBox*>(u"planDelay"_s);

        delay->setValue(59'999);
        QCOMPARE(says->text(), u"\u2713 Redeam: takes it as delivered"_s);
        delay->setValue(60'000);
        QCOMPARE(says->text(),
            u"\u2715 Redeam: gives up after 60 s, then: does not send it again; the message is lost (assumed)"_s);

        delay->setValue(0);
        auto* fault = dialog.findChild<QComboBox*>(u"planFault"_s);
        fault->setCurrentIndex(fault->findData(int(Fault::Reset)));
        QCOMPARE(says->text(), u"\u2715 Redeam: does not send it again; the message is lost (assumed)"_s);

        dialog.findChild<QTabWidget*>()->setCurrentIndex(1);
        dialog.findChild<QLineEdit*>(u"sequenceText"_s)->setText(u"503,200"_s);
        QCOMPARE(says->text(), u"\u21BB 503 \u2192 Redeam: sends again in 60 s, attempt 2 of 4 (assumed)"_s);
    }

    void aLongSentenceTakesTwoLines()
    {
        ElidedLabel label;
        label.setLines(2);
        label.setText(u"one two three four five six seven eight nine ten eleven twelve"_s);
        const int width = label.fontMetrics().horizontalAdvance(label.text());

        label.resize(width, label.minimumSizeHint().height());
        QVERIFY(!label.isShortened());
        label.resize(width * 6 / 10, label.minimumSizeHint().height());
        QVERIFY(!label.isShortened());
        label.resize(width * 4 / 10, label.minimumSizeHint().height());
        QVERIFY(label.isShortened());
        label.setLines(1);
        label.resize(width * 6 / 10, label.minimumSizeHint().height());
        QVERIFY(label.isShortened());
    }

private:
    ReactionOutlook outlook(const char* id) const
    {
        const ProfilePtr profile = m_catalog.find(id);
        ReactionOutlook outlook;
        outlook.provider = profile->name;
        outlook.reactionTo = [profile](const Response& response) {
            AttemptContext context;
            context.arrivedAt = Noon;
            return reactionTo(&*profile->delivery, response, context);
        };
        return outlook;
    }

    ProfileCatalog m_catalog;
};

QTEST_MAIN(TestResponseOutlook)
#include "tst_responseoutlook.moc"
