// SPDX-License-Identifier: GPL-3.0-or-later
#include "profile/profilereader.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <QTest>

using namespace hookloupe;
using namespace Qt::StringLiterals;

/// The cases that the schema is checked with as well (tests/lint/check_profiles.py): both say the same of each.
class tst_ProfileCases : public QObject {
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void readerAndSchemaAgree_data();
    void readerAndSchemaAgree();
};

void tst_ProfileCases::readerAndSchemaAgree_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<bool>("isGood");

    QFile file(QStringLiteral(HOOKLOUPE_TEST_DATA "/profiles/cases.json"));
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QJsonObject all = QJsonDocument::fromJson(file.readAll()).object();
    const QJsonArray cases = all[u"cases"_s].toArray();
    QVERIFY(cases.size() > 50);
    for (const QJsonValue& entry : cases) {
        QJsonObject profile = all[u"base"_s].toObject();
        const QJsonObject with = entry[u"with"_s].toObject();
        for (auto it = with.begin(); it != with.end(); ++it) {
            if (it->isNull())
                profile.remove(it.key());
            else
                profile.insert(it.key(), *it);
        }
        QTest::newRow(qPrintable(entry[u"name"_s].toString()))
            << QJsonDocument(profile).toJson() << entry[u"good"_s].toBool();
    }
}

void tst_ProfileCases::readerAndSchemaAgree()
{
    QFETCH(QByteArray, json);
    QFETCH(bool, isGood);

    const auto profile = readProfile(json, u"acme.json"_s);

    QVERIFY2(profile.has_value() == isGood, profile ? "" : qPrintable(toText(profile.error().front())));
}

QTEST_GUILESS_MAIN(tst_ProfileCases)
#include "tst_profilecases.moc"
