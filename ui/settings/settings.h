// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLatin1StringView>
#include <QtGlobal>

namespace hookloupe {

/// One preference: where it is kept and what holds until somebody chooses.
template<typename T>
struct Setting {
    QLatin1StringView key;
    T fallback;
};

/// All preferences of the program. Texts fall back to a Latin-1 literal and are read as QString.
namespace setting {

inline constexpr QLatin1StringView VersionKey { "settings/version" };
inline constexpr int Version = 1;

/// One address per line, as `serve --listen` takes it; "https://" before it announces TLS.
inline constexpr Setting<QLatin1StringView> ListenAddresses { QLatin1StringView("capture/addresses"),
    QLatin1StringView("127.0.0.1:8787") };
inline constexpr Setting<QLatin1StringView> CertificateFile { QLatin1StringView("tls/certificate"), {} };
inline constexpr Setting<QLatin1StringView> KeyFile { QLatin1StringView("tls/key"), {} };
inline constexpr Setting<QLatin1StringView> OwnNames { QLatin1StringView("tls/ownNames"), {} }; ///< separated by spaces

inline constexpr Setting<int> HeadKiB { QLatin1StringView("limits/headKiB"), 1024 };
inline constexpr Setting<int> BodyMiB { QLatin1StringView("limits/bodyMiB"), 100 };
inline constexpr Setting<int> Connections { QLatin1StringView("limits/connections"), 6000 };
inline constexpr Setting<int> HeadSeconds { QLatin1StringView("limits/headSeconds"), 30 };
inline constexpr Setting<int> BodyPauseSeconds { QLatin1StringView("limits/bodyPauseSeconds"), 60 };
inline constexpr Setting<int> IdleSeconds { QLatin1StringView("limits/idleSeconds"), 60 };
inline constexpr Setting<int> ExpectPolicy { QLatin1StringView("capture/expect"), 0 }; ///< ExpectContinue

inline constexpr Setting<int> KeepDeliveries { QLatin1StringView("retention/deliveries"), 0 }; ///< 0: all
inline constexpr Setting<int> KeepMiB { QLatin1StringView("retention/mebibytes"), 0 }; ///< 0: all
inline constexpr Setting<int> KeepHours { QLatin1StringView("retention/hours"), 0 }; ///< 0: for ever

/// A new session begins with the endpoints that were in force last.
inline constexpr Setting<bool> RememberEndpoints { QLatin1StringView("endpoints/remember"), true };
/// Window state: those endpoints as JSON, without the values of their secrets.
inline constexpr QLatin1StringView LastEndpointsKey { "lastEndpoints" };

/// The saved filters as JSON (settings/savedfilters.h).
inline constexpr Setting<QLatin1StringView> SavedFilters { QLatin1StringView("filters/saved"), {} };
/// Say so on the desktop when such a delivery comes.
inline constexpr Setting<bool> NoticeDuplicates { QLatin1StringView("notices/duplicates"), false };
inline constexpr Setting<bool> NoticeStale { QLatin1StringView("notices/stale"), false };

inline constexpr Setting<bool> ListByMessage { QLatin1StringView("list/byMessage"), false };

inline constexpr Setting<int> Theme { QLatin1StringView("look/theme"), 0 }; ///< ThemeChoice

} // namespace setting
} // namespace hookloupe
