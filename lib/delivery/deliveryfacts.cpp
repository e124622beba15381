// SPDX-License-Identifier: GPL-3.0-or-later
#include "delivery/deliveryfacts.h"

namespace hookloupe {

SignatureFacts factsOf(const SignatureReport& report)
{
    return { report.verdict, report.freshness, report.isBodyCovered, report.scheme, report.reason };
}

} // namespace hookloupe
