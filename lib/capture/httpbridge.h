// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

#include <functional>
#include <memory>

namespace hookloupe {

/// Serves every exchange through an embedded QHttpServer, without letting it near the wire.
///
/// QHttpServer loses the method token, the raw target and (from 6.8) the case of header names, mis-frames bodies and
/// can be crashed by a client on 6.4. So the wire is ours, and per exchange QHttpServer sees one small, well-formed,
/// synthetic request over a socket without a descriptor: it routes it to the handler, and its answer comes back as
/// bytes. Capture thread only. Works from Qt 6.4 on.
class HttpBridge {
public:
    HttpBridge();
    ~HttpBridge();

    /// Sends one synthetic request through the server; \p handler is called from its request handler, once, before
    /// this function returns. Should the server fail to call it, it is called all the same: capture never depends on
    /// the server's health.
    /// \return the server's answer
    QByteArray serve(const std::function<void()>& handler);

    /// How often the server did not answer and the handler was called directly; 0 in a healthy program.
    int bypassed() const;

private:
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace hookloupe
