// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/exchangerecorder.h"

#include "delivery/history/deliveryhistory.h"
#include "engine/deliveryfeed.h"
#include "engine/exchangerules.h"

#include <QFile>
#include <QFileInfo>

namespace hookloupe {

namespace {

/// Ids begin anew with each session, so a ticket holds the turn of the session as well.
ExchangeTicket ticketOf(quint64 turn, DeliveryId id)
{
    constexpr int IdBits = 44;
    return (turn << IdBits) | static_cast<quint64>(id.value);
}

/// The request with its body file among those of the journal: a session may have changed while the body arrived.
/// The file stays where it is when it cannot be moved; the journal then says so when it is read.
RequestPtr withBodyOf(const Journal& journal, RequestPtr request)
{
    if (!request->body.isInFile())
        return request;
    const QString path = journal.newBodyFile();
    if (QFileInfo(path).path() == QFileInfo(request->body.path()).path() || !QFile::rename(request->body.path(), path))
        return request;
    auto moved = std::make_shared<Request>(*request);
    moved->body = Body::inFile(path, request->body.size());
    return moved;
}

} // namespace

/// One session while it is the one that is written, and its journal's listener.
class ExchangeRecorder::SessionTurn final : public JournalListener {
public:
    static constexpr quint64 NoGeneration = ~quint64(0);

    SessionTurn(ExchangeRecorder& recorder, quint64 number)
        : m_recorder(recorder)
        , m_number(number)
    {
    }

    Result<Done, SessionError> open(const QString& file, const RetentionLimits& limits)
    {
        auto opened = Journal::open(file, limits, *this);
        if (!opened)
            return Unexpected(opened.error());
        m_journal = std::move(opened).value();
        return Done {};
    }

    Journal& journal() { return *m_journal; }
    quint64 number() const { return m_number; }
    /// Of the history, while it tells this session; another one before and afterwards.
    quint64 generation() const { return m_generation; }
    void setGeneration(quint64 generation) { m_generation = generation; }

    void committed(std::vector<Delivery> deliveries) override { m_recorder.onCommitted(deliveries, m_number); }
    void failed(std::vector<Delivery> deliveries, const SessionError& error) override
    {
        m_recorder.onFailed(deliveries, *this, error);
    }
    void retired(std::vector<DeliveryId> ids) override
    {
        m_recorder.m_history.remove(ids, m_generation);
        emit m_recorder.retired(ids);
    }
    void factsKept(std::vector<FactsUpdate> updates) override { m_recorder.onFactsKept(updates, *this); }

private:
    ExchangeRecorder& m_recorder;
    quint64 m_number;
    std::atomic<quint64> m_generation = NoGeneration;
    std::unique_ptr<Journal> m_journal; ///< last member: closing it may still report
};

ExchangeRecorder::ExchangeRecorder(ExchangeRules& rules, DeliveryHistory& history, DeliveryFeed& feed)
    : m_rules(rules)
    , m_history(history)
    , m_feed(feed)
{
}

ExchangeRecorder::~ExchangeRecorder()
{
    close();
}

Result<Done, SessionError> ExchangeRecorder::turnTo(const QString& file, const RetentionLimits& limits)
{
    auto turn = std::make_unique<SessionTurn>(*this, ++m_turns);
    auto opened = turn->open(file, limits);
    if (!opened)
        return opened;
    const qint64 firstId = turn->journal().firstFreeId().value;
    std::unique_ptr<SessionTurn> old;
    const std::lock_guard lock(m_mutex);
    old = std::exchange(m_turn, std::move(turn));
    m_limits = limits;
    m_nextId = firstId;
    m_firstId = firstId;
    m_turn->setGeneration(m_history.clear());
    m_rules.beginSession();
    return Done {};
}

Result<Done, SessionError> ExchangeRecorder::open(const QString& file, const RetentionLimits& limits)
{
    return turnTo(file, limits);
}

Result<Done, SessionError> ExchangeRecorder::continueIn(const QString& file)
{
    // What arrives meanwhile waits at the lock: it belongs into the copy, not behind it.
    std::unique_ptr<SessionTurn> old;
    const std::lock_guard lock(m_mutex);
    if (!m_turn)
        return Unexpected(SessionError { SessionErrorCode::NotFound, QStringLiteral("no session is open") });
    m_turn->journal().flush();
    auto saved = m_turn->journal().saveCopy(file);
    if (!saved)
        return saved;
    auto turn = std::make_unique<SessionTurn>(*this, ++m_turns);
    auto opened = turn->open(file, m_limits);
    if (!opened)
        return opened;
    m_nextId = qMax(m_nextId, turn->journal().firstFreeId().value);
    turn->setGeneration(m_turn->generation());
    old = std::exchange(m_turn, std::move(turn));
    return Done {};
}

void ExchangeRecorder::close()
{
    std::unique_ptr<SessionTurn> old;
    const std::lock_guard lock(m_mutex);
    old = std::move(m_turn);
}

QString ExchangeRecorder::file() const
{
    const std::lock_guard lock(m_mutex);
    return m_turn ? m_turn->journal().file() : QString();
}

void ExchangeRecorder::withJournal(const std::function<void(Journal&)>& use)
{
    const std::lock_guard lock(m_mutex);
    if (m_turn)
        use(m_turn->journal());
}

void ExchangeRecorder::keepFacts(const QString& session, std::vector<FactsUpdate> updates)
{
    const std::lock_guard lock(m_mutex);
    if (m_turn && m_turn->journal().file() == session)
        m_turn->journal().setFacts(std::move(updates));
}

ExchangeSink::Accepted ExchangeRecorder::submit(RequestPtr request, ResponsePtr refusal)
{
    Inspection inspected = m_rules.inspection()->inspectAtArrival(*request);
    Delivery delivery;
    delivery.request = std::move(request);
    delivery.keys = toBytes(inspected.keys);
    const std::lock_guard lock(m_mutex);
    delivery.id = DeliveryId { m_nextId++ };
    if (m_turn)
        decide(delivery, std::move(inspected), std::move(refusal));
    else
        delivery.response = refusal ? std::move(refusal) : m_rules.decide(inspected, delivery.id); // nobody keeps it
    const ResponsePtr response = delivery.response;
    const quint64 turn = m_turn ? m_turn->number() : 0;
    const ExchangeTicket ticket = ticketOf(turn, delivery.id);
    if (m_turn) {
        delivery.request = withBodyOf(m_turn->journal(), std::move(delivery.request));
        m_turn->journal().append(std::move(delivery));
    } else {
        release({ delivery }, turn, false);
    }
    return { ticket, response };
}

/// What is answered depends on the message that the delivery belongs to, and what is told of it on the answer.
void ExchangeRecorder::decide(Delivery& delivery, Inspection inspected, ResponsePtr refusal)
{
    const MessageAdmission admission = m_history.admit({ delivery.id, delivery.request->times.lastByte,
        inspected.facts.provider, inspected.facts.challenge.isEmpty(), std::move(inspected.keys) });
    delivery.response = refusal ? std::move(refusal) : m_rules.decide(inspected, admission.message);
    delivery.attempt = m_history.answer(delivery.id, delivery.response);
    delivery.facts = std::move(inspected.facts);
}

QString ExchangeRecorder::newBodyFile()
{
    const std::lock_guard lock(m_mutex);
    return m_turn ? m_turn->journal().newBodyFile() : QString();
}

void ExchangeRecorder::onCommitted(const std::vector<Delivery>& deliveries, quint64 turn)
{
    // In this order: whoever has an answer, and then has the capture stopped, finds the delivery in the feed.
    m_feed.put(deliveries);
    release(deliveries, turn, true);
    std::vector<DeliveryId> later;
    for (const Delivery& delivery : deliveries) {
        if (InspectionRules::isLeftForLater(*delivery.request))
            later.push_back(delivery.id);
    }
    if (!later.empty())
        emit leftForLater(later);
    if (m_hasFailed.exchange(false))
        emit recovered();
}

void ExchangeRecorder::onFailed(
    const std::vector<Delivery>& deliveries, const SessionTurn& turn, const SessionError& error)
{
    release(deliveries, turn.number(), false);
    std::vector<DeliveryId> lost;
    for (const Delivery& delivery : deliveries)
        lost.push_back(delivery.id);
    m_history.remove(lost, turn.generation());
    if (!m_hasFailed.exchange(true))
        emit failed(error);
}

void ExchangeRecorder::onFactsKept(const std::vector<FactsUpdate>& updates, const SessionTurn& turn)
{
    for (const FactsUpdate& update : updates) {
        if (std::optional<MessageKeys> keys = messageKeysFromBytes(update.keys))
            m_history.update(
                { update.id, {}, update.facts.provider, update.facts.challenge.isEmpty(), *std::move(keys) },
                turn.generation());
    }
    emit factsKept(updates);
}

void ExchangeRecorder::release(const std::vector<Delivery>& deliveries, quint64 turn, bool isRecorded)
{
    std::vector<WireServer::Release> releases;
    releases.reserve(deliveries.size());
    for (const Delivery& delivery : deliveries)
        releases.push_back({ ticketOf(turn, delivery.id), isRecorded });
    if (m_releases.putAll(std::move(releases)))
        QMetaObject::invokeMethod(
            m_wire, [this] { m_wire->release(m_releases.takeAll()); }, Qt::QueuedConnection);
}

} // namespace hookloupe
