// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "profile/profilecatalog.h"

#include <QComboBox>

namespace hookloupe {

/// Chooses a provider: by its name, and by any part of its name, its other names and its id as they are typed.
class ProviderBox final : public QComboBox {
    Q_OBJECT

public:
    /// \param name  for screen readers
    /// \param none  what the choice of no provider is called
    ProviderBox(const ProfileCatalog& catalog, const QString& name, const QString& none, QWidget* parent = nullptr);

    /// The id of the profile; empty for none.
    QByteArray provider() const;
    /// An id that the catalogue has not got is shown as such, and kept.
    void setProvider(const QByteArray& id);

signals:
    /// Somebody chose.
    void providerChosen(const QByteArray& id);

protected:
    void focusOutEvent(QFocusEvent* event) override;

private:
    void settle();
};

} // namespace hookloupe
