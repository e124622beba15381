// SPDX-License-Identifier: GPL-3.0-or-later
#include "response/responsesequence.h"

#include <QRegularExpression>
#include <QTest>

using namespace hookloupe;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

class ResponseSequenceTest : public QObject {
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void aPlainStatusIsASinglePlan();
    void stepsComeInTurnAndTheLastOneStays();
    void everyFaultHasItsWord_data();
    void everyFaultHasItsWord();
    void optionsFillThePlan();
    void quotedValuesHoldAnything();
    void boundariesAreKept_data();
    void boundariesAreKept();
    void mistakesNameTheirColumn_data();
    void mistakesNameTheirColumn();
    void noValueCanBreakOutOfAHeader_data();
    void noValueCanBreakOutOfAHeader();
    void textAndSequenceAreTheSameThing_data();
    void textAndSequenceAreTheSameThing();
    void anyBodyBytesSurviveTheText();
    void anEmptyListOfStepsAnswers200();
};

void ResponseSequenceTest::aPlainStatusIsASinglePlan()
{
    const auto sequence = parseResponseSequence(u" 409 ");
    QVERIFY(sequence);
    QVERIFY(sequence->isSinglePlan());
    QCOMPARE(sequence->planFor(0).status, 409);
    QCOMPARE(sequence->planFor(1'000'000'000'000).status, 409);
}

void ResponseSequenceTest::stepsComeInTurnAndTheLastOneStays()
{
    const auto sequence = parseResponseSequence(u"503x2,409,200");
    QVERIFY(sequence);
    QVERIFY(!sequence->isSinglePlan());
    const std::vector<int> wanted { 503, 503, 409, 200, 200 };
    for (std::size_t i = 0; i < wanted.size(); ++i)
        QCOMPARE(sequence->planFor(static_cast<qint64>(i)).status, wanted[i]);
}

void ResponseSequenceTest::everyFaultHasItsWord_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<int>("fault");
    QTest::newRow("timeout") << u"timeout"_s << int(Fault::Timeout);
    QTest::newRow("reset") << u"reset"_s << int(Fault::Reset);
    QTest::newRow("close") << u"close"_s << int(Fault::Close);
    QTest::newRow("truncate") << u"truncate"_s << int(Fault::Truncate);
    QTest::newRow("garbage") << u"garbage"_s << int(Fault::Garbage);
}

void ResponseSequenceTest::everyFaultHasItsWord()
{
    QFETCH(QString, text);
    QFETCH(int, fault);
    const auto alone = parseResponseSequence(text);
    QVERIFY(alone);
    QCOMPARE(int(alone->planFor(0).fault), fault);
    const auto counted = parseResponseSequence(QString(text + u"x3,200"));
    QVERIFY2(counted, qPrintable(counted ? QString() : counted.error().detail));
    QCOMPARE(int(counted->planFor(2).fault), fault);
    QCOMPARE(int(counted->planFor(3).fault), int(Fault::None));
}

void ResponseSequenceTest::optionsFillThePlan()
{
    const auto sequence = parseResponseSequence(u"200( delay=2s , body=ok,type=text/plain,retry-after=5,reason=Fine "
                                                u"day,header=X-A:1,header=x-a: 2 )x3 , truncate(status=503)");
    QVERIFY2(sequence, qPrintable(sequence ? QString() : sequence.error().detail));
    const ResponsePlan& plan = sequence->planFor(0);
    QCOMPARE(plan.status, 200);
    QCOMPARE(plan.delay.count(), 2000);
    QCOMPARE(plan.body, "ok");
    QCOMPARE(plan.reason, "Fine day");
    const HeaderList wanted { { "Content-Type", "text/plain" }, { "Retry-After", "5" }, { "X-A", "1" },
        { "x-a", "2" } };
    QCOMPARE(plan.headers, wanted);
    QCOMPARE(sequence->steps()[0].times, 3);
    QCOMPARE(sequence->planFor(3).status, 503);
    QVERIFY(sequence->planFor(3).fault == Fault::Truncate);
}

void ResponseSequenceTest::quotedValuesHoldAnything()
{
    const auto sequence = parseResponseSequence(uR"(200(body="{\"a\":[1,2]}\r\n\\ (x) \x00\xff é"),202)");
    QVERIFY2(sequence, qPrintable(sequence ? QString() : sequence.error().detail));
    QCOMPARE(sequence->planFor(0).body, QByteArray("{\"a\":[1,2]}\r\n\\ (x) \0\xff \xc3\xa9", 24));
    QCOMPARE(sequence->planFor(1).status, 202);
}

void ResponseSequenceTest::boundariesAreKept_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<bool>("isRight");
    QTest::newRow("status 99") << u"99"_s << false;
    QTest::newRow("status 100") << u"100"_s << true;
    QTest::newRow("status 999") << u"999"_s << true;
    QTest::newRow("status 1000") << u"1000"_s << false;
    QTest::newRow("status beyond int") << u"99999999999999999999"_s << false;
    QTest::newRow("x0") << u"503x0,200"_s << false;
    QTest::newRow("x1") << u"503x1,200"_s << true;
    QTest::newRow("x1000000") << u"503x1000000,200"_s << true;
    QTest::newRow("x1000001") << u"503x1000001,200"_s << false;
    QTest::newRow("x beyond int") << u"503x99999999999999999999,200"_s << false;
    QTest::newRow("delay 24h") << u"200(delay=24h)"_s << true;
    QTest::newRow("delay over 24h") << u"200(delay=86400001ms)"_s << false;
    QTest::newRow("no value") << u"200(body=)"_s << true;
}

void ResponseSequenceTest::boundariesAreKept()
{
    QFETCH(QString, text);
    QFETCH(bool, isRight);
    QCOMPARE(parseResponseSequence(text).has_value(), isRight);
}

void ResponseSequenceTest::mistakesNameTheirColumn_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<int>("code");
    QTest::addColumn<int>("column");
    const auto row = [](const char* text, SequenceErrorCode code, int column) {
        QTest::newRow(text) << QString::fromLatin1(text) << int(code) << column;
    };
    row("", SequenceErrorCode::Empty, 1);
    row("  ", SequenceErrorCode::Empty, 1);
    row("200,", SequenceErrorCode::Empty, 5);
    row(",200", SequenceErrorCode::Empty, 1);
    row("200,,200", SequenceErrorCode::Empty, 5);
    row("oops", SequenceErrorCode::UnknownWord, 1);
    row("503x2,oops", SequenceErrorCode::UnknownWord, 7);
    row("200 201", SequenceErrorCode::UnknownWord, 5);
    row("timeout5", SequenceErrorCode::UnknownWord, 8);
    row("200,42", SequenceErrorCode::BadStatus, 5);
    row("503x,200", SequenceErrorCode::BadTimes, 4);
    row("503x-1,200", SequenceErrorCode::BadTimes, 4);
    row("503x2(delay=1s)", SequenceErrorCode::BadOption, 6);
    row("200(speed=1)", SequenceErrorCode::BadOption, 5);
    row("200(delay)", SequenceErrorCode::BadOption, 5);
    row("200()", SequenceErrorCode::BadOption, 5);
    row("200(delay=1s,delay=2s)", SequenceErrorCode::BadOption, 14);
    row("200(delay=1y)", SequenceErrorCode::BadValue, 11);
    row("200(delay=-1s)", SequenceErrorCode::BadValue, 11);
    row("200(status=503)", SequenceErrorCode::BadValue, 12);
    row("truncate(status=99)", SequenceErrorCode::BadValue, 17);
    row("200(header=NoColon)", SequenceErrorCode::BadValue, 12);
    row("200(header=a b:1)", SequenceErrorCode::BadValue, 12);
    row("200(header=:1)", SequenceErrorCode::BadValue, 12);
    row("200(body=a(b))", SequenceErrorCode::BadValue, 11);
    row("200(body=\"a\\q\")", SequenceErrorCode::BadValue, 12);
    row("200(body=\"a\\x4\")", SequenceErrorCode::BadValue, 12);
    row("200(body=ok", SequenceErrorCode::Unclosed, 4);
    row("200(body=\"ok", SequenceErrorCode::Unclosed, 10);
    row("200(body=\"ok\\", SequenceErrorCode::BadValue, 13);
    row("200(body=\"ok\" x)", SequenceErrorCode::Unclosed, 15);
}

void ResponseSequenceTest::mistakesNameTheirColumn()
{
    QFETCH(QString, text);
    QFETCH(int, code);
    QFETCH(int, column);
    const auto sequence = parseResponseSequence(text);
    QVERIFY(!sequence);
    QCOMPARE(int(sequence.error().code), code);
    QCOMPARE(int(sequence.error().column), column);
    QVERIFY(sequence.error().detail.startsWith(u"column %1: "_s.arg(column)));
}

void ResponseSequenceTest::noValueCanBreakOutOfAHeader_data()
{
    QTest::addColumn<QString>("option");
    for (const char* bad : { "\\r", "\\n", "\\x00", "\\x7f", "\\x1b" }) {
        for (const char* name :
            { "type=\"a%1b\"", "retry-after=\"a%1b\"", "reason=\"a%1b\"", "header=\"A:a%1b\"", "header=\"A%1:b\"" }) {
            const QString option = QString::fromLatin1(name).arg(QString::fromLatin1(bad));
            QTest::newRow(qPrintable(option)) << option;
        }
    }
}

void ResponseSequenceTest::noValueCanBreakOutOfAHeader()
{
    QFETCH(QString, option);
    const auto sequence = parseResponseSequence(QString(u"200("_s + option + u')'));
    QVERIFY(!sequence);
    QCOMPARE(int(sequence.error().code), int(SequenceErrorCode::BadValue));
}

void ResponseSequenceTest::textAndSequenceAreTheSameThing_data()
{
    QTest::addColumn<QString>("text");
    for (const char* text :
        { "200", "503x2,409,200", "timeout", "200(delay=2s,type=text/plain,body=ok)", "429(retry-after=5)x7,reset",
            "truncate(status=503,delay=250ms,body=\"a,b\")", "200(reason=\"Fine day\",header=X-A:1,header=x-a:2)" }) {
        QTest::newRow(text) << QString::fromLatin1(text);
    }
}

void ResponseSequenceTest::textAndSequenceAreTheSameThing()
{
    QFETCH(QString, text);
    const auto sequence = parseResponseSequence(text);
    QVERIFY2(sequence, qPrintable(sequence ? QString() : sequence.error().detail));
    QCOMPARE(toText(*sequence), text);
}

void ResponseSequenceTest::anyBodyBytesSurviveTheText()
{
    QByteArray everyByte;
    for (int byte = 0; byte < 256; ++byte)
        everyByte += static_cast<char>(byte);
    for (const QByteArray& body :
        { everyByte, QByteArray("\xef\xbb\xbf{}"), QByteArray("caf\xc3\xa9, \"so\"\n"), QByteArray("\xff") }) {
        ResponsePlan plan;
        plan.body = body;
        plan.headers
            = { { "X-Text", "a \"b\", (c)" }, { "Content-Type", "a" }, { "Content-Type", "b" }, { "X-Empty", "" } };
        const ResponseSequence sequence(std::vector<ResponseSequence::Step> { { plan, 2 }, { {}, 1 } });
        const auto read = parseResponseSequence(toText(sequence));
        QVERIFY2(read, qPrintable(read ? QString() : read.error().detail));
        QVERIFY(*read == sequence);
    }
}

void ResponseSequenceTest::anEmptyListOfStepsAnswers200()
{
    QCOMPARE(ResponseSequence(std::vector<ResponseSequence::Step> {}).planFor(0).status, 200);
}

QTEST_GUILESS_MAIN(ResponseSequenceTest)
#include "tst_responsesequence.moc"
