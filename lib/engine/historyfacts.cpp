// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/historyfacts.h"

namespace hookloupe {

namespace {

KindWord wordOf(MessageKind kind)
{
    switch (kind) {
    case MessageKind::First:
        return KindWord::First;
    case MessageKind::Retry:
        return KindWord::Retry;
    case MessageKind::Duplicate:
        return KindWord::Duplicate;
    case MessageKind::Replay:
        return KindWord::Replay;
    }
    return KindWord::First;
}

} // namespace

std::optional<FilterFacts::Message> HistoryFacts::message(DeliveryId id) const
{
    const std::optional<MessageFacts> facts = m_history->messageFacts(id);
    if (!facts)
        return std::nullopt;
    return Message { wordOf(facts->kind), facts->isStale() };
}

QByteArray HistoryFacts::note(DeliveryId) const
{
    return {};
}

} // namespace hookloupe
