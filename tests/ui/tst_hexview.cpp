// SPDX-License-Identifier: GPL-3.0-or-later
#include "bytes/hexview.h"
#include "bytes/requestsource.h"

#include "support/deliveries.h"

#include <QApplication>
#include <QClipboard>
#include <QScrollBar>
#include <QTemporaryDir>
#include <QTest>

using namespace hookloupe;
using namespace Qt::StringLiterals;

namespace {

void show(HexView& view, ByteSourcePtr source)
{
    view.resize(900, 300);
    view.show();
    view.setSource(std::move(source));
    view.setFocus();
}

} // namespace

class tst_HexView : public QObject {
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u"^(?!This plugin does not support propagateSizeHints)"_s)); }

    void showsSixteenBytesARowAndEightWhereItIsNarrow()
    {
        HexView view;
        show(view, sourceOf(QByteArray(100, 'a')));

        QCOMPARE(view.bytesPerRow(), 16);
        view.resize(300, 300);
        QCOMPARE(view.bytesPerRow(), 8);
    }

    void movesAndSelectsByKey()
    {
        HexView view;
        show(view, sourceOf(QByteArray("0123456789abcdefGHIJ")));

        QTest::keyClick(&view, Qt::Key_Down);
        QCOMPARE(view.caret(), 16);
        QTest::keyClick(&view, Qt::Key_Down);
        QCOMPARE(view.caret(), 16);
        QTest::keyClick(&view, Qt::Key_Right, Qt::ShiftModifier);
        QTest::keyClick(&view, Qt::Key_Right, Qt::ShiftModifier);
        QCOMPARE(view.selectedText(), u"47 48"_s);
        QTest::keyClick(&view, Qt::Key_Home);
        QCOMPARE(view.caret(), 16);
        QTest::keyClick(&view, Qt::Key_End, Qt::ControlModifier);
        QCOMPARE(view.caret(), 20);
        QTest::keyClick(&view, Qt::Key_Right);
        QCOMPARE(view.caret(), 20);
        QTest::keyClick(&view, Qt::Key_Home, Qt::ControlModifier);
        QCOMPARE(view.caret(), 0);
        QTest::keyClick(&view, Qt::Key_Left);
        QCOMPARE(view.caret(), 0);
    }

    void copiesAsHexAndAsText()
    {
        HexView view;
        show(view, sourceOf(QByteArray("Hook\0\xff", 6)));
        view.select(0, 4);

        view.copyAsHex();
        QCOMPARE(QApplication::clipboard()->text(), u"48 6f 6f 6b"_s);
        view.copyAsText();
        QCOMPARE(QApplication::clipboard()->text(), u"Hook"_s);
    }

    void selectsWithTheMouse()
    {
        HexView view;
        show(view, sourceOf(QByteArray(64, 'z')));
        const qreal charWidth = QFontMetricsF(view.font()).horizontalAdvance(u'0');
        const int y = view.fontMetrics().height() / 2;
        const auto hexAt = [charWidth, y](int byte) {
            return QPoint(static_cast<int>(6 + (10 + byte * 3 + (byte >= 8 ? 1 : 0)) * charWidth) + 1, y);
        };

        QTest::mousePress(view.viewport(), Qt::LeftButton, {}, hexAt(2));
        QTest::mouseMove(view.viewport(), hexAt(9));
        QTest::mouseRelease(view.viewport(), Qt::LeftButton, {}, hexAt(9));

        QCOMPARE(view.selectionBegin(), 2);
        QCOMPARE(view.selectionEnd(), 9);
    }

    void goesToTheEndOfAFileOfAnySize()
    {
        QTemporaryDir folder;
        const QString path = folder.filePath(u"body"_s);
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        const qint64 size = qint64(5) << 30;
        QVERIFY(file.resize(size));
        QVERIFY(file.seek(size - 3));
        file.write("END");
        file.close();
        HexView view;
        show(view, sourceOf(Body::inFile(path, size)));

        QTest::keyClick(&view, Qt::Key_End, Qt::ControlModifier);

        QCOMPARE(view.caret(), size);
        QCOMPARE(view.verticalScrollBar()->value(), view.verticalScrollBar()->maximum());
        view.select(size - 3, size);
        QCOMPARE(view.selectedText(), u"45 4e 44"_s);
    }

    void readsARequestAsItCame_data()
    {
        QTest::addColumn<int>("pieceBytes");

        for (const int bytes : { 1, 2, 3, 7, 1000 })
            QTest::addRow("in pieces of %d", bytes) << bytes;
    }

    void readsARequestAsItCame()
    {
        QFETCH(int, pieceBytes);
        const auto delivery
            = test::makeDelivery("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n", Body("abcdefgh"));
        Request& request = test::requestOf(delivery);
        request.chunkMarks.append(0, "3;x=1\r\n");
        request.chunkMarks.append(3, "\r\n");
        request.chunkMarks.append(3, "5\r\n");
        request.chunkMarks.append(8, "\r\n0\r\nSum: 1\r\n\r\n");
        request.rest = "behind";
        const RequestSource source(delivery->request);

        QByteArray all;
        for (qint64 at = 0; at < source.size(); at += pieceBytes)
            all += source.read(at, pieceBytes);

        QCOMPARE(all,
            QByteArray("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3;x=1\r\nabc\r\n5\r\ndefgh\r\n0\r\nSum: "
                       "1\r\n\r\nbehind"));
        QCOMPARE(all, rawBytes(request, 1000));
        QVERIFY(source.read(source.size(), 1).isEmpty());
        QVERIFY(source.read(-1, 1).isEmpty());
    }

    void showsNothingWithoutASource()
    {
        HexView view;
        show(view, nullptr);

        QTest::keyClick(&view, Qt::Key_End, Qt::ControlModifier);
        view.copy();

        QCOMPARE(view.caret(), 0);
        QVERIFY(view.selectedText().isEmpty());
    }
};

QTEST_MAIN(tst_HexView)
#include "tst_hexview.moc"
