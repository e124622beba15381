// SPDX-License-Identifier: GPL-3.0-or-later
#include "profiles/form/formsection.h"

#include <QGridLayout>
#include <QLabel>
#include <QVBoxLayout>

namespace hookloupe {

namespace {

constexpr int LabelCharacters = 19; ///< the same in all sections, so that their fields stand in one line

} // namespace

FormSection::FormSection(const QString& title, QWidget* parent)
    : QWidget(parent)
    , m_column(new QVBoxLayout(this))
    , m_grid(new QGridLayout)
{
    auto* heading = new QLabel(title, this);
    heading->setTextFormat(Qt::PlainText);
    QFont font = heading->font();
    font.setWeight(QFont::DemiBold);
    heading->setFont(font);
    m_column->setContentsMargins(0, 0, 0, 0);
    m_column->setSpacing(6);
    m_column->addWidget(heading);
    m_column->addLayout(m_grid);
    m_grid->setContentsMargins(0, 0, 0, 0);
    m_grid->setHorizontalSpacing(12);
    m_grid->setVerticalSpacing(6);
    m_grid->setColumnStretch(1, 1);
    m_grid->setColumnMinimumWidth(0, fontMetrics().averageCharWidth() * LabelCharacters);
}

void FormSection::addLine(FormLine* line)
{
    const int row = static_cast<int>(m_lines.size());
    line->label()->setContentsMargins(0, 5, 0, 0);
    m_grid->addWidget(line->label(), row, 0, Qt::AlignTop);
    m_grid->addWidget(line, row, 1);
    m_lines.push_back(line);
}

void FormSection::setLineVisible(FormLine* line, bool isVisible)
{
    line->label()->setVisible(isVisible);
    line->setVisible(isVisible);
}

void FormSection::focusFirst()
{
    if (!m_lines.empty())
        m_lines.front()->setFocus(Qt::ShortcutFocusReason);
}

void FormSection::load()
{
    for (FormLine* line : m_lines)
        line->load();
}

void FormSection::showTrial(const TrialResult& result)
{
    for (FormLine* line : m_lines)
        line->showTrial(result);
}

} // namespace hookloupe
