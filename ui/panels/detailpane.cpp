// SPDX-License-Identifier: GPL-3.0-or-later
#include "panels/detailpane.h"

#include "bytes/visibletext.h"
#include "panels/bodypanel.h"
#include "panels/headerspanel.h"
#include "panels/messagepanel.h"
#include "panels/overviewpanel.h"
#include "panels/rawpanel.h"
#include "panels/requestfacts.h"
#include "panels/responsepanel.h"
#include "panels/signaturepanel.h"
#include "theme/tones.h"
#include "widgets/elidedlabel.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QStackedLayout>
#include <QTabBar>
#include <QTabWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace hookloupe {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

DetailPane::DetailPane(QWidget* parent)
    : QWidget(parent)
    , m_pages(new QStackedLayout(this))
    , m_line(new QLabel(this))
    , m_tabs(new QTabWidget(this))
{
    m_line->setObjectName(u"detailLine"_s);
    m_line->setTextFormat(Qt::PlainText);
    m_line->setAlignment(Qt::AlignCenter);
    m_line->setWordWrap(true);
    m_line->setMargin(12);
    m_tabs->setObjectName(u"detailTabs"_s);
    m_tabs->setAccessibleName(tr("Details of the delivery"));
    m_tabs->setDocumentMode(true);
    m_tabs->tabBar()->setExpanding(false);
    m_tabs->tabBar()->setUsesScrollButtons(true);
    m_overview = new OverviewPanel(this);
    addPanel(m_overview, tr("Overview"));
    addPanel(new HeadersPanel(this), tr("Headers"));
    addPanel(new BodyPanel(this), tr("Body"));
    m_signature = new SignaturePanel(this);
    m_raw = new RawPanel(this);
    addPanel(m_signature, tr("Signature"));
    m_message = new MessagePanel(this);
    addPanel(m_message, tr("Message"));
    addPanel(m_raw, tr("Raw"));
    addPanel(new ResponsePanel(this), tr("Response"));

    auto* page = new QWidget(this);
    auto* column = new QVBoxLayout(page);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(makeHeader());
    column->addWidget(m_tabs, 1);
    m_pages->addWidget(m_line);
    m_pages->addWidget(page);
    m_loadingTimer.setSingleShot(true);
    m_loadingTimer.setInterval(150ms);
    connect(&m_loadingTimer, &QTimer::timeout, this,
        [this] { showLine(tr("Loading delivery %1\u2026").arg(m_awaited.value)); });
    connect(m_tabs, &QTabWidget::currentChanged, this, &DetailPane::fillCurrent);
    connect(m_signature, &SignaturePanel::rawWanted, this, [this](qint64 begin, qint64 end) {
        showTab(RawTab);
        m_raw->select(begin, end);
    });
    showNothing();
}

void DetailPane::addPanel(DeliveryPanel* panel, const QString& title)
{
    m_panels.push_back(panel);
    m_isFilled.push_back(false);
    m_tabs->addTab(panel, title);
}

QWidget* DetailPane::makeHeader()
{
    auto* header = new QWidget(this);
    m_title = new ElidedLabel(header);
    m_title->setObjectName(u"detailTitle"_s);
    m_title->setElideMode(Qt::ElideMiddle);
    QFont bold = m_title->font();
    bold.setBold(true);
    m_title->setFont(bold);
    m_state = new QLabel(header);
    m_state->setObjectName(u"detailState"_s);
    m_state->setTextFormat(Qt::PlainText);
    m_origin = new ElidedLabel(header);
    m_origin->setObjectName(u"detailOrigin"_s);
    auto* first = new QHBoxLayout;
    first->setSpacing(12);
    first->addWidget(m_title, 1);
    first->addWidget(m_state);
    auto* column = new QVBoxLayout(header);
    column->setContentsMargins(8, 6, 8, 6);
    column->setSpacing(3);
    column->addLayout(first);
    column->addWidget(m_origin);
    return header;
}

void DetailPane::setRules(const RulesSource& rules)
{
    m_overview->setRules(rules);
    m_signature->setRules(rules);
}

void DetailPane::refresh()
{
    m_isFilled[OverviewTab] = false;
    m_isFilled[SignatureTab] = false;
    m_isFilled[MessageTab] = false;
    fillCurrent();
}

void DetailPane::refreshStory()
{
    m_isFilled[MessageTab] = false;
    fillCurrent();
}

void DetailPane::showLine(const QString& text)
{
    m_line->setText(text);
    m_pages->setCurrentIndex(0);
}

void DetailPane::showNothing()
{
    m_loadingTimer.stop();
    m_delivery.reset();
    std::fill(m_isFilled.begin(), m_isFilled.end(), false);
    showLine(tr("Select a delivery to see what came and what was answered."));
}

void DetailPane::showLoading(DeliveryId id)
{
    m_awaited = id;
    if (m_delivery)
        m_loadingTimer.start();
    else
        showLine(tr("Loading delivery %1\u2026").arg(id.value));
}

void DetailPane::showDelivery(std::shared_ptr<const Delivery> delivery)
{
    if (!delivery || !delivery->request)
        return showNothing();
    m_loadingTimer.stop();
    m_delivery = std::move(delivery);
    std::fill(m_isFilled.begin(), m_isFilled.end(), false);
    updateHeader();
    m_tabs->setTabText(HeadersTab, tr("Headers %1").arg(m_delivery->request->head.headerCount()));
    const SignatureFacts& facts = m_delivery->facts.signature;
    const SignatureState state = signatureState(facts.verdict, facts.freshness, !m_delivery->facts.challenge.isEmpty());
    m_tabs->setTabText(SignatureTab,
        state == SignatureState::Unknown ? tr("Signature") : tr("Signature %1").arg(statusLook(state).glyph));
    m_tabs->setTabToolTip(SignatureTab, signaturePhrase(state));
    m_pages->setCurrentIndex(1);
    fillCurrent();
}

void DetailPane::updateHeader()
{
    const Request& request = *m_delivery->request;
    m_title->setText(visibleLine(request.head.method()) + u' ' + visibleLine(request.head.target()));
    const QString zoned = localTimeText(request.times.lastByte);
    m_origin->setText(tr("%1 from %2").arg(zoned.section(u' ', 1, 1), request.peer.address));
    const Fact response = responseFact(m_delivery->response.get());
    m_state->setText(response.glyph + u' ' + response.value);
    QPalette palette = m_state->palette();
    palette.setColor(QPalette::WindowText, toneColor(response.tone, this->palette()));
    m_state->setPalette(palette);
    QPalette quiet = m_origin->palette();
    quiet.setColor(QPalette::WindowText, quietText(this->palette()));
    m_origin->setPalette(quiet);
}

void DetailPane::fillCurrent()
{
    const auto current = static_cast<std::size_t>(m_tabs->currentIndex());
    if (!m_delivery || current >= m_panels.size() || m_isFilled[current])
        return;
    m_isFilled[current] = true;
    m_panels[current]->showDelivery(m_delivery);
}

void DetailPane::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange && m_delivery)
        updateHeader();
}

int DetailPane::currentTab() const
{
    return m_tabs->currentIndex();
}

void DetailPane::showTab(int tab)
{
    if (tab < 0 || tab >= m_tabs->count())
        return;
    m_tabs->setCurrentIndex(tab);
    m_tabs->currentWidget()->setFocus(Qt::ShortcutFocusReason);
}

} // namespace hookloupe
