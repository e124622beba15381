// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/capturingtest.h"

#include <QFile>
#include <QRegularExpression>
#include <QTest>

namespace hookloupe {

using namespace Qt::StringLiterals;

namespace {

QByteArray post(const QByteArray& target, const QByteArray& body)
{
    return "POST " + target + " HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\nContent-Length: "
        + QByteArray::number(body.size()) + "\r\n\r\n" + body;
}

/// The ids of the lines, with a blank before each.
QByteArray idsIn(const QByteArray& lines)
{
    static const QRegularExpression id(u"\"type\":\"delivery\",\"id\":(\\d+)"_s);
    QByteArray ids;
    for (const QRegularExpressionMatch& match : id.globalMatch(QString::fromLatin1(lines)))
        ids += ' ' + match.captured(1).toLatin1();
    return ids;
}

} // namespace

/// `--where`: what is printed, counted and exported.
class tst_Where final : public QObject {
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void onlyMatchesArePrintedAndCounted();
    void whatDoesNotMatchDoesNotCount();
    void onlyMatchesAreExported_data();
    void onlyMatchesAreExported();
    void mistakesNameTheirColumn_data();
    void mistakesNameTheirColumn();
};

void tst_Where::onlyMatchesArePrintedAndCounted()
{
    ServeProcess server;
    QVERIFY(server.start({ u"--where"_s, u"path:/a json.n:>1"_s, u"--count"_s, u"2"_s }));
    for (const char* target : { "/a", "/b", "/a?x=1" }) {
        for (const char* body : { R"({"n":1})", R"({"n":2})" })
            QCOMPARE(ask(server.port(), post(target, body)).status, 200);
    }

    QCOMPARE(server.waitForExit(), 0);
    QCOMPARE(idsIn(server.remainingOutput()), QByteArray(" 2 6"));
    QCOMPARE(recordsOf(server.sessionFile()).size(), std::size_t(6));
}

void tst_Where::whatDoesNotMatchDoesNotCount()
{
    ServeProcess server;
    QVERIFY(server.start({ u"--where"_s, u"status:5xx"_s, u"--timeout"_s, u"500ms"_s }));
    QCOMPARE(ask(server.port(), post("/a", "1")).status, 200);

    QCOMPARE(server.waitForExit(), 1);
    QCOMPARE(idsIn(server.remainingOutput()), QByteArray());
}

void tst_Where::onlyMatchesAreExported_data()
{
    QTest::addColumn<QString>("filter");
    QTest::addColumn<QByteArray>("ids");
    QTest::newRow("none given") << QString() << QByteArray(" 1 2 3 4");
    QTest::newRow("path") << u"path:/a*"_s << QByteArray(" 1 4");
    QTest::newRow("body") << u"body:refund"_s << QByteArray(" 2 4");
    QTest::newRow("or") << u"id:1 or refund"_s << QByteArray(" 1 2 4");
    QTest::newRow("not") << u"-(path:/a/1 or path:/b)"_s << QByteArray(" 3 4");
    QTest::newRow("nothing") << u"path:/none"_s << QByteArray();
}

void tst_Where::onlyMatchesAreExported()
{
    QFETCH(QString, filter);
    QFETCH(QByteArray, ids);
    ServeProcess server;
    QVERIFY(server.start({ u"--count"_s, u"4"_s }));
    const std::pair<const char*, const char*> requests[]
        = { { "/a/1", "x" }, { "/b", "a Refund" }, { "/c", "x" }, { "/a/2", "refund" } };
    for (const auto& [target, body] : requests)
        QCOMPARE(ask(server.port(), post(target, body)).status, 200);
    QCOMPARE(server.waitForExit(), 0);
    const QString target = server.folder() + "/out.ndjson"_L1;
    QStringList arguments { u"sessions"_s, u"export"_s, u"--session"_s, server.sessionFile(), u"--format"_s,
        u"ndjson"_s };
    if (!filter.isEmpty())
        arguments += { u"--where"_s, filter };

    const CommandResult exported = runProgram(arguments);
    const CommandResult toFile = runProgram(arguments + QStringList { u"--output"_s, target });

    QCOMPARE(exported.exitCode, 0);
    QCOMPARE(idsIn(exported.output), ids);
    QCOMPARE(toFile.exitCode, 0);
    QFile file(target);
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.readAll(), exported.output);
}

void tst_Where::mistakesNameTheirColumn_data()
{
    QTest::addColumn<QString>("filter");
    QTest::addColumn<QByteArray>("sentence");
    QTest::newRow("unknown field") << u"a paht:/x"_s
                                   << QByteArray("column 3: there is no field \"paht\"; did you mean path?");
    QTest::newRow("unknown word") << u"sig:invalid"_s << QByteArray("column 5: sig takes one of the words");
    QTest::newRow("open parenthesis") << u"(a"_s << QByteArray("column 1: this parenthesis wants a closing one");
    QTest::newRow("control characters") << u"\x1b[31m:x"_s << QByteArray("column 1: there is no field");
    QTest::newRow("no notes") << u"-note:x"_s << QByteArray("column 2: notes are not there");
    QTest::newRow("nothing") << QString() << QByteArray("value is empty");
}

void tst_Where::mistakesNameTheirColumn()
{
    QFETCH(QString, filter);
    QFETCH(QByteArray, sentence);
    const QStringList commands[] = { { u"serve"_s, u"--listen"_s, u"127.0.0.1:0"_s },
        { u"sessions"_s, u"export"_s, u"--session"_s, u"/none.hookloupe"_s, u"--format"_s, u"ndjson"_s } };
    for (const QStringList& command : commands) {
        const CommandResult result = runProgram(command + QStringList { u"--where"_s, filter });

        QCOMPARE(result.exitCode, 2);
        QCOMPARE(result.error.count('\n'), 1);
        QVERIFY2(result.error.contains(sentence), result.error.constData());
        QVERIFY(!result.error.contains('\x1b'));
        QVERIFY(result.output.isEmpty());
    }
}

} // namespace hookloupe

QTEST_GUILESS_MAIN(hookloupe::tst_Where)
#include "tst_where.moc"
