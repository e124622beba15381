// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/sessionloader.h"
#include "models/deliverytablemodel.h"
#include "signature/secrets/keyring.h"
#include "theme/statuslook.h"
#include "windows/deliveryathand.h"

#include <QMainWindow>
#include <QTimer>

class QSplitter;
class QStackedWidget;

namespace hookloupe {

class AttemptNotices;
class CaptureEngine;
class CaptureStatusBar;
class CaptureToolBar;
class DeliveryRemoval;
class DeliveryTableView;
class DesktopNotice;
class DetailPane;
class EndpointCommands;
class EmptyState;
class FilterBar;
class FilterSearch;
class ListenControl;
class LiveDeliveries;
class MessageCommands;
class MessageStrip;
class ProfileCommands;
class ProfileEditing;
class ResponseBar;
class SessionCommands;
class SettingsStore;
class ShownHistory;
class SubscriptionStrip;
class TestWebhook;
class WindowActions;

/// The window: what was captured, what is answered, and everything that a person can do about it.
///
/// It only joins its parts; it never touches a socket or SQL, and the capture never waits for it.
class MainWindow final : public QMainWindow {
    Q_OBJECT

public:
    /// Engine and settings must outlive the window.
    /// \param keyring  where secrets are kept; null: the system's
    MainWindow(CaptureEngine& engine, SettingsStore& settings, std::unique_ptr<Keyring> keyring = nullptr);
    ~MainWindow() override;

    /// Opens a session (a new one for an empty path) and begins to listen. After show(), so that the window is there at
    /// once.
    void start(const QString& file);
    SessionCommands& sessions() { return *m_sessions; }

protected:
    void changeEvent(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void closeEvent(QCloseEvent* event) override;

private:
    void buildCentre();
    void connectActions();
    void connectCapture();
    void connectList();
    void connectFilter();
    void connectSessions();
    void connectEndpoints();
    void connectMessages();
    DeliveryAtHand::Sources reactionSources();
    void correct(const SubscriptionCorrection& correction);
    void connectSignature();
    void connectReactions();
    void restoreState();
    void saveState();

    void updateCapture();
    void updateEmptyState();
    void updateException();
    void updateList();
    void updateOrientation();
    void updateSelection();
    void updateSize();
    void showSession();
    void showDelivery(DeliveryId id);
    void showLoaded(const std::shared_ptr<const Delivery>& delivery);
    void takeAttempts(const std::vector<std::pair<DeliveryId, AttemptSummary>>& attempts);
    void takeFacts(const std::vector<DeliverySummary>& summaries);
    void updateProviders();
    void updateAtHand();
    void noteArrived(int count);
    bool showNotice(const QString& text, DeliveryId newest);
    void showNoticed();
    void say(Tone tone, const QString& text);
    void copy(const QString& text, const QString& sentence);
    void movePane(int step);
    void togglePin();
    void sendTest();
    void askForResponse();
    void showSettings();
    void showAbout();

    CaptureEngine& m_engine;
    SettingsStore& m_settings;
    DeliveryTableModel m_model;
    SessionLoader m_loader;
    LiveDeliveries* m_live;
    ShownHistory* m_history;
    FilterSearch* m_search;
    ListenControl* m_listen;
    SessionCommands* m_sessions;
    EndpointCommands* m_endpoints;
    ProfileCommands* m_catalog;
    TestWebhook* m_test;
    ProfileEditing* m_profileEditing;
    // From here on in the order in which Tab goes through them.
    WindowActions* m_actions;
    CaptureToolBar* m_tools;
    ResponseBar* m_responses;
    SubscriptionStrip* m_subscription;
    MessageStrip* m_banner; ///< what lasts: a port that is taken, a session that is followed
    MessageStrip* m_strip; ///< what passes
    FilterBar* m_filter;
    DeliveryTableView* m_table;
    MessageCommands* m_messages;
    EmptyState* m_empty;
    QStackedWidget* m_pages;
    QSplitter* m_splitter;
    DetailPane* m_details;
    CaptureStatusBar* m_status;
    DeliveryRemoval* m_removal;
    DeliveryAtHand* m_atHand;
    DesktopNotice* m_desktop;
    AttemptNotices* m_notices;
    QTimer m_sizeWait;
    DeliveryId m_wanted;
    DeliveryId m_noticed; ///< the newest of the last notice
    std::shared_ptr<const Delivery> m_shown; ///< whose details are seen
};

} // namespace hookloupe
