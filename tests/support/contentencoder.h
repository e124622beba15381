// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

#include <brotli/encode.h>
#include <zlib.h>
#include <zstd.h>

namespace hookloupe {

inline QByteArray viaZlib(const QByteArray& plain, int windowBits)
{
    z_stream stream {};
    if (deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, windowBits, 8, Z_DEFAULT_STRATEGY) != Z_OK)
        return {};
    QByteArray out(static_cast<qsizetype>(deflateBound(&stream, static_cast<uLong>(plain.size()))) + 64, '\0');
    QByteArray input = plain;
    stream.next_in = reinterpret_cast<Bytef*>(input.data());
    stream.avail_in = static_cast<uInt>(input.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    deflate(&stream, Z_FINISH);
    out.truncate(static_cast<qsizetype>(stream.total_out));
    deflateEnd(&stream);
    return out;
}

inline QByteArray viaBrotli(const QByteArray& plain)
{
    std::size_t size = BrotliEncoderMaxCompressedSize(static_cast<std::size_t>(plain.size())) + 64;
    QByteArray out(static_cast<qsizetype>(size), '\0');
    BrotliEncoderCompress(5, 22, BROTLI_MODE_GENERIC, static_cast<std::size_t>(plain.size()),
        reinterpret_cast<const std::uint8_t*>(plain.constData()), &size, reinterpret_cast<std::uint8_t*>(out.data()));
    return out.first(static_cast<qsizetype>(size));
}

inline QByteArray viaZstd(const QByteArray& plain)
{
    QByteArray out(static_cast<qsizetype>(ZSTD_compressBound(static_cast<std::size_t>(plain.size()))), '\0');
    const std::size_t size = ZSTD_compress(
        out.data(), static_cast<std::size_t>(out.size()), plain.constData(), static_cast<std::size_t>(plain.size()), 3);
    return out.first(static_cast<qsizetype>(size));
}

/// \param coding  gzip, deflate, "raw deflate", br or zstd
inline QByteArray encoded(const QByteArray& coding, const QByteArray& plain)
{
    if (coding == "gzip")
        return viaZlib(plain, 15 + 16);
    if (coding == "deflate")
        return viaZlib(plain, 15);
    if (coding == "raw deflate")
        return viaZlib(plain, -15);
    return coding == "br" ? viaBrotli(plain) : viaZstd(plain);
}

} // namespace hookloupe
