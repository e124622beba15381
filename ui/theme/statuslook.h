// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "http/response.h"
#include "signature/verdict.h"

#include <QChar>
#include <QString>

#include <array>

namespace hookloupe {

/// How serious something is; the only colours beside the palette's own belong to these.
enum class Tone : quint8 { Ok, Info, Warning, Danger, Neutral };

/// What became of a delivery, in the classes that a person tells apart.
enum class ResponseState : quint8 {
    Accepted, ///< 2xx
    Interim, ///< 1xx
    Redirected, ///< 3xx
    Refused, ///< 4xx
    Failed, ///< 5xx
    Unusual, ///< 600 and up
    TimedOut,
    WasReset,
    Closed,
    CutShort,
    Garbled,
};

inline constexpr std::array AllResponseStates { ResponseState::Accepted, ResponseState::Interim,
    ResponseState::Redirected, ResponseState::Refused, ResponseState::Failed, ResponseState::Unusual,
    ResponseState::TimedOut, ResponseState::WasReset, ResponseState::Closed, ResponseState::CutShort,
    ResponseState::Garbled };

/// A state as it is shown: the glyph carries the meaning, the word explains it, the tone only underlines it.
struct StatusLook {
    QChar glyph;
    QString word;
    Tone tone = Tone::Neutral;
};

/// What is known of a signature, in the classes that a person tells apart.
enum class SignatureState : quint8 {
    Valid,
    ValidStale, ///< authentic, but too old or from the future
    Mismatch,
    Missing,
    Malformed,
    NoSecret,
    NotSigned,
    Unknown,
    Challenge, ///< no event: the provider asks whether the address is ours
};

inline constexpr std::array AllSignatureStates { SignatureState::Valid, SignatureState::ValidStale,
    SignatureState::Mismatch, SignatureState::Missing, SignatureState::Malformed, SignatureState::NoSecret,
    SignatureState::NotSigned, SignatureState::Unknown, SignatureState::Challenge };

SignatureState signatureState(Verdict verdict, Freshness freshness, bool isChallenge = false);
StatusLook statusLook(SignatureState state);
/// "✓ valid", "✓ valid ◷ stale", "✕ mismatch".
QString signatureText(SignatureState state);
/// "signature valid but stale", "signature does not match": for a sentence.
QString signaturePhrase(SignatureState state);

ResponseState responseState(int status, Fault fault);
StatusLook statusLook(ResponseState state);
/// "✓ 200", "◷ timeout": glyph and the status or, where none was sent, the name of the fault.
QString statusText(int status, Fault fault);

} // namespace hookloupe
