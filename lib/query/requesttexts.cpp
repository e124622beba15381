// SPDX-License-Identifier: GPL-3.0-or-later
#include "query/requesttexts.h"

#include "http/contentdecoder.h"

#include <utility>

namespace hookloupe {

namespace {

constexpr qint64 SmallBytes = 256 << 10;

bool isUndecodable(DecodeEnd end)
{
    return end == DecodeEnd::UnknownCoding || end == DecodeEnd::TooManyCodings;
}

} // namespace

RequestTexts::RequestTexts(const RequestHead& head, const Body& body, std::function<bool()> isStopped)
    : m_head(head)
    , m_body(body)
    , m_isStopped(std::move(isStopped))
{
}

/// Feeds the decoded body. \return false when the limit cut it or the stop came
bool RequestTexts::decode(qint64 limit, const Sink& sink)
{
    if (m_small) {
        sink(*m_small);
        return true;
    }
    qint64 fed = 0;
    bool isCut = false;
    QByteArray kept;
    const Sink bounded = [&](QByteArrayView piece) {
        isCut = piece.size() > limit - fed || (m_isStopped && m_isStopped());
        const QByteArrayView part = piece.first(qMin(piece.size(), static_cast<qsizetype>(limit - fed)));
        fed += part.size();
        if (fed <= SmallBytes)
            kept += part;
        return sink(part) && !isCut;
    };
    const DecodeLimits limits { limit + 1, DecodeLimits().maxRatio, DecodeLimits().freeBytes };
    DecodeOutcome outcome = decodeBody(m_body, contentEncodingOf(m_head), limits, bounded);
    if (isUndecodable(outcome.end))
        outcome = decodeBody(m_body, {}, limits, bounded);
    if (outcome.end == DecodeEnd::Complete && !isCut && fed <= SmallBytes)
        m_small = std::move(kept);
    return !isCut && outcome.end != DecodeEnd::Cancelled && outcome.end != DecodeEnd::SizeLimit;
}

bool RequestTexts::bodyMatches(const TextPattern& pattern)
{
    if (m_body.size() == 0)
        return false;
    TextScan scan(pattern);
    decode(MaxSearchedBytes, [&scan](QByteArrayView piece) { return scan.write(piece); });
    return scan.finish();
}

std::optional<QByteArray> RequestTexts::json(const QByteArray& pointer)
{
    if (!std::exchange(m_isJsonRead, true) && m_body.size() > 0) {
        QByteArray text;
        const bool isWhole = decode(MaxJsonBytes, [&text](QByteArrayView piece) {
            text += piece;
            return true;
        });
        if (isWhole)
            m_json = std::make_unique<JsonValues>(text);
    }
    return m_json ? m_json->value(pointer) : std::nullopt;
}

} // namespace hookloupe
