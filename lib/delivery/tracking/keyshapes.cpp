// SPDX-License-Identifier: GPL-3.0-or-later
#include "delivery/tracking/keyshapes.h"

namespace hookloupe {

quint32 KeyShapes::take(const KeyShape& shape)
{
    if (m_latest < m_shapes.size() && m_shapes[m_latest].uses > 0 && m_shapes[m_latest].shape == shape) {
        ++m_shapes[m_latest].uses;
        return m_latest;
    }
    const auto known = m_numbers.find(shape);
    if (known != m_numbers.end()) {
        m_latest = known->second;
    } else if (m_free.empty()) {
        m_latest = static_cast<quint32>(m_shapes.size());
        m_shapes.emplace_back();
    } else {
        m_latest = m_free.back();
        m_free.pop_back();
    }
    if (known == m_numbers.end()) {
        m_shapes[m_latest] = { shape, 0 };
        m_numbers.emplace(shape, m_latest);
    }
    ++m_shapes[m_latest].uses;
    return m_latest;
}

void KeyShapes::release(quint32 number)
{
    if (--m_shapes[number].uses > 0)
        return;
    m_numbers.erase(m_shapes[number].shape);
    m_free.push_back(number);
}

qint64 KeyShapes::memoryBytes() const
{
    constexpr std::size_t NodeBytes = sizeof(KeyShape) + 48;
    return static_cast<qint64>(
        m_shapes.capacity() * sizeof(Used) + m_free.capacity() * sizeof(quint32) + m_numbers.size() * NodeBytes);
}

} // namespace hookloupe
