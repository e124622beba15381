// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/systemtime.h"

#include <QByteArray>
#include <QStringList>

#include <optional>

namespace hookloupe {

/// A certificate and its private key, both PEM.
struct CertificatePair {
    QByteArray certificate;
    QByteArray key;
};

/// Makes a P-256 key and a certificate signed by it, for server use.
/// \param names  DNS names and IP addresses for the subject alternative names; at least one
/// \param validFrom  begins a day before, since clocks differ
/// \param days  1 to 825 (the longest that common clients accept)
/// \return nothing when OpenSSL refuses, as for a name that is none
std::optional<CertificatePair> makeSelfSigned(const QStringList& names, SystemTime validFrom, int days);

} // namespace hookloupe
