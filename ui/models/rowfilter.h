// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/deliveryrows.h"

#include <QStringView>

#include <string>
#include <vector>

namespace hookloupe {

/// "Contains": every word of the text must stand in the method, target, content type, status, fault, provider, event
/// type or verdict of a delivery, without regard to ASCII case. Each different string is looked at once.
///
/// Beside words there are terms: `sig:` with a verdict, `fresh:` with a freshness, `provider:` and `event:` with a
/// whole text in which `*` stands for any part. A term whose value is none of its field shows nothing.
class RowFilter {
public:
    RowFilter() = default;
    /// \param text  words and terms; of more than eight of either, the first eight count
    explicit RowFilter(QStringView text);

    bool isEmpty() const { return m_words.empty() && m_terms.empty(); }
    bool matches(const DeliveryRows& rows, const DeliveryRow& row);

private:
    struct Term {
        enum class Field : quint8 { Verdict, Freshness, Provider, Event };
        Field field = Field::Verdict;
        std::string value; ///< lower case
    };

    using Mask = quint8; ///< a bit per word that was found

    static constexpr quint16 KnownBit = 0x100;
    static constexpr std::size_t MaxWords = 8;

    bool addTerm(QStringView part);
    bool hasWords(const DeliveryRows& rows, const DeliveryRow& row);
    static bool holds(const Term& term, const DeliveryRows& rows, const DeliveryRow& row);

    Mask wordsIn(QByteArrayView text) const;
    Mask wordsIn(const DeliveryRows& rows, StringPool::Id id);

    std::vector<std::string> m_words; ///< lower case
    std::vector<Term> m_terms;
    std::vector<quint16> m_known; ///< by number of the string
    quint64 m_releases = 0;
};

} // namespace hookloupe
