// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "delivery/reaction/reactionpolicy.h"
#include "delivery/tracking/messagefacts.h"
#include "theme/statuslook.h"

#include <array>

namespace hookloupe {

inline constexpr std::array AllReactionKinds { ReactionKind::Unknown, ReactionKind::Acknowledged, ReactionKind::Retry,
    ReactionKind::Failed, ReactionKind::Paused, ReactionKind::Disabled };
inline constexpr std::array AllMessageKinds { MessageKind::First, MessageKind::Retry, MessageKind::Duplicate,
    MessageKind::Replay };

/// What the provider does after a response.
StatusLook statusLook(ReactionKind kind);
/// What a delivery is within its message.
StatusLook statusLook(MessageKind kind);
/// A newer event of the same resource had come before; of another glyph than any kind.
StatusLook staleLook();
/// The one look of a delivery that has both: being stale counts more.
StatusLook messageLook(MessageKind kind, bool isStale);

} // namespace hookloupe
