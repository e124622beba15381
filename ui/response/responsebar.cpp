// SPDX-License-Identifier: GPL-3.0-or-later
#include "response/responsebar.h"

#include "delivery/delivery.h"
#include "messages/reactionsentences.h"
#include "messages/responsesentences.h"
#include "response/responsebutton.h"
#include "theme/attemptlook.h"
#include "theme/tones.h"
#include "widgets/elidedlabel.h"
#include "widgets/flowlayout.h"
#include "widgets/plaintip.h"

#include <QAction>
#include <QEvent>
#include <QFocusEvent>
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

    flow->addGap(GroupGap);
    flow->addWidget(buildState());

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

QWidget* ResponseBar::buildState()
{
    auto* state = new QWidget(this);
    m_glyph = new QLabel(state);
    m_meaning = new ElidedLabel(state);
    m_backButton = new QPushButton(tr("Back to 200"), state);
    auto* line = new QHBoxLayout(state);
    line->setContentsMargins(0, 0, 0, 0);
    line->setSpacing(6);
    line->addWidget(m_glyph);
    line->addWidget(m_meaning, 1);
    line->addWidget(m_backButton);
    state->setMinimumWidth(fontMetrics().horizontalAdvance(u'0') * 44);
    m_meaning->setLines(2);
    m_meaning->setObjectName(u"responseMeaning"_s);
    m_backButton->setObjectName(u"responseBack"_s);
    m_backButton->setMinimumHeight(28);
    m_backButton->setToolTip(tr("Answer 200 OK again (Ctrl+0)"));
    return state;
}

void ResponseBar::addChoice(int number, const ResponsePlan& plan)
{
    const QString name
        = hasStatus(plan.fault) ? QString::number(plan.status) : QString::fromLatin1(faultName(plan.fault));
    auto* button = new ResponseButton(this);
    button->setLook(name, responseState(plan.status, plan.fault));
    button->setObjectName(u"response-"_s + name);
    button->setAccessibleName(tr("Answer %1").arg(nameOf(plan)));
    button->installEventFilter(this);
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
    // What was chosen is what counts now, wherever the pointer still is.
    m_lookedAt = -1;
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

void ResponseBar::setOutlook(const ReactionOutlook& outlook)
{
    m_outlook = outlook;
    updateChoices();
    updateMeaning();
}

void ResponseBar::lookAt(int choice)
{
    if (m_lookedAt == choice)
        return;
    m_lookedAt = choice;
    updateMeaning();
}

bool ResponseBar::eventFilter(QObject* watched, QEvent* event)
{
    const auto button = std::find(m_buttons.begin(), m_buttons.end(), watched);
    if (button == m_buttons.end())
        return QWidget::eventFilter(watched, event);
    const int choice = static_cast<int>(button - m_buttons.begin());
    switch (event->type()) {
    case QEvent::Enter:
        lookAt(choice);
        break;
    case QEvent::FocusIn:
        // A click chooses; it is no question.
        if (static_cast<QFocusEvent*>(event)->reason() != Qt::MouseFocusReason)
            lookAt(choice);
        break;
    case QEvent::Leave:
    case QEvent::FocusOut:
        if (m_lookedAt == choice)
            lookAt(-1);
        break;
    default:
        break;
    }
    return QWidget::eventFilter(watched, event);
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
    updateMore();
    m_moreButton->setChecked(!isOneOfThem);
    m_backButton->setVisible(m_response != ResponseSequence());
    m_back->setEnabled(m_response != ResponseSequence());
    updateChoices();
    updateMeaning();
}

void ResponseBar::updateMore()
{
    const bool isOneOfThem = std::find(m_choices.begin(), m_choices.end(), m_response) != m_choices.end();
    const ResponsePlan& first = m_response.steps().front().plan;
    const QString text = isOneOfThem ? tr("more\u2026")
        : m_response.isSinglePlan()  ? tr("%1 \u2026").arg(shortNameOf(first))
                                     : tr("sequence \u2026");
    m_moreButton->setLook(text, responseState(first.status, first.fault));
    const std::optional<Reaction> reaction = isOneOfThem ? std::nullopt : m_outlook.reactionToNext(m_response);
    m_moreButton->setReaction(reaction ? std::optional(reaction->kind) : std::nullopt);
}

void ResponseBar::updateChoices()
{
    for (std::size_t i = 0; i < m_choices.size(); ++i) {
        const ResponsePlan& plan = m_choices[i].steps().front().plan;
        QString says = meaningOf(m_choices[i]);
        QString tip = tr("%1 (key %2)").arg(nameOf(plan), QString::number(i + 1)) + u'\n' + says;
        const std::optional<Reaction> reaction = m_outlook.reactionToNext(m_choices[i]);
        m_buttons[i]->setReaction(reaction ? std::optional(reaction->kind) : std::nullopt);
        if (reaction) {
            const StatusLook look = statusLook(reaction->kind);
            const QString sentence = reactionSentence(*reaction, m_outlook.provider);
            says += u'\n' + sentence;
            tip += u"\n\n"_s + look.glyph + u' ' + look.word + u'\n' + sentence;
        }
        m_buttons[i]->setAccessibleDescription(says);
        m_buttons[i]->setToolTip(plainTip(tip));
    }
    updateMore();
}

void ResponseBar::showMeaning(QChar glyph, Tone tone, const QString& text, bool isPlain)
{
    QPalette ink = palette();
    ink.setColor(QPalette::WindowText, toneColor(tone, palette()));
    m_glyph->setText(QString(glyph));
    m_glyph->setPalette(ink);
    m_meaning->setPalette(isPlain ? palette() : ink);
    m_meaning->setText(text);
}

void ResponseBar::updateMeaning()
{
    if (m_lookedAt >= 0 && m_outlook.isKnown()) {
        const ResponseSequence& choice = m_choices[static_cast<std::size_t>(m_lookedAt)];
        const StatusLook look = statusLook(m_outlook.reactionToNext(choice)->kind);
        const QString text = m_outlook.sentence(choice);
        const bool isInForce = choice == m_response;
        showMeaning(look.glyph, look.tone, isInForce ? text : sentenceFor(choice.steps().front().plan, text), true);
        return;
    }
    const ResponsePlan& first = m_response.steps().front().plan;
    const ResponseState state = responseState(first.status, first.fault);
    const bool isFine = acceptsEverything(m_response);
    const Tone tone = isFine ? Tone::Ok : statusLook(state).tone == Tone::Ok ? Tone::Warning : statusLook(state).tone;
    const QChar glyph = isFine ? u'\u2713' : u'\u25B2';
    if (!m_exception.isEmpty()) {
        // What is said of the request at hand comes first: the line is cut at its end.
        const QString others = m_response.isSinglePlan() ? nameOf(first) : toText(m_response);
        showMeaning(glyph, tone, tr("%1 All others: %2.").arg(m_exception, others), isFine);
    } else if (const std::optional<Reaction> reaction = m_outlook.reactionToNext(m_response)) {
        const QString sentence = m_outlook.sentence(m_response);
        const StatusLook look = statusLook(reaction->kind);
        showMeaning(look.glyph, isFine ? look.tone : tone,
            m_response.isSinglePlan() ? sentence : QString(meaningOf(m_response) + u' ' + sentence), isFine);
    } else {
        showMeaning(glyph, tone, meaningOf(m_response), isFine);
    }
}

void ResponseBar::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange && m_backButton)
        updateState();
}

} // namespace hookloupe
