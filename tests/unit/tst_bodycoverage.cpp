// SPDX-License-Identifier: GPL-3.0-or-later
#include "profile/profilecatalog.h"
#include "signature/bodycoverage.h"
#include "support/requestof.h"

#include <QRegularExpression>
#include <QTest>

#include <algorithm>

using namespace hookloupe;
using namespace hookloupe::test;
using namespace Qt::StringLiterals;

Q_DECLARE_METATYPE(hookloupe::BodyCoverage)
Q_DECLARE_METATYPE(hookloupe::HeaderList)

/// What a signature says of the body, for a provider of each kind.
class tst_BodyCoverage : public QObject {
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void followsFromWhatIsSigned_data();
    void followsFromWhatIsSigned();
    void everySchemeWithoutTheBodySaysSo();
    void namesTheValuesThatAreSigned();

private:
    ProfileCatalog m_catalog = ProfileCatalog::load({});
};

void tst_BodyCoverage::followsFromWhatIsSigned_data()
{
    QTest::addColumn<QByteArray>("profile");
    QTest::addColumn<QByteArray>("scheme");
    QTest::addColumn<QByteArray>("target");
    QTest::addColumn<HeaderList>("headers");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<BodyCoverage>("coverage");

    const HeaderList none;
    const HeaderList form { { "Content-Type", "application/x-www-form-urlencoded" } };
    const HeaderList json { { "Content-Type", "application/json" } };
    const auto add = [](const char* name, const char* profile, const char* scheme, const char* target,
                         const HeaderList& headers, const char* body, BodyCoverage coverage) {
        QTest::newRow(name) << QByteArray(profile) << QByteArray(scheme) << QByteArray(target) << headers
                            << QByteArray(body) << coverage;
    };
    add("body in the content", "github", "hmac-sha256", "/h", none, "{}", BodyCoverage::Whole);
    add("hash of the body in the content", "tebex", "hmac-sha256", "/h", none, "{}", BodyCoverage::Whole);
    add("body hash asserted, and there", "twilio", "hmac-sha1", "/h?bodySHA256=ab", json, "{}", BodyCoverage::Whole);
    add("body hash asserted, and not there", "twilio", "hmac-sha1", "/h", json, "{}", BodyCoverage::None);
    add("form that is signed", "twilio", "hmac-sha1", "/h", form, "a=1", BodyCoverage::Whole);
    add("no body, form signed", "twilio", "hmac-sha1", "/h", none, "", BodyCoverage::Whole);
    add("claim with the body's hash", "plaid", "jws", "/h", none, "{}", BodyCoverage::Whole);
    add("claims of other things", "google-pubsub", "jws", "/h", none, "{}", BodyCoverage::None);
    add("token that is the body", "wix", "jws", "/h", none, "a.b.c", BodyCoverage::Whole);
    add("detached token over the body", "saleor", "jws", "/h", none, "{}", BodyCoverage::Whole);
    add("values that are the message", "aws-sns", "rsa-pkcs1-sha256-v2-notification", "/h", none, "{}",
        BodyCoverage::Message);
    add("values, but not all that count", "adyen", "hmac-sha256", "/h", none, "{}", BodyCoverage::Values);
    add("time stamp and token of the body", "redeam", "hmac-sha256", "/h", none, "{}", BodyCoverage::Values);
    add("one id of the body", "favro", "hmac-sha1", "/h", none, "{}", BodyCoverage::Values);
    add("check sum of the body", "paypal", "rsa-pkcs1-sha256", "/h", none, "{}", BodyCoverage::CheckSum);
    add("token", "telegram", "token", "/h", none, "{}", BodyCoverage::None);
}

void tst_BodyCoverage::followsFromWhatIsSigned()
{
    QFETCH(QByteArray, profile);
    QFETCH(QByteArray, scheme);
    QFETCH(QByteArray, target);
    QFETCH(HeaderList, headers);
    QFETCH(QByteArray, body);
    QFETCH(BodyCoverage, coverage);
    const auto& schemes = m_catalog.find(profile)->schemes;
    const auto found
        = std::find_if(schemes.begin(), schemes.end(), [&](const Scheme& candidate) { return candidate.id == scheme; });
    QVERIFY2(found != schemes.end(), schemes.front().id.constData());
    const Request request = requestOf("POST", target, headers, body);
    const EndpointValues endpoint;
    const RequestValues values(request, endpoint);

    QCOMPARE(bodyCoverage(*found, values), coverage);
    QCOMPARE(isBodySigned(*found, values), coverage >= BodyCoverage::Message);
    QCOMPARE(coverageText(coverage, *found).isEmpty(), coverage == BodyCoverage::Whole);
}

void tst_BodyCoverage::everySchemeWithoutTheBodySaysSo()
{
    // Those that the documents name as not covering the body, and no others among the shipped profiles.
    QStringList found;
    const Request request = requestOf("POST", "/h", { { "Content-Type", "application/json" } }, "{\"a\":1}");
    const EndpointValues endpoint;
    const RequestValues values(request, endpoint);
    for (const ProfilePtr& profile : m_catalog.profiles()) {
        for (const Scheme& scheme : profile->schemes) {
            const bool isSharedText = scheme.algorithm == SignatureAlgorithm::Token
                || scheme.algorithm == SignatureAlgorithm::Basic || scheme.algorithm == SignatureAlgorithm::None;
            if (!isSharedText && !isBodySigned(scheme, values) && !found.contains(QString::fromUtf8(profile->id)))
                found.append(QString::fromUtf8(profile->id));
        }
    }
    QCOMPARE(found.join(u' '), u"adyen favro google-pubsub mailgun mandrill mercadopago monday plivo redeam twilio"_s);
}

void tst_BodyCoverage::namesTheValuesThatAreSigned()
{
    const Scheme& scheme = m_catalog.find("favro")->schemes.front();

    QCOMPARE(signedBodyValues(scheme), std::vector<QByteArray>({ "json:/payloadId" }));
    QVERIFY(coverageText(BodyCoverage::Values, scheme).contains(u"json:/payloadId"));
}

QTEST_GUILESS_MAIN(tst_BodyCoverage)
#include "tst_bodycoverage.moc"
