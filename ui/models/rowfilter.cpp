// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/rowfilter.h"

#include <QByteArray>
#include <QList>
#include <QString>

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

namespace hookloupe {

namespace {

char lower(char byte)
{
    return byte >= 'A' && byte <= 'Z' ? static_cast<char>(byte + ('a' - 'A')) : byte;
}

std::string lowered(QByteArrayView text)
{
    std::string folded(text.data(), static_cast<std::size_t>(text.size()));
    for (char& byte : folded)
        byte = lower(byte);
    return folded;
}

/// True when a text is as the pattern says, in which `*` stands for any bytes. Linear in the text for each star.
bool fits(std::string_view text, std::string_view pattern)
{
    std::size_t at = 0;
    std::size_t in = 0;
    std::size_t star = std::string_view::npos;
    std::size_t retry = 0;
    while (at < text.size()) {
        if (in < pattern.size() && pattern[in] == '*') {
            star = in++;
            retry = at;
        } else if (in < pattern.size() && pattern[in] == text[at]) {
            ++in;
            ++at;
        } else if (star != std::string_view::npos) {
            in = star + 1;
            at = ++retry;
        } else {
            return false;
        }
    }
    return pattern.find_first_not_of('*', in) == std::string_view::npos;
}

} // namespace

RowFilter::RowFilter(QStringView text)
{
    for (const QStringView& part : text.split(u' ', Qt::SkipEmptyParts)) {
        if (addTerm(part))
            continue;
        if (m_words.size() == MaxWords)
            continue;
        std::string word = part.toUtf8().toStdString();
        for (char& byte : word)
            byte = lower(byte);
        m_words.push_back(std::move(word));
    }
}

bool RowFilter::addTerm(QStringView part)
{
    using Field = Term::Field;
    constexpr std::array<std::pair<QLatin1StringView, Field>, 4> Fields { std::pair { QLatin1StringView("sig:"),
                                                                              Field::Verdict },
        std::pair { QLatin1StringView("fresh:"), Field::Freshness },
        std::pair { QLatin1StringView("provider:"), Field::Provider },
        std::pair { QLatin1StringView("event:"), Field::Event } };
    for (const auto& [name, field] : Fields) {
        if (!part.startsWith(name, Qt::CaseInsensitive))
            continue;
        // Half typed, it asks for nothing yet.
        if (part.size() > name.size() && m_terms.size() < MaxWords)
            m_terms.push_back({ field, lowered(part.mid(name.size()).toUtf8()) });
        return true;
    }
    return false;
}

bool RowFilter::holds(const Term& term, const DeliveryRows& rows, const DeliveryRow& row)
{
    const auto isName = [&term](QByteArrayView name) {
        return term.value == std::string_view(name.data(), static_cast<std::size_t>(name.size()));
    };
    switch (term.field) {
    case Term::Field::Verdict:
        return isName(verdictName(row.verdict));
    case Term::Field::Freshness:
        return isName(freshnessName(row.freshness));
    case Term::Field::Provider:
        return row.provider != 0 && fits(lowered(rows.text(row.provider)), term.value);
    case Term::Field::Event:
        return row.eventType != 0 && fits(lowered(rows.text(row.eventType)), term.value);
    }
    return false;
}

RowFilter::Mask RowFilter::wordsIn(QByteArrayView text) const
{
    std::array<char, StringPool::MaxBytes> folded;
    const auto length = static_cast<std::size_t>(std::min<qsizetype>(text.size(), StringPool::MaxBytes));
    for (std::size_t i = 0; i < length; ++i)
        folded[i] = lower(text[static_cast<qsizetype>(i)]);
    const std::string_view hay(folded.data(), length);
    Mask mask = 0;
    for (std::size_t i = 0; i < m_words.size(); ++i) {
        if (hay.find(m_words[i]) != std::string_view::npos)
            mask = static_cast<Mask>(mask | (1U << i));
    }
    return mask;
}

RowFilter::Mask RowFilter::wordsIn(const DeliveryRows& rows, StringPool::Id id)
{
    if (id >= m_known.size())
        m_known.resize(std::max<std::size_t>(rows.pool().idEnd(), m_known.size() * 2), 0);
    if ((m_known[id] & KnownBit) == 0)
        m_known[id] = static_cast<quint16>(KnownBit | wordsIn(rows.text(id)));
    return static_cast<Mask>(m_known[id]);
}

bool RowFilter::matches(const DeliveryRows& rows, const DeliveryRow& row)
{
    return std::all_of(m_terms.begin(), m_terms.end(), [&](const Term& term) { return holds(term, rows, row); })
        && hasWords(rows, row);
}

bool RowFilter::hasWords(const DeliveryRows& rows, const DeliveryRow& row)
{
    if (m_words.empty())
        return true;
    if (m_releases != rows.releases()) {
        m_known.clear();
        m_releases = rows.releases();
    }
    const auto all = static_cast<Mask>((1U << m_words.size()) - 1);
    unsigned mask = wordsIn(rows, row.target);
    if (mask != all)
        mask |= wordsIn(rows, row.method);
    if (mask != all)
        mask |= wordsIn(rows, row.contentType);
    if (mask != all)
        mask |= wordsIn(hasStatus(row.fault) ? QByteArray::number(row.status) : QByteArray());
    if (mask != all && row.fault != Fault::None)
        mask |= wordsIn(faultName(row.fault));
    if (mask != all)
        mask |= wordsIn(rows, row.provider);
    if (mask != all)
        mask |= wordsIn(rows, row.eventType);
    if (mask != all && (row.provider != 0 || row.verdict != Verdict::Unknown))
        mask |= wordsIn(row.isChallenge ? QByteArrayView("challenge") : verdictName(row.verdict));
    return mask == all;
}

} // namespace hookloupe
