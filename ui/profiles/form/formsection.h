// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "profiles/form/formline.h"
#include "profiles/form/textline.h"

#include <QWidget>

#include <vector>

class QGridLayout;
class QLabel;
class QVBoxLayout;

namespace hookloupe {

/// A titled group of lines of the form.
class FormSection : public QWidget {
    Q_OBJECT

public:
    FormSection(const QString& title, QWidget* parent);

    /// \return the line, which belongs to the section
    template<typename Line>
    Line* add(Line* line)
    {
        addLine(line);
        return line;
    }
    void setLineVisible(FormLine* line, bool isVisible);
    void focusFirst();
    virtual void load();
    virtual void showTrial(const TrialResult& result);

protected:
    QVBoxLayout* column() const { return m_column; }
    const std::vector<FormLine*>& lines() const { return m_lines; }

private:
    void addLine(FormLine* line);

    QVBoxLayout* m_column;
    QGridLayout* m_grid;
    std::vector<FormLine*> m_lines;
};

} // namespace hookloupe
