// SPDX-License-Identifier: GPL-3.0-or-later
#include "http/bodyparts.h"

#include <QTest>

using namespace hookloupe;

class tst_BodyParts : public QObject {
    Q_OBJECT

private slots:
    void splitsAForm()
    {
        const auto fields = splitForm("a=1&&b=x+y%21&a&=v&c=%zz%4", 10);

        QCOMPARE(fields.size(), std::size_t(5));
        QCOMPARE(fields[1].name, QByteArray("b"));
        QCOMPARE(fields[1].value, QByteArray("x y!"));
        QCOMPARE(fields[1].sent, QByteArray("b=x+y%21"));
        QVERIFY(!fields[2].hasValue);
        QCOMPARE(fields[3].name, QByteArray());
        QCOMPARE(fields[3].value, QByteArray("v"));
        QCOMPARE(splitForm("a&b&c", 2).size(), std::size_t(2));
        QVERIFY(splitForm("", 10).empty());
    }

    void findsPartsWhereverTheyAre_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QByteArrayList>("contents");

        QTest::newRow("nothing") << QByteArray() << QByteArrayList();
        QTest::newRow("no boundary") << QByteArray("text") << QByteArrayList();
        QTest::newRow("one") << QByteArray("--B\r\n\r\nx\r\n--B--") << QByteArrayList { "x" };
        QTest::newRow("line ends of LF") << QByteArray("--B\n\nx\ny\n--B\n\nz\n--B--\n")
                                         << QByteArrayList { "x\ny", "z" };
        QTest::newRow("empty content") << QByteArray("--B\r\n\r\n\r\n--B--") << QByteArrayList { "" };
        QTest::newRow("no content and no empty line")
            << QByteArray("--B\r\n--B\r\n\r\nq\r\n--B--") << QByteArrayList { "", "q" };
        QTest::newRow("not ended") << QByteArray("--B\r\n\r\nrest") << QByteArrayList { "rest" };
        QTest::newRow("dashes within a line") << QByteArray("--B\r\n\r\na--B\r\n--B--") << QByteArrayList { "a--B" };
        QTest::newRow("a longer boundary") << QByteArray("--B\r\n\r\n--BX\r\n--B--") << QByteArrayList { "--BX" };
        QTest::newRow("white space behind the boundary")
            << QByteArray("--B \t\r\n\r\nx\r\n--B--") << QByteArrayList { "x" };
        QTest::newRow("an epilogue") << QByteArray("--B\r\n\r\nx\r\n--B--\r\n--B\r\n\r\ny") << QByteArrayList { "x" };
    }

    void findsPartsWhereverTheyAre()
    {
        QFETCH(QByteArray, body);
        QFETCH(QByteArrayList, contents);

        QByteArrayList found;
        for (const MultipartPart& part : splitMultipart(body, "B", 100))
            found << body.mid(part.offset, part.size);

        QCOMPARE(found, contents);
    }

    void readsTheHeadersOfAPart()
    {
        const auto parts
            = splitMultipart("--B\r\nContent-Disposition: form-data; name=\"a\\\"b\";\r\n filename=c.txt\r\n"
                             "content-type: text/plain\r\nodd\r\n\r\nx\r\n--B--",
                "B", 100);

        QCOMPARE(parts.size(), std::size_t(1));
        QCOMPARE(parts[0].dispositionParameter("name"), QByteArray("a\"b"));
        QCOMPARE(parts[0].dispositionParameter("filename"), QByteArray("c.txt"));
        QCOMPARE(parts[0].dispositionParameter("size"), QByteArray());
        QCOMPARE(parts[0].header("Content-Type"), QByteArray("text/plain"));
        QVERIFY(parts[0].isEnded);
    }

    void stopsAtItsLimit()
    {
        QCOMPARE(splitMultipart(QByteArray("--B\r\n\r\n").repeated(50), "B", 7).size(), std::size_t(7));
    }

    void takesAnyBytes()
    {
        for (quint32 seed = 1; seed < 400; ++seed) {
            QByteArray body;
            quint32 state = seed;
            for (int i = 0; i < 60; ++i) {
                state = state * 1664525 + 1013904223;
                body += "--B\r\n :;\"\\="[(state >> 16) % 11];
            }
            for (const MultipartPart& part : splitMultipart(body, "B", 20)) {
                QVERIFY(part.offset >= 0 && part.size >= 0 && part.offset + part.size <= body.size());
                (void)part.dispositionParameter("name");
            }
        }
    }
};

QTEST_GUILESS_MAIN(tst_BodyParts)
#include "tst_bodyparts.moc"
