// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QByteArrayView>

#include <functional>

namespace hookloupe {

/// The bytes of a chunked body that are not data: size lines with their extensions, line ends, the last chunk and the
/// trailer section, each with its place in the decoded body. Decoded body and marks together give the raw bytes back.
///
/// Stored as one byte string (per mark: distance and length as base-128 numbers, then the bytes), as it goes into the
/// session; a broken string yields the marks before the damage.
class ChunkMarks {
public:
    ChunkMarks() = default;
    static ChunkMarks fromEncoded(QByteArray encoded);

    /// \param bodyOffset  where in the decoded body the bytes stood; never smaller than in the call before
    void append(qint64 bodyOffset, QByteArrayView bytes);

    bool isEmpty() const { return m_encoded.isEmpty(); }
    const QByteArray& encoded() const { return m_encoded; }
    /// Calls \p visit(bodyOffset, bytes) for each mark in order.
    void forEach(const std::function<void(qint64, QByteArrayView)>& visit) const;
    /// Sum of the lengths of all marks, bytes.
    qint64 markBytes() const { return m_markBytes; }

private:
    QByteArray m_encoded;
    qint64 m_lastOffset = 0;
    qint64 m_markBytes = 0;
};

} // namespace hookloupe
