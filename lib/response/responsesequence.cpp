// SPDX-License-Identifier: GPL-3.0-or-later
#include "response/responsesequence.h"

#include "response/sequenceparser.h"

#include <QStringDecoder>
#include <QStringList>

#include <algorithm>
#include <utility>

namespace hookloupe {

using namespace Qt::StringLiterals;

namespace {

bool needsQuotes(QByteArrayView value)
{
    return value.isEmpty() || std::any_of(value.begin(), value.end(), [](char byte) {
        const auto code = static_cast<unsigned char>(byte);
        return code <= ' ' || code >= 0x7f || byte == '"' || byte == '\\' || byte == ',' || byte == '(' || byte == ')';
    });
}

QString quoted(const QByteArray& value)
{
    QStringDecoder decoder(QStringDecoder::Utf8);
    const QString decoded = decoder.decode(value);
    const bool isUtf8 = !decoder.hasError() && decoded.toUtf8() == value;
    const QString characters = isUtf8 ? decoded : QString::fromLatin1(value);

    QString text = u"\""_s;
    for (const QChar character : characters) {
        const char16_t unit = character.unicode();
        if (unit == u'"' || unit == u'\\') {
            text += u'\\';
            text += character;
        } else if (unit == u'\n') {
            text += "\\n"_L1;
        } else if (unit == u'\r') {
            text += "\\r"_L1;
        } else if (unit == u'\t') {
            text += "\\t"_L1;
        } else if (unit < 0x20 || unit == 0x7f || (!isUtf8 && unit > 0x7f)) {
            text += "\\x"_L1 + QString::number(unit, 16).rightJustified(2, u'0');
        } else {
            text += character;
        }
    }
    text += u'"';
    return text;
}

QString optionText(QLatin1StringView name, const QByteArray& value)
{
    return name + u'=' + (needsQuotes(value) ? quoted(value) : QString::fromLatin1(value));
}

QString durationText(std::chrono::milliseconds duration)
{
    const qint64 count = duration.count();
    const bool isWhole = count % 1000 == 0;
    return QString::number(isWhole ? count / 1000 : count) + (isWhole ? "s"_L1 : "ms"_L1);
}

QStringList headerOptions(const HeaderList& headers)
{
    QStringList options;
    bool hasType = false;
    bool hasRetryAfter = false;
    for (const auto& [name, value] : headers) {
        if (name == "Content-Type" && !std::exchange(hasType, true))
            options += optionText("type"_L1, value);
        else if (name == "Retry-After" && !std::exchange(hasRetryAfter, true))
            options += optionText("retry-after"_L1, value);
        else
            options += optionText("header"_L1, name + ':' + value);
    }
    return options;
}

} // namespace

ResponseSequence::ResponseSequence()
    : ResponseSequence(ResponsePlan {})
{
}

ResponseSequence::ResponseSequence(ResponsePlan plan)
    : m_steps { Step { std::move(plan), 1 } }
{
}

ResponseSequence::ResponseSequence(std::vector<Step> steps)
    : m_steps(std::move(steps))
{
    if (m_steps.empty())
        m_steps.emplace_back();
}

std::size_t ResponseSequence::stepFor(qint64 earlier) const
{
    for (std::size_t i = 0; i + 1 < m_steps.size(); ++i) {
        earlier -= std::max(m_steps[i].times, 1);
        if (earlier < 0)
            return i;
    }
    return m_steps.size() - 1;
}

const ResponsePlan& ResponseSequence::planFor(qint64 earlier) const
{
    return m_steps[stepFor(earlier)].plan;
}

Result<ResponseSequence, SequenceError> parseResponseSequence(QStringView text)
{
    return SequenceParser(text).parse();
}

QString toText(const ResponsePlan& plan)
{
    QStringList options;
    if (plan.fault != Fault::None && plan.status != 200)
        options += "status="_L1 + QString::number(plan.status);
    if (plan.delay.count() > 0)
        options += "delay="_L1 + durationText(plan.delay);
    if (!plan.reason.isEmpty())
        options += optionText("reason"_L1, plan.reason);
    options += headerOptions(plan.headers);
    if (!plan.body.isEmpty())
        options += optionText("body"_L1, plan.body);

    QString text
        = plan.fault == Fault::None ? QString::number(plan.status) : QString::fromLatin1(faultName(plan.fault));
    if (!options.isEmpty())
        text += u'(' + options.join(u',') + u')';
    return text;
}

QString toText(const ResponseSequence& sequence)
{
    QStringList steps;
    for (const auto& step : sequence.steps())
        steps += step.times == 1 ? toText(step.plan) : QString(toText(step.plan) + u'x' + QString::number(step.times));
    return steps.join(u',');
}

} // namespace hookloupe
