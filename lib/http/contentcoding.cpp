// SPDX-License-Identifier: GPL-3.0-or-later
#include "http/contentcoding.h"

#include "http/requesthead.h"

#include <brotli/decode.h>
#include <zlib.h>
#include <zstd.h>
#include <zstd_errors.h>

#include <array>
#include <limits>

namespace hookloupe {

using namespace Qt::StringLiterals;

namespace {

constexpr std::size_t OutputPiece = 32 * 1024;
constexpr int GzipWindow = 15 + 16;
constexpr int ZlibWindow = 15;
constexpr int RawWindow = -15;
constexpr int ZstdWindowLog = 23; // 8 MiB: RFC 9659 section 3
constexpr qint64 ZstdMagicBytes = 4;

/// gzip (RFC 1952, several members in a row), or deflate: the zlib form that RFC 9110 section 8.4.1.2 means, and the
/// raw form that some clients send instead.
class ZlibCoding final : public ContentCoding {
public:
    enum class Form { Gzip, Deflate };

    explicit ZlibCoding(Form form)
        : m_form(form)
    {
    }
    ~ZlibCoding() override
    {
        if (m_hasStream)
            inflateEnd(&m_stream);
    }

protected:
    void decode(QByteArrayView& piece, const Sink& sink) override
    {
        while (!piece.isEmpty() && isOpen()) {
            if (m_isInStream)
                run(piece, sink);
            else
                takeLead(piece, sink);
        }
    }

    qint64 undecidedBytes() const override { return m_lead.size(); }

private:
    int windowBits() const
    {
        if (m_form == Form::Gzip)
            return GzipWindow;
        // RFC 1950 section 2.2. A raw stream that begins so would be a stored block with filled padding bits, which
        // no encoder writes.
        const auto first = static_cast<unsigned char>(m_lead[0]);
        const auto second = static_cast<unsigned char>(m_lead[1]);
        const bool isZlib = (first & 0x0f) == Z_DEFLATED && (first >> 4) <= 7 && (first * 256u + second) % 31 == 0;
        return isZlib ? ZlibWindow : RawWindow;
    }

    /// Collects the two bytes that tell what begins here, then begins it with them.
    void takeLead(QByteArrayView& piece, const Sink& sink)
    {
        m_lead += piece.front();
        piece = piece.sliced(1);
        if (m_lead.size() < 2)
            return;
        if (state() == State::Between && (m_form == Form::Deflate || m_lead != "\x1f\x8b")) {
            endInTrailing();
            return;
        }
        const int opened = m_hasStream ? inflateReset(&m_stream) : inflateInit2(&m_stream, windowBits());
        if (opened != Z_OK) {
            fail(u"out of memory"_s);
            return;
        }
        m_hasStream = true;
        m_isInStream = true;
        setState(State::Running);
        const QByteArray lead = std::exchange(m_lead, {});
        QByteArrayView input(lead);
        run(input, sink);
    }

    void run(QByteArrayView& input, const Sink& sink)
    {
        std::array<char, OutputPiece> output; // NOLINT(*-member-init): written before it is read
        constexpr auto MaxInput = qsizetype(std::numeric_limits<int>::max());
        bool isFull = false;
        do {
            const auto given = static_cast<uInt>(qMin(input.size(), MaxInput));
            // zlib's interface wants non-const input, which it does not write to
            m_stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(input.data()));
            m_stream.avail_in = given;
            m_stream.next_out = reinterpret_cast<Bytef*>(output.data());
            m_stream.avail_out = static_cast<uInt>(output.size());
            const int result = inflate(&m_stream, Z_NO_FLUSH);
            input = input.sliced(qsizetype(given) - qsizetype(m_stream.avail_in));
            isFull = m_stream.avail_out == 0;
            if (!emitBytes(sink, output.data(), output.size() - m_stream.avail_out))
                return;
            if (result == Z_STREAM_END) {
                m_isInStream = false;
                setState(State::Between);
                return;
            }
            if (result != Z_OK && result != Z_BUF_ERROR) {
                fail(result == Z_NEED_DICT ? u"it wants a preset dictionary"_s : QString::fromLatin1(m_stream.msg));
                return;
            }
        } while (!input.isEmpty() || isFull);
    }

    Form m_form;
    z_stream m_stream {};
    bool m_hasStream = false;
    bool m_isInStream = false;
    QByteArray m_lead;
};

/// Brotli (RFC 7932).
class BrotliCoding final : public ContentCoding {
protected:
    void decode(QByteArrayView& piece, const Sink& sink) override
    {
        if (!m_decoder) {
            fail(u"out of memory"_s);
            return;
        }
        if (state() == State::Between) {
            endInTrailing();
            return;
        }
        std::array<char, OutputPiece> output; // NOLINT(*-member-init): written before it is read
        while (state() == State::Running) {
            std::size_t inputLeft = static_cast<std::size_t>(piece.size());
            const auto* input = reinterpret_cast<const std::uint8_t*>(piece.data());
            std::size_t outputLeft = output.size();
            auto* next = reinterpret_cast<std::uint8_t*>(output.data());
            const auto result
                = BrotliDecoderDecompressStream(m_decoder.get(), &inputLeft, &input, &outputLeft, &next, nullptr);
            piece = piece.last(static_cast<qsizetype>(inputLeft));
            if (!emitBytes(sink, output.data(), output.size() - outputLeft))
                return;
            if (result == BROTLI_DECODER_RESULT_SUCCESS)
                setState(piece.isEmpty() ? State::Between : State::Trailing);
            else if (result == BROTLI_DECODER_RESULT_ERROR)
                fail(QString::fromLatin1(BrotliDecoderErrorString(BrotliDecoderGetErrorCode(m_decoder.get()))));
            else if (result == BROTLI_DECODER_RESULT_NEEDS_MORE_INPUT)
                return;
        }
    }

    qint64 undecidedBytes() const override { return 0; }

private:
    std::unique_ptr<BrotliDecoderState, decltype(&BrotliDecoderDestroyInstance)> m_decoder {
        BrotliDecoderCreateInstance(nullptr, nullptr, nullptr), &BrotliDecoderDestroyInstance
    };
};

/// Zstandard (RFC 8878), several frames in a row.
class ZstdCoding final : public ContentCoding {
public:
    ZstdCoding()
    {
        if (m_context)
            ZSTD_DCtx_setParameter(m_context.get(), ZSTD_d_windowLogMax, ZstdWindowLog);
    }

protected:
    void decode(QByteArrayView& piece, const Sink& sink) override
    {
        if (!m_context)
            fail(u"out of memory"_s);
        std::array<char, OutputPiece> output; // NOLINT(*-member-init): written before it is read
        bool isFull = false;
        while (isOpen() && (!piece.isEmpty() || isFull)) {
            ZSTD_inBuffer input { piece.data(), static_cast<std::size_t>(piece.size()), 0 };
            ZSTD_outBuffer target { output.data(), output.size(), 0 };
            const std::size_t result = ZSTD_decompressStream(m_context.get(), &target, &input);
            if (ZSTD_isError(result) != 0) {
                if (state() == State::Between && ZSTD_getErrorCode(result) == ZSTD_error_prefix_unknown)
                    endInTrailing();
                else
                    fail(QString::fromLatin1(ZSTD_getErrorName(result)));
                return;
            }
            piece = piece.sliced(static_cast<qsizetype>(input.pos));
            m_inFrame = result == 0 ? 0 : m_inFrame + static_cast<qint64>(input.pos);
            isFull = result != 0 && target.pos == output.size();
            if (result == 0)
                setState(State::Between);
            else if (m_inFrame >= ZstdMagicBytes)
                setState(State::Running);
            if (!emitBytes(sink, output.data(), target.pos))
                return;
        }
    }

    qint64 undecidedBytes() const override { return state() == State::Between ? m_inFrame : 0; }

private:
    std::unique_ptr<ZSTD_DCtx, decltype(&ZSTD_freeDCtx)> m_context { ZSTD_createDCtx(), &ZSTD_freeDCtx };
    qint64 m_inFrame = 0;
};

} // namespace

std::unique_ptr<ContentCoding> ContentCoding::create(QByteArrayView name)
{
    if (equalsIgnoringCase(name, "gzip") || equalsIgnoringCase(name, "x-gzip"))
        return std::make_unique<ZlibCoding>(ZlibCoding::Form::Gzip);
    if (equalsIgnoringCase(name, "deflate"))
        return std::make_unique<ZlibCoding>(ZlibCoding::Form::Deflate);
    if (equalsIgnoringCase(name, "br"))
        return std::make_unique<BrotliCoding>();
    if (equalsIgnoringCase(name, "zstd"))
        return std::make_unique<ZstdCoding>();
    return nullptr;
}

void ContentCoding::write(QByteArrayView piece, const Sink& sink)
{
    const qsizetype before = piece.size();
    if (isOpen() && !piece.isEmpty())
        decode(piece, sink);
    m_offset += before - piece.size();
    if (m_state == State::Trailing)
        m_trailing += piece.size();
}

void ContentCoding::finish()
{
    if (m_state == State::Between && undecidedBytes() > 0)
        endInTrailing();
}

void ContentCoding::fail(const QString& damage)
{
    m_state = State::Corrupt;
    m_damage = damage;
}

bool ContentCoding::emitBytes(const Sink& sink, const char* bytes, std::size_t size)
{
    if (size == 0 || sink(QByteArrayView(bytes, static_cast<qsizetype>(size))))
        return true;
    m_state = State::Stopped;
    return false;
}

void ContentCoding::endInTrailing()
{
    // The bytes of this call are added to the offset when it ends, so this balances them
    m_offset -= undecidedBytes();
    m_trailing += undecidedBytes();
    m_state = State::Trailing;
}

} // namespace hookloupe
