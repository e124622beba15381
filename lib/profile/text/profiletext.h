// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "profile/text/jsonoutline.h"

#include <QByteArray>
#include <QByteArrayList>
#include <QByteArrayView>

#include <optional>

namespace hookloupe {

/// One change of a text: the bytes from \c begin to \c end give way to \c text.
struct TextChange {
    qsizetype begin = 0;
    qsizetype end = 0;
    QByteArray text;

    bool operator==(const TextChange&) const = default;
};

QByteArray applied(QByteArray text, const TextChange& change);

/// The smallest changes of a profile's text. They keep the order of keys, the white space and everything else that they
/// are not about. Each gives nothing where the text is no whole JSON value, or where there is no such place.
/// Places are JSON pointers, values are JSON; lines of a value are indented as deep as their place asks for.

/// Puts a value at a place. A missing member is added where the manual lists its key; missing objects around it come
/// with it. Behind the last element of an array one more may be set.
std::optional<TextChange> withValue(const JsonOutline& outline, QByteArrayView pointer, const QByteArray& value);
/// Takes a member or an element away, with its comma. The whole text cannot be taken away.
std::optional<TextChange> withoutValue(const JsonOutline& outline, QByteArrayView pointer);
/// Puts one or several strings at a place: one stands alone, several in an array, none take the member away. Where only
/// one of several differs, only that one is changed.
std::optional<TextChange> withStrings(
    const JsonOutline& outline, QByteArrayView pointer, const QByteArrayList& strings);

/// The strings of an array, or one alone. Other values are left out.
QByteArrayList stringsAt(const JsonOutline& outline, QByteArrayView pointer);

/// The keys of a profile's object in the order of the manual; empty for objects that are free.
/// \param pointer  of the object: "/schemes/0/signature"
QByteArrayList profileKeys(QByteArrayView pointer);

} // namespace hookloupe
