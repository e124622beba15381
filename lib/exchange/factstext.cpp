// SPDX-License-Identifier: GPL-3.0-or-later
#include "exchange/factstext.h"

#include "exchange/textline.h"

namespace hookloupe {

namespace {

constexpr qsizetype NameWidth = 12;
constexpr qsizetype MaxValueBytes = 512;

QByteArray shown(QByteArrayView bytes)
{
    return bytes.size() <= MaxValueBytes ? terminalSafe(bytes) : terminalSafe(bytes.first(MaxValueBytes)) + "...";
}

void append(QByteArray& text, const char* name, const QByteArray& value)
{
    if (!value.isEmpty())
        text += QByteArray(name).leftJustified(NameWidth) + value + '\n';
}

QByteArray originText(ProviderOrigin origin)
{
    switch (origin) {
    case ProviderOrigin::Recognised:
        return " (recognised by its marks)";
    case ProviderOrigin::Endpoint:
        return " (as its endpoint says)";
    case ProviderOrigin::Chosen:
        return " (chosen by hand)";
    case ProviderOrigin::None:
    case ProviderOrigin::Ambiguous:
        break;
    }
    return {};
}

QByteArray providerText(const DeliveryFacts& facts)
{
    if (!facts.provider.isEmpty())
        return shown(facts.provider) + originText(facts.origin);
    if (facts.origin != ProviderOrigin::Ambiguous)
        return {};
    QByteArray candidates;
    for (const QByteArray& candidate : facts.candidates)
        candidates += (candidates.isEmpty() ? QByteArray(": ") : QByteArray(", ")) + shown(candidate);
    return "ambiguous" + candidates;
}

QByteArray signatureText(const SignatureFacts& signature)
{
    if (signature == SignatureFacts {})
        return {};
    QByteArray text = verdictName(signature.verdict).toByteArray();
    if (signature.freshness != Freshness::NotChecked)
        text += ", " + freshnessName(signature.freshness).toByteArray();
    if (signature.verdict == Verdict::Valid)
        text += signature.isBodyCovered ? ", body covered" : ", body not covered";
    if (!signature.scheme.isEmpty())
        text += ", scheme " + shown(signature.scheme);
    if (!signature.reason.isEmpty())
        text += ", cause " + shown(signature.reason);
    return text;
}

} // namespace

QByteArray toFactsText(const DeliveryFacts& facts)
{
    QByteArray text;
    append(text, "endpoint", facts.endpoint.value == 0 ? QByteArray() : QByteArray::number(facts.endpoint.value));
    append(text, "provider", providerText(facts));
    append(text, "challenge", shown(facts.challenge));
    append(text, "event type", shown(facts.event.type));
    append(text, "event id", shown(facts.event.id));
    append(text, "resource", shown(facts.event.resource));
    append(text, "event time", shown(facts.event.time));
    append(text, "signature", signatureText(facts.signature));
    return text;
}

} // namespace hookloupe
