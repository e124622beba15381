// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "http/headerlist.h"

#include <QByteArray>
#include <QByteArrayView>

#include <chrono>
#include <memory>
#include <optional>

namespace hookloupe {

/// Ways to treat a client badly on purpose. Stored in session files: append, never reorder.
enum class Fault : quint8 {
    None,
    Timeout, ///< never answers; the connection stays open until the client leaves
    Reset, ///< RST instead of an answer
    Close, ///< FIN without an answer
    Truncate, ///< promises more body than it sends, then FIN
    Garbage, ///< bytes that are no HTTP response, then FIN
};

/// The name of a fault in the command line and in outputs: "timeout"; empty for None.
QByteArrayView faultName(Fault fault);
std::optional<Fault> faultFromName(QByteArrayView name);

/// What we answer, or will answer.
struct Response {
    int status = 200; ///< 100 to 999; meaningless with Timeout, Reset, Close and Garbage
    QByteArray reason; ///< empty: the registered phrase of the status
    HeaderList headers; ///< beside Content-Length, Date and Connection, which the wire adds
    QByteArray body;
    std::chrono::milliseconds delay { 0 }; ///< from the last byte of the request; 0 to 1 day
    Fault fault = Fault::None;

    bool operator==(const Response&) const = default;
};

using ResponsePtr = std::shared_ptr<const Response>;

/// The registered reason phrase, or one that tells the class for a status that has none.
/// Source: IANA HTTP status code registry.
QByteArrayView reasonPhrase(int status);

} // namespace hookloupe
