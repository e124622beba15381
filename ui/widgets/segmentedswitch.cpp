// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/segmentedswitch.h"

#include <QButtonGroup>
#include <QEvent>
#include <QHBoxLayout>
#include <QToolButton>

namespace hookloupe {

SegmentedSwitch::SegmentedSwitch(const QString& name, QWidget* parent)
    : QWidget(parent)
    , m_group(new QButtonGroup(this))
{
    setAccessibleName(name);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    connect(m_group, &QButtonGroup::idClicked, this, &SegmentedSwitch::chosen);
}

int SegmentedSwitch::addChoice(const QString& text, const QString& toolTip)
{
    auto* button = new QToolButton(this);
    button->setText(text);
    button->setToolTip(toolTip);
    button->setAccessibleName(accessibleName() + QStringLiteral(": ") + text);
    button->setCheckable(true);
    button->setFocusPolicy(Qt::TabFocus);
    button->setMinimumSize(24, 24);
    const int choice = static_cast<int>(m_group->buttons().size());
    button->setChecked(choice == 0);
    m_group->addButton(button, choice);
    layout()->addWidget(button);
    connect(button, &QToolButton::toggled, this, &SegmentedSwitch::updateLook);
    updateLook();
    return choice;
}

void SegmentedSwitch::updateLook()
{
    // A sunken frame alone is hard to see in dark palettes
    const QList<QAbstractButton*> buttons = m_group->buttons();
    for (QAbstractButton* button : buttons) {
        QPalette colors;
        if (button->isChecked()) {
            colors.setColor(QPalette::Button, palette().color(QPalette::Highlight));
            colors.setColor(QPalette::ButtonText, palette().color(QPalette::HighlightedText));
        }
        button->setPalette(colors);
    }
}

void SegmentedSwitch::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        updateLook();
}

int SegmentedSwitch::current() const
{
    return m_group->checkedId();
}

QAbstractButton* SegmentedSwitch::button(int choice) const
{
    return m_group->button(choice);
}

void SegmentedSwitch::setCurrent(int choice)
{
    if (QAbstractButton* wanted = m_group->button(choice))
        wanted->setChecked(true);
}

void SegmentedSwitch::setChoiceEnabled(int choice, bool enabled)
{
    if (QAbstractButton* wanted = m_group->button(choice))
        wanted->setEnabled(enabled);
}

bool SegmentedSwitch::isChoiceEnabled(int choice) const
{
    const QAbstractButton* wanted = m_group->button(choice);
    return wanted && wanted->isEnabled();
}

} // namespace hookloupe
