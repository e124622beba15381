// SPDX-License-Identifier: GPL-3.0-or-later
#include "profile/profilecatalog.h"
#include "profile/profileparameters.h"
#include "signature/secrets/secretadvice.h"

#include <QRegularExpression>
#include <QTest>

using namespace hookloupe;
using namespace Qt::StringLiterals;

using Oddities = std::vector<SecretOddity>;
Q_DECLARE_METATYPE(std::vector<hookloupe::SecretOddity>)

namespace {

const ProfileCatalog& catalog()
{
    static const ProfileCatalog Shipped = ProfileCatalog::load({});
    return Shipped;
}

} // namespace

/// What is said about a secret when it is pasted, and what else a profile needs of an endpoint.
class tst_SecretAdvice : public QObject {
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void tellsWhatIsOdd_data();
    void tellsWhatIsOdd();
    void cleansOnlyTheEdges_data();
    void cleansOnlyTheEdges();
    void knowsPublicKeysFromSecrets();
    void namesTheParametersOfAProfile();
    void noShippedProfileIsWithoutAnAnswer();
};

void tst_SecretAdvice::tellsWhatIsOdd_data()
{
    using enum SecretOddity;
    QTest::addColumn<QByteArray>("secret");
    QTest::addColumn<QByteArray>("provider");
    QTest::addColumn<Oddities>("oddities");
    QTest::newRow("nothing yet") << QByteArray() << QByteArray() << Oddities {};
    QTest::newRow("plain") << QByteArray("s3cret") << QByteArray() << Oddities {};
    QTest::newRow("a blank behind it") << QByteArray("s3cret ") << QByteArray() << Oddities { WhiteSpaceAround };
    QTest::newRow("a blank within is none around") << QByteArray("s3 cret") << QByteArray() << Oddities {};
    QTest::newRow("a line end behind it") << QByteArray("s3cret\n") << QByteArray() << Oddities { LineEnd };
    QTest::newRow("both") << QByteArray("\ts3cret\r\n") << QByteArray() << Oddities { WhiteSpaceAround, LineEnd };
    QTest::newRow("two lines") << QByteArray("s3\ncret") << QByteArray() << Oddities { LineEndInside };
    QTest::newRow("quotes") << QByteArray("\"s3cret\"") << QByteArray() << Oddities { InQuotes };
    QTest::newRow("one quote belongs to it") << QByteArray("\"s3cret") << QByteArray() << Oddities {};
    QTest::newRow("blanks alone") << QByteArray("  ") << QByteArray() << Oddities { WhiteSpaceAround };
    QTest::newRow("public key of several lines")
        << QByteArray("-----BEGIN PUBLIC KEY-----\nAA==\n") << QByteArray() << Oddities {};
    QTest::newRow("private key") << QByteArray("-----BEGIN PRIVATE KEY-----\nAA==\n-----END PRIVATE KEY-----\n")
                                 << QByteArray() << Oddities { PrivateKey };
    QTest::newRow("a prefix that the scheme leaves off")
        << QByteArray("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw") << QByteArray("svix") << Oddities { PrefixLeftOff };
    QTest::newRow("base64 that is none") << QByteArray("whsec_!!") << QByteArray("svix")
                                         << Oddities { PrefixLeftOff, DoesNotDecode };
    QTest::newRow("no public key") << QByteArray("s3cret") << QByteArray("discord") << Oddities { DoesNotDecode };
}

void tst_SecretAdvice::tellsWhatIsOdd()
{
    QFETCH(QByteArray, secret);
    QFETCH(QByteArray, provider);
    QFETCH(Oddities, oddities);
    const ProfilePtr profile = catalog().find(provider);
    QCOMPARE(profile == nullptr, provider.isEmpty());

    QCOMPARE(secretOddities(secret, profile.get()), oddities);
}

void tst_SecretAdvice::cleansOnlyTheEdges_data()
{
    QTest::addColumn<QByteArray>("secret");
    QTest::addColumn<QByteArray>("cleaned");
    QTest::newRow("blanks and line ends") << QByteArray(" \ts3 cret\r\n") << QByteArray("s3 cret");
    QTest::newRow("quotes and what is in them") << QByteArray("' s3cret '\n") << QByteArray("s3cret");
    QTest::newRow("one pair of quotes") << QByteArray("\"\"s3cret\"\"") << QByteArray("\"s3cret\"");
    QTest::newRow("quotes alone stay") << QByteArray("\"\"") << QByteArray("\"\"");
    QTest::newRow("clean") << QByteArray("s3cret") << QByteArray("s3cret");
}

void tst_SecretAdvice::cleansOnlyTheEdges()
{
    QFETCH(QByteArray, secret);
    QFETCH(QByteArray, cleaned);
    QCOMPARE(cleanedSecret(secret), cleaned);
}

void tst_SecretAdvice::knowsPublicKeysFromSecrets()
{
    QVERIFY(takesSharedSecret(*catalog().find("stripe")));
    QVERIFY(!takesPublicKey(*catalog().find("stripe")));
    QVERIFY(takesPublicKey(*catalog().find("discord")));
    QVERIFY(!takesSharedSecret(*catalog().find("discord")));
    const Profile unsignedProfile;
    QVERIFY(!needsSecret(unsignedProfile));
    QVERIFY(secretOddities("anything", &unsignedProfile).empty());
}

void tst_SecretAdvice::namesTheParametersOfAProfile()
{
    QCOMPARE(parameterNames(*catalog().find("paypal")), std::vector<QByteArray> { "webhook_id" });
    QVERIFY(parameterNames(*catalog().find("stripe")).empty());
    QVERIFY(looksAtUrl(*catalog().find("twilio")));
    QVERIFY(!looksAtUrl(*catalog().find("stripe")));
}

void tst_SecretAdvice::noShippedProfileIsWithoutAnAnswer()
{
    QVERIFY(catalog().profiles().size() > 100);
    for (const ProfilePtr& profile : catalog().profiles()) {
        QCOMPARE(needsSecret(*profile), takesPublicKey(*profile) || takesSharedSecret(*profile));
        for (const QByteArray& name : parameterNames(*profile))
            QVERIFY2(!name.isEmpty(), profile->id.constData());
    }
}

QTEST_GUILESS_MAIN(tst_SecretAdvice)
#include "tst_secretadvice.moc"
