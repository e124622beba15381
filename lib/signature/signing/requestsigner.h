// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "http/request.h"
#include "signature/signer.h"

#include <optional>
#include <utility>
#include <vector>

namespace hookloupe {

/// One run of signRequest(). Used once.
class RequestSigner {
public:
    /// All references outlive the object.
    RequestSigner(const Scheme& scheme, OutgoingRequest request, const QByteArray& secret,
        const EndpointValues& endpoint, SystemTime at);

    Result<OutgoingRequest, QString> run();

private:
    using Outcome = Result<Done, QString>;

    Outcome meetCondition();
    Outcome fillPlaces();
    Outcome fill(const ContentTemplate& content);
    Outcome fillPlace(const Locator& locator);
    Outcome signItem(const QByteArray& item);
    Result<QByteArray, QString> made();
    Result<QByteArray, QString> madeOver(const QByteArray& content);
    Result<QByteArray, QString> madeToken();
    Result<QByteArray, QString> tokenPayload(const RequestValues& values);
    QByteArray written(const QByteArray& signature) const;
    Outcome place(const QByteArray& text);
    std::optional<QByteArray> value(const Locator& locator);
    QByteArray generated(const Locator& locator) const;
    Result<std::optional<QByteArray>, QString> text(const ContentTemplate& content);
    EndpointValues endpointNow() const;

    const Scheme& m_scheme;
    OutgoingRequest m_outgoing;
    const QByteArray& m_secret;
    const EndpointValues& m_endpoint;
    SystemTime m_at;
    QByteArray m_item;
    std::vector<std::pair<QByteArray, QByteArray>> m_fields; ///< of the signature's own header
};

} // namespace hookloupe
