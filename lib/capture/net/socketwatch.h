// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "capture/net/readinessset.h"

#include <QObject>
#include <QSocketNotifier>

#include <memory>

namespace hookloupe {

/// Says when one socket can be read or written, as long as it can and is asked to.
///
/// The end or the loss of the connection counts as readable and as writable. Both directions are off at first.
/// The descriptor must be open while a direction is on. Lives in the thread of its set.
class SocketWatch final : public QObject {
    Q_OBJECT

public:
    /// \param set  shared by all sockets of a thread
    SocketWatch(std::shared_ptr<ReadinessSet> set, qintptr descriptor);
    ~SocketWatch() override;

    bool isReading() const { return m_isReading; }
    bool isWriting() const { return m_isWriting; }
    void setReading(bool isReading);
    void setWriting(bool isWriting);
    /// Both directions off.
    void stop();

signals:
    void readable();
    void writable();

private:
    void update();
    void useEventLoop();

    std::shared_ptr<ReadinessSet> m_set;
    qintptr m_descriptor;
    quint64 m_id;
    bool m_isReading = false;
    bool m_isWriting = false;
    std::unique_ptr<QSocketNotifier> m_readNotifier; ///< these two only where the set cannot watch it
    std::unique_ptr<QSocketNotifier> m_writeNotifier;
};

} // namespace hookloupe
