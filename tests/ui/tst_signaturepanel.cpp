// SPDX-License-Identifier: GPL-3.0-or-later
#include "panels/signaturepanel.h"

#include "bytes/byteview.h"
#include "panels/detailpane.h"
#include "signature/providerdialog.h"
#include "signature/signaturesentences.h"
#include "support/deliveries.h"
#include "support/vectors.h"
#include "widgets/byteviewer.h"
#include "widgets/factsheet.h"

#include <QClipboard>
#include <QFile>
#include <QGuiApplication>
#include <QLabel>
#include <QListWidget>
#include <QPushButton>
#include <QSignalSpy>
#include <QTabWidget>
#include <QTest>
#include <QTimer>
#include <QTreeWidget>

using namespace hookloupe;
using namespace Qt::StringLiterals;

namespace {

test::ProviderVector vectorNamed(const QByteArray& name)
{
    for (const test::ProviderVector& vector : test::providerVectors()) {
        if (vector.name == name)
            return vector;
    }
    return {};
}

/// The shipped profiles with one endpoint that takes everything.
InspectionRulesPtr rulesWith(const QByteArray& secret, const QByteArray& publicUrl = {})
{
    static const auto Catalog = std::make_shared<const ProfileCatalog>(ProfileCatalog::load({}));
    ActiveEndpoint endpoint;
    endpoint.endpoint.values.publicUrl = publicUrl;
    if (!secret.isEmpty())
        endpoint.secrets.push_back({ {}, { u"shop"_s, secret } });
    return std::make_shared<const InspectionRules>(Catalog, std::vector<ActiveEndpoint> { endpoint });
}

struct Shown {
    explicit Shown(
        test::ProviderVector given, const QByteArray& secret, qint64 lateBy = 10, const QByteArray& chosen = {})
        : vector(std::move(given))
        , rules(rulesWith(secret, vector.url))
    {
        auto request = std::make_shared<Request>(vector.request);
        request->times.lastByte = SystemTime(std::chrono::seconds(vector.timestamp.value_or(1'700'000'000) + lateBy));
        delivery = std::make_shared<Delivery>();
        delivery->id = { 7 };
        delivery->request = request;
        delivery->response = std::make_shared<Response>();
        delivery->facts = rules->inspect(*request, chosen).facts;
        panel.setRules([this] { return rules; });
        panel.resize(520, 560);
        panel.show();
    }

    bool show()
    {
        panel.showDelivery(delivery);
        return QTest::qWaitFor([this] { return !panel.isBusy(); });
    }
    template<typename T>
    T* part(const char* name) const
    {
        return panel.findChild<T*>(QString::fromLatin1(name));
    }
    QString headline() const { return part<QLabel>("signatureHeadline")->text(); }
    QString advice() const { return part<QLabel>("signatureAdvice")->text(); }
    QString facts() const { return part<FactSheet>("signatureSheet")->allText(); }
    QPushButton* button(const char* name) const { return part<QPushButton>(name); }

    test::ProviderVector vector;
    InspectionRulesPtr rules;
    std::shared_ptr<Delivery> delivery;
    SignaturePanel panel;
};

} // namespace

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
