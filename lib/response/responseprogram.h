// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "http/request.h"
#include "http/response.h"

#include <QByteArray>

#include <chrono>
#include <vector>

namespace hookloupe {

/// One thing to do on the wire.
struct WireStep {
    enum class Kind : quint8 {
        Wait, ///< for \c wait
        Write, ///< send \c bytes
        Finish, ///< the exchange is over, the connection stays open for the next request
        Close, ///< send FIN once everything is written
        Reset, ///< send RST, dropping what is not yet written
        Hang, ///< do nothing more until the client leaves
    };

    Kind kind = Kind::Finish;
    std::chrono::milliseconds wait { 0 };
    QByteArray bytes;

    bool operator==(const WireStep&) const = default;
};

/// What the wire does to answer one exchange: a list of steps that ends in Finish, Close, Reset or Hang.
///
/// Pure: made from the response and what the request allows, played by the connection. Rules: RFC 9110 section 6.4.1
/// (no body for HEAD, 1xx, 204, 304), RFC 9112 section 9 (keep-alive, HTTP/1.0, Connection: close).
using ResponseProgram = std::vector<WireStep>;

/// \param response      as decided
/// \param head          of the request that is answered
/// \param mustClose     true when the connection cannot go on, whatever the request wishes (a fault in its framing)
ResponseProgram makeResponseProgram(const Response& response, const RequestHead& head, bool mustClose);

/// The bytes of a response as they go out, without delay or fault: what the Response panel shows.
QByteArray responseBytes(const Response& response, const RequestHead& head, bool mustClose);

/// True when the client wishes to keep the connection after this request (RFC 9112 section 9.3).
bool wantsKeepAlive(const RequestHead& head);

} // namespace hookloupe
