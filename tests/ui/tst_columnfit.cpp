// SPDX-License-Identifier: GPL-3.0-or-later
// Which columns of the delivery table give way while it is narrow.
#include "models/deliverytablemodel.h"
#include "widgets/columnfit.h"
#include "widgets/deliverytableview.h"

#include <QHeaderView>
#include <QTest>

using namespace hookloupe;
using namespace Qt::StringLiterals;

namespace {

struct Table {
    Table()
    {
        window.resize(2000, 400);
        window.show();
    }

    /// The window stays as it is, so that there is no platform to wait for.
    void resize(int width)
    {
        view.resize(width, 300);
        QCoreApplication::sendPostedEvents();
    }
    QList<int> hidden() const
    {
        QList<int> columns;
        for (int column = 0; column < ColumnCount; ++column) {
            if (view.horizontalHeader()->isSectionHidden(column))
                columns << column;
        }
        return columns;
    }
    ColumnFit* fit() const { return view.findChild<ColumnFit*>(); }

    DeliveryTableModel model;
    QWidget window;
    DeliveryTableView view { model, &window };
};

} // namespace

class TestColumnFit : public QObject {
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void theLeastImportantGiveWayFirst()
    {
        Table table;
        table.resize(1600);
        QCOMPARE(table.hidden(), QList<int> { TypeColumn });

        QList<QList<int>> steps;
        for (int width = 1600; width >= 300; width -= 4) {
            table.resize(width);
            if (steps.isEmpty() || steps.last() != table.hidden())
                steps << table.hidden();
            const bool isFit = table.view.horizontalHeader()->length() <= table.view.viewport()->width();
            QVERIFY2(
                isFit || table.hidden().size() == 4, qPrintable(u"scrolls at %1 before all gave way"_s.arg(width)));
            if (isFit)
                QVERIFY(table.view.horizontalHeader()->sectionSize(PathColumn) >= 48);
        }

        QCOMPARE(steps,
            (QList<QList<int>> { { TypeColumn }, { TypeColumn, SizeColumn }, { MethodColumn, TypeColumn, SizeColumn },
                { MethodColumn, TypeColumn, SizeColumn, ProviderColumn } }));
        table.resize(1600);
        QVERIFY2(table.hidden() == QList<int> { TypeColumn }, "with room they come back");
    }

    void whatAPersonChoseStays()
    {
        Table table;
        table.resize(1600);
        table.fit()->setShown(MethodColumn, false);
        table.fit()->setShown(SizeColumn, true);

        table.resize(400);
        QCOMPARE(table.hidden(), (QList<int> { MethodColumn, TypeColumn, ProviderColumn }));
        table.resize(1600);
        QCOMPARE(table.hidden(), (QList<int> { MethodColumn, TypeColumn }));

        table.resize(400);
        table.fit()->setShown(ProviderColumn, true);
        QVERIFY2(!table.hidden().contains(ProviderColumn), "asked for while it gave way");
        table.view.resetColumns();
        QCOMPARE(table.hidden(), (QList<int> { MethodColumn, TypeColumn, SizeColumn, ProviderColumn }));
    }

    void whatIsSavedIsHowTheyStandWithRoom()
    {
        QByteArray state;
        {
            Table table;
            table.resize(1600);
            table.view.horizontalHeader()->resizeSection(SizeColumn, 111);
            table.fit()->setShown(EventColumn, false);
            table.resize(400);
            QVERIFY(table.hidden().contains(SizeColumn));
            state = table.view.columnState();
            QVERIFY2(table.hidden().contains(SizeColumn), "saving changes nothing");
        }
        Table table;
        table.resize(400);
        QVERIFY(table.view.setColumnState(state));
        QVERIFY(table.hidden().contains(SizeColumn));
        table.resize(1600);

        QCOMPARE(table.hidden(), (QList<int> { TypeColumn, EventColumn }));
        QCOMPARE(table.view.horizontalHeader()->sectionSize(SizeColumn), 111);
    }
};

QTEST_MAIN(TestColumnFit)
#include "tst_columnfit.moc"
