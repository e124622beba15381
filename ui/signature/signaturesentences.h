// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "delivery/deliveryfacts.h"
#include "signature/signedparts.h"
#include "theme/statuslook.h"

#include <QString>

namespace hookloupe {

/// "Signature holds", "Signature does not match": the one line above everything else.
QString signatureHeadline(const SignatureReport& report, const DeliveryFacts& facts);
/// What it means and what could be done; empty where there is nothing to add.
QString signatureAdvice(const SignatureReport& report, const DeliveryFacts& facts);
/// A cause in one sentence; empty for a code that is not known here.
QString causeSentence(const QByteArray& reason);
/// How it is known which provider a delivery is from.
QString originSentence(ProviderOrigin origin);
/// Authenticity, freshness, coverage: one sentence each.
QString authenticitySentence(const SignatureReport& report);
/// \param tolerance  of the scheme, in seconds; 0: the provider sets none
QString freshnessSentence(const SignatureReport& report, std::chrono::seconds tolerance);
QString coverageSentence(const SignatureReport& report);
/// "HMAC-SHA256", "Ed25519".
QString algorithmName(const Scheme& scheme);
/// "from the body", "from header x-time".
QString partSentence(const SignedPart& part);

} // namespace hookloupe
