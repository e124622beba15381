// SPDX-License-Identifier: GPL-3.0-or-later
#include "signature/signaturework.h"

#include "endpoint/challengeanswer.h"
#include "signature/shownsignature.h"

#include <QtConcurrent>

#include <algorithm>

namespace hookloupe {

SignatureFindings findingsOf(const InspectionRules& rules, const Delivery& delivery)
{
    const Request& request = *delivery.request;
    const DeliveryFacts& facts = delivery.facts;
    SignatureFindings found;
    found.report = rules.report(request, facts);
    found.profile = rules.catalog().find(facts.provider);
    if (!found.profile)
        return found;
    const std::vector<ActiveEndpoint>& endpoints = rules.endpoints();
    const auto owner = std::find_if(endpoints.begin(), endpoints.end(),
        [&facts](const ActiveEndpoint& active) { return active.endpoint.id == facts.endpoint; });
    const EndpointValues values
        = owner == endpoints.end() ? rules.endpointFor(request)->endpoint.values : owner->endpoint.values;
    if (const Scheme* const scheme = schemeOf(*found.profile, found.report.scheme))
        found.parts = signedParts(*scheme, request, values, found.report.signedContent);
    found.confirmation = rules.confirmation(request, facts);
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

void SignatureWork::start(InspectionRulesPtr rules, std::shared_ptr<const Delivery> delivery)
{
    stop();
    m_isRunning = true;
    m_watcher.setFuture(QtConcurrent::run(
        [rules = std::move(rules), delivery = std::move(delivery)] { return findingsOf(*rules, *delivery); }));
}

} // namespace hookloupe
