// SPDX-License-Identifier: GPL-3.0-or-later
#include "windows/shownhistory.h"

#include "engine/captureengine.h"
#include "session/sessionreader.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace hookloupe {

ShownHistory::ShownHistory(CaptureEngine& engine, QObject* parent)
    : QObject(parent)
    , m_engine(engine)
{
    connectTo(m_engine.history());
}

ShownHistory::~ShownHistory() = default;

SessionHistory& ShownHistory::current() const
{
    return m_followed ? *m_followed : m_engine.history();
}

const DeliveryHistory& ShownHistory::history() const
{
    return std::as_const(current()).history();
}

bool ShownHistory::isReading() const
{
    return current().isReading();
}

void ShownHistory::connectTo(SessionHistory& history)
{
    connect(&history, &SessionHistory::changed, this, [this, &history](const std::vector<DeliveryId>& ids) {
        if (&history != &current())
            return;
        std::vector<std::pair<DeliveryId, AttemptSummary>> attempts;
        attempts.reserve(ids.size());
        for (const DeliveryId id : ids) {
            if (id > m_lastFilled)
                m_early.insert(id.value);
            if (const auto attempt = std::as_const(history).history().summary(id))
                attempts.emplace_back(id, *attempt);
        }
        emit changed(attempts);
    });
    connect(&history, &SessionHistory::readingEnded, this, [this, &history] {
        if (&history == &current() && !history.isReading())
            emit readingEnded();
    });
}

void ShownHistory::showOwn()
{
    m_lastFilled = {};
    m_early.clear();
    m_followed.reset();
}

void ShownHistory::follow(const QString& file, std::shared_ptr<const InspectionRules> rules)
{
    m_lastFilled = {};
    m_early.clear();
    const auto profiles = m_engine.profiles();
    m_followed = std::make_unique<SessionHistory>([rules = std::move(rules)] { return rules; });
    m_followed->history().setProfiles(profiles);
    connectTo(*m_followed);
    m_followed->read(file, { std::numeric_limits<qint64>::max() });
}

std::function<RequestPtr(DeliveryId)> ShownHistory::earlierAttempt(const QString& file) const
{
    return [history = sharedHistory(), file](DeliveryId id) -> RequestPtr {
        const std::optional<DeliveryId> before = history->attemptBefore(id);
        if (!before)
            return nullptr;
        const auto reader = SessionReader::open(file);
        const std::optional<Delivery> delivery = reader ? (*reader)->delivery(*before) : std::nullopt;
        return delivery ? delivery->request : nullptr;
    };
}

void ShownHistory::readOn()
{
    if (m_followed)
        m_followed->readOn();
}

void ShownHistory::takeProfiles()
{
    if (!m_followed)
        return;
    m_followed->history().setProfiles(m_engine.profiles());
    m_followed->readAgain({ {}, { std::numeric_limits<qint64>::max() }, m_followed->history().generation() });
}

void ShownHistory::fill(std::vector<DeliverySummary>& summaries)
{
    const bool isSettled = !m_followed && !isReading();
    for (DeliverySummary& summary : summaries) {
        const bool isEarly = m_early.erase(summary.id.value) > 0;
        m_lastFilled = std::max(m_lastFilled, summary.id);
        if (!isSettled || isEarly || !summary.attempt)
            summary.attempt = history().summary(summary.id);
    }
}

} // namespace hookloupe
