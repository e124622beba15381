// SPDX-License-Identifier: GPL-3.0-or-later
#include "windows/deliveryathand.h"

#include "bytes/visibletext.h"
#include "messages/subscriptionsentences.h"
#include "response/correctiondialog.h"
#include "response/responsebar.h"
#include "response/subscriptionstrip.h"

#include <utility>

namespace hookloupe {

DeliveryAtHand::DeliveryAtHand(ResponseBar& bar, SubscriptionStrip& strip, QWidget* window)
    : QObject(window)
    , m_bar(bar)
    , m_strip(strip)
    , m_asker([this, window](const SubscriptionState& current, const QString& provider,
                  const std::optional<DisableRule>& rule,
                  const KeyHash& subscription) -> std::optional<SubscriptionCorrection> {
        CorrectionDialog dialog(current, provider, rule, window);
        if (dialog.exec() != QDialog::Accepted)
            return std::nullopt;
        return dialog.correction(subscription, m_sources.now ? m_sources.now() : now());
    })
{
    connect(&strip, &SubscriptionStrip::correctionWanted, this, &DeliveryAtHand::correct);
    connect(&strip, &SubscriptionStrip::detailsWanted, this, [this] { emit detailsWanted(subject().id); });
}

void DeliveryAtHand::setSources(Sources sources)
{
    m_sources = std::move(sources);
    refresh();
}

void DeliveryAtHand::setSelected(const Subject& subject)
{
    if (std::exchange(m_selected, subject) != subject)
        refresh();
}

void DeliveryAtHand::setLastSeen(const Subject& subject)
{
    if (std::exchange(m_lastSeen, subject) != subject && m_selected.id.value == 0)
        refresh();
}

void DeliveryAtHand::clear()
{
    m_selected = {};
    m_lastSeen = {};
    m_strip.forgetAnnounced();
    refresh();
}

const DeliveryAtHand::Subject& DeliveryAtHand::subject() const
{
    return m_selected.id.value == 0 ? m_lastSeen : m_selected;
}

ProfilePtr DeliveryAtHand::profile() const
{
    const QByteArray& id = subject().provider;
    return id.isEmpty() || !m_sources.profile ? ProfilePtr() : m_sources.profile(id);
}

QString DeliveryAtHand::providerName() const
{
    const ProfilePtr known = profile();
    return known ? visibleLine(known->name) : visibleLine(QByteArrayView(subject().provider));
}

ReactionOutlook DeliveryAtHand::outlook() const
{
    const Subject at = subject();
    if (at.provider.isEmpty() || !m_sources.reactionToNext)
        return {};
    ReactionOutlook outlook;
    outlook.provider = providerName();
    outlook.reactionTo = [ask = m_sources.reactionToNext, at](const Response& response) { return ask(at, response); };
    outlook.earlier = m_sources.earlier ? m_sources.earlier(at.id) : 0;
    return outlook;
}

void DeliveryAtHand::refresh()
{
    m_bar.setOutlook(outlook());
    showSubscription();
}

std::optional<KeyHash> DeliveryAtHand::subscription() const
{
    const DeliveryId id = subject().id;
    return id.value == 0 || !m_sources.subscriptionOf ? std::nullopt : m_sources.subscriptionOf(id);
}

void DeliveryAtHand::showSubscription()
{
    m_strip.setCorrectable(m_sources.correct != nullptr);
    const std::optional<KeyHash> at = subscription();
    if (!at || !m_sources.subscription) {
        m_strip.showNotice(std::nullopt);
        return;
    }
    const ProfilePtr known = profile();
    const DisableRule* rule
        = known && known->delivery && known->delivery->disable ? &*known->delivery->disable : nullptr;
    m_strip.showNotice(
        subscriptionNotice(m_sources.subscription(*at), rule, providerName(), m_sources.now ? m_sources.now() : now()));
}

void DeliveryAtHand::correct()
{
    const std::optional<KeyHash> at = subscription();
    if (!at || !m_sources.subscription || !m_sources.correct)
        return;
    const ProfilePtr known = profile();
    const std::optional<DisableRule> rule
        = known && known->delivery ? known->delivery->disable : std::optional<DisableRule>();
    if (const auto correction = m_asker(m_sources.subscription(*at), providerName(), rule, *at)) {
        m_sources.correct(*correction);
        refresh();
    }
}

} // namespace hookloupe
