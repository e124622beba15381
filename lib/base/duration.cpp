// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/duration.h"

#include <QChar>

namespace hookloupe {

namespace {

bool isDigit(QChar character)
{
    return character >= u'0' && character <= u'9';
}

} // namespace

std::optional<std::chrono::milliseconds> parseDuration(QStringView text)
{
    constexpr qsizetype MaxDigits = 11;
    constexpr qint64 MaxMilliseconds = qint64(1000) * 24 * 60 * 60 * 1000;
    qsizetype digits = 0;
    qint64 whole = 0;
    for (; digits < text.size() && isDigit(text[digits]); ++digits) {
        if (digits == MaxDigits)
            return std::nullopt;
        whole = whole * 10 + (text[digits].unicode() - u'0');
    }
    if (digits == 0)
        return std::nullopt;

    const QStringView unit = text.sliced(digits);
    qint64 factor = 0;
    if (unit == u"ms")
        factor = 1;
    else if (unit.isEmpty() || unit == u"s")
        factor = 1000;
    else if (unit == u"m")
        factor = 60 * 1000;
    else if (unit == u"h")
        factor = 60 * 60 * 1000;
    else if (unit == u"d")
        factor = 24 * 60 * 60 * 1000;
    if (factor == 0 || whole * factor > MaxMilliseconds)
        return std::nullopt;
    return std::chrono::milliseconds(whole * factor);
}

} // namespace hookloupe
