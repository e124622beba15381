// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArrayView>
#include <QtGlobal>

#include <vector>

namespace hookloupe {

/// What is unusual or wrong in a request. The order is stored in session files: append, never reorder.
enum class Anomaly : quint8 {
    // Harmless to framing: captured and answered as usual
    LeadingEmptyLines, ///< empty lines before the request line
    BareLf, ///< a line that ends in LF without CR
    BareCr, ///< a CR inside a line
    ExtraSpaces, ///< more than one space, or tabs, in the request line
    SpaceInTarget, ///< unescaped white space within the target
    NulInHead, ///< a NUL byte in the head
    ObsoleteFold, ///< a header continued on the next line (RFC 9112 section 5.2)
    BadHeaderName, ///< a header name that is not a token, or white space before its colon
    HeaderWithoutColon,
    UnusualVersion, ///< a version 1.x that is not written 1.0 or 1.1
    MissingHost, ///< HTTP/1.1 without a Host header
    RepeatedContentLength, ///< the same length given more than once
    LengthAndChunked, ///< Transfer-Encoding and Content-Length; chunked decides, the connection is closed afterwards
    ChunkExtension,
    OtherTransferCoding, ///< another coding below chunked, such as "gzip, chunked"; the body is kept in that coding
    Pipelined, ///< came before the previous request was answered
    // Faults: captured with all bytes, answered with an error, the connection is closed
    BadRequestLine,
    BadMethod, ///< the method is not a token
    MissingVersion, ///< HTTP/0.9 form
    UnsupportedVersion, ///< a major version other than 1
    Http2Preface, ///< the client speaks HTTP/2 without negotiation
    BadContentLength,
    ConflictingContentLength,
    BadTransferEncoding, ///< Transfer-Encoding that does not end in chunked, or in HTTP/1.0
    AmbiguousFramingHeader, ///< Content-Length or Transfer-Encoding hidden in a malformed header line
    BadChunkSize,
    BadChunkEnd, ///< chunk data not followed by a line end
    // The request ended before its end
    IncompleteHead,
    IncompleteBody,
    ConnectionReset,
    // Limits
    TargetTooLong,
    HeadTooLarge,
    BodyTooLarge,
    HeadTooSlow,
    BodyTooSlow,
};

/// The stable name of an anomaly in outputs: "bare-lf".
QByteArrayView anomalyCode(Anomaly anomaly);

/// A set of anomalies. A value of 8 bytes.
class AnomalySet {
public:
    AnomalySet() = default;
    /// \param bits  as bits() returned them; unknown bits are kept
    static AnomalySet fromBits(quint64 bits);

    void add(Anomaly anomaly) { m_bits |= bit(anomaly); }
    void add(AnomalySet others) { m_bits |= others.m_bits; }
    bool contains(Anomaly anomaly) const { return (m_bits & bit(anomaly)) != 0; }
    bool isEmpty() const { return m_bits == 0; }
    /// True when one of them is a fault, an early end or a limit: the request is not a whole, well-formed one.
    bool hasFault() const;
    quint64 bits() const { return m_bits; }
    std::vector<Anomaly> list() const;

    bool operator==(const AnomalySet&) const = default;

private:
    static constexpr quint64 bit(Anomaly anomaly) { return quint64(1) << static_cast<quint8>(anomaly); }

    quint64 m_bits = 0;
};

} // namespace hookloupe
