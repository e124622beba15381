// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "http/body.h"

#include <QByteArray>

#include <memory>

namespace hookloupe {

/// Bytes to look at, wherever they are: a view reads the part it shows and never the whole.
///
/// Immutable; read() may be called from several threads at once.
class ByteSource {
public:
    ByteSource() = default;
    ByteSource(const ByteSource&) = delete;
    ByteSource& operator=(const ByteSource&) = delete;
    virtual ~ByteSource() = default;

    virtual qint64 size() const = 0;
    /// \param offset  0 and up; a part beyond the end is empty
    /// \param length  at most this many bytes come back; fewer at the end or when they can no longer be read
    virtual QByteArray read(qint64 offset, qint64 length) const = 0;
};

using ByteSourcePtr = std::shared_ptr<const ByteSource>;

ByteSourcePtr sourceOf(QByteArray bytes);
ByteSourcePtr sourceOf(Body body);

} // namespace hookloupe
