// SPDX-License-Identifier: GPL-3.0-or-later
#include "profiles/jsoneditor.h"
#include "profiles/problemmodel.h"
#include "theme/theme.h"
#include "ui/profilewindowfixture.h"
#include "ui/windowfixture.h"

#include <QAbstractItemModelTester>
#include <QAccessible>
#include <QAction>
#include <QApplication>
#include <QComboBox>
#include <QPushButton>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTabWidget>
#include <QTextEdit>

using namespace hookloupe;
using namespace hookloupe::test;
using namespace Qt::StringLiterals;

class TestProfileWindow : public QObject {
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u"^(?!This plugin does not support)"_s)); }

    void savesUnderItsIdAndComesIntoForce()
    {
        ProfileWindowFixture f;
        QVERIFY(f.start());
        QSignalSpy saved(&f.window, &ProfileWindow::saved);
        f.trigger("profileNew");
        QVERIFY(f.window.document().isModified());
        QVERIFY(!QFile::exists(f.pathOf("acme.json")));

        QTest::keyClick(&f.window, Qt::Key_S, Qt::ControlModifier);

        QCOMPARE(saved.count(), 1);
        QVERIFY(!f.window.document().isModified());
        QCOMPARE(fileContent(f.pathOf("acme.json")), f.text());
        QVERIFY(ProfileCatalog::load(f.folder.path()).find("acme"));
        QTRY_COMPARE(f.list()->currentIndex().data().toString(), u"Acme"_s);
    }

    void doesNotSaveWhatTheReaderRefuses()
    {
        ProfileWindowFixture f;
        QVERIFY(f.start());
        f.trigger("profileNew");
        choose(f.child<QComboBox>("field/schemes/0/algorithm"), "jws");

        QVERIFY(!f.window.save());

        QVERIFY(QDir(f.folder.path()).isEmpty());
        QVERIFY(f.window.document().isModified());
    }

    void doesNotWriteOverAnotherProfile()
    {
        ProfileWindowFixture f;
        f.put("first.json", newProfileText(ProfileTemplate::HmacBody, "acme", u"First"_s));
        QVERIFY(f.start());
        f.trigger("profileNew");

        QVERIFY(!f.window.save());

        QCOMPARE(QDir(f.folder.path()).entryList(QDir::Files), QStringList(u"first.json"_s));
    }

    void anotherIdMovesTheFile()
    {
        ProfileWindowFixture f;
        f.put("odd-name.json", newProfileText(ProfileTemplate::HmacBody, "acme", u"Acme"_s));
        QVERIFY(f.start());
        QVERIFY(f.open("acme"));
        type(f.field("/id"), u"acme-two"_s);

        QVERIFY(f.window.save());

        QCOMPARE(QDir(f.folder.path()).entryList(QDir::Files), QStringList(u"acme-two.json"_s));
        QTRY_VERIFY(f.list()->currentIndex().isValid());
    }

    void overrideTakesTheShippedPlaceUntilItIsDeleted()
    {
        ProfileWindowFixture f;
        QVERIFY(f.start());
        QVERIFY(f.open("stripe"));
        QVERIFY(f.field("/name")->isReadOnly());
        QVERIFY(f.child<QPushButton>("profileCustomiseHere")->isVisible());
        f.child<QPushButton>("profileCustomiseHere")->click();
        QVERIFY(!f.field("/name")->isReadOnly());
        type(f.field("/name"), u"Mine"_s);
        QVERIFY(f.window.save());
        QCOMPARE(ProfileCatalog::load(f.folder.path()).find("stripe")->name, u"Mine"_s);
        QTRY_COMPARE(f.list()->currentIndex().siblingAtColumn(1).data().toString(), u"\u270E yours, overrides"_s);

        f.mayDelete = false;
        f.trigger("profileDelete");
        QVERIFY(QFile::exists(f.pathOf("stripe.json")));
        f.mayDelete = true;
        f.trigger("profileDelete");

        QVERIFY(!QFile::exists(f.pathOf("stripe.json")));
        QTRY_COMPARE(f.field("/name")->text(), u"Stripe"_s);
        QVERIFY(f.window.document().isReadOnly());
    }

    void brokenFileIsShownAndCanBeMended()
    {
        ProfileWindowFixture f;
        f.put(
            "acme.json", newProfileText(ProfileTemplate::HmacBody, "acme", u"Acme"_s).replace("sha256\",", "sha9\","));
        QVERIFY(f.start());
        QCOMPARE(f.list()->currentIndex().siblingAtColumn(1).data().toString(), u"\u2715 broken"_s);
        QTRY_VERIFY(f.headline().contains(u"cannot be used"_s));

        choose(f.child<QComboBox>("field/schemes/0/hash"), "sha256");
        QVERIFY(f.window.save());

        QTRY_COMPARE(f.list()->currentIndex().siblingAtColumn(1).data().toString(), u"\u270E yours"_s);
    }

    void asksBeforeChangesAreLost()
    {
        ProfileWindowFixture f;
        QVERIFY(f.start());
        f.trigger("profileNew");

        f.unsaved = ProfileWindow::Unsaved::Stay;
        QVERIFY(!f.window.close());
        QVERIFY(f.window.isVisible());
        f.list()->setCurrentIndex(f.list()->model()->index(3, 0));
        QCOMPARE(f.field("/id")->text(), u"acme"_s);
        QVERIFY(!f.list()->currentIndex().isValid());
        QCOMPARE(f.questions, 2);
        f.unsaved = ProfileWindow::Unsaved::Save;
        QVERIFY(f.window.close());

        QVERIFY(QFile::exists(f.pathOf("acme.json")));
        QCOMPARE(f.questions, 3);
        QVERIFY(f.window.close());
        QCOMPARE(f.questions, 3);
    }

    void discardedChangesAreGone()
    {
        ProfileWindowFixture f;
        f.put("acme.json", newProfileText(ProfileTemplate::HmacBody, "acme", u"Acme"_s));
        QVERIFY(f.start());
        QVERIFY(f.open("acme"));
        type(f.field("/name"), u"Other"_s);
        f.unsaved = ProfileWindow::Unsaved::Discard;

        QVERIFY(f.window.close());

        QCOMPARE(f.field("/name")->text(), u"Acme"_s);
        QVERIFY(!f.window.document().isModified());
    }

    void secretIsForgottenWithTheWindow()
    {
        ProfileWindowFixture f;
        QVERIFY(f.start());
        auto* secret = f.child<QLineEdit>("trialSecret");
        secret->setText(u"whsec_topsecret"_s);
        QCOMPARE(secret->echoMode(), QLineEdit::Password);
        f.window.trial().setSelected(deliveryOf(vectorOf(u"stripe"_s)));
        QVERIFY(f.open("gitlab"));
        QTRY_VERIFY(!f.headline().isEmpty());

        f.window.close();

        QVERIFY(secret->text().isEmpty());
        f.settings.setWindowState("x"_L1, 1);
        QVERIFY(!fileContent(f.own.filePath(u"settings.ini"_s)).contains("topsecret"));
        for (const QLabel* label : f.window.findChildren<QLabel*>())
            QVERIFY(!label->text().contains(u"topsecret"_s));
    }

    void tokenOfADeliveryIsNotShown()
    {
        ProfileWindowFixture f;
        QVERIFY(f.start());
        const SignatureVector vector = vectorOf(u"telegram"_s);
        QVERIFY(vector.secret.size() > 4 && vector.head.contains(vector.secret));
        f.window.trial().setSelected(deliveryOf(vector));
        QVERIFY(f.open("telegram"));
        f.child<QLineEdit>("trialSecret")->setText(QString::fromUtf8(vector.secret));

        QTRY_VERIFY2(f.headline().contains(u"valid"_s), qPrintable(f.headline()));

        for (const QLabel* label : f.window.findChildren<QLabel*>())
            QVERIFY(!label->text().contains(QString::fromUtf8(vector.secret)));
        QVERIFY(!f.child<QTextEdit>("trialFacts")->toPlainText().contains(QString::fromUtf8(vector.secret)));
    }

    void importedFileIsANewProfile()
    {
        ProfileWindowFixture f;
        QVERIFY(f.start());
        f.fileToImport = f.own.filePath(u"given.json"_s);
        QFile file(f.fileToImport);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(newProfileText(ProfileTemplate::Unsigned, "given", u"Given"_s));
        file.close();

        f.trigger("profileImport");
        QCOMPARE(f.field("/id")->text(), u"given"_s);
        QVERIFY(f.window.save());

        QVERIFY(QFile::exists(f.pathOf("given.json")));
        QVERIFY(QFile::exists(f.fileToImport));
    }

    void searchFindsByNameIdAndOrigin()
    {
        ProfileWindowFixture f;
        f.put("acme.json", newProfileText(ProfileTemplate::HmacBody, "acme", u"Acme Ltd"_s));
        QVERIFY(f.start());
        const auto names = [&f](const QString& text) {
            f.child<QLineEdit>("profileSearch")->setText(text);
            QStringList found;
            for (int row = 0; row < f.list()->model()->rowCount(); ++row)
                found << f.list()->model()->index(row, 0).data().toString();
            return found;
        };

        QCOMPARE(names(u"acme l"_s), QStringList(u"Acme Ltd"_s));
        QCOMPARE(names(u"x-twitter"_s).size(), 1);
        QCOMPARE(names(u"yours"_s), QStringList(u"Acme Ltd"_s));
        QVERIFY(names({}).size() > 100);
    }

    void everyControlHasANameThatCanBeSpoken()
    {
        ProfileWindowFixture f;
        QVERIFY(f.start());
        QVERIFY(f.open("redeam"));
        QStringList nameless;
        for (QWidget* widget : f.window.findChildren<QWidget*>()) {
            if (widget->focusPolicy() == Qt::NoFocus || widget->objectName().startsWith(u"qt_"_s)
                || widget->focusProxy() || qobject_cast<QComboBox*>(widget->parentWidget())
                || widget->inherits("QComboBoxListView") || qobject_cast<QSpinBox*>(widget->parentWidget()))
                continue;
            QAccessibleInterface* spoken = QAccessible::queryAccessibleInterface(widget);
            if (!spoken || spoken->text(QAccessible::Name).isEmpty())
                nameless << QString::fromLatin1(widget->metaObject()->className()) + u' ' + widget->objectName();
        }
        QCOMPARE(nameless.join(u", "_s), QString());
    }

    void opensFromTheMenuWithTheSelectedDelivery()
    {
        QTemporaryDir own;
        qputenv("HOOKLOUPE_PROFILES", own.path().toLocal8Bit());
        const auto restore = qScopeGuard([] { qunsetenv("HOOKLOUPE_PROFILES"); });
        WindowFixture f;
        f.start();
        QTRY_VERIFY(f.engine->isListening());
        f.post("/first", "{\"id\": 1}");
        f.post("/second", "{\"id\": 2}");
        QTRY_COMPARE(f.rows(), 2);
        f.table()->setCurrentIndex(f.table()->model()->index(0, 0));

        f.action("profilesAction")->trigger();

        auto* window = f.child<ProfileWindow>("profileWindow");
        QVERIFY(window && window->isVisible());
        auto* deliveries = window->findChild<QComboBox*>(u"trialDelivery"_s);
        QTRY_VERIFY2(deliveries->itemText(0).contains(u"/first"_s), qPrintable(deliveries->itemText(0)));
        QCOMPARE(deliveries->count(), 3);
        QVERIFY(deliveries->itemText(1).contains(u"/second"_s));
        emit deliveries->activated(1);
        const auto tried = [window] {
            const auto& delivery = window->trial().delivery();
            return delivery ? delivery->request->head.target().toByteArray() : QByteArray();
        };
        QTRY_COMPARE(tried(), QByteArray("/second"));

        window->document().openNew("{}");
        ProfileWindow::Asker asker;
        asker.unsaved = [](QWidget*, const QString&) { return ProfileWindow::Unsaved::Stay; };
        window->setAsker(asker);
        QVERIFY(!f.window->close());
        asker.unsaved = [](QWidget*, const QString&) { return ProfileWindow::Unsaved::Discard; };
        window->setAsker(asker);
        QVERIFY(f.window->close());
    }

    void fitsASmallScreen()
    {
        ProfileWindowFixture f;
        QVERIFY(f.start());
        QVERIFY(f.open("redeam"));
        f.window.resize(920, 690);

        QTRY_COMPARE(f.window.size(), QSize(920, 690));
        for (const char* name : { "profileList", "profileTabs", "trialFacts", "trialSecret" }) {
            const auto* widget = f.child<QWidget>(name);
            const QRect place(widget->mapTo(&f.window, QPoint()), widget->size());
            QVERIFY2(QRect(QPoint(), f.window.size()).contains(place), name);
        }
    }
};

int main(int argc, char** argv)
{
    QApplication program(argc, argv);
    applyTheme(ThemeChoice::Light);
    TestProfileWindow test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_profilewindow.moc"
