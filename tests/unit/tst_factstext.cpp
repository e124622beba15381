// SPDX-License-Identifier: GPL-3.0-or-later
#include "exchange/factstext.h"

#include <QRegularExpression>
#include <QTest>

Q_DECLARE_METATYPE(hookloupe::DeliveryFacts)

using namespace hookloupe;
using namespace Qt::StringLiterals;

class TestFactsText final : public QObject {
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void saysWhatIsKnown_data();
    void saysWhatIsKnown();
    void letsNothingReachTheTerminal();
    void cutsLongValues();
};

void TestFactsText::saysWhatIsKnown_data()
{
    QTest::addColumn<DeliveryFacts>("facts");
    QTest::addColumn<QByteArray>("text");

    QTest::newRow("nothing") << DeliveryFacts {} << QByteArray();

    DeliveryFacts facts;
    facts.endpoint = { 3 };
    facts.provider = "machnet";
    facts.origin = ProviderOrigin::Recognised;
    facts.event = { "evt-1", "transaction_processed", "2024-05-06T07:08:09.120Z", "dab8da2c" };
    facts.signature = { Verdict::Valid, Freshness::Fresh, true, "hmac-sha256", {} };
    QTest::newRow("all of an event") << facts
                                     << QByteArray("endpoint    3\n"
                                                   "provider    machnet (recognised by its marks)\n"
                                                   "event type  transaction_processed\n"
                                                   "event id    evt-1\n"
                                                   "resource    dab8da2c\n"
                                                   "event time  2024-05-06T07:08:09.120Z\n"
                                                   "signature   valid, fresh, body covered, scheme hmac-sha256\n");
    DeliveryFacts mismatch;
    mismatch.provider = "slack";
    mismatch.origin = ProviderOrigin::Chosen;
    mismatch.challenge = "url-verification";
    mismatch.signature = { Verdict::Mismatch, Freshness::Stale, false, "v0", "body-reserialised" };
    QTest::newRow("a mismatch with its cause")
        << mismatch
        << QByteArray("provider    slack (chosen by hand)\n"
                      "challenge   url-verification\n"
                      "signature   mismatch, stale, scheme v0, cause body-reserialised\n");
    DeliveryFacts uncovered;
    uncovered.provider = "gitlab";
    uncovered.origin = ProviderOrigin::Endpoint;
    uncovered.signature.verdict = Verdict::Valid;
    QTest::newRow("a body that is not covered")
        << uncovered << QByteArray("provider    gitlab (as its endpoint says)\nsignature   valid, body not covered\n");
    DeliveryFacts ambiguous;
    ambiguous.origin = ProviderOrigin::Ambiguous;
    ambiguous.candidates = { "gitea", "github" };
    QTest::newRow("several providers") << ambiguous << QByteArray("provider    ambiguous: gitea, github\n");
}

void TestFactsText::saysWhatIsKnown()
{
    QFETCH(DeliveryFacts, facts);

    QTEST(toFactsText(facts), "text");
}

void TestFactsText::letsNothingReachTheTerminal()
{
    DeliveryFacts facts;
    facts.event = { "\x1b[2J", "a\nb", "\xff", "c\\d" };

    QCOMPARE(toFactsText(facts),
        QByteArray("event type  a\\x0ab\nevent id    \\x1b[2J\nresource    c\\x5cd\nevent time  \\xff\n"));
}

void TestFactsText::cutsLongValues()
{
    DeliveryFacts facts;
    facts.event.id = QByteArray(512, 'i');
    facts.event.type = QByteArray(513, 't');

    QCOMPARE(
        toFactsText(facts), "event type  " + QByteArray(512, 't') + "...\nevent id    " + QByteArray(512, 'i') + '\n');
}

QTEST_GUILESS_MAIN(TestFactsText)
#include "tst_factstext.moc"
