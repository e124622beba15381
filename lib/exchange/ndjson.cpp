// SPDX-License-Identifier: GPL-3.0-or-later
#include "exchange/ndjson.h"

#include "base/jsontext.h"

namespace hookloupe {

namespace {

QString hostAndPort(const SocketEnd& end)
{
    const bool isIpv6 = end.address.contains(u':');
    QString text = isIpv6 ? QString(u'[' + end.address + u']') : end.address;
    text += u':' + QString::number(end.port);
    return text;
}

void addRequest(JsonText& json, const Request& request)
{
    json.key("received_at").latin1(toRfc3339(request.times.lastByte));
    json.key("method").latin1(request.head.method());
    json.key("target").latin1(request.head.target());
    json.key("http_version").latin1(request.head.version());
    json.key("tls").boolean(request.tls.has_value());
    json.key("remote").string(hostAndPort(request.peer));
    json.key("headers").beginArray();
    for (qsizetype i = 0; i < request.head.headerCount(); ++i) {
        json.beginArray().latin1(request.head.headerName(i)).latin1(request.head.headerValue(i));
        json.endArray();
    }
    json.endArray();
    json.key("body_base64");
    if (request.body.isInFile())
        json.base64(
            request.body.size(), [&](qint64 offset, qint64 length) { return request.body.read(offset, length); });
    else
        json.base64(request.body.bytes());
    json.key("body_size").number(request.body.size());
    json.key("truncated").boolean(request.isTruncated());
}

/// What only a provider's profile can tell, while none has been asked.
void addUnrecognised(JsonText& json)
{
    for (const char* name : { "provider", "event_type", "message_id", "resource", "event_time" })
        json.key(name).null();
    json.key("signature").beginObject();
    json.key("verdict").latin1("unknown").key("scheme").null().key("freshness").latin1("not-checked");
    json.key("body_covered").boolean(false).key("reason").latin1("").endObject();
    json.key("message").beginObject();
    json.key("group").null().key("attempt").null().key("kind").null().key("stale").boolean(false).endObject();
}

void addResponse(JsonText& json, const ResponsePtr& response)
{
    const Fault fault = response ? response->fault : Fault::None;
    json.key("response").beginObject().key("status");
    if (response && hasStatus(fault))
        json.number(response->status);
    else
        json.null();
    json.key("fault");
    if (fault == Fault::None)
        json.null();
    else
        json.latin1(faultName(fault));
    json.key("delay_ms").number(response ? response->delay.count() : 0).endObject();
    json.key("reaction").beginObject().key("kind").latin1("unknown").key("text").latin1("");
    json.key("next_attempt_at").null().endObject();
}

} // namespace

QByteArray toNdjson(const Delivery& delivery)
{
    static const RequestPtr Nothing = std::make_shared<const Request>();
    const Request& request = delivery.request ? *delivery.request : *Nothing;
    JsonText json;
    json.reserve(1536 + 2 * request.head.raw().size() + request.body.size() / 3 * 4);
    json.beginObject();
    json.key("type").latin1("delivery").key("id").number(delivery.id.value);
    addRequest(json, request);
    addUnrecognised(json);
    addResponse(json, delivery.response);
    json.key("anomalies").beginArray();
    for (const Anomaly anomaly : request.anomalies.list())
        json.latin1(anomalyCode(anomaly));
    json.endArray().endObject();
    return json.take();
}

QByteArray listeningNdjson(QStringView url, QStringView session)
{
    JsonText json;
    json.beginObject()
        .key("type")
        .latin1("listening")
        .key("url")
        .string(url)
        .key("session")
        .string(session)
        .endObject();
    return json.take();
}

} // namespace hookloupe
