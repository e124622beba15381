// SPDX-License-Identifier: GPL-3.0-or-later
#include "capture/bodyframing.h"

#include <algorithm>
#include <limits>

namespace hookloupe {

namespace {

constexpr QByteArrayView ContentLengthName = "Content-Length";
constexpr QByteArrayView TransferEncodingName = "Transfer-Encoding";

bool isFramingName(QByteArrayView name)
{
    return (name.size() == ContentLengthName.size() && equalsIgnoringCase(name, ContentLengthName))
        || (name.size() == TransferEncodingName.size() && equalsIgnoringCase(name, TransferEncodingName));
}

QByteArrayView withoutBlanks(QByteArrayView text)
{
    const auto isBlank = [](char byte) { return byte == ' ' || byte == '\t'; };
    while (!text.isEmpty() && isBlank(text.front()))
        text = text.sliced(1);
    while (!text.isEmpty() && isBlank(text.back()))
        text.chop(1);
    return text;
}

/// Calls \p visit for each member of a comma-separated list, the empty ones included.
template<typename Visit>
void forEachMember(QByteArrayView list, Visit visit)
{
    for (qsizetype begin = 0; begin <= list.size();) {
        qsizetype comma = list.indexOf(',', begin);
        if (comma < 0)
            comma = list.size();
        visit(withoutBlanks(list.sliced(begin, comma - begin)));
        begin = comma + 1;
    }
}

/// The framing name that a piece of a line would have for a reader who drops or skips what is no token byte.
bool namesFraming(QByteArrayView piece)
{
    const qsizetype colon = piece.indexOf(':');
    if (colon < 0)
        return false;
    QByteArray name;
    for (qsizetype i = 0; i < colon && name.size() <= TransferEncodingName.size(); ++i) {
        if (isToken(piece.sliced(i, 1)))
            name += piece[i];
    }
    return isFramingName(name);
}

/// True when the line is a framing header, or hides one, in a way that readers understand differently.
/// \param line  without its line end
/// \param isFolded  the next line continues this one
bool isAmbiguous(QByteArrayView line, bool isFolded)
{
    const qsizetype carriageReturn = line.indexOf('\r');
    if (carriageReturn < 0 && !namesFraming(line))
        return false;
    if (carriageReturn < 0)
        return isFolded || line.contains('\0') || !isToken(line.first(line.indexOf(':')));
    for (qsizetype begin = 0; begin <= line.size();) {
        qsizetype end = line.indexOf('\r', begin);
        if (end < 0)
            end = line.size();
        if (namesFraming(line.sliced(begin, end - begin)))
            return true;
        begin = end + 1;
    }
    return false;
}

bool hidesFraming(const RequestHead& head)
{
    const AnomalySet anomalies = head.anomalies();
    if (!anomalies.contains(Anomaly::BadHeaderName) && !anomalies.contains(Anomaly::BareCr)
        && !anomalies.contains(Anomaly::NulInHead) && !anomalies.contains(Anomaly::ObsoleteFold))
        return false;

    const QByteArrayView raw(head.raw());
    for (qsizetype begin = 0; begin < raw.size();) {
        qsizetype newline = raw.indexOf('\n', begin);
        if (newline < 0)
            newline = raw.size();
        const qsizetype end = newline > begin && raw[newline - 1] == '\r' ? newline - 1 : newline;
        const bool isFolded = newline + 1 < raw.size() && (raw[newline + 1] == ' ' || raw[newline + 1] == '\t');
        if (isAmbiguous(raw.sliced(begin, end - begin), isFolded))
            return true;
        begin = newline + 1;
    }
    return false;
}

/// Gathers the Content-Length values of a head.
class Lengths {
public:
    void add(QByteArrayView value)
    {
        forEachMember(value, [this](QByteArrayView member) { addOne(member); });
    }

    bool isEmpty() const { return m_count == 0; }
    qint64 value() const { return m_value; }

    AnomalySet anomalies() const
    {
        AnomalySet found;
        if (m_isBad)
            found.add(Anomaly::BadContentLength);
        else if (m_isConflicting)
            found.add(Anomaly::ConflictingContentLength);
        else if (m_count > 1)
            found.add(Anomaly::RepeatedContentLength);
        return found;
    }

private:
    void addOne(QByteArrayView digits)
    {
        ++m_count;
        if (digits.isEmpty()
            || !std::all_of(digits.begin(), digits.end(), [](char c) { return c >= '0' && c <= '9'; })) {
            m_isBad = true;
            return;
        }
        while (digits.size() > 1 && digits.front() == '0')
            digits = digits.sliced(1);
        // Compared as digits: two lengths beyond 64 bits are not the same because both saturate.
        if (m_count == 1)
            m_digits = digits;
        else if (digits != m_digits)
            m_isConflicting = true;
        constexpr qint64 Most = std::numeric_limits<qint64>::max();
        m_value = 0;
        for (const char digit : digits) {
            const qint64 next = digit - '0';
            m_value = m_value > (Most - next) / 10 ? Most : m_value * 10 + next;
        }
    }

    QByteArrayView m_digits;
    qint64 m_value = 0;
    int m_count = 0;
    bool m_isBad = false;
    bool m_isConflicting = false;
};

/// Gathers the transfer codings of a head.
class Codings {
public:
    void add(QByteArrayView value)
    {
        forEachMember(value, [this](QByteArrayView member) { addOne(member); });
    }

    bool isEmpty() const { return m_count == 0; }
    bool isFramable() const { return !m_isBad && m_isLastChunked; }
    bool hasOthers() const { return m_count > 1; }

private:
    void addOne(QByteArrayView coding)
    {
        ++m_count;
        const qsizetype parameters = coding.indexOf(';');
        const QByteArrayView name = withoutBlanks(parameters < 0 ? coding : coding.first(parameters));
        const bool isChunked = equalsIgnoringCase(name, "chunked");
        // Nothing may stand behind chunked, and it has no parameters. A quoted comma would be a separator to some.
        if (!isToken(name) || m_isLastChunked || (isChunked && parameters >= 0) || coding.contains('"'))
            m_isBad = true;
        m_isLastChunked = isChunked;
    }

    int m_count = 0;
    bool m_isBad = false;
    bool m_isLastChunked = false;
};

bool isVersionOneZero(QByteArrayView version)
{
    return version.size() > 2 && version.first(2) == "1."
        && std::all_of(version.begin() + 2, version.end(), [](char digit) { return digit == '0'; });
}

} // namespace

BodyFramingDecision decideBodyFraming(const RequestHead& head)
{
    Lengths lengths;
    Codings codings;
    for (qsizetype i = 0; i < head.headerCount(); ++i) {
        const QByteArrayView name = head.headerName(i);
        if (name.size() == ContentLengthName.size() && equalsIgnoringCase(name, ContentLengthName))
            lengths.add(head.rawHeaderValue(i));
        else if (name.size() == TransferEncodingName.size() && equalsIgnoringCase(name, TransferEncodingName))
            codings.add(head.rawHeaderValue(i));
    }

    BodyFramingDecision decision;
    if (hidesFraming(head))
        decision.anomalies.add(Anomaly::AmbiguousFramingHeader);
    decision.anomalies.add(lengths.anomalies());
    if (!codings.isEmpty()) {
        decision.framing = BodyFraming::Chunked;
        if (!codings.isFramable() || isVersionOneZero(head.version()))
            decision.anomalies.add(Anomaly::BadTransferEncoding);
        else if (codings.hasOthers())
            decision.anomalies.add(Anomaly::OtherTransferCoding);
        if (!decision.anomalies.hasFault() && !lengths.isEmpty()) {
            decision.anomalies.add(Anomaly::LengthAndChunked);
            decision.mustClose = true;
        }
    } else if (!lengths.isEmpty()) {
        decision.framing = BodyFraming::ContentLength;
        decision.length = lengths.value();
    }
    if (decision.anomalies.hasFault()) {
        decision.framing = BodyFraming::None;
        decision.length = 0;
        decision.mustClose = true;
    }
    return decision;
}

} // namespace hookloupe
