// SPDX-License-Identifier: GPL-3.0-or-later
#include "exchange/ndjson.h"

#include "base/jsontext.h"
#include "delivery/reaction/reactiontext.h"
#include "signature/signingtime.h"

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

void addText(JsonText& json, const char* name, const QByteArray& text)
{
    json.key(name);
    if (text.isEmpty())
        json.null();
    else
        json.string(QString::fromUtf8(text));
}

/// As providers write it: seconds or milliseconds since 1970, or a date.
QByteArray eventTime(const QByteArray& text)
{
    std::optional<SystemTime> time = parseSigningTime(text, TimeRule::Unit::Seconds);
    if (!time)
        time = parseSigningTime(text, TimeRule::Unit::Rfc3339);
    return time ? toRfc3339(*time) : QByteArray();
}

/// What a provider's profile tells.
void addFacts(JsonText& json, const DeliveryFacts& facts)
{
    addText(json, "provider", facts.provider);
    addText(json, "event_type", facts.event.type);
    addText(json, "message_id", facts.event.id);
    addText(json, "resource", facts.event.resource);
    addText(json, "event_time", eventTime(facts.event.time));
    const SignatureFacts& signature = facts.signature;
    json.key("signature").beginObject();
    json.key("verdict").latin1(verdictName(signature.verdict));
    addText(json, "scheme", signature.scheme);
    json.key("freshness").latin1(freshnessName(signature.freshness));
    json.key("body_covered").boolean(signature.isBodyCovered);
    json.key("reason").latin1(signature.reason).endObject();
}

/// What only the history of a message can tell.
void addMessage(JsonText& json, const AttemptFacts* facts)
{
    json.key("message").beginObject();
    if (!facts) {
        json.key("group").null().key("attempt").null().key("kind").null().key("stale").boolean(false);
        json.key("probable").boolean(false).endObject();
        return;
    }
    const MessageFacts& message = facts->message;
    json.key("group").number(message.message.value).key("attempt").number(message.attempt);
    json.key("kind").latin1(kindName(message.kind)).key("stale").boolean(message.isStale());
    json.key("probable").boolean(message.isProbable).endObject();
}

void addReaction(JsonText& json, const AttemptFacts* facts)
{
    const Reaction reaction = facts ? facts->reaction : Reaction {};
    json.key("reaction").beginObject().key("kind").latin1(reactionName(reaction.kind));
    json.key("text").string(facts && facts->isEvent ? reactionText(reaction, facts->provider) : QString());
    json.key("next_attempt_at");
    if (reaction.next)
        json.latin1(toRfc3339(reaction.next->earliest));
    else
        json.null();
    json.key("assumed").boolean(reaction.isAssumed || (reaction.wait && reaction.isWaitAssumed)).endObject();
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
    addFacts(json, delivery.facts);
    addMessage(json, delivery.attempt.get());
    addResponse(json, delivery.response);
    addReaction(json, delivery.attempt.get());
    addText(json, "challenge", delivery.facts.challenge);
    json.key("candidates").beginArray();
    for (const QByteArray& candidate : delivery.facts.candidates)
        json.latin1(candidate);
    json.endArray();
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
