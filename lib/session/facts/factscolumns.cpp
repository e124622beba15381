// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/facts/factscolumns.h"

#include "session/storedfacts.h"

namespace hookloupe {

namespace {

constexpr unsigned OriginBits = 0x07;
constexpr unsigned IsBodyCovered = 0x08;
constexpr unsigned HasChallenge = 0x10;
constexpr unsigned HasScheme = 0x20;
constexpr unsigned HasReason = 0x40;
constexpr unsigned HasCandidates = 0x80;
constexpr qsizetype MaxTextBytes = 1024; // ids and names of profiles: theirs are shorter

QByteArrayView cut(QByteArrayView bytes, qsizetype limit)
{
    return bytes.first(qMin(bytes.size(), limit));
}

template<typename Enum>
Enum nearest(qint64 stored, Enum last)
{
    return static_cast<Enum>(qBound(qint64(0), stored, static_cast<qint64>(last)));
}

unsigned marksOf(const DeliveryFacts& facts)
{
    return static_cast<unsigned>(facts.origin) | (facts.signature.isBodyCovered ? IsBodyCovered : 0)
        | (facts.challenge.isEmpty() ? 0 : HasChallenge) | (facts.signature.scheme.isEmpty() ? 0 : HasScheme)
        | (facts.signature.reason.isEmpty() ? 0 : HasReason) | (facts.candidates.empty() ? 0 : HasCandidates);
}

} // namespace

bool FactsWriter::bind(Statement& row, int first, const DeliveryFacts& facts)
{
    row.bind(first, facts.endpoint.value);
    row.bind(first + 3, static_cast<qint64>(facts.signature.verdict));
    row.bind(first + 4, static_cast<qint64>(facts.signature.freshness));
    row.bindBytes(first + 6, cut(facts.event.id, MaxFactBytes));
    row.bindBytes(first + 7, cut(facts.event.resource, MaxFactBytes));
    row.bindBytes(first + 8, cut(facts.event.time, MaxFactBytes));
    if (!bindWord(row, first + 1, facts.provider, MaxTextBytes)
        || !bindWord(row, first + 2, facts.event.type, MaxFactBytes) || !encodeRest(facts))
        return false;
    row.bindBlobOrNull(first + 5, m_rest);
    return true;
}

bool FactsWriter::bindWord(Statement& row, int index, const QByteArray& text, qsizetype limit)
{
    const auto number = m_words.numberOf(text);
    if (!number)
        return false;
    // A blob, for a text of digits must not be taken for a word's number.
    if (*number == 0 && !text.isEmpty())
        row.bindBlob(index, cut(text, limit));
    else
        row.bind(index, *number);
    return true;
}

bool FactsWriter::encodeRest(const DeliveryFacts& facts)
{
    m_rest.resize(0);
    const unsigned marks = marksOf(facts);
    if (marks == 0)
        return true;
    m_rest += static_cast<char>(marks);
    for (const QByteArray* text : { &facts.challenge, &facts.signature.scheme, &facts.signature.reason }) {
        if (!text->isEmpty() && !appendText(*text))
            return false;
    }
    for (std::size_t i = 0; i < qMin(facts.candidates.size(), DeliveryFacts::MaxCandidates); ++i) {
        if (!appendText(facts.candidates[i]))
            return false;
    }
    return true;
}

bool FactsWriter::appendText(const QByteArray& text)
{
    const auto number = m_words.numberOf(text);
    if (!number)
        return false;
    if (*number != 0) {
        appendNumber(m_rest, static_cast<quint64>(*number) << 1 | 1);
        return true;
    }
    const QByteArrayView bytes = cut(text, MaxTextBytes);
    appendNumber(m_rest, static_cast<quint64>(bytes.size()) << 1);
    m_rest += bytes;
    return true;
}

DeliveryFacts FactsReader::read(const Statement& row, int first)
{
    DeliveryFacts facts;
    facts.endpoint = { qMax(qint64(0), row.number(first)) };
    facts.provider = word(row, first + 1, MaxTextBytes);
    facts.event.type = word(row, first + 2, MaxFactBytes);
    facts.signature.verdict = nearest(row.number(first + 3), Verdict::NotSigned);
    facts.signature.freshness = nearest(row.number(first + 4), Freshness::Stale);
    decodeRest(row.view(first + 5), facts);
    facts.event.id = cut(row.view(first + 6), MaxFactBytes).toByteArray();
    facts.event.resource = cut(row.view(first + 7), MaxFactBytes).toByteArray();
    facts.event.time = cut(row.view(first + 8), MaxFactBytes).toByteArray();
    return facts;
}

void FactsReader::readInto(DeliverySummary& summary, const Statement& row, int first)
{
    summary.endpoint = { qMax(qint64(0), row.number(first)) };
    summary.provider = word(row, first + 1, DeliverySummary::MaxTargetBytes);
    summary.eventType = word(row, first + 2, DeliverySummary::MaxTargetBytes);
    summary.verdict = nearest(row.number(first + 3), Verdict::NotSigned);
    summary.freshness = nearest(row.number(first + 4), Freshness::Stale);
    if (row.isNull(first + 5))
        return;
    DeliveryFacts facts;
    decodeRest(row.view(first + 5), facts);
    summary.isAmbiguous = facts.origin == ProviderOrigin::Ambiguous;
    summary.isChallenge = !facts.challenge.isEmpty();
}

QByteArray FactsReader::word(const Statement& row, int column, qsizetype limit)
{
    if (row.isNumber(column))
        return m_words.text(row.number(column));
    return cut(row.view(column), limit).toByteArray();
}

void FactsReader::decodeRest(QByteArrayView rest, DeliveryFacts& facts)
{
    if (rest.isEmpty())
        return;
    const auto marks = static_cast<unsigned char>(rest.front());
    rest = rest.sliced(1);
    facts.origin = nearest(marks & OriginBits, ProviderOrigin::Chosen);
    facts.signature.isBodyCovered = (marks & IsBodyCovered) != 0;
    if ((marks & HasChallenge) != 0 && !takeText(rest, facts.challenge))
        return;
    if ((marks & HasScheme) != 0 && !takeText(rest, facts.signature.scheme))
        return;
    if ((marks & HasReason) != 0 && !takeText(rest, facts.signature.reason))
        return;
    if ((marks & HasCandidates) == 0)
        return;
    QByteArray candidate;
    while (facts.candidates.size() < DeliveryFacts::MaxCandidates && takeText(rest, candidate))
        facts.candidates.push_back(candidate);
}

bool FactsReader::takeText(QByteArrayView& rest, QByteArray& text)
{
    quint64 number = 0;
    const qsizetype at = readNumber(rest, 0, number);
    if (at < 0)
        return false;
    rest = rest.sliced(at);
    if ((number & 1) != 0) {
        text = m_words.text(static_cast<qint64>(number >> 1));
        return true;
    }
    const quint64 size = number >> 1;
    if (size > static_cast<quint64>(rest.size()))
        return false;
    text = cut(rest.first(static_cast<qsizetype>(size)), MaxTextBytes).toByteArray();
    rest = rest.sliced(static_cast<qsizetype>(size));
    return true;
}

bool isChallengeFacts(QByteArrayView facts)
{
    return !facts.isEmpty() && (static_cast<unsigned char>(facts.front()) & HasChallenge) != 0;
}

} // namespace hookloupe
