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
/// Made from the response and what the request allows, played by the connection; only the Date header looks at the
/// clock. Rules: RFC 9110 section 6.4.1 (no body for HEAD, 1xx, 204, 304), RFC 9112 section 9 (keep-alive, HTTP/1.0,
/// Connection: close). Beyond these:
/// - A header of the plan replaces ours of the same name (Content-Length, Date, Connection). A Content-Length of the
///   plan that is not the size of its body goes out as told and ends the connection; so does `Connection: close`, and
///   a Transfer-Encoding of the plan, with which the body goes out as it is and without a Content-Length.
/// - CR, LF and NUL never leave a header or a reason: they are left out, and a header whose name is no token with them.
/// - A 1xx status is sent as the interim response that it is, followed by a final 200 with the same headers and the
///   body, since a client would wait for ever for the final one. 101 is followed by the end of the connection: no
///   other protocol is spoken here. HTTP/1.0 clients get the 200 alone (RFC 9110 section 15.2).
/// - A 2xx answer to CONNECT has no body and closes: no tunnel is made.
/// - Truncate promises 64 bytes more than the body and sends half of it, or 32 spaces where there is none. An answer
///   that can have no body is cut in the middle of its head.
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
