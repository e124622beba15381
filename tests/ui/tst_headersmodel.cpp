// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/headersmodel.h"

#include "support/deliveries.h"

#include <QAbstractItemModelTester>
#include <QTest>

using namespace hookloupe;
using namespace Qt::StringLiterals;

namespace {

QStringList printed(const HeadersModel& model)
{
    QStringList lines;
    for (int row = 0; row < model.rowCount(); ++row) {
        const QModelIndex name = model.index(row, HeadersModel::NameColumn);
        const QString repeat = name.data(HeadersModel::RepeatRole).toString();
        lines << QString(name.data().toString() + u": "_s
            + model.index(row, HeadersModel::ValueColumn).data().toString()
            + (repeat.isEmpty() ? QString() : QString(u" ["_s + repeat + u']')));
    }
    return lines;
}

std::vector<HeaderRow> rowsOf(const QByteArray& headers)
{
    return headerRows(RequestHead::parse("POST / HTTP/1.1\r\n" + headers + "\r\n"));
}

} // namespace

class tst_HeadersModel : public QObject {
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void keepsOrderCaseAndRepeats()
    {
        HeadersModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);

        model.setRows(rowsOf("HOST: a\r\nx-tag: 1\r\nAccept: */*\r\nX-Tag: 2\r\n"));

        QCOMPARE(printed(model),
            QStringList({ u"HOST: a"_s, u"x-tag: 1 [1 of 2]"_s, u"Accept: */*"_s, u"X-Tag: 2 [2 of 2]"_s }));
        QCOMPARE(model.allText(), u"HOST: a\nx-tag: 1\nAccept: */*\nX-Tag: 2\n"_s);
    }

    void replacesItsRows()
    {
        HeadersModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setRows(rowsOf("A: 1\r\nB: 2\r\n"));

        model.setRows({});

        QCOMPARE(model.rowCount(), 0);
        QCOMPARE(model.columnCount(), 2);
    }

    void hidesNothing_data()
    {
        QTest::addColumn<QByteArray>("value");
        QTest::addColumn<QString>("shown");

        QTest::newRow("tab within") << QByteArray("a\tb") << u"a\u2409b"_s;
        QTest::newRow("NUL") << QByteArray("a\0b", 3) << u"a\u2400b"_s;
        QTest::newRow("UTF-8") << QByteArray("m\xc3\xbcller") << u"m\u00fcller"_s;
        QTest::newRow("Latin-1 byte") << QByteArray("m\xfcller") << u"m\\xFCller"_s;
        QTest::newRow("right-to-left override") << QByteArray("a\xe2\x80\xae"
                                                              "b")
                                                << u"a\u27e8U+202E\u27e9b"_s;
        QTest::newRow("zero width space") << QByteArray("a\xe2\x80\x8b"
                                                        "b")
                                          << u"a\u27e8U+200B\u27e9b"_s;
        QTest::newRow("surrogate as UTF-8") << QByteArray("\xed\xa0\x80") << u"\\xED\\xA0\\x80"_s;
        QTest::newRow("looks like markup") << QByteArray("<b>x</b>") << u"<b>x</b>"_s;
    }

    void hidesNothing()
    {
        QFETCH(QByteArray, value);
        QFETCH(QString, shown);
        HeadersModel model;

        model.setRows(headerRows(HeaderList { { "X", value } }));

        QCOMPARE(model.index(0, HeadersModel::ValueColumn).data().toString(), shown);
        QCOMPARE(model.index(0, HeadersModel::ValueColumn).data(HeadersModel::BytesRole).toByteArray(), value);
    }

    void keepsTheLinesOfAFoldedHeader()
    {
        HeadersModel model;

        model.setRows(rowsOf("A: 1\r\nX: first\r\n  second\r\n\tthird\r\nB: 2\r\n"));

        const QModelIndex value = model.index(1, HeadersModel::ValueColumn);
        QCOMPARE(value.data().toString(), u"first second third"_s);
        QCOMPARE(value.data(HeadersModel::FoldedRole).toByteArray(), QByteArray("first\r\n  second\r\n\tthird"));
        QCOMPARE(model.index(0, 1).data(HeadersModel::FoldedRole).toByteArray(), QByteArray());
        QCOMPARE(model.index(2, 1).data(HeadersModel::FoldedRole).toByteArray(), QByteArray());
    }

    void findsTheTrailers_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QByteArray>("tail");
        QTest::addColumn<QString>("trailers");

        QTest::newRow("none") << QByteArray("abc") << QByteArray("\r\n0\r\n\r\n") << QString();
        QTest::newRow("two") << QByteArray("abc") << QByteArray("\r\n0\r\nX-Sum: 1\r\nx-sum: 2\r\n\r\n")
                             << u"X-Sum=1,x-sum=2"_s;
        QTest::newRow("behind an empty body") << QByteArray() << QByteArray("0;ext\r\nA:b\r\n\r\n") << u"A=b"_s;
    }

    void findsTheTrailers()
    {
        QFETCH(QByteArray, body);
        QFETCH(QByteArray, tail);
        QFETCH(QString, trailers);
        const auto delivery = test::makeDelivery("POST / HTTP/1.1\r\n\r\n", Body(body));
        Request& request = test::requestOf(delivery);
        if (!body.isEmpty())
            request.chunkMarks.append(0, "3\r\n");
        request.chunkMarks.append(body.size(), tail);

        QStringList found;
        for (const HeaderRow& row : trailerRows(request))
            found << QString::fromLatin1(row.name + '=' + row.value);

        QCOMPARE(found.join(u','), trailers);
    }
};

QTEST_GUILESS_MAIN(tst_HeadersModel)
#include "tst_headersmodel.moc"
