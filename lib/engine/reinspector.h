// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "delivery/delivery.h"
#include "delivery/factsupdate.h"
#include "endpoint/inspectionrules.h"

#include <QObject>
#include <QString>

#include <functional>
#include <memory>
#include <optional>
#include <vector>

namespace hookloupe {

/// Inspects deliveries of a session again, in a thread of its own, and has what changed written by the journal.
///
/// Searches the causes of mismatches too. A person's choice of the provider stays. Single deliveries go before the walk
/// through the whole session. What is out of sight is passed over. Signals come in the thread that the object lives in.
class Reinspector final : public QObject {
    Q_OBJECT

public:
    /// What it works with; called in its own thread.
    struct Means {
        std::function<std::shared_ptr<const InspectionRules>()> rules;
        /// Has the journal of that session keep them; kept() is then called.
        std::function<void(const QString& session, std::vector<FactsUpdate> updates)> keep;
        /// The attempt of the same message before; may be empty, then causes that rest on it are not found.
        std::function<std::optional<DeliveryId>(DeliveryId)> attemptBefore {};
    };

    explicit Reinspector(Means means, QObject* parent = nullptr);
    /// Leaves undone what has not begun.
    ~Reinspector() override;

    /// Turns to another session; what was asked for in the old one is not done any more.
    void setSession(const QString& file);
    /// Goes on with the same deliveries in a copy of the session.
    void continueIn(const QString& file);

    /// Once more, because it was not done whole when they came. Any thread.
    void inspect(const std::vector<DeliveryId>& ids);
    /// \param profile  the provider that they are from; empty: their marks decide
    void choose(const std::vector<DeliveryId>& ids, const QByteArray& profile);
    /// Keeps a cause that was found elsewhere, where the signature still does not hold.
    void recordCause(DeliveryId id, const QByteArray& reason);
    /// Every delivery of the session; takes the place of a walk under way. progressed() and ended() follow.
    void inspectAll();
    /// Ends the walk after the delivery that it is at.
    void cancel();

    /// The journal has written what keep() was given. Any thread.
    void kept(const std::vector<FactsUpdate>& updates);

signals:
    void changed(const std::vector<hookloupe::DeliverySummary>& summaries);
    /// At most ten times a second.
    void progressed(qint64 done, qint64 total);
    void ended(bool isWhole);

private:
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace hookloupe
