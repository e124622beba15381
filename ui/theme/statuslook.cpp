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

} // namespace hookloupe
