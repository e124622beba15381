// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "bytes/bytesource.h"
#include "http/request.h"

#include <vector>

namespace hookloupe {

/// The exact bytes of a request as they came: head, chunk marks between the pieces of the body, what came behind a
/// fault. Nothing is put together before it is read.
class RequestSource final : public ByteSource {
public:
    explicit RequestSource(RequestPtr request);

    qint64 size() const override { return m_size; }
    QByteArray read(qint64 offset, qint64 length) const override;

private:
    /// A chunk mark, or what stands for the end of the marks.
    struct Mark {
        qint64 rawOffset = 0; ///< of its first byte in the raw bytes
        qint64 bodyOffset = 0; ///< bytes of the decoded body before it
        QByteArrayView bytes; ///< within the request's own marks
    };

    void readMarked(qint64 offset, qint64 length, QByteArray& out) const;

    RequestPtr m_request;
    std::vector<Mark> m_marks;
    qint64 m_headSize = 0;
    qint64 m_markedEnd = 0; ///< where body and marks end
    qint64 m_size = 0;
};

} // namespace hookloupe
