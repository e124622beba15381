// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "http/headerlist.h"

#include <QByteArray>

#include <optional>

namespace hookloupe {

/// A response as a client reads it from the wire.
struct WireResponse {
    int status = 0; ///< 0: no response came, or no whole one
    QByteArray version; ///< "HTTP/1.1"
    QByteArray reason;
    HeaderList headers;
    QByteArray body;
    qsizetype size = 0; ///< bytes that it took of the input

    /// Value of the first header of that name, in any case; empty without one.
    QByteArray header(const QByteArray& name) const;
};

/// Reads one response from the front of \p bytes.
/// \param isHead   the response to a HEAD request: no body follows
/// \param isEnded  nothing more will come, so that a body without a length ends here
/// \return none while it is not whole, or when it is no response
std::optional<WireResponse> parseWireResponse(const QByteArray& bytes, bool isHead, bool isEnded);

} // namespace hookloupe
