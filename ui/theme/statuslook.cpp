// SPDX-License-Identifier: GPL-3.0-or-later
#include "theme/statuslook.h"

#include "delivery/delivery.h"

#include <QCoreApplication>

namespace hookloupe {

namespace {

QString word(const char* text)
{
    return QCoreApplication::translate("StatusLook", text);
}

} // namespace

ResponseState responseState(int status, Fault fault)
{
    switch (fault) {
    case Fault::Timeout:
        return ResponseState::TimedOut;
    case Fault::Reset:
        return ResponseState::WasReset;
    case Fault::Close:
        return ResponseState::Closed;
    case Fault::Truncate:
        return ResponseState::CutShort;
    case Fault::Garbage:
        return ResponseState::Garbled;
    case Fault::None:
        break;
    }
    switch (status / 100) {
    case 1:
        return ResponseState::Interim;
    case 2:
        return ResponseState::Accepted;
    case 3:
        return ResponseState::Redirected;
    case 4:
        return ResponseState::Refused;
    case 5:
        return ResponseState::Failed;
    default:
        return ResponseState::Unusual;
    }
}

StatusLook statusLook(ResponseState state)
{
    switch (state) {
    case ResponseState::Accepted:
        return { u'\u2713', word(QT_TRANSLATE_NOOP("StatusLook", "accepted")), Tone::Ok };
    case ResponseState::Interim:
        return { u'\u2013', word(QT_TRANSLATE_NOOP("StatusLook", "interim")), Tone::Neutral };
    case ResponseState::Redirected:
        return { u'\u2192', word(QT_TRANSLATE_NOOP("StatusLook", "redirected")), Tone::Info };
    case ResponseState::Refused:
        return { u'\u2715', word(QT_TRANSLATE_NOOP("StatusLook", "refused")), Tone::Danger };
    case ResponseState::Failed:
        return { u'\u25B2', word(QT_TRANSLATE_NOOP("StatusLook", "failed")), Tone::Danger };
    case ResponseState::Unusual:
        return { u'?', word(QT_TRANSLATE_NOOP("StatusLook", "unusual")), Tone::Warning };
    case ResponseState::TimedOut:
        return { u'\u25F7', word(QT_TRANSLATE_NOOP("StatusLook", "no answer")), Tone::Warning };
    case ResponseState::WasReset:
        return { u'\u21AF', word(QT_TRANSLATE_NOOP("StatusLook", "reset")), Tone::Warning };
    case ResponseState::Closed:
        return { u'\u2297', word(QT_TRANSLATE_NOOP("StatusLook", "closed")), Tone::Warning };
    case ResponseState::CutShort:
        return { u'\u25D0', word(QT_TRANSLATE_NOOP("StatusLook", "cut short")), Tone::Warning };
    case ResponseState::Garbled:
        return { u'#', word(QT_TRANSLATE_NOOP("StatusLook", "garbled")), Tone::Warning };
    }
    return {};
}

QString statusText(int status, Fault fault)
{
    const QChar glyph = statusLook(responseState(status, fault)).glyph;
    const QString what = hasStatus(fault) ? QString::number(status) : QString::fromLatin1(faultName(fault));
    return glyph + QChar(u' ') + what;
}

SignatureState signatureState(Verdict verdict, Freshness freshness, bool isChallenge)
{
    if (isChallenge)
        return SignatureState::Challenge;
    switch (verdict) {
    case Verdict::Valid:
        return freshness == Freshness::Stale ? SignatureState::ValidStale : SignatureState::Valid;
    case Verdict::Mismatch:
        return SignatureState::Mismatch;
    case Verdict::Missing:
        return SignatureState::Missing;
    case Verdict::Malformed:
        return SignatureState::Malformed;
    case Verdict::NoSecret:
        return SignatureState::NoSecret;
    case Verdict::NotSigned:
        return SignatureState::NotSigned;
    case Verdict::Unknown:
        break;
    }
    return SignatureState::Unknown;
}

StatusLook statusLook(SignatureState state)
{
    switch (state) {
    case SignatureState::Valid:
        return { u'\u2713', word(QT_TRANSLATE_NOOP("StatusLook", "valid")), Tone::Ok };
    case SignatureState::ValidStale:
        return { u'\u25F7', word(QT_TRANSLATE_NOOP("StatusLook", "stale")), Tone::Warning };
    case SignatureState::Mismatch:
        return { u'\u2715', word(QT_TRANSLATE_NOOP("StatusLook", "mismatch")), Tone::Danger };
    case SignatureState::Missing:
        return { u'\u25CB', word(QT_TRANSLATE_NOOP("StatusLook", "missing")), Tone::Danger };
    case SignatureState::Malformed:
        return { u'#', word(QT_TRANSLATE_NOOP("StatusLook", "malformed")), Tone::Danger };
    case SignatureState::NoSecret:
        return { u'?', word(QT_TRANSLATE_NOOP("StatusLook", "no secret")), Tone::Info };
    case SignatureState::NotSigned:
        return { u'\u2013', word(QT_TRANSLATE_NOOP("StatusLook", "not signed")), Tone::Neutral };
    case SignatureState::Unknown:
        return { u'\u00B7', word(QT_TRANSLATE_NOOP("StatusLook", "unknown")), Tone::Neutral };
    case SignatureState::Challenge:
        return { u'\u2192', word(QT_TRANSLATE_NOOP("StatusLook", "challenge")), Tone::Info };
    }
    return {};
}

QString signatureText(SignatureState state)
{
    const StatusLook look = statusLook(state);
    const QString text = look.glyph + QChar(u' ') + look.word;
    return state == SignatureState::ValidStale ? signatureText(SignatureState::Valid) + QChar(u' ') + text : text;
}

QString signaturePhrase(SignatureState state)
{
    switch (state) {
    case SignatureState::Valid:
        return word(QT_TRANSLATE_NOOP("StatusLook", "signature valid"));
    case SignatureState::ValidStale:
        return word(QT_TRANSLATE_NOOP("StatusLook", "signature valid but stale"));
    case SignatureState::Mismatch:
        return word(QT_TRANSLATE_NOOP("StatusLook", "signature does not match"));
    case SignatureState::Missing:
        return word(QT_TRANSLATE_NOOP("StatusLook", "signature missing"));
    case SignatureState::Malformed:
        return word(QT_TRANSLATE_NOOP("StatusLook", "signature malformed"));
    case SignatureState::NoSecret:
        return word(QT_TRANSLATE_NOOP("StatusLook", "signature not checked, no secret"));
    case SignatureState::NotSigned:
        return word(QT_TRANSLATE_NOOP("StatusLook", "not signed"));
    case SignatureState::Unknown:
        return {};
    case SignatureState::Challenge:
        return word(QT_TRANSLATE_NOOP("StatusLook", "challenge of the provider"));
    }
    return {};
}

} // namespace hookloupe
