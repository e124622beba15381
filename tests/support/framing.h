// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "capture/requestframer.h"

#include <QByteArray>

#include <functional>
#include <utility>
#include <vector>

namespace hookloupe::test {

/// What a framer made of a stream of bytes.
struct Framed {
    std::vector<Request> requests;
    std::vector<bool> mustClose; ///< one per request
    qsizetype used = 0; ///< bytes that went into them; all, unless a request was broken by the end of the input
};

/// Feeds \p bytes as a connection would and takes every request; a broken one takes all that is left. At the end of
/// the bytes the input ends.
/// \param nextPiece  the length of the piece to feed next: 1 and up
/// \param takesBodies  whether the body is taken out while it arrives, as for a spilled one
inline Framed frame(const QByteArray& bytes, const CaptureLimits& limits, const std::function<qsizetype()>& nextPiece,
    bool takesBodies = false)
{
    Framed framed;
    RequestFramer framer(limits);
    QByteArray taken;
    const auto finish = [&] {
        framed.mustClose.push_back(framer.mustClose());
        Request request = framer.takeRequest();
        if (takesBodies)
            request.body = Body(std::exchange(taken, {}) + request.body.bytes());
        framed.requests.push_back(std::move(request));
    };
    while (framed.used < bytes.size()) {
        QByteArrayView piece = QByteArrayView(bytes).sliced(framed.used, qMin(nextPiece(), bytes.size() - framed.used));
        while (!piece.isEmpty()) {
            const qsizetype used = framer.feed(piece);
            framed.used += used;
            piece = piece.sliced(used);
            if (takesBodies)
                taken += framer.takeBody();
            if (framer.state() == RequestFramer::State::Complete)
                finish();
            else if (!piece.isEmpty())
                return framed; // a framer that is not complete has to use everything: the caller sees the lack
        }
    }
    if (framer.state() != RequestFramer::State::Broken && !framer.isAtStart())
        framer.endInput(Anomaly::IncompleteBody);
    if (framer.state() == RequestFramer::State::Broken)
        finish();
    return framed;
}

inline Framed frameWhole(const QByteArray& bytes, const CaptureLimits& limits = {})
{
    return frame(bytes, limits, [&bytes] { return qMax<qsizetype>(1, bytes.size()); });
}

/// Everything of a request that the wire decides, as text: equal texts are equal records.
inline QByteArray describe(const Request& request, bool mustClose)
{
    QByteArray text = "head " + request.head.raw().toPercentEncoding() + "\nmethod "
        + request.head.method().toByteArray() + "\ntarget " + request.head.target().toByteArray() + "\nversion "
        + request.head.version().toByteArray();
    for (const auto& [name, value] : request.head.headers())
        text += "\nheader " + name + '=' + value;
    text += "\nbody " + request.body.bytes().toPercentEncoding() + "\nframing "
        + QByteArray::number(static_cast<int>(request.framing)) + "\nmarks " + request.chunkMarks.encoded().toHex()
        + "\nrest " + request.rest.toPercentEncoding() + "\ndiscarded " + QByteArray::number(request.discarded)
        + "\nclose " + (mustClose ? "yes" : "no") + "\nanomalies";
    for (const Anomaly anomaly : request.anomalies.list())
        text += ' ' + anomalyCode(anomaly).toByteArray();
    return text;
}

inline QByteArray describe(const Framed& framed)
{
    QByteArray text;
    for (std::size_t i = 0; i < framed.requests.size(); ++i)
        text += describe(framed.requests[i], framed.mustClose[i]) + "\n\n";
    return text;
}

/// The raw bytes of all requests, put together.
inline QByteArray wireBytes(const Framed& framed)
{
    QByteArray bytes;
    for (const Request& request : framed.requests)
        bytes += rawBytes(request, rawSize(request));
    return bytes;
}

inline qint64 discardedBytes(const Framed& framed)
{
    qint64 sum = 0;
    for (const Request& request : framed.requests)
        sum += request.discarded;
    return sum;
}

} // namespace hookloupe::test
