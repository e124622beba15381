// SPDX-License-Identifier: GPL-3.0-or-later
#include "endpoints/providerbox.h"
#include "endpoints/secretsdialog.h"
#include "endpoints/secretvaluefield.h"
#include "signature/secrets/secretstore.h"
#include "support/fakekeyring.h"

#include <QAccessible>
#include <QClipboard>
#include <QComboBox>
#include <QCompleter>
#include <QDialogButtonBox>
#include <QGuiApplication>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTableView>
#include <QTest>
#include <QToolButton>

using namespace hookloupe;
using namespace hookloupe::test;
using namespace Qt::StringLiterals;

namespace {

using Kind = SecretSource::Kind;

std::shared_ptr<const ProfileCatalog> catalog()
{
    static const auto Shipped = std::make_shared<const ProfileCatalog>(ProfileCatalog::load({}));
    return Shipped;
}

SecretEntry entry(const QString& name, Kind kind, const QString& place, const QByteArray& profile = "stripe")
{
    return { name, profile, { kind, place } };
}

struct Fixture {
    std::shared_ptr<FakeKeyringState> keyring = std::make_shared<FakeKeyringState>();
    SecretStore store { std::make_unique<FakeKeyring>(keyring) };
    EnteredSecrets earlier;
    Endpoint endpoint;
    std::unique_ptr<SecretsDialog> dialog;

    explicit Fixture(const QByteArray& profile = "stripe")
    {
        endpoint.id = { 1 };
        endpoint.path = "/stripe";
        endpoint.profile = profile;
    }

    void open()
    {
        dialog = std::make_unique<SecretsDialog>(endpoint, catalog(), store, earlier);
        dialog->show();
    }

    template<typename T>
    T* child(const char* name) const
    {
        return dialog->findChild<T*>(QString::fromLatin1(name));
    }
    QPushButton* ok() const { return dialog->findChild<QDialogButtonBox*>()->button(QDialogButtonBox::Ok); }
    QString cell(int row, int column) const
    {
        return child<QTableView>("secretList")->model()->index(row, column).data().toString();
    }
    void type(const char* field, const QString& text) const
    {
        auto* line = child<QLineEdit>(field);
        line->setFocus();
        line->selectAll();
        QTest::keyClicks(line, text);
    }
    void paste(const QString& text) const
    {
        QGuiApplication::clipboard()->setText(text);
        auto* line = child<QLineEdit>("secretValue");
        line->clear();
        line->setFocus();
        QTest::keySequence(line, QKeySequence::Paste);
    }
    void chooseKind(Kind kind) const
    {
        auto* box = child<QComboBox>("secretPlace");
        box->setCurrentIndex(box->findData(static_cast<int>(kind)));
    }
    QString advice() const { return child<QLabel>("secretAdvice")->text(); }
};

} // namespace

/// The dialog in which secrets are entered.
class tst_SecretsDialog : public QObject {
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u"^(?!This plugin does not support)"_s)); }

    void beginsWithOneToEnter();
    void keepsWhatIsPastedAsItIs();
    void advisesAndCleansUpOnlyWhenAsked();
    void showsTheValueOnlyWhileHeld();
    void neverShowsAValueThatIsKept();
    void valueGoesAlongToAnotherPlace();
    void variableAndFileAreLookedForAtOnce();
    void saysWhereTheKeyringIsMissing();
    void asksBeforeAValueLeavesTheKeyring_data();
    void asksBeforeAValueLeavesTheKeyring();
    void namesMustBeUnique();
    void publicKeysHaveSeveralLines();
    void pastedKeyOfSeveralLinesIsShownAsSuch();
    void missingOneIsShownFirst();
    void providerIsFoundByAnyOfItsNames();
    void everyControlHasAName();
};

void tst_SecretsDialog::beginsWithOneToEnter()
{
    Fixture f;
    f.open();

    QCOMPARE(f.cell(0, SecretModel::NameColumn), u"Secret"_s);
    QCOMPARE(f.cell(0, SecretModel::ProviderColumn), u"Stripe"_s);
    QVERIFY(!f.ok()->isEnabled());
    f.paste(u"whsec_abc"_s);
    f.type("secretName", u"live"_s);

    QVERIFY(f.ok()->isEnabled());
    QVERIFY(f.child<QLabel>("secretPlaceNote")->text().contains(u"keychain:stripe-live-"_s));
    f.ok()->click();
    QCOMPARE(f.dialog->result(), int(QDialog::Accepted));
    const std::vector<SecretEntry> entries = f.dialog->entries();
    QCOMPARE(entries.size(), std::size_t(1));
    QCOMPARE(entries[0].name, u"live"_s);
    QCOMPARE(entries[0].source.kind, Kind::Keychain);
    QVERIFY(entries[0].source.place.startsWith(u"stripe-live-"_s));
    QCOMPARE(f.dialog->takeEntered().find(entries[0].source), std::optional(QByteArray("whsec_abc")));
    QVERIFY(f.keyring->entries.isEmpty()); // nothing is kept before the endpoints are
}

void tst_SecretsDialog::keepsWhatIsPastedAsItIs()
{
    Fixture f;
    f.open();
    f.paste(u" \"s3cret\"\n"_s);
    QCOMPARE(f.dialog->takeEntered().find(f.dialog->entries()[0].source), std::optional(QByteArray(" \"s3cret\"\n")));
}

void tst_SecretsDialog::advisesAndCleansUpOnlyWhenAsked()
{
    Fixture f;
    f.open();
    auto* clean = f.child<QPushButton>("secretClean");
    f.paste(u"whsec_abc"_s);
    QVERIFY(!clean->isVisible());
    f.paste(u"whsec_abc \n"_s);
    QVERIFY(f.advice().contains(u"blank"_s));
    QVERIFY(f.advice().contains(u"line end"_s));
    QVERIFY(!f.advice().contains(u"abc"_s));
    QVERIFY(clean->isVisible());

    clean->click();

    QCOMPARE(f.child<QLineEdit>("secretValue")->text(), u"whsec_abc"_s);
    QVERIFY(!clean->isVisible());
    QCOMPARE(f.dialog->takeEntered().find(f.dialog->entries()[0].source), std::optional(QByteArray("whsec_abc")));
}

void tst_SecretsDialog::showsTheValueOnlyWhileHeld()
{
    Fixture f;
    f.open();
    f.paste(u"s3cret"_s);
    auto* line = f.child<QLineEdit>("secretValue");
    auto* eye = f.child<QToolButton>("secretReveal");
    QCOMPARE(line->echoMode(), QLineEdit::Password);

    QTest::mousePress(eye, Qt::LeftButton);
    QCOMPARE(line->echoMode(), QLineEdit::Normal);
    QTest::mouseRelease(eye, Qt::LeftButton);

    QCOMPARE(line->echoMode(), QLineEdit::Password);
}

void tst_SecretsDialog::neverShowsAValueThatIsKept()
{
    Fixture f;
    f.endpoint.secrets = { entry(u"live"_s, Kind::Keychain, u"k1"_s) };
    f.keyring->entries.insert(u"k1"_s, "s3cret");
    f.open();

    QCOMPARE(f.cell(0, SecretModel::PresenceColumn), u"\u2713 here"_s);
    QCOMPARE(f.child<QLineEdit>("secretValue")->text(), QString());
    for (const QWidget* widget : f.dialog->findChildren<QWidget*>()) {
        QVERIFY(!widget->toolTip().contains(u"s3cret"_s));
        QVERIFY(!widget->accessibleName().contains(u"s3cret"_s));
    }
    QVERIFY(f.ok()->isEnabled());
    f.paste(u"n3w"_s);
    QCOMPARE(f.cell(0, SecretModel::PresenceColumn), u"\u2713 entered"_s);
    f.child<QLineEdit>("secretValue")->selectAll();
    QTest::keyClick(f.child<QLineEdit>("secretValue"), Qt::Key_Delete);
    QCOMPARE(f.cell(0, SecretModel::PresenceColumn), u"\u2713 here"_s);
    QVERIFY(f.dialog->takeEntered().values().empty());
}

void tst_SecretsDialog::valueGoesAlongToAnotherPlace()
{
    Fixture f;
    f.endpoint.secrets = { entry(u"live"_s, Kind::Keychain, u"k1"_s) };
    f.keyring->entries.insert(u"k1"_s, "s3cret");
    f.open();

    f.chooseKind(Kind::Memory);

    const SecretSource source = f.dialog->entries()[0].source;
    QCOMPARE(source.kind, Kind::Memory);
    QVERIFY(f.ok()->isEnabled());
    QCOMPARE(f.dialog->takeEntered().find(source), std::optional(QByteArray("s3cret")));
}

void tst_SecretsDialog::variableAndFileAreLookedForAtOnce()
{
    Fixture f;
    qputenv("HOOKLOUPE_TEST_SECRET", "x");
    f.open();

    f.chooseKind(Kind::Environment);
    QVERIFY(!f.ok()->isEnabled());
    f.type("secretVariable", u"HOOKLOUPE_TEST_ABSENT"_s);
    QCOMPARE(f.cell(0, SecretModel::PresenceColumn), u"\u25B2 not set"_s);
    QVERIFY(f.ok()->isEnabled());
    f.type("secretVariable", u"HOOKLOUPE_TEST_SECRET"_s);
    QCOMPARE(f.cell(0, SecretModel::PresenceColumn), u"\u2713 here"_s);
    f.chooseKind(Kind::File);
    f.type("secretFile", u"/nowhere"_s);
    QCOMPARE(f.cell(0, SecretModel::PresenceColumn), u"\u25B2 cannot be read"_s);

    qunsetenv("HOOKLOUPE_TEST_SECRET");
    QCOMPARE(f.dialog->entries()[0].source, (SecretSource { Kind::File, u"/nowhere"_s }));
}

void tst_SecretsDialog::saysWhereTheKeyringIsMissing()
{
    Fixture f;
    f.keyring->fault = KeyringError { KeyringErrorCode::Unavailable, u"no session bus"_s };
    f.open();

    const QString note = f.child<QLabel>("secretKeyringNote")->text();
    QVERIFY(note.contains(u"no session bus"_s));
    QVERIFY(note.contains(u"memory"_s));
    QCOMPARE(f.dialog->entries()[0].source.kind, Kind::Memory);
    QCOMPARE(f.child<QComboBox>("secretPlace")->currentData().toInt(), int(Kind::Memory));
    f.paste(u"s3cret"_s);
    QVERIFY(f.ok()->isEnabled());
}

void tst_SecretsDialog::asksBeforeAValueLeavesTheKeyring_data()
{
    QTest::addColumn<SecretsDialog::Removal>("answer");
    QTest::addColumn<int>("left");
    QTest::addColumn<int>("forgotten");
    QTest::newRow("changed their mind") << SecretsDialog::Removal::Nothing << 1 << 0;
    QTest::newRow("here only") << SecretsDialog::Removal::Here << 0 << 0;
    QTest::newRow("the value, too") << SecretsDialog::Removal::AndFromKeyring << 0 << 1;
}

void tst_SecretsDialog::asksBeforeAValueLeavesTheKeyring()
{
    QFETCH(SecretsDialog::Removal, answer);
    QFETCH(int, left);
    QFETCH(int, forgotten);
    Fixture f;
    f.endpoint.secrets = { entry(u"live"_s, Kind::Keychain, u"k1"_s) };
    f.keyring->entries.insert(u"k1"_s, "s3cret");
    f.open();
    QString asked;
    f.dialog->setRemovalAsker([&](QWidget*, const QString& name) {
        asked = name;
        return answer;
    });

    f.child<QPushButton>("secretRemove")->click();

    QCOMPARE(asked, u"live"_s);
    QCOMPARE(std::ssize(f.dialog->entries()), left);
    QCOMPARE(std::ssize(f.dialog->takeEntered().forgotten()), forgotten);
    QVERIFY(f.keyring->entries.contains(u"k1"_s)); // not before the endpoints are accepted
}

void tst_SecretsDialog::namesMustBeUnique()
{
    Fixture f;
    f.endpoint.secrets = { entry(u"live"_s, Kind::Environment, u"A"_s), entry(u"old"_s, Kind::Environment, u"B"_s) };
    f.open();
    QVERIFY(f.ok()->isEnabled());
    f.type("secretName", u"old"_s);
    QVERIFY(!f.ok()->isEnabled());
    QVERIFY(f.child<QLabel>("secretProblem")->text().contains(u"old"_s));
    f.type("secretName", u"live"_s);
    QVERIFY(f.ok()->isEnabled());
}

void tst_SecretsDialog::publicKeysHaveSeveralLines()
{
    Fixture f("discord");
    f.open();
    auto* lines = f.child<QPlainTextEdit>("secretLines");
    QVERIFY(lines->isVisible());
    QVERIFY(!f.child<QLineEdit>("secretValue")->isVisible());

    lines->setPlainText(u"not a key"_s);

    QVERIFY(f.advice().contains(u"Discord"_s));
    lines->setPlainText(u"3b6a27bcceb6a42d62a3a8d02a6f0d73653215771de243a63ac048a18b59da29"_s);
    QCOMPARE(f.advice(), QString());
    QVERIFY(f.ok()->isEnabled());
}

void tst_SecretsDialog::pastedKeyOfSeveralLinesIsShownAsSuch()
{
    Fixture f("");
    f.open();
    const QString key = u"-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n"_s;

    f.paste(key);

    QVERIFY(f.child<QPlainTextEdit>("secretLines")->isVisible());
    QCOMPARE(f.dialog->takeEntered().find(f.dialog->entries()[0].source), std::optional(key.toUtf8()));
}

void tst_SecretsDialog::missingOneIsShownFirst()
{
    Fixture f;
    f.endpoint.secrets = { entry(u"live"_s, Kind::Keychain, u"k1"_s), entry(u"old"_s, Kind::Memory, u"m1"_s) };
    f.keyring->entries.insert(u"k1"_s, "s3cret");
    f.open();

    f.dialog->showMissing();

    QCOMPARE(f.child<QLineEdit>("secretName")->text(), u"old"_s);
    QVERIFY(f.ok()->isEnabled()); // what is missing may stay missing
    f.paste(u"found"_s);
    QCOMPARE(f.dialog->takeEntered().find({ Kind::Memory, u"m1"_s }), std::optional(QByteArray("found")));
}

void tst_SecretsDialog::providerIsFoundByAnyOfItsNames()
{
    ProviderBox box(*catalog(), u"Provider"_s, u"Any"_s);
    QSignalSpy chosen(&box, &ProviderBox::providerChosen);
    QVERIFY(box.count() > 100);
    box.completer()->setCompletionPrefix(u"machn"_s);
    QVERIFY(box.completer()->completionCount() >= 1);
    QCOMPARE(box.completer()->currentCompletion(), u"Machnet"_s);

    box.show();
    box.lineEdit()->selectAll();
    QTest::keyClicks(box.lineEdit(), u"stripe"_s);
    QTest::keyClick(box.lineEdit(), Qt::Key_Return);
    QCOMPARE(box.provider(), QByteArray("stripe"));
    QVERIFY(chosen.count() >= 1);

    box.setProvider("not in the catalogue");
    QCOMPARE(box.provider(), QByteArray("not in the catalogue"));
    box.setProvider({});
    QCOMPARE(box.currentText(), u"Any"_s);
}

void tst_SecretsDialog::everyControlHasAName()
{
    Fixture f;
    f.endpoint.secrets = { entry(u"live"_s, Kind::Memory, u"m1"_s) };
    f.open();
    for (const QWidget* widget : f.dialog->findChildren<QWidget*>()) {
        if (!widget->isVisible() || !(widget->focusPolicy() & Qt::TabFocus))
            continue;
        QAccessibleInterface* reader = QAccessible::queryAccessibleInterface(const_cast<QWidget*>(widget));
        QVERIFY2(reader && !reader->text(QAccessible::Name).isEmpty(),
            qPrintable(widget->objectName() + u' ' + QString::fromLatin1(widget->metaObject()->className())));
    }
}

QTEST_MAIN(tst_SecretsDialog)
#include "tst_secretsdialog.moc"
