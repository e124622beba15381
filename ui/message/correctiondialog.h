// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "delivery/reaction/subscriptiontracker.h"

#include <QDialog>

class QComboBox;
class QSpinBox;

namespace hookloupe {

/// A person says how a subscription stands at its provider.
class CorrectionDialog final : public QDialog {
    Q_OBJECT

public:
    static constexpr int MostFailures = 100'000;

    /// \param provider  its name; empty: not known
    CorrectionDialog(const SubscriptionState& state, const QString& provider, QWidget* parent = nullptr);

    SubscriptionState::Status status() const;
    int failures() const;

private:
    QComboBox* m_status;
    QSpinBox* m_failures;
};

} // namespace hookloupe
