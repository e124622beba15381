// SPDX-License-Identifier: GPL-3.0-or-later
#include "http/body.h"

#include <QFile>

namespace hookloupe {

Body::Body(QByteArray bytes)
    : m_bytes(std::move(bytes))
    , m_size(m_bytes.size())
{
}

Body Body::inFile(QString path, qint64 size)
{
    Body body;
    body.m_path = std::move(path);
    body.m_size = size;
    return body;
}

QByteArray Body::read(qint64 offset, qint64 length) const
{
    if (offset < 0 || offset >= m_size || length <= 0)
        return {};
    const qint64 wanted = qMin(length, m_size - offset);
    if (!isInFile())
        return m_bytes.mid(offset, wanted);
    QFile file(m_path);
    if (!file.open(QIODevice::ReadOnly) || !file.seek(offset))
        return {};
    return file.read(wanted);
}

} // namespace hookloupe
