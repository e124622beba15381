// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"
#include "capture/capturelimits.h"
#include "capture/listenaddress.h"
#include "capture/tls/tlssettings.h"
#include "delivery/delivery.h"
#include "response/responsesequence.h"
#include "session/retention.h"
#include "session/sessionerror.h"

#include <QObject>
#include <QString>

#include <memory>
#include <vector>

namespace hookloupe {

class DeliveryFeed;

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
    /// \param open  number of open connections; at most a few times a second
    void connectionsChanged(int open);

private:
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace hookloupe
