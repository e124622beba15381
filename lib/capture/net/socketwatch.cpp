// SPDX-License-Identifier: GPL-3.0-or-later
#include "capture/net/socketwatch.h"

#include <utility>

namespace hookloupe {

SocketWatch::SocketWatch(std::shared_ptr<ReadinessSet> set, qintptr descriptor)
    : m_set(std::move(set))
    , m_descriptor(descriptor)
    , m_id(m_set->newId())
{
}

SocketWatch::~SocketWatch()
{
    stop();
}

void SocketWatch::setReading(bool isReading)
{
    if (m_isReading == isReading)
        return;
    m_isReading = isReading;
    update();
}

void SocketWatch::setWriting(bool isWriting)
{
    if (m_isWriting == isWriting)
        return;
    m_isWriting = isWriting;
    update();
}

void SocketWatch::stop()
{
    if (!m_isReading && !m_isWriting)
        return;
    m_isReading = false;
    m_isWriting = false;
    update();
}

void SocketWatch::update()
{
    if (m_readNotifier) {
        m_readNotifier->setEnabled(m_isReading);
        m_writeNotifier->setEnabled(m_isWriting);
    } else if (!m_isReading && !m_isWriting) {
        // With no direction on, the system would still tell of the end of the connection, again and again.
        m_set->forget(m_id, m_descriptor);
    } else if (!m_set->set(*this, m_id, m_descriptor, m_isReading, m_isWriting)) {
        useEventLoop();
    }
}

void SocketWatch::useEventLoop()
{
    m_set->forget(m_id, m_descriptor);
    m_readNotifier = std::make_unique<QSocketNotifier>(m_descriptor, QSocketNotifier::Read);
    m_writeNotifier = std::make_unique<QSocketNotifier>(m_descriptor, QSocketNotifier::Write);
    connect(m_readNotifier.get(), &QSocketNotifier::activated, this, &SocketWatch::readable);
    connect(m_writeNotifier.get(), &QSocketNotifier::activated, this, &SocketWatch::writable);
    update();
}

} // namespace hookloupe
