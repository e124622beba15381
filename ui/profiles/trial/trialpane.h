// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "delivery/delivery.h"
#include "profiles/trial/profiletrial.h"
#include "theme/statuslook.h"

#include <QWidget>

#include <memory>

class QComboBox;
class QGridLayout;
class QLabel;
class QLineEdit;

namespace hookloupe {

class FactSheet;

/// The delivery that a profile is tried on, the secret to try with, and what comes of it.
///
/// The secret lives in its field alone: it is never stored, and it is gone with the window.
class TrialPane final : public QWidget {
    Q_OBJECT

public:
    explicit TrialPane(QWidget* parent = nullptr);

    /// The delivery that is selected in the main window; null: none.
    void setSelected(std::shared_ptr<const Delivery> delivery);
    /// The answer to deliveryWanted().
    void takeDelivery(std::shared_ptr<const Delivery> delivery);
    /// What can be chosen beside the selected one, newest first.
    void setRecent(const std::vector<DeliverySummary>& recent);
    /// The delivery that is tried on; may be null.
    const std::shared_ptr<const Delivery>& delivery() const;
    /// Puts request, time, secret, URL and settings into what is to be tried.
    void fill(TrialInput& input) const;
    void showResult(const TrialResult& result);
    QString headline() const;
    void focusFields();
    void forgetSecret();

signals:
    /// Another delivery, secret, URL or setting.
    void changed();
    /// A delivery was chosen whose bytes are not here yet.
    void deliveryWanted(hookloupe::DeliveryId id);
    /// The list of deliveries is about to be opened.
    void recentWanted();

protected:
    void changeEvent(QEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    QGridLayout* makeFields();
    void addField(QGridLayout* grid, const QString& name, QWidget* field);
    void setFieldVisible(QWidget* field, bool isVisible);
    void choose(int index);
    void updateSelectedText();
    void updateHeadline();

    std::shared_ptr<const Delivery> m_selected;
    std::shared_ptr<const Delivery> m_chosen; ///< null: the selected one counts
    DeliveryId m_wanted;
    QComboBox* m_deliveries;
    QLineEdit* m_secret;
    QLineEdit* m_url;
    QLineEdit* m_params;
    QGridLayout* m_fields;
    QLabel* m_headline;
    QLabel* m_sentence;
    FactSheet* m_facts;
    Tone m_tone = Tone::Neutral;
};

} // namespace hookloupe
