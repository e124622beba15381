// SPDX-License-Identifier: GPL-3.0-or-later
#include "exchange/textline.h"

#include "delivery/reaction/reactiontext.h"

#include <QByteArrayList>

namespace hookloupe {

namespace {

constexpr qsizetype MaxTargetBytes = 512;
constexpr qsizetype MaxMethodBytes = 32;

/// A column is never empty: what is missing shows as a dash.
QByteArray column(QByteArrayView bytes, qsizetype limit)
{
    if (bytes.isEmpty())
        return "-";
    return bytes.size() <= limit ? terminalSafe(bytes) : terminalSafe(bytes.first(limit)) + "...";
}

/// Who sent what, and whether the signature holds; empty where nothing is known of the provider.
QByteArray factsText(const DeliveryFacts& facts)
{
    constexpr qsizetype MaxWordBytes = 128;
    if (facts.origin == ProviderOrigin::Ambiguous)
        return "  one of " + column(QByteArrayList(facts.candidates.begin(), facts.candidates.end()).join(','), 512);
    if (facts.provider.isEmpty())
        return {};
    QByteArray text = "  " + column(facts.provider, MaxWordBytes);
    if (!facts.challenge.isEmpty())
        text += " challenge";
    else if (!facts.event.type.isEmpty())
        text += ' ' + column(facts.event.type, MaxWordBytes);
    const SignatureFacts& signature = facts.signature;
    text += "  signature " + verdictName(signature.verdict).toByteArray();
    if (!signature.reason.isEmpty())
        text += " (" + column(signature.reason, MaxWordBytes) + ')';
    if (signature.freshness == Freshness::Stale)
        text += ", stale";
    return text;
}

/// Which attempt of which message it is, and what the provider does then; only what is worth a word.
QByteArray attemptText(const AttemptFacts* facts)
{
    if (!facts || !facts->isEvent)
        return {};
    const MessageFacts& message = facts->message;
    QByteArray text;
    if (message.kind != MessageKind::First) {
        text = "  " + kindName(message.kind).toByteArray() + (message.sameEvent ? " of the event of #" : " of #")
            + QByteArray::number(message.sameEvent.value_or(message.message).value) + ", attempt "
            + QByteArray::number(message.attempt);
        if (message.isProbable)
            text += " (probably)";
    }
    if (message.isStale())
        text += text.isEmpty() ? "  stale event" : ", stale event";
    const Reaction& reaction = facts->reaction;
    if (reaction.kind == ReactionKind::Unknown)
        return text;
    text += "  -> " + reactionName(reaction.kind).toByteArray();
    if (reaction.kind == ReactionKind::Retry && reaction.wait)
        text += " in " + terminalSafe(spanText(*reaction.wait).toUtf8());
    return text;
}

QByteArray answerText(const ResponsePtr& response)
{
    if (!response)
        return "-";
    QByteArray text;
    if (hasStatus(response->fault))
        text = QByteArray::number(response->status);
    if (response->fault != Fault::None) {
        text += text.isEmpty() ? "" : " ";
        text += faultName(response->fault);
    }
    if (response->delay.count() > 0)
        text += " after " + QByteArray::number(response->delay.count()) + " ms";
    return text;
}

} // namespace

QByteArray terminalSafe(QByteArrayView bytes)
{
    constexpr char HexDigits[] = "0123456789abcdef";
    QByteArray text;
    text.reserve(bytes.size());
    for (const char byte : bytes) {
        const auto code = static_cast<unsigned char>(byte);
        if (code >= 0x20 && code < 0x7f && code != '\\') {
            text += byte;
            continue;
        }
        text += "\\x";
        text += HexDigits[code >> 4];
        text += HexDigits[code & 0xf];
    }
    return text;
}

QByteArray toTextLine(const Delivery& delivery)
{
    static const RequestPtr Nothing = std::make_shared<const Request>();
    const Request& request = delivery.request ? *delivery.request : *Nothing;
    QByteArray line = toRfc3339(request.times.lastByte);
    line += "  " + column(request.head.method(), MaxMethodBytes);
    line += "  " + column(request.head.target(), MaxTargetBytes);
    line += "  " + answerText(delivery.response);
    line += "  " + QByteArray::number(request.body.size()) + " B";
    line += factsText(delivery.facts);
    line += attemptText(delivery.attempt.get());
    QByteArray unusual;
    for (const Anomaly anomaly : request.anomalies.list()) {
        unusual += unusual.isEmpty() ? "  " : ",";
        unusual += anomalyCode(anomaly);
    }
    return line + unusual;
}

} // namespace hookloupe
