// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"
#include "delivery/delivery.h"
#include "endpoint/endpoint.h"
#include "session/sessionerror.h"
#include "session/trackedrow.h"

#include <QString>

#include <memory>
#include <optional>
#include <vector>

namespace hookloupe {

/// Reads a session, while another thread or another program may be writing it.
///
/// Not thread-safe: one reader per thread. Never writes. What was removed or cleared is not seen.
/// Nothing in the file is trusted: impossible values become the nearest possible ones, and what cannot be read is left
/// out and named by error().
class SessionReader {
public:
    /// \param file  an existing session of this version of the program or an older one
    /// \retval Failed  also when the folder cannot be written and a program ended there without closing the session
    static Result<std::unique_ptr<SessionReader>, SessionError> open(const QString& file);
    ~SessionReader();

    /// Number of deliveries there now. Does not grow with the session: at most some thousand rows are counted.
    qint64 count();
    /// The greatest id there; none in an empty session.
    DeliveryId lastId();

    /// Summaries with an id greater than \p after, ascending.
    /// \param limit  1 and up
    std::vector<DeliverySummary> summariesAfter(DeliveryId after, int limit);
    /// Summaries with an id smaller than \p before, descending (the newest first).
    std::vector<DeliverySummary> summariesBefore(DeliveryId before, int limit);

    /// One delivery, whole. Large bodies stay in their file.
    std::optional<Delivery> delivery(DeliveryId id);
    /// Whole deliveries with an id greater than \p after, ascending.
    std::vector<Delivery> deliveriesAfter(DeliveryId after, int limit);

    /// By what deliveries with an id greater than \p after belong to their messages, ascending.
    std::vector<TrackedRow> trackedAfter(DeliveryId after, int limit);
    /// What a person said of subscriptions, in the order in which it was said.
    std::vector<SubscriptionCorrection> corrections();

    /// The ids of those that match a filter. What is found is what was in sight at one moment during the call.
    std::vector<DeliveryId> matching(const struct MatchQuestion& question);

    /// The endpoints as they were kept, in their order; none in a session that is older than endpoints are.
    std::vector<Endpoint> endpoints();
    /// The smallest id that no endpoint of the session ever had; 1 and up.
    EndpointId freeEndpointId();

    /// True when somebody has changed the session since the last call, or at the first call. Also, now and then, when
    /// its file was tidied up and the deliveries are the same.
    bool hasChanged();

    /// Why the last call gave less than there is; none when it went well.
    const std::optional<SessionError>& error() const;

private:
    struct Private;
    explicit SessionReader(std::unique_ptr<Private> d);

    std::unique_ptr<Private> d;
};

} // namespace hookloupe
