// SPDX-License-Identifier: GPL-3.0-or-later
#include "endpoints/endpointsdialog.h"
#include "endpoints/providerbox.h"
#include "endpoints/secretsdialog.h"
#include "response/responsedialog.h"
#include "signature/secrets/secretstore.h"
#include "support/fakekeyring.h"
#include "widgets/messagestrip.h"

#include <QAccessible>
#include <QCheckBox>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QRegularExpression>
#include <QSpinBox>
#include <QTableView>
#include <QTest>

using namespace hookloupe;
using namespace hookloupe::test;
using namespace Qt::StringLiterals;

namespace {

std::shared_ptr<const ProfileCatalog> catalog()
{
    static const auto Shipped = std::make_shared<const ProfileCatalog>(ProfileCatalog::load({}));
    return Shipped;
}

Endpoint endpointOf(qint64 id, const QByteArray& path, const QByteArray& profile = {})
{
    Endpoint endpoint;
    endpoint.id = { id };
    endpoint.path = path;
    endpoint.profile = profile;
    return endpoint;
}

struct Fixture {
    SecretStore store { std::make_unique<FakeKeyring>(std::make_shared<FakeKeyringState>()) };
    std::unique_ptr<EndpointsDialog> dialog;

    explicit Fixture(const std::vector<Endpoint>& endpoints)
    {
        CapturedDeliveries captured;
        captured.add("POST", "/a/1");
        captured.add("POST", "/a/2");
        captured.add("POST", "/b");
        dialog = std::make_unique<EndpointsDialog>(catalog(), store, endpoints, captured, EndpointId { 1 });
        dialog->QDialog::show();
    }

    template<typename T>
    T* child(const char* name) const
    {
        return dialog->findChild<T*>(QString::fromLatin1(name));
    }
    void click(const char* name) const { child<QPushButton>(name)->click(); }
    QPushButton* ok() const
    {
        return dialog->findChild<QDialogButtonBox*>(QString(), Qt::FindDirectChildrenOnly)
            ->button(QDialogButtonBox::Ok);
    }
    void select(int row) const { child<QTableView>("endpointList")->selectRow(row); }
    int current() const { return child<QTableView>("endpointList")->currentIndex().row(); }
    QString note() const { return child<QLabel>("endpointPathNote")->text(); }
    void type(const char* field, const QString& text) const
    {
        auto* line = child<QLineEdit>(field);
        line->setFocus();
        line->selectAll();
        QTest::keyClicks(line, text);
    }
    QByteArrayList paths() const
    {
        QByteArrayList paths;
        for (const Endpoint& endpoint : dialog->endpoints())
            paths << endpoint.path;
        return paths;
    }
};

} // namespace

/// The dialog in which endpoints are edited.
class tst_EndpointsDialog : public QObject {
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u"^(?!This plugin does not support)"_s)); }

    void defaultEndpointHasNoPathAndCannotGo();
    void judgesThePathWhileItIsTyped();
    void fieldsGoIntoTheEndpoint();
    void asksForWhatTheProfileNeeds();
    void saysWhenTheProviderSignsTheUrl();
    void removedOneCanComeBack();
    void proposalSaysWhoTakesItAlready();
    void proposalCanGiveWay();
    void responseOfItsOwnIsChosenAndTakenBack();
    void secretsComeBackFromTheirDialog();
    void cancelledSecretsLeaveNothing();
    void readOnlyChangesNothing();
    void fitsOnASmallScreen();
    void everyControlHasAName();
};

void tst_EndpointsDialog::defaultEndpointHasNoPathAndCannotGo()
{
    Fixture f({});
    QCOMPARE(f.dialog->endpoints().size(), std::size_t(1));
    QVERIFY(!f.child<QLineEdit>("endpointPath")->isEnabled());
    QVERIFY(!f.child<QPushButton>("endpointRemove")->isEnabled());
    QVERIFY(f.note().contains(u"3 of 3"_s));
    QVERIFY(f.ok()->isEnabled());
}

void tst_EndpointsDialog::judgesThePathWhileItIsTyped()
{
    Fixture f({ endpointOf(1, "/b") });
    f.click("endpointAdd");

    f.type("endpointPath", u"/a/{id}"_s);
    QCOMPARE(f.note(), u"\u2713 Takes 2 of 3 captured deliveries."_s);
    f.type("endpointPath", u"a"_s);
    QVERIFY(f.note().startsWith(u'\u2715'));
    QVERIFY(f.note().contains(u"slash"_s));
    QVERIFY(!f.ok()->isEnabled());
    f.type("endpointPath", u"/b"_s);
    QVERIFY(f.note().startsWith(u'\u25B2'));
    QVERIFY(!f.ok()->isEnabled());
    f.type("endpointPath", u"/c"_s);
    QCOMPARE(f.note(), u"Takes 0 of 3 captured deliveries."_s);
    QVERIFY(f.ok()->isEnabled());
}

void tst_EndpointsDialog::fieldsGoIntoTheEndpoint()
{
    Fixture f({ endpointOf(1, "/b") });

    f.type("endpointName", u"Shop"_s);
    f.type("endpointUrl", u"https://a.test"_s);
    f.child<QComboBox>("endpointMethod")->setCurrentText(u"post"_s);
    f.child<QCheckBox>("endpointChallenges")->click();

    const Endpoint& endpoint = f.dialog->endpoints()[0];
    QCOMPARE(endpoint.id, EndpointId { 1 });
    QCOMPARE(endpoint.name, u"Shop"_s);
    QCOMPARE(endpoint.values.publicUrl, QByteArray("https://a.test"));
    QCOMPARE(endpoint.method, QByteArray("POST"));
    QVERIFY(!endpoint.answersChallenges);
    f.select(1);
    f.select(0);
    QCOMPARE(f.child<QLineEdit>("endpointName")->text(), u"Shop"_s);
    QCOMPARE(f.child<QComboBox>("endpointMethod")->currentText(), u"POST"_s);
    f.child<QComboBox>("endpointMethod")->setCurrentIndex(0);
    QCOMPARE(f.dialog->endpoints()[0].method, QByteArray());
}

void tst_EndpointsDialog::asksForWhatTheProfileNeeds()
{
    Fixture f({ endpointOf(1, "/b", "paypal"), endpointOf(2, "/c", "stripe") });
    QVERIFY(f.child<QLineEdit>("endpointParam-webhook_id"));

    f.type("endpointParam-webhook_id", u"WH-1"_s);
    f.select(1);
    QVERIFY(!f.child<QLineEdit>("endpointParam-webhook_id"));
    f.select(0);

    QCOMPARE(f.child<QLineEdit>("endpointParam-webhook_id")->text(), u"WH-1"_s);
    QCOMPARE(f.dialog->endpoints()[0].values.params.at("webhook_id"), QByteArray("WH-1"));
    QVERIFY(f.dialog->endpoints()[1].values.params.empty());
}

void tst_EndpointsDialog::saysWhenTheProviderSignsTheUrl()
{
    Fixture f({ endpointOf(1, "/b", "twilio") });
    const auto says = [&](const QString& text) {
        const auto labels = f.dialog->findChildren<QLabel*>();
        return std::any_of(labels.begin(), labels.end(),
            [&](const QLabel* label) { return label->isVisible() && label->text().contains(text); });
    };
    QVERIFY(says(u"Twilio signs the URL"_s));
    f.type("endpointUrl", u"a.test"_s);
    QVERIFY(says(u"Begin with https://"_s));
    f.type("endpointUrl", u"https://a.test"_s);
    QVERIFY(!says(u"Begin with https://"_s));
}

void tst_EndpointsDialog::removedOneCanComeBack()
{
    Fixture f({ endpointOf(1, "/a"), endpointOf(2, "/b") });
    f.click("endpointRemove");
    QCOMPARE(f.paths(), (QByteArrayList { "/b", "/" }));
    auto* strip = f.dialog->findChild<MessageStrip*>();
    QCOMPARE(strip->text(), u"/a removed."_s);

    strip->findChild<QPushButton*>(u"messageAction"_s)->click();

    QCOMPARE(f.paths(), (QByteArrayList { "/a", "/b", "/" }));
    QCOMPARE(f.dialog->endpoints()[0].id, EndpointId { 1 });
    QCOMPARE(f.current(), 0);
}

void tst_EndpointsDialog::proposalSaysWhoTakesItAlready()
{
    Fixture f({ endpointOf(1, "/a") });

    f.dialog->propose(endpointOf(0, "/a/{id}", "stripe"));

    QCOMPARE(f.current(), 1);
    QCOMPARE(f.child<QLineEdit>("endpointPath")->text(), u"/a/{id}"_s);
    QCOMPARE(f.child<ProviderBox>("endpointProvider")->provider(), QByteArray("stripe"));
    QVERIFY(f.dialog->findChild<MessageStrip*>()->text().startsWith(u"/a takes this delivery already"_s));

    Fixture free({ endpointOf(1, "/b") });
    free.dialog->propose(endpointOf(0, "/a/{id}"));
    QCOMPARE(free.dialog->findChild<MessageStrip*>()->text(), QString());
}

void tst_EndpointsDialog::proposalCanGiveWay()
{
    Fixture f({ endpointOf(1, "/b"), endpointOf(2, "/a") });
    f.dialog->propose(endpointOf(0, "/a/{id}"));

    f.dialog->findChild<MessageStrip*>()->findChild<QPushButton*>(u"messageAction"_s)->click();

    QCOMPARE(f.paths(), (QByteArrayList { "/b", "/a", "/" }));
    QCOMPARE(f.current(), 1);
}

void tst_EndpointsDialog::responseOfItsOwnIsChosenAndTakenBack()
{
    Fixture f({ endpointOf(1, "/b") });
    QVERIFY(!f.child<QPushButton>("endpointResponseReset")->isVisible());

    f.click("endpointResponseButton");
    auto* response = f.dialog->findChild<ResponseDialog*>();
    QVERIFY(response);
    response->findChild<QSpinBox*>(u"planStatus"_s)->setValue(503);
    response->accept();

    QCOMPARE(toText(*f.dialog->endpoints()[0].response), u"503"_s);
    QCOMPARE(f.child<QLabel>("endpointResponse")->text(), u"503 Service Unavailable"_s);
    f.click("endpointResponseReset");
    QVERIFY(!f.dialog->endpoints()[0].response);
}

void tst_EndpointsDialog::secretsComeBackFromTheirDialog()
{
    Fixture f({ endpointOf(1, "/b", "stripe") });

    f.click("endpointSecretsButton");
    auto* secrets = f.dialog->findChild<SecretsDialog*>();
    QVERIFY(secrets);
    QTest::keyClicks(secrets->findChild<QLineEdit*>(u"secretValue"_s), u"whsec_abc"_s);
    secrets->accept();

    QCOMPARE(f.child<QLabel>("endpointSecrets")->text(), u"1 secret: Secret"_s);
    const SecretSource source = f.dialog->endpoints()[0].secrets.at(0).source;
    QCOMPARE(f.dialog->takeEntered().find(source), std::optional(QByteArray("whsec_abc")));
}

void tst_EndpointsDialog::cancelledSecretsLeaveNothing()
{
    Fixture f({ endpointOf(1, "/b", "stripe") });

    f.click("endpointSecretsButton");
    auto* secrets = f.dialog->findChild<SecretsDialog*>();
    QTest::keyClicks(secrets->findChild<QLineEdit*>(u"secretValue"_s), u"whsec_abc"_s);
    secrets->reject();

    QVERIFY(f.dialog->endpoints()[0].secrets.empty());
    QVERIFY(f.dialog->takeEntered().values().empty());
}

void tst_EndpointsDialog::readOnlyChangesNothing()
{
    Fixture f({ endpointOf(1, "/b", "stripe") });
    f.dialog->setReadOnly();

    f.type("endpointPath", u"/x"_s);
    for (const char* button : { "endpointAdd", "endpointRemove", "endpointDuplicate", "endpointSecretsButton" })
        QVERIFY2(!f.child<QPushButton>(button)->isEnabled(), button);

    QVERIFY(!f.ok()->isEnabled());
    QCOMPARE(f.paths(), (QByteArrayList { "/b", "/" }));
}

void tst_EndpointsDialog::fitsOnASmallScreen()
{
    Fixture f({ endpointOf(1, "/b", "paypal") });
    QVERIFY2(
        f.dialog->minimumSizeHint().width() <= 900, qPrintable(QString::number(f.dialog->minimumSizeHint().width())));
    QVERIFY(f.dialog->minimumSizeHint().height() <= 620);
    QVERIFY(f.dialog->height() <= 660);
}

void tst_EndpointsDialog::everyControlHasAName()
{
    Fixture f({ endpointOf(1, "/b", "paypal") });
    for (QWidget* widget : f.dialog->findChildren<QWidget*>()) {
        if (!widget->isVisible() || !(widget->focusPolicy() & Qt::TabFocus))
            continue;
        const QAccessibleInterface* reader = QAccessible::queryAccessibleInterface(widget);
        QVERIFY2(reader && !reader->text(QAccessible::Name).isEmpty(),
            qPrintable(widget->objectName() + u' ' + QString::fromLatin1(widget->metaObject()->className())));
    }
}

QTEST_MAIN(tst_EndpointsDialog)
#include "tst_endpointsdialog.moc"
