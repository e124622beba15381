// SPDX-License-Identifier: GPL-3.0-or-later
#include "profile/locator.h"

#include <QRegularExpression>
#include <QTest>

using namespace hookloupe;
using namespace Qt::StringLiterals;

class LocatorTest : public QObject {
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void readsEachForm_data();
    void readsEachForm();
    void refusesWhatNamesNoValue_data();
    void refusesWhatNamesNoValue();
    void unescapesPointerSteps();
    void escapesPointerSteps();
};

void LocatorTest::readsEachForm_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<int>("kind");
    QTest::addColumn<QByteArray>("name");
    const auto row = [](const char* text, Locator::Kind kind, const char* name = "") {
        QTest::newRow(text) << QByteArray(text) << int(kind) << QByteArray(name);
    };
    row("body", Locator::Kind::Body);
    row("method", Locator::Kind::Method);
    row("url", Locator::Kind::Url);
    row("url_noquery", Locator::Kind::UrlWithoutQuery);
    row("path", Locator::Kind::Path);
    row("query_sorted", Locator::Kind::QuerySorted);
    row("form_sorted", Locator::Kind::FormSorted);
    row("header:X-A", Locator::Kind::Header, "X-A");
    row("query:data.id", Locator::Kind::Query, "data.id");
    row("form:a:b", Locator::Kind::Form, "a:b");
    row("json:/a/0/b~1c", Locator::Kind::Json, "/a/0/b~1c");
    row("json:", Locator::Kind::Json, "");
    row("item:/x", Locator::Kind::Item, "/x");
    row("sig:t", Locator::Kind::SignatureField, "t");
    row("named_headers:X-List", Locator::Kind::NamedHeaders, "X-List");
    row("param:secret", Locator::Kind::Param, "secret");
    row("const:v0=", Locator::Kind::Constant, "v0=");
    row("const:", Locator::Kind::Constant, "");
}

void LocatorTest::readsEachForm()
{
    QFETCH(QByteArray, text);
    QFETCH(int, kind);
    QFETCH(QByteArray, name);
    const auto locator = parseLocator(text);
    QVERIFY(locator.has_value());
    QCOMPARE(int(locator->kind), kind);
    QCOMPARE(locator->name, name);
    QCOMPARE(toText(*locator), text);
}

void LocatorTest::refusesWhatNamesNoValue_data()
{
    QTest::addColumn<QByteArray>("text");
    for (const char* text : { "", "bodies", "Body", "body:", "body:x", "header", "header:", "json", "json:a",
             "json:/~2", "json:/~", "item:x", "query:", "sig:", "param:", "const", ":x", "url:", "form_sorted:x" })
        QTest::newRow(text) << QByteArray(text);
}

void LocatorTest::refusesWhatNamesNoValue()
{
    QFETCH(QByteArray, text);
    QVERIFY(!parseLocator(text).has_value());
}

void LocatorTest::unescapesPointerSteps()
{
    const std::vector<QByteArray> wanted { "a/b", "~1", "", "0" };
    QCOMPARE(jsonPointerSteps("/a~1b/~01//0"), wanted);
    QVERIFY(jsonPointerSteps("").empty());
    QCOMPARE(jsonPointerSteps("/"), std::vector<QByteArray> { "" });
}

void LocatorTest::escapesPointerSteps()
{
    for (const QByteArray& name : { QByteArray("a/b"), QByteArray("~1"), QByteArray("~01/"), QByteArray("") })
        QCOMPARE(jsonPointerSteps(jsonPointerStep(name)), std::vector<QByteArray> { name });
}

QTEST_GUILESS_MAIN(LocatorTest)
#include "tst_locator.moc"
