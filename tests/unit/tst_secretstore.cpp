// SPDX-License-Identifier: GPL-3.0-or-later
#include "signature/secretargument.h"
#include "signature/secrets/secretplaces.h"
#include "signature/secrets/secretstore.h"
#include "support/fakekeyring.h"

#include <QRegularExpression>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <sys/stat.h>

using namespace hookloupe;
using namespace hookloupe::test;
using namespace Qt::StringLiterals;

namespace {

struct Fixture {
    std::shared_ptr<FakeKeyringState> keyring = std::make_shared<FakeKeyringState>();
    SecretStore store { std::make_unique<FakeKeyring>(keyring) };
    QTemporaryDir folder;

    std::optional<Result<QByteArray, SecretError>> find(const SecretSource& source)
    {
        auto found = std::make_shared<std::optional<Result<QByteArray, SecretError>>>();
        store.find(source, [found](const Result<QByteArray, SecretError>& value) { *found = value; });
        return *found;
    }

    std::optional<Result<Done, SecretError>> keep(const SecretSource& source, const QByteArray& value)
    {
        auto kept = std::make_shared<std::optional<Result<Done, SecretError>>>();
        store.keep(source, value, [kept](const Result<Done, SecretError>& done) { *kept = done; });
        return *kept;
    }

    QString file(const QByteArray& content)
    {
        QFile file(folder.filePath(u"secret"_s));
        if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
            qFatal("the test's own file cannot be written");
        return file.fileName();
    }
};

const SecretSource InMemory { SecretSource::Kind::Memory, u"a"_s };
const SecretSource InKeyring { SecretSource::Kind::Keychain, u"stripe live"_s };

} // namespace

/// Where the values of secrets are found and kept.
class tst_SecretStore : public QObject {
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void memoryHoldsWhatWasEnteredAndNothingElse();
    void keyringKeepsWhatWasEntered();
    void keyringIsAskedOnceForAValue();
    void keyringThatFailsLeavesTheValueInMemory();
    void keyringsAnswerDoesNotReplaceANewerEntry();
    void answersThatComeTooLateAreDropped();
    void forgettingTakesItFromMemoryAndKeyring();
    void variableIsReadEachTime();
    void fileIsReadWithItsLimits_data();
    void fileIsReadWithItsLimits();
    void aPipeIsNotWaitedFor();
    void variablesAndFilesAreNotWritten();
    void saysWhetherThereIsAKeyring();
    void waitingForAKeyringHasAnEnd();
    void argumentNeverShowsTheSecret_data();
    void argumentNeverShowsTheSecret();
    void wipingEmptiesAndLeavesOtherCopiesAlone();
};

void tst_SecretStore::memoryHoldsWhatWasEnteredAndNothingElse()
{
    Fixture f;
    const auto before = f.find(InMemory);
    QVERIFY(before && !*before);
    QCOMPARE(before->error().code, SecretErrorCode::NotHere);

    QVERIFY(*f.keep(InMemory, "s3cret"));

    QCOMPARE(f.find(InMemory)->value(), QByteArray("s3cret"));
    QVERIFY(!*f.find({ SecretSource::Kind::Memory, u"b"_s }));
    QVERIFY(f.keyring->entries.isEmpty());
}

void tst_SecretStore::keyringKeepsWhatWasEntered()
{
    Fixture f;

    QVERIFY(*f.keep(InKeyring, "s3cret"));

    QCOMPARE(f.keyring->entries.value(u"stripe live"_s), QByteArray("s3cret"));
    QCOMPARE(f.find(InKeyring)->value(), QByteArray("s3cret"));
}

void tst_SecretStore::keyringIsAskedOnceForAValue()
{
    Fixture f;
    f.keyring->entries.insert(u"stripe live"_s, "s3cret");

    QCOMPARE(f.find(InKeyring)->value(), QByteArray("s3cret"));
    QCOMPARE(f.find(InKeyring)->value(), QByteArray("s3cret"));

    QCOMPARE(f.keyring->reads, 1);
    QCOMPARE(f.store.held(InKeyring), std::optional(QByteArray("s3cret")));
}

void tst_SecretStore::keyringThatFailsLeavesTheValueInMemory()
{
    Fixture f;
    f.keyring->fault = KeyringError { KeyringErrorCode::Unavailable, u"no bus"_s };

    const auto kept = f.keep(InKeyring, "s3cret");

    QVERIFY(kept && !*kept);
    QCOMPARE(kept->error().code, SecretErrorCode::KeyringUnavailable);
    QCOMPARE(kept->error().detail, u"no bus"_s);
    QCOMPARE(f.find(InKeyring)->value(), QByteArray("s3cret"));
}

void tst_SecretStore::keyringsAnswerDoesNotReplaceANewerEntry()
{
    Fixture f;
    f.keyring->entries.insert(u"stripe live"_s, "old");
    f.keyring->answersAtOnce = false;
    QByteArray found;
    f.store.find(InKeyring, [&found](const Result<QByteArray, SecretError>& value) { found = *value; });
    f.store.keep(InKeyring, "new", [](const Result<Done, SecretError>&) {});

    f.keyring->answerAll();

    QCOMPARE(found, QByteArray("new"));
    QCOMPARE(f.keyring->entries.value(u"stripe live"_s), QByteArray("new"));
}

void tst_SecretStore::answersThatComeTooLateAreDropped()
{
    auto state = std::make_shared<FakeKeyringState>();
    state->answersAtOnce = false;
    bool isAnswered = false;
    {
        SecretStore store(std::make_unique<FakeKeyring>(state));
        store.find(InKeyring, [&](const Result<QByteArray, SecretError>&) { isAnswered = true; });
        store.keep(InKeyring, "x", [&](const Result<Done, SecretError>&) { isAnswered = true; });
        store.probeKeyring();
    }

    state->answerAll();

    QVERIFY(!isAnswered);
}

void tst_SecretStore::forgettingTakesItFromMemoryAndKeyring()
{
    Fixture f;
    QVERIFY(*f.keep(InKeyring, "s3cret"));

    f.store.forget(InKeyring);

    QVERIFY(f.keyring->entries.isEmpty());
    QVERIFY(!f.store.held(InKeyring));
    QCOMPARE(f.find(InKeyring)->error().code, SecretErrorCode::NotHere);
}

void tst_SecretStore::variableIsReadEachTime()
{
    Fixture f;
    const SecretSource source { SecretSource::Kind::Environment, u"HOOKLOUPE_TEST_SECRET"_s };
    qunsetenv("HOOKLOUPE_TEST_SECRET");
    QCOMPARE(f.find(source)->error().code, SecretErrorCode::NotSet);

    qputenv("HOOKLOUPE_TEST_SECRET", "one");
    QCOMPARE(f.find(source)->value(), QByteArray("one"));
    qputenv("HOOKLOUPE_TEST_SECRET", "two");
    QCOMPARE(f.find(source)->value(), QByteArray("two"));

    qunsetenv("HOOKLOUPE_TEST_SECRET");
}

void tst_SecretStore::fileIsReadWithItsLimits_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<QByteArray>("value");
    QTest::newRow("as it is") << QByteArray("s3cret") << QByteArray("s3cret");
    QTest::newRow("one line end is the editor's") << QByteArray("s3cret\n") << QByteArray("s3cret");
    QTest::newRow("one CRLF, too") << QByteArray("s3cret\r\n") << QByteArray("s3cret");
    QTest::newRow("of two, one is kept") << QByteArray("s3cret\n\n") << QByteArray("s3cret\n");
    QTest::newRow("blanks are kept") << QByteArray(" s3cret ") << QByteArray(" s3cret ");
    QTest::newRow("64 KiB") << QByteArray(65'536, 'x') << QByteArray(65'536, 'x');
    QTest::newRow("one byte more is refused") << QByteArray(65'537, 'x') << QByteArray();
    QTest::newRow("empty is refused") << QByteArray() << QByteArray();
    QTest::newRow("a line end alone is refused") << QByteArray("\n") << QByteArray();
}

void tst_SecretStore::fileIsReadWithItsLimits()
{
    QFETCH(QByteArray, content);
    QFETCH(QByteArray, value);
    Fixture f;

    const auto found = f.find({ SecretSource::Kind::File, f.file(content) });

    QVERIFY(found);
    QCOMPARE(found->has_value(), !value.isEmpty());
    if (value.isEmpty())
        QCOMPARE(found->error().code, SecretErrorCode::Unreadable);
    else
        QCOMPARE(found->value(), value);
}

void tst_SecretStore::aPipeIsNotWaitedFor()
{
    Fixture f;
    const QString pipe = f.folder.filePath(u"pipe"_s);
    QCOMPARE(::mkfifo(QFile::encodeName(pipe).constData(), 0600), 0);
    const QString link = f.folder.filePath(u"link"_s);
    QVERIFY(QFile::link(pipe, link));

    for (const QString& path : { pipe, link, f.folder.path(), u"/dev/zero"_s }) {
        const auto found = f.find({ SecretSource::Kind::File, path });

        QVERIFY(found && !*found);
        QCOMPARE(found->error().code, SecretErrorCode::Unreadable);
        QVERIFY(found->error().detail.contains(path));
    }
}

void tst_SecretStore::variablesAndFilesAreNotWritten()
{
    Fixture f;

    QVERIFY(!*f.keep({ SecretSource::Kind::Environment, u"HOOKLOUPE_TEST_SECRET"_s }, "x"));
    QVERIFY(!*f.keep({ SecretSource::Kind::File, f.folder.filePath(u"new"_s) }, "x"));

    QVERIFY(!QFile::exists(f.folder.filePath(u"new"_s)));
    QVERIFY(!qEnvironmentVariableIsSet("HOOKLOUPE_TEST_SECRET"));
}

void tst_SecretStore::saysWhetherThereIsAKeyring()
{
    Fixture f;
    QSignalSpy probed(&f.store, &SecretStore::keyringProbed);

    f.store.probeKeyring();
    QCOMPARE(probed.takeFirst(), (QVariantList { true, QString() }));

    f.keyring->fault = KeyringError { KeyringErrorCode::Unavailable, u"no bus"_s };
    f.store.probeKeyring();
    QCOMPARE(probed.takeFirst(), (QVariantList { false, u"no bus"_s }));
}

void tst_SecretStore::waitingForAKeyringHasAnEnd()
{
    auto state = std::make_shared<FakeKeyringState>();
    state->answersAtOnce = false;
    FakeKeyring keyring(state);

    const auto late = readAndWait(keyring, u"a"_s, std::chrono::milliseconds(20));
    QVERIFY(!late);
    QCOMPARE(late.error().code, KeyringErrorCode::TooSlow);
    state->answerAll(); // nobody waits any more: no harm

    state->answersAtOnce = true;
    state->entries.insert(u"a"_s, "s3cret");
    QCOMPARE(readAndWait(keyring, u"a"_s, std::chrono::hours(1)).value(), QByteArray("s3cret"));
}

void tst_SecretStore::argumentNeverShowsTheSecret_data()
{
    QTest::addColumn<QString>("argument");
    QTest::addColumn<bool>("isGood");
    Fixture f;
    QTest::newRow("the text itself") << u"s3cret"_s << true;
    QTest::newRow("a variable") << u"env:HOOKLOUPE_TEST_SECRET"_s << true;
    QTest::newRow("a variable that is not set") << u"env:HOOKLOUPE_TEST_ABSENT"_s << false;
    QTest::newRow("a file that is not there") << u"file:/nowhere/at/all"_s << false;
    QTest::newRow("nothing") << QString() << false;
}

void tst_SecretStore::argumentNeverShowsTheSecret()
{
    QFETCH(QString, argument);
    QFETCH(bool, isGood);
    qputenv("HOOKLOUPE_TEST_SECRET", "s3cret");

    const auto secret = readSecretArgument(argument);

    qunsetenv("HOOKLOUPE_TEST_SECRET");
    QCOMPARE(secret.has_value(), isGood);
    QVERIFY(!(isGood ? secret->name : secret.error()).contains(u"s3cret"_s));
    if (isGood)
        QCOMPARE(secret->value, QByteArray("s3cret"));
}

void tst_SecretStore::wipingEmptiesAndLeavesOtherCopiesAlone()
{
    QByteArray value("s3cret");
    value.detach();
    const QByteArray copy = value;

    wipeSecret(value);

    QVERIFY(value.isEmpty());
    QCOMPARE(copy, QByteArray("s3cret"));
}

QTEST_GUILESS_MAIN(tst_SecretStore)
#include "tst_secretstore.moc"
