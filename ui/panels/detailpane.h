// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "panels/deliverypanel.h"
#include "signature/signaturework.h"

#include <QTimer>

class QLabel;
class QStackedLayout;
class QTabWidget;

namespace hookloupe {

class ElidedLabel;
class MessagePanel;
class OverviewPanel;
class RawPanel;
class SignaturePanel;

/// Everything about the selected delivery: a line that names it, and tabs. GUI thread only.
///
/// A tab is filled when it is first looked at for a delivery; the tab in front stays when the delivery changes.
class DetailPane final : public QWidget {
    Q_OBJECT

public:
    /// In the order of the tabs, and of Ctrl+1 and up.
    enum Tab { OverviewTab, HeadersTab, BodyTab, SignatureTab, MessageTab, RawTab, ResponseTab, TabCount };

    explicit DetailPane(QWidget* parent = nullptr);

    /// \param delivery  null is the same as showNothing()
    void showDelivery(std::shared_ptr<const Delivery> delivery);
    void showNothing();
    /// What is shown stays for a moment; when the delivery is long in coming, a line says so.
    void showLoading(DeliveryId id);
    DeliveryId shownId() const { return m_delivery ? m_delivery->id : DeliveryId(); }

    /// Where the rules come from that deliveries are judged and named by; asked anew for each.
    void setRules(const RulesSource& rules);
    /// Others are in force: what is shown is told anew.
    void refresh();
    /// The tab that judges the signature, to hear its wishes.
    SignaturePanel& signature() { return *m_signature; }
    /// The tab that tells the story of the message, to give it its sources and to hear its wishes.
    MessagePanel& message() { return *m_message; }
    /// The story of what is shown may be another: it is told anew.
    void refreshStory();
    int currentTab() const;
    /// Brings a tab to the front and puts the focus in it; other numbers do nothing.
    void showTab(int tab);

protected:
    void changeEvent(QEvent* event) override;

private:
    void addPanel(DeliveryPanel* panel, const QString& title);
    QWidget* makeHeader();
    void updateHeader();
    void showLine(const QString& text);
    void fillCurrent();

    QStackedLayout* m_pages = nullptr;
    QLabel* m_line = nullptr; ///< instead of a delivery
    ElidedLabel* m_title = nullptr;
    QLabel* m_state = nullptr;
    ElidedLabel* m_origin = nullptr;
    QTabWidget* m_tabs = nullptr;
    OverviewPanel* m_overview = nullptr;
    SignaturePanel* m_signature = nullptr;
    MessagePanel* m_message = nullptr;
    RawPanel* m_raw = nullptr;
    std::vector<DeliveryPanel*> m_panels;
    std::vector<bool> m_isFilled; ///< per panel, for the delivery shown
    DeliveryPtr m_delivery;
    DeliveryId m_awaited;
    QTimer m_loadingTimer;
};

} // namespace hookloupe
