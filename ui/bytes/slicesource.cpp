// SPDX-License-Identifier: GPL-3.0-or-later
#include "bytes/slicesource.h"

namespace hookloupe {

namespace {

class SliceSource final : public ByteSource {
public:
    SliceSource(ByteSourcePtr source, qint64 offset, qint64 size)
        : m_source(std::move(source))
        , m_offset(offset)
        , m_size(size)
    {
    }

    qint64 size() const override { return m_size; }
    QByteArray read(qint64 offset, qint64 length) const override
    {
        if (offset < 0 || offset >= m_size)
            return {};
        return m_source->read(m_offset + offset, qMin(length, m_size - offset));
    }

private:
    ByteSourcePtr m_source;
    qint64 m_offset = 0;
    qint64 m_size = 0;
};

} // namespace

ByteSourcePtr sliceOf(ByteSourcePtr source, qint64 offset, qint64 size)
{
    const qint64 from = qBound<qint64>(0, offset, source->size());
    const qint64 count = qBound<qint64>(0, size, source->size() - from);
    return std::make_shared<SliceSource>(std::move(source), from, count);
}

} // namespace hookloupe
