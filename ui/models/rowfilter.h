// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/deliveryrows.h"

#include <QStringView>

#include <string>
#include <vector>

namespace hookloupe {

/// "Contains": every word of the text must stand in the method, target, content type, status or fault of a delivery,
/// without regard to ASCII case. Each different string is looked at once.
class RowFilter {
public:
    RowFilter() = default;
    /// \param text  words; of more than eight, the first eight count
    explicit RowFilter(QStringView text);

    bool isEmpty() const { return m_words.empty(); }
    bool matches(const DeliveryRows& rows, const DeliveryRow& row);

private:
    using Mask = quint8; ///< a bit per word that was found

    static constexpr quint16 KnownBit = 0x100;
    static constexpr std::size_t MaxWords = 8;

    Mask wordsIn(QByteArrayView text) const;
    Mask wordsIn(const DeliveryRows& rows, StringPool::Id id);

    std::vector<std::string> m_words; ///< lower case
    std::vector<quint16> m_known; ///< by number of the string
    quint64 m_releases = 0;
};

} // namespace hookloupe
