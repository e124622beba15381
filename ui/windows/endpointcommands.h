// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "endpoint/endpointactivation.h"
#include "endpoints/enteredsecrets.h"
#include "signature/secrets/secretstore.h"
#include "theme/statuslook.h"

#include <QObject>
#include <QPointer>

#include <memory>

namespace hookloupe {

class CaptureEngine;
class InspectionRules;
class DeliveryTableModel;
class EndpointsDialog;
class MessageStrip;
class SettingsStore;
struct Delivery;

/// The endpoints of the session that is shown: finds their secrets, has them edited and kept, and checks again what was
/// captured when they have changed. Says in strips of its own what is missing and how far it is.
class EndpointCommands final : public QObject {
    Q_OBJECT

public:
    /// All but the keyring must outlive the object. \param keyring  not null
    EndpointCommands(CaptureEngine& engine, SettingsStore& settings, const DeliveryTableModel& model,
        std::unique_ptr<Keyring> keyring, QWidget* window);
    ~EndpointCommands() override;

    /// What lasts: secrets that are not here.
    MessageStrip* notice() { return m_notice; }
    /// How far the checking is.
    MessageStrip* progress() { return m_progress; }

    /// Another session is shown.
    /// \param file         where it is
    /// \param isNew        it was made just now: it begins with the endpoints of the one before
    /// \param isFollowing  another program writes it: nothing can be changed
    void takeSession(const QString& file, bool isNew, bool isFollowing);
    void showEndpoints();
    /// Begins an endpoint that takes deliveries like this one. \param delivery  null: nothing happens
    void makeFrom(const std::shared_ptr<const Delivery>& delivery);
    /// Opens the secrets of the endpoint that took the delivery; where there is none, begins one.
    void enterSecretFor(const std::shared_ptr<const Delivery>& delivery);
    /// Opens the endpoint that took the delivery at one of its provider's settings; where there is none, begins one.
    void enterSettingFor(const std::shared_ptr<const Delivery>& delivery, const QByteArray& name);
    /// Leads to the first secret that is missing.
    void enterMissing();
    /// Checks everything that was captured again.
    void reinspect();
    /// Deliveries came: those that came before the keyring answered are checked again once it has.
    void noteArrived();
    /// How many secrets the endpoints name, and how many of them are not at hand.
    struct SecretCounts {
        qint64 all = 0;
        qint64 missing = 0;
        qint64 inKeyring = 0; ///< of all
    };
    SecretCounts secretCounts() const;
    /// What deliveries of the session are judged by; never null. Of a followed one: its endpoints as they were when it
    /// was opened, with those of their secrets that could be had.
    std::shared_ptr<const InspectionRules> rules();
    /// The endpoint of that id that is in force; null where there is none.
    const Endpoint* find(EndpointId id) const;

signals:
    void said(hookloupe::Tone tone, const QString& text);
    /// Others are in force, or their secrets were found.
    void changed();

private:
    EndpointsDialog* openDialog();
    void apply(std::vector<Endpoint> endpoints, const EnteredSecrets& entered);
    void keep(const EnteredSecrets& entered, const std::vector<Endpoint>& endpoints);
    void keepInMemory(const SecretSource& source, const QByteArray& value, const SecretError& error);
    void takeActivated();
    void showMissing();
    void showProgress(qint64 done, qint64 total);
    void endProgress(bool isWhole);
    /// What only the session's file knows: its endpoints where another program writes it, and the next free id.
    struct Stored {
        std::vector<Endpoint> endpoints;
        EndpointId firstFree { 1 };
    };
    Stored readStored() const;
    void remember(const std::vector<Endpoint>& endpoints);

    CaptureEngine& m_engine;
    SettingsStore& m_settings;
    const DeliveryTableModel& m_model;
    QWidget* m_window;
    SecretStore m_secrets;
    EndpointActivation m_activation;
    MessageStrip* m_notice;
    MessageStrip* m_progress;
    std::shared_ptr<const InspectionRules> m_followed; ///< null: to be made
    QPointer<EndpointsDialog> m_dialog;
    QString m_file;
    bool m_isFollowing = false;
    bool m_isChecking = false;
    bool m_checksWhenActivated = false;
    qint64 m_checked = 0;
};

} // namespace hookloupe
