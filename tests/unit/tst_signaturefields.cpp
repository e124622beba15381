// SPDX-License-Identifier: GPL-3.0-or-later
#include "signature/signaturefields.h"
#include "signature/signingtime.h"
#include "signature/urlvariants.h"

#include <QRegularExpression>
#include <QTest>

using namespace hookloupe;
using namespace Qt::StringLiterals;

namespace {

using Grammar = SignatureRule::Grammar;

SignatureRule rule(Grammar grammar, const char* separator = ",", const char* assign = "=", const char* field = "v1")
{
    SignatureRule made;
    made.grammar = grammar;
    made.separator = separator;
    made.assign = assign;
    made.field = field;
    return made;
}

/// Lists by "/", within them the fields, "|", and the signatures.
QByteArray told(const std::vector<SignatureFields>& lists)
{
    QByteArray text;
    for (const SignatureFields& list : lists) {
        text += text.isEmpty() ? "" : " / ";
        for (const auto& [name, value] : list.fields)
            text += name + '=' + value + ' ';
        text += '|';
        for (const QByteArray& signature : list.signatures)
            text += ' ' + signature;
    }
    return text;
}

} // namespace

/// The grammars in which providers write signatures, and the times and URLs beside them.
class tst_SignatureFields : public QObject {
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void textIsTakenApart_data();
    void textIsTakenApart();
    void pairsChooseByName();
    void numbersOfHeadersCount();
    void longTextIsBounded();
    void prefixOfAnAuthenticationSchemeHasNoCase();
    void encodingsGoBothWays_data();
    void encodingsGoBothWays();
    void timeIsRead_data();
    void timeIsRead();
    void timeIsWritten();
    void urlsVaryByPortAndScheme();
};

void tst_SignatureFields::textIsTakenApart_data()
{
    QTest::addColumn<SignatureRule>("rule");
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("expected");
    SignatureRule prefixed = rule(Grammar::Plain);
    prefixed.prefix = "sha256=";
    SignatureRule outer = rule(Grammar::KeyValue);
    outer.outerSeparator = " ";
    SignatureRule positional = rule(Grammar::Positional);
    positional.names = { "ts" };
    const auto add = [](const char* name, const SignatureRule& rule, const char* text, const char* expected) {
        QTest::newRow(name) << rule << QByteArray(text) << QByteArray(expected);
    };
    add("plain", rule(Grammar::Plain), "abc,def", "| abc,def");
    add("plain with prefix", prefixed, "sha256=abc", "| abc");
    add("plain without its prefix", prefixed, "abc", "|");
    add("plain with nothing behind the prefix", prefixed, "sha256=", "|");
    add("prefix in another case", prefixed, "SHA256=abc", "|");
    add("fields", rule(Grammar::KeyValue), "t=1,v1=a,v0=b", "t=1 v0=b | a");
    add("fields with repeats and blanks", rule(Grammar::KeyValue), " t = 1 , v1=a, v1 = b ", "t=1 | a b");
    add("fields by semicolons", rule(Grammar::KeyValue, ";", "=", "h1"), "ts=5;h1=a", "ts=5 | a");
    add("value with the assign in it", rule(Grammar::KeyValue), "v1=a==", "| a==");
    add("field without a value", rule(Grammar::KeyValue), "t,v1=", "|");
    add("lists of fields", outer, "t=1,v1=a t=2,v1=b", "t=1 | a / t=2 | b");
    add("list", rule(Grammar::List, " ", ","), "v1,a v1a,b v1,c", "| a c");
    add("list of other versions", rule(Grammar::List, " ", ","), "v1a,b v2,c", "|");
    add("leading fields", positional, "16,a,b", "ts=16 | a b");
    add("leading fields alone", positional, "16", "ts=16 |");
    add("empty", rule(Grammar::KeyValue), "", "|");
    add("only separators", rule(Grammar::KeyValue), ",,,=,", "= |");
}

void tst_SignatureFields::textIsTakenApart()
{
    QFETCH(SignatureRule, rule);
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, expected);
    QCOMPARE(told(parseSignatureFields(rule, text)), expected);
}

void tst_SignatureFields::pairsChooseByName()
{
    const SignatureRule pairs = rule(Grammar::Pairs, "&", "|");
    QCOMPARE(told(parseSignatureFields(pairs, "a|1&b|2", "b")), "| 2");
    QCOMPARE(told(parseSignatureFields(pairs, "a|1&b|2")), "| 1 2");
    QCOMPARE(told(parseSignatureFields(pairs, "a|1&b|2", "c")), "|");
}

void tst_SignatureFields::numbersOfHeadersCount()
{
    const HeaderList headers { { "X-Sig-2", "b" }, { "X-Other", "x" }, { "x-sig-1", "a" }, { "X-Sig-", "n" },
        { "X-Sig-x", "n" }, { "X-Sig-0", "n" }, { "X-Sig-10", "c" } };
    QCOMPARE(numberedHeaders(headers, "x-sig-"), (std::vector<QByteArray> { "a", "b", "c" }));
    QVERIFY(numberedHeaders({}, "x-sig-").empty());
}

void tst_SignatureFields::longTextIsBounded()
{
    QByteArray text;
    for (int i = 0; i < 1000; ++i)
        text += "a=1,v1=x,";
    const auto lists = parseSignatureFields(rule(Grammar::KeyValue), text);
    QVERIFY(lists.front().signatures.size() <= SignatureFields::MaxSignatures);
    QVERIFY(lists.front().fields.size() <= SignatureFields::MaxFields);
    SignatureRule outer = rule(Grammar::KeyValue);
    outer.outerSeparator = " ";
    QCOMPARE(parseSignatureFields(outer, QByteArray("v1=x ").repeated(1000)).size(), SignatureFields::MaxLists);
}

void tst_SignatureFields::prefixOfAnAuthenticationSchemeHasNoCase()
{
    QCOMPARE(withoutPrefix("bearer  abc", "Bearer ").value_or("none"), "abc");
    QVERIFY(!withoutPrefix("Bearerabc", "Bearer "));
    QVERIFY(!withoutPrefix("Bear", "Bearer "));
}

void tst_SignatureFields::encodingsGoBothWays_data()
{
    QTest::addColumn<SignatureRule::Encoding>("encoding");
    QTest::addColumn<QByteArray>("text");
    using Encoding = SignatureRule::Encoding;
    QTest::newRow("hex") << Encoding::Hex << QByteArray("00fbff");
    QTest::newRow("upper hex") << Encoding::UpperHex << QByteArray("00FBFF");
    QTest::newRow("base64") << Encoding::Base64 << QByteArray("APv/");
    QTest::newRow("base64url") << Encoding::Base64Url << QByteArray("APv_");
    QTest::newRow("hex in base64") << Encoding::HexInBase64 << QByteArray("00fbff").toBase64();
    QTest::newRow("text") << Encoding::Text << QByteArray("\0\xFB\xFF", 3);
}

void tst_SignatureFields::encodingsGoBothWays()
{
    QFETCH(SignatureRule::Encoding, encoding);
    QFETCH(QByteArray, text);
    const QByteArray bytes("\0\xFB\xFF", 3);
    QCOMPARE(encodedSignature(encoding, bytes), text);
    QCOMPARE(decodedSignature(encoding, text).value_or("none"), bytes);
    if (encoding != SignatureRule::Encoding::Text)
        QVERIFY(!decodedSignature(encoding, QByteArray(text + '!')));
}

void tst_SignatureFields::timeIsRead_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<bool>("isDate");
    QTest::addColumn<qint64>("milliseconds"); // -1: no time
    const auto add = [](const char* text, bool isDate, qint64 milliseconds) {
        QTest::newRow(text) << QByteArray(text) << isDate << milliseconds;
    };
    add("1717171717", false, 1'717'171'717'000);
    add("1717171717.25", false, 1'717'171'717'000);
    add("1717171717123", false, 1'717'171'717'123);
    add("99999999999", false, 99'999'999'999'000);
    add("100000000000", false, 100'000'000'000);
    add("0", false, 0);
    add("-1", false, -1);
    add("+5", false, -1);
    add("soon", false, -1);
    add("99999999999999999999", false, -1);
    add("2020-01-01T00:00:00-07:00", true, 1'577'862'000'000);
    add("2025-10-09T08:53:20Z", true, 1'760'000'000'000);
    add("2025-10-09T08:53:20.123456789Z", true, 1'760'000'000'123);
    add("2025-10-09T08:53:20", true, 1'760'000'000'000);
    add("2025-10-09T08:99:20Z", true, -1);
    add("1717171717", true, -1);
    add("1960-01-01T00:00:00Z", true, -1);
}

void tst_SignatureFields::timeIsRead()
{
    QFETCH(QByteArray, text);
    QFETCH(bool, isDate);
    QFETCH(qint64, milliseconds);
    const auto time = parseSigningTime(text, isDate ? TimeRule::Unit::Rfc3339 : TimeRule::Unit::Seconds);
    QCOMPARE(time.has_value(), milliseconds >= 0);
    if (time)
        QCOMPARE(*time, SystemTime(std::chrono::milliseconds(milliseconds)));
}

void tst_SignatureFields::timeIsWritten()
{
    const SystemTime time { std::chrono::milliseconds(1'760'000'000'123) };
    QCOMPARE(signingTimeText(time, TimeRule::Unit::Seconds), "1760000000");
    QCOMPARE(signingTimeText(time, TimeRule::Unit::Milliseconds), "1760000000123");
    QCOMPARE(signingTimeText(time, TimeRule::Unit::Rfc3339), "2025-10-09T08:53:20.123Z");
}

void tst_SignatureFields::urlsVaryByPortAndScheme()
{
    const std::vector<QByteArray> variants = urlVariants("https://a.b:1234/x?y=1");
    QCOMPARE(variants.front(), "https://a.b:1234/x?y=1");
    for (const char* wanted :
        { "https://a.b/x?y=1", "https://a.b:443/x?y=1", "http://a.b/x?y=1", "http://a.b:80/x?y=1" })
        QVERIFY2(std::find(variants.begin(), variants.end(), wanted) != variants.end(), wanted);
    QCOMPARE(urlVariants("https://[::1]/x").at(1), "https://[::1]:443/x");
    QCOMPARE(urlVariants("no url").size(), std::size_t(1));
    QVERIFY(urlVariants("https://a").size() <= 6);
}

QTEST_GUILESS_MAIN(tst_SignatureFields)
#include "tst_signaturefields.moc"
