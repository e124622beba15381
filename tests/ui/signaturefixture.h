// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "panels/signaturepanel.h"
#include "support/requestof.h"
#include "support/vectors.h"
#include "widgets/factsheet.h"

#include <QLabel>
#include <QPushButton>
#include <QTest>

namespace hookloupe {

using namespace Qt::StringLiterals;

inline test::ProviderVector vectorNamed(const QByteArray& name)
{
    for (const test::ProviderVector& vector : test::providerVectors()) {
        if (vector.name == name)
            return vector;
    }
    return {};
}

/// The shipped profiles with one endpoint that takes everything.
inline InspectionRulesPtr rulesWith(const QByteArray& secret, Endpoint endpoint = {})
{
    static const auto Catalog = std::make_shared<const ProfileCatalog>(ProfileCatalog::load({}));
    ActiveEndpoint active;
    active.endpoint = std::move(endpoint);
    if (!secret.isEmpty())
        active.secrets.push_back({ {}, { u"shop"_s, secret } });
    return std::make_shared<const InspectionRules>(Catalog, std::vector<ActiveEndpoint> { active });
}

inline Endpoint endpointSeenAt(const QByteArray& publicUrl)
{
    Endpoint endpoint;
    endpoint.values.publicUrl = publicUrl;
    return endpoint;
}

inline test::ProviderVector sent(const Request& request)
{
    test::ProviderVector vector;
    vector.request = request;
    return vector;
}

inline HeaderList jsonHeaders()
{
    return { { "Host", "a" }, { "Content-Type", "application/json" } };
}

/// Meta's verification request, https://developers.facebook.com/docs/graph-api/webhooks/getting-started
inline Request metaChallenge()
{
    return test::requestOf("GET", "/hooks?hub.mode=subscribe&hub.challenge=1158201444&hub.verify_token=meatyhamhock",
        { { "Host", "a" } }, {});
}

inline Endpoint endpointOf(const QByteArray& provider, bool answersChallenges = true)
{
    Endpoint endpoint;
    endpoint.profile = provider;
    endpoint.answersChallenges = answersChallenges;
    return endpoint;
}

/// A panel that shows one delivery.
struct Shown {
    explicit Shown(
        test::ProviderVector given, const QByteArray& secret, qint64 lateBy = 10, const QByteArray& chosen = {})
        : vector(std::move(given))
        , rules(rulesWith(secret, endpointSeenAt(vector.url)))
    {
        take(lateBy, chosen);
    }
    /// A request that reaches this endpoint, and is answered as the rules say.
    Shown(const Request& request, const Endpoint& endpoint, const QByteArray& secret = {})
        : vector(sent(request))
        , rules(rulesWith(secret, endpoint))
    {
        take(10, {});
    }

    void take(qint64 lateBy, const QByteArray& chosen)
    {
        auto request = std::make_shared<Request>(vector.request);
        request->times.lastByte = SystemTime(std::chrono::seconds(vector.timestamp.value_or(1'700'000'000) + lateBy));
        delivery = std::make_shared<Delivery>();
        delivery->id = { 7 };
        delivery->request = request;
        const Inspection found = rules->inspect(*request, chosen);
        delivery->response = found.challengeAnswer ? found.challengeAnswer : std::make_shared<const Response>();
        delivery->facts = found.facts;
        panel.setRules([this] { return rules; });
        panel.resize(520, 560);
        panel.show();
    }

    bool show()
    {
        panel.showDelivery(delivery);
        return QTest::qWaitFor([this] { return !panel.isBusy(); });
    }
    template<typename T>
    T* part(const char* name) const
    {
        return panel.findChild<T*>(QString::fromLatin1(name));
    }
    QString headline() const { return part<QLabel>("signatureHeadline")->text(); }
    QString advice() const { return part<QLabel>("signatureAdvice")->text(); }
    QString facts() const { return part<FactSheet>("signatureSheet")->allText(); }
    QPushButton* button(const char* name) const { return part<QPushButton>(name); }

    test::ProviderVector vector;
    InspectionRulesPtr rules;
    std::shared_ptr<Delivery> delivery;
    SignaturePanel panel;
};

} // namespace hookloupe
