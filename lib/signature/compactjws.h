// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"
#include "signature/crypto/publickey.h"

#include <QByteArray>
#include <QByteArrayView>
#include <QString>

#include <optional>

namespace hookloupe {

/// A JWS in compact form (RFC 7515 section 7.1), taken apart.
struct CompactJws {
    QByteArray algorithm; ///< the header's `alg`, for the comparison with an allow-list only
    QByteArray keyId; ///< the header's `kid`; empty without one
    QByteArray protectedPart; ///< as written
    QByteArray payloadPart; ///< as written; empty: the payload is detached
    QByteArray payload; ///< decoded
    QByteArray signature; ///< decoded
    bool isPayloadPlain = false; ///< RFC 7797: the payload is signed as it is

    static constexpr qsizetype MaxTokenBytes = 1 << 20;

    bool isDetached() const { return payloadPart.isEmpty(); }
};

/// Takes a token apart. Refuses what RFC 7515 says must not be accepted: a critical header that is not known, parts
/// that are not base64url, a header that is no JSON object.
/// \return why it is no such token: one sentence
Result<CompactJws, QString> parseCompactJws(QByteArrayView token);

/// What an `alg` of RFC 7518 and RFC 8037 stands for. HS… is SignatureAlgorithm::Hmac.
/// \return nothing for "none" and whatever else is not supported
std::optional<KeyUse> jwsKeyUse(QByteArrayView algorithm);

} // namespace hookloupe
