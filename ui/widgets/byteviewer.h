// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "bytes/bytepane.h"

class QCheckBox;
class QLabel;

namespace hookloupe {

class FindBar;
class SaveButton;
class SegmentedSwitch;

/// Bytes with all that one does to them: text or hexadecimal, line ends, find, copy, save.
class ByteViewer final : public QWidget {
    Q_OBJECT

public:
    explicit ByteViewer(QWidget* parent = nullptr);

    /// \param fileName  proposed when they are saved
    void setSource(ByteSourcePtr source, const QString& fileName);
    BytePane* pane() const { return m_pane; }
    void setForm(BytePane::Form form);

protected:
    bool event(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    QWidget* makeBar();
    void aimFind();
    void copy();

    SegmentedSwitch* m_form = nullptr;
    QCheckBox* m_lineEnds = nullptr;
    QLabel* m_size = nullptr;
    SaveButton* m_save = nullptr;
    BytePane* m_pane = nullptr;
    FindBar* m_find = nullptr;
};

} // namespace hookloupe
