// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QString>

#include <functional>
#include <memory>

namespace hookloupe {

/// Undoes one content coding, piece by piece.
///
/// Trailing bytes behind a complete stream are counted and left alone. Nothing is allocated by a length that the
/// stream claims, windows excepted: at most 16 MiB (brotli), 8 MiB (zstd, as RFC 9659 asks), 32 KiB (zlib).
class ContentCoding {
public:
    /// Takes decoded bytes; false stops the decoding.
    using Sink = std::function<bool(QByteArrayView)>;
    enum class State {
        Running, ///< within a stream, or before the first
        Between, ///< a stream is complete; another may follow (members of gzip, frames of zstd)
        Trailing, ///< complete; the rest is no such stream
        Corrupt,
        Stopped, ///< by the sink
    };

    /// \param name  gzip, x-gzip, deflate, br or zstd, without regard to case
    /// \return null when there is no such coding
    static std::unique_ptr<ContentCoding> create(QByteArrayView name);

    virtual ~ContentCoding() = default;
    ContentCoding(const ContentCoding&) = delete;
    ContentCoding& operator=(const ContentCoding&) = delete;

    /// Decodes a piece into \p sink. Once corrupt or stopped it does nothing.
    void write(QByteArrayView piece, const Sink& sink);
    /// Says that no more comes: what might have begun another stream is trailing then.
    void finish();

    State state() const { return m_state; }
    /// Bytes taken so far, trailing ones excepted. When corrupt: up to where all was sound, as the library tells it.
    qint64 offset() const { return m_offset; }
    qint64 trailingBytes() const { return m_trailing; }
    /// What the library said about the damage; empty when it said nothing.
    const QString& damage() const { return m_damage; }

protected:
    ContentCoding() = default;

    /// Takes bytes from the front of \p piece, all of them while the state is Running or Between.
    virtual void decode(QByteArrayView& piece, const Sink& sink) = 0;
    /// Bytes taken since the last stream ended that do not yet show whether they begin another one.
    virtual qint64 undecidedBytes() const = 0;

    bool isOpen() const { return m_state == State::Running || m_state == State::Between; }
    void setState(State state) { m_state = state; }
    void fail(const QString& damage);
    /// \return false when the sink wants no more
    bool emitBytes(const Sink& sink, const char* bytes, std::size_t size);
    /// The undecided bytes and all that follow are trailing.
    void endInTrailing();

private:
    State m_state = State::Running;
    qint64 m_offset = 0;
    qint64 m_trailing = 0;
    QString m_damage;
};

} // namespace hookloupe
