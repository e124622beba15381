// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

#include <map>

namespace hookloupe {

/// The head of an answer, split; lower-case names.
struct Answer {
    QByteArray statusLine;
    std::multimap<QByteArray, QByteArray> headers;
    QByteArray body;

    QByteArray header(const QByteArray& name) const
    {
        const auto found = headers.find(name);
        return found == headers.end() ? QByteArray("(none)") : found->second;
    }
};

inline Answer answerOf(const QByteArray& bytes)
{
    Answer answer;
    const qsizetype end = bytes.indexOf("\r\n\r\n");
    const QByteArray head = bytes.first(qMax(end, qsizetype(0)));
    answer.body = bytes.mid(end + 4);
    qsizetype at = head.indexOf("\r\n");
    answer.statusLine = head.first(at < 0 ? head.size() : at);
    while (at >= 0) {
        const qsizetype next = head.indexOf("\r\n", at + 2);
        const QByteArray line = head.mid(at + 2, next < 0 ? -1 : next - at - 2);
        const qsizetype colon = line.indexOf(": ");
        answer.headers.emplace(line.first(colon).toLower(), line.mid(colon + 2));
        at = next;
    }
    return answer;
}

} // namespace hookloupe
