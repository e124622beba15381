// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>

namespace hookloupe {

/// Which certificate the listener shows.
struct TlsSettings {
    QString certificateFile; ///< PEM, leaf first; empty: the made self-signed one
    QString keyFile; ///< PEM, without a pass phrase
    QStringList ownNames; ///< beside localhost, 127.0.0.1 and ::1 in the made certificate: DNS names or addresses
    QString identityFolder; ///< where the made certificate and its key are kept; empty: the user's data folder

    bool operator==(const TlsSettings&) const = default;
};

} // namespace hookloupe
