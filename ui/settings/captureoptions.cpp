// SPDX-License-Identifier: GPL-3.0-or-later
#include "settings/captureoptions.h"

#include "settings/settingsstore.h"

#include <algorithm>

namespace hookloupe {

using namespace Qt::StringLiterals;

namespace {

constexpr auto TlsMark = "https://"_L1;

std::chrono::milliseconds seconds(const SettingsStore& store, const Setting<int>& setting)
{
    return std::chrono::seconds(std::clamp(store.get(setting), 1, 86'400));
}

} // namespace

QString toText(const std::vector<ListenAddress>& addresses)
{
    QStringList lines;
    for (const ListenAddress& address : addresses) {
        const QString host = address.address.toString();
        const bool isV6 = address.address.protocol() == QAbstractSocket::IPv6Protocol;
        const QString shown = address.address == QHostAddress(QHostAddress::Any) ? u"*"_s
            : isV6                                                               ? u"["_s + host + u"]"_s
                                                                                 : host;
        lines << (address.announcesTls ? QString(TlsMark) : QString()) + shown + u":"_s + QString::number(address.port);
    }
    return lines.join(u'\n');
}

Result<std::vector<ListenAddress>, Error<ListenErrorCode>> parseListenAddresses(QStringView lines)
{
    std::vector<ListenAddress> addresses;
    for (const QStringView& line : lines.split(u'\n')) {
        QStringView text = line.trimmed();
        if (text.isEmpty())
            continue;
        const bool announcesTls = text.startsWith(TlsMark, Qt::CaseInsensitive);
        if (announcesTls)
            text = text.sliced(TlsMark.size());
        auto parsed = parseListenAddress(text);
        if (!parsed)
            return Unexpected(parsed.error());
        parsed->announcesTls = announcesTls;
        addresses.push_back(*parsed);
    }
    return addresses;
}

CaptureEngine::Settings captureSettings(const SettingsStore& store)
{
    CaptureEngine::Settings settings;
    const auto addresses = parseListenAddresses(store.get(setting::ListenAddresses));
    if (addresses && !addresses->empty())
        settings.addresses = *addresses;
    CaptureLimits& limits = settings.limits;
    limits.headBytes = std::clamp<qint64>(store.get(setting::HeadKiB), 1, 65'536) << 10;
    limits.bodyBytes = std::clamp<qint64>(store.get(setting::BodyMiB), 0, 1 << 20) << 20;
    limits.connections = std::clamp(store.get(setting::Connections), 1, 100'000);
    limits.headTime = seconds(store, setting::HeadSeconds);
    limits.bodyPause = seconds(store, setting::BodyPauseSeconds);
    limits.idleTime = seconds(store, setting::IdleSeconds);
    limits.expectContinue = static_cast<ExpectContinue>(std::clamp(store.get(setting::ExpectPolicy), 0, 2));
    settings.tls.certificateFile = store.get(setting::CertificateFile);
    settings.tls.keyFile = store.get(setting::KeyFile);
    settings.tls.ownNames = store.get(setting::OwnNames).split(u' ', Qt::SkipEmptyParts);
    return settings;
}

RetentionLimits retentionLimits(const SettingsStore& store)
{
    RetentionLimits limits;
    if (const int deliveries = store.get(setting::KeepDeliveries); deliveries > 0)
        limits.deliveries = deliveries;
    if (const int mebibytes = store.get(setting::KeepMiB); mebibytes > 0)
        limits.bytes = static_cast<qint64>(mebibytes) << 20;
    if (const int hours = store.get(setting::KeepHours); hours > 0)
        limits.age = std::chrono::hours(hours);
    return limits;
}

} // namespace hookloupe
