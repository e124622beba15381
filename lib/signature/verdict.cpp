// SPDX-License-Identifier: GPL-3.0-or-later
#include "signature/verdict.h"

namespace hookloupe {

QByteArrayView verdictName(Verdict verdict)
{
    switch (verdict) {
    case Verdict::Unknown:
        return "unknown";
    case Verdict::Valid:
        return "valid";
    case Verdict::Mismatch:
        return "mismatch";
    case Verdict::Missing:
        return "missing";
    case Verdict::Malformed:
        return "malformed";
    case Verdict::NoSecret:
        return "no-secret";
    case Verdict::NotSigned:
        return "not-signed";
    }
    return "unknown";
}

QByteArrayView freshnessName(Freshness freshness)
{
    switch (freshness) {
    case Freshness::NotChecked:
        return "not-checked";
    case Freshness::Fresh:
        return "fresh";
    case Freshness::Stale:
        return "stale";
    }
    return "not-checked";
}

} // namespace hookloupe
