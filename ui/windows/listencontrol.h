// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "capture/listenaddress.h"

#include <QObject>
#include <QStringList>
#include <QUrl>

#include <optional>

namespace hookloupe {

class CaptureEngine;
class SettingsStore;

/// The capture switch: starts and stops listening as the settings say, and knows what came of it.
class ListenControl final : public QObject {
    Q_OBJECT

public:
    enum class State { Off, Starting, On, Failed };

    ListenControl(CaptureEngine& engine, SettingsStore& settings, QObject* parent = nullptr);

    State state() const { return m_state; }
    /// Where providers send to; the address that is wished for while it does not listen.
    QString url() const;
    /// "127.0.0.1:8787" for each address that is open.
    QStringList openAddresses() const;
    bool isLoopbackOnly() const;
    /// Why it does not listen, with State::Failed.
    const std::optional<ListenError>& error() const { return m_error; }
    /// The port to offer when the wished one is taken; 0 where none is.
    quint16 nextPort() const;

    void start();
    void pause();
    /// Listens on nextPort() instead, until the settings change or the program ends.
    void useNextPort();

signals:
    void changed();

private:
    std::vector<ListenAddress> wished() const;
    void setState(State state);

    CaptureEngine& m_engine;
    SettingsStore& m_settings;
    State m_state = State::Off;
    std::optional<ListenError> m_error;
    std::optional<quint16> m_otherPort; ///< in place of the port in m_takenPort
    quint16 m_takenPort = 0;
};

} // namespace hookloupe
