// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/windowfixture.h"
#include "windows/settingsdialog.h"

#include <QAbstractButton>
#include <QAccessible>
#include <QApplication>
#include <QComboBox>
#include <QSplitter>

using namespace hookloupe;
using namespace Qt::StringLiterals;

namespace {

/// The offscreen screen has 800 x 800; newer Qt versions bring a larger window back only as far as the screen goes.
constexpr QSize SmallerThanTheScreen(780, 690);

/// Its list is spoken as part of the box. Newer Qt versions make it with the box, not when it opens.
bool isPartOfAComboBox(const QWidget* widget)
{
    for (const QWidget* parent = widget->parentWidget(); parent; parent = parent->parentWidget()) {
        if (qobject_cast<const QComboBox*>(parent))
            return true;
    }
    return false;
}

} // namespace

class TestWindowLooks : public QObject {
    Q_OBJECT

private slots:
    void cleanup() { applyTheme(ThemeChoice::Light); }

    void keepsColumnsAndSizeForTheNextTime()
    {
        QTemporaryDir folder;
        SettingsStore settings(folder.filePath(u"settings.ini"_s));
        {
            CaptureEngine engine;
            MainWindow window(engine, settings);
            window.resize(SmallerThanTheScreen);
            window.show();
            auto* table = window.findChild<DeliveryTableView*>();
            table->setColumnHidden(TypeColumn, false);
            table->setColumnHidden(SizeColumn, true);
            window.close();
        }
        CaptureEngine engine;
        MainWindow window(engine, settings);
        auto* table = window.findChild<DeliveryTableView*>();
        QCOMPARE(window.size(), SmallerThanTheScreen);
        QVERIFY(!table->isColumnHidden(TypeColumn));
        QVERIFY(table->isColumnHidden(SizeColumn));
    }

    void fitsTheScreenAtItsFirstStart()
    {
        QTemporaryDir folder;
        SettingsStore settings(folder.filePath(u"settings.ini"_s));
        CaptureEngine engine;
        MainWindow window(engine, settings);
        const QSize room = window.screen()->availableSize();
        QCOMPARE(window.size().boundedTo(room), window.size());
    }

    void putsTheDetailsBelowWhereItIsNarrow()
    {
        WindowFixture f;
        auto* splitter = f.child<QSplitter>("splitter");
        f.window->resize(1100, 800);
        QTRY_COMPARE(splitter->orientation(), Qt::Horizontal);
        f.window->resize(1099, 800);
        QTRY_COMPARE(splitter->orientation(), Qt::Vertical);
    }

    void everyControlHasANameThatCanBeSpoken()
    {
        WindowFixture f;
        f.start();
        QTRY_VERIFY(f.engine->isListening());
        f.post("/a");
        QTRY_COMPARE(f.rows(), 1);
        SettingsDialog settings(f.settings, f.window.get());
        QStringList nameless;
        for (const QWidget* root : { static_cast<QWidget*>(f.window.get()), static_cast<QWidget*>(&settings) }) {
            for (QWidget* widget : root->findChildren<QWidget*>()) {
                if (widget->focusPolicy() == Qt::NoFocus || widget->objectName().startsWith(u"qt_"_s)
                    || widget->focusProxy() || isPartOfAComboBox(widget))
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
        WindowFixture f;
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
        WindowFixture f;
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
        WindowFixture f;
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

    void noTwoCommandsShareAKey()
    {
        WindowFixture f;
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
    TestWindowLooks test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_windowlooks.moc"
