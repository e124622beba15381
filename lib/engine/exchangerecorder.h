// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/mailbox.h"
#include "base/result.h"
#include "capture/exchangesink.h"
#include "capture/wireserver.h"
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

/// Stands between the wire and the journal: numbers the exchanges, has them recorded, and releases their answers when
/// they are on disk.
///
/// submit() and newBodyFile() are called in the capture thread, the JournalListener functions in the journal's thread,
/// everything else in the main thread. The signals may come from any of them.
class ExchangeRecorder final : public QObject, public ExchangeSink, private JournalListener {
    Q_OBJECT

public:
    explicit ExchangeRecorder(DeliveryFeed& feed);
    ~ExchangeRecorder() override;

    /// \param wire  where answers are released; outlives the journal that is open
    void setWire(WireServer* wire) { m_wire = wire; }

    /// Opens a session for writing and turns to it; the old one is closed when what it was given is on disk.
    Result<Done, SessionError> open(const QString& file, const RetentionLimits& limits);
    /// Copies the session to another path and goes on there.
    Result<Done, SessionError> continueIn(const QString& file);
    void close();
    QString file() const;
    /// Calls \p use with the journal, when one is open.
    void withJournal(const std::function<void(Journal&)>& use);

    DeliveryId submit(RequestPtr request, ResponsePtr response) override;
    QString newBodyFile() override;

signals:
    void failed(const hookloupe::SessionError& error);
    void recovered();
    void retired(const std::vector<hookloupe::DeliveryId>& ids);

private:
    void committed(std::vector<Delivery> deliveries) override;
    void failed(std::vector<Delivery> deliveries, const SessionError& error) override;
    void retired(std::vector<DeliveryId> ids) override;
    void release(const std::vector<Delivery>& deliveries, bool isRecorded);
    Result<Done, SessionError> turnTo(const QString& file, const RetentionLimits& limits);

    DeliveryFeed& m_feed;
    WireServer* m_wire = nullptr;
    mutable std::mutex m_mutex; ///< guards the journal's pointer and the numbers: a session may change under load
    std::unique_ptr<Journal> m_journal;
    RetentionLimits m_limits;
    qint64 m_nextId = 1;
    Mailbox<WireServer::Release> m_releases;
    std::atomic<bool> m_hasFailed = false;
};

} // namespace hookloupe
