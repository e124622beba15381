// SPDX-License-Identifier: GPL-3.0-or-later
#include "message/correctiondialog.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLabel>
#include <QPushButton>
#include <QSpinBox>

namespace hookloupe {

using namespace Qt::StringLiterals;

CorrectionDialog::CorrectionDialog(const SubscriptionState& state, const QString& provider, QWidget* parent)
    : QDialog(parent)
    , m_status(new QComboBox(this))
    , m_failures(new QSpinBox(this))
{
    setWindowTitle(tr("Correct the Subscription"));
    auto* text = new QLabel(this);
    text->setTextFormat(Qt::PlainText);
    text->setWordWrap(true);
    text->setText(provider.isEmpty()
            ? tr("How does the provider see this subscription now? What comes later is counted from here.")
            : tr("How does %1 see this subscription now? What comes later is counted from here.").arg(provider));
    m_status->setObjectName(u"correctedStatus"_s);
    const auto add = [this](const QString& name, SubscriptionState::Status status) {
        m_status->addItem(name, static_cast<int>(status));
    };
    add(tr("Active"), SubscriptionState::Status::Active);
    add(tr("Paused"), SubscriptionState::Status::Paused);
    add(tr("Disabled"), SubscriptionState::Status::Disabled);
    if (state.status == SubscriptionState::Status::Removed)
        add(tr("Removed"), SubscriptionState::Status::Removed);
    m_status->setCurrentIndex(std::max(0, m_status->findData(static_cast<int>(state.status))));
    m_failures->setObjectName(u"correctedFailures"_s);
    m_failures->setRange(0, MostFailures);
    m_failures->setValue(state.failures);
    m_failures->setAccelerated(true);

    auto* form = new QFormLayout;
    form->setRowWrapPolicy(QFormLayout::WrapLongRows);
    form->addRow(tr("&State"), m_status);
    form->addRow(tr("&Failures in a row"), m_failures);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel, this);
    buttons->button(QDialogButtonBox::Ok)->setText(tr("&Correct"));
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto* column = new QVBoxLayout(this);
    column->setSpacing(12);
    column->addWidget(text);
    column->addLayout(form);
    column->addStretch(1);
    column->addWidget(buttons);
}

SubscriptionState::Status CorrectionDialog::status() const
{
    return static_cast<SubscriptionState::Status>(m_status->currentData().toInt());
}

int CorrectionDialog::failures() const
{
    return m_failures->value();
}

} // namespace hookloupe
