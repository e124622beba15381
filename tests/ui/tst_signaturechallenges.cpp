// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/signaturefixture.h"

#include <QApplication>
#include <QClipboard>
#include <QMessageBox>
#include <QSignalSpy>
#include <QTimer>

using namespace hookloupe;

namespace {

/// Slack's request_url verification, https://docs.slack.dev/reference/events/url_verification
Request slackChallenge()
{
    return test::requestOf("POST", "/hooks", jsonHeaders(),
        R"({"token":"Jhj5dZrVaK7ZwHHjRyZWjbDl","challenge":"3eZbrw1aBm2rZgRNFdxV","type":"url_verification"})");
}

Request snsConfirmation(const QByteArray& url)
{
    HeaderList headers = jsonHeaders();
    headers.emplace_back("x-amz-sns-message-type", "SubscriptionConfirmation");
    return test::requestOf("POST", "/hooks", headers,
        R"({"Type":"SubscriptionConfirmation","TopicArn":"arn:aws:sns:us-west-2:123456789012:MyTopic","SubscribeURL":")"
            + url + "\"}");
}

Request asanaHandshake()
{
    return test::requestOf("POST", "/hooks", { { "Host", "a" }, { "X-Hook-Secret", "b537207f20cbfa02" } }, {});
}

Endpoint metaEndpoint(const QByteArray& token)
{
    Endpoint endpoint = endpointOf("meta");
    if (!token.isEmpty())
        endpoint.values.params.insert_or_assign("verify_token", token);
    return endpoint;
}

/// Presses a button of the message box that comes up; Escape where there is none of that text.
void answerBox(const QString& text, QString* told)
{
    QTimer::singleShot(0, [text, told] {
        auto* const box = qobject_cast<QMessageBox*>(QApplication::activeModalWidget());
        if (!box)
            return;
        *told = box->text();
        for (QAbstractButton* const button : box->buttons()) {
            if (button->text() == text)
                return button->click();
        }
        box->reject();
    });
}

} // namespace

/// What the Signature panel says of challenges, and what it offers.
class tst_SignatureChallenges : public QObject {
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u"^(?!This plugin does not support propagateSizeHints)"_s)); }

    void saysWhatBecameOfAChallenge_data()
    {
        QTest::addColumn<Request>("request");
        QTest::addColumn<Endpoint>("endpoint");
        QTest::addColumn<QByteArray>("secret");
        QTest::addColumn<QString>("sentence");
        QTest::addColumn<QByteArrayList>("buttons");

        const Request zoom = test::requestOf("POST", "/hooks", jsonHeaders(),
            R"({"payload":{"plainToken":"qgg8vlvZRS6UYooatFL8Aw"},"event":"endpoint.url_validation"})");
        Request forged = test::requestOf("POST", "/hooks",
            { { "Host", "a" }, { "X-Signature-Ed25519", QByteArray(128, '0') },
                { "X-Signature-Timestamp", "1700000000" } },
            R"({"type":1})");
        const QByteArray key = "e7cf8a1d0a9b1c2f3e4d5c6b7a8998a7b6c5d4e3f2010fedcba9876543210abc";
        QTest::newRow("answered") << slackChallenge() << endpointOf("slack") << QByteArray("s")
                                  << u"It was answered as the provider wants."_s << QByteArrayList();
        QTest::newRow("left alone") << slackChallenge() << endpointOf("slack", false) << QByteArray("s")
                                    << u"The endpoint leaves challenges alone"_s << QByteArrayList();
        QTest::newRow("needs a secret") << zoom << endpointOf("zoom") << QByteArray()
                                        << u"none is known that could serve"_s << QByteArrayList { "addSecret" };
        QTest::newRow("has the secret") << zoom << endpointOf("zoom") << QByteArray("s")
                                        << u"It was answered as the provider wants."_s << QByteArrayList();
        QTest::newRow("needs a setting") << metaChallenge() << metaEndpoint({}) << QByteArray("s")
                                         << u"setting \u201Cverify_token\u201D, which is empty"_s
                                         << QByteArrayList { "enterSetting" };
        QTest::newRow("right token") << metaChallenge() << metaEndpoint("meatyhamhock") << QByteArray("s")
                                     << u"It was answered as the provider wants."_s << QByteArrayList();
        QTest::newRow("other token") << metaChallenge() << metaEndpoint("another-token") << QByteArray("s")
                                     << u"It was refused: the token that it carries differs from the endpoint's "
                                        "setting \u201Cverify_token\u201D."_s
                                     << QByteArrayList { "enterSetting" };
        QTest::newRow("wrong signature") << forged << endpointOf("discord") << key
                                         << u"It was refused: its signature does not hold."_s
                                         << QByteArrayList { "addSecret" };
    }

    void saysWhatBecameOfAChallenge()
    {
        QFETCH(const Request, request);
        QFETCH(const Endpoint, endpoint);
        QFETCH(const QByteArray, secret);
        QFETCH(const QString, sentence);
        QFETCH(const QByteArrayList, buttons);
        Shown shown(request, endpoint, secret);
        QVERIFY(!shown.delivery->facts.challenge.isEmpty());

        QVERIFY(shown.show());

        QVERIFY(shown.headline().contains(u"Challenge of the provider: "_s));
        QVERIFY(shown.headline().startsWith(u'\u2192'));
        QVERIFY(shown.advice().startsWith(u"It is no event"_s));
        QVERIFY2(shown.advice().contains(sentence), qPrintable(shown.advice()));
        QVERIFY(shown.panel.reportText().contains(sentence));
        for (const char* const name : { "addSecret", "enterSetting" })
            QCOMPARE(shown.button(name)->isVisible(), buttons.contains(QByteArray(name)));
        const QString all = shown.advice() + shown.facts() + shown.panel.reportText();
        for (const QString& value : { u"meatyhamhock"_s, u"another-token"_s })
            QVERIFY(!all.contains(value));
    }

    void tellsWhatWasAnsweredFromWhatWouldBeAnswered()
    {
        Shown shown(slackChallenge(), endpointOf("slack"), "s");
        shown.delivery->response = std::make_shared<const Response>();

        QVERIFY(shown.show());

        QVERIFY2(
            shown.advice().contains(u"Now it would be answered as the provider wants"_s), qPrintable(shown.advice()));
    }

    void asksForTheSettingThatAChallengeNeeds()
    {
        Shown shown(metaChallenge(), metaEndpoint({}));
        QSignalSpy wanted(&shown.panel, &SignaturePanel::settingWanted);
        QVERIFY(shown.show());

        QVERIFY(shown.button("enterSetting")->text().contains(u"verify_token"_s));
        shown.button("enterSetting")->click();

        QCOMPARE(wanted.size(), 1);
        QCOMPARE(wanted.at(0).at(1).toByteArray(), "verify_token");
    }

    void offersTheAddressOfAConfirmation_data()
    {
        QTest::addColumn<QByteArray>("url");
        QTest::addColumn<bool>("isExpected");
        QTest::newRow("the provider's host")
            << QByteArray("https://sns.us-west-2.amazonaws.com/?Action=ConfirmSubscription&Token=2336412f37") << true;
        QTest::newRow("another host") << QByteArray("https://sns.us-west-2.amazonaws.com.example.org/?Token=2336412f37")
                                      << false;
    }

    void offersTheAddressOfAConfirmation()
    {
        QFETCH(const QByteArray, url);
        QFETCH(const bool, isExpected);
        Shown shown(snsConfirmation(url), endpointOf("aws-sns"));
        QSignalSpy opened(&shown.panel, &SignaturePanel::addressWanted);
        QVERIFY(shown.show());

        QVERIFY2(shown.advice().contains(u"until somebody opens the address"_s), qPrintable(shown.advice()));
        QVERIFY(shown.facts().contains(QString::fromLatin1(url)));
        QCOMPARE(shown.facts().contains(u"none of those that the provider uses"_s), !isExpected);
        shown.button("copyAddress")->click();
        QCOMPARE(QGuiApplication::clipboard()->text(), QString::fromLatin1(url));
        QVERIFY(!shown.panel.reportText().contains(u"2336412f37"_s));

        QString told;
        answerBox(u"no such button"_s, &told);
        shown.button("openAddress")->click();
        QCOMPARE(opened.size(), 0);
        QCOMPARE(told.contains(u"none of those that the provider uses"_s), !isExpected);
        answerBox(u"Open"_s, &told);
        shown.button("openAddress")->click();
        QCOMPARE(opened.size(), 1);
        QCOMPARE(opened.at(0).at(0).toByteArray(), url);
    }

    void offersNoAddressWhereThereIsNone()
    {
        Shown shown(snsConfirmation("javascript:alert(1)"), endpointOf("aws-sns"));

        QVERIFY(shown.show());

        QVERIFY(!shown.button("copyAddress")->isVisible());
        QVERIFY(!shown.button("openAddress")->isVisible());
        QVERIFY(!shown.facts().contains(u"javascript"_s));
    }

    void keepsAHandedOverSecretOnlyOnRequest()
    {
        Shown shown(asanaHandshake(), endpointOf("asana"));
        QSignalSpy offered(&shown.panel, &SignaturePanel::secretOffered);
        QVERIFY(shown.show());

        QVERIFY(shown.button("keepSecret")->isVisible());
        QCOMPARE(offered.size(), 0);
        QVERIFY(!shown.facts().contains(u"b537207f20cbfa02"_s));
        QVERIFY(!shown.panel.reportText().contains(u"b537207f20cbfa02"_s));
        QVERIFY(!shown.button("keepSecret")->toolTip().contains(u"b537207f20cbfa02"_s));
        shown.button("keepSecret")->click();

        QCOMPARE(offered.size(), 1);
        QCOMPARE(offered.at(0).at(1).toByteArray(), "b537207f20cbfa02");
    }
};

QTEST_MAIN(tst_SignatureChallenges)
#include "tst_signaturechallenges.moc"
