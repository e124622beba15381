// SPDX-License-Identifier: GPL-3.0-or-later
#include "requestfile.h"

#include "capture/requestframer.h"

#include <QFile>

#include <cstdio>

namespace hookloupe {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 MaxMessageBytes = qint64(256) << 20;

} // namespace

Result<Request, QString> readRequestFile(const QString& path)
{
    QFile file(path);
    const bool isStdin = path == "-"_L1;
    if (!(isStdin ? file.open(stdin, QIODevice::ReadOnly) : file.open(QIODevice::ReadOnly)))
        return Unexpected(u"%1 cannot be read: %2"_s.arg(path, file.errorString()));
    QByteArray message;
    while (message.size() <= MaxMessageBytes) {
        const QByteArray piece = file.read(1 << 20);
        if (piece.isEmpty())
            break;
        message += piece;
    }
    if (message.size() > MaxMessageBytes)
        return Unexpected(u"%1 is longer than 256 MiB"_s.arg(path));
    return parseRequestMessage(message, isStdin ? u"standard input"_s : path);
}

Result<Request, QString> parseRequestMessage(const QByteArray& message, const QString& name)
{
    CaptureLimits limits;
    limits.bodyBytes = MaxMessageBytes;
    RequestFramer framer(limits);
    const qsizetype used = framer.feed(message);
    if (framer.isAtStart() || !hasVersion(message.trimmed().left(message.trimmed().indexOf('\n')).trimmed()))
        return Unexpected(
            u"%1 is no HTTP request message; it begins with a line like \"POST /path HTTP/1.1\", headers, an empty line and the body"_s
                .arg(name));
    if (framer.state() != RequestFramer::State::Complete)
        framer.endInput(Anomaly::IncompleteBody);
    Request request = framer.takeRequest();
    if (request.anomalies.contains(Anomaly::IncompleteHead))
        return Unexpected(u"%1 ends within its headers; an empty line ends them"_s.arg(name));
    if (request.framing == BodyFraming::None && used < message.size()) {
        request.body = Body(message.mid(used));
        request.framing = BodyFraming::ContentLength;
    }
    return request;
}

} // namespace hookloupe
