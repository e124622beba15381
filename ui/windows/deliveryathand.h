// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/deliveryid.h"
#include "base/systemtime.h"
#include "delivery/history/deliveryhistory.h"
#include "profile/profile.h"
#include "response/reactionoutlook.h"

#include <QObject>

#include <functional>
#include <optional>

class QWidget;

namespace hookloupe {

class ResponseBar;
class SubscriptionStrip;

/// The delivery that the response bar and the subscription strip speak of: the selected one, otherwise the last that
/// came from a known provider.
class DeliveryAtHand final : public QObject {
    Q_OBJECT

public:
    struct Subject {
        DeliveryId id;
        QByteArray provider; ///< id of the profile; empty: not known

        bool operator==(const Subject&) const = default;
    };
    /// Where everything is asked for; each may be null.
    struct Sources {
        std::function<ProfilePtr(const QByteArray& provider)> profile;
        /// After the next response to the message of a delivery.
        std::function<Reaction(const Subject&, const Response&)> reactionToNext;
        /// How many responses of a sequence the message of a delivery has had, as far as another is to come.
        std::function<qint64(DeliveryId)> earlier;
        std::function<std::optional<KeyHash>(DeliveryId)> subscriptionOf;
        std::function<SubscriptionState(const KeyHash&)> subscription;
        std::function<void(const SubscriptionCorrection&)> correct; ///< null: another program writes the session
        std::function<SystemTime()> now;
    };
    /// Asks a person how a provider sees a subscription; nothing when it was left alone.
    using Asker = std::function<std::optional<SubscriptionCorrection>(const SubscriptionState& current,
        const QString& provider, const std::optional<DisableRule>& rule, const KeyHash& subscription)>;

    /// Bar and strip must outlive it; the dialog stands over \p window.
    DeliveryAtHand(ResponseBar& bar, SubscriptionStrip& strip, QWidget* window);

    void setSources(Sources sources);
    void setAsker(Asker asker) { m_asker = std::move(asker); }
    /// An id of 0: nothing is selected.
    void setSelected(const Subject& subject);
    void setLastSeen(const Subject& subject);
    /// Forgets both: another session is open.
    void clear();
    const Subject& subject() const;
    ReactionOutlook outlook() const;
    /// Asks everything again: facts, profiles or a subscription have changed.
    void refresh();
    void correct();

signals:
    void detailsWanted(hookloupe::DeliveryId id);

private:
    ProfilePtr profile() const;
    QString providerName() const;
    std::optional<KeyHash> subscription() const;
    void showSubscription();

    ResponseBar& m_bar;
    SubscriptionStrip& m_strip;
    Sources m_sources;
    Asker m_asker;
    Subject m_selected;
    Subject m_lastSeen;
};

} // namespace hookloupe
