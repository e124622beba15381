// SPDX-License-Identifier: GPL-3.0-or-later
#include "theme/attemptlook.h"

#include <QCoreApplication>

namespace hookloupe {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(AttemptLook)
};

} // namespace

StatusLook statusLook(ReactionKind kind)
{
    switch (kind) {
    case ReactionKind::Unknown:
        break;
    case ReactionKind::Acknowledged:
        return { u'\u2713', Words::tr("acknowledged"), Tone::Ok };
    case ReactionKind::Retry:
        return { u'\u21BB', Words::tr("comes again"), Tone::Info };
    case ReactionKind::Failed:
        return { u'\u2715', Words::tr("lost"), Tone::Danger };
    case ReactionKind::Paused:
        return { u'\u2016', Words::tr("pauses the subscription"), Tone::Warning };
    case ReactionKind::Disabled:
        return { u'\u2298', Words::tr("disables the subscription"), Tone::Danger };
    }
    return { u'\u00B7', Words::tr("not known"), Tone::Neutral };
}

StatusLook statusLook(MessageKind kind)
{
    switch (kind) {
    case MessageKind::First:
        break;
    case MessageKind::Retry:
        return { u'\u21BB', Words::tr("retry"), Tone::Info };
    case MessageKind::Duplicate:
        return { u'=', Words::tr("duplicate"), Tone::Warning };
    case MessageKind::Replay:
        return { u'\u00BB', Words::tr("replay"), Tone::Danger };
    }
    return { u'\u2022', Words::tr("first"), Tone::Neutral };
}

StatusLook staleLook()
{
    return { u'\u21C5', Words::tr("stale"), Tone::Warning };
}

StatusLook messageLook(MessageKind kind, bool isStale)
{
    return isStale ? staleLook() : statusLook(kind);
}

} // namespace hookloupe
