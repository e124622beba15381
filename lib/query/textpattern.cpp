// SPDX-License-Identifier: GPL-3.0-or-later
#include "query/textpattern.h"

#include <array>
#include <utility>

namespace hookloupe {

namespace {

using Fold = std::array<char, 256>;

constexpr Fold makeFold(bool isCaseSensitive)
{
    Fold fold {};
    for (std::size_t code = 0; code < fold.size(); ++code) {
        const bool isUpper = code >= 'A' && code <= 'Z';
        fold[code] = static_cast<char>(isUpper && !isCaseSensitive ? code + ('a' - 'A') : code);
    }
    return fold;
}

constexpr Fold AsItIs = makeFold(true);
constexpr Fold Lower = makeFold(false);

char folded(const Fold& fold, char byte)
{
    return fold[static_cast<unsigned char>(byte)];
}

std::vector<std::size_t> fallbacks(const QByteArray& bytes)
{
    std::vector<std::size_t> fallback(static_cast<std::size_t>(bytes.size()) + 1, 0);
    std::size_t matched = 0;
    for (qsizetype at = 1; at < bytes.size(); ++at) {
        while (matched > 0 && bytes[static_cast<qsizetype>(matched)] != bytes[at])
            matched = fallback[matched];
        if (bytes[static_cast<qsizetype>(matched)] == bytes[at])
            ++matched;
        fallback[static_cast<std::size_t>(at) + 1] = matched;
    }
    return fallback;
}

} // namespace

TextPattern::TextPattern(std::vector<QByteArray> parts, bool isCaseSensitive)
    : m_isCaseSensitive(isCaseSensitive)
{
    const Fold& fold = isCaseSensitive ? AsItIs : Lower;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        const bool isInner = i > 0 && i + 1 < parts.size();
        if (isInner && parts[i].isEmpty())
            continue;
        for (char& byte : parts[i])
            byte = folded(fold, byte);
        std::vector<std::size_t> fallback = fallbacks(parts[i]);
        m_parts.push_back({ std::move(parts[i]), std::move(fallback) });
    }
    if (m_parts.empty())
        m_parts.push_back({ QByteArray(), { 0 } });
}

TextPattern TextPattern::within(std::vector<QByteArray> parts, bool isCaseSensitive)
{
    parts.insert(parts.begin(), QByteArray());
    parts.emplace_back();
    return TextPattern(std::move(parts), isCaseSensitive);
}

bool TextPattern::matches(QByteArrayView text) const
{
    TextScan scan(*this);
    scan.write(text);
    return scan.finish();
}

std::vector<QByteArray> TextPattern::parts() const
{
    std::vector<QByteArray> parts;
    for (const Part& part : m_parts)
        parts.push_back(part.bytes);
    return parts;
}

qsizetype TextPattern::size() const
{
    qsizetype size = 0;
    for (const Part& part : m_parts)
        size += part.bytes.size();
    return size;
}

TextScan::TextScan(const TextPattern& pattern)
    : m_pattern(pattern)
{
    enterPart(0);
}

/// The first part is where the text begins, so it is there at once when it is empty.
void TextScan::enterPart(std::size_t part)
{
    m_part = part;
    m_matched = 0;
    if (part == 0 && !isLast() && m_pattern.m_parts.front().bytes.isEmpty())
        ++m_part;
}

bool TextScan::write(QByteArrayView piece)
{
    qsizetype at = 0;
    while (at < piece.size() && !m_isDead) {
        const QByteArray& part = m_pattern.m_parts[m_part].bytes;
        if (m_part == 0)
            at = takeBeginning(piece, at);
        else if (isLast() && part.isEmpty())
            return false;
        else
            at = takeUntilFound(piece, at);
    }
    const bool isDecided = m_part > 0 && isLast() && m_pattern.m_parts[m_part].bytes.isEmpty();
    return !m_isDead && !isDecided;
}

/// The bytes that must stand at the beginning, and nothing behind them when there is no other part.
qsizetype TextScan::takeBeginning(QByteArrayView piece, qsizetype at)
{
    const Fold& fold = m_pattern.m_isCaseSensitive ? AsItIs : Lower;
    const QByteArray& part = m_pattern.m_parts.front().bytes;
    for (; at < piece.size(); ++at) {
        const auto next = static_cast<qsizetype>(m_matched);
        if (next == part.size() || part[next] != folded(fold, piece[at])) {
            m_isDead = true;
            return piece.size();
        }
        ++m_matched;
        if (next + 1 == part.size() && !isLast()) {
            enterPart(1);
            return at + 1;
        }
    }
    return at;
}

/// Looks for a part. The last one is looked for to the end of the text, because there it must stand.
qsizetype TextScan::takeUntilFound(QByteArrayView piece, qsizetype at)
{
    const Fold& fold = m_pattern.m_isCaseSensitive ? AsItIs : Lower;
    const TextPattern::Part& part = m_pattern.m_parts[m_part];
    const char* const wanted = part.bytes.constData();
    const auto size = static_cast<std::size_t>(part.bytes.size());
    const char* byte = piece.data() + at;
    const char* const end = piece.data() + piece.size();
    std::size_t matched = m_matched;
    for (; byte != end; ++byte) {
        // Most of a text does not even begin the part: it is passed over without asking for more.
        while (matched == 0 && byte != end && folded(fold, *byte) != wanted[0])
            ++byte;
        if (byte == end)
            break;
        const char code = folded(fold, *byte);
        if (matched == size)
            matched = part.fallback[matched];
        while (matched > 0 && wanted[matched] != code)
            matched = part.fallback[matched];
        if (wanted[matched] == code)
            ++matched;
        if (matched == size && !isLast()) {
            enterPart(m_part + 1);
            return byte + 1 - piece.data();
        }
    }
    m_matched = matched;
    return piece.size();
}

bool TextScan::finish() const
{
    const TextPattern::Part& part = m_pattern.m_parts[m_part];
    return !m_isDead && isLast() && m_matched == static_cast<std::size_t>(part.bytes.size());
}

} // namespace hookloupe
