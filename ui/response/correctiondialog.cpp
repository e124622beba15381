// SPDX-License-Identifier: GPL-3.0-or-later
#include "response/correctiondialog.h"

#include "messages/subscriptionsentences.h"
#include "theme/attemptlook.h"
#include "theme/tones.h"

#include <QDialogButtonBox>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QRadioButton>
#include <QSpinBox>
#include <QVBoxLayout>

#include <algorithm>

namespace hookloupe {

using namespace Qt::StringLiterals;

namespace {

using Status = SubscriptionState::Status;

constexpr int MaxFailures = 1'000'000;
constexpr int WidthInDigits = 64;

QLabel* textOn(QWidget* parent, const QString& text)
{
    auto* label = new QLabel(text, parent);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    return label;
}

} // namespace

CorrectionDialog::CorrectionDialog(
    const SubscriptionState& current, const QString& provider, std::optional<DisableRule> rule, QWidget* parent)
    : QDialog(parent)
    , m_provider(provider)
    , m_rule(std::move(rule))
    , m_failures(new QSpinBox(this))
    , m_sequel(textOn(this, {}))
{
    setObjectName(u"correctionDialog"_s);
    setWindowTitle(tr("Correct the subscription"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(16, 16, 16, 12);
    column->setSpacing(6);
    column->addWidget(textOn(this,
        provider.isEmpty() ? tr("How does the sender see this subscription now?")
                           : tr("How does %1 see this subscription now?").arg(provider)));
    column->addSpacing(4);
    addState(Status::Active, tr("&Active: it sends"));
    addState(Status::Paused, tr("&Paused: it sends nothing until it is resumed"));
    addState(Status::Disabled, tr("&Disabled: it sends nothing until it is enabled"));
    addState(Status::Removed, tr("&Removed: there is no such subscription any more"));
    for (QRadioButton* state : m_states)
        column->addWidget(state);
    auto* line = new QHBoxLayout;
    auto* label = new QLabel(tr("&Failures in a row"), this);
    label->setBuddy(m_failures);
    line->addWidget(label);
    line->addWidget(m_failures);
    line->addStretch(1);
    column->addSpacing(6);
    column->addLayout(line);
    column->addSpacing(6);
    column->addWidget(m_sequel);
    auto* hint = textOn(this, tr("It changes nothing at the provider, only what is said here from now on."));
    hint->setForegroundRole(QPalette::PlaceholderText);
    column->addWidget(hint);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel, this);
    buttons->button(QDialogButtonBox::Ok)->setText(tr("&Correct"));
    column->addStretch(1);
    column->addSpacing(6);
    column->addWidget(buttons);

    m_failures->setObjectName(u"correctionFailures"_s);
    m_failures->setRange(0, MaxFailures);
    m_failures->setGroupSeparatorShown(true);
    m_failures->setValue(std::clamp(current.failures, 0, MaxFailures));
    m_sequel->setObjectName(u"correctionSequel"_s);
    m_states[static_cast<std::size_t>(current.status)]->setChecked(true);
    m_states[static_cast<std::size_t>(current.status)]->setFocus();
    // Whoever resumes a subscription begins to count anew, unless they know better.
    connect(m_states[static_cast<std::size_t>(Status::Active)], &QRadioButton::toggled, this, [this](bool isActive) {
        if (isActive)
            m_failures->setValue(0);
    });
    connect(m_failures, &QSpinBox::valueChanged, this, &CorrectionDialog::check);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    setMinimumWidth(fontMetrics().horizontalAdvance(u'0') * WidthInDigits);
    check();
}

void CorrectionDialog::addState(Status status, const QString& text)
{
    auto* button = new QRadioButton(text, this);
    button->setObjectName(u"correctionState%1"_s.arg(static_cast<int>(status)));
    connect(button, &QRadioButton::toggled, this, &CorrectionDialog::check);
    m_states.push_back(button);
}

Status CorrectionDialog::status() const
{
    const auto chosen
        = std::find_if(m_states.begin(), m_states.end(), [](const QRadioButton* state) { return state->isChecked(); });
    return chosen == m_states.end() ? Status::Active : static_cast<Status>(chosen - m_states.begin());
}

int CorrectionDialog::failures() const
{
    return m_failures->value();
}

SubscriptionCorrection CorrectionDialog::correction(const KeyHash& subscription, SystemTime at) const
{
    return { subscription, at, status(), failures() };
}

void CorrectionDialog::check()
{
    // Of a stopped subscription failures say nothing: they count from its resuming.
    m_failures->setEnabled(status() == Status::Active);
    SubscriptionState state;
    state.status = status();
    state.failures = failures();
    state.isCorrected = true;
    const std::optional<SubscriptionNotice> notice
        = subscriptionNotice(state, m_rule ? &*m_rule : nullptr, m_provider, SystemTime());
    const StatusLook look = !notice                          ? statusLook(ReactionKind::Acknowledged)
        : notice->kind == SubscriptionNotice::Kind::NearStop ? StatusLook { u'\u25B2', {}, Tone::Warning }
                                                             : statusLook(ReactionKind::Paused);
    const QString text = notice ? notice->text : tr("Nothing near would stop it.");
    m_sequel->setText(look.glyph + QChar(u' ') + text);
    QPalette ink = palette();
    ink.setColor(QPalette::WindowText, toneColor(look.tone, palette()));
    m_sequel->setPalette(ink);
}

void CorrectionDialog::changeEvent(QEvent* event)
{
    QDialog::changeEvent(event);
    if (event->type() == QEvent::PaletteChange && m_states.size() == 4)
        check();
}

} // namespace hookloupe
