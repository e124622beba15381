// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"

#include <QByteArray>
#include <QByteArrayView>
#include <QString>

#include <compare>
#include <optional>
#include <utility>
#include <vector>

namespace hookloupe {

/// Says which request paths an endpoint takes.
///
/// A pattern is the beginning of a path, in whole steps: "/hooks" takes "/hooks" and "/hooks/a", and not "/hooksome".
/// Within a step `*` stands for any bytes; `{name}`, alone in its step, for one step that is not empty, and gives it a
/// name. "/" takes every path. Steps are compared as sent, byte for byte (no percent-decoding), the query is not part
/// of them. Bounded: at most MaxBytes, MaxSteps steps, matching is linear in the path times the stars of a step.
class PathPattern {
public:
    static constexpr qsizetype MaxBytes = 1024;
    static constexpr std::size_t MaxSteps = 32;

    /// \return one sentence that says what is wrong and what would be right
    static Result<PathPattern, QString> parse(QByteArrayView text);

    /// \return the named steps of the path, when the pattern takes it
    std::optional<std::vector<std::pair<QByteArray, QByteArray>>> match(QByteArrayView path) const;

    /// Greater: more specific, to be asked first. A literal step counts more than one with a star, that more than a
    /// name; more steps count more.
    std::strong_ordering specificity(const PathPattern& other) const;

private:
    struct Step {
        QByteArray text; ///< the name where isName
        bool isName = false;
        bool hasStar = false;
    };

    std::vector<Step> m_steps;
};

} // namespace hookloupe
