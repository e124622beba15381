// SPDX-License-Identifier: GPL-3.0-or-later
#include "theme/theme.h"

#include "theme/contraststyle.h"
#include "theme/tones.h"

#include <QApplication>
#include <QFontDatabase>
#include <QFontMetrics>
#include <QStyle>
#include <QStyleFactory>
#include <QStyleHints>

namespace hookloupe {

using namespace Qt::StringLiterals;

namespace {

struct Grounds {
    QRgb window;
    QRgb base;
    QRgb alternate;
    QRgb button;
    QRgb text;
    QRgb quiet; ///< place holders and disabled text
    QRgb highlight;
    QRgb onHighlight;
    QRgb link;
};

constexpr Grounds Light { 0xfff6f6f6, 0xffffffff, 0xfffafafa, 0xfffbfbfb, 0xff1d2126, 0xff666d75, 0xff2a64ad,
    0xffffffff, 0xff12449c };
constexpr Grounds Dark { 0xff282828, 0xff1e1e1e, 0xff232323, 0xff333333, 0xffe8e8e8, 0xffa0a8b0, 0xff2f66ad, 0xffffffff,
    0xff56abf2 };
constexpr Grounds Contrast { 0xff000000, 0xff000000, 0xff000000, 0xff000000, 0xffffffff, 0xffd0d0d0, 0xffffd500,
    0xff000000, 0xff9ecbff };

QPalette paletteOf(const Grounds& grounds)
{
    QPalette palette(QColor::fromRgb(grounds.button), QColor::fromRgb(grounds.window));
    const auto set
        = [&palette](QPalette::ColorRole role, QRgb color) { palette.setColor(role, QColor::fromRgb(color)); };
    set(QPalette::WindowText, grounds.text);
    set(QPalette::Base, grounds.base);
    set(QPalette::AlternateBase, grounds.alternate);
    set(QPalette::Text, grounds.text);
    set(QPalette::Button, grounds.button);
    set(QPalette::ButtonText, grounds.text);
    set(QPalette::BrightText, grounds.text);
    set(QPalette::ToolTipBase, grounds.base);
    set(QPalette::ToolTipText, grounds.text);
    set(QPalette::PlaceholderText, grounds.quiet);
    set(QPalette::Highlight, grounds.highlight);
    set(QPalette::HighlightedText, grounds.onHighlight);
    set(QPalette::Link, grounds.link);
    set(QPalette::LinkVisited, grounds.link);
    QColor faint = QColor::fromRgb(grounds.quiet);
    for (const QPalette::ColorRole role : { QPalette::WindowText, QPalette::Text, QPalette::ButtonText })
        palette.setColor(QPalette::Disabled, role, faint);
    palette.setColor(QPalette::Disabled, QPalette::Highlight, faint);
    return palette;
}

bool prefersDark()
{
#if QT_VERSION >= QT_VERSION_CHECK(6, 5, 0)
    return QGuiApplication::styleHints()->colorScheme() == Qt::ColorScheme::Dark;
#else
    return isDark(QApplication::style()->standardPalette());
#endif
}

} // namespace

QPalette themePalette(ThemeChoice choice)
{
    switch (choice) {
    case ThemeChoice::Light:
        return paletteOf(Light);
    case ThemeChoice::Dark:
        return paletteOf(Dark);
    case ThemeChoice::HighContrast:
        return paletteOf(Contrast);
    case ThemeChoice::System:
        break;
    }
    return QApplication::style()->standardPalette();
}

void applyTheme(ThemeChoice choice)
{
    static const QString systemStyle = QApplication::style()->name();
    static const bool hasSystemColors = QApplication::palette() != QApplication::style()->standardPalette();
    if (choice == ThemeChoice::System) {
        QApplication::setStyle(QStyleFactory::create(systemStyle));
        const bool isPlain = !hasSystemColors && systemStyle.compare(u"fusion"_s, Qt::CaseInsensitive) == 0;
        const ThemeChoice ours = prefersDark() ? ThemeChoice::Dark : ThemeChoice::Light;
        QApplication::setPalette(isPlain ? themePalette(ours) : QPalette());
        return;
    }
    if (choice == ThemeChoice::HighContrast)
        QApplication::setStyle(new ContrastStyle);
    else
        QApplication::setStyle(QStyleFactory::create(u"Fusion"_s));
    QApplication::setPalette(themePalette(choice));
}

int rowHeightFor(const QFont& font)
{
    return QFontMetrics(font).height() + 10;
}

QFont fixedFontLike(const QFont& font)
{
    QFont fixed = QFontDatabase::systemFont(QFontDatabase::FixedFont);
    if (font.pixelSize() > 0)
        fixed.setPixelSize(font.pixelSize());
    else
        fixed.setPointSizeF(font.pointSizeF());
    return fixed;
}

} // namespace hookloupe
