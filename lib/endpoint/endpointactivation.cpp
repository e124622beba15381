// SPDX-License-Identifier: GPL-3.0-or-later
#include "endpoint/endpointactivation.h"

#include <QPointer>

#include <utility>

namespace hookloupe {

EndpointActivation::EndpointActivation(SecretStore& secrets, QObject* parent)
    : QObject(parent)
    , m_secrets(secrets)
{
}

void EndpointActivation::start(std::vector<Endpoint> endpoints)
{
    const int run = ++m_run;
    m_endpoints.clear();
    m_slots.clear();
    for (Endpoint& endpoint : endpoints) {
        for (std::size_t i = 0; i < endpoint.secrets.size(); ++i)
            m_slots.push_back({ m_endpoints.size(), i, std::nullopt });
        m_endpoints.push_back({ std::move(endpoint), {} });
    }
    m_open = m_slots.size();
    m_isAsking = true;
    for (std::size_t i = 0; i < m_slots.size() && run == m_run; ++i) {
        const Slot& slot = m_slots[i];
        const SecretSource source = m_endpoints[slot.endpoint].endpoint.secrets[slot.entry].source;
        m_secrets.find(source, [self = QPointer(this), run, i](const Result<QByteArray, SecretError>& value) {
            if (self && self->m_run == run)
                self->take(i, value);
        });
    }
    m_isAsking = false;
    build();
}

void EndpointActivation::take(std::size_t slot, const Result<QByteArray, SecretError>& value)
{
    if (m_slots[slot].value)
        return;
    m_slots[slot].value = value;
    --m_open;
    if (m_open == 0 && !m_isAsking)
        build();
}

void EndpointActivation::build()
{
    for (ActiveEndpoint& endpoint : m_endpoints)
        endpoint.secrets.clear();
    for (const Slot& slot : m_slots) {
        if (!slot.value || !*slot.value)
            continue;
        ActiveEndpoint& endpoint = m_endpoints[slot.endpoint];
        const SecretEntry& entry = endpoint.endpoint.secrets[slot.entry];
        endpoint.secrets.push_back({ entry.profile, NamedSecret { entry.name, **slot.value } });
    }
    emit activated();
}

std::vector<MissingSecret> EndpointActivation::missing() const
{
    std::vector<MissingSecret> missing;
    for (const Slot& slot : m_slots) {
        if (!slot.value || *slot.value)
            continue;
        const Endpoint& endpoint = m_endpoints[slot.endpoint].endpoint;
        missing.push_back({ endpoint.id, endpoint.secrets[slot.entry], slot.value->error() });
    }
    return missing;
}

} // namespace hookloupe
