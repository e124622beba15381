// SPDX-License-Identifier: GPL-3.0-or-later
#include "http/contentdecoder.h"
#include "support/contentencoder.h"

#include <QFile>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

using namespace hookloupe;
using namespace Qt::StringLiterals;

namespace {

QByteArray headerOf(const QByteArray& coding)
{
    return coding == "raw deflate" ? QByteArray("deflate") : coding;
}

struct Decoded {
    QByteArray bytes;
    DecodeOutcome outcome;
};

Decoded decoded(
    const QByteArray& input, const QByteArray& header, const DecodeLimits& limits = {}, qsizetype piece = 1 << 20)
{
    Decoded result;
    ContentDecoder decoder(header, limits, [&](QByteArrayView bytes) {
        result.bytes.append(bytes.data(), bytes.size());
        return true;
    });
    for (qsizetype at = 0; at < input.size(); at += piece) {
        if (!decoder.write(QByteArrayView(input).sliced(at, qMin(piece, input.size() - at))))
            break;
    }
    result.outcome = decoder.finish();
    return result;
}

/// Text that compresses, but not by much.
QByteArray variedText(int lines)
{
    QByteArray text;
    for (int i = 0; i < lines; ++i)
        text += "line " + QByteArray::number(qint64(i) * 7919 % 10'007) + "\n";
    return text;
}

void addCodings()
{
    QTest::addColumn<QByteArray>("coding");
    for (const char* coding : { "gzip", "deflate", "raw deflate", "br", "zstd" })
        QTest::newRow(coding) << QByteArray(coding);
}

} // namespace

class ContentDecoderTest : public QObject {
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void decodesWhatTheToolsWrite_data();
    void decodesWhatTheToolsWrite();
    void everyPieceSizeGivesTheSame_data() { addCodings(); }
    void everyPieceSizeGivesTheSame();
    void everyCutIsIncomplete_data() { addCodings(); }
    void everyCutIsIncomplete();
    void bytesBehindTheEndAreTrailing_data() { addCodings(); }
    void bytesBehindTheEndAreTrailing();
    void damageIsNamedWithItsPlace_data() { addCodings(); }
    void damageIsNamedWithItsPlace();
    void streamsInARowAreOneBody_data();
    void streamsInARowAreOneBody();
    void theSizeLimitCutsExactly_data() { addCodings(); }
    void theSizeLimitCutsExactly();
    void aBombIsCutEarly_data() { addCodings(); }
    void aBombIsCutEarly();
    void theRatioCountsOnlyBeyondWhatIsFree();
    void stackedCodingsAreUndoneFromTheLast();
    void damageInsideAStackNamesItsCoding();
    void aBombBetweenCodingsIsCut();
    void unknownAndTooManyCodingsDecodeNothing();
    void identityGoesThrough();
    void anEmptyBodyIsComplete_data() { addCodings(); }
    void anEmptyBodyIsComplete();
    void theSinkCanCancel();
    void bodiesInFilesAreReadPiecewise();
    void aMissingFileIsUnreadable();
    void severalHeadersAreOneList();
};

void ContentDecoderTest::decodesWhatTheToolsWrite_data()
{
    QTest::addColumn<QByteArray>("header");
    QTest::addColumn<QByteArray>("hex");
    QTest::newRow("gzip") << QByteArray("gzip")
                          << QByteArray("1f8b0800000000000003cb48cdc9c957c84090008088f9e511000000");
    QTest::newRow("x-gzip") << QByteArray("X-Gzip")
                            << QByteArray("1f8b0800000000000003cb48cdc9c957c84090008088f9e511000000");
    QTest::newRow("deflate") << QByteArray("deflate") << QByteArray("789ccb48cdc9c957c84090003a2e067d");
    QTest::newRow("raw deflate") << QByteArray("deflate") << QByteArray("cb48cdc9c957c8409000");
    QTest::newRow("br") << QByteArray("br") << QByteArray("1b1000f88d946ede445586966c206f014f1c601c");
    QTest::newRow("zstd") << QByteArray("zstd") << QByteArray("28b52ffd24116500003068656c6c6f200100314a11a2ed1e0c");
}

void ContentDecoderTest::decodesWhatTheToolsWrite()
{
    QFETCH(QByteArray, header);
    QFETCH(QByteArray, hex);
    const Decoded result = decoded(QByteArray::fromHex(hex), header);
    QCOMPARE(result.bytes, "hello hello hello");
    QVERIFY(result.outcome.end == DecodeEnd::Complete);
    QCOMPARE(result.outcome.decodedBytes, qint64(17));
    QCOMPARE(result.outcome.trailingBytes, qint64(0));
    QVERIFY(result.outcome.detail.isEmpty());
}

void ContentDecoderTest::everyPieceSizeGivesTheSame()
{
    QFETCH(QByteArray, coding);
    const QByteArray plain = variedText(20'000);
    const QByteArray input = encoded(coding, plain);
    for (const qsizetype piece : { 1, 2, 3, 1000, 16'384, 16'385, 1'000'000 }) {
        const Decoded result = decoded(input, headerOf(coding), {}, piece);
        QVERIFY(result.bytes == plain);
        QVERIFY(result.outcome.end == DecodeEnd::Complete);
    }
}

void ContentDecoderTest::everyCutIsIncomplete()
{
    QFETCH(QByteArray, coding);
    const QByteArray plain = variedText(40);
    const QByteArray input = encoded(coding, plain);
    for (qsizetype size = 1; size < input.size(); ++size) {
        const Decoded result = decoded(input.first(size), headerOf(coding));
        QVERIFY2(result.outcome.end == DecodeEnd::Incomplete, qPrintable(QString::number(size)));
        QVERIFY(plain.startsWith(result.bytes));
        QCOMPARE(result.outcome.coding, headerOf(coding));
        QCOMPARE(result.outcome.offset, qint64(size));
    }
}

void ContentDecoderTest::bytesBehindTheEndAreTrailing()
{
    QFETCH(QByteArray, coding);
    const QByteArray input = encoded(coding, "hello");
    for (const QByteArray& garbage : { QByteArray("x"), QByteArray(1, '\0'), QByteArray("\x1f"), QByteArray("\x1fx"),
             QByteArray("\x28\xb5"), QByteArray("garbage behind it") }) {
        for (const qsizetype piece : { 1, 1000 }) {
            const Decoded result = decoded(input + garbage, headerOf(coding), {}, piece);
            QVERIFY2(result.outcome.end == DecodeEnd::Complete, qPrintable(result.outcome.detail));
            QCOMPARE(result.bytes, "hello");
            QCOMPARE(result.outcome.trailingBytes, qint64(garbage.size()));
        }
    }
}

void ContentDecoderTest::damageIsNamedWithItsPlace()
{
    QFETCH(QByteArray, coding);
    const QByteArray plain = variedText(5000);
    QByteArray input = encoded(coding, plain);
    for (qsizetype i = input.size() / 2; i < input.size() / 2 + 64; ++i)
        input[i] = '\xff';
    const Decoded result = decoded(input, headerOf(coding));
    QVERIFY(result.bytes != plain);
    // The other two have no checksum: damage in them may decode to something
    if (coding != "raw deflate" && coding != "br")
        QVERIFY(result.outcome.end == DecodeEnd::Corrupt);

    const Decoded noise = decoded(QByteArray(40, '\xff'), headerOf(coding));
    QVERIFY(noise.outcome.end == DecodeEnd::Corrupt);
    QCOMPARE(noise.outcome.coding, headerOf(coding));
    QVERIFY(noise.outcome.offset <= 40);
    QVERIFY(noise.outcome.detail.startsWith(QString(QString::fromLatin1(headerOf(coding)) + u": ")));
    QCOMPARE(noise.bytes, "");
}

void ContentDecoderTest::streamsInARowAreOneBody_data()
{
    QTest::addColumn<QByteArray>("coding");
    QTest::newRow("gzip") << QByteArray("gzip");
    QTest::newRow("zstd") << QByteArray("zstd");
}

void ContentDecoderTest::streamsInARowAreOneBody()
{
    QFETCH(QByteArray, coding);
    const QByteArray first = encoded(coding, "one ");
    const QByteArray second = encoded(coding, "two");
    for (const qsizetype piece : { 1, 1000 }) {
        const Decoded whole = decoded(first + second, coding, {}, piece);
        QCOMPARE(whole.bytes, "one two");
        QVERIFY(whole.outcome.end == DecodeEnd::Complete);
        const Decoded cut = decoded(first + second.chopped(1), coding, {}, piece);
        QVERIFY(cut.outcome.end == DecodeEnd::Incomplete);
    }
}

void ContentDecoderTest::theSizeLimitCutsExactly()
{
    QFETCH(QByteArray, coding);
    const QByteArray plain = variedText(3000);
    const QByteArray input = encoded(coding, plain);
    DecodeLimits limits;
    limits.maxBytes = plain.size();
    QVERIFY(decoded(input, headerOf(coding), limits).outcome.end == DecodeEnd::Complete);
    limits.maxBytes = plain.size() - 1;
    const Decoded cut = decoded(input, headerOf(coding), limits);
    QVERIFY(cut.outcome.end == DecodeEnd::SizeLimit);
    QVERIFY(cut.bytes == plain.chopped(1));
    QCOMPARE(cut.outcome.decodedBytes, limits.maxBytes);
}

void ContentDecoderTest::aBombIsCutEarly()
{
    QFETCH(QByteArray, coding);
    const QByteArray bomb = encoded(coding, QByteArray(100 * 1024 * 1024, '\0'));
    const Decoded result = decoded(bomb, headerOf(coding));
    QVERIFY(result.outcome.end == DecodeEnd::RatioLimit);
    QVERIFY(result.bytes.size() >= DecodeLimits {}.freeBytes - 64 * 1024);
    QVERIFY(result.bytes.size() < 32 * 1024 * 1024);
}

void ContentDecoderTest::theRatioCountsOnlyBeyondWhatIsFree()
{
    const QByteArray zeros(200'000, '\0');
    const QByteArray input = encoded("gzip", zeros);
    DecodeLimits limits;
    limits.maxRatio = 10;
    limits.freeBytes = zeros.size();
    QVERIFY(decoded(input, "gzip", limits).outcome.end == DecodeEnd::Complete);
    limits.freeBytes = zeros.size() - 1;
    QVERIFY(decoded(input, "gzip", limits).outcome.end == DecodeEnd::RatioLimit);
}

void ContentDecoderTest::stackedCodingsAreUndoneFromTheLast()
{
    const QByteArray plain = variedText(1000);
    const QByteArray input = encoded("zstd", encoded("br", encoded("gzip", plain)));
    for (const qsizetype piece : { 1, 100'000 }) {
        const Decoded result = decoded(input, "X-GZIP , identity,BR,, zstd", {}, piece);
        QVERIFY(result.bytes == plain);
        QVERIFY(result.outcome.end == DecodeEnd::Complete);
    }
}

void ContentDecoderTest::damageInsideAStackNamesItsCoding()
{
    const Decoded result = decoded(encoded("br", "this is no gzip at all"), "gzip, br");
    QVERIFY(result.outcome.end == DecodeEnd::Corrupt);
    QCOMPARE(result.outcome.coding, "gzip");
    const Decoded cut = decoded(encoded("br", encoded("gzip", "hello").chopped(5)), "gzip, br");
    QVERIFY(cut.outcome.end == DecodeEnd::Incomplete);
    QCOMPARE(cut.outcome.coding, "gzip");
}

void ContentDecoderTest::aBombBetweenCodingsIsCut()
{
    DecodeLimits limits;
    limits.maxBytes = 1024 * 1024;
    const QByteArray inner = encoded("gzip", QByteArray(100, 'x')) + QByteArray(4 * 1024 * 1024, '\0');
    const Decoded result = decoded(encoded("br", inner), "gzip, br", limits);
    QVERIFY(result.outcome.end == DecodeEnd::SizeLimit);
    QCOMPARE(result.outcome.coding, "br");
    QCOMPARE(result.bytes, QByteArray(100, 'x'));
}

void ContentDecoderTest::unknownAndTooManyCodingsDecodeNothing()
{
    const Decoded unknown = decoded("abc", "gzip, compress");
    QVERIFY(unknown.outcome.end == DecodeEnd::UnknownCoding);
    QCOMPARE(unknown.outcome.coding, "compress");
    QCOMPARE(unknown.bytes, "");

    const auto stack = [](int count) { return QByteArray("gzip,").repeated(count); };
    QByteArray input = "x";
    for (int i = 0; i < 8; ++i)
        input = encoded("gzip", input);
    QCOMPARE(decoded(input, stack(8)).bytes, "x");
    QVERIFY(decoded(encoded("gzip", input), stack(9)).outcome.end == DecodeEnd::TooManyCodings);
}

void ContentDecoderTest::identityGoesThrough()
{
    DecodeLimits limits;
    limits.maxBytes = 3;
    for (const QByteArray& header : { QByteArray(), QByteArray("identity"), QByteArray(" , Identity") }) {
        QCOMPARE(decoded("abc", header, limits).bytes, "abc");
        const Decoded cut = decoded("abcd", header, limits);
        QCOMPARE(cut.bytes, "abc");
        QVERIFY(cut.outcome.end == DecodeEnd::SizeLimit);
    }
    QVERIFY(!ContentDecoder("identity", {}, [](QByteArrayView) { return true; }).hasCodings());
    QVERIFY(ContentDecoder("gzip", {}, [](QByteArrayView) { return true; }).hasCodings());
}

void ContentDecoderTest::anEmptyBodyIsComplete()
{
    QFETCH(QByteArray, coding);
    const Decoded result = decoded({}, headerOf(coding));
    QVERIFY(result.outcome.end == DecodeEnd::Complete);
    QCOMPARE(decoded(encoded(coding, {}), headerOf(coding)).bytes, "");
}

void ContentDecoderTest::theSinkCanCancel()
{
    int calls = 0;
    ContentDecoder decoder("gzip", {}, [&](QByteArrayView) {
        ++calls;
        return false;
    });
    QVERIFY(!decoder.write(encoded("gzip", variedText(100'000))));
    QVERIFY(!decoder.write("more"));
    QCOMPARE(calls, 1);
    QVERIFY(decoder.finish().end == DecodeEnd::Cancelled);
}

void ContentDecoderTest::bodiesInFilesAreReadPiecewise()
{
    QTemporaryDir folder;
    QFile file(folder.filePath(u"body"_s));
    const QByteArray plain = variedText(200'000);
    const QByteArray input = encoded("gzip", plain);
    QVERIFY(input.size() > 256 * 1024);
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write(input) == input.size() && file.flush());
    QByteArray bytes;
    const auto outcome = decodeBody(Body::inFile(file.fileName(), input.size()), "gzip", {}, [&](QByteArrayView piece) {
        bytes.append(piece.data(), piece.size());
        return true;
    });
    QVERIFY(outcome.end == DecodeEnd::Complete);
    QVERIFY(bytes == plain);
}

void ContentDecoderTest::aMissingFileIsUnreadable()
{
    QTemporaryDir folder;
    const auto outcome
        = decodeBody(Body::inFile(folder.filePath(u"gone"_s), 10), "gzip", {}, [](QByteArrayView) { return true; });
    QVERIFY(outcome.end == DecodeEnd::Unreadable);
    QVERIFY(!outcome.detail.isEmpty());
}

void ContentDecoderTest::severalHeadersAreOneList()
{
    const auto head
        = RequestHead::parse("POST / HTTP/1.1\r\nContent-Encoding: gzip\r\nHost: a\r\ncontent-encoding: br\r\n\r\n");
    QCOMPARE(contentEncodingOf(head), "gzip, br");
    QCOMPARE(contentEncodingOf(RequestHead::parse("POST / HTTP/1.1\r\nHost: a\r\n\r\n")), "");
}

QTEST_GUILESS_MAIN(ContentDecoderTest)
#include "tst_contentdecoder.moc"
