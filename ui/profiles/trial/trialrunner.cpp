// SPDX-License-Identifier: GPL-3.0-or-later
#include "profiles/trial/trialrunner.h"

#include "signature/crypto/threadstate.h"

#include <QtConcurrent>

namespace hookloupe {

using namespace std::chrono_literals;

TrialRunner::TrialRunner(std::function<TrialInput()> input, QObject* parent)
    : QObject(parent)
    , m_input(std::move(input))
{
    m_wait.setSingleShot(true);
    m_wait.setInterval(150ms);
    connect(&m_wait, &QTimer::timeout, this, &TrialRunner::begin);
    connect(&m_watcher, &QFutureWatcherBase::finished, this, [this] {
        if (m_isOutdated)
            begin();
        else
            emit finished(m_watcher.result());
    });
}

TrialRunner::~TrialRunner()
{
    m_watcher.disconnect(this);
    m_watcher.waitForFinished();
}

void TrialRunner::request()
{
    m_isOutdated = m_watcher.isRunning();
    m_wait.start();
}

void TrialRunner::requestNow()
{
    m_wait.stop();
    begin();
}

void TrialRunner::begin()
{
    m_isOutdated = m_watcher.isRunning();
    if (!m_isOutdated)
        m_watcher.setFuture(QtConcurrent::run([input = m_input()] {
            const CryptoThreadState state;
            return tryProfile(input);
        }));
}

} // namespace hookloupe
