// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/systemtime.h"

#include <QByteArray>
#include <QString>

#include <chrono>
#include <optional>
#include <vector>

namespace hookloupe {

/// Whether a delivery is authentic. Stored: append, never reorder.
enum class Verdict : quint8 { Unknown, Valid, Mismatch, Missing, Malformed, NoSecret, NotSigned };
/// Whether it is fresh, judged at its arrival.
enum class Freshness : quint8 { NotChecked, Fresh, Stale };

/// "valid", "mismatch", "missing", "malformed", "no-secret", "not-signed", "unknown".
QByteArrayView verdictName(Verdict verdict);
/// "not-checked", "fresh", "stale".
QByteArrayView freshnessName(Freshness freshness);

/// One step of a verification, in the order in which it was taken.
struct SignatureCheck {
    enum class Outcome : quint8 { Passed, Failed, Skipped };

    QByteArray name; ///< stable: "scheme-applies", "header-present", "signature-decodes", "key-decodes",
                     ///< "digest-equal", "fresh", …
    Outcome outcome = Outcome::Passed;
    QString detail; ///< one English sentence; never holds a secret
};

/// What is said about the signature of one delivery. Authenticity, freshness and coverage are three statements.
struct SignatureReport {
    Verdict verdict = Verdict::Unknown;
    Freshness freshness = Freshness::NotChecked;
    bool isBodyCovered = false;
    QByteArray scheme; ///< id of the scheme that decided; empty without one
    bool isSchemeUndocumented = false;
    QByteArray
        reason; ///< cause code of the manual: "wrong-secret-known", "body-reserialised", …; empty where none is known
    QString secretName; ///< the secret that matched, by its name; never its value
    QByteArray expected; ///< as the header should read; not to be shown unasked
    QByteArray received;
    QByteArray signedContent; ///< the exact bytes that the signature is over; at most MaxContentBytes of them
    std::optional<std::chrono::milliseconds> age; ///< arrival minus signing time; negative: the sender's clock is ahead
    std::vector<SignatureCheck> checks;

    static constexpr qsizetype MaxContentBytes = 1 << 20;
};

} // namespace hookloupe
