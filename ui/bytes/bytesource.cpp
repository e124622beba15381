// SPDX-License-Identifier: GPL-3.0-or-later
#include "bytes/bytesource.h"

namespace hookloupe {

namespace {

class BodySource final : public ByteSource {
public:
    explicit BodySource(Body body)
        : m_body(std::move(body))
    {
    }

    qint64 size() const override { return m_body.size(); }
    QByteArray read(qint64 offset, qint64 length) const override { return m_body.read(offset, length); }

private:
    Body m_body;
};

} // namespace

ByteSourcePtr sourceOf(QByteArray bytes)
{
    return std::make_shared<BodySource>(Body(std::move(bytes)));
}

ByteSourcePtr sourceOf(Body body)
{
    return std::make_shared<BodySource>(std::move(body));
}

} // namespace hookloupe
