// SPDX-License-Identifier: GPL-3.0-or-later
#include "response/sequenceparser.h"

#include "http/requesthead.h"

#include <algorithm>

namespace hookloupe {

using namespace Qt::StringLiterals;

namespace {

constexpr std::chrono::milliseconds MaxDelay = std::chrono::hours(24);
constexpr int MaxTimes = 1'000'000;

/// Line ends and NUL would let a value break out of its header line; the other control bytes are no header text
/// either (RFC 9110 section 5.5).
bool isHeaderText(QByteArrayView value)
{
    return std::all_of(value.begin(), value.end(), [](char byte) {
        const auto code = static_cast<unsigned char>(byte);
        return code == '\t' || (code >= 0x20 && code != 0x7f);
    });
}

std::optional<int> wholeNumber(QStringView text)
{
    constexpr qsizetype MaxDigits = 7;
    const bool isNumber = !text.isEmpty() && text.size() <= MaxDigits
        && std::all_of(text.begin(), text.end(), [](QChar c) { return c >= u'0' && c <= u'9'; });
    return isNumber ? std::optional(text.toInt()) : std::nullopt;
}

bool isStatus(std::optional<int> number)
{
    return number && *number >= 100 && *number <= 999;
}

} // namespace

bool SequenceParser::fail(SequenceErrorCode code, qsizetype at, const QString& detail)
{
    if (!m_error)
        m_error = SequenceError { code, at + 1, QString(u"column "_s + QString::number(at + 1) + u": " + detail) };
    return false;
}

void SequenceParser::skipBlanks()
{
    while (at(u' ') || at(u'\t'))
        ++m_at;
}

QStringView SequenceParser::takeWord()
{
    const qsizetype begin = m_at;
    while (!atEnd() && (m_text[m_at].isLetterOrNumber() || at(u'-') || at(u'_') || at(u'.')))
        ++m_at;
    return m_text.sliced(begin, m_at - begin);
}

Result<ResponseSequence, SequenceError> SequenceParser::parse()
{
    std::vector<ResponseSequence::Step> steps;
    skipBlanks();
    if (atEnd())
        fail(SequenceErrorCode::Empty, 0,
            u"there is no response; write a status such as 200 or a fault such as timeout"_s);
    while (!m_error) {
        ResponseSequence::Step step;
        if (!parseStep(step))
            break;
        steps.push_back(std::move(step));
        if (atEnd())
            break;
        if (!at(u','))
            fail(SequenceErrorCode::UnknownWord, m_at, u"unexpected text after a step; separate steps by commas"_s);
        else
            ++m_at;
    }
    if (m_error)
        return Unexpected(*m_error);
    return ResponseSequence(std::move(steps));
}

bool SequenceParser::parseStep(ResponseSequence::Step& step)
{
    m_given.clear();
    skipBlanks();
    if (!parseWord(step.plan))
        return false;
    skipBlanks();
    if (at(u'(') && !parseOptions(step.plan))
        return false;
    skipBlanks();
    if (at(u'x') && !parseTimes(step.times))
        return false;
    skipBlanks();
    if (at(u'('))
        return fail(SequenceErrorCode::BadOption, m_at, u"options stand before the count: 503(delay=1s)x2"_s);
    return true;
}

bool SequenceParser::parseWord(ResponsePlan& plan)
{
    const qsizetype begin = m_at;
    if (atEnd() || at(u','))
        return fail(
            SequenceErrorCode::Empty, begin, u"a step is missing; write a status or a fault between the commas"_s);
    while (!atEnd() && m_text[m_at] >= u'0' && m_text[m_at] <= u'9')
        ++m_at;
    if (m_at > begin) {
        const auto status = wholeNumber(m_text.sliced(begin, m_at - begin));
        if (!isStatus(status))
            return fail(SequenceErrorCode::BadStatus, begin, u"a status has three digits, 100 to 999"_s);
        plan.status = *status;
        return true;
    }
    while (!atEnd() && m_text[m_at].isLetter() && !(at(u'x') && m_at + 1 < m_text.size() && m_text[m_at + 1].isDigit()))
        ++m_at;
    const auto fault = faultFromName(m_text.sliced(begin, m_at - begin).toUtf8());
    if (!fault)
        return fail(SequenceErrorCode::UnknownWord, begin,
            u"neither a status nor a fault; the faults are timeout, reset, close, truncate, garbage"_s);
    plan.fault = *fault;
    return true;
}

bool SequenceParser::parseTimes(int& times)
{
    const qsizetype begin = m_at++;
    const qsizetype digits = m_at;
    while (!atEnd() && m_text[m_at] >= u'0' && m_text[m_at] <= u'9')
        ++m_at;
    const auto number = wholeNumber(m_text.sliced(digits, m_at - digits));
    if (!number || *number < 1 || *number > MaxTimes)
        return fail(SequenceErrorCode::BadTimes, begin, u"x wants how often, 1 to 1000000: 503x2"_s);
    times = *number;
    return true;
}

bool SequenceParser::parseOptions(ResponsePlan& plan)
{
    const qsizetype begin = m_at++;
    for (;;) {
        if (!parseOption(plan))
            return false;
        skipBlanks();
        if (at(u')')) {
            ++m_at;
            return true;
        }
        if (!at(u','))
            return fail(
                SequenceErrorCode::Unclosed, atEnd() ? begin : m_at, u"the options want a closing parenthesis"_s);
        ++m_at;
    }
}

bool SequenceParser::parseOption(ResponsePlan& plan)
{
    skipBlanks();
    const qsizetype begin = m_at;
    const QStringView name = takeWord();
    skipBlanks();
    if (name.isEmpty() || !at(u'='))
        return fail(SequenceErrorCode::BadOption, begin, u"an option has the form name=value"_s);
    ++m_at;
    skipBlanks();
    if (name != u"header" && m_given.contains(name))
        return fail(SequenceErrorCode::BadOption, begin, u"the option is given twice"_s);
    m_given += name.toString();

    const qsizetype valueAt = m_at;
    QByteArray value;
    if (!parseValue(value))
        return false;
    if (!applyOption(plan, name, value, valueAt))
        return m_error ? false
                       : fail(SequenceErrorCode::BadOption, begin,
                           u"unknown option; there are delay, body, type, retry-after, reason, header, status"_s);
    return true;
}

bool SequenceParser::parseValue(QByteArray& value)
{
    if (at(u'"'))
        return parseQuoted(value);
    const qsizetype begin = m_at;
    while (!atEnd() && !at(u',') && !at(u')')) {
        if (at(u'(') || at(u'"'))
            return fail(SequenceErrorCode::BadValue, m_at, u"put a value with parentheses or quotes into quotes"_s);
        ++m_at;
    }
    value = m_text.sliced(begin, m_at - begin).trimmed().toUtf8();
    return true;
}

bool SequenceParser::parseQuoted(QByteArray& value)
{
    const qsizetype begin = m_at++;
    while (!atEnd()) {
        if (at(u'"')) {
            ++m_at;
            return true;
        }
        if (at(u'\\')) {
            if (!parseEscape(value))
                return false;
            continue;
        }
        const qsizetype plain = m_at;
        while (!atEnd() && !at(u'"') && !at(u'\\'))
            ++m_at;
        value += m_text.sliced(plain, m_at - plain).toUtf8();
    }
    return fail(SequenceErrorCode::Unclosed, begin, u"the quoted value wants a closing quote"_s);
}

bool SequenceParser::parseEscape(QByteArray& value)
{
    const qsizetype begin = m_at++;
    const char16_t kind = atEnd() ? u'\0' : m_text[m_at++].unicode();
    switch (kind) {
    case u'"':
    case u'\\':
        value += static_cast<char>(kind);
        return true;
    case u'n':
        value += '\n';
        return true;
    case u'r':
        value += '\r';
        return true;
    case u't':
        value += '\t';
        return true;
    case u'x': {
        const QByteArray digits = m_text.mid(m_at, 2).toLatin1();
        bool isHex = false;
        const uint code = digits.toUInt(&isHex, 16);
        if (isHex && digits.size() == 2 && digits[0] != '+' && digits[0] != '-' && digits[0] != ' ') {
            value += static_cast<char>(code);
            m_at += 2;
            return true;
        }
        break;
    }
    default:
        break;
    }
    return fail(SequenceErrorCode::BadValue, begin,
        u"unknown escape; within quotes there are \\\" \\\\ \\n \\r \\t and \\xNN"_s);
}

bool SequenceParser::applyOption(ResponsePlan& plan, QStringView name, const QByteArray& value, qsizetype valueAt)
{
    const bool isHeaderLike = name == u"type" || name == u"retry-after" || name == u"reason";
    if (isHeaderLike && !isHeaderText(value))
        return fail(SequenceErrorCode::BadValue, valueAt, u"the value must not hold control characters"_s);
    if (name == u"delay") {
        const auto delay = parseDuration(QString::fromUtf8(value));
        if (!delay || *delay > MaxDelay)
            return fail(SequenceErrorCode::BadValue, valueAt, u"a delay is such as 250ms, 2s or 1m, at most 24h"_s);
        plan.delay = *delay;
    } else if (name == u"body") {
        plan.body = value;
    } else if (name == u"type") {
        plan.headers.emplace_back("Content-Type", value);
    } else if (name == u"retry-after") {
        plan.headers.emplace_back("Retry-After", value);
    } else if (name == u"reason") {
        plan.reason = value;
    } else if (name == u"header") {
        return applyHeader(plan, value, valueAt);
    } else if (name == u"status") {
        return applyStatus(plan, value, valueAt);
    } else {
        return false;
    }
    return true;
}

bool SequenceParser::applyHeader(ResponsePlan& plan, const QByteArray& value, qsizetype valueAt)
{
    const qsizetype colon = value.indexOf(':');
    if (colon < 0 || !isToken(QByteArrayView(value).first(colon)))
        return fail(SequenceErrorCode::BadValue, valueAt, u"a header is written Name:Value"_s);
    const QByteArray text = value.mid(colon + 1).trimmed();
    if (!isHeaderText(text))
        return fail(SequenceErrorCode::BadValue, valueAt, u"a header must not hold control characters"_s);
    plan.headers.emplace_back(value.first(colon), text);
    return true;
}

bool SequenceParser::applyStatus(ResponsePlan& plan, const QByteArray& value, qsizetype valueAt)
{
    const auto status = wholeNumber(QString::fromUtf8(value));
    if (plan.fault == Fault::None || !isStatus(status))
        return fail(
            SequenceErrorCode::BadValue, valueAt, u"status goes with a fault, 100 to 999: truncate(status=503)"_s);
    plan.status = *status;
    return true;
}

} // namespace hookloupe
