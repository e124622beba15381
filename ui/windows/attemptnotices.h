// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "delivery/delivery.h"
#include "models/deliverytext.h"

#include <QObject>
#include <QTimer>

#include <chrono>
#include <functional>
#include <optional>
#include <vector>

namespace hookloupe {

class SettingsStore;

/// Says when duplicates or stale events come, if the settings want it: at most once in ten seconds, and then for all
/// that came meanwhile.
class AttemptNotices final : public QObject {
    Q_OBJECT

public:
    static constexpr std::chrono::seconds Pause { 10 };

    /// \return false where it cannot be shown now; it is tried again later
    using Show = std::function<bool(const QString& text, DeliveryId newest)>;
    /// A clock that never goes back.
    using Clock = std::function<std::chrono::milliseconds()>;

    /// Settings must outlive it.
    AttemptNotices(const SettingsStore& settings, Show show, Clock clock = {}, QObject* parent = nullptr);

    /// True when any of it is wanted: otherwise nobody needs to call note().
    bool isWanted() const;
    /// Deliveries that have just come.
    void note(const std::vector<DeliverySummary>& arrived, const ProviderNames& names);
    /// Shows what waits when it is time; the timer calls it.
    void look();
    /// Of another session nothing waits.
    void clear();

private:
    struct Counts {
        int duplicates = 0;
        int replays = 0;
        int stale = 0;

        int all() const { return duplicates + replays + stale; }
    };

    bool count(const AttemptSummary& attempt);
    QString text() const;

    const SettingsStore& m_settings;
    Show m_show;
    Clock m_clock;
    QTimer m_wait;
    Counts m_counts;
    QString m_newest; ///< "Stripe charge.updated"
    DeliveryId m_newestId;
    std::optional<std::chrono::milliseconds> m_shownAt;
};

} // namespace hookloupe
