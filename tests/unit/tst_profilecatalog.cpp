// SPDX-License-Identifier: GPL-3.0-or-later
#include "profile/profilecatalog.h"

#include <QDir>
#include <QFile>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>

using namespace hookloupe;
using namespace Qt::StringLiterals;

namespace {

QByteArray profileText(const QByteArray& id, const QByteArray& name)
{
    return R"({"id":")" + id + R"(","name":")" + name + R"(","evidence":"general",
        "schemes":[{"id":"none","algorithm":"none"}]})";
}

void writeFile(const QDir& folder, const QString& name, const QByteArray& text)
{
    QFile file(folder.filePath(name));
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write(text), text.size());
}

QStringList texts(const std::vector<ProfileError>& errors)
{
    QStringList all;
    for (const ProfileError& error : errors)
        all.append(toText(error));
    return all;
}

} // namespace

class ProfileCatalogTest : public QObject {
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void shipsProfilesWithoutErrors();
    void namesEachShippedFileByItsId();
    void findsById();
    void addsAndOverridesFromTheFolder();
    void leavesBrokenFilesOutAndTellsThem();
    void refusesTheSameIdTwice();
    void bearsAFolderThatIsNotThere();
    void takesTheFolderFromTheEnvironment();
};

void ProfileCatalogTest::shipsProfilesWithoutErrors()
{
    const ProfileCatalog catalog = ProfileCatalog::load({});
    QVERIFY2(catalog.errors().empty(), qPrintable(texts(catalog.errors()).join(u'\n')));
    QVERIFY(catalog.profiles().size() >= 100);
    QVERIFY(std::is_sorted(catalog.profiles().begin(), catalog.profiles().end(),
        [](const ProfilePtr& left, const ProfilePtr& right) { return left->id < right->id; }));
    for (const char* id : { "machnet", "redeam", "basiq", "stripe", "github" })
        QVERIFY2(catalog.find(id), id);
}

void ProfileCatalogTest::namesEachShippedFileByItsId()
{
    const ProfileCatalog catalog = ProfileCatalog::load({});
    for (const ProfilePtr& profile : catalog.profiles())
        QCOMPARE(profile->file, u":/profiles/%1.json"_s.arg(QString::fromLatin1(profile->id)));
}

void ProfileCatalogTest::findsById()
{
    const ProfileCatalog catalog = ProfileCatalog::load({});
    for (const ProfilePtr& profile : catalog.profiles())
        QCOMPARE(catalog.find(profile->id), profile);
    QVERIFY(!catalog.find("nobody"));
    QVERIFY(!catalog.find(""));
    QVERIFY(!catalog.find("zzz"));
    QVERIFY(!ProfileCatalog().find("stripe"));
}

void ProfileCatalogTest::addsAndOverridesFromTheFolder()
{
    const QTemporaryDir folder;
    writeFile(folder.path(), u"mine.json"_s, profileText("mine", "Mine"));
    writeFile(folder.path(), u"anyname.json"_s, profileText("stripe", "My Stripe"));
    writeFile(folder.path(), u"notes.txt"_s, "no profile");
    writeFile(folder.path(), u"x.schema.json"_s, "{}");
    const ProfileCatalog catalog = ProfileCatalog::load(folder.path());
    QVERIFY2(catalog.errors().empty(), qPrintable(texts(catalog.errors()).join(u'\n')));
    QCOMPARE(catalog.profiles().size(), ProfileCatalog::load({}).profiles().size() + 1);
    QCOMPARE(catalog.find("mine")->name, u"Mine"_s);
    QCOMPARE(catalog.find("stripe")->name, u"My Stripe"_s);
    QCOMPARE(catalog.find("stripe")->file, QString(folder.path() + u"/anyname.json"_s));
}

void ProfileCatalogTest::leavesBrokenFilesOutAndTellsThem()
{
    const QTemporaryDir folder;
    writeFile(folder.path(), u"a.json"_s, R"({"id":"stripe","name":"x","evidence":"general"})");
    writeFile(folder.path(), u"b.json"_s, "{");
    writeFile(folder.path(), u"c.json"_s, profileText("mine", "Mine"));
    const ProfileCatalog catalog = ProfileCatalog::load(folder.path());
    QCOMPARE(catalog.errors().size(), 2U);
    QVERIFY(toText(catalog.errors()[0]).startsWith(u"a.json: has no \"schemes\""_s));
    QVERIFY(toText(catalog.errors()[1]).startsWith(u"b.json: line 1"_s));
    QCOMPARE(catalog.find("stripe")->name, u"Stripe"_s);
    QVERIFY(catalog.find("mine"));
}

void ProfileCatalogTest::refusesTheSameIdTwice()
{
    const QTemporaryDir folder;
    writeFile(folder.path(), u"a.json"_s, profileText("mine", "First"));
    writeFile(folder.path(), u"b.json"_s, profileText("mine", "Second"));
    const ProfileCatalog catalog = ProfileCatalog::load(folder.path());
    QCOMPARE(texts(catalog.errors()), QStringList { u"b.json: /id: is the id of a.json, too; choose another."_s });
    QCOMPARE(catalog.find("mine")->name, u"First"_s);
}

void ProfileCatalogTest::bearsAFolderThatIsNotThere()
{
    const QTemporaryDir folder;
    const ProfileCatalog catalog = ProfileCatalog::load(folder.filePath(u"none"_s));
    QVERIFY(catalog.errors().empty());
    QVERIFY(catalog.find("stripe"));
}

void ProfileCatalogTest::takesTheFolderFromTheEnvironment()
{
    qputenv("HOOKLOUPE_PROFILES", "/somewhere/else");
    QCOMPARE(ProfileCatalog::userFolder(), u"/somewhere/else"_s);
    qunsetenv("HOOKLOUPE_PROFILES");
    QVERIFY(ProfileCatalog::userFolder().endsWith(u"/hookloupe/profiles"_s));
}

QTEST_GUILESS_MAIN(ProfileCatalogTest)
#include "tst_profilecatalog.moc"
