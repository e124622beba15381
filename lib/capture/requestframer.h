// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "capture/capturelimits.h"
#include "capture/chunkeddecoder.h"
#include "http/request.h"

#include <QByteArray>
#include <QByteArrayView>

#include <optional>

namespace hookloupe {

struct BodyFramingDecision;

/// Cuts a stream of bytes into requests. Pure and incremental: no socket, no clock, no file.
///
/// Lenient to capture, strict to frame. Whatever the bytes and however they are split, the result is the same, and
/// the raw bytes of the requests put together are the bytes that were fed. One request at a time: feed() stops after
/// one; take it with takeRequest() and feed the rest.
///
/// When a fault is decided: faults of the head at its empty line, so that the record holds the whole head. Behind a
/// first line without a version no headers can be expected: there the head ends with that line (HTTP/0.9 and bytes
/// that are no HTTP at all), and nobody waits for more. Faults of a chunked body at the line that has them.
/// Limits: of a longer head exactly the first CaptureLimits::headBytes bytes are kept (TargetTooLong within the request
/// line, HeadTooLarge otherwise, empty lines before it included). A length beyond the body limit is BodyTooLarge at the
/// end of the head, a chunk at its size line; so are chunk marks beyond their limit, trailers included. Behind a limit
/// every byte is discarded and counted; behind a fault RestBytes are kept first.
///
/// The owner may move the body out of memory while it grows (takeBody()). The framer never holds more than the head
/// limit, the chunk marks limit, one body piece per feed() and 64 KiB behind a fault.
class RequestFramer {
public:
    enum class State : quint8 {
        Head, ///< waiting for, or within, the request line and headers
        Body, ///< the head is whole, the body is not
        Complete, ///< a whole request is there
        /// The request is at fault or over a limit. Bytes fed now are kept as its rest (up to RestBytes) or counted
        /// as discarded; the connection cannot go on.
        Broken,
    };

    static constexpr qsizetype RestBytes = 64 << 10;

    explicit RequestFramer(const CaptureLimits& limits);

    State state() const { return m_state; }
    /// True before the first byte of a request (empty lines count as bytes).
    bool isAtStart() const;
    /// The head, once state() is Body, Complete or Broken; before that, empty.
    const RequestHead& head() const { return m_head; }
    /// What was found so far.
    AnomalySet anomalies() const { return m_anomalies; }
    /// True while the body has not begun and the client waits for "100 Continue" (RFC 9110 section 10.1.1).
    bool expectsContinue() const;
    /// Number of bytes of the decoded body so far, taken ones included.
    qint64 bodyBytes() const { return m_bodyBytes; }

    /// Takes bytes from the front of \p bytes.
    /// \return how many were used: all of them unless a request became complete on the way
    qsizetype feed(QByteArrayView bytes);

    /// The input has ended (end of stream, reset, or too slow) within a request: it becomes Broken and says why.
    /// \param why  IncompleteHead and IncompleteBody are chosen by the framer when \p why is either of them
    void endInput(Anomaly why);

    /// Moves the decoded body out that has gathered since the last call.
    QByteArray takeBody();

    /// Moves the finished or broken request out, with what takeBody() has not taken as its body, and starts anew.
    /// Times, ends and TLS facts are for the owner to fill.
    Request takeRequest();

    /// True when the connection must not be used for another request after this one, as far as framing can tell.
    bool mustClose() const { return m_mustClose; }

private:
    qsizetype feedHead(QByteArrayView bytes);
    qsizetype feedBody(QByteArrayView bytes);
    qsizetype headEnd(QByteArrayView bytes);
    bool isPartialLineEmpty() const;
    void parseHead();
    void finishHead();
    void beginBody(const BodyFramingDecision& decision);
    void finishChunks();
    void keepRest(QByteArrayView bytes);
    void breakWith(Anomaly fault);

    CaptureLimits m_limits;
    State m_state = State::Head;
    QByteArray m_headBytes;
    qsizetype m_lineStart = 0; ///< where the line begins that is being read, within m_headBytes
    bool m_sawRequestLine = false;
    RequestHead m_head;
    AnomalySet m_anomalies;
    BodyFraming m_framing = BodyFraming::None;
    bool m_isContinueExpected = false;
    qint64 m_remaining = 0; ///< bytes of a body with a length still to come
    qint64 m_bodyBytes = 0;
    QByteArray m_body;
    std::optional<ChunkedDecoder> m_chunks; ///< while a chunked body is being read
    ChunkMarks m_marks;
    QByteArray m_rest;
    qint64 m_discarded = 0;
    bool m_isRestKept = false; ///< Broken by a fault, not by a limit
    bool m_mustClose = false;
};

} // namespace hookloupe
