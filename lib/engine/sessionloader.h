// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "delivery/delivery.h"

#include <QObject>
#include <QString>

#include <memory>
#include <vector>

namespace hookloupe {

/// Reads a session in a thread of its own and gives values back, so that a window never waits for a disk.
///
/// Lives in the thread that makes it; answers come as signals in that thread. Questions of one kind are answered in
/// their order; a single delivery is read between two pages of summaries. Few pages are under way at a time: the
/// reading waits for a window that is busy.
class SessionLoader final : public QObject {
    Q_OBJECT

public:
    explicit SessionLoader(QObject* parent = nullptr);
    ~SessionLoader() override;

    /// Turns to another session (or none, with an empty path); answers to earlier questions do not come any more.
    void setSession(const QString& file);

    /// A newer question replaces older ones that have not begun.
    void loadDelivery(DeliveryId id);
    /// The newest deliveries with an id smaller than \p before, in pages, until all have come or another session is
    /// set; then allLoaded(). A new call takes the place of one under way.
    void loadSummariesBefore(DeliveryId before);
    /// Deliveries with an id greater than \p after, in pages, until all have come. A new call takes the place of one
    /// under way.
    void loadSummariesAfter(DeliveryId after);
    /// Looks a few times a second whether another program has written the session.
    void watch(bool isWatching);

signals:
    void deliveryLoaded(const std::shared_ptr<const hookloupe::Delivery>& delivery);
    void deliveryMissing(hookloupe::DeliveryId id);
    /// \param page  ascending ids, all smaller than those of the page before
    void olderLoaded(const std::vector<hookloupe::DeliverySummary>& page);
    /// \param page  ascending ids
    void newerLoaded(const std::vector<hookloupe::DeliverySummary>& page);
    /// After the last page of olderLoaded(), also when there was none.
    void allLoaded();
    void changed();
    void failed(const QString& detail);

private:
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace hookloupe
