// SPDX-License-Identifier: GPL-3.0-or-later
#include "windows/profileediting.h"

#include "engine/sessionloader.h"
#include "models/deliverytablemodel.h"
#include "profile/profilecatalog.h"
#include "profiles/profilewindow.h"
#include "profiles/trial/trialpane.h"

#include <algorithm>

namespace hookloupe {

namespace {

constexpr int MostRecent = 50;

} // namespace

ProfileEditing::ProfileEditing(
    DeliveryTableModel& model, SessionLoader& loader, SettingsStore& settings, QWidget* window)
    : QObject(window)
    , m_model(model)
    , m_loader(loader)
    , m_settings(settings)
    , m_parent(window)
{
}

void ProfileEditing::open()
{
    if (!m_window) {
        m_window = new ProfileWindow(ProfileCatalog::userFolder(), m_settings, m_parent);
        TrialPane& trial = m_window->trial();
        connect(m_window, &ProfileWindow::saved, this, &ProfileEditing::saved);
        connect(&trial, &TrialPane::recentWanted, this, &ProfileEditing::offerRecent);
        connect(&trial, &TrialPane::deliveryWanted, &m_loader, &SessionLoader::loadDelivery);
        connect(&m_loader, &SessionLoader::deliveryLoaded, &trial, &TrialPane::takeDelivery);
        trial.setSelected(m_selected);
        offerRecent();
        if (m_selected && !m_selected->facts.provider.isEmpty())
            m_window->openProfile(m_selected->facts.provider);
    }
    m_window->show();
    m_window->raise();
    m_window->activateWindow();
}

void ProfileEditing::offerRecent()
{
    const int rows = m_model.rowCount();
    const bool isNewestLast = m_model.isNewestLast().value_or(true);
    std::vector<DeliverySummary> recent;
    for (int i = 0; i < std::min(rows, MostRecent); ++i)
        recent.push_back(m_model.summaryAt(isNewestLast ? rows - 1 - i : i));
    m_window->trial().setRecent(recent);
}

void ProfileEditing::setSelected(std::shared_ptr<const Delivery> delivery)
{
    m_selected = std::move(delivery);
    if (m_window)
        m_window->trial().setSelected(m_selected);
}

void ProfileEditing::reload()
{
    if (m_window)
        m_window->reload();
}

bool ProfileEditing::mayLeave()
{
    return !m_window || m_window->close();
}

} // namespace hookloupe
