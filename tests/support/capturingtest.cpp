// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/capturingtest.h"

namespace hookloupe {

Seen CapturingTest::deliver(const QByteArray& request)
{
    const WireResponse response = ask(m_server.port(), request);
    Seen seen = nextSeen();
    seen.response = response;
    return seen;
}

Seen CapturingTest::nextSeen()
{
    Seen seen;
    seen.line = m_server.readDelivery();
    if (!seen.line.isEmpty())
        seen.record = recordOf(m_server.sessionFile(), seen.line[u"id"].toInteger());
    return seen;
}

QByteArray CapturingTest::complaints()
{
    QByteArray text;
    for (const QByteArray& line : m_server.errorText().split('\n')) {
        if (!line.isEmpty() && !line.startsWith("listening on "))
            text += line + '\n';
    }
    return text;
}

} // namespace hookloupe
