// SPDX-License-Identifier: GPL-3.0-or-later
#include "messages/responsesentences.h"

#include "delivery/delivery.h"
#include "messages/quantities.h"

#include <QCoreApplication>

#include <algorithm>

namespace hookloupe {

using namespace Qt::StringLiterals;

namespace {

struct Texts {
    Q_DECLARE_TR_FUNCTIONS(ResponseSentences)
};

QString meaningOfFault(Fault fault)
{
    switch (fault) {
    case Fault::Timeout:
        return Texts::tr("No request is answered; the provider waits until it gives up.");
    case Fault::Reset:
        return Texts::tr("Every connection is reset instead of an answer.");
    case Fault::Close:
        return Texts::tr("Every connection is closed without an answer.");
    case Fault::Truncate:
        return Texts::tr("Every answer is cut short in its body.");
    case Fault::Garbage:
        return Texts::tr("Every request is answered with bytes that are no HTTP.");
    case Fault::None:
        break;
    }
    return {};
}

QString meaningOfPlan(const ResponsePlan& plan)
{
    if (plan.fault != Fault::None)
        return meaningOfFault(plan.fault);
    const bool isDefault = plan == ResponsePlan {};
    if (plan.delay.count() > 0) {
        return Texts::tr("Every request is answered %1 after %2 until you change it.")
            .arg(nameOf(plan), durationText(plan.delay));
    }
    return isDefault ? Texts::tr("Every request is answered 200 OK.")
                     : Texts::tr("Every request is answered %1 until you change it.").arg(nameOf(plan));
}

} // namespace

QString shortNameOf(const ResponsePlan& plan)
{
    return hasStatus(plan.fault) ? QString::number(plan.status) : QString::fromLatin1(faultName(plan.fault));
}

QString sentenceFor(const ResponsePlan& plan, const QString& sequel)
{
    return Texts::tr("%1 \u2192 %2").arg(shortNameOf(plan), sequel);
}

QString nameOf(const ResponsePlan& plan)
{
    if (!hasStatus(plan.fault))
        return QString::fromLatin1(faultName(plan.fault));
    const QString reason
        = QString::fromLatin1(plan.reason.isEmpty() ? reasonPhrase(plan.status) : QByteArrayView(plan.reason));
    return QString::number(plan.status) + (reason.isEmpty() ? QString() : u" "_s + reason);
}

QString meaningOf(const ResponseSequence& sequence)
{
    const auto& steps = sequence.steps();
    if (sequence.isSinglePlan())
        return meaningOfPlan(steps.front().plan);
    QStringList parts;
    for (std::size_t i = 0; i + 1 < steps.size() && i < 4; ++i) {
        parts << (steps[i].times == 1 ? shortNameOf(steps[i].plan)
                                      : Texts::tr("%1 \u00d7 %2").arg(steps[i].times).arg(shortNameOf(steps[i].plan)));
    }
    if (steps.size() > 5)
        parts << u"\u2026"_s;
    return Texts::tr("Each message is answered %1, then %2.").arg(parts.join(u", "_s), shortNameOf(steps.back().plan));
}

bool acceptsEverything(const ResponseSequence& sequence)
{
    return std::all_of(sequence.steps().begin(), sequence.steps().end(), [](const ResponseSequence::Step& step) {
        return step.plan.fault == Fault::None && step.plan.status / 100 == 2;
    });
}

} // namespace hookloupe
