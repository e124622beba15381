// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "endpoint/endpoint.h"
#include "profile/profilecatalog.h"

#include <QWidget>

#include <memory>

class QComboBox;
class QFormLayout;
class QLineEdit;
class QPushButton;
class QStackedWidget;

namespace hookloupe {

class FieldNote;
class ProviderBox;
class SecretValueField;

/// The fields of one secret: its name, its provider, where it is kept, and its value while it is entered, with advice
/// on what looks like a slip.
class SecretForm final : public QWidget {
    Q_OBJECT

public:
    /// \param catalog   not null
    /// \param provider  id of the endpoint's own profile; empty: none
    SecretForm(std::shared_ptr<const ProfileCatalog> catalog, QByteArray provider, QWidget* parent = nullptr);

    /// \param entered  the value that was entered; empty: none
    /// \param isKept   there is a value where the entry says, or it was entered before
    void show(const SecretEntry& entry, const QByteArray& entered, bool isKept);
    using QWidget::show;
    void clear();
    const SecretEntry& entry() const { return m_entry; }
    QByteArray value() const;
    /// Another place of the same kind.
    void setPlace(const QString& place);
    void setKeyringEnabled(bool isEnabled);
    void focusName();
    void focusValue();

signals:
    /// The entry is another one: entry(). Not for another kind of place.
    void edited();
    void valueEdited();
    /// The place is to be of another kind.
    void kindChosen(hookloupe::SecretSource::Kind kind);

private:
    void buildFields();
    QWidget* buildFilePage();
    QFormLayout* arrange();
    void connectFields();
    void showPlace();
    void takeFields();
    void cleanUp();
    void chooseFile();
    void advise();
    ProfilePtr profile() const;

    std::shared_ptr<const ProfileCatalog> m_catalog;
    QByteArray m_endpointProvider;
    SecretEntry m_entry;
    bool m_isKept = false;
    bool m_isShowing = false;
    QLineEdit* m_name;
    ProviderBox* m_provider;
    QComboBox* m_place;
    QStackedWidget* m_pages;
    SecretValueField* m_value;
    QLineEdit* m_variable;
    QLineEdit* m_file = nullptr;
    FieldNote* m_advice;
    QPushButton* m_clean;
    FieldNote* m_placeNote;
};

} // namespace hookloupe
