// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QByteArrayView>

#include <cstddef>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

namespace hookloupe {

/// Looks values up in one JSON text by RFC 6901 pointers, without turning numbers into doubles.
///
/// Reads no further than it has to: a text that is broken behind a value still gives the value, one that is broken
/// before it may give nothing, and one that is no UTF-8 gives nothing. Where a key repeats, the first counts. Nothing
/// recurses along the text, so its depth does not matter. One look-up costs time linear in the text. Not thread-safe.
class JsonValues {
public:
    explicit JsonValues(QByteArrayView json);
    ~JsonValues();

    /// Strings unescaped; numbers and booleans as written; objects and arrays as their raw bytes. Nothing for what is
    /// absent, and for null: senders that leave a member out and those that write null mean the same.
    /// \param pointer  a JSON pointer; empty: the whole text
    std::optional<QByteArray> value(QByteArrayView pointer);

    /// The values below a path whose step `*` stands for each element of an array: pointer and raw bytes.
    /// Without a `*`, the one value of that pointer.
    /// \param limit  at most this many are returned
    std::vector<std::pair<QByteArray, QByteArray>> items(const std::vector<QByteArray>& path, std::size_t limit);

private:
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace hookloupe
