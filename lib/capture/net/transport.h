// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "http/request.h"

#include <QByteArray>
#include <QObject>

namespace hookloupe {

/// A connection's byte stream, plain or through TLS. Capture thread only.
///
/// Signals may be emitted from within read(), write() and pause calls of the event loop only, never from the
/// constructor. After gone() nothing more comes.
class Transport : public QObject {
    Q_OBJECT

public:
    using QObject::QObject;

    /// Takes what has arrived, at most \p size bytes; 0 when there is nothing now.
    virtual qsizetype read(char* buffer, qsizetype size) = 0;
    /// While reading is paused, arriving bytes wait in the system and the client is slowed down; the end of the client
    /// is still noticed where the system tells.
    virtual void pauseReading(bool isPaused) = 0;
    /// Sends now what the system takes, the rest as it drains.
    virtual void write(const QByteArray& bytes) = 0;
    /// Bytes given to write() that the system has not taken yet.
    virtual qint64 bytesToWrite() const = 0;
    /// True once the client has said that it sends no more.
    virtual bool isInputEnded() const = 0;
    /// Sends FIN behind what is written; reading goes on, so that a client that still sends gets its answer.
    virtual void finishSending() = 0;
    /// Closes so that the client sees RST.
    virtual void reset() = 0;

    virtual SocketEnd peerEnd() const = 0;
    virtual SocketEnd localEnd() const = 0;

signals:
    void readable();
    /// Everything that was written has been taken by the system.
    void drained();
    /// The client sends no more; it may still read.
    void inputEnded();
    /// The connection is broken or closed in both directions.
    void gone();
};

} // namespace hookloupe
