// SPDX-License-Identifier: GPL-3.0-or-later
// Whatever the bytes: every split gives the same records, nothing is lost, and nothing grows beyond its limit.
#include "support/framing.h"

#include <cstdint>
#include <cstdio>
#include <cstdlib>

using namespace hookloupe;
using namespace hookloupe::test;

namespace {

void require(bool holds, const char* property)
{
    if (holds)
        return;
    std::fprintf(stderr, "Violated: %s\n", property);
    std::abort();
}

CaptureLimits smallLimits()
{
    CaptureLimits limits;
    limits.headBytes = 96;
    limits.bodyBytes = 12;
    limits.chunkMarkBytes = 48;
    return limits;
}

/// Pieces of 1 to 32 bytes, decided by the input alone so that a finding can be repeated.
std::function<qsizetype()> piecesFrom(QByteArrayView bytes)
{
    quint32 state = 2166136261U;
    for (const char byte : bytes)
        state = (state ^ static_cast<unsigned char>(byte)) * 16777619U;
    return [state]() mutable -> qsizetype {
        state = state * 1664525U + 1013904223U;
        return 1 + (state >> 27);
    };
}

void checkLimits(const Framed& framed, const CaptureLimits& limits)
{
    for (std::size_t i = 0; i < framed.requests.size(); ++i) {
        const Request& request = framed.requests[i];
        require(request.head.raw().size() <= limits.headBytes, "a head is within its limit");
        require(request.body.size() <= limits.bodyBytes, "a body is within its limit");
        require(request.chunkMarks.markBytes() <= limits.chunkMarkBytes, "chunk marks are within their limit");
        require(request.rest.size() <= RequestFramer::RestBytes, "the rest is within its limit");
        require(framed.mustClose[i] || !request.anomalies.hasFault(), "a fault closes the connection");
        require(i + 1 == framed.requests.size() || !request.anomalies.hasFault(), "nothing is framed behind a fault");
    }
}

void check(const QByteArray& bytes, const CaptureLimits& limits)
{
    const Framed whole = frameWhole(bytes, limits);
    require(whole.used == bytes.size(), "every byte is used");
    checkLimits(whole, limits);

    const QByteArray wire = wireBytes(whole);
    require(wire.size() + discardedBytes(whole) == bytes.size(), "every byte is kept or counted");
    require(discardedBytes(whole) > 0 || wire == bytes, "the raw bytes are those of the wire");
    require(bytes.startsWith(wire), "what is kept comes before what is discarded");

    const QByteArray wanted = describe(whole);
    require(describe(frame(bytes, limits, [] { return qsizetype(1); })) == wanted, "byte by byte gives the same");
    require(describe(frame(bytes, limits, piecesFrom(bytes), true)) == wanted, "every split gives the same");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const QByteArray bytes(reinterpret_cast<const char*>(data), static_cast<qsizetype>(size));
    check(bytes, CaptureLimits());
    check(bytes, smallLimits());
    return 0;
}
