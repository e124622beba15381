// SPDX-License-Identifier: GPL-3.0-or-later
#include "profile/contenttemplate.h"

#include <QRegularExpression>
#include <QTest>

using namespace hookloupe;
using namespace Qt::StringLiterals;

namespace {

QByteArray repeated(const char* text, std::size_t times)
{
    return QByteArray(text).repeated(static_cast<qsizetype>(times));
}

} // namespace

class ContentTemplateTest : public QObject {
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void writesWhatItRead_data();
    void writesWhatItRead();
    void readsTextPlacesAndGroups();
    void keepsAQuestionMarkInAnArgument();
    void saysWhatIsWrongAndWhere_data();
    void saysWhatIsWrongAndWhere();
    void holdsAsManyPartsAsAllowed();
    void knowsWhetherTheBodyIsCovered();
    void knowsWhetherTheSecretIsNeeded();
};

void ContentTemplateTest::writesWhatItRead_data()
{
    QTest::addColumn<QByteArray>("text");
    for (const char* text : { "{body}", "v0:{header:X-T}:{body}", "{json:/a?}:{item:/b~1c?}",
             "{url|unescape=:/?@!$'()*,;}{body}", "a\n[[Subject\n{json:/Subject}\n]]Type\n{json:/Type}\n",
             "[[id:{query:data.id|lower};]][[r:{header:r};]]ts:{sig:ts};", "{{\"a\":{body|sha256hex}}",
             "{body|sha256|base64url}", "plain ] and ]] too", "{query:c|hmac_sha256_hex}" })
        QTest::newRow(text) << QByteArray(text);
}

void ContentTemplateTest::writesWhatItRead()
{
    QFETCH(QByteArray, text);
    const auto content = ContentTemplate::parse(text);
    QVERIFY2(content.has_value(), qPrintable(content ? QString() : content.error()));
    QCOMPARE(content->toText(), text);
    QVERIFY(*ContentTemplate::parse(content->toText()) == *content);
}

void ContentTemplateTest::readsTextPlacesAndGroups()
{
    const auto content = ContentTemplate::parse("a{{[[b{header:X?|lower}{body}]][[{sig:t}]]");
    QVERIFY(content.has_value());
    const auto& parts = content->parts();
    QCOMPARE(parts.size(), 5U);
    QCOMPARE(parts[0].text, "a{");
    QCOMPARE(parts[0].group, 0);
    QCOMPARE(parts[1].text, "b");
    QCOMPARE(parts[1].group, 1);
    QVERIFY(parts[2].isOptional);
    QCOMPARE(parts[2].filters.size(), 1U);
    QCOMPARE(parts[3].locator.kind, Locator::Kind::Body);
    QCOMPARE(parts[4].group, 2);
}

void ContentTemplateTest::keepsAQuestionMarkInAnArgument()
{
    const auto content = ContentTemplate::parse("{url|unescape=?/}");
    QVERIFY(content.has_value());
    QVERIFY(!content->parts()[0].isOptional);
    QCOMPARE(content->parts()[0].filters[0].argument, "?/");
}

void ContentTemplateTest::saysWhatIsWrongAndWhere_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("part");
    QTest::newRow("a place without end") << QByteArray("ab{body") << u"column 3: a { has no }"_s;
    QTest::newRow("an unknown name") << QByteArray("{bodies}") << u"column 1: \"bodies\""_s;
    QTest::newRow("an empty place") << QByteArray("x{}") << u"column 2"_s;
    QTest::newRow("an unknown filter") << QByteArray("{body|sha257}") << u"\"sha257\" is no filter"_s;
    QTest::newRow("a filter that lacks its argument") << QByteArray("{url|unescape}") << u"argument"_s;
    QTest::newRow("a filter with an argument too many") << QByteArray("{url|lower=x}") << u"argument"_s;
    QTest::newRow("a group in a group") << QByteArray("[[{sig:a}[[{sig:b}]]]]") << u"column 10: a [["_s;
    QTest::newRow("a group without end") << QByteArray("[[{sig:a}") << u"no ]]"_s;
    QTest::newRow("a group that cannot be absent") << QByteArray("[[a]]") << u"no {value}"_s;
    QTest::newRow("a group with optional values only") << QByteArray("[[{sig:a?}]]") << u"no {value}"_s;
    QTest::newRow("three bodies") << QByteArray("{body}{body}{body}") << u"more than twice"_s;
    QTest::newRow("too long") << QByteArray(ContentTemplate::MaxTextBytes + 1, 'a') << u"at most 4096 bytes"_s;
    QTest::newRow("too many parts") << repeated("{sig:a}", ContentTemplate::MaxParts + 1) << u"at most 64 parts"_s;
}

void ContentTemplateTest::saysWhatIsWrongAndWhere()
{
    QFETCH(QByteArray, text);
    QFETCH(QString, part);
    const auto content = ContentTemplate::parse(text);
    QVERIFY(!content.has_value());
    QVERIFY2(content.error().contains(part), qPrintable(content.error()));
}

void ContentTemplateTest::holdsAsManyPartsAsAllowed()
{
    QVERIFY(ContentTemplate::parse(repeated("{sig:a}", ContentTemplate::MaxParts)).has_value());
    QVERIFY(ContentTemplate::parse(QByteArray(ContentTemplate::MaxTextBytes, 'a')).has_value());
    QVERIFY(ContentTemplate::parse("{body}{body}").has_value());
    QVERIFY(ContentTemplate::parse("")->isEmpty());
}

void ContentTemplateTest::knowsWhetherTheBodyIsCovered()
{
    QVERIFY(ContentTemplate::parse("a{body}")->coversBody());
    QVERIFY(ContentTemplate::parse("{body|sha256hex}")->coversBody());
    QVERIFY(!ContentTemplate::parse("{json:/a}{header:b}")->coversBody());
    QVERIFY(!ContentTemplate::parse("body")->coversBody());
}

void ContentTemplateTest::knowsWhetherTheSecretIsNeeded()
{
    QVERIFY(ContentTemplate::parse("sha256={query:c|hmac_sha256_base64}")->needsSecret());
    QVERIFY(ContentTemplate::parse("{query:c|hmac_sha1_hex}")->needsSecret());
    QVERIFY(!ContentTemplate::parse("{body|unescape=/}")->needsSecret());
}

QTEST_GUILESS_MAIN(ContentTemplateTest)
#include "tst_contenttemplate.moc"
