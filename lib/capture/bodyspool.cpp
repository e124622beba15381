// SPDX-License-Identifier: GPL-3.0-or-later
#include "capture/bodyspool.h"

namespace hookloupe {

BodySpool::BodySpool(qint64 spillBytes, std::function<QString()> newFile)
    : m_spillBytes(spillBytes)
    , m_newFile(std::move(newFile))
{
}

BodySpool::~BodySpool()
{
    discard();
}

void BodySpool::append(QByteArray bytes)
{
    if (bytes.isEmpty())
        return;
    if (!m_file && !m_hasFailed && m_bytes.size() + bytes.size() > m_spillBytes)
        m_hasFailed = !spill();
    if (m_hasFailed) {
        m_discarded += bytes.size();
    } else if (m_file) {
        if (m_file->write(bytes) == bytes.size()) {
            m_fileBytes += bytes.size();
        } else {
            m_discarded += bytes.size();
            m_hasFailed = true;
        }
    } else if (m_bytes.isEmpty()) {
        m_bytes = std::move(bytes);
    } else {
        m_bytes += bytes;
    }
}

bool BodySpool::spill()
{
    const QString path = m_newFile();
    if (path.isEmpty())
        return false;
    auto file = std::make_unique<QFile>(path);
    // New, and its owner's alone from the first byte on: nothing that stands there already is written over.
    if (!file->open(QIODevice::WriteOnly | QIODevice::NewOnly | QIODevice::Unbuffered,
            QFileDevice::ReadOwner | QFileDevice::WriteOwner))
        return false;
    if (file->write(m_bytes) != m_bytes.size()) {
        file->remove();
        return false;
    }
    m_fileBytes = m_bytes.size();
    m_bytes = QByteArray();
    m_file = std::move(file);
    return true;
}

Body BodySpool::take()
{
    Body body(std::exchange(m_bytes, {}));
    if (m_file) {
        m_file->close();
        body = Body::inFile(m_file->fileName(), m_fileBytes);
        m_file.reset();
    }
    m_fileBytes = 0;
    m_discarded = 0;
    m_hasFailed = false;
    return body;
}

void BodySpool::discard()
{
    if (m_file)
        m_file->remove();
    m_file.reset();
    m_bytes = QByteArray();
    m_fileBytes = 0;
    m_discarded = 0;
    m_hasFailed = false;
}

} // namespace hookloupe
