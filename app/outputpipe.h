// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QObject>
#include <QSocketNotifier>
#include <QString>

namespace hookloupe {

/// Standard output for a program that must not wait for its reader.
///
/// The descriptor stays in blocking mode, because others may share it (a terminal, the shell's pipe): it is asked
/// first, and written in pieces that then do not block.
class OutputPipe final : public QObject {
    Q_OBJECT

public:
    /// \param descriptor  stays open when this object goes
    explicit OutputPipe(int descriptor, QObject* parent = nullptr);

    /// Takes the bytes, and sends at once what the reader has room for.
    void write(const QByteArray& bytes);
    /// Bytes that the reader has not taken yet.
    qsizetype pendingBytes() const { return m_pending.size() - m_sent; }
    bool isBroken() const { return m_isBroken; }

signals:
    /// Everything was sent, after it had to wait.
    void drained();
    /// Nothing can be sent any more; what is pending is dropped.
    /// \param detail  empty when the reader has left, which is its right
    void broken(const QString& detail);

private:
    void send();
    bool hasRoom() const;
    void breakWith(int error);

    int m_descriptor;
    qsizetype m_pieceBytes;
    QByteArray m_pending;
    qsizetype m_sent = 0; ///< of m_pending
    bool m_isBroken = false;
    QSocketNotifier m_notifier;
};

} // namespace hookloupe
