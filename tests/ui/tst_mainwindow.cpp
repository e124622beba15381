// SPDX-License-Identifier: GPL-3.0-or-later
#include "response/responsebar.h"
#include "ui/windowfixture.h"
#include "widgets/messagestrip.h"
#include "windows/sessioncommands.h"
#include "windows/settingsdialog.h"

#include <QAbstractButton>
#include <QApplication>
#include <QClipboard>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QTcpServer>

using namespace hookloupe;
using namespace Qt::StringLiterals;

class TestMainWindow : public QObject {
    Q_OBJECT

private slots:
    void cleanup() { applyTheme(ThemeChoice::Light); }

    void waitsForTheFirstWebhookAndShowsIt()
    {
        WindowFixture f;
        f.start();
        QTRY_VERIFY(f.status("statusListening").contains(u"Listening on 127.0.0.1:"_s));
        QTRY_COMPARE(f.empty()->title(), u"Waiting for the first webhook"_s);
        QVERIFY(isShown(f.empty()));
        QVERIFY(!isShown(f.child<QWidget>("detailPane")));

        QCOMPARE(f.post("/first?x=1"), QByteArray("HTTP/1.1 200 OK"));

        QTRY_COMPARE(f.rows(), 1);
        QVERIFY(isShown(f.table()));
        QVERIFY(!isShown(f.empty()));
        QVERIFY(isShown(f.child<QWidget>("detailPane")));
        QCOMPARE(f.table()->model()->index(0, PathColumn).data().toString(), u"/first?x=1"_s);
        QTRY_COMPARE(f.status("statusCaptured"), u"1 captured"_s);
    }

    void answersWithTheChosenResponse()
    {
        WindowFixture f;
        f.start();
        QTRY_VERIFY(f.engine->isListening());
        f.child<QAbstractButton>("response-503")->click();

        QCOMPARE(f.post("/a"), QByteArray("HTTP/1.1 503 Service Unavailable"));
        QCOMPARE(f.status("statusResponse"), u"\u25B2 Answering 503 Service Unavailable"_s);
        QVERIFY(isShown(f.child<QWidget>("statusBack")));
        f.child<QAbstractButton>("statusBack")->click();
        QCOMPARE(f.post("/b"), QByteArray("HTTP/1.1 200 OK"));
        QVERIFY(!isShown(f.child<QWidget>("statusResponse")));
        QTRY_COMPARE(f.rows(), 2);
        QCOMPARE(f.table()->model()->index(0, ResponseColumn).data().toString(), u"\u25B2 503"_s);
    }

    void digitsChooseUnlessTheyAreTyped()
    {
        WindowFixture f;
        f.start();
        QTRY_VERIFY(f.engine->isListening());
        f.post("/a");
        QTRY_COMPARE(f.rows(), 1);
        f.table()->setFocus();
        QTRY_VERIFY(f.table()->hasFocus());

        QTest::keyClick(f.table(), Qt::Key_6);
        QCOMPARE(toText(f.engine->response()), u"500"_s);

        f.action("filterAction")->trigger();
        auto* field = f.child<QLineEdit>("filterField");
        QTRY_VERIFY(field->hasFocus());
        QTest::keyClick(field, Qt::Key_1);
        QCOMPARE(field->text(), u"1"_s);
        QCOMPARE(toText(f.engine->response()), u"500"_s);
    }

    void sendsATestWebhookThroughTheWire()
    {
        WindowFixture f;
        f.start();
        QTRY_VERIFY(f.engine->isListening());
        // The state is shown once the session is known to be empty, which may be after the port is open.
        auto* send = f.child<QAbstractButton>("emptyPrimary");
        QTRY_VERIFY(isShown(send));
        send->click();

        QTRY_COMPARE(f.rows(), 1);
        QCOMPARE(f.table()->model()->index(0, PathColumn).data().toString(), u"/test"_s);
        QTRY_VERIFY(
            f.child<MessageStrip>("messageStrip")->text().startsWith(u"The test webhook was answered 200 OK"_s));
    }

    void pausesAndResumes()
    {
        WindowFixture f;
        f.start();
        QTRY_VERIFY(f.engine->isListening());
        const quint16 port = f.engine->listeningAt().front().port;
        f.action("captureAction")->trigger();

        QTRY_COMPARE(f.empty()->title(), u"Capture is paused"_s);
        QCOMPARE(f.status("statusListening"), u"\u2016 Paused"_s);
        QTRY_VERIFY([port] {
            QTcpSocket socket;
            socket.connectToHost(QHostAddress::LocalHost, port);
            return !socket.waitForConnected(200);
        }());

        f.child<QAbstractButton>("emptyPrimary")->click();
        QTRY_COMPARE(f.empty()->title(), u"Waiting for the first webhook"_s);
        QVERIFY(f.action("captureAction")->isChecked());
    }

    void offersTheNextPortWhereOneIsTaken()
    {
        QTcpServer holder;
        QVERIFY(holder.listen(QHostAddress::LocalHost));
        WindowFixture f(u"127.0.0.1:"_s + QString::number(holder.serverPort()));
        f.start();

        QTRY_COMPARE(f.empty()->title(), u"Port %1 is taken"_s.arg(holder.serverPort()));
        auto* use = f.child<QAbstractButton>("emptyPrimary");
        QCOMPARE(use->text(), u"Use %1"_s.arg(holder.serverPort() + 1));
        QVERIFY(f.status("statusListening").contains(u"Not listening"_s));
        use->click();
        // The next one may be taken as well; then the one after it is offered.
        QTRY_VERIFY(f.engine->isListening() || use->text() != u"Use %1"_s.arg(holder.serverPort() + 1));
    }

    void filtersAndSaysSoWhenNothingMatches()
    {
        WindowFixture f;
        f.start();
        QTRY_VERIFY(f.engine->isListening());
        f.post("/alpha");
        f.post("/beta");
        QTRY_COMPARE(f.rows(), 2);
        auto* field = f.child<QLineEdit>("filterField");

        field->setText(u"alp"_s);
        QTRY_COMPARE(f.rows(), 1);
        QCOMPARE(f.status("filterCounts"), u"1 of 2"_s);
        field->setText(u"\"nothing like it\""_s);
        QTRY_COMPARE(f.empty()->title(), u"0 of 2 match"_s);
        QVERIFY(isShown(f.empty()));
        QVERIFY(isShown(field));

        f.child<QAbstractButton>("emptyPrimary")->click();
        QTRY_COMPARE(f.rows(), 2);
        QVERIFY(field->text().isEmpty());
        QVERIFY(isShown(f.table()));
    }

    void removesClearsAndUndoes()
    {
        WindowFixture f;
        f.start();
        QTRY_VERIFY(f.engine->isListening());
        for (const char* path : { "/a", "/b", "/c" })
            f.post(path);
        QTRY_COMPARE(f.rows(), 3);
        auto* strip = f.child<MessageStrip>("messageStrip");
        auto* undo = strip->findChild<QAbstractButton*>(u"messageAction"_s);

        f.table()->select({ 2 });
        f.action("removeAction")->trigger();
        QCOMPARE(f.rows(), 2);
        undo->click();
        QCOMPARE(f.rows(), 3);

        f.action("clearAction")->trigger();
        QCOMPARE(f.rows(), 0);
        f.post("/d");
        QTRY_COMPARE(f.rows(), 1);
        undo->click();
        QTRY_COMPARE(f.rows(), 4);
        QCOMPARE(f.table()->model()->index(1, PathColumn).data().toString(), u"/b"_s);
    }

    void pinsTheSelectedDelivery()
    {
        WindowFixture f;
        f.start();
        QTRY_VERIFY(f.engine->isListening());
        f.post("/a");
        QTRY_COMPARE(f.rows(), 1);
        QVERIFY(!f.action("pinAction")->isEnabled() || !f.table()->selectedIds().empty());
        f.table()->select({ 1 });
        f.action("pinAction")->trigger();

        QVERIFY(f.table()->model()->index(0, 0).data(DeliveryTableModel::PinnedRole).toBool());
        QVERIFY(f.action("pinAction")->isChecked());
        f.action("pinAction")->trigger();
        QVERIFY(!f.table()->model()->index(0, 0).data(DeliveryTableModel::PinnedRole).toBool());
    }

    void opensASessionThatWasWrittenBefore()
    {
        WindowFixture f;
        f.start();
        QTRY_VERIFY(f.engine->isListening());
        f.post("/kept");
        QTRY_COMPARE(f.rows(), 1);
        f.window->sessions().setAsker(
            { [&f](QWidget*, const QString&) { return f.folder.filePath(u"one.hookloupe"_s); },
                [&f](QWidget*, const QString&) { return f.folder.filePath(u"copy.hookloupe"_s); } });

        f.action("newSessionAction");
        f.window->sessions().open(f.folder.filePath(u"two.hookloupe"_s));
        QTRY_COMPARE(f.rows(), 0);
        QTRY_VERIFY(isShown(f.empty()));
        f.action("openSessionAction")->trigger();
        QTRY_COMPARE(f.rows(), 1);
        QVERIFY(f.window->windowTitle().startsWith(u"one"_s));

        f.action("saveAsAction")->trigger();
        QTRY_VERIFY(f.window->windowTitle().startsWith(u"copy"_s));
        QTRY_COMPARE(f.rows(), 1);
        QCOMPARE(f.settings.recentSessions().first(), f.folder.filePath(u"copy.hookloupe"_s));
        f.post("/more");
        QTRY_COMPARE(f.rows(), 2);
    }

    void refusesWhatIsNoSessionAndKeepsTheOldOne()
    {
        WindowFixture f;
        f.start();
        QFile other(f.folder.filePath(u"letter.hookloupe"_s));
        QVERIFY(other.open(QIODevice::WriteOnly));
        other.write(QByteArray(5000, 'x'));
        other.close();
        f.window->sessions().open(other.fileName());

        QVERIFY(
            f.child<MessageStrip>("messageStrip")->text().startsWith(u"letter.hookloupe is not a Hookloupe session"_s));
        QVERIFY(f.window->windowTitle().startsWith(u"one"_s));
    }

    void followsASessionThatAnotherProgramWrites()
    {
        WindowFixture writer;
        writer.start();
        QTRY_VERIFY(writer.engine->isListening());
        writer.post("/a");
        QTRY_COMPARE(writer.rows(), 1);

        WindowFixture reader;
        reader.window->start(writer.folder.filePath(u"one.hookloupe"_s));
        QTRY_COMPARE(reader.rows(), 1);
        QVERIFY(reader.child<MessageStrip>("banner")->text().contains(u"Another Hookloupe writes this session"_s));
        QVERIFY(!reader.action("captureAction")->isEnabled());
        QVERIFY(!reader.engine->isListening());
        QCOMPARE(reader.status("statusStorage"), u"\u2016 Read only"_s);

        for (int rows = 2; rows <= 4; ++rows) {
            writer.post("/b");
            QTRY_COMPARE_WITH_TIMEOUT(reader.rows(), rows, 10'000);
        }
    }

    void copiesTheAddress()
    {
        WindowFixture f;
        f.start();
        QTRY_VERIFY(f.engine->isListening());
        f.action("copyUrlAction")->trigger();

        QCOMPARE(
            QGuiApplication::clipboard()->text(), u"http://127.0.0.1:%1/"_s.arg(f.engine->listeningAt().front().port));
    }

    void refusesAnAddressThatCannotBeRead()
    {
        WindowFixture f;
        SettingsDialog dialog(f.settings, f.window.get());
        auto* addresses = dialog.findChild<QPlainTextEdit*>(u"capture-addresses"_s);
        const auto* verdict = dialog.findChild<QLabel*>(u"addressVerdict"_s);

        addresses->setPlainText(u"*:8787"_s);
        QVERIFY(verdict->text().startsWith(u"\u25B2"_s));
        addresses->setPlainText(u"[::1]:8787\nhttps://127.0.0.1:8443"_s);
        QVERIFY(verdict->text().startsWith(u"\u2713"_s));
        addresses->setPlainText(u"127.0.0.1:99999"_s);
        QVERIFY(verdict->text().startsWith(u"\u2715"_s));
    }
};

int main(int argc, char** argv)
{
    QApplication program(argc, argv);
    applyTheme(ThemeChoice::Light);
    TestMainWindow test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_mainwindow.moc"
