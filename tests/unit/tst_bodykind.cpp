// SPDX-License-Identifier: GPL-3.0-or-later
#include "http/bodykind.h"

#include <QRegularExpression>
#include <QTest>

using namespace hookloupe;
using namespace Qt::StringLiterals;

namespace {

BodyType typeOf(const QByteArray& contentType, const QByteArray& body)
{
    return bodyTypeOf(contentType, QByteArrayView(body).first(qMin(body.size(), qsizetype(SniffedBytes))), body.size());
}

} // namespace

class BodyKindTest : public QObject {
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void headerAndBytesTellTheKind_data();
    void headerAndBytesTellTheKind();
    void charsets_data();
    void charsets();
    void boundaries_data();
    void boundaries();
    void aCharacterCutByTheSampleIsNoFault();
    void bytesBehindTheSampleDoNotCount();
    void noHeaderIsTooOdd_data();
    void noHeaderIsTooOdd();
};

void BodyKindTest::headerAndBytesTellTheKind_data()
{
    QTest::addColumn<QByteArray>("contentType");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<int>("kind");
    const auto row = [](const char* contentType, const QByteArray& body, BodyKind kind) {
        QTest::addRow("%s | %s", contentType, body.toPercentEncoding(" {}[]<>\":/=&").constData())
            << QByteArray(contentType) << body << int(kind);
    };
    row("application/json", "", BodyKind::Empty);
    row("application/json", "{\"a\":1}", BodyKind::Json);
    row("Application/JSON; charset=utf-8", "oops", BodyKind::Json);
    row("application/cloudevents+json", "{}", BodyKind::Json);
    row("application/json", QByteArray("\x1f\x8b\x08\0\0", 5), BodyKind::Binary);
    row("application/soap+xml", "<a/>", BodyKind::Xml);
    row("text/xml", "<a/>", BodyKind::Xml);
    row("image/svg+xml", "<svg/>", BodyKind::Xml);
    row("application/x-www-form-urlencoded", "a=1&b=2", BodyKind::Form);
    row("application/x-www-form-urlencoded", "{\"a\":1}", BodyKind::Json);
    row("application/x-www-form-urlencoded", "<a=1", BodyKind::Form);
    row("text/plain", "hello", BodyKind::Text);
    row("text/plain; charset=UTF-8", " \n{ \"Type\": 1}", BodyKind::Json);
    row("text/plain", "{hello}", BodyKind::Text);
    row("text/plain", "[info] started", BodyKind::Text);
    row("text/html", "<p>", BodyKind::Text);
    row("text/csv", "[1]", BodyKind::Text);
    row("text/plain", QByteArray("a\0b", 3), BodyKind::Binary);
    row("image/png", "not really", BodyKind::Binary);
    row("", "{}", BodyKind::Json);
    row("", "[]", BodyKind::Json);
    row("", "[1]", BodyKind::Json);
    row("", "\xef\xbb\xbf{\"a\":1}", BodyKind::Json);
    row("", "<?xml version=\"1.0\"?>", BodyKind::Xml);
    row("", "<a>", BodyKind::Xml);
    row("", "< a", BodyKind::Text);
    row("", "caf\xc3\xa9", BodyKind::Text);
    row("", "caf\xe9", BodyKind::Binary);
    row("application/octet-stream", "hello\n", BodyKind::Text);
    row("application/octet-stream", QByteArray("\x89PNG\r\n\x1a\n", 8), BodyKind::Binary);
    row("multipart/form-data; boundary=x", "--x", BodyKind::Multipart);
    row("multipart/form-data; boundary=x", QByteArray("--x\r\n\r\n\0", 8), BodyKind::Multipart);
    row("multipart/form-data", "--x", BodyKind::Text);
}

void BodyKindTest::headerAndBytesTellTheKind()
{
    QFETCH(QByteArray, contentType);
    QFETCH(QByteArray, body);
    QFETCH(int, kind);
    QCOMPARE(int(typeOf(contentType, body).kind), kind);
}

void BodyKindTest::charsets_data()
{
    QTest::addColumn<QByteArray>("contentType");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("charset");
    QTest::newRow("none") << QByteArray("text/plain") << QByteArray("a") << QByteArray("utf-8");
    QTest::newRow("json") << QByteArray("application/json") << QByteArray("{}") << QByteArray("utf-8");
    QTest::newRow("given") << QByteArray("text/plain;charset=Windows-1252") << QByteArray("\x80")
                           << QByteArray("windows-1252");
    QTest::newRow("quoted") << QByteArray("text/plain; a=\"x;charset=no\"; Charset = \"ISO-8859-15\"")
                            << QByteArray("a") << QByteArray("iso-8859-15");
    QTest::newRow("not kept") << QByteArray("text/plain; charset=utf-8") << QByteArray("caf\xe9")
                              << QByteArray("iso-8859-1");
    QTest::newRow("not utf-8") << QByteArray("text/plain") << QByteArray("caf\xe9") << QByteArray("iso-8859-1");
    QTest::newRow("utf-16 by its mark") << QByteArray() << QByteArray("\xff\xfe\x61\0", 4) << QByteArray("utf-16");
    QTest::newRow("utf-16 by name") << QByteArray("application/json; charset=utf-16le") << QByteArray("{\0}\0", 4)
                                    << QByteArray("utf-16le");
    QTest::newRow("binary") << QByteArray("image/png") << QByteArray("a") << QByteArray();
    QTest::newRow("empty") << QByteArray("text/plain") << QByteArray() << QByteArray();
}

void BodyKindTest::charsets()
{
    QFETCH(QByteArray, contentType);
    QFETCH(QByteArray, body);
    QFETCH(QByteArray, charset);
    QCOMPARE(typeOf(contentType, body).charset, charset);
}

void BodyKindTest::boundaries_data()
{
    QTest::addColumn<QByteArray>("contentType");
    QTest::addColumn<QByteArray>("boundary");
    QTest::newRow("token") << QByteArray("multipart/form-data; boundary=----x") << QByteArray("----x");
    QTest::newRow("quoted") << QByteArray("Multipart/Mixed; a=b; BOUNDARY=\"a;b \\\"c\\\"\" ; z=1")
                            << QByteArray("a;b \"c\"");
    QTest::newRow("empty") << QByteArray("multipart/mixed; boundary=\"\"") << QByteArray();
}

void BodyKindTest::boundaries()
{
    QFETCH(QByteArray, contentType);
    QFETCH(QByteArray, boundary);
    QCOMPARE(typeOf(contentType, "x").boundary, boundary);
}

void BodyKindTest::aCharacterCutByTheSampleIsNoFault()
{
    for (const QByteArray& character :
        { QByteArray("\xc3\xa9"), QByteArray("\xe2\x82\xac"), QByteArray("\xf0\x9f\x98\x80") }) {
        for (qsizetype kept = 1; kept <= character.size(); ++kept) {
            const QByteArray body = QByteArray(SniffedBytes - kept, 'a') + character + "a";
            QVERIFY(typeOf({}, body).kind == BodyKind::Text);
        }
        const QByteArray whole = QByteArray(SniffedBytes - 1, 'a') + character.first(1);
        QVERIFY(typeOf({}, whole).kind == BodyKind::Binary);
    }
}

void BodyKindTest::bytesBehindTheSampleDoNotCount()
{
    QVERIFY(typeOf({}, QByteArray(SniffedBytes, 'a') + '\0').kind == BodyKind::Text);
    QVERIFY(typeOf({}, QByteArray(SniffedBytes - 1, 'a') + '\0').kind == BodyKind::Binary);
}

void BodyKindTest::noHeaderIsTooOdd_data()
{
    QTest::addColumn<QByteArray>("contentType");
    for (const char* odd : { ";", ";;;=", "a/b;=\"", "text/plain; charset",
             "text/plain; charset=", "text/plain; charset=\"", "text/plain; charset=\"\\", "=", "\"" })
        QTest::newRow(odd) << QByteArray(odd);
}

void BodyKindTest::noHeaderIsTooOdd()
{
    QFETCH(QByteArray, contentType);
    const BodyType type = typeOf(contentType, "plain words");
    QVERIFY(type.kind == BodyKind::Text);
    QCOMPARE(type.charset, "utf-8");
}

QTEST_GUILESS_MAIN(BodyKindTest)
#include "tst_bodykind.moc"
