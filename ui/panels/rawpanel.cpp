// SPDX-License-Identifier: GPL-3.0-or-later
#include "panels/rawpanel.h"

#include "bytes/bytepane.h"
#include "bytes/requestsource.h"
#include "messages/exactsize.h"
#include "widgets/segmentedswitch.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QVBoxLayout>

namespace hookloupe {

using namespace Qt::StringLiterals;

RawPanel::RawPanel(QWidget* parent)
    : DeliveryPanel(parent)
    , m_form(new SegmentedSwitch(tr("Show as"), this))
    , m_lineEnds(new QCheckBox(tr("&Line ends"), this))
    , m_size(new QLabel(this))
    , m_bytes(new BytePane(this))
{
    m_form->setObjectName(u"rawForm"_s);
    m_form->addChoice(tr("Text"));
    m_form->addChoice(tr("Hex"));
    m_lineEnds->setToolTip(tr("Show CR, LF and tabs as pictures"));
    m_size->setTextFormat(Qt::PlainText);
    m_bytes->setObjectName(u"rawBytes"_s);

    auto* bar = new QHBoxLayout;
    bar->setContentsMargins(6, 6, 6, 6);
    bar->setSpacing(12);
    bar->addWidget(m_form);
    bar->addWidget(m_lineEnds);
    bar->addStretch(1);
    bar->addWidget(m_size);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(bar);
    column->addWidget(m_bytes, 1);
    setFocusProxy(m_bytes);
    connect(m_form, &SegmentedSwitch::chosen, this, &RawPanel::showForm);
    connect(m_lineEnds, &QCheckBox::toggled, m_bytes, &BytePane::showLineEnds);
}

void RawPanel::showForm(int choice)
{
    m_bytes->setForm(choice == 0 ? BytePane::Form::Text : BytePane::Form::Hex);
    m_lineEnds->setEnabled(choice == 0);
}

void RawPanel::showDelivery(DeliveryPtr delivery)
{
    m_bytes->setSource(std::make_shared<RequestSource>(delivery->request));
    m_size->setText(exactSizeText(m_bytes->source()->size()));
}

} // namespace hookloupe
