// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QAbstractButton;
class QButtonGroup;

namespace hookloupe {

/// A row of buttons of which exactly one is pressed. Arrow keys move within it.
class SegmentedSwitch final : public QWidget {
    Q_OBJECT

public:
    /// \param name  what is switched, for screen readers
    explicit SegmentedSwitch(const QString& name, QWidget* parent = nullptr);

    /// The first one added is pressed.
    /// \return its number: 0 and up
    int addChoice(const QString& text, const QString& toolTip = {});
    int current() const;
    /// Presses it without emitting chosen().
    void setCurrent(int choice);
    void setChoiceEnabled(int choice, bool enabled);
    bool isChoiceEnabled(int choice) const;
    QAbstractButton* button(int choice) const;

signals:
    /// Somebody pressed another one.
    void chosen(int choice);

protected:
    void changeEvent(QEvent* event) override;

private:
    void updateLook();

    QButtonGroup* m_group = nullptr;
};

} // namespace hookloupe
