// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "delivery/tracking/messagekeys.h"

#include <array>
#include <compare>
#include <map>
#include <vector>

namespace hookloupe {

/// What is known of a delivery's keys beside their hashes. Deliveries of one provider share a few of them.
struct KeyShape {
    enum class Role : quint8 { Key, SoftAfterFailure, SoftAlways, SignedBytes, Order };

    struct Place {
        quint32 window = 0; ///< seconds; of soft keys
        Role role = Role::Key;
        bool isBody = false;
        bool isToken = false;
        bool isAttemptId = false;

        auto operator<=>(const Place&) const = default;
    };

    static constexpr std::size_t MaxPlaces = MessageKeys::MaxKeys + 3;

    std::array<Place, MaxPlaces> places;
    quint16 placeCount = 0;
    quint16 claimedAttempt = 0;
    bool isSigningTime = false;

    auto operator<=>(const KeyShape&) const = default;
};

/// The shapes in use, each once.
class KeyShapes {
public:
    /// \return the number of the shape, which is one use more of it
    quint32 take(const KeyShape& shape);
    /// Ends one use; the number of a shape without any is used again.
    void release(quint32 number);
    const KeyShape& at(quint32 number) const { return m_shapes[number].shape; }

    qint64 memoryBytes() const;

private:
    struct Used {
        KeyShape shape;
        qint64 uses = 0;
    };

    std::vector<Used> m_shapes;
    std::vector<quint32> m_free;
    std::map<KeyShape, quint32> m_numbers;
    quint32 m_latest = 0; ///< which is most likely the next one, too
};

} // namespace hookloupe
