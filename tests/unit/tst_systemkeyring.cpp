// SPDX-License-Identifier: GPL-3.0-or-later
#include "signature/secretargument.h"
#include "signature/secrets/systemkeyring.h"

#include <QRegularExpression>
#include <QTest>

#include <optional>

using namespace hookloupe;
using namespace Qt::StringLiterals;

namespace {

Result<Done, KeyringError> written(const std::function<void(Keyring::Written)>& begin)
{
    auto done = std::make_shared<std::optional<Result<Done, KeyringError>>>();
    begin([done](const Result<Done, KeyringError>& result) { *done = result; });
    if (!QTest::qWaitFor([done] { return done->has_value(); }))
        return Unexpected(KeyringError { KeyringErrorCode::TooSlow, u"no answer"_s });
    return **done;
}

Result<QByteArray, KeyringError> read(const QString& name)
{
    SystemKeyring keyring;
    return readAndWait(keyring, name, std::chrono::seconds(10));
}

} // namespace

/// The desktop's own keyring. Runs within tests/support/with-keyring, which starts one for it.
class tst_SystemKeyring : public QObject {
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void keepsTextAndBytes_data();
    void keepsTextAndBytes();
    void overwritesAndRemoves();
    void saysThatThereIsNoEntry();
    void argumentReadsAnEntry();
};

void tst_SystemKeyring::keepsTextAndBytes_data()
{
    QTest::addColumn<QByteArray>("value");
    QTest::newRow("text") << QByteArray("whsec_abc");
    QTest::newRow("UTF-8") << QByteArray("geheim \xc3\xa4");
    QTest::newRow("blanks and a line end stay") << QByteArray(" a\n");
    QTest::newRow("bytes that are no text") << QByteArray("\xff\x00\x01", 3);
}

void tst_SystemKeyring::keepsTextAndBytes()
{
    QFETCH(QByteArray, value);
    SystemKeyring keyring;
    const QString name = QString::fromLatin1(QTest::currentDataTag());

    const auto kept = written([&](auto done) { keyring.write(name, value, done); });

    QVERIFY2(kept.has_value(), kept ? "" : qPrintable(kept.error().detail));
    QCOMPARE(read(name).value(), value);
}

void tst_SystemKeyring::overwritesAndRemoves()
{
    SystemKeyring keyring;
    const auto write = [&](const QByteArray& value) {
        return written([&](auto done) { keyring.write(u"stripe"_s, value, done); }).has_value();
    };
    QVERIFY(write("one"));
    QVERIFY(write("two"));
    QCOMPARE(read(u"stripe"_s).value(), QByteArray("two"));

    QVERIFY(written([&](auto done) { keyring.remove(u"stripe"_s, done); }));

    QCOMPARE(read(u"stripe"_s).error().code, KeyringErrorCode::NoEntry);
    QVERIFY(written([&](auto done) { keyring.remove(u"stripe"_s, done); }));
}

void tst_SystemKeyring::saysThatThereIsNoEntry()
{
    QCOMPARE(read(u"never written"_s).error().code, KeyringErrorCode::NoEntry);
}

void tst_SystemKeyring::argumentReadsAnEntry()
{
    SystemKeyring keyring;
    QVERIFY(written([&](auto done) { keyring.write(u"by argument"_s, "s3cret", done); }));

    const auto secret = readSecretArgument(u"keychain:by argument"_s);

    QVERIFY(secret);
    QCOMPARE(secret->name, u"keychain:by argument"_s);
    QCOMPARE(secret->value, QByteArray("s3cret"));
    const auto absent = readSecretArgument(u"keychain:never written"_s);
    QVERIFY(!absent);
    QVERIFY(absent.error().contains(u"no entry never written"_s));
}

QTEST_GUILESS_MAIN(tst_SystemKeyring)
#include "tst_systemkeyring.moc"
