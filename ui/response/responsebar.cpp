// SPDX-License-Identifier: GPL-3.0-or-later
#include "response/responsebar.h"

#include "delivery/delivery.h"
#include "messages/responsesentences.h"
#include "response/responsebutton.h"
#include "theme/tones.h"
#include "widgets/elidedlabel.h"
#include "widgets/flowlayout.h"

#include <QAction>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QSignalBlocker>

#include <algorithm>
#include <array>

namespace hookloupe {

using namespace Qt::StringLiterals;

namespace {

struct Choice {
    int status;
    Fault fault;
};

constexpr std::array<Choice, 9> Choices { { { 200, Fault::None }, { 202, Fault::None }, { 204, Fault::None },
    { 409, Fault::None }, { 429, Fault::None }, { 500, Fault::None }, { 503, Fault::None }, { 200, Fault::Timeout },
    { 200, Fault::Reset } } };
/// The first of the choices that refuse, and of those that answer nothing: groups begin here.
constexpr int FirstRefusing = 3;
constexpr int FirstFault = 7;
constexpr int GroupGap = 8;

} // namespace

ResponseBar::ResponseBar(QWidget* parent)
    : QWidget(parent)
    , m_more(new QAction(tr("&More\u2026"), this))
    , m_back(new QAction(tr("&Back to 200"), this))
{
    setObjectName(u"responseBar"_s);
    setAccessibleName(tr("Response"));
    auto* flow = new FlowLayout(this, 4, 6);
    flow->setContentsMargins(12, 6, 12, 8);
    auto* label = new QLabel(tr("Answer"), this);
    label->setContentsMargins(0, 0, 4, 0);
    flow->addWidget(label);
    for (std::size_t i = 0; i < Choices.size(); ++i) {
        const int number = static_cast<int>(i);
        if (number == FirstRefusing || number == FirstFault)
            flow->addGap(GroupGap);
        ResponsePlan plan;
        plan.status = Choices[i].status;
        plan.fault = Choices[i].fault;
        addChoice(number, plan);
        flow->addWidget(m_buttons.back());
    }
    flow->addGap(GroupGap);
    m_moreButton = new ResponseButton(this);
    m_moreButton->setObjectName(u"responseMore"_s);
    m_moreButton->setAccessibleName(tr("More responses"));
    m_moreButton->setToolTip(tr("Any status, headers, body, delay, fault or a sequence (Ctrl+M)"));
    flow->addWidget(m_moreButton);

    m_glyph = new QLabel(this);
    m_meaning = new ElidedLabel(this);
    m_backButton = new QPushButton(tr("Back to 200"), this);
    auto* state = new QWidget(this);
    auto* line = new QHBoxLayout(state);
    line->setContentsMargins(0, 0, 0, 0);
    line->setSpacing(6);
    line->addWidget(m_glyph);
    line->addWidget(m_meaning, 1);
    line->addWidget(m_backButton);
    state->setMinimumWidth(fontMetrics().horizontalAdvance(u'0') * 44);
    flow->addGap(GroupGap);
    flow->addWidget(state);
    m_meaning->setObjectName(u"responseMeaning"_s);
    m_backButton->setObjectName(u"responseBack"_s);
    m_backButton->setMinimumHeight(28);
    m_backButton->setToolTip(tr("Answer 200 OK again (Ctrl+0)"));

    m_more->setShortcut(QKeySequence(u"Ctrl+M"_s));
    m_back->setShortcut(QKeySequence(u"Ctrl+0"_s));
    connect(m_moreButton, &QAbstractButton::clicked, this, [this] {
        updateState();
        emit moreRequested();
    });
    connect(m_more, &QAction::triggered, this, &ResponseBar::moreRequested);
    connect(m_back, &QAction::triggered, this, [this] { choose(ResponseSequence()); });
    connect(m_backButton, &QPushButton::clicked, m_back, &QAction::trigger);
    updateState();
}

void ResponseBar::addChoice(int number, const ResponsePlan& plan)
{
    const QString name
        = hasStatus(plan.fault) ? QString::number(plan.status) : QString::fromLatin1(faultName(plan.fault));
    auto* button = new ResponseButton(this);
    button->setLook(name, responseState(plan.status, plan.fault));
    button->setObjectName(u"response-"_s + name);
    const QString meaning = meaningOf(ResponseSequence(plan));
    button->setToolTip(tr("%1 (key %2)").arg(nameOf(plan), QString::number(number + 1)) + u'\n' + meaning);
    button->setAccessibleName(tr("Answer %1").arg(nameOf(plan)));
    button->setAccessibleDescription(meaning);
    m_buttons.push_back(button);
    m_choices.emplace_back(plan);

    auto* action = new QAction(nameOf(plan), this);
    action->setObjectName(u"responseAction-"_s + name);
    action->setCheckable(true);
    action->setShortcut(QKeySequence(Qt::Key_1 + number));
    m_actions.append(action);
    const ResponseSequence choice = m_choices.back();
    connect(button, &QAbstractButton::clicked, this, [this, choice] { choose(choice); });
    connect(action, &QAction::triggered, this, [this, choice] { choose(choice); });
}

void ResponseBar::choose(const ResponseSequence& response)
{
    const bool isNew = response != m_response;
    setResponse(response);
    if (isNew)
        emit chosen(m_response);
}

void ResponseBar::setResponse(const ResponseSequence& response)
{
    m_response = response;
    updateState();
}

void ResponseBar::setException(const QString& sentence)
{
    m_exception = sentence;
    updateState();
}

void ResponseBar::focusChoice()
{
    const auto pressed = std::find_if(
        m_buttons.begin(), m_buttons.end(), [](const ResponseButton* button) { return button->isChecked(); });
    (pressed == m_buttons.end() ? m_moreButton : *pressed)->setFocus(Qt::ShortcutFocusReason);
}

void ResponseBar::updateState()
{
    bool isOneOfThem = false;
    for (std::size_t i = 0; i < m_choices.size(); ++i) {
        const bool isThis = m_choices[i] == m_response;
        m_buttons[i]->setChecked(isThis);
        m_actions[static_cast<qsizetype>(i)]->setChecked(isThis);
        isOneOfThem |= isThis;
    }
    const ResponsePlan& first = m_response.steps().front().plan;
    const ResponseState state = responseState(first.status, first.fault);
    const bool isOwnPlan = !isOneOfThem && m_response.isSinglePlan();
    m_moreButton->setLook(isOneOfThem             ? tr("more\u2026")
            : isOwnPlan && hasStatus(first.fault) ? tr("%1 \u2026").arg(first.status)
            : isOwnPlan                           ? tr("%1 \u2026").arg(QString::fromLatin1(faultName(first.fault)))
                                                  : tr("sequence \u2026"),
        state);
    m_moreButton->setChecked(!isOneOfThem);

    const bool isFine = acceptsEverything(m_response);
    const Tone tone = isFine ? Tone::Ok : statusLook(state).tone == Tone::Ok ? Tone::Warning : statusLook(state).tone;
    m_glyph->setText(isFine ? QString(QChar(u'\u2713')) : QString(QChar(u'\u25B2')));
    QPalette ink = palette();
    ink.setColor(QPalette::WindowText, toneColor(tone, palette()));
    m_glyph->setPalette(ink);
    m_meaning->setPalette(isFine ? palette() : ink);
    // What is said of the request at hand comes first: the line is cut at its end.
    const QString others = m_response.isSinglePlan() ? nameOf(first) : toText(m_response);
    m_meaning->setText(
        m_exception.isEmpty() ? meaningOf(m_response) : tr("%1 All others: %2.").arg(m_exception, others));
    m_backButton->setVisible(m_response != ResponseSequence());
    m_back->setEnabled(m_response != ResponseSequence());
}

void ResponseBar::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange && m_backButton)
        updateState();
}

} // namespace hookloupe
