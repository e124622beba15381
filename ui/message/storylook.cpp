// SPDX-License-Identifier: GPL-3.0-or-later
#include "message/storylook.h"

#include "delivery/delivery.h"

#include <QCoreApplication>

namespace hookloupe {

using namespace Qt::StringLiterals;

namespace {

struct Texts {
    Q_DECLARE_TR_FUNCTIONS(StoryLook)
};

} // namespace

StatusLook statusLook(MessageKind kind)
{
    switch (kind) {
    case MessageKind::First:
        return { {}, Texts::tr("first"), Tone::Neutral };
    case MessageKind::Retry:
        return { u'\u21BB', Texts::tr("retry"), Tone::Info };
    case MessageKind::Duplicate:
        return { u'=', Texts::tr("duplicate"), Tone::Warning };
    case MessageKind::Replay:
        return { u'\u21C9', Texts::tr("replay"), Tone::Danger };
    }
    return {};
}

StatusLook statusLook(ReactionKind kind)
{
    switch (kind) {
    case ReactionKind::Unknown:
        return { u'?', Texts::tr("not known"), Tone::Neutral };
    case ReactionKind::Acknowledged:
        return { u'\u2713', Texts::tr("acknowledged"), Tone::Ok };
    case ReactionKind::Retry:
        return { u'\u21BB', Texts::tr("comes again"), Tone::Info };
    case ReactionKind::Failed:
        return { u'\u2715', Texts::tr("lost"), Tone::Danger };
    case ReactionKind::Paused:
        return { u'\u2016', Texts::tr("paused"), Tone::Warning };
    case ReactionKind::Disabled:
        return { u'\u2297', Texts::tr("disabled"), Tone::Danger };
    }
    return {};
}

StatusLook statusLook(ScheduleCheck::Result result)
{
    switch (result) {
    case ScheduleCheck::Result::NotKnown:
        break;
    case ScheduleCheck::Result::OnTime:
        return { u'\u2713', Texts::tr("on time"), Tone::Ok };
    case ScheduleCheck::Result::Early:
        return { u'\u25C2', Texts::tr("early"), Tone::Warning };
    case ScheduleCheck::Result::Late:
        return { u'\u25B8', Texts::tr("late"), Tone::Warning };
    case ScheduleCheck::Result::Unexpected:
        return { u'!', Texts::tr("not expected"), Tone::Warning };
    }
    return {};
}

StatusLook staleLook()
{
    return { u'\u25F7', Texts::tr("stale"), Tone::Warning };
}

StatusLook newestLook()
{
    return { u'\u2605', Texts::tr("keep this one"), Tone::Ok };
}

QString responseWords(int status, Fault fault)
{
    const QString text = statusText(status, fault);
    if (!hasStatus(fault))
        return text;
    return QString(text + u' ' + statusLook(responseState(status, fault)).word);
}

QString lookText(const StatusLook& look)
{
    return look.glyph.isNull() ? look.word : QString(look.glyph + u' ' + look.word);
}

} // namespace hookloupe
