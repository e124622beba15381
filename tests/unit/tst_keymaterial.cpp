// SPDX-License-Identifier: GPL-3.0-or-later
#include "signature/crypto/hash.h"
#include "signature/crypto/textcoding.h"
#include "signature/keymaterial.h"

#include <QRegularExpression>
#include <QTest>

using namespace hookloupe;
using namespace Qt::StringLiterals;

/// How texts become the bytes of keys and signatures.
class tst_KeyMaterial : public QObject {
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void base64IsStrictForSignatures_data();
    void base64IsStrictForSignatures();
    void base64IsLenientForKeys();
    void hexKnowsItsCase();
    void comparisonKnowsLengthAndContent();
    void secretIsReadByItsRule();
};

void tst_KeyMaterial::base64IsStrictForSignatures_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<bool>("isGood");
    QTest::newRow("padded") << QByteArray("AQI=") << true;
    QTest::newRow("without padding") << QByteArray("AQI") << true;
    QTest::newRow("with half its padding") << QByteArray("AQ=") << false;
    QTest::newRow("too much padding") << QByteArray("AQI==") << false;
    QTest::newRow("loose last bits") << QByteArray("AQJ=") << false;
    QTest::newRow("one digit too many") << QByteArray("AQIDB") << false;
    QTest::newRow("URL alphabet") << QByteArray("-_8=") << false;
    QTest::newRow("blank within") << QByteArray("AQ I=") << false;
    QTest::newRow("padding within") << QByteArray("AQ==AQI=") << false;
    QTest::newRow("empty") << QByteArray() << true;
}

void tst_KeyMaterial::base64IsStrictForSignatures()
{
    QFETCH(QByteArray, text);
    QFETCH(bool, isGood);
    QCOMPARE(bytesFromBase64(text, Base64Alphabet::Standard, Base64Strictness::Canonical).has_value(), isGood);
}

void tst_KeyMaterial::base64IsLenientForKeys()
{
    // The sample secret of Basiq's pages: 39 digits, no padding.
    const auto key
        = bytesFromBase64("MA4V6bD7rB0Hcm2aw8ghgDeQ5UAak24DwnX0rX6", Base64Alphabet::Any, Base64Strictness::Lenient);
    QCOMPARE(
        key.value_or(QByteArray()), QByteArray::fromHex("300e15e9b0fbac1d07726d9ac3c821803790e5401a936e03c275f4ad7e"));
}

void tst_KeyMaterial::hexKnowsItsCase()
{
    QVERIFY(bytesFromHex("0aff", HexCase::Lower));
    QVERIFY(!bytesFromHex("0aFF", HexCase::Lower));
    QVERIFY(!bytesFromHex("0aFF", HexCase::Upper));
    QVERIFY(bytesFromHex("0AFF", HexCase::Upper));
    QVERIFY(bytesFromHex("0aFF", HexCase::Any));
    QVERIFY(!bytesFromHex("0af", HexCase::Any));
    QVERIFY(!bytesFromHex("0g", HexCase::Any));
}

void tst_KeyMaterial::comparisonKnowsLengthAndContent()
{
    QVERIFY(isEqualInConstantTime("abc", "abc"));
    QVERIFY(!isEqualInConstantTime("abc", "abd"));
    QVERIFY(!isEqualInConstantTime("abc", "ab"));
    QVERIFY(isEqualInConstantTime({}, {}));
}

void tst_KeyMaterial::secretIsReadByItsRule()
{
    KeyRule rule;
    rule.encoding = KeyRule::Encoding::Base64;
    rule.fallback = KeyRule::Encoding::Utf8;
    rule.strip = { "whsec_" };
    QCOMPARE(keyMaterials(rule, "rfiuheo43934").size(), std::size_t(2));
    QCOMPARE(keyMaterials(rule, "rfiuheo43934").at(1).bytes, "rfiuheo43934");
    QCOMPARE(keyMaterials(rule, "whsec_AQI").size(), std::size_t(1));
    QCOMPARE(keyMaterials(rule, "whsec_AQI").front().bytes, "\x01\x02");
    QCOMPARE(keyMaterials(rule, "no base64!").front().bytes, "no base64!");
    rule.fallback.reset();
    QVERIFY(keyMaterials(rule, "no base64!").empty());
    KeyRule derived;
    derived.isSha1Derived = true;
    QCOMPARE(
        keyMaterials(derived, "abc").front().bytes, QByteArray::fromHex("a9993e364706816aba3e25717850c26c9cd0d89d"));
    KeyRule normalized;
    normalized.isNfkdNormalized = true;
    QCOMPARE(keyMaterials(normalized, "Zo\xC3\xAB").front().bytes, "Zoe\xCC\x88");
}

QTEST_GUILESS_MAIN(tst_KeyMaterial)
#include "tst_keymaterial.moc"
