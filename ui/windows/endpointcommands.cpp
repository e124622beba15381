// SPDX-License-Identifier: GPL-3.0-or-later
#include "windows/endpointcommands.h"

#include "endpoint/endpointlines.h"
#include "endpoint/endpointproposal.h"
#include "endpoint/inspectionrules.h"
#include "endpoints/endpointsdialog.h"
#include "engine/captureengine.h"
#include "messages/quantities.h"
#include "messages/secretsentences.h"
#include "models/deliverytablemodel.h"
#include "session/sessionreader.h"
#include "settings/settingsstore.h"
#include "widgets/messagestrip.h"

#include <algorithm>
#include <utility>

namespace hookloupe {

using namespace Qt::StringLiterals;

EndpointCommands::EndpointCommands(CaptureEngine& engine, SettingsStore& settings, const DeliveryTableModel& model,
    std::unique_ptr<Keyring> keyring, QWidget* window)
    : QObject(window)
    , m_engine(engine)
    , m_settings(settings)
    , m_model(model)
    , m_window(window)
    , m_secrets(std::move(keyring))
    , m_activation(m_secrets)
    , m_notice(new MessageStrip(window))
    , m_progress(new MessageStrip(window))
{
    m_notice->setObjectName(u"secretsStrip"_s);
    m_progress->setObjectName(u"progressStrip"_s);
    connect(&m_activation, &EndpointActivation::activated, this, &EndpointCommands::takeActivated);
    connect(&m_engine, &CaptureEngine::reinspectionProgress, this, &EndpointCommands::showProgress);
    connect(&m_engine, &CaptureEngine::reinspectionEnded, this, &EndpointCommands::endProgress);
}

EndpointCommands::~EndpointCommands() = default;

void EndpointCommands::takeSession(const QString& file, bool isNew, bool isFollowing)
{
    m_file = file;
    m_isFollowing = isFollowing;
    m_checksWhenActivated = false;
    if (m_dialog)
        m_dialog->reject();
    m_notice->hideMessage();
    if (isFollowing) {
        m_activation.start(readStored().endpoints);
        return;
    }
    std::vector<Endpoint> endpoints = m_engine.storedEndpoints();
    if (isNew && m_settings.get(setting::RememberEndpoints))
        endpoints = endpointsFromLines(m_settings.windowState(setting::LastEndpointsKey).toByteArray());
    m_activation.start(std::move(endpoints));
}

void EndpointCommands::takeActivated()
{
    m_followed.reset();
    if (m_isFollowing) {
        emit changed();
        return;
    }
    m_engine.setEndpoints(m_activation.endpoints());
    showMissing();
    emit changed();
    if (m_checksWhenActivated && !m_activation.isWaiting()) {
        m_checksWhenActivated = false;
        reinspect();
    }
}

void EndpointCommands::showMissing()
{
    const std::vector<MissingSecret> missing = m_activation.missing();
    if (missing.empty() || m_activation.isWaiting()) {
        m_notice->hideMessage();
        return;
    }
    QStringList names;
    for (const MissingSecret& one : missing) {
        if (names.size() == 3) {
            names << u"\u2026"_s;
            break;
        }
        names << tr("%1 (%2)").arg(one.entry.name, shortReason(one.error));
    }
    const QString text = missing.size() == 1
        ? tr("1 secret of this session is not at hand: %1. Signatures that need it are not checked.").arg(names.front())
        : tr("%1 secrets of this session are not at hand: %2. Signatures that need them are not checked.")
              .arg(countText(std::ssize(missing)), names.join(u", "_s));
    m_notice->showMessage({ .tone = Tone::Warning,
        .text = text,
        .actionText = tr("Enter\u2026"),
        .action = [this] { enterMissing(); },
        .isLasting = true });
}

EndpointCommands::Stored EndpointCommands::readStored() const
{
    const auto reader = SessionReader::open(m_file);
    if (!reader)
        return {};
    return { (*reader)->endpoints(), (*reader)->freeEndpointId() };
}

EndpointsDialog* EndpointCommands::openDialog()
{
    if (m_dialog)
        return m_dialog;
    CapturedDeliveries captured;
    for (const DeliverySummary& summary : m_model.newest(CapturedDeliveries::Limit))
        captured.add(summary.method, summary.target);
    const Stored stored = readStored();
    const std::vector<Endpoint> endpoints = m_isFollowing ? stored.endpoints : m_engine.storedEndpoints();
    m_dialog = new EndpointsDialog(
        m_engine.profiles(), m_secrets, endpoints, std::move(captured), stored.firstFree, m_window);
    m_dialog->setAttribute(Qt::WA_DeleteOnClose);
    if (m_isFollowing)
        m_dialog->setReadOnly();
    connect(m_dialog, &QDialog::accepted, this, [this, dialog = m_dialog.data()] {
        const EnteredSecrets entered = dialog->takeEntered();
        apply(dialog->endpoints(), entered);
    });
    m_dialog->open();
    return m_dialog;
}

void EndpointCommands::showEndpoints()
{
    openDialog();
}

void EndpointCommands::makeFrom(const std::shared_ptr<const Delivery>& delivery)
{
    if (!delivery || m_isFollowing)
        return;
    Endpoint proposed = proposedEndpoint(*delivery);
    openDialog()->propose(std::move(proposed));
}

void EndpointCommands::enterSecretFor(const std::shared_ptr<const Delivery>& delivery)
{
    if (!delivery || m_isFollowing)
        return;
    if (find(delivery->facts.endpoint))
        openDialog()->showMissingSecret(delivery->facts.endpoint);
    else
        makeFrom(delivery);
}

void EndpointCommands::enterSettingFor(const std::shared_ptr<const Delivery>& delivery, const QByteArray& name)
{
    if (!delivery || m_isFollowing)
        return;
    EndpointsDialog* const dialog = openDialog();
    if (find(delivery->facts.endpoint))
        dialog->show(delivery->facts.endpoint);
    else
        dialog->propose(proposedEndpoint(*delivery));
    dialog->focusSetting(name);
}

void EndpointCommands::enterMissing()
{
    const std::vector<MissingSecret> missing = m_activation.missing();
    EndpointsDialog* dialog = openDialog();
    if (!missing.empty())
        dialog->showMissingSecret(missing.front().endpoint);
}

void EndpointCommands::apply(std::vector<Endpoint> endpoints, const EnteredSecrets& entered)
{
    if (m_isFollowing)
        return;
    keep(entered, endpoints);
    remember(endpoints);
    m_checksWhenActivated = m_model.totalCount() > 0;
    m_activation.start(std::move(endpoints));
}

/// Values go to their places before they are looked for there; a place that nothing names any more may be emptied.
void EndpointCommands::keep(const EnteredSecrets& entered, const std::vector<Endpoint>& endpoints)
{
    const auto isUsed = [&endpoints](const SecretSource& source) {
        return std::any_of(endpoints.begin(), endpoints.end(), [&](const Endpoint& endpoint) {
            return std::any_of(endpoint.secrets.begin(), endpoint.secrets.end(),
                [&](const SecretEntry& entry) { return entry.source == source; });
        });
    };
    for (const SecretSource& source : entered.forgotten()) {
        if (!isUsed(source))
            m_secrets.forget(source);
    }
    for (const auto& [source, value] : entered.values()) {
        if (!isUsed(source))
            continue;
        m_secrets.keep(source, value,
            [self = QPointer(this), source = source, value = value](const Result<Done, SecretError>& kept) {
                if (self && !kept)
                    self->keepInMemory(source, value, kept.error());
            });
    }
}

/// The keyring did not take it. The session then says so, instead of naming an entry that is not there.
void EndpointCommands::keepInMemory(const SecretSource& source, const QByteArray& value, const SecretError& error)
{
    const SecretSource place { SecretSource::Kind::Memory, source.place };
    m_secrets.keep(place, value, [](const Result<Done, SecretError>&) {});
    QMetaObject::invokeMethod(
        this,
        [this, source, place, error] {
            std::vector<Endpoint> endpoints = m_engine.storedEndpoints();
            QString name;
            for (Endpoint& endpoint : endpoints) {
                for (SecretEntry& entry : endpoint.secrets) {
                    if (entry.source == source) {
                        entry.source = place;
                        name = entry.name;
                    }
                }
            }
            if (name.isEmpty())
                return;
            remember(endpoints);
            m_activation.start(std::move(endpoints));
            emit said(Tone::Warning,
                tr("The keyring did not take \u201C%1\u201D (%2). It is kept in memory until Hookloupe ends.")
                    .arg(name, error.detail));
        },
        Qt::QueuedConnection);
}

void EndpointCommands::remember(const std::vector<Endpoint>& endpoints)
{
    m_settings.setWindowState(setting::LastEndpointsKey, endpointLines(endpoints));
}

void EndpointCommands::reinspect()
{
    if (m_isFollowing)
        return;
    m_isChecking = true;
    m_checked = 0;
    const qint64 total = m_model.totalCount();
    m_progress->showMessage({ .tone = Tone::Info,
        .text = tr("Checking %1 deliveries again\u2026").arg(countText(total)),
        .actionText = tr("Cancel"),
        .action = [this] { m_engine.cancelReinspection(); },
        .isLasting = true });
    m_engine.reinspect();
}

void EndpointCommands::noteArrived()
{
    if (m_activation.isWaiting())
        m_checksWhenActivated = true;
}

EndpointCommands::SecretCounts EndpointCommands::secretCounts() const
{
    SecretCounts counts;
    if (m_isFollowing)
        return counts;
    for (const ActiveEndpoint& active : m_activation.endpoints()) {
        counts.all += std::ssize(active.endpoint.secrets);
        counts.inKeyring += std::count_if(active.endpoint.secrets.begin(), active.endpoint.secrets.end(),
            [](const SecretEntry& entry) { return entry.source.kind == SecretSource::Kind::Keychain; });
    }
    counts.missing = std::ssize(m_activation.missing());
    return counts;
}

void EndpointCommands::showProgress(qint64 done, qint64 total)
{
    m_checked = done;
    if (m_isChecking && !m_progress->text().isEmpty())
        m_progress->setText(tr("Checking deliveries again: %1 of %2\u2026").arg(countText(done), countText(total)));
}

void EndpointCommands::endProgress(bool isWhole)
{
    if (!std::exchange(m_isChecking, false))
        return;
    m_progress->hideMessage();
    if (isWhole)
        emit said(Tone::Ok,
            m_checked == 1      ? tr("1 delivery checked again.")
                : m_checked > 0 ? tr("%1 deliveries checked again.").arg(countText(m_checked))
                                : tr("Everything that was captured is checked again."));
    else
        emit said(Tone::Warning, tr("Not everything was checked again: %1 deliveries were.").arg(countText(m_checked)));
}

std::shared_ptr<const InspectionRules> EndpointCommands::rules()
{
    if (!m_isFollowing)
        return m_engine.inspectionRules();
    const std::shared_ptr<const ProfileCatalog> profiles = m_engine.profiles();
    if (!m_followed || &m_followed->catalog() != profiles.get())
        m_followed = std::make_shared<const InspectionRules>(profiles, m_activation.endpoints());
    return m_followed;
}

const Endpoint* EndpointCommands::find(EndpointId id) const
{
    const auto& endpoints = m_activation.endpoints();
    const auto found = std::find_if(
        endpoints.begin(), endpoints.end(), [id](const ActiveEndpoint& active) { return active.endpoint.id == id; });
    return found == endpoints.end() || m_isFollowing ? nullptr : &found->endpoint;
}

} // namespace hookloupe
