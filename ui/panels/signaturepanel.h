// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "panels/deliverypanel.h"
#include "signature/signaturework.h"

#include <QTimer>

class QLabel;
class QPushButton;
class QStackedWidget;

namespace hookloupe {

class FactSheet;
class SegmentedSwitch;
class SignedBytesView;

/// Whether a delivery is authentic, fresh and covered, why not, and the exact bytes that were signed.
///
/// The report is worked out in another thread; what a person wants done leaves as a signal.
class SignaturePanel final : public DeliveryPanel {
    Q_OBJECT

public:
    explicit SignaturePanel(QWidget* parent = nullptr);

    /// Where the rules in force come from; asked anew for each delivery. GUI thread.
    void setRules(RulesSource rules);
    /// Where the attempts before come from: whether a signature is an old one shows by them. Empty: nobody knows.
    void setEarlier(EarlierSource earlier) { m_earlier = std::move(earlier); }
    /// Another program writes the session: nothing can be changed, and the panel says whose rules it judges by.
    void setReadOnly(bool isReadOnly);
    void showDelivery(DeliveryPtr delivery) override;
    bool isBusy() const { return m_work.isRunning(); }
    /// The report as text, without secrets and without the expected value; empty while there is none.
    QString reportText() const;

signals:
    void providerChosen(hookloupe::DeliveryId id, const QByteArray& profile);
    /// A report has found the cause of a mismatch that was not known before.
    void causeFound(hookloupe::DeliveryId id, const QByteArray& reason);
    void secretWanted(const hookloupe::DeliveryPtr& delivery);
    /// The answer to a challenge depends on this setting of the endpoint.
    void settingWanted(const hookloupe::DeliveryPtr& delivery, const QByteArray& name);
    void endpointWanted(const hookloupe::DeliveryPtr& delivery);
    /// The provider has handed over the secret of later deliveries, and a person wants it kept.
    void secretOffered(const hookloupe::DeliveryPtr& delivery, const QByteArray& secret);
    /// A section of a page of the manual is to be shown.
    void manualWanted(const QString& page, const QString& section);
    void rawWanted(qint64 begin, qint64 end);
    /// A person has agreed to open the address of a confirmation in the browser.
    void addressWanted(const QByteArray& url);

protected:
    void changeEvent(QEvent* event) override;

private:
    QWidget* makeHead();
    QWidget* makeActions();
    QPushButton* addButton(QWidget* bar, const char* name, const QString& text);
    void takeFindings(const SignatureFindings& findings);
    void updateHead();
    void updateActions();
    void updateNote();
    void updateSheet();
    bool isSecretOffered() const;
    void showChecking();
    void chooseProvider();
    void askToOpen();
    void openManual();
    QString missingBytesReason() const;

    RulesSource m_rules;
    EarlierSource m_earlier;
    SignatureWork m_work;
    QTimer m_patience; ///< how long nothing is said about the work
    DeliveryPtr m_delivery;
    SignatureFindings m_findings;
    bool m_hasFindings = false;
    bool m_isExpectedShown = false;
    bool m_isReadOnly = false;

    QLabel* m_headline = nullptr;
    QLabel* m_advice = nullptr;
    QLabel* m_note = nullptr; ///< by whose rules it is judged, where they are not those of the session
    QPushButton* m_why = nullptr;
    SegmentedSwitch* m_view = nullptr;
    QPushButton* m_secret = nullptr;
    QPushButton* m_setting = nullptr;
    QPushButton* m_provider = nullptr;
    QPushButton* m_endpoint = nullptr;
    QPushButton* m_expected = nullptr;
    QPushButton* m_copy = nullptr;
    QPushButton* m_keep = nullptr;
    QPushButton* m_copyAddress = nullptr;
    QPushButton* m_open = nullptr;
    QStackedWidget* m_pages = nullptr;
    FactSheet* m_sheet = nullptr;
    SignedBytesView* m_bytes = nullptr;
};

} // namespace hookloupe
