// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "theme/statuslook.h"

#include <QObject>

namespace hookloupe {

class DeliveryTableView;
class SegmentedSwitch;
class SettingsStore;
class WindowActions;

/// What a person does with the list by message: turns it on and off, unfolds it, goes from attempt to attempt.
class MessageCommands final : public QObject {
    Q_OBJECT

public:
    MessageCommands(WindowActions& actions, DeliveryTableView& table, SettingsStore& settings, QObject* parent);

    /// "Flat", "By message"; for the line of the filter. It belongs to whoever puts it into a layout.
    SegmentedSwitch* modeSwitch() const { return m_switch; }
    /// What is selected has changed.
    void updateSelection();

signals:
    void said(hookloupe::Tone tone, const QString& text);

private:
    void setByMessage(bool isByMessage);
    void goToAttempt(int step);

    WindowActions& m_actions;
    DeliveryTableView& m_table;
    SettingsStore& m_settings;
    SegmentedSwitch* m_switch;
};

} // namespace hookloupe
