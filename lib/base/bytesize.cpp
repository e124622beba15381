// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/bytesize.h"

#include <QString>

#include <algorithm>
#include <array>
#include <limits>

namespace hookloupe {

using namespace Qt::StringLiterals;

namespace {

struct Unit {
    QLatin1StringView name;
    qint64 bytes;
};

constexpr std::array Units {
    Unit { ""_L1, 1 },
    Unit { "b"_L1, 1 },
    Unit { "k"_L1, 1LL << 10 },
    Unit { "m"_L1, 1LL << 20 },
    Unit { "g"_L1, 1LL << 30 },
    Unit { "kib"_L1, 1LL << 10 },
    Unit { "mib"_L1, 1LL << 20 },
    Unit { "gib"_L1, 1LL << 30 },
    Unit { "kb"_L1, 1'000 },
    Unit { "mb"_L1, 1'000'000 },
    Unit { "gb"_L1, 1'000'000'000 },
};

bool isDigit(QChar character)
{
    return character >= u'0' && character <= u'9';
}

} // namespace

std::optional<qint64> parseByteSize(QStringView text)
{
    const auto* const digitsEnd = std::find_if_not(text.begin(), text.end(), isDigit);
    const QStringView digits = text.first(digitsEnd - text.begin());
    const QStringView name = text.sliced(digits.size());
    const auto unit = std::find_if(Units.begin(), Units.end(),
        [name](const Unit& candidate) { return name.compare(candidate.name, Qt::CaseInsensitive) == 0; });
    bool isNumber = false;
    const qint64 number = digits.toLongLong(&isNumber);
    if (!isNumber || unit == Units.end() || number > std::numeric_limits<qint64>::max() / unit->bytes)
        return std::nullopt;
    return number * unit->bytes;
}

} // namespace hookloupe
