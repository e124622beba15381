// SPDX-License-Identifier: GPL-3.0-or-later
#include "profiles/form/formsection.h"

#include <QFormLayout>
#include <QLabel>
#include <QVBoxLayout>

namespace hookloupe {

FormSection::FormSection(const QString& title, QWidget* parent)
    : QWidget(parent)
    , m_column(new QVBoxLayout(this))
    , m_form(new QFormLayout)
{
    auto* heading = new QLabel(title, this);
    heading->setTextFormat(Qt::PlainText);
    QFont font = heading->font();
    font.setWeight(QFont::DemiBold);
    heading->setFont(font);
    m_column->setContentsMargins(0, 0, 0, 0);
    m_column->setSpacing(6);
    m_column->addWidget(heading);
    m_column->addLayout(m_form);
    m_form->setContentsMargins(0, 0, 0, 0);
    m_form->setHorizontalSpacing(12);
    m_form->setVerticalSpacing(6);
    m_form->setRowWrapPolicy(QFormLayout::DontWrapRows);
    m_form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    m_form->setLabelAlignment(Qt::AlignLeft | Qt::AlignTop);
}

void FormSection::addLine(FormLine* line)
{
    line->label()->setContentsMargins(0, 4, 0, 0);
    line->label()->setMinimumWidth(fontMetrics().averageCharWidth() * 16);
    m_form->addRow(line->label(), line);
    m_lines.push_back(line);
}

void FormSection::setLineVisible(FormLine* line, bool isVisible)
{
    m_form->setRowVisible(line, isVisible);
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
