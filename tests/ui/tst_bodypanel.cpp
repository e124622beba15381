// SPDX-License-Identifier: GPL-3.0-or-later
#include "bytes/codeview.h"
#include "bytes/findbar.h"
#include "bytes/hexview.h"
#include "bytes/pagedtextview.h"
#include "panels/bodypanel.h"
#include "panels/responsepanel.h"
#include "support/deliveries.h"
#include "widgets/factsheet.h"
#include "widgets/savebutton.h"
#include "widgets/segmentedswitch.h"

#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>

using namespace hookloupe;
using namespace Qt::StringLiterals;

namespace {

/// A panel that shows a body and has finished what it does in the background.
struct Shown {
    Shown(const QByteArray& headers, Body body)
    {
        panel.resize(700, 500);
        panel.show();
        show(headers, std::move(body));
    }
    void show(const QByteArray& headers, Body body)
    {
        panel.showDelivery(test::makeDelivery("POST / HTTP/1.1\r\nHost: a\r\n" + headers + "\r\n", std::move(body)));
        QTRY_VERIFY_WITH_TIMEOUT(!panel.isBusy(), 30'000);
        QTRY_VERIFY(!text(u"bodyKind"_s).isEmpty() || empty()->isVisible());
    }
    QString text(const QString& label) { return panel.findChild<QLabel*>(label)->text(); }
    QLabel* empty() { return panel.findChild<QLabel*>(u"bodyEmpty"_s); }
    CodeView* code() { return panel.findChild<CodeView*>(); }
    QWidget* bytes() { return panel.findChild<QWidget*>(u"bodyBytes"_s); }
    PagedTextView* plain() { return bytes()->findChild<PagedTextView*>(); }
    HexView* hex() { return bytes()->findChild<HexView*>(); }
    SegmentedSwitch* form() { return panel.findChild<SegmentedSwitch*>(u"bodyForm"_s); }
    SegmentedSwitch* coding() { return panel.findChild<SegmentedSwitch*>(u"bodyCoding"_s); }
    QPushButton* action() { return panel.findChild<QPushButton*>(u"bodyNoticeAction"_s); }
    void press(int choice) { form()->button(choice)->click(); }

    BodyPanel panel;
};

/// "abc" in gzip, made by gzip -n.
const QByteArray Gzipped = QByteArray::fromHex("1f8b08000000000000034b4c4a0600c241243503000000");

} // namespace

class tst_BodyPanel : public QObject {
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u"^(?!This plugin does not support propagateSizeHints)"_s)); }

    void saysThatThereIsNoBody()
    {
        Shown shown({}, {});

        QVERIFY(shown.empty()->isVisible());
        QVERIFY(shown.empty()->text().contains(u"no body"_s));
    }

    void laysJsonOutWithoutChangingIt()
    {
        Shown shown("Content-Type: application/json\r\n",
            Body("{\"b\":1,\"a\":12345678901234567890,\"b\":1.10,\"c\":[1e400,{}]}"));

        QVERIFY(shown.code()->isVisible());
        const QByteArray text = shown.code()->text();
        QVERIFY(text.contains("  \"b\": 1,\n  \"a\": 12345678901234567890,\n  \"b\": 1.10,"));
        QVERIFY(text.contains("1e400"));
        QCOMPARE(shown.text(u"bodyKind"_s), u"JSON, 56 bytes"_s);
    }

    void showsTheFormThatIsPressed()
    {
        Shown shown("Content-Type: application/json\r\n", Body("{\"a\":1}"));

        shown.press(BodyPanel::Text);
        QCOMPARE(shown.plain()->visibleRowTexts(), QStringList { u"{\"a\":1}"_s });
        shown.press(BodyPanel::Hex);
        QVERIFY(shown.hex()->isVisible());
        shown.show("Content-Type: application/json\r\n", Body("[2]"));
        QVERIFY(shown.hex()->isVisible());
        shown.press(BodyPanel::Pretty);
        QTRY_VERIFY(shown.code()->isVisible());
        QVERIFY(shown.code()->text().contains('2'));
    }

    void pointsAtTheMistakeInJson()
    {
        Shown shown("Content-Type: application/json\r\n", Body("{\n  \"a\": 1,\n  oops\n}"));

        QVERIFY(shown.text(u"bodyNotice"_s).contains(u"line 3, column 3"_s));
        QVERIFY(!shown.form()->isChoiceEnabled(BodyPanel::Pretty));
        shown.action()->click();
        QVERIFY(shown.plain()->isVisible());
        QCOMPARE(shown.plain()->selectedText(), u"o"_s);
    }

    void showsBinaryInHex()
    {
        Shown shown("Content-Type: image/png\r\n", Body(QByteArray("\x89PNG\r\n\x1a\n\0\0", 10)));

        QVERIFY(shown.hex()->isVisible());
        QCOMPARE(shown.text(u"bodyKind"_s), u"binary, 10 bytes"_s);
    }

    void showsTextThatIsNotUtf8()
    {
        Shown shown("Content-Type: text/plain\r\n", Body("m\xfcller"));

        QCOMPARE(shown.plain()->visibleRowTexts(), QStringList { u"m\u00fcller"_s });
        QVERIFY(shown.text(u"bodyKind"_s).contains(u"Latin-1"_s));
    }

    void decodesAndShowsWhatWasSent()
    {
        Shown shown("Content-Encoding: gzip\r\nContent-Type: text/plain\r\n", Body(Gzipped));

        QCOMPARE(shown.plain()->visibleRowTexts(), QStringList { u"abc"_s });
        QVERIFY(shown.text(u"bodyKind"_s).contains(u"gzip"_s));
        shown.coding()->button(1)->click();
        QVERIFY(shown.hex()->isVisible());
        QCOMPARE(shown.hex()->source()->size(), Gzipped.size());
        shown.coding()->button(0)->click();
        QVERIFY(shown.plain()->isVisible());
    }

    void showsWhatADamagedStreamGives()
    {
        Shown shown("Content-Encoding: gzip\r\nContent-Type: text/plain\r\n", Body(Gzipped.chopped(4)));

        QCOMPARE(shown.plain()->visibleRowTexts(), QStringList { u"abc"_s });
        QVERIFY(shown.text(u"bodyNotice"_s).contains(u"stops before its end"_s));
    }

    void saysWhenACodingIsNotKnown()
    {
        Shown shown("Content-Encoding: rot13\r\nContent-Type: text/plain\r\n", Body("nop"));

        QVERIFY(shown.text(u"bodyNotice"_s).contains(u"rot13"_s));
        QCOMPARE(shown.plain()->visibleRowTexts(), QStringList { u"nop"_s });
        QVERIFY(!shown.coding()->isVisible());
    }

    void saysWhenTheFileOfABodyIsGone()
    {
        QTemporaryDir folder;
        Shown shown("Content-Type: application/json\r\n", Body::inFile(folder.filePath(u"gone"_s), 5000));

        QVERIFY(shown.text(u"bodyNotice"_s).contains(u"cannot be read"_s));
    }

    void listsTheFieldsOfAForm()
    {
        Shown shown("Content-Type: application/x-www-form-urlencoded\r\n", Body("a=1&b=x+y%21&a=2&flag"));

        auto* table = shown.panel.findChild<QTableView*>(u"bodyTable"_s);
        QVERIFY(table->isVisible());
        QCOMPARE(table->model()->rowCount(), 4);
        QCOMPARE(table->model()->index(1, 1).data().toString(), u"x y!"_s);
    }

    void listsThePartsOfAMultipartBody()
    {
        Shown shown("Content-Type: multipart/form-data; boundary=XX\r\n",
            Body("preamble\r\n--XX\r\nContent-Disposition: form-data; name=\"n\"\r\n\r\nvalue\r\n--XX\r\n"
                 "Content-Disposition: form-data; name=\"f\"; filename=\"a.txt\"\r\nContent-Type: text/plain\r\n\r\n"
                 "two\r\nlines\r\n--XX--\r\n"));

        auto* table = shown.panel.findChild<QTableView*>(u"bodyTable"_s);
        QCOMPARE(table->model()->rowCount(), 2);
        QCOMPARE(table->model()->index(1, 1).data().toString(), u"a.txt, text/plain, 10 B"_s);
        auto* part = shown.panel.findChild<QWidget*>(u"partBytes"_s)->findChild<PagedTextView*>();
        QCOMPARE(part->visibleRowTexts(), QStringList { u"value"_s });
        table->setCurrentIndex(table->model()->index(1, 0));
        QCOMPARE(part->visibleRowTexts(), QStringList({ u"two"_s, u"lines"_s }));
    }

    void findsAndCounts()
    {
        Shown shown("Content-Type: text/plain\r\n", Body("one Two\ntwo three\nTWO"));
        auto* find = shown.panel.findChild<FindBar*>();
        find->open();

        QTest::keyClicks(find->findChild<QLineEdit*>(u"findNeedle"_s), u"two"_s);

        QTRY_COMPARE(find->countText(), u"1 of 3"_s);
        QCOMPARE(shown.plain()->selectedText(), u"Two"_s);
        find->findNext();
        QCOMPARE(shown.plain()->selectionBegin(), 8);
        find->findPrevious();
        find->findPrevious();
        QCOMPARE(find->countText(), u"3 of 3"_s);
        QCOMPARE(shown.plain()->selectedText(), u"TWO"_s);
    }

    void opensTheFindLineByKey()
    {
        Shown shown("Content-Type: application/json\r\n", Body("{\"key\":\"value\"}"));
        shown.code()->setFocus();

        QTest::keyClick(shown.code()->focusProxy(), Qt::Key_F, Qt::ControlModifier);

        auto* find = shown.panel.findChild<FindBar*>(QString(), Qt::FindDirectChildrenOnly);
        QVERIFY(find->isVisible());
        QTest::keyClicks(find->findChild<QLineEdit*>(u"findNeedle"_s), u"VALUE"_s);
        QTRY_COMPARE(find->countText(), u"1 of 1"_s);
        QTest::keyClick(find->findChild<QLineEdit*>(u"findNeedle"_s), Qt::Key_Escape);
        QVERIFY(!find->isVisible());
    }

    void laysLargeJsonOutWithoutTheEditor()
    {
        QByteArray json("[0");
        while (json.size() < (2 << 20))
            json += ",\"some text that goes on\"";
        json += ']';
        Shown shown("Content-Type: application/json\r\n", Body(json));

        auto* pretty = shown.panel.findChild<PagedTextView*>(u"prettyText"_s);
        QTRY_VERIFY(pretty->isVisible());
        QTRY_COMPARE(pretty->visibleRowTexts().value(2), u"  \"some text that goes on\","_s);
        QVERIFY(shown.code()->text().isEmpty());
    }

    void asksBeforeItLaysVeryLargeJsonOut()
    {
        const QByteArray json = '[' + QByteArray(BodyWork::UnaskedJsonBytes, ' ') + "7]";
        Shown shown("Content-Type: application/json\r\n", Body(json));

        QVERIFY(shown.plain()->isVisible());
        QVERIFY(shown.action()->isVisible());
        shown.action()->click();
        QTRY_VERIFY_WITH_TIMEOUT(shown.code()->isVisible(), 30'000);
        QCOMPARE(shown.code()->text(), QByteArray("[\n  7\n]"));
    }

    void keepsAMebibyteInOneLineOutOfTheEditor()
    {
        Shown shown("Content-Type: application/json\r\n", Body('"' + QByteArray(900'000, 'x') + '"'));

        QVERIFY(!shown.code()->isVisible());
        QVERIFY(shown.panel.findChild<PagedTextView*>(u"prettyText"_s)->isVisible());
    }

    void saysWhenACopyIsCut()
    {
        Shown shown("Content-Type: text/plain\r\n", Body(QByteArray(ByteView::CopyBytes + 1, 'x')));

        shown.plain()->selectAll();
        shown.plain()->copy();

        QVERIFY(shown.text(u"bodyKind"_s).contains(u"first 8 MiB"_s));
    }

    void savesTheBody()
    {
        QTemporaryDir folder;
        Shown shown("Content-Type: text/plain\r\n", Body(QByteArray("a\0b\r\n", 5)));
        auto* save = shown.panel.findChild<SaveButton*>(u"bodySave"_s);
        QSignalSpy done(save, &SaveButton::done);

        save->saveTo(folder.filePath(u"body"_s));
        QVERIFY(done.wait());

        QFile file(folder.filePath(u"body"_s));
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll(), QByteArray("a\0b\r\n", 5));
    }

    void tellsWhatWasAnswered()
    {
        ResponsePanel panel;
        panel.resize(600, 500);
        panel.show();
        const auto delivery = test::makeDelivery("POST / HTTP/1.1\r\nHost: a\r\n\r\n");
        Response response;
        response.status = 503;
        response.headers = { { "Retry-After", "5" } };
        response.body = "busy";
        delivery->response = std::make_shared<Response>(response);

        panel.showDelivery(delivery);

        auto* text = panel.findChild<PagedTextView*>();
        QCOMPARE(text->visibleRowTexts().constFirst(), u"HTTP/1.1 503 Service Unavailable"_s);
        QVERIFY(text->visibleRowTexts().contains(u"Date: Sun, 22 Nov 2026 15:02:17 GMT"_s));
        QCOMPARE(text->visibleRowTexts().constLast(), u"busy"_s);
        QVERIFY(panel.findChild<FactSheet*>()->allText().contains(u"Retry-After: 5"_s));
    }

    void tellsWhatAFaultDid_data()
    {
        QTest::addColumn<Fault>("fault");
        QTest::addColumn<QString>("sentence");
        QTest::addColumn<bool>("hasBytes");

        QTest::newRow("timeout") << Fault::Timeout << u"kept open"_s << false;
        QTest::newRow("reset") << Fault::Reset << u"(RST)"_s << false;
        QTest::newRow("close") << Fault::Close << u"(FIN)"_s << false;
        QTest::newRow("truncate") << Fault::Truncate << u"Content-Length promises"_s << true;
        QTest::newRow("garbage") << Fault::Garbage << u"no HTTP response"_s << true;
    }

    void tellsWhatAFaultDid()
    {
        QFETCH(Fault, fault);
        QFETCH(QString, sentence);
        QFETCH(bool, hasBytes);
        ResponsePanel panel;
        const auto delivery = test::makeDelivery("POST / HTTP/1.1\r\nHost: a\r\n\r\n");
        Response response;
        response.fault = fault;
        delivery->response = std::make_shared<Response>(response);

        panel.showDelivery(delivery);

        QVERIFY(panel.findChild<FactSheet*>()->allText().contains(sentence));
        QCOMPARE(panel.findChild<PagedTextView*>()->source()->size() > 0, hasBytes);
    }
};

QTEST_MAIN(tst_BodyPanel)
#include "tst_bodypanel.moc"
