// SPDX-License-Identifier: GPL-3.0-or-later
#include "theme/tones.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace hookloupe {

namespace {

struct TonePair {
    QRgb light;
    QRgb dark;
};

constexpr std::array<TonePair, 5> Tones { {
    { 0xff006b5b, 0xff8ee8c8 }, // Ok
    { 0xff12449c, 0xff56abf2 }, // Info
    { 0xff9a5f00, 0xfff0c550 }, // Warning
    { 0xff8b0f1a, 0xffec746b }, // Danger
    { 0xff646c75, 0xffa0a8b0 }, // Neutral
} };

double linear(double channel)
{
    return channel <= 0.04045 ? channel / 12.92 : std::pow((channel + 0.055) / 1.055, 2.4);
}

double luminance(const QColor& color)
{
    return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF()) + 0.0722 * linear(color.blueF());
}

} // namespace

bool isDark(const QPalette& palette)
{
    return luminance(palette.color(QPalette::Active, QPalette::WindowText))
        > luminance(palette.color(QPalette::Active, QPalette::Window));
}

QColor toneColor(Tone tone, const QPalette& palette)
{
    const TonePair& pair = Tones[static_cast<std::size_t>(tone)];
    return QColor::fromRgb(isDark(palette) ? pair.dark : pair.light);
}

double contrastRatio(const QColor& left, const QColor& right)
{
    const auto [low, high] = std::minmax({ luminance(left), luminance(right) });
    return (high + 0.05) / (low + 0.05);
}

QColor mixed(const QColor& ground, const QColor& top, double opacity)
{
    const auto channel = [opacity](float below, float above) {
        return static_cast<float>(static_cast<double>(below) * (1 - opacity) + static_cast<double>(above) * opacity);
    };
    return QColor::fromRgbF(channel(ground.redF(), top.redF()), channel(ground.greenF(), top.greenF()),
        channel(ground.blueF(), top.blueF()));
}

bool isHighContrast(const QPalette& palette)
{
    return contrastRatio(
               palette.color(QPalette::Active, QPalette::Window), palette.color(QPalette::Active, QPalette::WindowText))
        > 20;
}

QColor quietText(const QPalette& palette)
{
    return isHighContrast(palette) ? palette.color(QPalette::Active, QPalette::WindowText)
                                   : toneColor(Tone::Neutral, palette);
}

QColor hairline(const QPalette& palette)
{
    const double strength = isHighContrast(palette) ? 0.7 : isDark(palette) ? 0.2 : 0.14;
    return mixed(palette.color(QPalette::Window), palette.color(QPalette::WindowText), strength);
}

} // namespace hookloupe
