// SPDX-License-Identifier: GPL-3.0-or-later
#include "windows/testwebhook.h"

#include "base/jsontext.h"
#include "base/systemtime.h"
#include "http/response.h"
#include "messages/quantities.h"

#include <QElapsedTimer>
#include <QNetworkProxy>
#include <QNetworkReply>

namespace hookloupe {

using namespace Qt::StringLiterals;

namespace {

constexpr int PatienceMs = 5000;
constexpr auto StartedProperty = "startedAtMs";

QByteArray body(int number)
{
    JsonText json;
    json.beginObject()
        .key("type")
        .string(u"hookloupe.test")
        .key("number")
        .number(number)
        .key("sent_at")
        .latin1(toRfc3339(now()))
        .key("message")
        .string(u"Hello from Hookloupe")
        .endObject();
    return json.take();
}

qint64 nowMs()
{
    return std::chrono::duration_cast<std::chrono::milliseconds>(now().time_since_epoch()).count();
}

} // namespace

TestWebhook::TestWebhook(QObject* parent)
    : QObject(parent)
{
    m_network.setProxy(QNetworkProxy::NoProxy);
    m_network.setAutoDeleteReplies(true);
    connect(&m_network, &QNetworkAccessManager::finished, this, &TestWebhook::report);
}

void TestWebhook::send(const QUrl& url)
{
    QUrl target = url;
    target.setPath(u"/test"_s);
    QNetworkRequest request(target);
    request.setHeader(QNetworkRequest::ContentTypeHeader, u"application/json"_s);
    request.setHeader(QNetworkRequest::UserAgentHeader, u"Hookloupe-Test"_s);
    request.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::ManualRedirectPolicy);
    request.setAttribute(QNetworkRequest::Http2AllowedAttribute, false);
    request.setTransferTimeout(PatienceMs);
    QNetworkReply* reply = m_network.post(request, body(++m_sent));
    reply->setProperty(StartedProperty, nowMs());
    connect(reply, &QNetworkReply::sslErrors, reply, [reply] { reply->ignoreSslErrors(); });
}

void TestWebhook::report(QNetworkReply* reply)
{
    const QVariant status = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute);
    if (status.isValid()) {
        const int code = status.toInt();
        const qint64 tookMs = nowMs() - reply->property(StartedProperty).toLongLong();
        const QString reason = reply->attribute(QNetworkRequest::HttpReasonPhraseAttribute).toString();
        emit finished(statusLook(responseState(code, Fault::None)).tone,
            tr("The test webhook was answered %1 %2 after %3.")
                .arg(QString::number(code), reason, durationText(std::chrono::milliseconds(tookMs))));
    } else if (reply->error() == QNetworkReply::OperationCanceledError) {
        emit finished(Tone::Warning,
            tr("The test webhook got no answer within %1.").arg(durationText(std::chrono::milliseconds(PatienceMs))));
    } else {
        emit finished(Tone::Warning, tr("The test webhook got no answer: the connection was broken off."));
    }
}

} // namespace hookloupe
