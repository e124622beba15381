// SPDX-License-Identifier: GPL-3.0-or-later
#include "panels/messagepanel.h"

#include "bytes/visibletext.h"
#include "message/attemptmodel.h"
#include "message/attempttimeline.h"
#include "message/eventordermodel.h"
#include "message/eventorderview.h"
#include "message/sentencelist.h"
#include "message/storylist.h"
#include "messages/quantities.h"
#include "response/correctiondialog.h"
#include "theme/tones.h"

#include <QEvent>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>
#include <QVBoxLayout>

#include <algorithm>

namespace hookloupe {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr int Side = 10; ///< space at the sides of texts

constexpr std::size_t ManyAttempts = 6;

std::size_t expectedRowCount(const std::vector<AttemptRow>& rows)
{
    return static_cast<std::size_t>(std::count_if(
        rows.begin(), rows.end(), [](const AttemptRow& row) { return row.sort == AttemptRow::Sort::Expected; }));
}

QVBoxLayout* columnOf(QWidget* section)
{
    auto* column = new QVBoxLayout(section);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(6);
    return column;
}

/// A row of the column that keeps its distance from the sides.
template<typename Widget>
Widget* inset(QVBoxLayout* column, Widget* widget)
{
    auto* line = new QHBoxLayout;
    line->setContentsMargins(Side, 0, Side, 0);
    line->addWidget(widget);
    column->addLayout(line);
    return widget;
}

} // namespace

MessagePanel::MessagePanel(QWidget* parent)
    : DeliveryPanel(parent)
    , m_clock([] { return now(); })
{
    m_scroll = new QScrollArea(this);
    m_scroll->setObjectName(u"messageScroll"_s);
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setWidgetResizable(true);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAsNeeded);
    m_scroll->setAccessibleName(tr("Story of the message"));
    m_scroll->setWidget(makeContent());
    m_scroll->widget()->setBackgroundRole(QPalette::Base);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_scroll);
    m_second.setParent(this);
    m_second.setObjectName(u"countDown"_s);
    m_second.setInterval(1s);
    connect(&m_second, &QTimer::timeout, this, &MessagePanel::tick);
    refreshStory();
}

QWidget* MessagePanel::makeContent()
{
    auto* content = new QWidget(m_scroll);
    auto* column = new QVBoxLayout(content);
    column->setContentsMargins(0, 8, 0, 12);
    column->setSpacing(6);
    m_head = inset(column, new SentenceList(true, content));
    m_head->setObjectName(u"messageHead"_s);
    m_next = inset(column, new SentenceList(false, content));
    m_next->setObjectName(u"messageNext"_s);
    column->addWidget(m_attempts = makeAttempts(content));
    column->addWidget(m_order = makeOrder(content));
    column->addWidget(m_subscription = makeSubscription(content));
    column->addStretch(1);
    updateLooks();
    return content;
}

QLabel* MessagePanel::addTitle(QVBoxLayout* column, const QString& text)
{
    column->addSpacing(8);
    auto* title = inset(column, new QLabel(text));
    title->setTextFormat(Qt::PlainText);
    title->setWordWrap(true);
    QFont strong = title->font();
    strong.setWeight(QFont::DemiBold);
    title->setFont(strong);
    return title;
}

QLabel* MessagePanel::addQuietLine(QVBoxLayout* column)
{
    auto* line = inset(column, new QLabel);
    line->setTextFormat(Qt::PlainText);
    line->setWordWrap(true);
    line->setForegroundRole(QPalette::WindowText);
    m_quietLines.push_back(line);
    return line;
}

QWidget* MessagePanel::makeAttempts(QWidget* parent)
{
    auto* section = new QWidget(parent);
    QVBoxLayout* column = columnOf(section);
    m_attemptsTitle = addTitle(column, tr("Attempts"));
    m_attemptsTitle->setObjectName(u"attemptsTitle"_s);
    m_line = new AttemptTimeLine(section);
    m_line->setObjectName(u"attemptTimeLine"_s);
    column->addWidget(m_line);
    m_lineNote = addQuietLine(column);
    m_lineNote->setObjectName(u"timeLineNote"_s);
    m_attemptModel = new AttemptModel(this);
    m_attemptList = new StoryList(section);
    m_attemptList->setObjectName(u"attemptList"_s);
    m_attemptList->setAccessibleName(tr("Attempts"));
    m_attemptList->setStory(m_attemptModel);
    column->addWidget(m_attemptList);
    connect(m_line, &AttemptTimeLine::deliveryWanted, this, &MessagePanel::deliveryWanted);
    connect(m_attemptList, &StoryList::deliveryWanted, this, &MessagePanel::deliveryWanted);
    return section;
}

QWidget* MessagePanel::makeOrder(QWidget* parent)
{
    auto* section = new QWidget(parent);
    QVBoxLayout* column = columnOf(section);
    addTitle(column, tr("Order of the Events"));
    m_orderLines = inset(column, new SentenceList(false, section));
    m_orderLines->setObjectName(u"orderLines"_s);
    m_orderView = new EventOrderView(section);
    m_orderView->setObjectName(u"orderView"_s);
    column->addWidget(m_orderView);
    m_orderNote = addQuietLine(column);
    m_orderModel = new EventOrderModel(this);
    m_orderList = new StoryList(section);
    m_orderList->setObjectName(u"orderList"_s);
    m_orderList->setAccessibleName(tr("Events of the same resource"));
    m_orderList->setStory(m_orderModel);
    column->addWidget(m_orderList);
    connect(m_orderView, &EventOrderView::deliveryWanted, this, &MessagePanel::deliveryWanted);
    connect(m_orderList, &StoryList::deliveryWanted, this, &MessagePanel::deliveryWanted);
    return section;
}

QWidget* MessagePanel::makeSubscription(QWidget* parent)
{
    auto* section = new QWidget(parent);
    QVBoxLayout* column = columnOf(section);
    m_subscriptionTitle = addTitle(column, tr("Subscription"));
    m_subscriptionTitle->setObjectName(u"subscriptionTitle"_s);
    m_subscriptionLines = inset(column, new SentenceList(false, section));
    m_subscriptionLines->setObjectName(u"subscriptionLines"_s);
    m_correct = new QPushButton(tr("Co&rrect\u2026"), section);
    m_correct->setObjectName(u"correctSubscription"_s);
    m_correct->setToolTip(tr("Say how the provider sees the subscription, where that is not what is told here"));
    m_correct->setMinimumHeight(24);
    auto* line = new QHBoxLayout;
    line->setContentsMargins(Side, 0, Side, 0);
    line->addWidget(m_correct);
    line->addStretch(1);
    column->addLayout(line);
    connect(m_correct, &QPushButton::clicked, this, &MessagePanel::correct);
    return section;
}

void MessagePanel::setStorySource(StorySource source)
{
    m_source = std::move(source);
    refreshStory();
}

void MessagePanel::setProviderNames(ProviderNameSource names)
{
    m_names = std::move(names);
    fillSubscription();
}

void MessagePanel::setDisableRules(DisableRuleSource rules)
{
    m_rules = std::move(rules);
}

void MessagePanel::setClock(std::function<SystemTime()> clock)
{
    m_clock = std::move(clock);
    tick();
}

void MessagePanel::setReadOnly(bool isReadOnly)
{
    m_isReadOnly = isReadOnly;
    fillSubscription();
}

QString MessagePanel::providerName() const
{
    const QString name = m_names ? m_names(m_story.provider) : QString();
    return visibleLine(name.isEmpty() ? QString::fromUtf8(m_story.provider) : name);
}

void MessagePanel::showDelivery(DeliveryPtr delivery)
{
    const DeliveryId message = m_story.isEmpty() ? DeliveryId {} : m_story.attempts.front().facts.message.message;
    m_delivery = std::move(delivery);
    refreshStory();
    const bool isSame = !m_story.isEmpty() && m_story.attempts.front().facts.message.message == message;
    if (!isSame)
        m_scroll->verticalScrollBar()->setValue(0);
}

void MessagePanel::revealSubscription()
{
    m_scroll->widget()->adjustSize();
    m_scroll->ensureWidgetVisible(m_subscription);
}

void MessagePanel::refreshStory()
{
    m_story = m_source && m_delivery ? m_source(m_delivery->id) : MessageStory();
    m_head->setSentences(headlines(m_story));
    fillAttempts();
    fillOrder();
    fillSubscription();
    tick();
    updateTimer();
}

void MessagePanel::fillAttempts()
{
    std::vector<AttemptRow> rows = attemptRows(m_story);
    const StoryAttempt* const selected = selectedAttempt(m_story);
    const bool isTold = !rows.empty() && !(selected && !selected->facts.isEvent);
    m_attempts->setVisible(isTold);
    // Something must take the keys in the tab, if only to scroll
    m_scroll->setFocusPolicy(isTold ? Qt::NoFocus : Qt::StrongFocus);
    setFocusProxy(isTold ? static_cast<QWidget*>(m_line) : m_scroll);
    if (!isTold)
        rows.clear();
    const bool isEndless = isTold && !m_story.expected.empty() && m_story.attempts.back().facts.reaction.isEndless;
    m_attemptModel->setRows(rows);
    m_attemptList->showSelected();
    // Where there are many, the room is for what was made
    if (isEndless && m_story.attempts.size() > ManyAttempts)
        rows.resize(rows.size() - expectedRowCount(rows) + 1);
    m_line->setRows(std::move(rows), isEndless);
    if (!isTold)
        return;
    const QString made
        = tr("%1 made").arg(countText(static_cast<qint64>(std::max(m_story.attemptCount, m_story.attempts.size()))));
    const auto expected = static_cast<int>(m_story.expected.size());
    m_attemptsTitle->setText(expected == 0 ? tr("Attempts: %1").arg(made)
            : isEndless                    ? tr("Attempts: %1, more expected until a 2xx").arg(made)
                                           : tr("Attempts: %1, %2 expected").arg(made, countText(expected)));
    QStringList notes;
    if (m_story.attempts.size() + m_story.expected.size() > 2)
        notes << tr("Longer waits are drawn shorter than they are: the lengths follow their logarithm.");
    const bool isAssumed = std::any_of(m_story.expected.begin(), m_story.expected.end(),
        [](const ExpectedAttempt& attempt) { return attempt.isAssumed; });
    if (expected > 0) {
        notes << (isAssumed ? tr("Dashed marks come if each further attempt ends as the last did; \u2248: assumed.")
                            : tr("Dashed marks come if each further attempt ends as the last did."));
    }
    m_lineNote->setText(notes.join(u' '));
    m_lineNote->setVisible(!notes.isEmpty());
}

void MessagePanel::fillOrder()
{
    m_orderModel->setStory(m_story);
    m_orderList->showSelected();
    const std::optional<StorySentence> order = orderSentence(m_story);
    const std::optional<StorySentence> skew = skewSentence(m_story);
    m_order->setVisible(order || skew);
    std::vector<StorySentence> lines;
    if (order)
        lines.push_back(*order);
    if (skew)
        lines.push_back(*skew);
    m_orderLines->setSentences(std::move(lines));
    const bool isDrawn = m_story.events.size() > 1;
    m_orderView->setEntries(m_orderModel->entries(), order ? order->text : QString());
    m_orderView->setVisible(isDrawn);
    m_orderList->setVisible(!m_story.events.empty());
    const bool isCut = m_story.events.size() >= MessageStory::MaxEvents;
    m_orderNote->setVisible(isCut);
    m_orderNote->setText(
        isCut ? tr("These are the %1 around this delivery; there may be more.").arg(m_story.events.size()) : QString());
}

void MessagePanel::fillSubscription()
{
    const std::vector<StorySentence> lines = subscriptionSentences(m_story);
    m_subscription->setVisible(!lines.empty());
    m_subscriptionTitle->setText(tr("Subscription, as %1 most likely sees it").arg(providerName()));
    m_subscriptionLines->setSentences(lines);
    m_correct->setEnabled(!m_isReadOnly);
}

void MessagePanel::tick()
{
    const SystemTime moment = m_clock();
    const std::optional<StorySentence> next = nextAttemptSentence(m_story, moment);
    m_next->setVisible(next.has_value());
    m_next->setSentences(next ? std::vector<StorySentence> { *next } : std::vector<StorySentence>());
    m_line->setNow(moment);
}

void MessagePanel::updateTimer()
{
    const bool isCounting
        = isVisible() && !m_story.isEmpty() && countdown(m_story.attempts.back().facts.reaction, m_clock());
    if (!isCounting)
        m_second.stop();
    else if (!m_second.isActive())
        m_second.start();
}

void MessagePanel::correct()
{
    auto* dialog = new CorrectionDialog(
        m_story.subscription, providerName(), m_rules ? m_rules(m_story.provider) : std::nullopt, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    const DeliveryId id = m_story.selected;
    connect(dialog, &QDialog::accepted, this,
        [this, dialog, id] { emit correctionWanted(id, dialog->status(), dialog->failures()); });
    dialog->open();
}

void MessagePanel::updateLooks()
{
    for (QLabel* line : m_quietLines) {
        QPalette quiet = palette();
        quiet.setColor(QPalette::WindowText, quietText(palette()));
        line->setPalette(quiet);
    }
}

void MessagePanel::changeEvent(QEvent* event)
{
    DeliveryPanel::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        updateLooks();
}

void MessagePanel::showEvent(QShowEvent* event)
{
    DeliveryPanel::showEvent(event);
    tick();
    updateTimer();
}

void MessagePanel::hideEvent(QHideEvent* event)
{
    DeliveryPanel::hideEvent(event);
    m_second.stop();
}

} // namespace hookloupe
