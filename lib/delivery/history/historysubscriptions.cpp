// SPDX-License-Identifier: GPL-3.0-or-later
// How the subscriptions of a history come, stand and go.
#include "delivery/history/historyrecords.h"

#include <algorithm>
#include <utility>

namespace hookloupe {

namespace {

std::optional<DisableRule> disableRuleIn(const ProfilePtr& profile)
{
    return profile && profile->delivery ? profile->delivery->disable : std::nullopt;
}

} // namespace

void HistoryRecords::setProfiles(std::shared_ptr<const ProfileCatalog> catalog)
{
    m_catalog = std::move(catalog);
    for (Subscription& known : m_known) {
        const ProfilePtr profile = m_catalog->find(known.provider);
        if (profile == known.profile)
            continue;
        known.profile = profile;
        m_subscriptions.setRule(known.key, disableRuleIn(profile));
        if (m_loading)
            m_loading->setRule(known.key, disableRuleIn(profile));
    }
}

quint32 HistoryRecords::takeSubscription(const DeliveryArrival& arrival)
{
    const quint32 next = m_freeKnown.empty() ? static_cast<quint32>(m_known.size()) : m_freeKnown.back();
    const auto [place, isNew] = m_numbers.try_emplace(arrival.keys.subscription, next);
    if (isNew) {
        const ProfilePtr profile = m_catalog->find(arrival.provider);
        if (m_freeKnown.empty())
            m_known.emplace_back();
        else
            m_freeKnown.pop_back();
        m_known[next] = { arrival.keys.subscription, arrival.keys.sender, arrival.provider, profile, 0 };
        if (const auto rule = disableRuleIn(profile)) {
            m_subscriptions.setRule(arrival.keys.subscription, rule);
            if (m_loading)
                m_loading->setRule(arrival.keys.subscription, rule);
        }
    }
    ++m_known[place->second].deliveries;
    return place->second;
}

/// One that has no delivery any more is forgotten, unless a person said something of it: senders name as many as they
/// like.
void HistoryRecords::leaveSubscription(quint32 number)
{
    Subscription& known = m_known[number];
    if (--known.deliveries > 0)
        return;
    const KeyHash key = known.key;
    m_numbers.erase(key);
    known = {};
    m_freeKnown.push_back(number);
    const auto isOfIt = [&](const SubscriptionCorrection& correction) { return correction.subscription == key; };
    if (std::none_of(m_corrections.begin(), m_corrections.end(), isOfIt))
        m_subscriptions.forget(key);
    if (m_loading)
        m_loading->forget(key);
}

void HistoryRecords::beginLoading()
{
    m_loading = std::make_unique<SubscriptionTracker>();
    m_cameMeanwhile.clear();
    for (const Subscription& known : m_known)
        m_loading->setRule(known.key, disableRuleIn(known.profile));
    for (std::size_t number = 0; number < m_records.size(); ++number) {
        if (m_records[number].id != 0)
            m_cameMeanwhile.push_back({ m_records[number].id });
    }
    std::sort(m_cameMeanwhile.begin(), m_cameMeanwhile.end());
}

/// What came meanwhile was judged without what is known now: it is counted again, behind the rest.
void HistoryRecords::endLoading()
{
    if (!m_loading)
        return;
    m_subscriptions = std::move(*m_loading);
    m_loading.reset();
    for (const SubscriptionCorrection& correction : m_corrections)
        m_subscriptions.correct(correction.subscription, correction.at, correction.status, correction.failures);
    for (const DeliveryId id : std::exchange(m_cameMeanwhile, {})) {
        if (Record* const record = recordOf(id); record && record->response != Nothing) {
            judge(*record);
            note(*record);
        }
    }
}

void HistoryRecords::correct(const SubscriptionCorrection& correction)
{
    constexpr std::size_t MostCorrections = 1000;
    if (std::find(m_corrections.begin(), m_corrections.end(), correction) != m_corrections.end())
        return;
    if (m_corrections.size() >= MostCorrections)
        m_corrections.erase(m_corrections.begin());
    m_corrections.push_back(correction);
    m_subscriptions.correct(correction.subscription, correction.at, correction.status, correction.failures);
}

std::optional<KeyHash> HistoryRecords::subscriptionOf(DeliveryId id) const
{
    const Record* const record = recordOf(id);
    return record && record->subscription != Nothing ? std::optional(m_known[record->subscription].key) : std::nullopt;
}

} // namespace hookloupe
