// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "theme/statuslook.h"

#include <QNetworkAccessManager>
#include <QObject>
#include <QUrl>

namespace hookloupe {

/// Sends a small webhook to our own listener over a real connection, as a provider would.
class TestWebhook final : public QObject {
    Q_OBJECT

public:
    explicit TestWebhook(QObject* parent = nullptr);

    /// \param url  of the listener; the made certificate is trusted here, since it is our own
    void send(const QUrl& url);

signals:
    /// What became of it, in one sentence.
    void finished(hookloupe::Tone tone, const QString& sentence);

private:
    void report(QNetworkReply* reply);

    QNetworkAccessManager m_network;
    int m_sent = 0;
};

} // namespace hookloupe
