// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QString>

#include <vector>

namespace hookloupe {

/// What a TLS client says before anything is agreed (RFC 8446 section 4.1.2).
struct ClientHello {
    QString serverName; ///< SNI (RFC 6066); empty without one
    std::vector<QByteArray> protocols; ///< ALPN (RFC 7301), as offered
};

enum class HelloState : quint8 {
    NotTls, ///< the bytes do not begin a TLS handshake
    Incomplete, ///< more bytes are needed
    Complete, ///< parsed, or not worth waiting for more: the handshake itself will say what is wrong
};

/// Reads a ClientHello from the first bytes of a connection. Total: any bytes give an answer.
/// \param hello  filled when the state is Complete, as far as the bytes made sense
HelloState parseClientHello(QByteArrayView bytes, ClientHello& hello);

} // namespace hookloupe
