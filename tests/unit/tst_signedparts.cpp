// SPDX-License-Identifier: GPL-3.0-or-later
#include "signature/signedparts.h"

#include "profile/profilecatalog.h"
#include "signature/shownsignature.h"
#include "signature/verifier.h"
#include "support/vectors.h"

#include <QTest>

using namespace hookloupe;
using namespace Qt::StringLiterals;

class tst_SignedParts : public QObject {
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void coverTheSignedBytesOfEveryVectorWithoutGaps_data()
    {
        QTest::addColumn<test::ProviderVector>("vector");
        for (const test::ProviderVector& vector : test::providerVectors())
            QTest::newRow(vector.name.constData()) << vector;
    }

    void coverTheSignedBytesOfEveryVectorWithoutGaps()
    {
        QFETCH(test::ProviderVector, vector);
        static const ProfileCatalog Catalog = ProfileCatalog::load({});
        const ProfilePtr profile = Catalog.find(vector.provider);
        QVERIFY(profile);
        EndpointValues endpoint { vector.url, vector.params };
        RequestValues values(vector.request, endpoint);
        const std::vector<NamedSecret> secrets { { u"only"_s, vector.secret } };
        const SignatureReport report = verifySignature(*profile, vector.request, values, secrets, {});
        const Scheme* const scheme = schemeOf(*profile, report.scheme);
        QVERIFY(scheme);

        const std::vector<SignedPart> parts = signedParts(*scheme, vector.request, endpoint, report.signedContent);

        const bool isPlain = scheme->algorithm != SignatureAlgorithm::Jws && scheme->foreach.empty()
            && scheme->signature.grammar != SignatureRule::Grammar::Numbered;
        QVERIFY(!isPlain || report.signedContent.isEmpty() || !parts.empty());
        qint64 at = 0;
        const QByteArray raw = rawBytes(vector.request, 1 << 24);
        for (const SignedPart& part : parts) {
            QCOMPARE(part.begin, at);
            QVERIFY(part.length > 0);
            at = part.end();
            if (part.raw)
                QVERIFY(part.raw->begin >= 0 && part.raw->begin < part.raw->end && part.raw->end <= raw.size());
            const bool isWhole = part.locator == "body" && !part.isDerived;
            if (isWhole)
                QCOMPARE(raw.mid(part.raw->begin, part.raw->end - part.raw->begin),
                    report.signedContent.mid(part.begin, part.length));
        }
        QVERIFY(parts.empty() || at == report.signedContent.size());
    }

    void findsHeadersAndTheirFields()
    {
        Request request;
        request.head = RequestHead::parse("POST /a HTTP/1.1\r\nX-Time: 17\r\nX-Sig: t=17,v1=00\r\n\r\n");
        request.body = Body(QByteArray("{}"));
        Scheme scheme;
        scheme.algorithm = SignatureAlgorithm::Hmac;
        scheme.signature.from = { Locator::Kind::Header, "x-sig" };
        scheme.signature.grammar = SignatureRule::Grammar::KeyValue;
        scheme.signature.separator = ",";
        scheme.signature.assign = "=";
        scheme.signature.field = "v1";
        scheme.content = *ContentTemplate::parse("{sig:t}.{header:x-time}.{method|lower}{body}");

        const auto parts = signedParts(scheme, request, {}, "17.17.post{}");

        QCOMPARE(parts.size(), 6U);
        const QByteArray raw = rawBytes(request, 1000);
        const auto source = [&](std::size_t i) {
            return parts[i].raw ? raw.mid(parts[i].raw->begin, parts[i].raw->end - parts[i].raw->begin)
                                : QByteArray("-");
        };
        QCOMPARE(source(0), "17");
        QCOMPARE(parts[0].raw->begin, qint64(raw.indexOf("t=17") + 2));
        QCOMPARE(source(1), "-");
        QCOMPARE(parts[1].origin, SignedPart::Origin::Literal);
        QCOMPARE(source(2), "17");
        QCOMPARE(parts[2].raw->begin, qint64(raw.indexOf("17")));
        QCOMPARE(source(4), "POST");
        QVERIFY(parts[4].isDerived);
        QCOMPARE(source(5), "{}");
    }

    void givesNothingForOtherBytesThanTheSchemeMakes()
    {
        Request request;
        request.head = RequestHead::parse("POST /a HTTP/1.1\r\n\r\n");
        request.body = Body(QByteArray("{}"));
        Scheme scheme;
        scheme.content = *ContentTemplate::parse("{body}");

        QVERIFY(signedParts(scheme, request, {}, "{}x").empty());
        QVERIFY(signedParts(scheme, request, {}, "x{").empty());
        QVERIFY(signedParts(scheme, request, {}, {}).empty());
        QCOMPARE(signedParts(scheme, request, {}, "{}").size(), 1U);
    }

    void masksWhatIsTheSecretItself()
    {
        Profile profile;
        profile.schemes.resize(2);
        profile.schemes[0].id = "token";
        profile.schemes[0].algorithm = SignatureAlgorithm::Token;
        profile.schemes[0].signature.prefix = "Bearer ";
        profile.schemes[1].id = "hmac";
        profile.schemes[1].algorithm = SignatureAlgorithm::Hmac;
        SignatureReport report;
        report.received = "Bearer s3cret";

        report.scheme = "token";
        QCOMPARE(receivedToShow(report, profile), "Bearer ***");
        report.scheme = "hmac";
        QCOMPARE(receivedToShow(report, profile), "Bearer s3cret");
    }
};

QTEST_GUILESS_MAIN(tst_SignedParts)
#include "tst_signedparts.moc"
