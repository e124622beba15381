// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "delivery/history/deliveryhistory.h"
#include "profile/deliveryrules.h"

#include <QDialog>

#include <optional>
#include <vector>

class QLabel;
class QRadioButton;
class QSpinBox;

namespace hookloupe {

/// A person knows better how a provider sees a subscription: its state, and its failures in a row. Says at once what
/// follows.
class CorrectionDialog final : public QDialog {
    Q_OBJECT

public:
    /// \param provider  its name, fit to be shown; empty: "the sender"
    /// \param rule      what would stop the subscription; nothing: not known
    CorrectionDialog(const SubscriptionState& current, const QString& provider, std::optional<DisableRule> rule,
        QWidget* parent = nullptr);

    /// What was entered.
    SubscriptionState::Status status() const;
    int failures() const;
    SubscriptionCorrection correction(const KeyHash& subscription, SystemTime at) const;

protected:
    void changeEvent(QEvent* event) override;

private:
    void addState(SubscriptionState::Status status, const QString& text);
    void check();

    QString m_provider;
    std::optional<DisableRule> m_rule;
    std::vector<QRadioButton*> m_states; ///< by SubscriptionState::Status
    QSpinBox* m_failures;
    QLabel* m_sequel;
};

} // namespace hookloupe
