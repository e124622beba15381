// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "profile/reader/deliveryreader.h"

#include <cmath>

namespace hookloupe {

/// Reads values of one object together with what they rest on.
class StatedReader {
public:
    /// \param reader, assumed  outlive the object
    StatedReader(ObjectReader& reader, const AssumedPlaces& assumed)
        : m_reader(reader)
        , m_assumed(assumed)
    {
    }

    bool isAssumed(const char* key) const
    {
        const JsonNode* const place = m_reader.node().find(key);
        return place && m_assumed.cover(*place);
    }

    /// A number of seconds, fractions allowed, in whole units of Duration.
    template<typename Duration>
    std::optional<Stated<Duration>> duration(const char* key, double mostSeconds) const
    {
        const std::optional<double> seconds = m_reader.number(key, mostSeconds);
        if (!seconds)
            return std::nullopt;
        const std::chrono::duration<double> exact(*seconds);
        return Stated<Duration> { std::chrono::round<Duration>(exact), isAssumed(key) };
    }

    /// A whole number, \p least and up.
    std::optional<Stated<int>> count(const char* key, int least, double most) const
    {
        const std::optional<double> number = m_reader.number(key, most);
        if (!number)
            return std::nullopt;
        if (*number < least || *number != std::floor(*number)) {
            m_reader.errors().add(*m_reader.node().find(key),
                QStringLiteral("must be a whole number from %1 to %2.").arg(least).arg(most, 0, 'f', 0));
            return std::nullopt;
        }
        return Stated<int> { static_cast<int>(*number), isAssumed(key) };
    }

    /// Nothing when it is absent, unlike ObjectReader::flag().
    std::optional<Stated<bool>> flag(const char* key) const
    {
        const bool isTrue = m_reader.flag(key);
        if (!m_reader.node().find(key))
            return std::nullopt;
        return Stated<bool> { isTrue, isAssumed(key) };
    }

    template<typename Enum, std::size_t Count>
    std::optional<Stated<Enum>> word(const char* key, const KnownWord<Enum> (&words)[Count]) const
    {
        const std::optional<Enum> known = m_reader.word(key, words);
        return known ? std::optional(Stated<Enum> { *known, isAssumed(key) }) : std::nullopt;
    }

    QString text(const char* key) const { return QString::fromUtf8(m_reader.string(key).value_or(QByteArray())); }

private:
    ObjectReader& m_reader;
    const AssumedPlaces& m_assumed;
};

} // namespace hookloupe
