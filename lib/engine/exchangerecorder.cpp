// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/exchangerecorder.h"

#include "engine/deliveryfeed.h"

namespace hookloupe {

ExchangeRecorder::ExchangeRecorder(DeliveryFeed& feed)
    : m_feed(feed)
{
}

ExchangeRecorder::~ExchangeRecorder()
{
    close();
}

Result<Done, SessionError> ExchangeRecorder::turnTo(const QString& file, const RetentionLimits& limits)
{
    auto opened = Journal::open(file, limits, *this);
    if (!opened)
        return Unexpected(opened.error());
    std::unique_ptr<Journal> old;
    {
        const std::lock_guard lock(m_mutex);
        old = std::exchange(m_journal, std::move(opened).value());
        m_limits = limits;
        m_nextId = qMax(m_nextId, m_journal->firstFreeId().value);
    }
    return Done {};
}

Result<Done, SessionError> ExchangeRecorder::open(const QString& file, const RetentionLimits& limits)
{
    return turnTo(file, limits);
}

Result<Done, SessionError> ExchangeRecorder::continueIn(const QString& file)
{
    const std::lock_guard lock(m_mutex);
    if (!m_journal)
        return Unexpected(SessionError { SessionErrorCode::NotFound, QStringLiteral("no session is open") });
    // What arrives meanwhile waits at the lock: it belongs into the copy, not behind it.
    auto saved = m_journal->saveCopy(file);
    if (!saved)
        return saved;
    auto opened = Journal::open(file, m_limits, *this);
    if (!opened)
        return Unexpected(opened.error());
    m_journal = std::move(opened).value();
    return Done {};
}

void ExchangeRecorder::close()
{
    std::unique_ptr<Journal> old;
    const std::lock_guard lock(m_mutex);
    old = std::move(m_journal);
}

QString ExchangeRecorder::file() const
{
    const std::lock_guard lock(m_mutex);
    return m_journal ? m_journal->file() : QString();
}

void ExchangeRecorder::withJournal(const std::function<void(Journal&)>& use)
{
    const std::lock_guard lock(m_mutex);
    if (m_journal)
        use(*m_journal);
}

DeliveryId ExchangeRecorder::submit(RequestPtr request, ResponsePtr response)
{
    Delivery delivery;
    delivery.request = std::move(request);
    delivery.response = std::move(response);
    const std::lock_guard lock(m_mutex);
    delivery.id = DeliveryId { m_nextId++ };
    const DeliveryId id = delivery.id;
    if (m_journal)
        m_journal->append(std::move(delivery));
    else
        release({ delivery }, false);
    return id;
}

QString ExchangeRecorder::newBodyFile()
{
    const std::lock_guard lock(m_mutex);
    return m_journal ? m_journal->newBodyFile() : QString();
}

void ExchangeRecorder::committed(std::vector<Delivery> deliveries)
{
    release(deliveries, true);
    m_feed.put(deliveries);
    if (m_hasFailed.exchange(false))
        emit recovered();
}

void ExchangeRecorder::failed(std::vector<Delivery> deliveries, const SessionError& error)
{
    release(deliveries, false);
    if (!m_hasFailed.exchange(true))
        emit failed(error);
}

void ExchangeRecorder::retired(std::vector<DeliveryId> ids)
{
    emit retired(ids);
}

void ExchangeRecorder::release(const std::vector<Delivery>& deliveries, bool isRecorded)
{
    std::vector<WireServer::Release> releases;
    releases.reserve(deliveries.size());
    for (const Delivery& delivery : deliveries)
        releases.push_back({ delivery.id, isRecorded });
    if (m_releases.putAll(std::move(releases)))
        QMetaObject::invokeMethod(m_wire, [this] { m_wire->release(m_releases.takeAll()); }, Qt::QueuedConnection);
}

} // namespace hookloupe
