// SPDX-License-Identifier: GPL-3.0-or-later
#include "endpoints/enteredsecrets.h"

#include "signature/secrets/secretplaces.h"

namespace hookloupe {

EnteredSecrets::~EnteredSecrets()
{
    for (auto& [source, value] : m_values)
        wipeSecret(value);
}

void EnteredSecrets::put(const SecretSource& source, const QByteArray& value)
{
    QByteArray& held = m_values[source];
    wipeSecret(held);
    if (value.isEmpty())
        m_values.erase(source);
    else
        held = value;
}

std::optional<QByteArray> EnteredSecrets::find(const SecretSource& source) const
{
    const auto found = m_values.find(source);
    return found == m_values.end() ? std::nullopt : std::optional(found->second);
}

void EnteredSecrets::merge(EnteredSecrets other)
{
    for (const auto& [source, value] : other.m_values)
        put(source, value);
    m_forgotten.insert(m_forgotten.end(), other.m_forgotten.begin(), other.m_forgotten.end());
}

} // namespace hookloupe
