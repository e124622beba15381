// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "http/body.h"
#include "http/contentcoding.h"
#include "http/requesthead.h"

#include <QByteArray>
#include <QString>

#include <memory>
#include <vector>

namespace hookloupe {

/// How much a decoded body may become.
struct DecodeLimits {
    qint64 maxBytes = qint64(256) * 1024 * 1024; ///< of output; of what lies between stacked codings as well
    qint64 maxRatio = 250; ///< output to input of one coding; 1 and up
    qint64 freeBytes = qint64(8) * 1024 * 1024; ///< output of one coding to which the ratio does not apply
};

enum class DecodeEnd {
    Complete,
    UnknownCoding, ///< nothing was decoded
    TooManyCodings, ///< nothing was decoded
    Corrupt,
    Incomplete, ///< the stream stops before its end
    SizeLimit,
    RatioLimit,
    Cancelled, ///< by the sink
    Unreadable, ///< the body's file could not be read
};

/// How a decoding ended. What had been decoded until then is good to show in every case.
struct DecodeOutcome {
    DecodeEnd end = DecodeEnd::Complete;
    QByteArray coding; ///< the one that failed, is unknown or was cut; empty when complete
    qint64 offset = 0; ///< how far into the input of that coding
    qint64 decodedBytes = 0;
    qint64 trailingBytes = 0; ///< behind a complete stream, left alone
    QString detail; ///< one English sentence; empty when complete
};

/// Undoes the codings of a Content-Encoding, the last one first (RFC 9110 section 8.4), piece by piece.
///
/// Knows gzip, x-gzip, deflate (zlib and raw), br, zstd, identity; at most MaxCodings of them. An empty body is
/// complete in every coding. Not thread-safe; use it in one thread.
class ContentDecoder {
public:
    /// Takes decoded bytes; false stops the decoding.
    using Sink = ContentCoding::Sink;
    static constexpr std::size_t MaxCodings = 8;

    /// \param contentEncoding  value of the header; several are joined by commas
    ContentDecoder(QByteArrayView contentEncoding, const DecodeLimits& limits, Sink sink);

    /// False when the bytes go through as they are: no coding beside identity.
    bool hasCodings() const { return !m_stages.empty(); }
    /// \return false when nothing more is wanted: it failed, or a limit or the sink cut it
    bool write(QByteArrayView piece);
    /// Says that no more comes.
    DecodeOutcome finish();

private:
    struct Stage {
        QByteArray name;
        std::unique_ptr<ContentCoding> coding;
        qint64 input = 0;
        qint64 output = 0;
    };

    bool pass(std::size_t index, QByteArrayView bytes);
    bool account(std::size_t index, QByteArrayView bytes);
    bool deliver(QByteArrayView bytes);
    bool stop(DecodeEnd end, const Stage* stage, const QString& detail);
    void judge(Stage& stage);

    DecodeLimits m_limits;
    Sink m_sink;
    std::vector<Stage> m_stages; ///< in the order of decoding
    DecodeOutcome m_outcome;
};

/// All Content-Encoding headers of a request, joined by commas; empty without one.
QByteArray contentEncodingOf(const RequestHead& head);

/// Decodes a body piecewise into \p sink; a body in a file is never in memory as a whole.
DecodeOutcome decodeBody(
    const Body& body, QByteArrayView contentEncoding, const DecodeLimits& limits, const ContentDecoder::Sink& sink);

} // namespace hookloupe
