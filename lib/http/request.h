// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/systemtime.h"
#include "http/body.h"
#include "http/chunkmarks.h"
#include "http/requesthead.h"

#include <QByteArray>
#include <QByteArrayView>
#include <QString>

#include <functional>
#include <memory>
#include <optional>
#include <vector>

namespace hookloupe {

/// How the end of a body was found (RFC 9112 section 6). Stored in session files: append, never reorder.
enum class BodyFraming : quint8 { None, ContentLength, Chunked };

/// When the bytes of a request came, by the wall clock.
struct WireTimes {
    SystemTime firstByte {};
    SystemTime headEnd {};
    SystemTime lastByte {};
};

/// One end of a connection. The address is in its usual text form, without brackets.
struct SocketEnd {
    QString address;
    quint16 port = 0;
};

/// What the TLS handshake said.
struct TlsFacts {
    QString protocol; ///< "TLSv1.3"
    QString cipher; ///< name as OpenSSL gives it
    QString serverName; ///< from the SNI extension; empty without one
    std::vector<QByteArray> offeredProtocols; ///< from the ALPN extension, as offered
    QByteArray negotiatedProtocol; ///< ALPN result; empty when none was agreed
    QString clientCertificate; ///< subject of the client's certificate; empty without one; it is not checked
};

/// One request as it came over the wire: exact bytes, and the facts of its arrival.
///
/// Immutable once captured and shared as shared_ptr<const Request>; safe to read from several threads.
struct Request {
    RequestHead head;
    Body body; ///< as decoded from the transfer coding (chunked), before any content decoding
    BodyFraming framing = BodyFraming::None;
    ChunkMarks chunkMarks; ///< empty unless framing is Chunked
    QByteArray rest; ///< bytes behind a fault, which no framing explains
    qint64 discarded = 0; ///< bytes that were received but not kept, beyond a limit
    AnomalySet anomalies; ///< those of the head included
    WireTimes times;
    SocketEnd peer;
    SocketEnd local;
    std::optional<TlsFacts> tls;

    /// True when bytes are missing: the client left, or a limit cut it.
    bool isTruncated() const;
};

using RequestPtr = std::shared_ptr<const Request>;

/// Feeds the raw bytes of a request, exactly as they came (bytes beyond a limit excepted), piece by piece.
/// \param pieceBytes  largest piece that is read from a body file at a time
void forEachRawPiece(const Request& request, qint64 pieceBytes, const std::function<void(QByteArrayView)>& visit);

/// The raw bytes of a request in one string.
/// \param limit  at most this many bytes are put together
QByteArray rawBytes(const Request& request, qint64 limit);

/// Number of raw bytes, without reading them.
qint64 rawSize(const Request& request);

} // namespace hookloupe
