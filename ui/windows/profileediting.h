// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "delivery/delivery.h"

#include <QObject>

#include <memory>

namespace hookloupe {

class DeliveryTableModel;
class ProfileWindow;
class SessionLoader;
class SettingsStore;

/// Opens the profile editor and brings it the deliveries that profiles are tried on.
class ProfileEditing final : public QObject {
    Q_OBJECT

public:
    /// All outlive the object. \param window  the main window
    ProfileEditing(DeliveryTableModel& model, SessionLoader& loader, SettingsStore& settings, QWidget* window);

    void open();
    /// The delivery that is selected in the main window now; null: none.
    void setSelected(std::shared_ptr<const Delivery> delivery);
    /// Asks what is to become of changes that are not saved. \return false when the program should stay
    bool mayLeave();
    /// The profiles have changed.
    void reload();

signals:
    /// The user's folder of profiles was changed.
    void saved();

private:
    void offerRecent();

    DeliveryTableModel& m_model;
    SessionLoader& m_loader;
    SettingsStore& m_settings;
    QWidget* m_parent;
    ProfileWindow* m_window = nullptr; ///< made when it is first asked for
    std::shared_ptr<const Delivery> m_selected;
};

} // namespace hookloupe
