// SPDX-License-Identifier: GPL-3.0-or-later
#include "windows/mainwindow.h"

#include "engine/captureengine.h"
#include "response/responsebar.h"
#include "settings/settingsstore.h"
#include "theme/theme.h"
#include "widgets/deliverytableview.h"
#include "widgets/emptystate.h"
#include "widgets/filterbar.h"
#include "widgets/messagestrip.h"
#include "windows/sessioncommands.h"
#include "windows/settingsdialog.h"

#include <QAbstractButton>
#include <QAccessible>
#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QLabel>
#include <QLineEdit>
#include <QMenuBar>
#include <QPlainTextEdit>
#include <QSplitter>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTemporaryDir>
#include <QTest>

using namespace hookloupe;
using namespace Qt::StringLiterals;

namespace {

/// The whole program without its main(): an engine, settings and a session of its own, on a free port.
struct Fixture {
    explicit Fixture(const QString& addresses = u"127.0.0.1:0"_s)
    {
        settings.set(setting::ListenAddresses, addresses);
        engine = std::make_unique<CaptureEngine>();
        window = std::make_unique<MainWindow>(*engine, settings);
        window->resize(1280, 800);
        window->show();
        window->activateWindow();
    }

    void start() { window->start(folder.filePath(u"one.hookloupe"_s)); }

    template<typename T>
    T* child(const char* name) const
    {
        return window->findChild<T*>(QString::fromLatin1(name));
    }
    QAction* action(const char* name) const { return child<QAction>(name); }
    DeliveryTableView* table() const { return child<DeliveryTableView>("deliveryTable"); }
    EmptyState* empty() const { return child<EmptyState>("emptyState"); }
    QString status(const char* name) const { return child<QLabel>(name)->text(); }
    int rows() const { return table()->model()->rowCount(); }

    QByteArray post(const QByteArray& path, const QByteArray& body = "{}") const
    {
        QTcpSocket socket;
        socket.connectToHost(QHostAddress::LocalHost, engine->listeningAt().front().port);
        socket.write("POST " + path + " HTTP/1.1\r\nHost: test\r\nConnection: close\r\nContent-Length: "
            + QByteArray::number(body.size()) + "\r\n\r\n" + body);
        QByteArray answer;
        const bool isClosed = QTest::qWaitFor([&] {
            answer += socket.readAll();
            return socket.state() == QAbstractSocket::UnconnectedState;
        });
        return isClosed ? answer.left(answer.indexOf('\r')) : QByteArray("no end");
    }

    QTemporaryDir folder;
    SettingsStore settings { folder.filePath(u"settings.ini"_s) };
    std::unique_ptr<CaptureEngine> engine;
    std::unique_ptr<MainWindow> window;
};

bool isShown(const QWidget* widget)
{
    return widget && widget->isVisible();
}

} // namespace

class TestMainWindow : public QObject {
    Q_OBJECT

private slots:
    void cleanup() { applyTheme(ThemeChoice::Light); }

    void waitsForTheFirstWebhookAndShowsIt()
    {
        Fixture f;
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
        Fixture f;
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
        Fixture f;
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
        Fixture f;
        f.start();
        QTRY_VERIFY(f.engine->isListening());
        f.child<QAbstractButton>("emptyPrimary")->click();

        QTRY_COMPARE(f.rows(), 1);
        QCOMPARE(f.table()->model()->index(0, PathColumn).data().toString(), u"/test"_s);
        QTRY_VERIFY(
            f.child<MessageStrip>("messageStrip")->text().startsWith(u"The test webhook was answered 200 OK"_s));
    }

    void pausesAndResumes()
    {
        Fixture f;
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
        Fixture f(u"127.0.0.1:"_s + QString::number(holder.serverPort()));
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
        Fixture f;
        f.start();
        QTRY_VERIFY(f.engine->isListening());
        f.post("/alpha");
        f.post("/beta");
        QTRY_COMPARE(f.rows(), 2);
        auto* field = f.child<QLineEdit>("filterField");

        field->setText(u"alp"_s);
        QTRY_COMPARE(f.rows(), 1);
        QCOMPARE(f.status("filterCounts"), u"1 of 2"_s);
        field->setText(u"nothing like it"_s);
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
        Fixture f;
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
        Fixture f;
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
        Fixture f;
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
        Fixture f;
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
        Fixture writer;
        writer.start();
        QTRY_VERIFY(writer.engine->isListening());
        writer.post("/a");
        QTRY_COMPARE(writer.rows(), 1);

        Fixture reader;
        reader.window->start(writer.folder.filePath(u"one.hookloupe"_s));
        QTRY_COMPARE(reader.rows(), 1);
        QVERIFY(reader.child<MessageStrip>("banner")->text().contains(u"Another Hookloupe writes this session"_s));
        QVERIFY(!reader.action("captureAction")->isEnabled());
        QVERIFY(!reader.engine->isListening());
        QCOMPARE(reader.status("statusStorage"), u"\u2016 Read only"_s);

        writer.post("/b");
        QTRY_COMPARE_WITH_TIMEOUT(reader.rows(), 2, 10'000);
    }

    void keepsColumnsAndSizeForTheNextTime()
    {
        QTemporaryDir folder;
        SettingsStore settings(folder.filePath(u"settings.ini"_s));
        {
            CaptureEngine engine;
            MainWindow window(engine, settings);
            window.resize(900, 700);
            window.show();
            auto* table = window.findChild<DeliveryTableView*>();
            table->setColumnHidden(TypeColumn, false);
            table->setColumnHidden(SizeColumn, true);
            window.close();
        }
        CaptureEngine engine;
        MainWindow window(engine, settings);
        auto* table = window.findChild<DeliveryTableView*>();
        QCOMPARE(window.size(), QSize(900, 700));
        QVERIFY(!table->isColumnHidden(TypeColumn));
        QVERIFY(table->isColumnHidden(SizeColumn));
    }

    void putsTheDetailsBelowWhereItIsNarrow()
    {
        Fixture f;
        auto* splitter = f.child<QSplitter>("splitter");
        f.window->resize(1100, 800);
        QTRY_COMPARE(splitter->orientation(), Qt::Horizontal);
        f.window->resize(1099, 800);
        QTRY_COMPARE(splitter->orientation(), Qt::Vertical);
    }

    void everyControlHasANameThatCanBeSpoken()
    {
        Fixture f;
        f.start();
        QTRY_VERIFY(f.engine->isListening());
        f.post("/a");
        QTRY_COMPARE(f.rows(), 1);
        SettingsDialog settings(f.settings, f.window.get());
        QStringList nameless;
        for (const QWidget* root : { static_cast<QWidget*>(f.window.get()), static_cast<QWidget*>(&settings) }) {
            for (QWidget* widget : root->findChildren<QWidget*>()) {
                if (widget->focusPolicy() == Qt::NoFocus || widget->objectName().startsWith(u"qt_"_s)
                    || widget->focusProxy())
                    continue;
                QAccessibleInterface* spoken = QAccessible::queryAccessibleInterface(widget);
                if (!spoken || spoken->text(QAccessible::Name).isEmpty())
                    nameless << QString::fromLatin1(widget->metaObject()->className()) + u' ' + widget->objectName();
            }
        }
        QCOMPARE(nameless.join(u", "_s), QString());
    }

    void tabGoesFromTheTopToTheDetails()
    {
        Fixture f;
        f.start();
        QTRY_VERIFY(f.engine->isListening());
        f.post("/a");
        QTRY_COMPARE(f.rows(), 1);
        QVERIFY(QTest::qWaitForWindowActive(f.window.get()));
        f.child<QWidget>("captureButton")->setFocus();
        const QStringList landmarks { u"captureButton"_s, u"urlField"_s, u"response-200"_s, u"responseMore"_s,
            u"filterField"_s, u"deliveryTable"_s };
        QStringList passed;
        for (int i = 0; i < 40; ++i) {
            const QWidget* focus = f.window->focusWidget();
            QVERIFY(focus);
            if (landmarks.contains(focus->objectName()) && !passed.contains(focus->objectName()))
                passed << focus->objectName();
            QTest::keyClick(f.window->focusWidget(), Qt::Key_Tab);
        }
        QCOMPARE(passed, landmarks);
    }

    void showsWhatMattersWhereThereIsLittleRoom_data()
    {
        QTest::addColumn<QSize>("size");
        QTest::addColumn<double>("scale");

        QTest::newRow("1024x680") << QSize(1024, 680) << 1.0;
        QTest::newRow("1024x680 and fonts twice the size") << QSize(1024, 680) << 2.0;
        QTest::newRow("wide and fonts twice the size") << QSize(1600, 900) << 2.0;
    }

    void showsWhatMattersWhereThereIsLittleRoom()
    {
        QFETCH(QSize, size);
        QFETCH(double, scale);
        const QFont usual = QApplication::font();
        QFont font = usual;
        font.setPointSizeF(usual.pointSizeF() * scale);
        QApplication::setFont(font);
        const auto restore = qScopeGuard([&usual] { QApplication::setFont(usual); });
        Fixture f;
        f.window->resize(size);
        f.start();
        QTRY_VERIFY(f.engine->isListening());
        f.child<QAbstractButton>("response-503")->click();
        f.post("/a");
        QTRY_COMPARE(f.rows(), 1);
        QTRY_COMPARE(f.window->size(), size);
        const auto placeOf
            = [&f](const QWidget* widget) { return QRect(widget->mapTo(f.window.get(), QPoint()), widget->size()); };
        QTRY_VERIFY(QRect(QPoint(), size).contains(placeOf(f.child<QWidget>("detailPane"))));

        QList<const QWidget*> essential { f.child<QWidget>("captureButton"), f.child<QWidget>("urlField"),
            f.child<QWidget>("responseMeaning"), f.child<QWidget>("responseBack"), f.child<QWidget>("filterField"),
            f.table(), f.child<QWidget>("detailPane") };
        for (const QAbstractButton* button : f.child<QWidget>("responseBar")->findChildren<QAbstractButton*>())
            essential << button;
        for (const QWidget* widget : essential) {
            const QByteArray text = widget->objectName().toLatin1();
            const char* name = text.constData();
            const QRect place = placeOf(widget);
            QVERIFY2(widget->isVisible(), name);
            QVERIFY2(QRect(QPoint(), size).contains(place),
                qPrintable(u"%1: %2,%3 %4x%5"_s.arg(widget->objectName())
                               .arg(place.x())
                               .arg(place.y())
                               .arg(place.width())
                               .arg(place.height())));
            if (qobject_cast<const QAbstractButton*>(widget)) {
                QVERIFY2(place.width() >= widget->minimumSizeHint().width(), name);
                QVERIFY2(place.height() >= 24 && place.width() >= 24, name);
            }
            for (const QWidget* other : essential) {
                const QRect otherPlace = placeOf(other);
                QVERIFY2(widget == other || !place.intersects(otherPlace),
                    qPrintable(widget->objectName() + u" and "_s + other->objectName()));
            }
        }
        const auto* meaning = f.child<QLabel>("responseMeaning");
        QVERIFY2(meaning->width() >= meaning->fontMetrics().horizontalAdvance(u"Every request is answered 503"_s),
            qPrintable(QString::number(meaning->width())));
        QVERIFY(f.table()->viewport()->height() >= f.table()->rowHeight(0));
    }

    void changesItsLooksAtOnce()
    {
        Fixture f;
        f.start();
        QTRY_VERIFY(f.engine->isListening());
        f.post("/a");
        QTRY_COMPARE(f.rows(), 1);
        for (const ThemeChoice theme : { ThemeChoice::Dark, ThemeChoice::HighContrast, ThemeChoice::Light }) {
            f.settings.set(setting::Theme, static_cast<int>(theme));
            const QColor ground = themePalette(theme).color(QPalette::Base);
            QTRY_COMPARE(f.table()->palette().color(QPalette::Base), ground);
            const QImage image = f.table()->viewport()->grab().toImage();
            QCOMPARE(image.pixelColor(image.width() / 2, image.height() - 4), ground);
        }
    }

    void copiesTheAddress()
    {
        Fixture f;
        f.start();
        QTRY_VERIFY(f.engine->isListening());
        f.action("copyUrlAction")->trigger();

        QCOMPARE(
            QGuiApplication::clipboard()->text(), u"http://127.0.0.1:%1/"_s.arg(f.engine->listeningAt().front().port));
    }

    void refusesAnAddressThatCannotBeRead()
    {
        Fixture f;
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

    void noTwoCommandsShareAKey()
    {
        Fixture f;
        QMap<QString, QString> owners;
        for (const QAction* action : f.window->findChildren<QAction*>()) {
            for (const QKeySequence& keys : action->shortcuts()) {
                const QString text = keys.toString();
                QVERIFY2(
                    !owners.contains(text), qPrintable(text + u": "_s + owners.value(text) + u", "_s + action->text()));
                owners.insert(text, action->text());
            }
        }
        QVERIFY(owners.size() > 25);
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
