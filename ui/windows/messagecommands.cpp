// SPDX-License-Identifier: GPL-3.0-or-later
#include "windows/messagecommands.h"

#include "messages/quantities.h"
#include "settings/settingsstore.h"
#include "widgets/deliverytableview.h"
#include "widgets/segmentedswitch.h"
#include "windows/windowactions.h"

#include <QAbstractButton>

namespace hookloupe {

using namespace Qt::StringLiterals;

MessageCommands::MessageCommands(
    WindowActions& actions, DeliveryTableView& table, SettingsStore& settings, QObject* parent)
    : QObject(parent)
    , m_actions(actions)
    , m_table(table)
    , m_settings(settings)
    , m_switch(new SegmentedSwitch(tr("List"), table.parentWidget()))
{
    m_switch->setObjectName(u"listSwitch"_s);
    m_switch->addChoice(tr("Flat"), tr("One line for each delivery (Ctrl+G)"));
    m_switch->addChoice(tr("By message"), tr("One line for each message, its attempts below it (Ctrl+G)"));
    for (int choice = 0; choice < 2; ++choice)
        m_switch->button(choice)->setMinimumHeight(28);
    connect(m_switch, &SegmentedSwitch::chosen, this, [this](int choice) { setByMessage(choice == 1); });
    connect(actions.byMessage, &QAction::toggled, this, &MessageCommands::setByMessage);
    connect(actions.unfoldAll, &QAction::triggered, &table, &DeliveryTableView::unfoldAll);
    connect(actions.foldAll, &QAction::triggered, &table, &DeliveryTableView::foldAll);
    connect(actions.previousAttempt, &QAction::triggered, this, [this] { goToAttempt(-1); });
    connect(actions.nextAttempt, &QAction::triggered, this, [this] { goToAttempt(1); });
    connect(&table, &DeliveryTableView::unfoldingLimited, this, [this](int limit) {
        emit said(Tone::Info,
            tr("%1 messages are unfolded; there are more. A filter makes them fewer.").arg(countText(limit)));
    });
    setByMessage(settings.get(setting::ListByMessage));
}

void MessageCommands::setByMessage(bool isByMessage)
{
    m_switch->setCurrent(isByMessage ? 1 : 0);
    m_actions.byMessage->setChecked(isByMessage);
    m_actions.unfoldAll->setEnabled(isByMessage);
    m_actions.foldAll->setEnabled(isByMessage);
    m_settings.set(setting::ListByMessage, isByMessage);
    m_table.setAccessibleDescription(isByMessage
            ? tr("One row for each message, that with the newest attempt at the end; Right unfolds its attempts")
            : tr("One row for each captured request, the newest at the end"));
    m_table.list().setByMessage(isByMessage);
    updateSelection();
}

void MessageCommands::updateSelection()
{
    const bool isOne = m_table.currentId().value != 0;
    m_actions.previousAttempt->setEnabled(isOne);
    m_actions.nextAttempt->setEnabled(isOne);
    const auto count = std::ssize(m_table.selectedIds());
    m_actions.remove->setText(count < 2 ? tr("&Remove") : tr("&Remove %1 Deliveries").arg(countText(count)));
}

void MessageCommands::goToAttempt(int step)
{
    const DeliveryId start = m_table.shownId();
    bool isThere = false;
    for (DeliveryId id = m_table.list().attemptBeside(start, step); id.value != 0;
         id = m_table.list().attemptBeside(id, step)) {
        isThere = true;
        if (m_table.selectAttempt(id))
            return;
    }
    if (isThere)
        emit said(Tone::Info,
            step < 0 ? tr("The filter hides the earlier attempts.") : tr("The filter hides the later attempts."));
    else
        emit said(Tone::Info,
            step < 0 ? tr("This is the first attempt of its message.")
                     : tr("This is the latest attempt of its message."));
}

} // namespace hookloupe
