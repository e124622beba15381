// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

#include <memory>

namespace hookloupe {

class SocketWatch;

/// Tells which of many sockets can be read or written, at a cost that silent sockets do not add to.
///
/// Qt's event dispatchers pass every socket to poll() each time round, so that a thousand idle connections take half
/// the throughput of the others. Where the system has epoll, the event loop sees one descriptor for all of them here.
/// Everything of one set stays in the thread that made it.
class ReadinessSet final : public QObject {
    Q_OBJECT

public:
    enum class Means : quint8 {
        BestOfSystem,
        EventLoop, ///< a QSocketNotifier for each socket and direction
    };

    explicit ReadinessSet(Means means = Means::BestOfSystem);
    ~ReadinessSet() override;

private:
    friend class SocketWatch;

    /// \return false when the system does not take it: the watch has to ask the event loop itself
    bool set(SocketWatch& watch, quint64 id, qintptr descriptor, bool isReading, bool isWriting);
    void forget(quint64 id, qintptr descriptor);
    quint64 newId();
    void dispatch();

    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace hookloupe
