// SPDX-License-Identifier: GPL-3.0-or-later
#include "capture/net/programplayer.h"

namespace hookloupe {

ProgramPlayer::ProgramPlayer(Transport& transport, QObject* parent)
    : QObject(parent)
    , m_transport(transport)
{
}

void ProgramPlayer::play(ResponseProgram program, std::chrono::steady_clock::time_point since)
{
    m_program = std::move(program);
    m_next = 0;
    m_since = since;
    m_isHanging = false;
    playNext();
}

void ProgramPlayer::playNext()
{
    using namespace std::chrono;
    while (m_next < m_program.size()) {
        const WireStep step = m_program[m_next++];
        switch (step.kind) {
        case WireStep::Kind::Wait: {
            m_since += step.wait;
            const auto left = ceil<milliseconds>(m_since - steady_clock::now());
            if (left <= milliseconds::zero())
                continue;
            if (!m_timer) {
                m_timer = new QTimer(this);
                m_timer->setSingleShot(true);
                m_timer->setTimerType(Qt::PreciseTimer);
                connect(m_timer, &QTimer::timeout, this, &ProgramPlayer::playNext);
            }
            m_timer->start(left);
            return;
        }
        case WireStep::Kind::Write:
            m_transport.write(step.bytes);
            continue;
        case WireStep::Kind::Finish:
            emit finished();
            return;
        case WireStep::Kind::Close:
            emit closing();
            return;
        case WireStep::Kind::Reset:
            m_transport.reset();
            emit wasReset();
            return;
        case WireStep::Kind::Hang:
            m_isHanging = true;
            return;
        }
    }
    emit finished();
}

} // namespace hookloupe
