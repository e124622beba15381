// SPDX-License-Identifier: GPL-3.0-or-later
#include "query/textpattern.h"

#include <QRandomGenerator>
#include <QRegularExpression>
#include <QTest>

using namespace hookloupe;
using namespace Qt::StringLiterals;

namespace {

using Parts = std::vector<QByteArray>;

/// `*` in \p text as parts.
Parts partsOf(const QByteArray& text)
{
    const QList<QByteArray> parts = text.split('*');
    return { parts.begin(), parts.end() };
}

/// The same question, answered by another engine.
bool matchesAsExpression(const Parts& parts, const QByteArray& text)
{
    QString expression = u"\\A"_s;
    for (std::size_t i = 0; i < parts.size(); ++i)
        expression += (i > 0 ? u".*"_s : QString()) + QRegularExpression::escape(QString::fromLatin1(parts[i]));
    const QRegularExpression regular(expression + u"\\z"_s, QRegularExpression::DotMatchesEverythingOption);
    return regular.match(QString::fromLatin1(text)).hasMatch();
}

} // namespace

class TextPatternTest : public QObject {
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void starsStandForAnything_data();
    void starsStandForAnything();
    void asciiCaseDoesNotCountUnlessItIsAskedFor();
    void withinFindsItAnywhere();
    void piecesGiveTheSameAsTheWhole();
    void aScanSaysWhenItIsDecided();
    void aHostileTextTakesLinearTime();
};

void TextPatternTest::starsStandForAnything_data()
{
    QTest::addColumn<QByteArray>("pattern");
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<bool>("isMatch");
    QTest::newRow("the same") << QByteArray("abc") << QByteArray("abc") << true;
    QTest::newRow("too long") << QByteArray("abc") << QByteArray("abcd") << false;
    QTest::newRow("too short") << QByteArray("abc") << QByteArray("ab") << false;
    QTest::newRow("empty pattern, empty text") << QByteArray() << QByteArray() << true;
    QTest::newRow("empty pattern, some text") << QByteArray() << QByteArray("a") << false;
    QTest::newRow("star alone, empty text") << QByteArray("*") << QByteArray() << true;
    QTest::newRow("star alone") << QByteArray("*") << QByteArray("anything") << true;
    QTest::newRow("beginning") << QByteArray("ab*") << QByteArray("abc") << true;
    QTest::newRow("beginning and no more") << QByteArray("ab*") << QByteArray("ab") << true;
    QTest::newRow("not the beginning") << QByteArray("ab*") << QByteArray("cab") << false;
    QTest::newRow("end") << QByteArray("*bc") << QByteArray("abcbc") << true;
    QTest::newRow("not the end") << QByteArray("*bc") << QByteArray("abca") << false;
    QTest::newRow("end that overlaps itself") << QByteArray("*aa") << QByteArray("aaa") << true;
    QTest::newRow("beginning and end may not overlap") << QByteArray("ab*ba") << QByteArray("aba") << false;
    QTest::newRow("beginning and end beside each other") << QByteArray("ab*ba") << QByteArray("abba") << true;
    QTest::newRow("parts in their order") << QByteArray("*a*b*") << QByteArray("ba") << false;
    QTest::newRow("parts in between") << QByteArray("x*aab*y") << QByteArray("xaaaby") << true;
    QTest::newRow("two stars") << QByteArray("a**b") << QByteArray("ab") << true;
    QTest::newRow("NUL is a byte") << QByteArray("a*c") << QByteArray("a\0c", 3) << true;
}

void TextPatternTest::starsStandForAnything()
{
    QFETCH(QByteArray, pattern);
    QFETCH(QByteArray, text);
    QFETCH(bool, isMatch);

    QCOMPARE(TextPattern(partsOf(pattern)).matches(text), isMatch);
}

void TextPatternTest::asciiCaseDoesNotCountUnlessItIsAskedFor()
{
    QVERIFY(TextPattern({ "Content" }).matches("cONTENT"));
    QVERIFY(!TextPattern({ "Content" }, true).matches("content"));
    QVERIFY(TextPattern({ "Content" }, true).matches("Content"));
    // Only ASCII letters fold: the bytes of other characters stay what they are.
    QVERIFY(!TextPattern({ "\xc3\x84" }).matches("\xc3\xa4"));
    QVERIFY(!TextPattern({ "[" }).matches("{"));
    QVERIFY(!TextPattern({ "@" }).matches("`"));
}

void TextPatternTest::withinFindsItAnywhere()
{
    QVERIFY(TextPattern::within({ "b" }).matches("abc"));
    QVERIFY(TextPattern::within({ "a", "c" }).matches("xabcx"));
    QVERIFY(!TextPattern::within({ "c", "a" }).matches("abc"));
    QVERIFY(TextPattern::within({ "" }).matches(""));
}

void TextPatternTest::piecesGiveTheSameAsTheWhole()
{
    QRandomGenerator random(20260102);
    const auto letters = [&random](int most) {
        QByteArray text;
        for (int count = random.bounded(most + 1); count > 0; --count)
            text += "ab"[random.bounded(2)];
        return text;
    };
    int matching = 0;
    for (int round = 0; round < 5'000; ++round) {
        Parts parts;
        for (int count = random.bounded(1, 5); count > 0; --count)
            parts.push_back(letters(2));
        const QByteArray text = letters(8);
        const TextPattern pattern(parts, true);
        const bool isMatch = matchesAsExpression(parts, text);
        QVERIFY2(pattern.matches(text) == isMatch, qPrintable(QString::fromLatin1(text)));
        TextScan scan(pattern);
        for (qsizetype at = 0; at < text.size();) {
            const qsizetype size = random.bounded(0, 4);
            scan.write(QByteArrayView(text).sliced(at, qMin(size, text.size() - at)));
            at += size;
        }
        QCOMPARE(scan.finish(), isMatch);
        matching += isMatch ? 1 : 0;
    }
    QVERIFY(matching > 100);
}

void TextPatternTest::aScanSaysWhenItIsDecided()
{
    const TextPattern within = TextPattern::within({ "needle" });
    TextScan found(within);
    QVERIFY(found.write("hay nee"));
    QVERIFY(!found.write("dle hay"));
    QVERIFY(found.finish());
    const TextPattern beginning({ "abc", "" });
    TextScan dead(beginning);
    QVERIFY(!dead.write("abd"));
    QVERIFY(!dead.finish());
    const TextPattern end({ "", "xyz" });
    TextScan open(end);
    QVERIFY(open.write("xyz")); // the end of the text is not known yet
    QVERIFY(open.write("!"));
    QVERIFY(!open.finish());
}

void TextPatternTest::aHostileTextTakesLinearTime()
{
    // A search that begins anew at each byte would compare 2,000 times 20,000,000 bytes.
    const TextPattern pattern = TextPattern::within({ QByteArray(2'000, 'a') + 'b' });
    const QByteArray text(20'000'000, 'a');

    QVERIFY(!pattern.matches(text));
    QVERIFY(pattern.matches(QByteArray(text + 'b')));
}

QTEST_GUILESS_MAIN(TextPatternTest)
#include "tst_textpattern.moc"
