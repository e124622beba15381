// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "endpoint/endpoint.h"
#include "signature/secrets/secretstore.h"

#include <QObject>

#include <vector>

namespace hookloupe {

/// A secret whose value could not be had.
struct MissingSecret {
    EndpointId endpoint;
    SecretEntry entry;
    SecretError error;
};

/// Puts the values of their secrets beside endpoints.
///
/// What is in memory, in variables and in files is there at once; the keyring answers later, possibly after a person
/// has unlocked it. One thread.
class EndpointActivation final : public QObject {
    Q_OBJECT

public:
    /// \param secrets  outlives the object
    explicit EndpointActivation(SecretStore& secrets, QObject* parent = nullptr);

    /// Begins anew with these endpoints. activated() comes before this returns, with what could be had at once, and
    /// once more when the keyring was asked and has given all its answers.
    void start(std::vector<Endpoint> endpoints);

    const std::vector<ActiveEndpoint>& endpoints() const { return m_endpoints; }
    /// In the order of the endpoints and their secrets; without those that the keyring is still being asked for.
    std::vector<MissingSecret> missing() const;
    /// The keyring has not given all its answers.
    bool isWaiting() const { return m_open > 0; }

signals:
    void activated();

private:
    struct Slot {
        std::size_t endpoint = 0;
        std::size_t entry = 0;
        std::optional<Result<QByteArray, SecretError>> value;
    };

    void take(std::size_t slot, const Result<QByteArray, SecretError>& value);
    void build();

    SecretStore& m_secrets;
    std::vector<ActiveEndpoint> m_endpoints;
    std::vector<Slot> m_slots;
    std::size_t m_open = 0;
    int m_run = 0; ///< answers to an earlier start() do not count
    bool m_isAsking = false;
};

} // namespace hookloupe
