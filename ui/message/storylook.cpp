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

StatusLook newestLook()
{
    return { u'\u2605', Texts::tr("keep this one"), Tone::Ok };
}

bool isPending(int status, Fault fault)
{
    return status == 0 && fault == Fault::None;
}

StatusLook answerLook(int status, Fault fault)
{
    if (isPending(status, fault))
        return { u'\u2026', Texts::tr("not answered yet"), Tone::Neutral };
    return statusLook(responseState(status, fault));
}

QString answerText(int status, Fault fault)
{
    return isPending(status, fault) ? u"\u2026"_s : statusText(status, fault);
}

QString responseWords(int status, Fault fault)
{
    const QString text = answerText(status, fault);
    if (isPending(status, fault))
        return lookText(answerLook(status, fault));
    if (!hasStatus(fault))
        return text;
    return QString(text + u' ' + statusLook(responseState(status, fault)).word);
}

QString lookText(const StatusLook& look)
{
    return look.glyph.isNull() ? look.word : QString(look.glyph + u' ' + look.word);
}

} // namespace hookloupe
