// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "signature/secrets/secretsource.h"

#include <QByteArray>

#include <map>
#include <optional>
#include <vector>

namespace hookloupe {

/// Values of secrets that were entered and are not yet kept anywhere, and places that are to be emptied. Wiped with it.
class EnteredSecrets {
public:
    EnteredSecrets() = default;
    ~EnteredSecrets();
    EnteredSecrets(EnteredSecrets&& other) noexcept = default;
    EnteredSecrets& operator=(EnteredSecrets&& other) noexcept = default;

    /// An empty value takes it out.
    void put(const SecretSource& source, const QByteArray& value);
    std::optional<QByteArray> find(const SecretSource& source) const;
    const std::map<SecretSource, QByteArray>& values() const { return m_values; }
    /// The value that is kept there is to be deleted.
    void forget(const SecretSource& source) { m_forgotten.push_back(source); }
    const std::vector<SecretSource>& forgotten() const { return m_forgotten; }
    /// Takes over what the other one holds.
    void merge(EnteredSecrets other);

private:
    std::map<SecretSource, QByteArray> m_values;
    std::vector<SecretSource> m_forgotten;
};

} // namespace hookloupe
