// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/error.h"
#include "base/result.h"
#include "capture/tls/tlssettings.h"

#include <QSslConfiguration>
#include <QString>

#include <optional>

namespace hookloupe {

enum class TlsErrorCode {
    UnreadableFile,
    NotPem, ///< no certificate, or no private key, in the file
    KeyDoesNotMatch, ///< the key belongs to another certificate
    CannotMake, ///< the self-signed certificate cannot be made or kept
};
using TlsError = Error<TlsErrorCode>;

/// The certificates that the listener can show, and the choice among them by the name that the client asks for.
///
/// The self-signed one is made when it is first needed, kept in a folder of the user (key readable by them alone), and
/// made anew when it is about to expire or lacks a name. TLS 1.2 and 1.3; ALPN http/1.1. A client certificate is
/// asked for and noted, not checked: this is an inspector. Capture thread only.
class TlsIdentity {
public:
    /// Reads the user's own certificate when the settings name one.
    static Result<TlsIdentity, TlsError> load(const TlsSettings& settings);

    /// The configuration for a client that asked for \p serverName (empty: it did not say).
    Result<QSslConfiguration, TlsError> configurationFor(const QString& serverName);

    /// The file of the made certificate, for clients that want to trust it.
    static QString madeCertificateFile(const TlsSettings& settings);

private:
    Result<QSslConfiguration, TlsError> made();

    TlsSettings m_settings;
    std::optional<QSslConfiguration> m_own;
    std::optional<QSslConfiguration> m_made;
};

/// True when the certificate is for that name (RFC 6125: exact, or a wildcard for one label).
bool certificateCovers(const QSslCertificate& certificate, const QString& name);

} // namespace hookloupe
