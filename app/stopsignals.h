// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

#include <memory>

class QSocketNotifier;

namespace hookloupe {

/// Turns SIGINT and SIGTERM into a Qt signal. One object at a time; the earlier handlers come back when it goes.
class StopSignals final : public QObject {
    Q_OBJECT

public:
    explicit StopSignals(QObject* parent = nullptr);
    ~StopSignals() override;

signals:
    /// Once for each signal that came.
    void stopAsked();

private:
    void drain();

    struct Handlers;
    std::unique_ptr<Handlers> m_handlers;
    std::unique_ptr<QSocketNotifier> m_notifier;
};

} // namespace hookloupe
