// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "endpoint/endpoint.h"
#include "profile/profilecatalog.h"
#include "theme/statuslook.h"

#include <QWidget>

#include <memory>
#include <optional>
#include <vector>

class QCheckBox;
class QComboBox;
class QFormLayout;
class QLabel;
class QLineEdit;
class QPushButton;

namespace hookloupe {

class ElidedLabel;
class FieldNote;
class ProviderBox;

/// The fields of one endpoint. What is entered counts at once: edited() tells it.
class EndpointForm final : public QWidget {
    Q_OBJECT

public:
    /// \param catalog  not null
    explicit EndpointForm(std::shared_ptr<const ProfileCatalog> catalog, QWidget* parent = nullptr);

    /// \param isDefault  the endpoint that takes every other request: it has no path and no method
    void show(const Endpoint& endpoint, bool isDefault);
    const Endpoint& endpoint() const { return m_endpoint; }
    /// What is said below the path where it is a good one.
    /// \param tone  nothing: a hint
    void noteTaken(const QString& text, std::optional<Tone> tone);
    void setReadOnly(bool isReadOnly);
    void focusPath();
    /// \return false where the provider asks for no such setting; the focus is then on the choice of the provider
    bool focusParameter(const QByteArray& name);

signals:
    void edited();
    void secretsRequested();
    void responseRequested();

private:
    QWidget* buildPath();
    QWidget* buildSecrets();
    QWidget* buildResponse();
    void connectFields();
    void take();
    void showPath();
    void showProfile();
    void showParameters();
    void showSecrets();
    void showResponse();
    void enableFields();

    std::shared_ptr<const ProfileCatalog> m_catalog;
    Endpoint m_endpoint;
    bool m_isDefault = false;
    bool m_isReadOnly = false;
    bool m_isShowing = false;
    QFormLayout* m_form;
    QLineEdit* m_path;
    QComboBox* m_method;
    FieldNote* m_pathNote;
    QLineEdit* m_name;
    ProviderBox* m_provider;
    FieldNote* m_providerNote;
    QLineEdit* m_publicUrl;
    FieldNote* m_urlNote;
    std::vector<std::pair<QByteArray, QLineEdit*>> m_parameters;
    ElidedLabel* m_secrets;
    QPushButton* m_secretsButton;
    ElidedLabel* m_response;
    QPushButton* m_responseButton;
    QPushButton* m_responseReset;
    QCheckBox* m_challenges;
};

} // namespace hookloupe
