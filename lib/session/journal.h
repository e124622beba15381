// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/deliveryid.h"
#include "base/result.h"
#include "delivery/delivery.h"
#include "delivery/factsupdate.h"
#include "delivery/history/deliveryarrival.h"
#include "endpoint/endpoint.h"
#include "session/retention.h"
#include "session/sessionerror.h"

#include <QString>

#include <functional>
#include <memory>
#include <vector>

namespace hookloupe {

/// Hears what became of the deliveries that were appended. Called in the journal's writer thread: return quickly, and
/// never call back into the journal's destructor.
class JournalListener {
public:
    virtual ~JournalListener() = default;
    /// They are on disk: what was answered from now on survives the end of the program.
    virtual void committed(std::vector<Delivery> deliveries) = 0;
    /// They are not on disk and will not be tried again; nothing of them stays in the session.
    virtual void failed(std::vector<Delivery> deliveries, const SessionError& error) = 0;
    /// Deliveries were removed by retention.
    /// \param ids  ascending
    virtual void retired(std::vector<DeliveryId> ids) = 0;
    /// The facts of setFacts() are on disk.
    /// \param updates  those whose deliveries are still there, out of sight or not; in the order of the call
    virtual void factsKept(std::vector<FactsUpdate> updates) { Q_UNUSED(updates) }
};

/// Writes a session: one thread, group commit.
///
/// Each commit takes what arrived during the last one; nothing waits for a batch to fill. The file is in WAL mode with
/// synchronous=NORMAL: a kill of the program loses nothing that was reported as committed; a power failure may lose
/// the last commits but never damages the file. Every function may be called from any thread unless it says otherwise.
class Journal {
public:
    /// Creates the session when the file does not exist, migrates it when it is older, and takes the writer's lock.
    /// \retval Locked  another program writes it; open it with SessionReader and follow
    static Result<std::unique_ptr<Journal>, SessionError> open(
        const QString& file, const RetentionLimits& limits, JournalListener& listener);
    /// Commits what was appended, then closes. The listener is not called after the destructor returns.
    ~Journal();

    QString file() const;
    /// A path for a large body, unique, in the folder that belongs to the session; the file is not made.
    QString newBodyFile() const;
    /// The id that the first delivery appended to this session from now on gets at least; ids are given by the caller,
    /// ascending.
    DeliveryId firstFreeId() const;

    /// \param delivery  with an id greater than all before; its large body, if any, lies at a path from newBodyFile()
    void append(Delivery delivery);

    void setPinned(std::vector<DeliveryId> ids, bool isPinned);
    /// Takes deliveries out of sight; restore() brings them back until purgeRemoved().
    void remove(std::vector<DeliveryId> ids);
    void restore(std::vector<DeliveryId> ids);
    /// Replaces what is known of deliveries; those that are gone are passed over. One transaction: some hundreds at a
    /// time let what is captured meanwhile come between.
    void setFacts(std::vector<FactsUpdate> updates);
    /// Keeps these endpoints in place of all that were kept; a failure keeps the old ones. At most
    /// EndpointLimits::MaxEndpoints. Of a secret nothing but its entry is kept.
    /// \param endpoints  each with an id of its own; 0 is the default endpoint
    void setEndpoints(std::vector<Endpoint> endpoints);
    /// Keeps a person's word on a subscription, behind those that are kept.
    void addCorrection(const SubscriptionCorrection& correction);
    /// Takes every delivery up to and including \p last out of sight (pinned ones stay), at once whatever their number.
    void clear(DeliveryId last);
    /// Takes the last clear() back.
    void undoClear();
    /// Deletes what is out of sight for good, in small steps beside the capture.
    void purgeRemoved();
    void setRetention(const RetentionLimits& limits);

    /// Calls \p then, in the journal's thread, when everything that was asked for so far is done.
    void whenDone(std::function<void()> then);
    /// Waits until everything that was asked for so far is done and on disk.
    void flush();
    /// Writes a complete copy of the session to another path, as of a moment during the call; blocks the caller.
    /// \retval Failed  \p file exists already, or cannot be written
    Result<Done, SessionError> saveCopy(const QString& file);

private:
    struct Private;
    explicit Journal(std::unique_ptr<Private> d);

    std::unique_ptr<Private> d;
};

} // namespace hookloupe
