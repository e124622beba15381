// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/bytesize.h"

#include <QTest>

#include <limits>

namespace hookloupe {

using namespace Qt::StringLiterals;

class tst_ByteSize final : public QObject {
    Q_OBJECT

private slots:
    void sizesAreRead_data();
    void sizesAreRead();
    void otherTextIsRefused_data();
    void otherTextIsRefused();
};

void tst_ByteSize::sizesAreRead_data()
{
    QTest::addColumn<qint64>("bytes");
    const auto row = [](const char* text, qint64 bytes) { QTest::newRow(text) << bytes; };
    row("0", 0);
    row("512", 512);
    row("512b", 512);
    row("64k", 65'536);
    row("64K", 65'536);
    row("64KiB", 65'536);
    row("64kB", 64'000);
    row("10MiB", 10'485'760);
    row("10m", 10'485'760);
    row("10MB", 10'000'000);
    row("2gib", 2'147'483'648);
    row("2GB", 2'000'000'000);
    row("9223372036854775807", std::numeric_limits<qint64>::max());
    row("8589934591GiB", 8'589'934'591 << 30);
}

void tst_ByteSize::sizesAreRead()
{
    QFETCH(const qint64, bytes);
    QCOMPARE(parseByteSize(QString::fromLatin1(QTest::currentDataTag())), std::optional<qint64>(bytes));
}

void tst_ByteSize::otherTextIsRefused_data()
{
    QTest::addColumn<QString>("text");
    for (const QString& text : { u""_s, u"k"_s, u"-1"_s, u"+1"_s, u"1.5MiB"_s, u" 1"_s, u"1 "_s, u"1 k"_s, u"1x"_s,
             u"1kib2"_s, u"0x10"_s, u"9223372036854775808"_s, u"8589934592GiB"_s, u"\u0661\u0662"_s })
        QTest::newRow(qPrintable(u'<' + text + u'>')) << text;
}

void tst_ByteSize::otherTextIsRefused()
{
    QFETCH(const QString, text);
    QCOMPARE(parseByteSize(text), std::optional<qint64>());
}

} // namespace hookloupe

QTEST_GUILESS_MAIN(hookloupe::tst_ByteSize)
#include "tst_bytesize.moc"
