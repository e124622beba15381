// SPDX-License-Identifier: GPL-3.0-or-later
#include "windows/listencontrol.h"

#include "engine/captureengine.h"
#include "settings/captureoptions.h"
#include "settings/settingsstore.h"

#include <algorithm>
#include <limits>

namespace hookloupe {

using namespace Qt::StringLiterals;

ListenControl::ListenControl(CaptureEngine& engine, SettingsStore& settings, QObject* parent)
    : QObject(parent)
    , m_engine(engine)
    , m_settings(settings)
{
    connect(&m_engine, &CaptureEngine::listening, this, [this] {
        m_error.reset();
        setState(State::On);
    });
    connect(&m_engine, &CaptureEngine::listenFailed, this, [this](const ListenError& error) {
        m_error = error;
        setState(State::Failed);
    });
    connect(&m_settings, &SettingsStore::changed, this, [this](const QString& key) {
        const bool isOurs = key.startsWith("capture/"_L1) || key.startsWith("tls/"_L1) || key.startsWith("limits/"_L1);
        if (key == setting::ListenAddresses.key)
            m_otherPort.reset();
        if (isOurs && m_state != State::Off)
            start();
    });
}

std::vector<ListenAddress> ListenControl::wished() const
{
    std::vector<ListenAddress> addresses = captureSettings(m_settings).addresses;
    for (ListenAddress& address : addresses) {
        if (m_otherPort && address.port == m_takenPort)
            address.port = *m_otherPort;
    }
    return addresses;
}

QString ListenControl::url() const
{
    const auto addresses = m_state == State::On ? m_engine.listeningAt() : wished();
    return addresses.empty() ? QString() : addresses.front().url();
}

QStringList ListenControl::openAddresses() const
{
    return m_state == State::On ? toText(m_engine.listeningAt()).split(u'\n', Qt::SkipEmptyParts) : QStringList();
}

bool ListenControl::isLoopbackOnly() const
{
    const auto addresses = m_state == State::On ? m_engine.listeningAt() : wished();
    return std::all_of(
        addresses.begin(), addresses.end(), [](const ListenAddress& address) { return address.isLoopbackOnly(); });
}

quint16 ListenControl::nextPort() const
{
    if (!m_error || m_error->code != ListenErrorCode::PortInUse
        || m_error->address.port == std::numeric_limits<quint16>::max())
        return 0;
    return static_cast<quint16>(m_error->address.port + 1);
}

void ListenControl::start()
{
    CaptureEngine::Settings settings = captureSettings(m_settings);
    settings.addresses = wished();
    setState(State::Starting);
    m_engine.startListening(settings);
}

void ListenControl::pause()
{
    m_engine.stopListening();
    m_error.reset();
    setState(State::Off);
}

void ListenControl::useNextPort()
{
    const quint16 port = nextPort();
    if (port == 0)
        return;
    if (!m_otherPort)
        m_takenPort = m_error->address.port;
    m_otherPort = port;
    start();
}

void ListenControl::setState(State state)
{
    m_state = state;
    emit changed();
}

} // namespace hookloupe
