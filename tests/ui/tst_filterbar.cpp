// SPDX-License-Identifier: GPL-3.0-or-later
#include "filter/filterbar.h"
#include "filter/filteredit.h"
#include "filter/filterhelp.h"
#include "filter/savedfiltersdialog.h"
#include "filter/savefilterdialog.h"
#include "query/filterparser.h"
#include "settings/settingsstore.h"

#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>
#include <QTreeWidget>

using namespace hookloupe;
using namespace Qt::StringLiterals;

namespace {

struct Bar {
    Bar()
    {
        bar.resize(900, 80);
        bar.show();
        QObject::connect(&bar, &FilterBar::filterChanged, &bar, [this] { ++changes; });
    }
    template<typename T>
    T* child(const char* name)
    {
        return bar.findChild<T*>(QString::fromLatin1(name));
    }
    FilterEdit* field() { return child<FilterEdit>("filterField"); }
    QString word() { return child<QLabel>("filterStateWord")->text(); }
    QString sentence() { return child<QLabel>("filterStateSentence")->text(); }
    QString inForce() { return child<QLabel>("filterInForce")->text(); }
    void type(const QString& text) { QTest::keyClicks(field(), text); }
    /// The texts of the menu's entries.
    QStringList menu()
    {
        auto* menu = child<QMenu>("savedFiltersMenu");
        emit menu->aboutToShow();
        QStringList texts;
        for (const QAction* action : menu->actions())
            texts << action->text();
        return texts;
    }
    QAction* entry(const QString& text)
    {
        menu();
        for (QAction* action : child<QMenu>("savedFiltersMenu")->actions()) {
            if (action->text() == text)
                return action;
        }
        return nullptr;
    }

    QTemporaryDir folder;
    SettingsStore settings { folder.filePath(u"settings.ini"_s) };
    FilterBar bar { settings };
    int changes = 0;
};

} // namespace

class TestFilterBar : public QObject {
    Q_OBJECT

private slots:
    void init()
    {
        // Without a screen there is one about sizes.
        QTest::failOnWarning(QRegularExpression(u"^(?!This plugin does not support).*"_s));
    }

    void saysAtOnceWhetherATextIsRight()
    {
        Bar b;
        QVERIFY(!b.child<QWidget>("filterState")->isVisible());
        b.field()->setText(u"paht:/x"_s);

        QVERIFY(b.child<QWidget>("filterState")->isVisible());
        QCOMPARE(b.word(), u"\u2715 not valid"_s);
        QCOMPARE(b.sentence(), u"Column 1: there is no field \u201Cpaht\u201D; did you mean path?"_s);
        QCOMPARE(b.inForce(), u"All are still shown."_s);
        QCOMPARE(b.field()->mark(), (std::optional<FilterEdit::Mark> { { 0, 4, true } }));

        b.field()->setText(u"path:/x"_s);
        QCOMPARE(b.word(), u"\u2713 valid"_s);
        QCOMPARE(b.field()->mark(), std::nullopt);
        QCOMPARE(b.changes, 0);
        QTRY_COMPARE(b.changes, 1);
    }

    void anInvalidTextLeavesTheLastFilterInForce()
    {
        Bar b;
        b.bar.setText(u"status:5xx"_s);
        QCOMPARE(b.changes, 1);
        b.field()->setText(u"status:5xx sig:wrong"_s);
        QTest::keyClick(b.field(), Qt::Key_Return);

        QCOMPARE(b.changes, 1);
        QCOMPARE(b.bar.textInForce(), u"status:5xx"_s);
        QCOMPARE(b.inForce(), u"Still in force: status:5xx"_s);
        QVERIFY(b.sentence().startsWith(u"Column 16: one of these words belongs here: "_s));
        QCOMPARE(b.field()->mark()->begin, 15);
        b.bar.clear();
        QCOMPARE(b.changes, 2);
        QCOMPARE(b.bar.textInForce(), QString());
    }

    void whatIsStillTypedIsUnfinishedAndNotWrong()
    {
        Bar b;
        b.bar.focusField();
        b.type(u"status:"_s);
        QCOMPARE(b.word(), u"\u2026 unfinished"_s);
        QVERIFY(!b.field()->mark()->isUrgent);
        b.type(u"5"_s);
        QCOMPARE(b.word(), u"\u2026 unfinished"_s);
        b.type(u"xx"_s);
        QCOMPARE(b.word(), u"\u2713 valid"_s);
        QTRY_COMPARE(b.bar.textInForce(), u"status:5xx"_s);
        b.type(u" (sig:valid"_s);
        QCOMPARE(b.word(), u"\u2026 unfinished"_s);

        QTest::keyClick(b.field(), Qt::Key_Return);
        QCOMPARE(b.word(), u"\u2715 not valid"_s);
        QVERIFY(b.field()->mark()->isUrgent);
        QCOMPARE(b.inForce(), u"Still in force: status:5xx"_s);
    }

    void leavesRoomForTheSentenceAndForWhatIsInForce()
    {
        Bar b;
        const QString inForce = u"path:/"_s + QString(400, u'a');
        for (const QString& text : { u"status:500"_s, inForce }) {
            b.bar.setText(text);
            b.field()->setText(text + u" paht:/x"_s);
            QTest::keyClick(b.field(), Qt::Key_Return);
            auto* left = b.child<QLabel>("filterStateSentence");
            auto* right = b.child<QLabel>("filterInForce");
            const auto wanted
                = [](const QLabel* label) { return label->fontMetrics().horizontalAdvance(label->text()); };
            QTRY_VERIFY2(left->width() >= wanted(left), qPrintable(QString::number(left->width())));
            QVERIFY(right->isVisible());
            QTRY_VERIFY(right->parentWidget()->rect().contains(right->geometry()));
            QTRY_VERIFY2(right->width() >= std::min(wanted(right), 300), qPrintable(QString::number(right->width())));
        }
    }

    void tellsAScreenReader()
    {
        Bar b;
        b.field()->setText(u"size:big"_s);
        QTest::keyClick(b.field(), Qt::Key_Return);

        QCOMPARE(b.field()->accessibleDescription(),
            u"not valid. Column 6: the field takes no \u201Cbig\u201D; right would be size:>10KiB. All are still shown."_s);
    }

    void saysWhatNobodyKnows()
    {
        Bar b;
        b.bar.setText(u"status:500 is:retry"_s);
        QCOMPARE(b.word(), u"\u2715 not valid"_s);
        QVERIFY(b.sentence().startsWith(u"Column 12: this version knows of no retries, duplicates and stale events"_s));
        b.bar.setKnowable({ true, false });
        QCOMPARE(b.word(), u"\u2713 valid"_s);
        QCOMPARE(b.bar.textInForce(), u"status:500 is:retry"_s);

        b.bar.setText(u"note:ask"_s);
        QVERIFY(b.sentence().startsWith(u"Column 1: this version knows of no notes"_s));
        QCOMPARE(b.bar.textInForce(), u"status:500 is:retry"_s);
    }

    void everyErrorHasASentenceOfItsOwn_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("sentence");

        QTest::newRow("a term is missing") << u"a or"_s << u"Column 5: a term is missing here, such as status:5xx"_s;
        QTest::newRow("parenthesis") << u"a)"_s << u"Column 2: this parenthesis closes nothing; remove it"_s;
        QTest::newRow("quote") << u"\"a"_s << u"Column 1: this quote wants a closing one"_s;
        QTest::newRow("name") << u"header:x"_s
                              << u"Column 1: a name is missing behind a dot, such as in header.content-type:*json*"_s;
        QTest::newRow("no name") << u"status.x:200"_s
                                 << u"Column 1: \u201Cstatus.x\u201D is no name for it; right would be status:5xx"_s;
        QTest::newRow("compared text") << u"path:>3"_s
                                       << u"Column 6: this field cannot be compared; right would be path:/hooks/*"_s;
        QTest::newRow("too long") << QString(4097, u'a')
                                  << u"Column 4097: a filter has at most 4,096 characters; shorten it"_s;
        QTest::newRow("too deep") << QString(QString(33, u'(') + u'a' + QString(33, u')'))
                                  << u"Column 33: parentheses and negations go at most 32 deep"_s;
        QTest::newRow("markup is text")
            << u"<b>x</b>:1"_s
            << u"Column 1: there is no field \u201C<b>x</b>\u201D; put text with a colon into quotes"_s;
    }

    void everyErrorHasASentenceOfItsOwn()
    {
        QFETCH(QString, text);
        QFETCH(QString, sentence);
        Bar b;
        b.bar.setText(text);

        QCOMPARE(b.sentence(), sentence);
        QCOMPARE(b.child<QLabel>("filterStateSentence")->textFormat(), Qt::PlainText);
    }

    void countsWhatIsShown()
    {
        Bar b;
        auto* counts = b.child<QLabel>("filterCounts");
        b.bar.showCounts(96, 96, false);
        QCOMPARE(counts->text(), u"96"_s);
        b.bar.setText(u"x"_s);
        b.bar.showCounts(12, 96, true);
        QCOMPARE(counts->text(), u"12 of 96"_s);
        QTRY_COMPARE(counts->text(), u"12 of 96, searching\u2026"_s);
        b.bar.showCounts(13, 96, true);
        QCOMPARE(counts->text(), u"13 of 96, searching\u2026"_s);
        b.bar.showCounts(12, 96, false);
        QCOMPARE(counts->text(), u"12 of 96"_s);
    }

    void aTermComesToTheLastRightFilter()
    {
        Bar b;
        b.bar.setText(u"status:500"_s);
        b.field()->setText(u"status:500 ("_s);
        b.bar.setTerm(u"sig:valid"_s);

        QCOMPARE(b.bar.textInForce(), u"status:500 sig:valid"_s);
    }

    void escapeClearsThenLeaves()
    {
        Bar b;
        b.bar.setText(u"x"_s);
        QSignalSpy left(&b.bar, &FilterBar::left);
        QTest::keyClick(b.field(), Qt::Key_Escape);
        QCOMPARE(b.bar.textInForce(), QString());
        QCOMPARE(left.size(), 0);
        QTest::keyClick(b.field(), Qt::Key_Escape);
        QCOMPARE(left.size(), 1);
    }

    void theTableOfFieldsPutsExamplesAtTheCursor()
    {
        Bar b;
        b.bar.setText(u"a b"_s);
        b.field()->setCursorPosition(1);
        QTest::keyClick(b.field(), Qt::Key_F1);
        auto* help = b.child<FilterHelp>("filterHelp");
        QVERIFY(help && help->isVisible());
        auto* table = help->findChild<QTreeWidget*>(u"filterHelpTable"_s);
        const auto row = [table](const QString& what) {
            return table->findItems(what, Qt::MatchExactly | Qt::MatchRecursive, 0).value(0);
        };

        table->setCurrentItem(row(u"status"_s));
        QTest::keyClick(table, Qt::Key_Return);
        QCOMPARE(b.field()->text(), u"a status:5xx b"_s);
        QCOMPARE(b.field()->selectedText(), u"5xx"_s);

        QTest::mouseClick(table->viewport(), Qt::LeftButton, {}, table->visualItemRect(row(u"method"_s)).center());
        QCOMPARE(b.field()->text(), u"a status:5xx method:post b"_s);
        table->setCurrentItem(row(u".."_s));
        help->findChild<QPushButton*>(u"filterHelpInsert"_s)->click();
        QCOMPARE(b.field()->text(), u"a status:5xx method:post status:200..299 b"_s);
        b.bar.showHelp();
        QCOMPARE(b.bar.findChildren<FilterHelp*>().size(), 1);
    }

    void theTableNamesEveryFieldAndOnlyGivesRightExamples()
    {
        FilterHelp help({});
        const auto* table = help.findChild<QTreeWidget*>(u"filterHelpTable"_s);
        QStringList names;
        for (int group = 0; group < table->topLevelItemCount(); ++group) {
            for (int row = 0; row < table->topLevelItem(group)->childCount(); ++row) {
                const QTreeWidgetItem* item = table->topLevelItem(group)->child(row);
                QVERIFY2(parseFilter(item->text(2)), qPrintable(item->text(2)));
                QVERIFY(!item->text(1).isEmpty());
                QVERIFY(item->data(0, Qt::AccessibleTextRole).toString().contains(item->text(2)));
                names << item->text(0).section(u'.', 0, 0);
            }
        }
        for (const FilterFieldInfo& info : filterFields())
            QVERIFY2(names.contains(QString(info.name)), info.name.data());
        const auto meaning = [](const FilterHelp& dialog, const QString& what) {
            return dialog.findChild<QTreeWidget*>(u"filterHelpTable"_s)
                ->findItems(what, Qt::MatchExactly | Qt::MatchRecursive, 0)
                .value(0)
                ->text(1);
        };
        QVERIFY(meaning(help, u"kind"_s).startsWith(u"Not known in this version."_s));
        QVERIFY(!meaning(FilterHelp({ true, true }), u"kind"_s).startsWith(u"Not known"_s));
    }

    void savesAppliesRenamesAndDeletes()
    {
        Bar b;
        QCOMPARE(b.menu().first(), u"No saved filters yet"_s);
        QVERIFY(!b.child<QAction>("saveFilterAction")->isEnabled());
        b.bar.setText(u"status:5xx"_s);
        b.menu();
        b.child<QAction>("saveFilterAction")->trigger();
        auto* ask = b.child<SaveFilterDialog>("saveFilterDialog");
        QVERIFY(ask && ask->isVisible());
        ask->findChild<QLineEdit*>(u"savedFilterName"_s)->setText(u"failed & late"_s);
        ask->accept();
        QTRY_VERIFY(!b.child<SaveFilterDialog>("saveFilterDialog"));

        b.bar.clear();
        QVERIFY(!b.entry(u"failed && late"_s)->isChecked());
        b.entry(u"failed && late"_s)->trigger();
        QCOMPARE(b.bar.textInForce(), u"status:5xx"_s);
        QVERIFY(b.entry(u"failed && late"_s)->isChecked());

        b.child<QAction>("editFiltersAction")->trigger();
        auto* edit = b.child<SavedFiltersDialog>("savedFiltersDialog");
        auto* list = edit->findChild<QTreeWidget*>(u"savedFiltersList"_s);
        list->topLevelItem(0)->setText(0, u"broken"_s);
        QTRY_COMPARE(SavedFilters(b.settings).all().front().name, u"broken"_s);
        QTest::qWait(0);
        list->topLevelItem(0)->setText(0, u"  "_s);
        QTRY_COMPARE(list->topLevelItem(0)->text(0), u"broken"_s);
        edit->findChild<QPushButton*>(u"savedFiltersDelete"_s)->click();
        QVERIFY(SavedFilters(b.settings).all().empty());
        QVERIFY(!edit->findChild<QPushButton*>(u"savedFiltersDelete"_s)->isEnabled());
    }

    void aSavedFilterThatIsWrongIsSaidToBe()
    {
        Bar b;
        b.settings.set(setting::SavedFilters, u"[{\"name\":\"old\",\"text\":\"colour:red\"}]"_s);
        b.entry(u"old"_s)->trigger();

        QCOMPARE(b.word(), u"\u2715 not valid"_s);
        QCOMPARE(b.changes, 0);
    }

    void marksTheWrongPartWhereItIsSeen()
    {
        Bar b;
        b.field()->setText(u"a paht:/x"_s);
        b.field()->setCursorPosition(0);
        const QImage wrong = b.field()->grab().toImage();
        b.field()->setMark({});
        const QImage plain = b.field()->grab().toImage();
        int left = wrong.width();
        int right = 0;
        for (int y = 0; y < wrong.height(); ++y) {
            for (int x = 0; x < wrong.width(); ++x) {
                if (wrong.pixel(x, y) == plain.pixel(x, y))
                    continue;
                left = std::min(left, x);
                right = std::max(right, x);
            }
        }
        const int wide = b.field()->fontMetrics().horizontalAdvance(u"paht"_s);
        QVERIFY2(std::abs(right - left - wide) <= 4, qPrintable(u"%1 %2 %3"_s.arg(left).arg(right).arg(wide)));
    }
};

QTEST_MAIN(TestFilterBar)
#include "tst_filterbar.moc"
