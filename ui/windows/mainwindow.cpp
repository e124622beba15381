// SPDX-License-Identifier: GPL-3.0-or-later
#include "windows/mainwindow.h"

#include "engine/captureengine.h"
#include "engine/historyfacts.h"
#include "filter/filterbar.h"
#include "filter/filtersearch.h"
#include "messages/errorsentences.h"
#include "panels/detailpane.h"
#include "panels/messagepanel.h"
#include "panels/signaturepanel.h"
#include "response/responsebar.h"
#include "response/subscriptionstrip.h"
#include "settings/captureoptions.h"
#include "settings/settingsstore.h"
#include "signature/secrets/systemkeyring.h"
#include "theme/icons.h"
#include "theme/theme.h"
#include "widgets/capturestatusbar.h"
#include "widgets/deliverytableview.h"
#include "widgets/emptystate.h"
#include "widgets/hairlinesplitter.h"
#include "widgets/messagestrip.h"
#include "widgets/segmentedswitch.h"
#include "windows/attemptnotices.h"
#include "windows/capturetoolbar.h"
#include "windows/deliveryathand.h"
#include "windows/deliveryremoval.h"
#include "windows/desktopnotice.h"
#include "windows/endpointcommands.h"
#include "windows/listencontrol.h"
#include "windows/livedeliveries.h"
#include "windows/manualwindow.h"
#include "windows/messagecommands.h"
#include "windows/profilecommands.h"
#include "windows/profileediting.h"
#include "windows/sessioncommands.h"
#include "windows/shortcutsdialog.h"
#include "windows/shownhistory.h"
#include "windows/testwebhook.h"
#include "windows/windowactions.h"

#include <QAbstractButton>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QMenuBar>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace hookloupe {

using namespace Qt::StringLiterals;

namespace {

constexpr int SizeWaitMs = 1000;

} // namespace

MainWindow::MainWindow(CaptureEngine& engine, SettingsStore& settings, std::unique_ptr<Keyring> keyring)
    : m_engine(engine)
    , m_settings(settings)
    , m_live(new LiveDeliveries(engine.feed(), m_loader, m_model, this))
    , m_history(new ShownHistory(engine, this))
    , m_search(new FilterSearch(m_model, now, this))
    , m_listen(new ListenControl(engine, settings, this))
    , m_sessions(new SessionCommands(engine, settings, this))
    , m_endpoints(new EndpointCommands(
          engine, settings, m_model, keyring ? std::move(keyring) : std::make_unique<SystemKeyring>(), this))
    , m_catalog(new ProfileCommands(engine, this))
    , m_test(new TestWebhook(this))
    , m_profileEditing(new ProfileEditing(m_model, m_loader, settings, this))
    , m_actions(new WindowActions(this))
    , m_tools(new CaptureToolBar(*m_actions, this))
    , m_responses(new ResponseBar(this))
    , m_subscription(new SubscriptionStrip(this))
    , m_banner(new MessageStrip(this))
    , m_strip(new MessageStrip(this))
    , m_filter(new FilterBar(settings, this))
    , m_table(new DeliveryTableView(m_model, this))
    , m_messages(new MessageCommands(*m_actions, *m_table, settings, this))
    , m_empty(new EmptyState(this))
    , m_pages(new QStackedWidget(this))
    , m_splitter(new HairlineSplitter(Qt::Horizontal, this))
    , m_details(new DetailPane(this))
    , m_status(new CaptureStatusBar(this))
    , m_removal(new DeliveryRemoval(engine, m_model, *m_strip, this))
    , m_atHand(new DeliveryAtHand(*m_responses, *m_subscription, this))
    , m_desktop(new DesktopNotice(this))
    , m_notices(new AttemptNotices(
          settings, [this](const QString& text, DeliveryId newest) { return showNotice(text, newest); }, {}, this))
{
    setObjectName(u"mainWindow"_s);
    setWindowIcon(programIcon());
    setMinimumSize(640, 420);
    m_actions->fillMenus(*menuBar(), *m_responses);
    setStatusBar(m_status);
    buildCentre();
    connectActions();
    connectCapture();
    connectList();
    connectSessions();
    connectEndpoints();
    connectSignature();
    connectMessages();
    connectReactions();
    restoreState();
    updateProviders();
    updateCapture();
    updateList();
    updateSelection();
    m_table->setFocus();
}

MainWindow::~MainWindow() = default;

void MainWindow::buildCentre()
{
    m_banner->setObjectName(u"banner"_s);
    m_pages->addWidget(m_table);
    m_pages->addWidget(m_empty);
    auto* list = new QWidget(this);
    auto* column = new QVBoxLayout(list);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    auto* head = new QHBoxLayout;
    head->setContentsMargins(0, 0, 12, 0);
    head->setSpacing(0);
    head->addWidget(m_filter, 1);
    // In line with the field, also when the bar below it says something.
    auto* side = new QVBoxLayout;
    side->setContentsMargins(0, 8, 0, 8);
    side->addWidget(m_messages->modeSwitch());
    side->addStretch(1);
    head->addLayout(side);
    setTabOrder(m_messages->modeSwitch()->button(1), m_table);
    column->addLayout(head);
    column->addWidget(m_pages, 1);
    list->setMinimumSize(320, 120);

    m_details->setObjectName(u"detailPane"_s);
    m_details->setMinimumSize(280, 120);
    m_splitter->setObjectName(u"splitter"_s);
    m_splitter->setChildrenCollapsible(false);
    m_splitter->addWidget(list);
    m_splitter->addWidget(m_details);
    m_splitter->setStretchFactor(0, 3);
    m_splitter->setStretchFactor(1, 2);

    auto* centre = new QWidget(this);
    auto* rows = new QVBoxLayout(centre);
    rows->setContentsMargins(0, 0, 0, 0);
    rows->setSpacing(0);
    rows->addWidget(m_tools);
    rows->addWidget(m_responses);
    rows->addWidget(m_subscription);
    rows->addWidget(m_banner);
    rows->addWidget(m_endpoints->notice());
    rows->addWidget(m_catalog->notice());
    rows->addWidget(m_splitter, 1);
    rows->addWidget(m_endpoints->progress());
    rows->addWidget(m_strip);
    setCentralWidget(centre);

    m_sizeWait.setSingleShot(true);
    m_sizeWait.setInterval(SizeWaitMs);
    connect(&m_sizeWait, &QTimer::timeout, this, &MainWindow::updateSize);
}

void MainWindow::connectActions()
{
    const auto on = [this](QAction* action, auto&& what) {
        connect(action, &QAction::triggered, this, std::forward<decltype(what)>(what));
    };
    on(m_actions->newSession, [this] { m_sessions->openNew(); });
    on(m_actions->openSession, [this] { m_sessions->askAndOpen(); });
    on(m_actions->saveAs, [this] { m_sessions->askAndSaveAs(); });
    on(m_actions->settings, [this] { showSettings(); });
    on(m_actions->quit, [this] { close(); });
    on(m_actions->copyCell, [this] { m_table->copyCell(); });
    on(m_actions->copyUrl, [this] { copy(m_listen->url(), tr("The URL is on the clipboard.")); });
    on(m_actions->filter, [this] { m_filter->focusField(); });
    on(m_actions->filterHelp, [this] { m_filter->showHelp(); });
    on(m_actions->pin, [this] { togglePin(); });
    on(m_actions->remove, [this] { m_removal->remove(m_table->selectedIds(), m_table->selectedMessages()); });
    on(m_actions->clear, [this] { m_removal->clear(); });
    on(m_actions->focusUrl, [this] { m_tools->focusUrl(); });
    on(m_actions->focusList, [this] { m_table->setFocus(Qt::ShortcutFocusReason); });
    on(m_actions->focusDetails, [this] { m_details->showTab(m_details->currentTab()); });
    on(m_actions->nextPane, [this] { movePane(1); });
    on(m_actions->previousPane, [this] { movePane(-1); });
    on(m_actions->followNewest, [this] { m_table->followNewest(); });
    on(m_actions->resetColumns, [this] { m_table->resetColumns(); });
    on(m_actions->capture, [this](bool isOn) { isOn ? m_listen->start() : m_listen->pause(); });
    on(m_actions->sendTest, [this] { sendTest(); });
    on(m_actions->profiles, [this] { m_profileEditing->open(); });
    on(m_actions->help, [this] { (new ManualWindow(this))->show(); });
    on(m_actions->shortcuts, [this] { ShortcutsDialog(*m_actions, this).exec(); });
    on(m_actions->about, [this] { showAbout(); });
    connect(m_actions->recent, &QMenu::aboutToShow, this, [this] { m_sessions->fillRecent(*m_actions->recent); });
    for (int tab = 0; tab < DetailPane::TabCount; ++tab) {
        auto* action = new QAction(tr("Detail tab %1").arg(tab + 1), this);
        action->setShortcut(QKeySequence(Qt::CTRL | static_cast<Qt::Key>(Qt::Key_1 + tab)));
        on(action, [this, tab] { m_details->showTab(tab); });
        addAction(action);
    }
}

void MainWindow::connectCapture()
{
    connect(m_listen, &ListenControl::changed, this, &MainWindow::updateCapture);
    connect(m_responses, &ResponseBar::chosen, this, [this](const ResponseSequence& response) {
        m_engine.setResponse(response);
        m_status->showResponse(response);
    });
    connect(m_responses, &ResponseBar::moreRequested, this, &MainWindow::askForResponse);
    connect(m_status, &CaptureStatusBar::backTo200Requested, m_responses->backAction(), &QAction::trigger);
    connect(m_test, &TestWebhook::finished, this, &MainWindow::say);
    connect(&m_engine, &CaptureEngine::storageFailed, this, [this](const SessionError& error) {
        const ErrorWords words = wordsOf(error, m_sessions->file());
        m_status->showStorage(CaptureStatusBar::Storage::Failing);
        m_banner->showMessage({ .tone = Tone::Danger, .text = words.title + u". "_s + words.text, .isLasting = true });
    });
    connect(&m_engine, &CaptureEngine::storageRecovered, this, [this] {
        m_status->showStorage(CaptureStatusBar::Storage::Kept);
        m_banner->hideMessage();
    });
    connect(&m_engine, &CaptureEngine::handshakeFailed, this, [this](const QString& peer, const QString& reason) {
        say(Tone::Warning, tr("A TLS client at %1 could not connect: %2").arg(peer, reason));
    });
    connect(&m_settings, &SettingsStore::changed, this, [this](const QString& key) {
        if (key == setting::Theme.key)
            applyTheme(static_cast<ThemeChoice>(m_settings.get(setting::Theme)));
        else if (key.startsWith("retention/"_L1))
            m_engine.setRetention(retentionLimits(m_settings));
    });
}

void MainWindow::connectList()
{
    connect(&m_model, &DeliveryTableModel::countsChanged, this, &MainWindow::updateList);
    connect(m_live, &LiveDeliveries::readingChanged, this, &MainWindow::updateList);
    connect(&m_engine, &CaptureEngine::retired, this, [this](const std::vector<DeliveryId>& ids) {
        if (!m_sessions->isFollowing())
            m_model.remove(ids);
    });
    connect(&m_engine, &CaptureEngine::factsChanged, this, &MainWindow::takeFacts);
    connectFilter();
    connect(m_messages, &MessageCommands::said, this, &MainWindow::say);
    connect(m_table, &DeliveryTableView::currentIdChanged, this, &MainWindow::showDelivery);
    connect(m_table, &DeliveryTableView::selectedCountChanged, this, &MainWindow::updateSelection);
    connect(&m_loader, &SessionLoader::deliveryLoaded, this, [this](const std::shared_ptr<const Delivery>& delivery) {
        if (delivery && delivery->id == m_wanted)
            showLoaded(delivery);
    });
    connect(&m_loader, &SessionLoader::deliveryMissing, this, [this](DeliveryId id) {
        if (id == m_wanted)
            m_details->showNothing();
    });
    connect(&m_loader, &SessionLoader::failed, this, [this](const QString& detail) { say(Tone::Danger, detail); });

    connect(m_empty, &EmptyState::copyUrlRequested, m_actions->copyUrl, &QAction::trigger);
    connect(m_empty, &EmptyState::copyCommandRequested, this,
        [this](const QString& command) { copy(command, tr("The command is on the clipboard.")); });
    connect(m_empty, &EmptyState::testRequested, this, &MainWindow::sendTest);
    connect(m_empty, &EmptyState::resumeRequested, m_listen, &ListenControl::start);
    connect(m_empty, &EmptyState::clearFilterRequested, m_filter, &FilterBar::clear);
    connect(m_empty, &EmptyState::remedyRequested, m_listen, &ListenControl::useNextPort);
    connect(m_empty, &EmptyState::settingsRequested, this, &MainWindow::showSettings);
}

void MainWindow::connectFilter()
{
    connect(m_filter, &FilterBar::filterChanged, m_search, &FilterSearch::setFilter);
    connect(m_filter, &FilterBar::left, m_table, [this] { m_table->setFocus(Qt::ShortcutFocusReason); });
    connect(m_table, &DeliveryTableView::filterWanted, m_filter, &FilterBar::setTerm);
    connect(m_live, &LiveDeliveries::arriving, m_search, &FilterSearch::judge);
    connect(m_search, &FilterSearch::searchingChanged, this, &MainWindow::updateList);
    connect(m_search, &FilterSearch::knowableChanged, m_filter, [this] {
        m_filter->setKnowable({ m_search->hasMessageFacts(), m_search->hasNotes() });
    });
    connect(m_search, &FilterSearch::failed, this, [this](const QString& detail) { say(Tone::Danger, detail); });
}

void MainWindow::connectSessions()
{
    connect(m_sessions, &SessionCommands::leaving, this, [this] { m_removal->settle(); });
    connect(m_sessions, &SessionCommands::opened, this, &MainWindow::showSession);
    connect(m_sessions, &SessionCommands::failed, this, [this](const SessionError& error, const QString& file) {
        const ErrorWords words = wordsOf(error, file);
        say(Tone::Danger, words.title + u". "_s + words.text);
    });
    connect(m_sessions, &SessionCommands::saved, this, [this](const QString& file) {
        say(Tone::Ok, tr("Saved as %1. Capture goes on there.").arg(QFileInfo(file).fileName()));
    });
}

void MainWindow::connectEndpoints()
{
    connect(m_actions->endpoints, &QAction::triggered, m_endpoints, &EndpointCommands::showEndpoints);
    connect(m_actions->makeEndpoint, &QAction::triggered, this, [this] { m_endpoints->makeFrom(m_shown); });
    connect(m_actions->checkAgain, &QAction::triggered, m_endpoints, &EndpointCommands::reinspect);
    connect(m_endpoints, &EndpointCommands::said, this, &MainWindow::say);
    connect(m_endpoints, &EndpointCommands::changed, this, &MainWindow::updateException);
    connect(m_endpoints, &EndpointCommands::changed, this, [this] {
        const EndpointCommands::SecretCounts counts = m_endpoints->secretCounts();
        m_status->showSecrets(counts.all, counts.missing, counts.inKeyring);
    });
    connect(m_live, &LiveDeliveries::arrived, m_endpoints, &EndpointCommands::noteArrived);
    connect(m_catalog, &ProfileCommands::changed, m_profileEditing, &ProfileEditing::reload);
    connect(m_catalog, &ProfileCommands::checkAgainRequested, m_endpoints, &EndpointCommands::reinspect);
    m_table->addActions({ m_actions->makeEndpoint, m_actions->pin, m_actions->remove, m_actions->copyCell });
    connect(m_catalog, &ProfileCommands::changed, this, &MainWindow::updateProviders);
}

void MainWindow::start(const QString& file)
{
    m_catalog->load();
    if (file.isEmpty())
        m_sessions->openNew();
    else
        m_sessions->open(file);
    if (m_sessions->file().isEmpty())
        m_sessions->openNew();
    if (!m_sessions->isFollowing())
        m_listen->start();
}

void MainWindow::showSession()
{
    const bool isFollowing = m_sessions->isFollowing();
    m_banner->hideMessage();
    if (isFollowing) {
        m_listen->pause();
        m_banner->showMessage({ .tone = Tone::Info,
            .text = tr("Another Hookloupe writes this session. You see what it captures; here it is read only."),
            .actionText = tr("New session"),
            .action =
                [this] {
                    m_sessions->openNew();
                    m_listen->start();
                },
            .isLasting = true });
    }
    for (QAction* action :
        { m_actions->capture, m_actions->sendTest, m_actions->clear, m_actions->saveAs, m_actions->checkAgain })
        action->setEnabled(!isFollowing);
    // Neither address nor response are those of the program that writes it.
    m_responses->setVisible(!isFollowing);
    m_actions->copyUrl->setEnabled(!isFollowing);
    m_status->showStorage(isFollowing ? CaptureStatusBar::Storage::ReadOnly : CaptureStatusBar::Storage::Kept);
    m_details->signature().setReadOnly(isFollowing);
    m_filter->clear();
    m_search->setSession(m_sessions->file());
    m_notices->clear();
    m_atHand->clear();
    m_endpoints->takeSession(m_sessions->file(), m_sessions->isNew(), isFollowing);
    if (isFollowing)
        m_history->follow(m_sessions->file(), m_endpoints->rules());
    else
        m_history->showOwn();
    m_search->setFacts(std::make_shared<const HistoryFacts>(m_history->sharedHistory()));
    m_details->signature().setEarlier(m_history->earlierAttempt(m_sessions->file()));
    m_atHand->setSources(reactionSources());
    m_details->message().setReadOnly(isFollowing);
    m_live->show(m_sessions->file(), isFollowing);
    setWindowTitle(tr("%1 \u2013 Hookloupe").arg(m_sessions->name()));
    setWindowFilePath(m_sessions->file());
    updateCapture();
    updateList();
    updateSize();
}

void MainWindow::updateCapture()
{
    const ListenControl::State state = m_listen->state();
    const bool isPaused = state == ListenControl::State::Off;
    m_actions->capture->setChecked(state == ListenControl::State::On || state == ListenControl::State::Starting);
    m_tools->showCapture(state == ListenControl::State::On, m_sessions->isFollowing() ? QString() : m_listen->url());
    if (state != ListenControl::State::Starting)
        m_status->showListening(m_listen->openAddresses(), m_listen->isLoopbackOnly(), isPaused);
    const bool hasRows = m_model.totalCount() > 0;
    if (state == ListenControl::State::Failed && hasRows) {
        const ErrorWords words = wordsOf(*m_listen->error());
        const quint16 port = m_listen->nextPort();
        m_banner->showMessage({ .tone = Tone::Danger,
            .text = words.title + u". "_s + words.text,
            .actionText = port == 0 ? tr("Settings\u2026") : tr("Use %1").arg(port),
            .action = [this, port] { port == 0 ? showSettings() : m_listen->useNextPort(); },
            .isLasting = true });
    } else if (state == ListenControl::State::On && !m_sessions->isFollowing()) {
        m_banner->hideMessage();
    }
    updateEmptyState();
}

} // namespace hookloupe
