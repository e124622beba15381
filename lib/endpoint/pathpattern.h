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
/// name. "/" takes every path; a slash at the end of a pattern says nothing. Steps are compared as sent, byte for byte
/// (no percent-decoding), the query is not part of them. Bounded: at most MaxBytes and MaxSteps steps.
class PathPattern {
public:
    static constexpr qsizetype MaxBytes = 1024;
    static constexpr std::size_t MaxSteps = 32;

    using NamedSteps = std::vector<std::pair<QByteArray, QByteArray>>;

    /// \return one sentence that says what is wrong and what would be right
    static Result<PathPattern, QString> parse(QByteArrayView text);

    /// \return the named steps of the path, when the pattern takes it
    std::optional<NamedSteps> match(QByteArrayView path) const;

    /// Greater: more specific, to be asked first. The first step in which two patterns differ decides: a literal step
    /// counts more than one with a star, that more than a name, and any step more than none. Of two steps with a star
    /// the one with more literal bytes counts more.
    std::strong_ordering specificity(const PathPattern& other) const;

private:
    struct Step {
        QByteArray text; ///< the name where isName
        bool isName = false;
        bool hasStar = false;
    };

    static Result<Step, QString> parseStep(QByteArrayView text);
    static bool takes(const Step& step, QByteArrayView text);
    static std::pair<int, qsizetype> rankOf(const Step& step);

    std::vector<Step> m_steps;
};

/// The path of a request target: "/a" of "/a?x=1" and of "http://host/a?x=1".
QByteArrayView pathOfTarget(QByteArrayView target);

} // namespace hookloupe
