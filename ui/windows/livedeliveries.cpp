// SPDX-License-Identifier: GPL-3.0-or-later
#include "windows/livedeliveries.h"

#include "models/deliverytablemodel.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace hookloupe {

namespace {

constexpr int PauseMs = 50;

} // namespace

LiveDeliveries::LiveDeliveries(DeliveryFeed& feed, SessionLoader& loader, DeliveryTableModel& model, QObject* parent)
    : QObject(parent)
    , m_feed(feed)
    , m_loader(loader)
    , m_model(model)
{
    m_pause.setSingleShot(true);
    m_pause.setInterval(PauseMs);
    connect(&m_feed, &DeliveryFeed::arrived, this, [this] {
        m_hasMore = true;
        if (!m_pause.isActive())
            drain();
    });
    connect(&m_pause, &QTimer::timeout, this, [this] {
        if (m_hasMore)
            drain();
    });
    connect(&m_loader, &SessionLoader::olderLoaded, this, [this](std::vector<DeliverySummary> page) {
        if (m_complete)
            m_complete(page);
        m_model.prepend(page);
    });
    connect(&m_loader, &SessionLoader::newerLoaded, this, &LiveDeliveries::append);
    connect(&m_loader, &SessionLoader::allLoaded, this, &LiveDeliveries::answered);
    connect(&m_loader, &SessionLoader::changed, this, [this] {
        emit followedChanged();
        m_hasChanged = true;
        lookAgain();
    });
}

void LiveDeliveries::show(const QString& file, bool isFollowed)
{
    m_questions.clear();
    m_missed = {};
    m_hasChanged = false;
    m_isFollowed = isFollowed;
    static_cast<void>(m_feed.take()); // of the session before; what the new one has is read
    m_model.clear();
    m_loader.setSession(file);
    m_loader.watch(isFollowed);
    if (!file.isEmpty())
        ask(Question::Older);
}

void LiveDeliveries::ask(Question question)
{
    m_questions.push_back(question);
    const DeliveryId newest { std::numeric_limits<qint64>::max() };
    if (question == Question::Older)
        m_loader.loadSummariesBefore(m_model.totalCount() == 0 ? newest : m_model.firstId());
    else
        m_loader.loadSummariesAfter(m_model.lastId());
    if (m_questions.size() == 1)
        emit readingChanged(true);
}

void LiveDeliveries::answered()
{
    if (m_questions.empty())
        return;
    m_questions.pop_front();
    if (std::exchange(m_missed, {}) > m_model.lastId())
        ask(Question::Newer);
    if (m_questions.empty())
        emit readingChanged(false);
    lookAgain();
}

void LiveDeliveries::lookAgain()
{
    if (!m_isFollowed || !m_hasChanged || isReading())
        return;
    m_hasChanged = false;
    ask(Question::Newer);
}

void LiveDeliveries::drain()
{
    m_hasMore = false;
    m_pause.start();
    const DeliveryFeed::Batch batch = m_feed.take();
    if (m_isFollowed || (batch.deliveries.empty() && !batch.hasGap))
        return;
    const bool isCatchingUp = std::find(m_questions.begin(), m_questions.end(), Question::Newer) != m_questions.end();
    if (isCatchingUp || batch.hasGap) {
        // What was dropped is in the session, and so is this; reading it there keeps the order. The reading under way
        // may be past it already, so there is another one afterwards.
        if (isCatchingUp)
            m_missed = batch.hasGap ? DeliveryId { std::numeric_limits<qint64>::max() } : batch.deliveries.back().id;
        else
            ask(Question::Newer);
        return;
    }
    std::vector<DeliverySummary> summaries;
    summaries.reserve(batch.deliveries.size());
    for (const Delivery& delivery : batch.deliveries)
        summaries.push_back(summaryOf(delivery));
    emit arriving(batch.deliveries);
    append(std::move(summaries));
}

void LiveDeliveries::append(std::vector<DeliverySummary> summaries)
{
    if (m_complete)
        m_complete(summaries);
    m_model.append(summaries);
    emit arrived(static_cast<int>(summaries.size()));
}

} // namespace hookloupe
