// SPDX-License-Identifier: GPL-3.0-or-later
#include "endpoint/inspectionrules.h"
#include "support/vectors.h"

#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

using namespace hookloupe;
using namespace hookloupe::test;
using namespace Qt::StringLiterals;

namespace {

ActiveSecret secretFor(const QByteArray& profile, const QByteArray& value, const QString& name = u"live"_s)
{
    return { profile, NamedSecret { name, value } };
}

ActiveEndpoint endpointAt(qint64 id, const QByteArray& path, const QByteArray& profile = {},
    std::vector<ActiveSecret> secrets = {}, const QByteArray& method = {})
{
    ActiveEndpoint active;
    active.endpoint.id = EndpointId { id };
    active.endpoint.name = QString::fromLatin1(path);
    active.endpoint.path = path;
    active.endpoint.profile = profile;
    active.endpoint.method = method;
    active.secrets = std::move(secrets);
    return active;
}

} // namespace

class tst_InspectionRules : public QObject {
    Q_OBJECT

private:
    std::shared_ptr<const ProfileCatalog> m_catalog;
    std::vector<ProviderVector> m_vectors;

    const ProviderVector& vectorOf(const QByteArray& provider) const
    {
        const auto found = std::find_if(m_vectors.begin(), m_vectors.end(),
            [&](const ProviderVector& vector) { return vector.provider == provider; });
        Q_ASSERT(found != m_vectors.end());
        return *found;
    }

    DeliveryFacts factsWith(const Request& request, std::vector<ActiveSecret> secrets) const
    {
        return InspectionRules(m_catalog, { endpointAt(0, "/", {}, std::move(secrets)) }).inspect(request).facts;
    }

private slots:
    void initTestCase()
    {
        m_catalog = std::make_shared<const ProfileCatalog>(ProfileCatalog::load({}));
        m_vectors = providerVectors();
        QVERIFY(m_vectors.size() > 60);
    }
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void withoutAnyRuleNothingIsKnown()
    {
        const DeliveryFacts facts = InspectionRules().inspect(vectorOf("stripe").request).facts;
        QCOMPARE(facts, DeliveryFacts {});
    }

    void everyVectorOfAnEndpointIsValid_data()
    {
        QTest::addColumn<ProviderVector>("vector");
        for (const ProviderVector& vector : m_vectors)
            QTest::newRow(vector.name.constData()) << vector;
    }

    void everyVectorOfAnEndpointIsValid()
    {
        QFETCH(ProviderVector, vector);
        ActiveEndpoint endpoint = endpointAt(3, "/", vector.provider, { secretFor(vector.provider, vector.secret) });
        endpoint.endpoint.values = { vector.url, vector.params };
        const DeliveryFacts facts = InspectionRules(m_catalog, { endpoint }).inspect(vector.request).facts;
        QCOMPARE(facts.endpoint, EndpointId { 3 });
        QCOMPARE(facts.provider, vector.provider);
        QCOMPARE(facts.origin, ProviderOrigin::Endpoint);
        QCOMPARE(facts.signature.verdict, Verdict::Valid);
        QCOMPARE(facts.signature.isBodyCovered, vector.isBodyCovered);
        QCOMPARE(facts.signature.reason, QByteArray());
    }

    void recognisesByMarksAndReadsTheEvent()
    {
        const ProviderVector& vector = vectorOf("basiq");
        const DeliveryFacts facts = factsWith(vector.request, { secretFor("basiq", vector.secret) });
        QCOMPARE(facts.provider, "basiq");
        QCOMPARE(facts.origin, ProviderOrigin::Recognised);
        QCOMPARE(facts.signature.verdict, Verdict::Valid);
        QVERIFY(!facts.event.type.isEmpty());
    }

    void aSecretDecides_data()
    {
        QTest::addColumn<std::vector<ActiveSecret>>("secrets");
        QTest::addColumn<Verdict>("verdict");
        const QByteArray right = vectorOf("stripe").secret;
        using Secrets = std::vector<ActiveSecret>;
        QTest::newRow("none") << Secrets {} << Verdict::NoSecret;
        QTest::newRow("of another provider") << Secrets { secretFor("github", right) } << Verdict::NoSecret;
        QTest::newRow("wrong") << Secrets { secretFor("stripe", "whsec_wrong") } << Verdict::Mismatch;
        QTest::newRow("right") << Secrets { secretFor("stripe", right) } << Verdict::Valid;
        QTest::newRow("right, for any provider") << Secrets { secretFor({}, right) } << Verdict::Valid;
        QTest::newRow("rotated") << Secrets { secretFor("stripe", "whsec_old", u"old"_s), secretFor("stripe", right) }
                                 << Verdict::Valid;
        QTest::newRow("own wrong one beside one for any")
            << Secrets { secretFor("stripe", "whsec_old"), secretFor({}, right, u"any"_s) } << Verdict::Valid;
    }

    void aSecretDecides()
    {
        QFETCH(std::vector<ActiveSecret>, secrets);
        QTEST(factsWith(vectorOf("stripe").request, secrets).signature.verdict, "verdict");
    }

    void severalThatFitAreAmbiguousUntilASignatureHolds()
    {
        const auto several = std::find_if(m_vectors.begin(), m_vectors.end(), [](const ProviderVector& vector) {
            return vector.recognized.size() > 1 && vector.recognized.contains(vector.provider) && vector.params.empty()
                && vector.provider != "standard-webhooks";
        });
        QVERIFY(several != m_vectors.end());
        const DeliveryFacts open = factsWith(several->request, {});
        QCOMPARE(open.origin, ProviderOrigin::Ambiguous);
        QCOMPARE(open.provider, QByteArray());
        QCOMPARE(QByteArrayList(open.candidates.begin(), open.candidates.end()), several->recognized);
        QCOMPARE(open.signature.verdict, Verdict::Unknown);
        QCOMPARE(factsWith(several->request, { secretFor(several->provider, "d3Jvbmc=") }).origin,
            ProviderOrigin::Ambiguous);

        const DeliveryFacts settled = factsWith(several->request, { secretFor(several->provider, several->secret) });
        QCOMPARE(settled.provider, several->provider);
        QCOMPARE(settled.origin, ProviderOrigin::Recognised);
        QCOMPARE(settled.signature.verdict, Verdict::Valid);
    }

    void aPersonsChoiceGoesBeforeEverything()
    {
        const ProviderVector& vector = vectorOf("stripe");
        const InspectionRules rules(m_catalog, { endpointAt(0, "/", "stripe") });
        const DeliveryFacts facts = rules.inspect(vector.request, "github").facts;
        QCOMPARE(facts.provider, "github");
        QCOMPARE(facts.origin, ProviderOrigin::Chosen);
        QCOMPARE(facts.signature.verdict, Verdict::Missing);
        const DeliveryFacts gone = rules.inspect(vector.request, "no-such").facts;
        QCOMPARE(gone.provider, "no-such");
        QCOMPARE(gone.signature.verdict, Verdict::Unknown);
    }

    void theMostSpecificEndpointTakesIt_data()
    {
        QTest::addColumn<QByteArray>("method");
        QTest::addColumn<QByteArray>("target");
        QTest::addColumn<qint64>("endpoint");
        QTest::newRow("nothing fits") << QByteArray("POST") << QByteArray("/other") << qint64(0);
        QTest::newRow("literal before name") << QByteArray("POST") << QByteArray("/a/b?x=1") << qint64(2);
        QTest::newRow("name") << QByteArray("POST") << QByteArray("/a/c") << qint64(1);
        QTest::newRow("method before any") << QByteArray("PUT") << QByteArray("/a/b") << qint64(3);
        QTest::newRow("among equals the first") << QByteArray("POST") << QByteArray("/same") << qint64(4);
        QTest::newRow("broken pattern") << QByteArray("POST") << QByteArray("/broken") << qint64(0);
    }

    void theMostSpecificEndpointTakesIt()
    {
        QFETCH(QByteArray, method);
        QFETCH(QByteArray, target);
        const InspectionRules rules(m_catalog,
            { endpointAt(1, "/a/{id}"), endpointAt(2, "/a/b"), endpointAt(3, "/a/b", {}, {}, "PUT"),
                endpointAt(0, "/broken"), endpointAt(4, "/same"), endpointAt(5, "/same"), endpointAt(6, "broken") });
        const Request request = requestOf(method, target, {}, {});
        QTEST(rules.endpointFor(request)->endpoint.id.value, "endpoint");
        QTEST(rules.inspect(request).facts.endpoint.value, "endpoint");
    }

    void theReportFindsTheSecretOfAnotherEndpoint()
    {
        const ProviderVector& vector = vectorOf("stripe");
        const InspectionRules rules(m_catalog,
            { endpointAt(0, "/", "stripe", { secretFor("stripe", "whsec_wrong") }),
                endpointAt(1, "/never/asked", "stripe", { secretFor("stripe", vector.secret, u"sandbox"_s) }) });
        const DeliveryFacts facts = rules.inspect(vector.request).facts;
        QCOMPARE(facts.signature.verdict, Verdict::Mismatch);
        QCOMPARE(facts.signature.reason, QByteArray());
        const SignatureReport report = rules.report(vector.request, facts);
        QCOMPARE(report.reason, "wrong-secret-known");
        QCOMPARE(report.secretName, u"sandbox (/never/asked)"_s);
    }

    void aCutBodyIsSaidToBeCut()
    {
        Request request = vectorOf("stripe").request;
        request.anomalies.add(Anomaly::IncompleteBody);
        const std::vector<ActiveSecret> secrets { secretFor("stripe", vectorOf("stripe").secret) };
        QCOMPARE(factsWith(request, secrets).signature.verdict, Verdict::Valid);
        QCOMPARE(factsWith(request, secrets).signature.reason, "body-truncated");
        request.body = Body(request.body.bytes().chopped(1));
        QCOMPARE(factsWith(request, secrets).provider, "stripe");
        QCOMPARE(factsWith(request, secrets).signature.verdict, Verdict::Mismatch);
        QCOMPARE(factsWith(request, secrets).signature.reason, "body-truncated");
    }

    void aLargeBodyIsLeftForLater_data()
    {
        QTest::addColumn<qint64>("size");
        QTest::addColumn<bool>("isLater");
        QTest::newRow("at the bound") << InspectionRules::MaxBodyAtArrival << false;
        QTest::newRow("beyond it") << InspectionRules::MaxBodyAtArrival + 1 << true;
    }

    void aLargeBodyIsLeftForLater()
    {
        QFETCH(qint64, size);
        QFETCH(bool, isLater);
        Request request = vectorOf("stripe").request;
        request.body = Body(QByteArray(static_cast<qsizetype>(size), ' '));
        const InspectionRules rules(m_catalog, { endpointAt(0, "/", "stripe", { secretFor("stripe", "whsec_a") }) });
        QCOMPARE(InspectionRules::isLeftForLater(request), isLater);
        const DeliveryFacts facts = rules.inspectAtArrival(request).facts;
        QCOMPARE(facts.provider, "stripe");
        QCOMPARE(facts.signature.verdict, isLater ? Verdict::Unknown : Verdict::Mismatch);
        QCOMPARE(rules.inspect(request).facts.signature.verdict, Verdict::Mismatch);
    }

    void aChallengeIsAnsweredUnlessTheEndpointLeavesItAlone()
    {
        const Request request = requestOf("POST", "/hooks", { { "Content-Type", "application/json" } },
            R"({"token":"t","challenge":"3eZbrw1a","type":"url_verification"})");
        ActiveEndpoint endpoint = endpointAt(0, "/", "slack", { secretFor("slack", "secret") });
        const Inspection answered = InspectionRules(m_catalog, { endpoint }).inspect(request);
        QVERIFY(!answered.facts.challenge.isEmpty());
        QVERIFY(answered.challengeAnswer);
        QVERIFY(answered.challengeAnswer->body.contains("3eZbrw1a"));

        endpoint.endpoint.answersChallenges = false;
        const Inspection left = InspectionRules(m_catalog, { endpoint }).inspect(request);
        QCOMPARE(left.facts, answered.facts);
        QVERIFY(!left.challengeAnswer);
    }

    void aBatchTellsItsFirstEvent()
    {
        const Request request = requestOf("POST", "/", { { "Content-Type", "application/json" } },
            R"([{"sg_event_id":"one","event":"open","timestamp":1},{"sg_event_id":"two","event":"click"}])");
        const InspectionRules rules(m_catalog, { endpointAt(0, "/", "sendgrid") });
        QCOMPARE(rules.inspect(request).facts.event.id, "one");
        QCOMPARE(rules.inspect(request).facts.event.type, "open");
    }

    void saysWhatAChallengeLacks()
    {
        const QByteArray body = R"({"payload":{"plainToken":"x"},"event":"endpoint.url_validation"})";
        const Request request = requestOf("POST", "/h", { { "Host", "h" } }, body);
        for (const bool hasSecret : { false, true }) {
            std::vector<ActiveSecret> secrets;
            if (hasSecret)
                secrets.push_back(secretFor("zoom", "s"));
            const InspectionRules rules(m_catalog, { endpointAt(0, "/", "zoom", secrets) });
            const DeliveryFacts facts = rules.inspect(request).facts;

            const std::optional<ChallengeReply> reply = rules.challengeReply(request, facts);

            QVERIFY(reply);
            QCOMPARE(challengeOutcomeName(reply->outcome), QByteArrayView(hasSecret ? "confirmed" : "needs-secret"));
            QCOMPARE(reply->response != nullptr, hasSecret);
        }
        QVERIFY(!InspectionRules(m_catalog, {}).challengeReply(request, {}));
    }
};

QTEST_GUILESS_MAIN(tst_InspectionRules)
#include "tst_inspectionrules.moc"
