// SPDX-License-Identifier: GPL-3.0-or-later
#include "panels/rawpanel.h"

#include "bytes/byteview.h"
#include "bytes/requestsource.h"
#include "widgets/byteviewer.h"

#include <QVBoxLayout>

namespace hookloupe {

using namespace Qt::StringLiterals;

RawPanel::RawPanel(QWidget* parent)
    : DeliveryPanel(parent)
    , m_bytes(new ByteViewer(this))
{
    m_bytes->setObjectName(u"rawBytes"_s);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_bytes);
    setFocusProxy(m_bytes);
}

void RawPanel::showDelivery(DeliveryPtr delivery)
{
    m_bytes->setSource(
        std::make_shared<RequestSource>(delivery->request), u"request-%1.http"_s.arg(delivery->id.value));
}

void RawPanel::select(qint64 begin, qint64 end)
{
    m_bytes->pane()->view()->select(begin, end);
    m_bytes->setFocus(Qt::OtherFocusReason);
}

} // namespace hookloupe
