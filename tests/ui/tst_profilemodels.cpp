// SPDX-License-Identifier: GPL-3.0-or-later
#include "profiles/form/locatorchoices.h"
#include "profiles/newprofile.h"
#include "profiles/problemmodel.h"
#include "profiles/profilelistmodel.h"
#include "support/requestof.h"

#include <QAbstractItemModelTester>
#include <QApplication>
#include <QDir>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace hookloupe;
using namespace hookloupe::test;
using namespace Qt::StringLiterals;

namespace {

/// The model as a person reads it, one row a line.
QString printed(const QAbstractItemModel& model)
{
    QString text;
    for (int row = 0; row < model.rowCount(); ++row) {
        for (int column = 0; column < model.columnCount(); ++column)
            text += (column == 0 ? u""_s : u" | "_s) + model.index(row, column).data().toString();
        text += u'\n';
    }
    return text;
}

constexpr auto Strict = QAbstractItemModelTester::FailureReportingMode::QtTest;

} // namespace

class TestProfileModels : public QObject {
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void listShowsWhereEachProfileComesFrom()
    {
        QTemporaryDir folder;
        const auto put = [&folder](const char* name, const QByteArray& content) {
            QFile file(folder.filePath(QString::fromLatin1(name)));
            QVERIFY(file.open(QIODevice::WriteOnly));
            file.write(content);
        };
        put("stripe.json", newProfileText(ProfileTemplate::HmacBody, "stripe", u"My Stripe"_s));
        put("acme.json", newProfileText(ProfileTemplate::HmacBody, "acme", u"acme"_s));
        put("bad.json", "{\"id\": 1}");
        ProfileListModel model;
        const QAbstractItemModelTester tester(&model, Strict);

        model.setEntries(readProfileShelf(folder.path()).entries);

        const QStringList rows = printed(model).split(u'\n');
        QCOMPARE(rows.mid(0, 3),
            QStringList(
                { u"acme | \u270E yours"_s, u"bad.json | \u2715 broken"_s, u"My Stripe | \u270E yours, overrides"_s }));
        QVERIFY(rows.at(3).endsWith(u" | shipped"_s));
        QCOMPARE(rows.filter(u"Stripe"_s).size(), 1);
        QVERIFY(model.index(1, 0).data(Qt::ToolTipRole).toString().contains(u"bad.json"_s));
        QCOMPARE(model.index(2, 0).data(Qt::AccessibleTextRole).toString(), u"My Stripe, yours, overrides"_s);
        QCOMPARE(model.rowOfId("acme"), 0);
        QCOMPARE(model.rowOf(folder.filePath(u"nothing.json"_s)), -1);
    }

    void listIsLeftAloneWhereNothingChanged()
    {
        ProfileListModel model;
        model.setEntries({ { "a", u"A"_s, u"a.json"_s, ProfileEntry::Origin::Own, {} } });
        QSignalSpy resets(&model, &QAbstractItemModel::modelReset);

        model.setEntries({ { "a", u"A"_s, u"a.json"_s, ProfileEntry::Origin::Own, {} } });
        QCOMPARE(resets.count(), 0);
        model.setEntries({});

        QCOMPARE(resets.count(), 1);
    }

    void problemsAreInTheOrderOfTheText()
    {
        ProblemModel model;
        const QAbstractItemModelTester tester(&model, Strict);
        QByteArray text = newProfileText(ProfileTemplate::HmacBody, "acme", u"Acme"_s);
        text.replace("\"hmac\"", "\"hmack\"").replace("\"acme\"", "\"ACME\"");

        model.setProblems(profileProblems(text));

        const QStringList rows = printed(model).trimmed().split(u'\n');
        QVERIFY2(rows.at(0).startsWith(u"\u2715 line 2 | /id | "_s), qPrintable(rows.at(0)));
        QCOMPARE(rows.filter(u"line 9 | /schemes/0/algorithm | "_s).size(), 1);
        for (std::size_t i = 1; i < model.problems().size(); ++i)
            QVERIFY(model.problems()[i - 1].begin <= model.problems()[i].begin);
    }

    void offersTheValuesOfADelivery()
    {
        const Request request
            = requestOf("POST", "/hook?shop=a%20b", { { "X-Sign", "abc" }, { "Content-Type", "application/json" } },
                "{\"id\": \"evt_1\", \"data\": {\"n\": 1.10, \"a/b\": [true]}}");
        LocatorModel model;
        const QAbstractItemModelTester tester(&model, Strict);

        model.setChoices(locatorChoices(request));

        QCOMPARE(printed(model),
            u"header:X-Sign | abc\n"
            "header:Content-Type | application/json\n"
            "query:shop | a b\n"
            "json:/id | evt_1\n"
            "json:/data | {\"n\": 1.10, \"a/b\": [true]}\n"
            "json:/data/n | 1.10\n"
            "json:/data/a~1b | [true]\n"
            "json:/data/a~1b/0 | true\n"
            "body | {\"id\": \"evt_1\", \"data\": {\"n\": 1.10, \"a/b\": [true]}}\n"
            "method | POST\n"
            "path | /hook?shop=a%20b\n"_s);
    }

    void offersFormFieldsAndNoEndOfValues()
    {
        const Request form
            = requestOf("POST", "/", { { "Content-Type", "application/x-www-form-urlencoded" } }, "a=1+2&b=%C3%A9");
        const auto choices = locatorChoices(form);
        QVERIFY(std::find(choices.begin(), choices.end(), LocatorChoice { "form:a", "1 2" }) != choices.end());
        QVERIFY(std::find(choices.begin(), choices.end(), LocatorChoice { "form:b", "\xc3\xa9" }) != choices.end());

        const Request many
            = requestOf("POST", "/", {}, QByteArray('[' + QByteArray("0,").repeated(50000) + QByteArray("0]")));

        QCOMPARE(locatorChoices(many).size(), MaxLocatorChoices);
    }

    void guessesTheHeaderOfTheSignature_data()
    {
        QTest::addColumn<QByteArray>("name");
        QTest::addColumn<QByteArray>("found");

        QTest::newRow("by its name") << QByteArray("X-Acme-Signature") << QByteArray("X-Acme-Signature");
        QTest::newRow("whatever its case") << QByteArray("x-hub-SIGNATURE-256") << QByteArray("x-hub-SIGNATURE-256");
        QTest::newRow("a token") << QByteArray("X-Gitlab-Token") << QByteArray("X-Gitlab-Token");
        QTest::newRow("nothing of the kind") << QByteArray("X-Other") << QByteArray();
    }

    void guessesTheHeaderOfTheSignature()
    {
        QFETCH(QByteArray, name);
        QFETCH(QByteArray, found);

        QCOMPARE(likelySignatureHeader(requestOf("POST", "/", { { "Host", "a" }, { name, "1" } }, "")), found);
    }
};

QTEST_MAIN(TestProfileModels)
#include "tst_profilemodels.moc"
