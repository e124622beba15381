// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/captureengine.h"
#include "profile/profilecatalog.h"

#include <QByteArray>
#include <QString>

#include <memory>
#include <vector>

namespace hookloupe::bench {

/// Captures as `hookloupe serve` does, over sockets of the loopback address, with the sender in the same process.
class EngineCapture {
public:
    /// \param file  of the session
    EngineCapture(const QString& file, std::shared_ptr<const ProfileCatalog> catalog);
    ~EngineCapture();

    bool isListening() const { return m_port > 0; }
    /// Sends the requests over 64 connections and reads the answers.
    /// \return CPU microseconds of the process for each, without the sender's own; below 0 where one was not answered
    double microsecondsEach(const std::vector<QByteArray>& requests);

private:
    CaptureEngine m_engine;
    quint16 m_port = 0;
    std::vector<int> m_sockets;
};

} // namespace hookloupe::bench
