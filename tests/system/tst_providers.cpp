// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/serveprocess.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

namespace hookloupe {

using namespace Qt::StringLiterals;

namespace {

const QByteArray Mine = R"({"id":"mine","name":"Mine","evidence":"general","event_types":["a.b","a.c"],
    "schemes":[{"id":"hmac-sha256","algorithm":"hmac","hash":"sha256",
        "signature":{"from":"header:X-Mine","encoding":"hex"},"content":"{body}\n{header:X-T}"}]})";

CommandResult providers(QStringList arguments)
{
    arguments.prepend(u"providers"_s);
    return runProgram(arguments);
}

QJsonObject listed(const QByteArray& json, const QString& id)
{
    for (const QJsonValue& value : QJsonDocument::fromJson(json).array()) {
        if (value[u"id"_s].toString() == id)
            return value.toObject();
    }
    return {};
}

} // namespace

/// `hookloupe providers`: what scripts and people get of the profiles.
class tst_Providers final : public QObject {
    Q_OBJECT

private slots:
    void init();
    void listsAsJson();
    void listsAsText();
    void showsOneForPeople();
    void showsChallenges_data();
    void showsChallenges();
    void showsTheFileItself();
    void listsEventTypes();
    void saysWhereNoEventTypesAreKnown();
    void refusesAnUnknownProvider_data();
    void refusesAnUnknownProvider();
    void findsARightFileFine();
    void tellsEachErrorOfAFile();
    void refusesAFileThatIsNotThere();
    void takesTheUsersOwnFiles();
    void tellsBrokenFilesOfTheUser();

private:
    QString write(const QString& name, const QByteArray& text);

    QTemporaryDir m_folder;
};

QString tst_Providers::write(const QString& name, const QByteArray& text)
{
    QFile file(m_folder.filePath(name));
    if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size())
        qFatal("cannot write %s", qPrintable(name));
    return file.fileName();
}

void tst_Providers::init()
{
    QTest::failOnWarning(QRegularExpression(u".*"_s));
    const QStringList names = QDir(m_folder.path()).entryList(QDir::Files);
    for (const QString& name : names)
        QFile::remove(m_folder.filePath(name));
    qputenv("HOOKLOUPE_PROFILES", m_folder.path().toLocal8Bit());
}

void tst_Providers::listsAsJson()
{
    const CommandResult result = providers({ u"list"_s, u"--json"_s });
    QCOMPARE(result.exitCode, 0);
    QCOMPARE(result.error, QByteArray());
    QVERIFY(QJsonDocument::fromJson(result.output).array().size() >= 100);
    const QJsonObject machnet = listed(result.output, u"machnet"_s);
    QCOMPARE(machnet[u"name"_s].toString(), u"Machnet"_s);
    QCOMPARE(machnet[u"evidence"_s].toString(), u"read"_s);
    QCOMPARE(machnet[u"schemes"_s].toArray(), QJsonArray { u"hmac-sha256"_s });
    QVERIFY(machnet[u"file"_s].isNull());
    QCOMPARE(listed(result.output, u"redeam"_s)[u"schemes"_s].toArray().size(), 4);
}

void tst_Providers::listsAsText()
{
    const CommandResult result = providers({ u"list"_s });
    QCOMPARE(result.exitCode, 0);
    QVERIFY(result.output.contains("\nstripe "));
    QCOMPARE(result.output.count('\n'),
        QJsonDocument::fromJson(providers({ u"list"_s, u"--json"_s }).output).array().size());
}

void tst_Providers::showsOneForPeople()
{
    const CommandResult result = providers({ u"show"_s, u"redeam"_s });
    QCOMPARE(result.exitCode, 0);
    for (const char* part : { "Redeam (redeam)", "Travel Curious", "hmac-md5", "(not documented)", "priceschedule",
             "/delivery/retry/delays_s", "https://docs.redeam.io/" })
        QVERIFY2(result.output.contains(part), part);
}

void tst_Providers::showsChallenges_data()
{
    QTest::addColumn<QString>("id");
    QTest::addColumn<QByteArray>("line");

    QTest::newRow("with a token to verify")
        << u"meta"_s
        << QByteArray("  hub-verification  GET, query:hub.mode = subscribe  answered 200 with {query:hub.challenge}; "
                      "query:hub.verify_token must be {param:verify_token}, otherwise 403\n");
    QTest::newRow("that the signature decides")
        << u"xero"_s << QByteArray("answered 200; the signature must hold, otherwise 401\n");
    QTest::newRow("out of band, several times")
        << u"aws-sns"_s << QByteArray("answered 200; may be confirmed at the address in json:/SubscribeURL\n");
    QTest::newRow("with a secret") << u"asana"_s << QByteArray("; brings the secret in header:X-Hook-Secret\n");
    QTest::newRow("that comes again") << u"zoom"_s << QByteArray("answered 200 with JSON; comes every 72 h\n");
}

void tst_Providers::showsChallenges()
{
    QFETCH(QString, id);
    QFETCH(QByteArray, line);

    const CommandResult result = providers({ u"show"_s, id });

    QCOMPARE(result.exitCode, 0);
    QVERIFY2(result.output.contains(line), result.output.constData());
}

void tst_Providers::showsTheFileItself()
{
    const CommandResult result = providers({ u"show"_s, u"--json"_s, u"basiq"_s });
    QCOMPARE(result.exitCode, 0);
    const QJsonObject profile = QJsonDocument::fromJson(result.output).object();
    QCOMPARE(profile[u"delivery"_s][u"retry"_s][u"delays_s"_s].toArray().size(), 7);
}

void tst_Providers::listsEventTypes()
{
    const CommandResult result = providers({ u"events"_s, u"basiq"_s });
    QCOMPARE(result.exitCode, 0);
    QCOMPARE(result.output.count('\n'), 15);
    QVERIFY(result.output.startsWith("account.updated\n"));
}

void tst_Providers::saysWhereNoEventTypesAreKnown()
{
    const CommandResult result = providers({ u"events"_s, u"mollie"_s });
    QCOMPARE(result.exitCode, 0);
    QCOMPARE(result.output, QByteArray());
    QVERIFY(result.error.contains("no event types"));
}

void tst_Providers::refusesAnUnknownProvider_data()
{
    QTest::addColumn<QString>("command");
    QTest::newRow("show") << u"show"_s;
    QTest::newRow("events") << u"events"_s;
}

void tst_Providers::refusesAnUnknownProvider()
{
    QFETCH(const QString, command);
    const CommandResult result = providers({ command, u"nobody"_s });
    QCOMPARE(result.exitCode, 2);
    QCOMPARE(result.output, QByteArray());
    QCOMPARE(result.error, QByteArray("hookloupe: there is no provider nobody; see hookloupe providers list\n"));
}

void tst_Providers::findsARightFileFine()
{
    const QString file = write(u"mine.json"_s, Mine);
    const CommandResult result = providers({ u"lint"_s, file });
    QCOMPARE(result.exitCode, 0);
    QCOMPARE(result.output, QByteArray(file.toLocal8Bit() + ": fine\n"));
    QCOMPARE(result.error, QByteArray());
}

void tst_Providers::tellsEachErrorOfAFile()
{
    QByteArray broken = Mine;
    broken.replace(R"("hash":"sha256",)", "").replace("{body}", "{bodi}");
    const CommandResult result = providers({ u"lint"_s, write(u"mine.json"_s, broken) });
    QCOMPARE(result.exitCode, 2);
    QCOMPARE(result.output, QByteArray());
    QVERIFY2(result.error.contains("mine.json: /schemes/0: has no \"hash\""), result.error.constData());
    QVERIFY2(result.error.contains("mine.json: /schemes/0/content: column 1"), result.error.constData());
}

void tst_Providers::refusesAFileThatIsNotThere()
{
    const CommandResult result = providers({ u"lint"_s, m_folder.filePath(u"none.json"_s) });
    QCOMPARE(result.exitCode, 2);
    QVERIFY(result.error.contains("none.json cannot be read"));
    QCOMPARE(result.error.count('\n'), 1);
}

void tst_Providers::takesTheUsersOwnFiles()
{
    const QString file = write(u"mine.json"_s, Mine);
    QCOMPARE(listed(providers({ u"list"_s, u"--json"_s }).output, u"mine"_s)[u"file"_s].toString(), file);
    QCOMPARE(providers({ u"events"_s, u"mine"_s }).output, QByteArray("a.b\na.c\n"));
    QVERIFY(providers({ u"show"_s, u"mine"_s }).output.contains("over {body}\\n{header:X-T}"));
    QVERIFY(providers({ u"list"_s }).output.contains("(own file)"));
}

void tst_Providers::tellsBrokenFilesOfTheUser()
{
    write(u"broken.json"_s, "{");
    const CommandResult result = providers({ u"show"_s, u"stripe"_s });
    QCOMPARE(result.exitCode, 0);
    QVERIFY(result.output.startsWith("Stripe (stripe)"));
    QVERIFY(result.error.contains("broken.json: line 1"));
}

} // namespace hookloupe

QTEST_GUILESS_MAIN(hookloupe::tst_Providers)
#include "tst_providers.moc"
