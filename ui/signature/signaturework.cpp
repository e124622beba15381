// SPDX-License-Identifier: GPL-3.0-or-later
#include "signature/signaturework.h"

#include "endpoint/challengeanswer.h"
#include "signature/crypto/threadstate.h"
#include "signature/factnames.h"
#include "signature/shownsignature.h"

#include <QtConcurrent>

#include <algorithm>

namespace hookloupe {

namespace {

/// The endpoint that took it; where it is there no more, the one that would take it now.
const Endpoint& takerOf(const InspectionRules& rules, const Delivery& delivery)
{
    const std::vector<ActiveEndpoint>& endpoints = rules.endpoints();
    const auto taker = std::find_if(endpoints.begin(), endpoints.end(),
        [&delivery](const ActiveEndpoint& active) { return active.endpoint.id == delivery.facts.endpoint; });
    return taker == endpoints.end() ? rules.endpointFor(*delivery.request)->endpoint : taker->endpoint;
}

} // namespace

SignatureFindings findingsOf(const InspectionRules& rules, const Delivery& delivery, const Request* before)
{
    const Request& request = *delivery.request;
    const DeliveryFacts& facts = delivery.facts;
    SignatureFindings found;
    found.report = rules.report(request, facts, before);
    found.profile = rules.catalog().find(facts.provider);
    found.endpoint = endpointLabel(rules, facts.endpoint);
    for (const QByteArray& candidate : facts.candidates)
        found.candidates << providerLabel(rules.catalog(), candidate);
    if (!found.profile)
        return found;
    const Endpoint& taker = takerOf(rules, delivery);
    const EndpointValues& values = taker.values;
    if (const Scheme* const scheme = schemeOf(*found.profile, found.report.scheme))
        found.parts = signedParts(*scheme, request, values, found.report.signedContent);
    found.confirmation = rules.confirmation(request, facts);
    found.challenge = challengeFindingsOf(rules, delivery, taker, found.report.verdict);
    const RequestValues texts(request, values);
    for (const Challenge& challenge : found.profile->challenges) {
        if (!facts.challenge.isEmpty() && challenge.name == facts.challenge)
            found.handedOver = handedOverSecret(challenge, texts).value_or(QByteArray());
    }
    return found;
}

SignatureWork::SignatureWork(QObject* parent)
    : QObject(parent)
{
    connect(&m_watcher, &QFutureWatcherBase::finished, this, [this] {
        if (!m_isRunning || m_watcher.future().resultCount() == 0)
            return;
        m_isRunning = false;
        emit finished(m_watcher.result());
    });
}

void SignatureWork::stop()
{
    m_isRunning = false;
    m_watcher.setFuture({});
}

void SignatureWork::start(InspectionRulesPtr rules, std::shared_ptr<const Delivery> delivery, EarlierSource earlier)
{
    stop();
    m_isRunning = true;
    m_watcher.setFuture(
        QtConcurrent::run([rules = std::move(rules), delivery = std::move(delivery), earlier = std::move(earlier)] {
            const CryptoThreadState state;
            const RequestPtr before = earlier ? earlier(delivery->id) : nullptr;
            return findingsOf(*rules, *delivery, before.get());
        }));
}

} // namespace hookloupe
