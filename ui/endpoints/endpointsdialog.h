// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "endpoints/endpointmodel.h"
#include "endpoints/enteredsecrets.h"

#include <QDialog>

class QPushButton;
class QTableView;

namespace hookloupe {

class EndpointForm;
class FieldNote;
class MessageStrip;
class SecretStore;

/// The endpoints of a session: which requests each takes, who sends them, with which secrets they are checked, and what
/// is answered. Nothing is in force before OK.
class EndpointsDialog final : public QDialog {
    Q_OBJECT

public:
    /// \param catalog    not null
    /// \param secrets    outlives the dialog
    /// \param firstFree  the smallest id that no endpoint of the session ever had
    EndpointsDialog(std::shared_ptr<const ProfileCatalog> catalog, SecretStore& secrets,
        const std::vector<Endpoint>& endpoints, CapturedDeliveries captured, EndpointId firstFree,
        QWidget* parent = nullptr);
    ~EndpointsDialog() override;

    /// Followed sessions can be looked at only.
    void setReadOnly();
    /// Adds an endpoint, shows it, and says when others take the same requests already.
    void propose(Endpoint endpoint);
    void show(EndpointId id);
    using QDialog::show;
    /// Puts the focus on a setting of the shown endpoint's provider; on the provider where it asks for no such setting.
    void focusSetting(const QByteArray& name);
    /// Opens the secrets of the endpoint at the first one that is missing.
    void showMissingSecret(EndpointId id);

    /// Valid after the dialog was accepted.
    const std::vector<Endpoint>& endpoints() const { return m_model.endpoints(); }
    EnteredSecrets takeEntered() { return std::move(m_entered); }

private:
    QWidget* buildButtons();
    QPushButton* addButton(QWidget* row, const QString& text, const char* name);
    void showRow(int row);
    void noteTaken();
    void add();
    void duplicate();
    void remove();
    void move(int step);
    void askForSecrets(bool atMissing);
    void askForResponse();
    void updateButtons();
    void select(int row);
    int row() const;

    std::shared_ptr<const ProfileCatalog> m_catalog;
    SecretStore& m_secrets;
    EndpointModel m_model;
    EnteredSecrets m_entered;
    bool m_isReadOnly = false;
    QTableView* m_table;
    EndpointForm* m_form;
    MessageStrip* m_strip;
    FieldNote* m_problem;
    QPushButton* m_add = nullptr;
    QPushButton* m_duplicate = nullptr;
    QPushButton* m_remove = nullptr;
    QPushButton* m_up = nullptr;
    QPushButton* m_down = nullptr;
    QPushButton* m_ok = nullptr;
};

} // namespace hookloupe
