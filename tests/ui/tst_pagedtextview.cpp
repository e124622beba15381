// SPDX-License-Identifier: GPL-3.0-or-later
#include "bytes/pagedtextview.h"

#include <QApplication>
#include <QClipboard>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <atomic>

using namespace hookloupe;
using namespace Qt::StringLiterals;

namespace {

/// Lets a test see how much of its bytes is read.
class CountingSource final : public ByteSource {
public:
    explicit CountingSource(qint64 size)
        : m_size(size)
    {
    }
    qint64 size() const override { return m_size; }
    QByteArray read(qint64 offset, qint64 length) const override
    {
        const qint64 count = qMax<qint64>(0, qMin(length, m_size - offset));
        m_largestRead = qMax(m_largestRead.load(), count);
        QByteArray bytes(count, 'x');
        for (qint64 at = (offset / 50) * 50 + 49; at < offset + count; at += 50) {
            if (at >= offset)
                bytes[at - offset] = '\n';
        }
        return bytes;
    }
    qint64 largestRead() const { return m_largestRead; }

private:
    qint64 m_size = 0;
    mutable std::atomic<qint64> m_largestRead = 0;
};

void show(PagedTextView& view, ByteSourcePtr source, QSize size = { 500, 300 })
{
    view.resize(size);
    view.show();
    view.setSource(std::move(source));
}

} // namespace

class tst_PagedTextView : public QObject {
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u"^(?!This plugin does not support propagateSizeHints)"_s)); }

    void showsLinesAsTheyAre_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QStringList>("rows");

        QTest::newRow("nothing") << QByteArray() << QStringList();
        QTest::newRow("one line, no end") << QByteArray("abc") << QStringList { u"abc"_s };
        QTest::newRow("LF and CR LF") << QByteArray("a\r\nb\n\nc") << QStringList { u"a"_s, u"b"_s, QString(), u"c"_s };
        QTest::newRow("bare CR") << QByteArray("a\rb\n") << QStringList { u"a\u240db"_s };
        QTest::newRow("NUL and escape") << QByteArray("a\0\x1b"
                                                      "b",
            4) << QStringList { u"a\u2400\u241bb"_s };
        QTest::newRow("not UTF-8") << QByteArray("a\xff\xc3(") << QStringList { u"a\ufffd\ufffd("_s };
        QTest::newRow("lone surrogate as UTF-8")
            << QByteArray("\xed\xa0\x80") << QStringList { u"\ufffd\ufffd\ufffd"_s };
        QTest::newRow("overlong slash") << QByteArray("\xc0\xaf") << QStringList { u"\ufffd\ufffd"_s };
        QTest::newRow("beyond the planes") << QByteArray("\xf0\x9f\x90\x9d") << QStringList { u"\U0001f41d"_s };
        QTest::newRow("direction override") << QByteArray("a\xe2\x80\xae"
                                                          "b")
                                            << QStringList { u"a\u27e8U+202E\u27e9b"_s };
        QTest::newRow("markup") << QByteArray("<img src='x'>") << QStringList { u"<img src='x'>"_s };
    }

    void showsLinesAsTheyAre()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(QStringList, rows);
        PagedTextView view;

        show(view, sourceOf(bytes));

        QCOMPARE(view.visibleRowTexts(), rows);
    }

    void showsLineEndsWhenAsked()
    {
        PagedTextView view;
        show(view, sourceOf(QByteArray("a\tb\r\nc\n")));

        view.showLineEnds(true);

        QCOMPARE(view.visibleRowTexts(), QStringList({ u"a\u2409b\u240d\u240a"_s, u"c\u240a"_s }));
    }

    void wrapsALongLineWithoutCuttingCharacters()
    {
        PagedTextView view;
        const QByteArray line = QByteArray("\xe2\x82\xac").repeated(500);

        show(view, sourceOf(line));

        QVERIFY(view.rowCount() > 1);
        const QStringList rows = view.visibleRowTexts();
        QVERIFY(!rows.join(QString()).contains(QChar(0xfffd)));
        QCOMPARE(rows.join(QString()), QString::fromUtf8(line).first(rows.join(QString()).size()));
    }

    void showsALineOfAMebibyte()
    {
        PagedTextView view;
        const QByteArray line(1 << 20, 'y');

        show(view, sourceOf(line));
        QTRY_VERIFY(!view.isIndexing());

        const qint64 perRow = view.visibleRowTexts().constFirst().size();
        QCOMPARE(view.rowCount(), (line.size() + perRow - 1) / perRow);
    }

    void neverReadsMoreThanASliceOfALargeSource()
    {
        PagedTextView view;
        const auto source = std::make_shared<CountingSource>(qint64(64) << 20);

        show(view, source);
        QCOMPARE(view.visibleRowTexts().constFirst(), QString(49, u'x'));
        QTRY_VERIFY_WITH_TIMEOUT(!view.isIndexing(), 20'000);

        QCOMPARE(view.rowCount(), source->size() / 50 + 1);
        QVERIFY(source->largestRead() <= 256 << 10);
    }

    void goesToTheEndOfALargeSourceOnceItIsKnown()
    {
        PagedTextView view;
        const auto source = std::make_shared<CountingSource>(qint64(16) << 20);
        show(view, source);

        view.select(source->size(), source->size());

        QTRY_COMPARE_WITH_TIMEOUT(view.verticalScrollBar()->value(), view.verticalScrollBar()->maximum(), 20'000);
        QTRY_VERIFY(!view.isIndexing());
        QCOMPARE(view.verticalScrollBar()->value(), view.verticalScrollBar()->maximum());
    }

    void findsTheSameRowsFromAnywhere()
    {
        QByteArray text;
        for (int line = 0; line < 3000; ++line)
            text += QByteArray::number(line).repeated(line % 40) + (line % 3 ? "\n" : "\r\n");
        const ByteSourcePtr source = sourceOf(text);
        LineIndex index(64);
        index.extend(*source, text.size() + 1);
        const auto all = index.rows(*source, 0, index.rowCount());

        QVERIFY(index.isComplete());
        QCOMPARE(std::ssize(all), index.rowCount());
        qint64 expected = 0;
        for (qint64 number = 0; number < std::ssize(all); ++number) {
            const TextRow& row = all[static_cast<std::size_t>(number)];
            QCOMPARE(row.offset, expected);
            expected += row.length;
            if (number % 97 == 0) {
                QCOMPARE(index.rowOf(*source, row.offset), number);
                QCOMPARE(index.rowOf(*source, row.offset + row.length - 1), number);
                QCOMPARE(index.rows(*source, number, 1).front().line, row.line);
            }
        }
        QCOMPARE(expected, text.size());
        QCOMPARE(all.back().line, 2999);
    }

    void indexesInPiecesAsInOne()
    {
        const ByteSourcePtr source
            = sourceOf(QByteArray("some words and a long line that is wrapped\n").repeated(40'000));
        LineIndex whole(30);
        whole.extend(*source, source->size() + 1);
        LineIndex pieces(30);
        while (!pieces.isComplete()) {
            LineIndex piece = pieces.continuation();
            piece.extend(*source, 300'000);
            pieces.append(piece);
        }

        QCOMPARE(pieces.rowCount(), whole.rowCount());
        QCOMPARE(pieces.rows(*source, 70'000, 1).front().offset, whole.rows(*source, 70'000, 1).front().offset);
        QCOMPARE(pieces.rowOf(*source, source->size() - 1), whole.rowCount() - 1);
    }

    void movesByKeyAndCopies()
    {
        PagedTextView view;
        show(view, sourceOf(QByteArray("one\nt\xc3\xbc\nthree")));
        view.setFocus();

        QTest::keyClick(&view, Qt::Key_Down);
        QTest::keyClick(&view, Qt::Key_Right, Qt::ShiftModifier);
        QTest::keyClick(&view, Qt::Key_Right, Qt::ShiftModifier);
        QTest::keyClick(&view, Qt::Key_C, Qt::ControlModifier);

        QCOMPARE(view.selectionBegin(), 4);
        QCOMPARE(view.selectionEnd(), 7);
        QCOMPARE(QApplication::clipboard()->text(), u"t\u00fc"_s);

        QTest::keyClick(&view, Qt::Key_A, Qt::ControlModifier);
        QCOMPARE(view.selectedText(), u"one\nt\u00fc\nthree"_s);
    }

    void selectsAWordByDoubleClick()
    {
        PagedTextView view;
        show(view, sourceOf(QByteArray("\"order_id\": 12")));
        const int lineHeight = view.fontMetrics().height();

        QTest::mouseDClick(view.viewport(), Qt::LeftButton, {}, QPoint(view.viewport()->width() / 5, lineHeight / 2));

        QCOMPARE(view.selectedText(), u"order_id"_s);
    }

    void copiesABoundedPartOfAGiantSelection()
    {
        PagedTextView view;
        show(view, std::make_shared<CountingSource>(qint64(32) << 20));
        const QSignalSpy cut(&view, &ByteView::copyCut);

        view.selectAll();
        view.copy();

        QCOMPARE(cut.count(), 1);
        QCOMPARE(QApplication::clipboard()->text().size(), ByteView::CopyBytes);
    }

    void endsWhereAVanishedFileEnds()
    {
        QTemporaryDir folder;
        const QString path = folder.filePath(u"body"_s);
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("abc\n");
        file.close();
        PagedTextView view;

        show(view, sourceOf(Body::inFile(path, 1'000'000)));

        QVERIFY(!view.isIndexing());
        QCOMPARE(view.visibleRowTexts(), QStringList { u"abc"_s });
    }
};

QTEST_MAIN(tst_PagedTextView)
#include "tst_pagedtextview.moc"
