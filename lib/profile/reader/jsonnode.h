// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"

#include <QByteArray>
#include <QByteArrayView>
#include <QString>

#include <vector>

namespace hookloupe {

struct JsonMember;

/// A JSON value of a small, trusted-to-be-small file, with its place: order and repeats of keys are kept.
struct JsonNode {
    enum class Kind : quint8 { Null, Boolean, Number, String, Array, Object };

    Kind kind = Kind::Null;
    bool isTrue = false; ///< of a boolean
    double number = 0; ///< of a number
    QByteArray text; ///< of a string, unescaped; of a number, in its shortest form
    std::vector<JsonNode> elements; ///< of an array
    std::vector<JsonMember> members; ///< of an object
    QString pointer; ///< its JSON pointer in the file; empty for the whole

    bool is(Kind wanted) const { return kind == wanted; }
    /// \return null when the object has no such key, or this is no object
    const JsonNode* find(QByteArrayView key) const;
};

/// A member of an object.
struct JsonMember {
    QByteArray key;
    JsonNode value;
};

/// \param maxDepth  levels of objects and arrays within each other
/// \return one English sentence with line and column where the text is no JSON
Result<JsonNode, QString> parseJson(const QByteArray& json, int maxDepth);

} // namespace hookloupe
