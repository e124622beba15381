// SPDX-License-Identifier: GPL-3.0-or-later
#include "panels/overviewpanel.h"

#include "panels/requestfacts.h"

#include <QVBoxLayout>

namespace hookloupe {

using namespace Qt::StringLiterals;

OverviewPanel::OverviewPanel(QWidget* parent)
    : DeliveryPanel(parent)
    , m_sheet(new FactSheet(this))
{
    m_sheet->setObjectName(u"overviewSheet"_s);
    m_sheet->setAccessibleName(tr("Facts of the delivery"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_sheet);
    setFocusProxy(m_sheet);
}

void OverviewPanel::showDelivery(DeliveryPtr delivery)
{
    const InspectionRulesPtr rules = m_rules ? m_rules() : std::make_shared<const InspectionRules>();
    m_sheet->setSections(overviewSections(*delivery, *rules));
}

} // namespace hookloupe
