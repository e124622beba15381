// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"
#include "endpoint/endpoint.h"
#include "endpoint/endpointactivation.h"
#include "engine/captureengine.h"
#include "signature/secrets/secretstore.h"

#include <QObject>

#include <memory>
#include <utility>
#include <vector>

namespace hookloupe {

/// What `serve` was told of providers on its command line.
struct GivenProviders {
    struct Secret {
        SecretEntry entry;
        QByteArray value;
    };

    std::shared_ptr<const ProfileCatalog> catalog;
    QByteArray provider; ///< of the default endpoint; may be empty
    std::vector<Secret> secrets;

    /// \param secrets  a provider's id, and the secret as an argument
    /// \return one sentence where a provider is not known or a secret cannot be had
    static Result<GivenProviders, QString> read(
        const QByteArray& provider, const std::vector<std::pair<QByteArray, QString>>& secrets);
};

/// Puts the profiles, the endpoints of the session, and what was given beside them in force.
class ServeEndpoints final : public QObject {
    Q_OBJECT

public:
    /// \param engine  with its session open; outlives the object
    ServeEndpoints(CaptureEngine& engine, GivenProviders given);

private:
    void enforce();
    ActiveEndpoint& addGiven(std::vector<ActiveEndpoint>& endpoints) const;
    void tellMissing(const ActiveEndpoint& standard);

    CaptureEngine& m_engine;
    GivenProviders m_given;
    SecretStore m_secrets;
    EndpointActivation m_activation;
};

} // namespace hookloupe
