// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"
#include "capture/capturelimits.h"
#include "capture/listenaddress.h"
#include "capture/tls/tlssettings.h"
#include "delivery/delivery.h"
#include "delivery/history/deliveryarrival.h"
#include "endpoint/inspectionrules.h"
#include "response/responsesequence.h"
#include "session/retention.h"
#include "session/sessionerror.h"

#include <QObject>
#include <QString>

#include <memory>
#include <vector>

namespace hookloupe {

class DeliveryFeed;
class SessionHistory;

/// Joins the wire, the response rules and the journal: a request comes in, is recorded, and is then answered.
///
/// Lives in the main thread; the wire has a thread of its own, and so has the journal. Nothing here waits for the
/// reader of the feed. One session at a time, open before capture starts.
class CaptureEngine final : public QObject {
    Q_OBJECT

public:
    struct Settings {
        std::vector<ListenAddress> addresses { ListenAddress {} };
        CaptureLimits limits;
        TlsSettings tls;
    };

    explicit CaptureEngine(QObject* parent = nullptr);
    /// Stops listening, ends the exchanges and commits what was captured.
    ~CaptureEngine() override;

    /// Closes the session that is open (capture goes on into the new one without a gap) and opens another for writing.
    /// On failure the old one stays open.
    Result<Done, SessionError> openSession(const QString& file, const RetentionLimits& limits);
    /// Empty while no session is open.
    QString sessionFile() const;
    void setRetention(const RetentionLimits& limits);
    void setPinned(std::vector<DeliveryId> ids, bool isPinned);
    void remove(std::vector<DeliveryId> ids);
    void restore(std::vector<DeliveryId> ids);
    void clear(DeliveryId last);
    void undoClear();
    void purgeRemoved();
    /// Continues in a copy of the session at another path; the old file stays as it is. Blocks while it copies.
    Result<Done, SessionError> saveSessionAs(const QString& file);

    /// Opens every address, or none. The answer comes as listening() or listenFailed().
    /// Started again with other settings, it closes the old addresses first.
    void startListening(const Settings& settings);
    /// Closes the listening sockets and idle connections; exchanges under way are finished. Then stopped().
    void stopListening();
    bool isListening() const;
    /// With the real port where 0 was asked for.
    std::vector<ListenAddress> listeningAt() const;

    void setResponse(ResponseSequence sequence);
    ResponseSequence response() const;

    /// Puts other profiles in force. What is stored keeps what was said of it until reinspect().
    /// \param catalog  not null
    void setProfiles(std::shared_ptr<const ProfileCatalog> catalog);
    std::shared_ptr<const ProfileCatalog> profiles() const;
    /// Puts other endpoints in force, and keeps them in the session (without the values of their secrets).
    void setEndpoints(std::vector<ActiveEndpoint> endpoints);
    /// Those of the session, as they were kept: for whoever then finds their secrets and calls setEndpoints().
    std::vector<Endpoint> storedEndpoints() const;
    /// What is in force; never null. For reports in other threads.
    std::shared_ptr<const InspectionRules> inspectionRules() const;

    /// Has a person say which provider deliveries are from. They are inspected again; factsChanged() follows.
    /// \param profile  empty: their marks decide again
    void chooseProvider(std::vector<DeliveryId> ids, const QByteArray& profile);
    /// Keeps the cause of a mismatch that a report has found; factsChanged() follows.
    void recordCause(DeliveryId id, const QByteArray& reason);
    /// Inspects every delivery of the session again with what is in force now, in a thread of its own. A new call takes
    /// the place of one under way. reinspectionProgress() and reinspectionEnded() follow.
    void reinspect();
    void cancelReinspection();

    /// The messages and subscriptions of the session that is open.
    SessionHistory& history();
    /// Keeps a person's word on a subscription, in the session as well.
    void correct(const SubscriptionCorrection& correction);

    /// What was committed, in order.
    DeliveryFeed& feed();

signals:
    void listening();
    void listenFailed(const hookloupe::ListenError& error);
    void stopped();
    /// The session file cannot be written; providers get 503 until storageRecovered().
    void storageFailed(const hookloupe::SessionError& error);
    void storageRecovered();
    /// Retention removed them.
    void retired(const std::vector<hookloupe::DeliveryId>& ids);
    /// A TLS client and we could not agree, most often because it does not trust the certificate.
    void handshakeFailed(const QString& peer, const QString& reason);
    /// More has become known of deliveries that are in the session.
    void factsChanged(const std::vector<hookloupe::DeliverySummary>& summaries);
    void reinspectionProgress(qint64 done, qint64 total);
    /// \param isWhole  false: it was cancelled, or the session could not be read to its end
    void reinspectionEnded(bool isWhole);
    /// \param open  number of open connections; at most a few times a second
    void connectionsChanged(int open);

private:
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace hookloupe
