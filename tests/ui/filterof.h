// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/deliveryfilter.h"
#include "query/filterparser.h"

#include <QTest>

namespace hookloupe {

/// When the deliveries of these tests have come, and a little later.
inline constexpr SystemTime FilterNow { std::chrono::seconds(1'800'000'000 + 3600) };

/// A filter that is right, for the table.
inline DeliveryFilterPtr filterOf(const QString& text, std::shared_ptr<const FilterFacts> facts = {})
{
    auto expression = parseFilter(text);
    if (!expression)
        qFatal("%s", qPrintable(expression.error().detail));
    return std::make_shared<DeliveryFilter>(std::move(*expression), FilterNow, std::move(facts));
}

} // namespace hookloupe
