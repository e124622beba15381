// SPDX-License-Identifier: GPL-3.0-or-later
#include "bytes/byteview.h"
#include "panels/detailpane.h"
#include "signature/providerdialog.h"
#include "signature/signaturesentences.h"
#include "support/deliveries.h"
#include "ui/signaturefixture.h"
#include "widgets/byteviewer.h"

#include <QApplication>
#include <QClipboard>
#include <QFile>
#include <QGuiApplication>
#include <QListWidget>
#include <QSignalSpy>
#include <QTabWidget>
#include <QTreeWidget>

using namespace hookloupe;
using namespace Qt::StringLiterals;

class tst_SignaturePanel : public QObject {
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u"^(?!This plugin does not support propagateSizeHints)"_s)); }

    void tellsAValidSignatureInThreeStatements()
    {
        const test::ProviderVector vector = vectorNamed("stripe 0");
        Shown shown(vector, vector.secret);

        QVERIFY(shown.show());

        QVERIFY2(shown.headline().endsWith(u"Signature holds"_s), qPrintable(shown.headline()));
        QVERIFY(shown.headline().startsWith(u'\u2713'));
        const QString facts = shown.facts();
        QVERIFY2(
            facts.contains(u"Authenticity: authentic: made with the secret \u201Cshop\u201D"_s), qPrintable(facts));
        QVERIFY2(facts.contains(u"Freshness: fresh: 10 s old at its arrival, 300 s are allowed"_s), qPrintable(facts));
        QVERIFY2(facts.contains(u"Coverage: the body is under the signature"_s), qPrintable(facts));
        QVERIFY(!shown.button("addSecret")->isVisible());
        QVERIFY(!shown.button("openAddress")->isVisible());
    }

    void saysValidAndStaleBoth()
    {
        const test::ProviderVector vector = vectorNamed("stripe 0");
        Shown shown(vector, vector.secret, 412);

        QVERIFY(shown.show());

        QVERIFY(shown.headline().contains(u"holds, but it is stale"_s));
        QVERIFY2(
            shown.facts().contains(u"stale: 412 s old at its arrival, 300 s are allowed"_s), qPrintable(shown.facts()));
        QVERIFY(shown.facts().contains(u"authentic"_s));
    }

    void namesTheCauseAndLeadsToItsSection()
    {
        const test::ProviderVector vector = vectorNamed("stripe 0");
        Shown shown(vector, vector.secret + "\n");
        QSignalSpy manual(&shown.panel, &SignaturePanel::manualWanted);
        QSignalSpy cause(&shown.panel, &SignaturePanel::causeFound);

        QVERIFY(shown.show());
        shown.button("signatureWhy")->click();

        QVERIFY(shown.headline().endsWith(u"Signature does not match"_s));
        QVERIFY2(shown.advice().contains(u"white space"_s), qPrintable(shown.advice()));
        QCOMPARE(cause.size(), 1);
        QCOMPARE(cause.at(0).at(1).toByteArray(), "secret-whitespace");
        QCOMPARE(manual.at(0).at(0).toString(), u"signature-causes.md"_s);
        QCOMPARE(manual.at(0).at(1).toString(), u"secret-whitespace"_s);
        QCOMPARE(shown.button("addSecret")->text(), u"&Try another secret\u2026"_s);
    }

    void knowsNoCauseWhereThereIsNone()
    {
        Shown shown(vectorNamed("stripe 0"), "whsec_something_else");
        QSignalSpy cause(&shown.panel, &SignaturePanel::causeFound);

        QVERIFY(shown.show());

        QVERIFY(shown.advice().startsWith(u"No single common mistake explains it"_s));
        QCOMPARE(cause.size(), 0);
    }

    void hidesTheExpectedValueUntilAskedAndInReports()
    {
        const test::ProviderVector vector = vectorNamed("stripe 0");
        Shown shown(vector, "whsec_something_else");
        QVERIFY(shown.show());
        const QString expected
            = QString::fromLatin1(shown.rules->report(*shown.delivery->request, shown.delivery->facts).expected);
        QVERIFY(expected.size() > 32);
        QVERIFY(shown.facts().contains(u"Expected: (hidden)"_s));
        QVERIFY(!shown.facts().contains(expected));

        shown.button("showExpected")->click();
        QVERIFY(shown.facts().contains(expected));
        shown.button("copyReport")->click();

        const QString report = QGuiApplication::clipboard()->text();
        QVERIFY2(report.contains(u"Signature does not match"_s), qPrintable(report));
        QVERIFY(!report.contains(expected));
        QVERIFY(!report.contains(u"whsec_something_else"_s));
        shown.delivery = std::make_shared<Delivery>(*shown.delivery);
        shown.delivery->id = { 8 };
        QVERIFY(shown.show());
        QVERIFY(!shown.facts().contains(expected));
    }

    void neverShowsATokenThatIsTheSecret()
    {
        const test::ProviderVector vector = vectorNamed("telegram 0");
        QVERIFY(!vector.secret.isEmpty());
        Shown shown(vector, vector.secret, 10, "telegram");

        QVERIFY(shown.show());

        QVERIFY2(shown.headline().endsWith(u"Signature holds"_s), qPrintable(shown.headline()));
        QVERIFY(!shown.facts().contains(QString::fromUtf8(vector.secret)));
        QVERIFY(!shown.panel.reportText().contains(QString::fromUtf8(vector.secret)));
        QVERIFY(shown.part<QLabel>("signedBytesReason")->text().contains(u"the secret itself is sent"_s));
    }

    void offersToAddASecretWhereNoneIsKnown()
    {
        Shown shown(vectorNamed("stripe 0"), {});
        QSignalSpy wanted(&shown.panel, &SignaturePanel::secretWanted);

        QVERIFY(shown.show());
        QVERIFY(shown.button("addSecret")->isVisible());
        shown.button("addSecret")->click();

        QVERIFY(shown.headline().endsWith(u"No secret to check it with"_s));
        QCOMPARE(wanted.size(), 1);
    }

    void saysWhatCanBeDoneWithoutAProvider()
    {
        Shown shown(vectorNamed("stripe 0"), {});
        auto request = std::make_shared<Request>();
        request->head = RequestHead::parse("GET /health HTTP/1.1\r\nHost: a\r\n\r\n");
        shown.delivery->request = request;
        shown.delivery->facts = shown.rules->inspect(*request).facts;

        QVERIFY(shown.show());

        QVERIFY(shown.headline().endsWith(u"Provider not known"_s));
        QVERIFY(shown.advice().contains(u"Choose the provider"_s));
        QVERIFY(!shown.button("addSecret")->isVisible());
        QVERIFY(shown.button("chooseProviderButton")->isEnabled());
    }

    void showsASignatureThatIsMissing()
    {
        test::ProviderVector vector = vectorNamed("stripe 0");
        vector.request.head = RequestHead::parse("POST / HTTP/1.1\r\nHost: a\r\n\r\n");
        Shown shown(vector, vector.secret, 10, "stripe");

        QVERIFY(shown.show());

        QVERIFY2(shown.headline().endsWith(u"Signature is missing"_s), qPrintable(shown.headline()));
        QVERIFY(shown.facts().contains(u"chosen by hand"_s));
    }

    void saysThatASignatureCannotBeRead()
    {
        test::ProviderVector vector = vectorNamed("stripe 0");
        vector.request.head
            = RequestHead::parse("POST / HTTP/1.1\r\nHost: a\r\nStripe-Signature: t=1700000000,v1=zz\r\n\r\n");
        Shown shown(vector, vector.secret, 10, "stripe");

        QVERIFY(shown.show());

        QVERIFY2(shown.headline().endsWith(u"Signature cannot be read"_s), qPrintable(shown.headline()));
        QVERIFY(shown.headline().startsWith(u'#'));
        QVERIFY(shown.advice().contains(u"not written as the provider writes it"_s));
        QVERIFY(shown.facts().contains(u"the signature cannot be read"_s));
        QVERIFY(shown.button("addSecret")->isVisible());
    }

    void saysThatAProviderSignsNothing()
    {
        Shown shown(test::requestOf("POST", "/", { { "Host", "a" } }, "id=tr_5B8cwPMGnU"), endpointOf("mollie"));

        QVERIFY(shown.show());

        QVERIFY2(shown.headline().endsWith(u"This provider does not sign"_s), qPrintable(shown.headline()));
        QVERIFY(shown.advice().contains(u"secret path"_s));
        QVERIFY(shown.facts().contains(u"the provider signs nothing"_s));
        QVERIFY(!shown.button("addSecret")->isVisible());
    }

    void namesThePossibleProvidersAndTheEndpoint()
    {
        Endpoint endpoint;
        endpoint.id = { 4 };
        endpoint.path = "/hooks";
        endpoint.name = u"orders"_s;
        Request request = metaChallenge();
        Shown shown(request, endpoint);
        QCOMPARE(shown.delivery->facts.origin, ProviderOrigin::Ambiguous);

        QVERIFY(shown.show());

        QVERIFY2(shown.headline().endsWith(u"Several providers are possible"_s), qPrintable(shown.headline()));
        QVERIFY(shown.advice().contains(u"Choose the one that it is"_s));
        QVERIFY2(shown.facts().contains(u"(meta)"_s), qPrintable(shown.facts()));
        QVERIFY(shown.facts().contains(u"(whatsapp)"_s));
        QVERIFY(shown.facts().contains(u"Endpoint: orders (/hooks)"_s));
        QVERIFY(!shown.button("addSecret")->isVisible());
        QVERIFY(shown.button("chooseProviderButton")->isEnabled());
    }

    void saysByWhoseRulesAFollowedSessionIsJudged()
    {
        const test::ProviderVector vector = vectorNamed("stripe 0");
        Shown shown(vector, vector.secret);
        shown.rules = rulesWith({});
        shown.panel.setReadOnly(true);

        QVERIFY(shown.show());

        auto* const note = shown.part<QLabel>("signatureNote");
        QVERIFY(note->isVisible());
        QVERIFY2(note->text().endsWith(u"Stored is: signature valid."_s), qPrintable(note->text()));
        QVERIFY(shown.headline().endsWith(u"No secret to check it with"_s));
        for (const char* const name : { "addSecret", "chooseProviderButton", "makeEndpoint" })
            QVERIFY2(!shown.button(name)->isEnabled(), name);
        QVERIFY(shown.button("copyReport")->isEnabled());
        shown.panel.setReadOnly(false);
        QVERIFY(!note->isVisible());
        QVERIFY(shown.button("addSecret")->isEnabled());
    }

    void tabGoesThroughThePanelAsItIsRead()
    {
        const test::ProviderVector vector = vectorNamed("stripe 0");
        Shown shown(vector, vector.secret + "\n");
        QVERIFY(shown.show());
        shown.panel.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&shown.panel));

        QStringList visited;
        shown.button("signatureWhy")->setFocus();
        for (int i = 0; i < 12 && !visited.contains(QApplication::focusWidget()->objectName()); ++i) {
            visited << QApplication::focusWidget()->objectName();
            QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
        }

        visited.removeIf([](const QString& name) { return name.isEmpty(); });
        QCOMPARE(visited.mid(0, 1), QStringList { u"signatureWhy"_s });
        QStringList buttons = visited;
        buttons.removeIf([&shown](const QString& name) { return !shown.panel.findChild<QPushButton*>(name); });
        QCOMPARE(buttons,
            (QStringList { u"signatureWhy"_s, u"addSecret"_s, u"chooseProviderButton"_s, u"showExpected"_s,
                u"copyReport"_s, u"makeEndpoint"_s }));
        QCOMPARE(visited.last(), u"signatureSheet"_s);
    }

    void takesTheSignedBytesApart()
    {
        const test::ProviderVector vector = vectorNamed("stripe 0");
        Shown shown(vector, vector.secret);
        QSignalSpy raw(&shown.panel, &SignaturePanel::rawWanted);
        QVERIFY(shown.show());
        auto* list = shown.part<QTreeWidget>("signedParts");

        QCOMPARE(list->topLevelItemCount(), 3);
        QVERIFY(list->topLevelItem(0)->text(0).startsWith(u"header"_s));
        QCOMPARE(list->topLevelItem(1)->text(2), u"."_s);
        QVERIFY(list->topLevelItem(2)->text(0).startsWith(u"body"_s));
        list->setCurrentItem(list->topLevelItem(2));
        ByteView* view = shown.part<ByteViewer>("signedBytes")->pane()->view();
        QCOMPARE(view->selectionEnd() - view->selectionBegin(), vector.request.body.size());
        shown.button("showInRaw")->click();
        QCOMPARE(raw.size(), 1);
        QCOMPARE(raw.at(0).at(0).toLongLong(), qint64(vector.request.head.raw().size()));
        list->setCurrentItem(list->topLevelItem(1));
        QVERIFY(!shown.button("showInRaw")->isEnabled());
    }

    void onlyTheLastDeliveryWins()
    {
        const test::ProviderVector vector = vectorNamed("stripe 0");
        Shown shown(vector, vector.secret);
        const auto first = std::make_shared<Delivery>(*shown.delivery);
        first->facts = {};
        first->id = { 6 };

        shown.panel.showDelivery(first);
        QVERIFY(shown.show());

        QVERIFY(shown.headline().endsWith(u"Signature holds"_s));
    }

    void offersThePossibleProvidersFirst()
    {
        ProviderDialog dialog(rulesWith({})->catalog(), { "svix", "standard-webhooks" });
        auto* list = dialog.findChild<QListWidget*>(u"providerList"_s);

        QCOMPARE(dialog.provider(), "svix");
        QVERIFY(list->item(1)->text().contains(u"its marks fit"_s));
        QVERIFY(!list->item(2)->text().contains(u"its marks fit"_s));
        QVERIFY(list->count() > 60);
        QTest::keyClicks(dialog.findChild<QWidget*>(u"providerSearch"_s), u"github"_s);
        QCOMPARE(dialog.provider(), "github");
        QTest::keyClicks(dialog.findChild<QWidget*>(u"providerSearch"_s), u"zzz"_s);
        QCOMPARE(dialog.provider(), QByteArray());
        QVERIFY(!dialog.findChild<QPushButton*>(u"chooseProvider"_s)->isEnabled());
    }

    void everyCauseHasASentenceAndASection()
    {
        QFile page(u":/hookloupe/manual/signature-causes.md"_s);
        QVERIFY(page.open(QIODevice::ReadOnly));
        int sections = 0;
        for (const QByteArray& line : page.readAll().split('\n')) {
            if (!line.startsWith("## "))
                continue;
            ++sections;
            QVERIFY2(!causeSentence(line.mid(3)).isEmpty(), line.constData());
        }
        QVERIFY(sections >= 23);
        QVERIFY(causeSentence("no-such-cause").isEmpty());
        QVERIFY(QFile::exists(u":/hookloupe/manual/signature-panel.md"_s));
    }

    void everythingCanBeReachedByKeyboardAndHasAName()
    {
        const test::ProviderVector vector = vectorNamed("stripe 0");
        Shown shown(vector, vector.secret + "\n");
        QVERIFY(shown.show());

        for (const QPushButton* button : shown.panel.findChildren<QPushButton*>()) {
            QVERIFY2(
                !button->text().isEmpty() || !button->accessibleName().isEmpty(), qPrintable(button->objectName()));
            QVERIFY2(button->focusPolicy() & Qt::TabFocus, qPrintable(button->objectName()));
        }
        QVERIFY(!shown.part<QTreeWidget>("signedParts")->accessibleName().isEmpty());
        QVERIFY(!shown.part<FactSheet>("signatureSheet")->accessibleName().isEmpty());
    }

    void theTabCarriesTheVerdict()
    {
        const test::ProviderVector vector = vectorNamed("stripe 0");
        Shown shown(vector, vector.secret);
        DetailPane pane;
        pane.showDelivery(shown.delivery);
        auto* tabs = pane.findChild<QTabWidget*>(u"detailTabs"_s);

        QCOMPARE(tabs->tabText(DetailPane::SignatureTab), u"Signature \u2713"_s);
        QCOMPARE(tabs->tabToolTip(DetailPane::SignatureTab), u"signature valid"_s);
        pane.showDelivery(test::makeDelivery("GET / HTTP/1.1\r\nHost: a\r\n\r\n"));
        QCOMPARE(tabs->tabText(DetailPane::SignatureTab), u"Signature"_s);
    }
};

QTEST_MAIN(tst_SignaturePanel)
#include "tst_signaturepanel.moc"
