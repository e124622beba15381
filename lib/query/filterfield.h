// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArrayView>
#include <QLatin1StringView>
#include <QStringView>

#include <span>

namespace hookloupe {

/// What a term of a filter looks at.
enum class FilterField : quint8 {
    Text, ///< a bare word: path with query, headers and body
    Method,
    Path, ///< the target before its `?`, as sent
    Query, ///< the target behind its first `?`, as sent
    Status,
    Provider,
    Event,
    Message,
    Resource,
    Signature,
    Fresh,
    Kind,
    Is,
    Size,
    Delay,
    Ip,
    Header,
    Json,
    Body,
    Note,
    Id,
    Age,
    Time,
};

/// How the value of a field is written and compared.
enum class FilterValueKind : quint8 {
    WholeText, ///< the whole text, `*` for any part of it
    PartOfText, ///< stands anywhere within
    TextOrNumber, ///< as WholeText; with a comparison or a range: a decimal number
    Word, ///< one of a list
    Status, ///< three digits, `5xx`, or the word of a fault
    Whole, ///< a whole number
    Size, ///< bytes
    Duration, ///< compared in milliseconds
    Age, ///< a duration before now, compared in microseconds
    Time, ///< a moment or a day
};

/// One row of the language's table of fields.
struct FilterFieldInfo {
    FilterField field;
    QLatin1StringView name; ///< as it stands before the colon; empty for Text
    FilterValueKind value;
    bool hasName; ///< a dot and a name of one's own follow: `header.NAME`
    QLatin1StringView example; ///< a whole term that is right
};

/// All fields, in the order in which a person wants to read them; Text is not among them.
std::span<const FilterFieldInfo> filterFields();
const FilterFieldInfo& filterFieldInfo(FilterField field);
/// \param name  compared without regard to ASCII case
const FilterFieldInfo* filterFieldByName(QStringView name);
/// The field whose name is so like \p name that it may be what was meant.
const FilterFieldInfo* nearestFilterField(QStringView name);

/// The words that a field of kind Word takes, and the faults that Status takes. The place in the list is the word's
/// number: for Signature and Fresh that of their enumerations, for Status that of the fault less one.
std::span<const QByteArrayView> filterWords(FilterField field);

/// The numbers of the words of `kind`, and of those of `is`.
enum class KindWord : quint8 { First, Retry, Duplicate, Replay };
enum class IsWord : quint8 { Retry, Duplicate, Replay, First, Stale, Pinned, Challenge };

} // namespace hookloupe
