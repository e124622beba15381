// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/duration.h"
#include "base/error.h"
#include "base/result.h"
#include "http/response.h"

#include <QByteArray>
#include <QStringView>

#include <chrono>
#include <optional>
#include <vector>

namespace hookloupe {

/// What we will answer: it has the shape of the Response that it becomes.
using ResponsePlan = Response;

/// Plans in turn, each a number of times; the last one stays.
///
/// Steps count per message, so that each message meets the whole sequence.
class ResponseSequence {
public:
    struct Step {
        ResponsePlan plan;
        int times = 1; ///< 1 to 1,000,000; of no meaning in the last step

        bool operator==(const Step&) const = default;
    };

    /// 200 with an empty body, always.
    ResponseSequence();
    explicit ResponseSequence(ResponsePlan plan);
    /// \param steps  at least one
    explicit ResponseSequence(std::vector<Step> steps);

    const std::vector<Step>& steps() const { return m_steps; }
    bool isSinglePlan() const { return m_steps.size() == 1; }
    /// \param earlier  how many deliveries of the same message were answered before; 0 and up
    const ResponsePlan& planFor(qint64 earlier) const;
    /// The index of that plan's step.
    std::size_t stepFor(qint64 earlier) const;

    bool operator==(const ResponseSequence&) const = default;

private:
    std::vector<Step> m_steps;
};

enum class SequenceErrorCode { Empty, UnknownWord, BadStatus, BadTimes, BadOption, BadValue, Unclosed };

/// The place where a sequence text is wrong, beside what is wrong.
struct SequenceError {
    SequenceErrorCode code;
    qsizetype column = 1; ///< 1 and up
    QString detail; ///< one English sentence with the remedy
};

/// Reads the text of `serve --respond`: `SPEC[xN]` separated by commas, where SPEC is a status (100-999) or a fault
/// (timeout, reset, close, truncate, garbage), each with options in parentheses:
/// `503x2,409,200(delay=2s,body=ok,type=text/plain,retry-after=5,reason=Fine,header=Name:Value)`.
/// A fault may also have `status=503`: of use with truncate. Each option stands once, header any number of times.
/// A value may be quoted ("…") to hold commas and parentheses; inside quotes \" \\ \n \r \t and \xNN (a byte) are
/// escapes. Values for headers hold no control characters. Durations: ms, s, m, h; a bare number means seconds; a
/// delay is at most 24 h. Blanks around names, values and steps do not count.
Result<ResponseSequence, SequenceError> parseResponseSequence(QStringView text);

/// The text that parses to the same sequence, whatever bytes its bodies hold (blanks around header values excepted).
QString toText(const ResponseSequence& sequence);
QString toText(const ResponsePlan& plan);

} // namespace hookloupe
