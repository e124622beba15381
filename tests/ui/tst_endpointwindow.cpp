// SPDX-License-Identifier: GPL-3.0-or-later
#include "endpoint/endpointlines.h"
#include "endpoints/endpointsdialog.h"
#include "endpoints/providerbox.h"
#include "endpoints/secretsdialog.h"
#include "panels/detailpane.h"
#include "ui/windowfixture.h"
#include "widgets/factsheet.h"
#include "widgets/messagestrip.h"
#include "windows/sessioncommands.h"

#include <QAbstractButton>
#include <QCryptographicHash>
#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QLineEdit>
#include <QMessageAuthenticationCode>
#include <QRegularExpression>

using namespace hookloupe;
using namespace Qt::StringLiterals;

namespace {

Endpoint endpointOf(qint64 id, const QByteArray& path)
{
    Endpoint endpoint;
    endpoint.id = { id };
    endpoint.path = path;
    return endpoint;
}

QByteArray remembered(const WindowFixture& f)
{
    return f.settings.windowState(setting::LastEndpointsKey).toByteArray();
}

} // namespace

/// Endpoints in the whole window: from a delivery to what is in force, and back in the next session.
class tst_EndpointWindow : public QObject {
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u"^(?!This plugin does not support)"_s)); }

    void deliveryBecomesAnEndpoint();
    void newSessionBeginsWithTheLastEndpoints();
    void newSessionBeginsEmptyWhereTheSettingSaysSo();
    void missingSecretIsNamedAndEntered();
    void keyringsSecretsComeWhenTheyAreThere();
    void valueThatTheKeyringRefusesStaysInMemory();
    void responseBarNamesTheEndpointThatAnswersOtherwise();
    void sessionKeepsItsEndpoints();
    void followedEndpointsCanOnlyBeLookedAt();
    void followedDeliveriesAreJudgedByTheirOwnEndpoints();
    void challengeLeadsToTheSettingThatItNeeds();
    void changedSecretChecksWhatWasCaptured();
    void profilesAreThereAtTheStart();
    void profilesAreReadAgainWhenTheyChange();
};

void tst_EndpointWindow::deliveryBecomesAnEndpoint()
{
    WindowFixture f;
    f.start();
    QTRY_VERIFY(f.engine->isListening());
    QVERIFY(!f.action("makeEndpointAction")->isEnabled());
    f.post("/shops/42?x=1");
    QTRY_COMPARE(f.rows(), 1);
    f.table()->selectRow(0);
    QTRY_VERIFY(f.action("makeEndpointAction")->isEnabled());

    f.action("makeEndpointAction")->trigger();
    auto* dialog = f.child<EndpointsDialog>("endpointsDialog");
    QVERIFY(dialog);
    QCOMPARE(dialog->findChild<QLineEdit*>(u"endpointPath"_s)->text(), u"/shops/{id}"_s);
    dialog->accept();

    const auto rules = f.engine->inspectionRules();
    QCOMPARE(rules->endpoints().size(), std::size_t(2));
    QCOMPARE(rules->endpoints()[0].endpoint.path, QByteArray("/shops/{id}"));
    QCOMPARE(rules->endpoints()[0].endpoint.method, QByteArray("POST"));
    QVERIFY(remembered(f).contains("/shops/{id}"));
}

void tst_EndpointWindow::newSessionBeginsWithTheLastEndpoints()
{
    WindowFixture f;
    f.settings.setWindowState(setting::LastEndpointsKey, endpointLines({ endpointOf(4, "/last") }));

    f.start();

    QCOMPARE(f.engine->storedEndpoints().at(0), endpointOf(4, "/last"));
}

void tst_EndpointWindow::newSessionBeginsEmptyWhereTheSettingSaysSo()
{
    WindowFixture f;
    f.settings.setWindowState(setting::LastEndpointsKey, endpointLines({ endpointOf(4, "/last") }));
    f.settings.set(setting::RememberEndpoints, false);

    f.start();

    const std::vector<Endpoint> endpoints = f.engine->storedEndpoints();
    QVERIFY(std::none_of(endpoints.begin(), endpoints.end(), [](const Endpoint& one) { return one.path == "/last"; }));
}

void tst_EndpointWindow::missingSecretIsNamedAndEntered()
{
    Endpoint endpoint = endpointOf(1, "/stripe");
    endpoint.profile = "stripe";
    endpoint.secrets = { { u"live"_s, "stripe", { SecretSource::Kind::Memory, u"m1"_s } } };
    WindowFixture f;
    f.settings.setWindowState(setting::LastEndpointsKey, endpointLines({ endpoint }));
    f.start();
    auto* strip = f.child<MessageStrip>("secretsStrip");
    QVERIFY(strip->text().contains(u"live"_s));
    QCOMPARE(f.status("statusSecrets"), u"\u25B2 1 of 1 secrets missing"_s);

    strip->findChild<QAbstractButton*>(u"messageAction"_s)->click();
    auto* secrets = f.child<SecretsDialog>("secretsDialog");
    QVERIFY(secrets);
    QTest::keyClicks(secrets->findChild<QLineEdit*>(u"secretValue"_s), u"whsec_abc"_s);
    secrets->accept();
    f.child<EndpointsDialog>("endpointsDialog")->accept();

    QCOMPARE(strip->text(), QString());
    QCOMPARE(f.status("statusSecrets"), u"1 secret"_s);
    const auto rules = f.engine->inspectionRules();
    QCOMPARE(rules->endpoints()[0].secrets.at(0).secret.value, QByteArray("whsec_abc"));
    QVERIFY(!remembered(f).contains("whsec_abc"));
}

void tst_EndpointWindow::keyringsSecretsComeWhenTheyAreThere()
{
    Endpoint endpoint = endpointOf(1, "/stripe");
    endpoint.secrets = { { u"live"_s, "stripe", { SecretSource::Kind::Keychain, u"k1"_s } } };
    WindowFixture f;
    f.keyring->answersAtOnce = false;
    f.keyring->entries.insert(u"k1"_s, "s3cret");
    f.settings.setWindowState(setting::LastEndpointsKey, endpointLines({ endpoint }));

    f.start();
    QVERIFY(f.engine->inspectionRules()->endpoints()[0].secrets.empty());
    QCOMPARE(f.child<MessageStrip>("secretsStrip")->text(), QString());
    f.keyring->answerAll();

    QCOMPARE(f.engine->inspectionRules()->endpoints()[0].secrets.at(0).secret.value, QByteArray("s3cret"));
    QCOMPARE(f.child<MessageStrip>("secretsStrip")->text(), QString());
}

void tst_EndpointWindow::valueThatTheKeyringRefusesStaysInMemory()
{
    WindowFixture f;
    f.start();
    f.action("endpointsAction")->trigger();
    auto* dialog = f.child<EndpointsDialog>("endpointsDialog");
    dialog->propose(endpointOf(0, "/stripe"));
    dialog->findChild<QAbstractButton*>(u"endpointSecretsButton"_s)->click();
    auto* secrets = dialog->findChild<SecretsDialog*>();
    QTest::keyClicks(secrets->findChild<QLineEdit*>(u"secretValue"_s), u"s3cret"_s);
    secrets->accept();
    f.keyring->fault = KeyringError { KeyringErrorCode::Denied, u"it is locked"_s };

    dialog->accept();

    QTRY_VERIFY(f.child<MessageStrip>("messageStrip")->text().contains(u"it is locked"_s));
    const ActiveEndpoint active = f.engine->inspectionRules()->endpoints()[0];
    QCOMPARE(active.endpoint.secrets.at(0).source.kind, SecretSource::Kind::Memory);
    QCOMPARE(active.secrets.at(0).secret.value, QByteArray("s3cret"));
}

void tst_EndpointWindow::responseBarNamesTheEndpointThatAnswersOtherwise()
{
    Endpoint endpoint = endpointOf(1, "/failing");
    endpoint.response = *parseResponseSequence(u"503"_s);
    WindowFixture f;
    f.settings.setWindowState(setting::LastEndpointsKey, endpointLines({ endpoint }));
    f.start();
    QTRY_VERIFY(f.engine->isListening());
    QCOMPARE(f.post("/failing"), QByteArray("HTTP/1.1 503 Service Unavailable"));
    QCOMPARE(f.post("/fine"), QByteArray("HTTP/1.1 200 OK"));
    QTRY_COMPARE(f.rows(), 2);
    const auto* meaning = f.child<QLabel>("responseMeaning");

    f.table()->selectRow(0);
    QTRY_VERIFY(meaning->text().startsWith(u"/failing has a response of its own: 503 Service Unavailable."_s));
    f.table()->selectRow(1);
    QTRY_COMPARE(meaning->text(), u"Every request is answered 200 OK."_s);
}

void tst_EndpointWindow::sessionKeepsItsEndpoints()
{
    WindowFixture f;
    f.start();
    QTRY_VERIFY(f.engine->isListening());
    f.action("endpointsAction")->trigger();
    f.child<EndpointsDialog>("endpointsDialog")->propose(endpointOf(0, "/kept"));
    f.child<EndpointsDialog>("endpointsDialog")->accept();
    f.post("/kept");
    QTRY_COMPARE(f.rows(), 1);
    f.settings.set(setting::RememberEndpoints, false);

    f.window->sessions().open(f.folder.filePath(u"two.hookloupe"_s));
    f.action("endpointsAction")->trigger();
    QCOMPARE(f.child<EndpointsDialog>("endpointsDialog")->endpoints().size(), std::size_t(1));
    f.window->sessions().open(f.folder.filePath(u"one.hookloupe"_s));
    QTRY_VERIFY(!f.child<EndpointsDialog>("endpointsDialog")); // it was of the other session
    f.action("endpointsAction")->trigger();

    const auto& endpoints = f.child<EndpointsDialog>("endpointsDialog")->endpoints();
    QCOMPARE(endpoints.size(), std::size_t(2));
    QCOMPARE(endpoints[0].path, QByteArray("/kept"));
    QCOMPARE(f.engine->inspectionRules()->endpoints()[0].endpoint.path, QByteArray("/kept"));
}

void tst_EndpointWindow::followedEndpointsCanOnlyBeLookedAt()
{
    WindowFixture writer;
    writer.settings.setWindowState(setting::LastEndpointsKey, endpointLines({ endpointOf(4, "/written") }));
    writer.start();
    QTRY_VERIFY(writer.engine->isListening());
    writer.post("/written");
    QTRY_COMPARE(writer.rows(), 1);

    WindowFixture reader;
    reader.window->start(writer.folder.filePath(u"one.hookloupe"_s));
    QTRY_COMPARE(reader.rows(), 1);
    reader.table()->selectRow(0);
    reader.action("endpointsAction")->trigger();

    auto* dialog = reader.child<EndpointsDialog>("endpointsDialog");
    QCOMPARE(dialog->endpoints().at(0).path, QByteArray("/written"));
    QVERIFY(!dialog->findChild<QAbstractButton*>(u"endpointAdd"_s)->isEnabled());
    QVERIFY(dialog->findChild<QLineEdit*>(u"endpointPath"_s)->isReadOnly());
    QVERIFY(!reader.action("makeEndpointAction")->isEnabled());
    QVERIFY(!reader.action("checkAgainAction")->isEnabled());
}

void tst_EndpointWindow::followedDeliveriesAreJudgedByTheirOwnEndpoints()
{
    Endpoint endpoint = endpointOf(4, "/written");
    endpoint.name = u"orders"_s;
    endpoint.profile = "stripe";
    WindowFixture writer;
    writer.settings.setWindowState(setting::LastEndpointsKey, endpointLines({ endpoint }));
    writer.start();
    QTRY_VERIFY(writer.engine->isListening());
    writer.post("/written");
    QTRY_COMPARE(writer.rows(), 1);

    WindowFixture reader;
    reader.window->start(writer.folder.filePath(u"one.hookloupe"_s));
    QTRY_COMPARE(reader.rows(), 1);
    reader.table()->selectRow(0);

    auto* overview = reader.child<FactSheet>("overviewSheet");
    QTRY_VERIFY(overview->allText().contains(u"Endpoint: orders (/written)"_s));
    QVERIFY(overview->allText().contains(u"Provider: Stripe (stripe)"_s));
    QVERIFY(!reader.child<QLabel>("signatureNote")->isHidden());
}

void tst_EndpointWindow::challengeLeadsToTheSettingThatItNeeds()
{
    Endpoint endpoint = endpointOf(4, "/meta");
    endpoint.profile = "whatsapp";
    WindowFixture f;
    f.settings.setWindowState(setting::LastEndpointsKey, endpointLines({ endpoint }));
    f.start();
    QTRY_VERIFY(f.engine->isListening());
    QTcpSocket socket;
    socket.connectToHost(QHostAddress::LocalHost, f.engine->listeningAt().front().port);
    socket.write("GET /meta?hub.mode=subscribe&hub.challenge=1&hub.verify_token=t HTTP/1.1\r\nHost: a\r\n\r\n");
    QTRY_COMPARE(f.rows(), 1);
    f.table()->selectRow(0);
    auto* panes = f.window->findChild<DetailPane*>();
    QVERIFY(panes);
    panes->showTab(DetailPane::SignatureTab);
    QTRY_VERIFY(isShown(f.child<QAbstractButton>("enterSetting")));

    f.child<QAbstractButton>("enterSetting")->click();

    auto* dialog = f.child<EndpointsDialog>("endpointsDialog");
    QVERIFY(dialog);
    QCOMPARE(dialog->findChild<QLineEdit*>(u"endpointPath"_s)->text(), u"/meta"_s);
    QCOMPARE(dialog->focusWidget(), dialog->findChild<QLineEdit*>(u"endpointParam-verify_token"_s));
}

void tst_EndpointWindow::changedSecretChecksWhatWasCaptured()
{
    const QByteArray body = "{\"id\":\"evt_1\",\"object\":\"event\"}";
    const QByteArray time = QByteArray::number(QDateTime::currentSecsSinceEpoch());
    const QByteArray signature
        = QMessageAuthenticationCode::hash(time + '.' + body, "whsec_abc", QCryptographicHash::Sha256).toHex();
    WindowFixture f;
    f.start();
    QTRY_VERIFY(f.engine->isListening());
    f.post("/stripe", body, "Stripe-Signature: t=" + time + ",v1=" + signature + "\r\n");
    QTRY_COMPARE(f.rows(), 1);
    Verdict verdict = Verdict::Unknown;
    connect(f.engine.get(), &CaptureEngine::factsChanged, this,
        [&verdict](const std::vector<DeliverySummary>& summaries) { verdict = summaries.front().verdict; });

    f.action("endpointsAction")->trigger();
    auto* dialog = f.child<EndpointsDialog>("endpointsDialog");
    dialog->findChild<QAbstractButton*>(u"endpointSecretsButton"_s)->click();
    auto* secrets = dialog->findChild<SecretsDialog*>();
    QTest::keyClicks(secrets->findChild<QLineEdit*>(u"secretValue"_s), u"whsec_abc"_s);
    secrets->accept();
    dialog->accept();

    QTRY_COMPARE(verdict, Verdict::Valid);
    QTRY_COMPARE(f.child<MessageStrip>("messageStrip")->text(), u"1 delivery checked again."_s);
    QCOMPARE(f.child<MessageStrip>("progressStrip")->text(), QString());
}

void tst_EndpointWindow::profilesAreThereAtTheStart()
{
    WindowFixture f;
    f.start();
    QVERIFY(f.engine->profiles()->find("stripe"));
    f.action("endpointsAction")->trigger();
    QVERIFY(f.child<ProviderBox>("endpointProvider")->count() > 100);
}

void tst_EndpointWindow::profilesAreReadAgainWhenTheyChange()
{
    WindowFixture f;
    f.start();
    auto* strip = f.child<MessageStrip>("profilesStrip");
    QCOMPARE(strip->text(), QString());
    QVERIFY(QDir(f.folder.path()).mkdir(u"profiles"_s));

    QFile own(f.folder.filePath(u"profiles/mine.json"_s));
    QVERIFY(own.open(QIODevice::WriteOnly));
    own.write("{ \"id\": \"mine\"");
    own.close();
    QTRY_VERIFY(strip->text().contains(u"mine.json"_s));
    QFile shipped(u":/profiles/stripe.json"_s);
    QVERIFY(shipped.open(QIODevice::ReadOnly) && own.open(QIODevice::WriteOnly | QIODevice::Truncate));
    own.write(shipped.readAll().replace("\"id\": \"stripe\"", "\"id\": \"mine\""));
    own.close();

    QTRY_VERIFY(f.engine->profiles()->find("mine"));
    QVERIFY2(strip->text().startsWith(u"The profiles have changed"_s), qPrintable(strip->text()));
}

QTEST_MAIN(tst_EndpointWindow)
#include "tst_endpointwindow.moc"
