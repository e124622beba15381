// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/rowfilter.h"

#include <QByteArray>
#include <QList>
#include <QString>

#include <array>
#include <string_view>

namespace hookloupe {

namespace {

char lower(char byte)
{
    return byte >= 'A' && byte <= 'Z' ? static_cast<char>(byte + ('a' - 'A')) : byte;
}

} // namespace

RowFilter::RowFilter(QStringView text)
{
    for (const QStringView& part : text.split(u' ', Qt::SkipEmptyParts)) {
        if (m_words.size() == MaxWords)
            break;
        std::string word = part.toUtf8().toStdString();
        for (char& byte : word)
            byte = lower(byte);
        m_words.push_back(std::move(word));
    }
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
    return mask == all;
}

} // namespace hookloupe
