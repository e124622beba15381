// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "profiles/trial/profiletrial.h"

#include <QFutureWatcher>
#include <QObject>
#include <QTimer>

#include <functional>

namespace hookloupe {

/// Tries a profile in a thread of its own, a moment after the last change; only the newest result is told.
class TrialRunner final : public QObject {
    Q_OBJECT

public:
    /// \param input  asked for what is to be tried when a trial begins
    explicit TrialRunner(std::function<TrialInput()> input, QObject* parent = nullptr);
    ~TrialRunner() override;

    /// Something has changed.
    void request();
    /// The same, without the moment.
    void requestNow();

signals:
    void finished(const hookloupe::TrialResult& result);

private:
    void begin();

    std::function<TrialInput()> m_input;
    QFutureWatcher<TrialResult> m_watcher;
    QTimer m_wait;
    bool m_isOutdated = false; ///< something has changed while a trial runs
};

} // namespace hookloupe
