// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"

#include <QByteArray>
#include <QByteArrayView>
#include <QString>

#include <functional>

namespace hookloupe {

/// How much layOutJson() may read, nest and write, in bytes and levels.
struct JsonLayoutLimits {
    qint64 maxInput = qint64(128) * 1024 * 1024;
    qint64 maxOutput = qint64(512) * 1024 * 1024; ///< indentation of deep nesting can be far longer than the input
    int maxDepth = 1000; ///< objects and arrays within each other
};

enum class JsonLayoutErrorCode { Invalid, InvalidUtf8, TooDeep, TooLarge, Cancelled };

/// Why a text could not be laid out, and where.
struct JsonLayoutError {
    JsonLayoutErrorCode code;
    qint64 offset = 0; ///< bytes, from 0
    qint64 line = 1; ///< 1 and up; lines end in LF
    qint64 column = 1; ///< 1 and up, in characters (code points)
    QString detail; ///< one English sentence
};

/// Indents JSON by two blanks a level, one member or element a line, without touching any token: the order and repeats
/// of keys, the spelling of numbers (1.10, 1e400) and the escapes of strings stay as sent. A byte order mark and the
/// white space between tokens go.
///
/// Checks the text against RFC 8259 on the way: strictly, except that numbers may have any size. Linear time, no
/// recursion, one pass. Thread-safe.
/// \param isCancelled  asked now and then while a large text is laid out; may be empty
Result<QByteArray, JsonLayoutError> layOutJson(
    QByteArrayView json, const JsonLayoutLimits& limits = {}, const std::function<bool()>& isCancelled = {});

} // namespace hookloupe
