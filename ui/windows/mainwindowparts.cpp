// SPDX-License-Identifier: GPL-3.0-or-later
// The half of MainWindow that answers to single commands and events.
#include "windows/mainwindow.h"

#include "engine/captureengine.h"
#include "filter/filterbar.h"
#include "filter/filtersearch.h"
#include "messages/errorsentences.h"
#include "messages/quantities.h"
#include "messages/responsesentences.h"
#include "panels/detailpane.h"
#include "panels/signaturepanel.h"
#include "response/responsebar.h"
#include "response/responsedialog.h"
#include "session/sessionfile.h"
#include "settings/settingsstore.h"
#include "widgets/capturestatusbar.h"
#include "widgets/deliverytableview.h"
#include "widgets/emptystate.h"
#include "widgets/messagestrip.h"
#include "widgets/segmentedswitch.h"
#include "windows/capturetoolbar.h"
#include "windows/deliveryathand.h"
#include "windows/deliveryremoval.h"
#include "windows/endpointcommands.h"
#include "windows/listencontrol.h"
#include "windows/livedeliveries.h"
#include "windows/manualwindow.h"
#include "windows/messagecommands.h"
#include "windows/profileediting.h"
#include "windows/sessioncommands.h"
#include "windows/settingsdialog.h"
#include "windows/testwebhook.h"
#include "windows/windowactions.h"

#include <QApplication>
#include <QClipboard>
#include <QCloseEvent>
#include <QDesktopServices>
#include <QDirIterator>
#include <QFileInfo>
#include <QMessageBox>
#include <QScreen>
#include <QSplitter>
#include <QStackedWidget>

#include <algorithm>

namespace hookloupe {

using namespace Qt::StringLiterals;

namespace {

constexpr int SideBySideWidth = 1100;
/// How list and details share the room until somebody moves what is between them: all tabs are seen at 1280 pixels.
constexpr int ListShare = 580;
constexpr int DetailShare = 420;
constexpr auto GeometryKey = "geometry"_L1;
/// With another number whenever columns are added: an old state would put them behind all others.
constexpr auto ColumnsKey = "columns3"_L1;

QLatin1StringView splitterKey(Qt::Orientation orientation)
{
    return orientation == Qt::Horizontal ? "splitterBeside"_L1 : "splitterBelow"_L1;
}

qint64 sizeOf(const SessionPaths& paths)
{
    qint64 bytes = QFileInfo(paths.file).size() + QFileInfo(paths.file + u"-wal"_s).size();
    for (QDirIterator files(paths.bodies, QDir::Files); files.hasNext();) {
        files.next();
        bytes += files.fileInfo().size();
    }
    return bytes;
}

} // namespace

void MainWindow::restoreState()
{
    if (!restoreGeometry(m_settings.windowState(GeometryKey).toByteArray()))
        resize(QSize(1200, 760).boundedTo(screen()->availableSize()));
    m_table->setColumnState(m_settings.windowState(ColumnsKey).toByteArray());
    updateOrientation();
    if (!m_splitter->restoreState(m_settings.windowState(splitterKey(m_splitter->orientation())).toByteArray()))
        m_splitter->setSizes({ ListShare, DetailShare });
}

void MainWindow::saveState()
{
    m_settings.setWindowState(GeometryKey, saveGeometry());
    m_settings.setWindowState(ColumnsKey, m_table->columnState());
    m_settings.setWindowState(splitterKey(m_splitter->orientation()), m_splitter->saveState());
}

void MainWindow::updateEmptyState()
{
    const bool hasRows = m_model.totalCount() > 0;
    const bool isReading = m_live->isReading() || m_listen->state() == ListenControl::State::Starting;
    const bool isEmpty = m_model.rowCount() == 0 && !m_model.isArranging() && !(hasRows && m_search->isSearching());
    if (hasRows && isEmpty) {
        m_empty->showNoMatch(m_model.totalCount());
    } else if (isReading) {
        // Too short to say anything about it.
    } else if (m_sessions->isFollowing()) {
        m_empty->showReading(tr("Nothing was captured yet"), tr("What the other program captures appears here."));
    } else if (m_listen->state() == ListenControl::State::Off) {
        m_empty->showPaused();
    } else if (m_listen->state() == ListenControl::State::Failed) {
        const ErrorWords words = wordsOf(*m_listen->error());
        const quint16 port = m_listen->nextPort();
        m_empty->showNotListening(words.title, words.text, port == 0 ? QString() : tr("Use %1").arg(port));
    } else {
        m_empty->showWaiting(m_listen->url(),
            m_listen->isLoopbackOnly() ? tr("Only programs on this machine can reach it.")
                                       : tr("\u25B2 Other machines in the network can reach it."));
    }
    m_pages->setCurrentWidget(isEmpty && !(isReading && !hasRows) ? static_cast<QWidget*>(m_empty) : m_table);
    m_filter->setVisible(hasRows);
    m_actions->filterHelp->setEnabled(hasRows);
    m_messages->modeSwitch()->setVisible(hasRows);
    m_details->setVisible(hasRows);
    // The focus goes to what can be used now, unless somebody has taken it elsewhere.
    const QWidget* focus = focusWidget();
    if (m_pages->currentWidget() == m_empty && (!focus || m_table->isAncestorOf(focus) || focus == m_table))
        m_empty->setFocus();
    else if (m_pages->currentWidget() == m_table && focus && m_empty->isAncestorOf(focus))
        m_table->setFocus();
}

void MainWindow::updateOrientation()
{
    const Qt::Orientation wished = width() >= SideBySideWidth ? Qt::Horizontal : Qt::Vertical;
    if (m_splitter->orientation() == wished)
        return;
    m_settings.setWindowState(splitterKey(m_splitter->orientation()), m_splitter->saveState());
    const QByteArray state = m_settings.windowState(splitterKey(wished)).toByteArray();
    if (!m_splitter->restoreState(state) || m_splitter->orientation() != wished)
        m_splitter->setOrientation(wished);
}

void MainWindow::resizeEvent(QResizeEvent* event)
{
    QMainWindow::resizeEvent(event);
    updateOrientation();
}

void MainWindow::changeEvent(QEvent* event)
{
    QMainWindow::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::ApplicationPaletteChange)
        m_actions->updateIcons(palette());
}

void MainWindow::closeEvent(QCloseEvent* event)
{
    if (!m_profileEditing->mayLeave()) {
        event->ignore();
        return;
    }
    m_removal->settle();
    saveState();
    QMainWindow::closeEvent(event);
}

void MainWindow::updateSelection()
{
    const std::vector<DeliveryId> ids = m_table->selectedIds();
    const bool canWrite = !ids.empty() && !m_sessions->isFollowing();
    m_actions->pin->setEnabled(canWrite);
    m_actions->pin->setChecked(!ids.empty() && m_model.isPinned(ids.front()));
    m_actions->remove->setEnabled(canWrite);
    m_actions->copyCell->setEnabled(!ids.empty());
    m_messages->updateSelection();
    m_actions->makeEndpoint->setEnabled(m_shown && !m_sessions->isFollowing());
}

void MainWindow::updateSize()
{
    if (!m_sessions->file().isEmpty())
        m_status->showSize(sizeOf(SessionPaths::of(m_sessions->file())));
}

void MainWindow::showDelivery(DeliveryId id)
{
    m_wanted = id;
    showLoaded(nullptr);
    if (id.value == 0) {
        m_details->showNothing();
        return;
    }
    m_details->showLoading(id);
    m_loader.loadDelivery(id);
}

void MainWindow::showLoaded(const std::shared_ptr<const Delivery>& delivery)
{
    m_shown = delivery;
    m_profileEditing->setSelected(delivery);
    m_actions->makeEndpoint->setEnabled(delivery && !m_sessions->isFollowing());
    updateException();
    if (delivery)
        m_details->showDelivery(delivery);
}

/// The response bar speaks of the whole session; the endpoint of the selected delivery may answer otherwise.
void MainWindow::updateException()
{
    const Endpoint* endpoint = m_shown ? m_endpoints->find(m_shown->facts.endpoint) : nullptr;
    if (!endpoint || !endpoint->response)
        m_responses->setException({});
    else
        m_responses->setException(
            tr("%1 has a response of its own: %2.")
                .arg(endpoint->id == EndpointId {} ? tr("Every other request") : shownBytes(endpoint->path),
                    endpoint->response->isSinglePlan() ? nameOf(endpoint->response->steps().front().plan)
                                                       : toText(*endpoint->response)));
}

void MainWindow::connectSignature()
{
    SignaturePanel& panel = m_details->signature();
    m_details->setRules([this] { return m_endpoints->rules(); });
    connect(&panel, &SignaturePanel::providerChosen, this, [this](DeliveryId id, const QByteArray& profile) {
        if (m_sessions->isFollowing())
            say(Tone::Warning, tr("Another Hookloupe writes this session; choose the provider there."));
        else
            m_engine.chooseProvider({ id }, profile);
    });
    connect(&panel, &SignaturePanel::causeFound, this, [this](DeliveryId id, const QByteArray& reason) {
        if (!m_sessions->isFollowing())
            m_engine.recordCause(id, reason);
    });
    connect(&panel, &SignaturePanel::manualWanted, this,
        [this](const QString& page, const QString& section) { (new ManualWindow(this, page, section))->show(); });
    connect(&panel, &SignaturePanel::secretWanted, m_endpoints, &EndpointCommands::enterSecretFor);
    connect(&panel, &SignaturePanel::settingWanted, m_endpoints, &EndpointCommands::enterSettingFor);
    connect(&panel, &SignaturePanel::endpointWanted, m_endpoints, &EndpointCommands::makeFrom);
    connect(
        &panel, &SignaturePanel::secretOffered, this, [this](const DeliveryPtr& delivery, const QByteArray& secret) {
            QGuiApplication::clipboard()->setText(QString::fromUtf8(secret));
            m_endpoints->enterSecretFor(delivery);
            say(Tone::Info, tr("The secret is on the clipboard: paste it where the endpoint asks for one."));
        });
    connect(m_endpoints, &EndpointCommands::changed, this, [this] {
        if (m_sessions->isFollowing())
            m_details->refresh();
    });
    connect(&panel, &SignaturePanel::addressWanted, this,
        [](const QByteArray& url) { QDesktopServices::openUrl(QUrl(QString::fromLatin1(url))); });
}

void MainWindow::takeFacts(const std::vector<DeliverySummary>& summaries)
{
    if (m_sessions->isFollowing())
        return;
    m_model.updateFacts(summaries);
    std::vector<DeliveryId> changed;
    for (const DeliverySummary& summary : summaries)
        changed.push_back(summary.id);
    m_search->noteChanged(changed);
    updateAtHand();
    const auto isShown = [this](const DeliverySummary& summary) { return summary.id == m_details->shownId(); };
    if (std::any_of(summaries.begin(), summaries.end(), isShown))
        m_loader.loadDelivery(m_wanted);
}

void MainWindow::updateProviders()
{
    ProviderNames names;
    for (const ProfilePtr& profile : m_engine.inspectionRules()->catalog().profiles())
        names.insert(profile->id, profile->name);
    m_model.setProviderNames(std::move(names));
}

void MainWindow::say(Tone tone, const QString& text)
{
    m_strip->showMessage({ .tone = tone, .text = text });
}

void MainWindow::copy(const QString& text, const QString& sentence)
{
    QGuiApplication::clipboard()->setText(text);
    say(Tone::Ok, sentence);
}

void MainWindow::movePane(int step)
{
    const QList<QWidget*> panes { m_tools, m_responses, m_filter, m_table, m_details };
    const QWidget* focus = QApplication::focusWidget();
    qsizetype at = 0;
    for (qsizetype i = 0; i < panes.size(); ++i) {
        if (panes[i] == focus || panes[i]->isAncestorOf(focus))
            at = i;
    }
    for (qsizetype tried = 0; tried < panes.size(); ++tried) {
        at = (at + step + panes.size()) % panes.size();
        QWidget* pane = panes[at];
        if (!pane->isVisible())
            continue;
        if (pane == m_details)
            m_details->showTab(m_details->currentTab());
        else if (pane == m_filter)
            m_filter->focusField();
        else if (pane == m_tools)
            m_tools->focusUrl();
        else if (pane == m_responses)
            m_responses->focusChoice();
        else
            pane->setFocus(Qt::ShortcutFocusReason);
        return;
    }
}

void MainWindow::togglePin()
{
    const std::vector<DeliveryId> ids = m_table->selectedIds();
    if (ids.empty())
        return;
    const bool isPinned = !m_model.isPinned(ids.front());
    m_model.setPinned(ids, isPinned);
    m_search->noteChanged(ids);
    m_engine.setPinned(ids, isPinned);
    updateSelection();
}

void MainWindow::sendTest()
{
    if (m_listen->state() != ListenControl::State::On) {
        say(Tone::Warning, tr("Capture is paused, so a test webhook would not arrive. Resume first."));
        return;
    }
    m_test->send(QUrl(m_listen->url()));
}

void MainWindow::askForResponse()
{
    ResponseDialog dialog(m_responses->response(), this);
    dialog.setOutlook(m_atHand->outlook());
    if (dialog.exec() != QDialog::Accepted)
        return;
    m_responses->setResponse(dialog.response());
    m_engine.setResponse(dialog.response());
    m_status->showResponse(dialog.response());
}

void MainWindow::showSettings()
{
    SettingsDialog(m_settings, this).exec();
}

void MainWindow::showAbout()
{
    QMessageBox box(QMessageBox::NoIcon, tr("About Hookloupe"),
        tr("Hookloupe %1").arg(QApplication::applicationVersion()), QMessageBox::Close, this);
    box.setIconPixmap(windowIcon().pixmap(64));
    box.setInformativeText(
        tr("A desktop loupe for webhooks: it shows every delivery byte for byte and answers it as you "
           "choose.\n\nIt runs on this machine alone and phones nobody.\n\nFree software under the "
           "GNU General Public License, version 3 or later. Built with Qt %1.")
            .arg(QString::fromLatin1(qVersion())));
    box.exec();
}

void MainWindow::updateList()
{
    m_filter->showCounts(m_model.rowCount(), m_model.totalCount(), m_search->isSearching());
    m_status->showCaptured(m_model.totalCount());
    m_actions->clear->setEnabled(m_model.totalCount() > 0 && !m_sessions->isFollowing());
    updateEmptyState();
    if (!m_sizeWait.isActive())
        m_sizeWait.start();
}

} // namespace hookloupe
