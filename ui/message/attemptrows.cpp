// SPDX-License-Identifier: GPL-3.0-or-later
#include "message/attemptrows.h"

#include "message/momenttext.h"
#include "messages/attemptsentences.h"
#include "messages/quantities.h"
#include "messages/reactionsentences.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>

#include <algorithm>
#include <cstdlib>
#include <limits>

namespace hookloupe {

using namespace Qt::StringLiterals;

namespace {

using std::chrono::milliseconds;

struct Texts {
    Q_DECLARE_TR_FUNCTIONS(AttemptRows)
};

milliseconds toMilliseconds(std::chrono::microseconds duration)
{
    return std::chrono::duration_cast<milliseconds>(duration);
}

StoryText kindText(const MessageFacts& facts)
{
    const StatusLook look = statusLook(facts.kind);
    return { lookText(look), look.tone };
}

StoryText waitText(const AttemptFacts& facts, milliseconds sinceBefore)
{
    const StatusLook look = statusLook(facts.schedule.result);
    if (facts.schedule.result == ScheduleCheck::Result::NotKnown && facts.schedule.observed.count() == 0) {
        ScheduleCheck plain;
        plain.observed = sinceBefore;
        return { scheduleSentence(plain) };
    }
    const QString text = scheduleSentence(facts.schedule);
    if (look.glyph.isNull())
        return { text };
    return { QString(look.glyph + u' ' + text), look.tone };
}

std::vector<StoryText> remarksOf(const MessageFacts& facts)
{
    std::vector<StoryText> remarks;
    if (facts.isStale()) {
        const StatusLook look = staleLook();
        remarks.push_back({ lookText(look), look.tone });
    }
    if (facts.isProbable)
        remarks.push_back({ Texts::tr("? probably the same message"), Tone::Info });
    if (facts.sameEvent)
        remarks.push_back({ Texts::tr("= event of delivery %1").arg(facts.sameEvent->value), Tone::Info });
    return remarks;
}

/// "↻ 2", and with a question mark where only likeness joins it.
QString captionOf(const MessageFacts& facts)
{
    QString text = QString::number(facts.attempt);
    if (facts.kind != MessageKind::First)
        text = statusLook(facts.kind).glyph + u' ' + text;
    return facts.isProbable ? QString(text + u"\u2009?"_s) : text;
}

AttemptRow madeRow(const MessageStory& story, std::size_t index)
{
    const StoryAttempt& attempt = story.attempts[index];
    const MessageFacts& facts = attempt.facts.message;
    const StatusLook look = answerLook(attempt.status, attempt.fault);
    AttemptRow row;
    row.id = attempt.id;
    row.number = QString::number(facts.attempt);
    row.time = momentText(attempt.arrivedAt, story.attempts.back().arrivedAt);
    row.kind = kindText(facts);
    row.response = { responseWords(attempt.status, attempt.fault), look.tone };
    row.reaction = attempt.facts.isEvent && !isPending(attempt.status, attempt.fault)
        ? reactionSentence(attempt.facts.reaction)
        : QString();
    row.remarks = remarksOf(facts);
    row.isSelected = attempt.id == story.selected;
    row.mark = answerText(attempt.status, attempt.fault);
    row.caption = captionOf(facts);
    row.tone = look.tone;
    row.isRound = look.tone == Tone::Ok;
    row.at = attempt.arrivedAt;
    if (index == 0)
        return row;
    row.waitBefore = toMilliseconds(attempt.arrivedAt - story.attempts[index - 1].arrivedAt);
    row.wait = waitText(attempt.facts, row.waitBefore);
    row.tick = tickText(row.waitBefore);
    const StatusLook fit = statusLook(attempt.facts.schedule.result);
    if (attempt.facts.schedule.result != ScheduleCheck::Result::OnTime && !fit.glyph.isNull()) {
        row.tick = fit.glyph + u' ' + row.tick;
        row.tickTone = fit.tone;
    }
    return row;
}

AttemptRow leftOutRow(const MessageStory& story, std::size_t count)
{
    AttemptRow row;
    row.sort = AttemptRow::Sort::LeftOut;
    row.number = u"\u22EF"_s;
    row.response = { Texts::tr("%1 attempts are not listed: the first and the newest %2 are")
                         .arg(countText(static_cast<qint64>(count)),
                             countText(static_cast<qint64>(story.attempts.size()) - 1)) };
    row.mark = u"\u22EF"_s;
    row.count = count;
    row.at = story.attempts.front().arrivedAt;
    return row;
}

AttemptRow expectedRow(const MessageStory& story, std::size_t index)
{
    const ExpectedAttempt& expected = story.expected[index];
    const SystemTime day = story.attempts.back().arrivedAt;
    const SystemTime before = index == 0 ? day : story.expected[index - 1].earliest;
    AttemptRow row;
    row.sort = AttemptRow::Sort::Expected;
    row.number = QString::number(expected.attempt);
    row.time = shortMomentText(expected.earliest, day);
    if (expected.latest > expected.earliest)
        row.time = Texts::tr("%1 to %2").arg(row.time, shortMomentText(expected.latest, day));
    row.response = { Texts::tr("expected (%1)").arg(basisWord(expected.isAssumed)), Tone::Neutral };
    row.waitBefore = toMilliseconds(expected.earliest - before);
    row.wait = { Texts::tr("%1 after the one before").arg(lengthWords(row.waitBefore)) };
    const qint64 ms = std::chrono::floor<milliseconds>(expected.earliest).time_since_epoch().count();
    const QString clock = QDateTime::fromMSecsSinceEpoch(ms).toString(u"HH:mm"_s);
    row.isAssumed = expected.isAssumed;
    row.mark = expected.isAssumed ? QString(u"\u2248 "_s + clock) : clock;
    row.caption = row.number;
    row.tick = tickText(row.waitBefore);
    row.at = expected.earliest;
    return row;
}

} // namespace

QString AttemptRow::sentence() const
{
    QStringList parts;
    if (sort == Sort::LeftOut)
        return response.text;
    parts << Texts::tr("Attempt %1").arg(number);
    for (const QString& text : { kind.text, response.text, time, wait.text })
        parts << text;
    for (const StoryText& remark : remarks)
        parts << remark.text;
    parts << reaction;
    parts.removeAll(QString());
    return parts.join(u", "_s);
}

std::vector<AttemptRow> attemptRows(const MessageStory& story)
{
    std::vector<AttemptRow> rows;
    if (story.isEmpty())
        return rows;
    const std::size_t hidden
        = story.attemptCount > story.attempts.size() ? story.attemptCount - story.attempts.size() : 0;
    for (std::size_t i = 0; i < story.attempts.size(); ++i) {
        rows.push_back(madeRow(story, i));
        if (i == 1 && hidden > 0) {
            // What was waited since the one that is not here is not known
            rows.back().waitBefore = milliseconds(0);
            rows.back().tick.clear();
        }
        if (i == 0 && hidden > 0)
            rows.push_back(leftOutRow(story, hidden));
    }
    // Where nothing ends them, the next ones tell it all
    const bool isEndless = story.attempts.back().facts.reaction.isEndless;
    const std::size_t expected = isEndless ? std::min<std::size_t>(story.expected.size(), 3) : story.expected.size();
    for (std::size_t i = 0; i < expected; ++i)
        rows.push_back(expectedRow(story, i));
    return rows;
}

QString tickText(milliseconds wait)
{
    const qint64 count = std::max<qint64>(wait.count(), -std::numeric_limits<qint64>::max());
    const qint64 ms = std::abs(count);
    const QString sign = wait.count() < 0 ? u"\u2212"_s : u"+"_s;
    const auto in = [ms](qint64 unit) { return QString::number(ms / unit + (ms % unit >= unit / 2 ? 1 : 0)); };
    if (ms < 1'000)
        return sign + Texts::tr("%1 ms").arg(ms);
    if (ms < 119'500)
        return sign + Texts::tr("%1 s").arg(in(1'000));
    if (ms < 119 * 60'000 + 30'000)
        return sign + Texts::tr("%1 min").arg(in(60'000));
    if (ms < 47 * 3'600'000 + 1'800'000)
        return sign + Texts::tr("%1 h").arg(in(3'600'000));
    return sign + Texts::tr("%1 d").arg(in(86'400'000));
}

} // namespace hookloupe
