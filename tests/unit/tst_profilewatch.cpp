// SPDX-License-Identifier: GPL-3.0-or-later
#include "profile/profilewatch.h"

#include <QDir>
#include <QFile>
#include <QRegularExpression>
#include <QSaveFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace hookloupe;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

constexpr auto SettleTime = 10ms;

QByteArray profileText(const QByteArray& id, const QByteArray& name)
{
    return R"({"id":")" + id + R"(","name":")" + name
        + R"(","evidence":"general","schemes":[{"id":"none","algorithm":"none"}]})";
}

} // namespace

/// Profiles of the user that change while the program runs.
class tst_ProfileWatch : public QObject {
    Q_OBJECT

private slots:
    void init();
    void cleanup() { m_folder.reset(); }

    void knowsWhatIsThereAtTheBeginning();
    void readsFilesThatCome();
    void readsFilesThatAreWrittenAgain_data();
    void readsFilesThatAreWrittenAgain();
    void readsAReplacedFileTwice();
    void dropsProfilesWhoseFileGoes();
    void givesTheShippedProfileBackWhenItsOverrideGoes();
    void keepsTheLastGoodVersionOfABrokenFile();
    void forgetsABrokenFileThatGoes();
    void leavesAFileOutThatWasNeverGood();
    void seesAFolderThatComesLater();
    void seesAFolderThatGoesAndComesAgain();
    void tellsManyChangesAtOnce();
    void endsAFlowOfChanges();
    void keepsQuietWhenNothingIsDifferent();
    void keepsProfilesThatDidNotChange();
    void watchesNothingWithoutAFolder();

private:
    void write(const QString& name, const QByteArray& text) const
    {
        QFile file(path() + u'/' + name);
        QVERIFY(file.open(QIODevice::WriteOnly));
        QCOMPARE(file.write(text), text.size());
    }

    void replace(const QString& name, const QByteArray& text) const
    {
        QSaveFile file(path() + u'/' + name);
        QVERIFY(file.open(QIODevice::WriteOnly));
        QCOMPARE(file.write(text), text.size());
        QVERIFY(file.commit());
    }

    QString path() const { return m_folder->path() + u"/a/profiles"_s; }

    std::unique_ptr<QTemporaryDir> m_folder;
};

void tst_ProfileWatch::init()
{
    QTest::failOnWarning(QRegularExpression(u".*"_s));
    m_folder = std::make_unique<QTemporaryDir>();
    QVERIFY(QDir().mkpath(path()));
}

static QString nameOf(const ProfileWatch& watch, const char* id)
{
    const ProfilePtr profile = watch.catalog()->find(id);
    return profile ? profile->name : QString();
}

void tst_ProfileWatch::knowsWhatIsThereAtTheBeginning()
{
    write(u"acme.json"_s, profileText("acme", "Acme"));

    const ProfileWatch watch(path(), SettleTime);

    QCOMPARE(nameOf(watch, "acme"), u"Acme"_s);
    QVERIFY(watch.catalog()->find("stripe"));
}

void tst_ProfileWatch::readsFilesThatCome()
{
    const ProfileWatch watch(path(), SettleTime);
    QSignalSpy changed(&watch, &ProfileWatch::changed);

    write(u"acme.json"_s, profileText("acme", "Acme"));

    QTRY_COMPARE(nameOf(watch, "acme"), u"Acme"_s);
    QCOMPARE(changed.last().first().value<std::shared_ptr<const ProfileCatalog>>(), watch.catalog());
}

void tst_ProfileWatch::readsFilesThatAreWrittenAgain_data()
{
    QTest::addColumn<bool>("isReplaced");

    QTest::newRow("in place") << false;
    QTest::newRow("by a rename, as editors do") << true;
}

void tst_ProfileWatch::readsFilesThatAreWrittenAgain()
{
    QFETCH(bool, isReplaced);
    write(u"acme.json"_s, profileText("acme", "Acme"));
    const ProfileWatch watch(path(), SettleTime);

    if (isReplaced)
        replace(u"acme.json"_s, profileText("acme", "Acme 2"));
    else
        write(u"acme.json"_s, profileText("acme", "Acme 2"));

    QTRY_COMPARE(nameOf(watch, "acme"), u"Acme 2"_s);
}

void tst_ProfileWatch::readsAReplacedFileTwice()
{
    write(u"acme.json"_s, profileText("acme", "Acme"));
    QFile held(path() + u"/acme.json"_s);
    QVERIFY(held.open(QIODevice::ReadOnly));
    const ProfileWatch watch(path(), SettleTime);
    replace(u"acme.json"_s, profileText("acme", "Acme 2"));
    QTRY_COMPARE(nameOf(watch, "acme"), u"Acme 2"_s);

    write(u"acme.json"_s, profileText("acme", "Acme 3"));

    QTRY_COMPARE(nameOf(watch, "acme"), u"Acme 3"_s);
}

void tst_ProfileWatch::dropsProfilesWhoseFileGoes()
{
    write(u"acme.json"_s, profileText("acme", "Acme"));
    const ProfileWatch watch(path(), SettleTime);

    QVERIFY(QFile::remove(path() + u"/acme.json"_s));

    QTRY_VERIFY(!watch.catalog()->find("acme"));
    QVERIFY(watch.catalog()->errors().empty());
}

void tst_ProfileWatch::givesTheShippedProfileBackWhenItsOverrideGoes()
{
    write(u"mine.json"_s, profileText("stripe", "My Stripe"));
    const ProfileWatch watch(path(), SettleTime);
    QCOMPARE(nameOf(watch, "stripe"), u"My Stripe"_s);

    QVERIFY(QFile::remove(path() + u"/mine.json"_s));

    QTRY_COMPARE(nameOf(watch, "stripe"), u"Stripe"_s);
}

void tst_ProfileWatch::keepsTheLastGoodVersionOfABrokenFile()
{
    write(u"acme.json"_s, profileText("acme", "Acme"));
    const ProfileWatch watch(path(), SettleTime);

    write(u"acme.json"_s, "{\"id\":\"acme\",");

    QTRY_VERIFY(!watch.catalog()->errors().empty());
    QCOMPARE(nameOf(watch, "acme"), u"Acme"_s);
    QCOMPARE(watch.catalog()->errors().front().file, QString(path() + u"/acme.json"_s));

    write(u"acme.json"_s, profileText("acme", "Acme 2"));

    QTRY_COMPARE(nameOf(watch, "acme"), u"Acme 2"_s);
    QVERIFY(watch.catalog()->errors().empty());
}

void tst_ProfileWatch::forgetsABrokenFileThatGoes()
{
    write(u"acme.json"_s, profileText("acme", "Acme"));
    const ProfileWatch watch(path(), SettleTime);
    write(u"acme.json"_s, "{");
    QTRY_VERIFY(!watch.catalog()->errors().empty());

    QVERIFY(QFile::remove(path() + u"/acme.json"_s));

    QTRY_VERIFY(!watch.catalog()->find("acme"));
    QVERIFY(watch.catalog()->errors().empty());
}

void tst_ProfileWatch::leavesAFileOutThatWasNeverGood()
{
    write(u"stripe.json"_s, "{");

    const ProfileWatch watch(path(), SettleTime);

    QCOMPARE(nameOf(watch, "stripe"), u"Stripe"_s);
    QVERIFY(!watch.catalog()->errors().empty());
}

void tst_ProfileWatch::seesAFolderThatComesLater()
{
    QVERIFY(QDir(m_folder->path() + u"/a"_s).removeRecursively());
    const ProfileWatch watch(path(), SettleTime);

    QVERIFY(QDir().mkpath(path()));
    write(u"acme.json"_s, profileText("acme", "Acme"));

    QTRY_COMPARE(nameOf(watch, "acme"), u"Acme"_s);
}

void tst_ProfileWatch::seesAFolderThatGoesAndComesAgain()
{
    write(u"acme.json"_s, profileText("acme", "Acme"));
    const ProfileWatch watch(path(), SettleTime);
    QVERIFY(QDir(m_folder->path() + u"/a"_s).removeRecursively());
    QTRY_VERIFY(!watch.catalog()->find("acme"));

    QVERIFY(QDir().mkpath(path()));
    write(u"acme.json"_s, profileText("acme", "Acme 2"));

    QTRY_COMPARE(nameOf(watch, "acme"), u"Acme 2"_s);
}

void tst_ProfileWatch::tellsManyChangesAtOnce()
{
    const ProfileWatch watch(path(), SettleTime);
    QSignalSpy changed(&watch, &ProfileWatch::changed);

    for (int i = 0; i < 50; ++i) {
        const QByteArray id = "acme-" + QByteArray::number(i);
        write(QString::fromLatin1(id + ".json"), profileText(id, "Acme"));
    }

    QVERIFY(changed.wait());
    QVERIFY(watch.catalog()->find("acme-49"));
    QCOMPARE(changed.size(), 1);
}

void tst_ProfileWatch::endsAFlowOfChanges()
{
    // The folder is never quiet for so long, and is read nevertheless.
    const ProfileWatch watch(path(), ProfileWatch::MaxWait - 1ms);
    QSignalSpy changed(&watch, &ProfileWatch::changed);
    QTimer writes;
    int count = 0;
    connect(&writes, &QTimer::timeout, this,
        [&] { write(u"acme.json"_s, profileText("acme", "Acme " + QByteArray::number(++count))); });
    writes.start(100ms);

    QVERIFY(changed.wait(20'000));

    QVERIFY(nameOf(watch, "acme").startsWith(u"Acme "));
}

void tst_ProfileWatch::keepsQuietWhenNothingIsDifferent()
{
    write(u"acme.json"_s, profileText("acme", "Acme"));
    const ProfileWatch watch(path(), SettleTime);
    QSignalSpy changed(&watch, &ProfileWatch::changed);
    const std::shared_ptr<const ProfileCatalog> before = watch.catalog();

    write(u"acme.json"_s, profileText("acme", "Acme"));
    write(u"notes.txt"_s, "no profile");
    write(u"other.schema.json"_s, "no profile either");
    QVERIFY(!changed.wait(500));

    QCOMPARE(watch.catalog(), before);
}

void tst_ProfileWatch::keepsProfilesThatDidNotChange()
{
    write(u"acme.json"_s, profileText("acme", "Acme"));
    const ProfileWatch watch(path(), SettleTime);
    const ProfilePtr acme = watch.catalog()->find("acme");
    const ProfilePtr stripe = watch.catalog()->find("stripe");

    write(u"other.json"_s, profileText("other", "Other"));

    QTRY_VERIFY(watch.catalog()->find("other"));
    QCOMPARE(watch.catalog()->find("acme"), acme);
    QCOMPARE(watch.catalog()->find("stripe"), stripe);
}

void tst_ProfileWatch::watchesNothingWithoutAFolder()
{
    const ProfileWatch watch({}, SettleTime);

    QVERIFY(watch.catalog()->find("stripe"));
}

QTEST_GUILESS_MAIN(tst_ProfileWatch)
#include "tst_profilewatch.moc"
