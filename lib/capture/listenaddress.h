// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/error.h"
#include "base/result.h"

#include <QHostAddress>
#include <QString>

namespace hookloupe {

/// Where to listen. TLS and plain connections are told apart by their first byte on every port; \c announcesTls only
/// says which URL is shown.
struct ListenAddress {
    QHostAddress address = QHostAddress(QHostAddress::LocalHost);
    quint16 port = 8787; ///< 0: any free one
    bool announcesTls = false;

    /// "http://127.0.0.1:8787/", "https://[::1]:8443/"; a wildcard address is shown as the loopback address.
    QString url() const;
    bool isLoopbackOnly() const { return address.isLoopback(); }
    bool operator==(const ListenAddress&) const = default;
};

enum class ListenErrorCode {
    BadAddress, ///< not of the form ADDR:PORT
    PortInUse,
    AddressNotAvailable, ///< no such address on this machine
    NotPermitted, ///< a port that the system reserves
    BadCertificate, ///< the certificate or key file cannot be used
    Failed, ///< anything else that the system refuses
};

struct ListenError {
    ListenErrorCode code {};
    QString detail; ///< one English sentence with the address and the remedy
    ListenAddress address;
    QString holder; ///< with PortInUse: the program that holds the port, where that can be found out
};

/// Reads "127.0.0.1:8787", "[::1]:0", "localhost:8787" (127.0.0.1), "*:8787" (all addresses), "8787" (loopback).
Result<ListenAddress, Error<ListenErrorCode>> parseListenAddress(QStringView text);

} // namespace hookloupe
