// SPDX-License-Identifier: GPL-3.0-or-later
#include "profile/profilecatalog.h"
#include "signature/signer.h"
#include "support/serveprocess.h"

#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

namespace hookloupe {

using namespace Qt::StringLiterals;

namespace {

const QByteArray EventBody
    = "{\"id\": \"evt_1\",\n \"object\":\"event\", \"name\": \"Zo\xC3\xAB \\u00e9 </b>\", \"n\": 1.50}\n";
constexpr int InstallMs = 120'000;

} // namespace

/// The providers' own libraries as counterparts: they sign and we verify, we sign and they verify. They are installed
/// from npm into a temporary folder; where that cannot be done, the test says so and is skipped.
class tst_Sdk final : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void theySignAndWeVerify_data() { addLibraries(); }
    void theySignAndWeVerify();
    void weSignAndTheyVerify_data() { addLibraries(); }
    void weSignAndTheyVerify();

private:
    static void addLibraries();
    CommandResult node(const QString& action, const QString& name, const QByteArray& input) const;

    QTemporaryDir m_folder;
};

void tst_Sdk::initTestCase()
{
    if (QStandardPaths::findExecutable(u"npm"_s).isEmpty() || QStandardPaths::findExecutable(u"node"_s).isEmpty())
        QSKIP("node and npm are not installed");
    QVERIFY(QFile::copy(QFINDTESTDATA("sdk/counterparts.mjs"), m_folder.filePath(u"counterparts.mjs"_s)));
    QProcess npm;
    npm.setWorkingDirectory(m_folder.path());
    npm.start(u"npm"_s,
        { u"install"_s, u"--no-audit"_s, u"--no-fund"_s, u"--ignore-scripts"_s, u"standardwebhooks@1"_s, u"svix@1"_s,
            u"stripe@17"_s, u"@octokit/webhooks-methods@5"_s });
    if (!npm.waitForFinished(InstallMs) || npm.exitCode() != 0)
        QSKIP("the packages cannot be installed from npm here");
}

void tst_Sdk::addLibraries()
{
    QTest::addColumn<QString>("secret");
    QTest::newRow("standard-webhooks") << u"whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"_s;
    QTest::newRow("svix") << u"whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"_s;
    QTest::newRow("stripe") << u"whsec_test_secret"_s;
    QTest::newRow("github") << u"It's a Secret to Everybody"_s;
}

CommandResult tst_Sdk::node(const QString& action, const QString& name, const QByteArray& input) const
{
    return runOther(u"node"_s, { m_folder.filePath(u"counterparts.mjs"_s), action, name }, input);
}

void tst_Sdk::theySignAndWeVerify()
{
    QFETCH(QString, secret);
    const QString name = QString::fromLatin1(QTest::currentDataTag());
    const CommandResult signedBy = node(u"sign"_s, name, EventBody);
    QVERIFY2(signedBy.exitCode == 0, signedBy.error.constData());
    const QJsonObject headers = QJsonDocument::fromJson(signedBy.output).object();
    QByteArray head = "POST /hook HTTP/1.1\r\nHost: example.test\r\nContent-Type: application/json\r\n";
    for (auto it = headers.begin(); it != headers.end(); ++it)
        head += it.key().toLatin1() + ": " + it.value().toString().toLatin1() + "\r\n";
    QByteArray body = EventBody;
    for (const int exitCode : { 0, 1 }) {
        const QByteArray message = head + "Content-Length: " + QByteArray::number(body.size()) + "\r\n\r\n" + body;
        const CommandResult result
            = runOther(programPath(), { u"verify"_s, u"--provider"_s, name, u"--secret"_s, secret, u"-"_s }, message);
        QVERIFY2(result.exitCode == exitCode, result.output.constData());
        body.replace("evt_1", "evt_2");
    }
}

void tst_Sdk::weSignAndTheyVerify()
{
    QFETCH(QString, secret);
    const QString name = QString::fromLatin1(QTest::currentDataTag());
    const ProfilePtr profile = ProfileCatalog::load({}).find(name.toLatin1());
    QVERIFY(profile);
    const OutgoingRequest request { "POST", "https://example.test/hook", { { "Content-Type", "application/json" } },
        EventBody };
    const auto done = signRequest(profile->schemes.front(), request, secret.toUtf8(), {}, now());
    QVERIFY2(done, done ? "" : qPrintable(done.error()));
    QJsonObject headers;
    for (const auto& [header, value] : done->headers)
        headers.insert(QString::fromLatin1(header).toLower(), QString::fromLatin1(value));
    for (const bool isGood : { true, false }) {
        const QString body = QString::fromUtf8(isGood ? done->body : QByteArray(done->body).replace("evt_1", "evt_2"));
        const QJsonObject sent { { u"headers"_s, headers }, { u"body"_s, body } };
        const CommandResult result = node(u"verify"_s, name, QJsonDocument(sent).toJson());
        QVERIFY2(result.exitCode == (isGood ? 0 : 1), result.error.constData());
    }
}

} // namespace hookloupe

QTEST_GUILESS_MAIN(hookloupe::tst_Sdk)
#include "tst_sdk.moc"
