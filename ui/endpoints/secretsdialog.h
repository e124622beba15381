// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "endpoint/endpoint.h"
#include "endpoints/enteredsecrets.h"
#include "endpoints/secretmodel.h"

#include <QDialog>

#include <functional>
#include <memory>

class QPushButton;
class QTableView;

namespace hookloupe {

class FieldNote;
class SecretForm;
class SecretStore;

/// The secrets of one endpoint: where each is kept, and its value when it is entered. Values that are kept somewhere
/// are never shown.
class SecretsDialog final : public QDialog {
    Q_OBJECT

public:
    enum class Removal { Nothing, Here, AndFromKeyring };
    /// Asks what is to become of a value in the keyring. Tests put their own in place.
    using RemovalAsker = std::function<Removal(QWidget* window, const QString& name)>;

    /// \param entered  values that were entered in this sitting and are not yet kept; outlives the dialog
    /// \param store    outlives the dialog
    SecretsDialog(const Endpoint& endpoint, std::shared_ptr<const ProfileCatalog> catalog, SecretStore& store,
        const EnteredSecrets& entered, QWidget* parent = nullptr);
    ~SecretsDialog() override;

    void setRemovalAsker(RemovalAsker asker) { m_askRemoval = std::move(asker); }
    /// Selects the first secret whose value is missing.
    void showMissing();

    /// Valid after the dialog was accepted.
    std::vector<SecretEntry> entries() const { return m_model.entries(); }
    EnteredSecrets takeEntered() { return std::move(m_entered); }

private:
    void buildList();
    QWidget* buildButtons();
    void connectForm();
    void addSecret();
    void removeSecret();
    void showRow();
    void take(SecretEntry entry);
    void takeKind(SecretSource::Kind kind);
    void lookFor(int row);
    void noteKeyring(bool isThere, const QString& reason);
    void moveToMemory();
    void check();

    int row() const;
    QString freshPlace(const QString& name) const;
    /// It was not among the secrets of the endpoint when the dialog was opened.
    bool isNew(const SecretEntry& entry) const;
    /// What was entered here or before, or is held in memory.
    std::optional<QByteArray> knownValue(const SecretSource& source) const;

    Endpoint m_endpoint;
    std::shared_ptr<const ProfileCatalog> m_catalog;
    SecretStore& m_store;
    const EnteredSecrets& m_earlier;
    EnteredSecrets m_entered;
    SecretModel m_model;
    RemovalAsker m_askRemoval;
    bool m_hasKeyring = true;
    QTableView* m_table;
    QPushButton* m_add = nullptr;
    QPushButton* m_remove = nullptr;
    SecretForm* m_form;
    FieldNote* m_keyringNote;
    FieldNote* m_problem;
    QPushButton* m_ok = nullptr;
};

} // namespace hookloupe
