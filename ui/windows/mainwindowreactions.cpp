// SPDX-License-Identifier: GPL-3.0-or-later
// The part of MainWindow that tells of messages and of what providers do: the delivery at hand, and notices of what
// came twice or late.
#include "windows/mainwindow.h"

#include "engine/captureengine.h"
#include "filter/filtersearch.h"
#include "panels/detailpane.h"
#include "panels/messagepanel.h"
#include "settings/settingsstore.h"
#include "widgets/deliverytableview.h"
#include "widgets/messagestrip.h"
#include "windows/attemptnotices.h"
#include "windows/deliveryathand.h"
#include "windows/desktopnotice.h"
#include "windows/livedeliveries.h"
#include "windows/profilecommands.h"
#include "windows/sessioncommands.h"
#include "windows/shownhistory.h"

#include <algorithm>

namespace hookloupe {

namespace {

/// Among so many of the newest rows the last known provider is looked for.
constexpr qsizetype LastSeenRows = 100;

} // namespace

DeliveryAtHand::Sources MainWindow::reactionSources()
{
    DeliveryAtHand::Sources sources;
    sources.profile = [this](const QByteArray& id) { return m_engine.inspectionRules()->catalog().find(id); };
    sources.reactionToNext = [this](const DeliveryAtHand::Subject& subject, const Response& response) {
        return m_history->history().reactionToNext(subject.id, subject.provider, response, now());
    };
    sources.earlier = [this](DeliveryId id) { return static_cast<qint64>(m_history->history().responsesSoFar(id)); };
    sources.subscriptionOf = [this](DeliveryId id) { return m_history->history().subscriptionOf(id); };
    sources.subscription = [this](const KeyHash& key) { return m_history->history().subscription(key); };
    if (!m_history->isFollowing())
        sources.correct = [this](const SubscriptionCorrection& correction) { correct(correction); };
    return sources;
}

void MainWindow::connectMessages()
{
    m_live->setCompletion([this](std::vector<DeliverySummary>& summaries) { m_history->fill(summaries); });
    connect(m_live, &LiveDeliveries::followedChanged, m_history, &ShownHistory::readOn);
    connect(m_history, &ShownHistory::changed, this, &MainWindow::takeAttempts);
    connect(m_catalog, &ProfileCommands::changed, m_history, &ShownHistory::takeProfiles);
    connect(m_history, &ShownHistory::readingEnded, m_details, &DetailPane::refreshStory);
    MessagePanel& panel = m_details->message();
    panel.setStorySource([this](DeliveryId id) { return m_history->history().story(id); });
    panel.setProviderNames([this](const QByteArray& id) {
        const ProfilePtr profile = m_engine.inspectionRules()->catalog().find(id);
        return profile ? profile->name : QString();
    });
    panel.setDisableRules([this](const QByteArray& id) {
        const ProfilePtr profile = m_engine.inspectionRules()->catalog().find(id);
        return profile && profile->delivery ? profile->delivery->disable : std::optional<DisableRule>();
    });
    connect(&panel, &MessagePanel::deliveryWanted, this, [this](DeliveryId id) {
        if (!m_table->selectAttempt(id))
            say(Tone::Info, tr("The filter hides this delivery."));
    });
    connect(&panel, &MessagePanel::correctionWanted, this,
        [this](DeliveryId id, SubscriptionState::Status status, int failures) {
            const std::optional<KeyHash> subscription = m_history->history().subscriptionOf(id);
            if (subscription && !m_sessions->isFollowing())
                correct({ *subscription, now(), status, failures });
        });
}

void MainWindow::takeAttempts(const std::vector<std::pair<DeliveryId, AttemptSummary>>& attempts)
{
    m_model.updateAttempts(attempts);
    std::vector<DeliveryId> ids;
    ids.reserve(attempts.size());
    for (const auto& [id, attempt] : attempts)
        ids.push_back(id);
    m_search->reconsider(ids);
    m_details->refreshStory();
    m_atHand->refresh();
}

void MainWindow::correct(const SubscriptionCorrection& correction)
{
    m_engine.correct(correction);
    m_details->refreshStory();
    m_atHand->refresh();
}

void MainWindow::connectReactions()
{
    m_atHand->setSources(reactionSources());
    connect(m_table, &DeliveryTableView::currentIdChanged, this, &MainWindow::updateAtHand);
    connect(m_live, &LiveDeliveries::arrived, this, &MainWindow::noteArrived);
    connect(m_live, &LiveDeliveries::readingChanged, this, &MainWindow::updateAtHand);
    connect(m_catalog, &ProfileCommands::changed, m_atHand, &DeliveryAtHand::refresh);
    connect(m_atHand, &DeliveryAtHand::detailsWanted, this, [this](DeliveryId id) {
        m_table->select(id);
        m_details->showTab(DetailPane::MessageTab);
        m_details->message().revealSubscription();
    });
    connect(m_desktop, &DesktopNotice::activated, this, [this] {
        showNormal();
        raise();
        activateWindow();
        showNoticed();
    });
    connect(&m_settings, &SettingsStore::changed, this, [this] {
        if (m_notices->isWanted())
            return;
        m_notices->clear();
        m_desktop->hide();
    });
}

void MainWindow::updateAtHand()
{
    const DeliveryId current = m_table->currentId();
    const int row = m_model.rowOf(current);
    m_atHand->setSelected(
        row < 0 ? DeliveryAtHand::Subject {} : DeliveryAtHand::Subject { current, m_model.summaryAt(row).provider });
    const std::vector<DeliverySummary> newest = m_model.newest(LastSeenRows);
    const auto known = std::find_if(
        newest.begin(), newest.end(), [](const DeliverySummary& summary) { return !summary.provider.isEmpty(); });
    m_atHand->setLastSeen(
        known == newest.end() ? DeliveryAtHand::Subject {} : DeliveryAtHand::Subject { known->id, known->provider });
}

void MainWindow::noteArrived(int count)
{
    updateAtHand();
    m_atHand->refresh();
    m_details->refreshStory();
    if (m_notices->isWanted())
        m_notices->note(m_model.newest(count), m_model.providerNames());
}

/// On the desktop, otherwise in the window; not in place of what is said there already, which may offer an undo.
bool MainWindow::showNotice(const QString& text, DeliveryId newest)
{
    if (!m_desktop->show(text)) {
        if (!m_strip->text().isEmpty())
            return false;
        m_strip->showMessage(
            { .tone = Tone::Warning, .text = text, .actionText = tr("Show"), .action = [this] { showNoticed(); } });
    }
    m_noticed = newest;
    return true;
}

void MainWindow::showNoticed()
{
    if (m_model.rowOf(m_noticed) < 0)
        return;
    m_table->select(m_noticed);
    m_table->setFocus(Qt::OtherFocusReason);
}

} // namespace hookloupe
