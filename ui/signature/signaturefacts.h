// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "signature/signaturework.h"
#include "widgets/factsheet.h"

#include <QString>

#include <vector>

namespace hookloupe {

/// What the Signature tab tells, in its order: the three statements, the details, the checks.
/// \param isExpectedShown  false: the expected value is masked
std::vector<FactSection> signatureSections(
    const SignatureFindings& findings, const Delivery& delivery, bool isExpectedShown);

/// The same as text, for a colleague or a provider's support: without secrets and without the expected value.
QString signatureReportText(const SignatureFindings& findings, const Delivery& delivery);

/// What the verdict means and what could be done; empty where there is nothing to add.
QString findingsAdvice(const SignatureFindings& findings, const DeliveryFacts& facts);

} // namespace hookloupe
