// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QByteArrayView>

#include <cstddef>
#include <optional>
#include <vector>

namespace hookloupe {

/// Where each value of a JSON text stands: for editors, which must change one place and leave every other byte alone.
///
/// Total: of a text that is broken it holds what stands before the fault. Does not recurse; at most MaxDepth levels and
/// MaxNodes values are read. A value; all positions are bytes from 0.
class JsonOutline {
public:
    enum class Kind : quint8 { Object, Array, String, Scalar };

    /// One value with its place.
    struct Node {
        Kind kind = Kind::Scalar;
        qsizetype keyBegin = -1; ///< where its key's quote stands; -1: it has no key
        qsizetype begin = 0;
        qsizetype end = 0; ///< behind its last byte
        int parent = -1;
        QByteArray step; ///< its key, unescaped, or its index
        std::vector<int> children; ///< in their order, repeated keys included

        /// Where the member begins: at its key, if it has one.
        qsizetype from() const { return keyBegin < 0 ? begin : keyBegin; }
    };

    static constexpr std::size_t MaxDepth = 64;
    static constexpr std::size_t MaxNodes = 100'000;

    JsonOutline() = default;
    explicit JsonOutline(QByteArray json);

    const QByteArray& json() const { return m_json; }
    /// True when the text is one JSON value and nothing else. Numbers and words are not looked into.
    bool isWhole() const { return m_isWhole; }
    /// All values, each behind the one that holds it.
    const std::vector<Node>& nodes() const { return m_nodes; }

    /// Where a key repeats, the first counts. \return null where the pointer leads to nothing
    const Node* find(QByteArrayView pointer) const;
    /// The value itself or the nearest one around it that exists. \return null for a text without a value
    const Node* nearest(QByteArrayView pointer) const;
    /// The innermost value at a byte, its key included. \return null where there is none
    const Node* at(qsizetype offset) const;
    const Node& child(const Node& node, std::size_t index) const;
    QByteArray pointerTo(const Node& node) const;
    /// The text of a value as it stands.
    QByteArray raw(const Node& node) const { return m_json.mid(node.begin, node.end - node.begin); }
    /// A string unescaped. \return nothing where the pointer leads to no string
    std::optional<QByteArray> string(QByteArrayView pointer) const;

private:
    class Reader;

    QByteArray m_json;
    std::vector<Node> m_nodes;
    bool m_isWhole = false;
};

/// A JSON string without its quotes and escapes. \param quoted  with its quotes
QByteArray unquotedJson(QByteArrayView quoted);
/// The text as a JSON string, with its quotes.
QByteArray quotedJson(QByteArrayView utf8);

} // namespace hookloupe
