// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/captureengine.h"

namespace hookloupe {

class SettingsStore;

/// The preferences in the form in which the engine takes them; what cannot be read is left at its default.
CaptureEngine::Settings captureSettings(const SettingsStore& store);
RetentionLimits retentionLimits(const SettingsStore& store);

/// "127.0.0.1:8787" or "https://[::1]:8443", one per line: the form in which addresses are kept.
QString toText(const std::vector<ListenAddress>& addresses);
Result<std::vector<ListenAddress>, Error<ListenErrorCode>> parseListenAddresses(QStringView lines);

} // namespace hookloupe
