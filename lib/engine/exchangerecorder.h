// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/mailbox.h"
#include "base/result.h"
#include "capture/exchangesink.h"
#include "capture/wireserver.h"
#include "delivery/factsupdate.h"
#include "endpoint/inspectionrules.h"
#include "session/journal.h"
#include "session/retention.h"
#include "session/sessionerror.h"

#include <QObject>

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <vector>

namespace hookloupe {

class DeliveryFeed;
class DeliveryHistory;
class ExchangeRules;

/// Stands between the wire and the journal: has the exchanges inspected, tracked and decided, numbers them, has them
/// recorded, and releases their answers when they are on disk.
///
/// submit() and newBodyFile() are called in the capture thread, what a journal reports comes in the journal's thread,
/// everything else is called in the main thread. The signals may come from any of them.
class ExchangeRecorder final : public QObject, public ExchangeSink {
    Q_OBJECT

public:
    /// All outlive the object.
    ExchangeRecorder(ExchangeRules& rules, DeliveryHistory& history, DeliveryFeed& feed);
    ~ExchangeRecorder() override;

    /// \param wire  where answers are released; outlives the journal that is open
    void setWire(WireServer* wire) { m_wire = wire; }

    /// Opens a session for writing and turns to it; the old one is closed when what it was given is on disk. The
    /// history begins anew, without what the session holds already.
    Result<Done, SessionError> open(const QString& file, const RetentionLimits& limits);
    /// Copies the session to another path and goes on there.
    Result<Done, SessionError> continueIn(const QString& file);
    void close();
    /// The last delivery that the session may have held when it was opened.
    DeliveryId lastStored() const { return { m_firstId - 1 }; }
    QString file() const;
    /// Calls \p use with the journal, when one is open.
    void withJournal(const std::function<void(Journal&)>& use);
    /// Has facts kept, when the session is still the one that they belong to.
    void keepFacts(const QString& session, std::vector<FactsUpdate> updates);

    Accepted submit(RequestPtr request, ResponsePtr refusal) override;
    QString newBodyFile() override;

signals:
    void failed(const hookloupe::SessionError& error);
    void recovered();
    void retired(const std::vector<hookloupe::DeliveryId>& ids);
    /// In the journal's thread: deliveries are on disk whose inspection was left for later.
    void leftForLater(const std::vector<hookloupe::DeliveryId>& ids);
    /// In the journal's thread: the session that is open has them.
    void factsKept(const std::vector<hookloupe::FactsUpdate>& updates);

private:
    class SessionTurn;

    Result<Done, SessionError> turnTo(const QString& file, const RetentionLimits& limits);
    void release(const std::vector<Delivery>& deliveries, quint64 turn, bool isRecorded);
    void onCommitted(const std::vector<Delivery>& deliveries, quint64 turn);
    void onFailed(const std::vector<Delivery>& deliveries, const SessionTurn& turn, const SessionError& error);
    void onFactsKept(const std::vector<FactsUpdate>& updates, const SessionTurn& turn);

    void decide(Delivery& delivery, Inspection inspected, ResponsePtr refusal);

    ExchangeRules& m_rules;
    DeliveryHistory& m_history;
    DeliveryFeed& m_feed;
    WireServer* m_wire = nullptr;
    mutable std::mutex m_mutex; ///< guards the session's turn and its numbers: it may change under load
    std::unique_ptr<SessionTurn> m_turn;
    RetentionLimits m_limits;
    qint64 m_nextId = 1;
    qint64 m_firstId = 1; ///< that was given in this session; of the main thread
    quint64 m_turns = 0;
    Mailbox<WireServer::Release> m_releases;
    std::atomic<bool> m_hasFailed = false;
};

} // namespace hookloupe
