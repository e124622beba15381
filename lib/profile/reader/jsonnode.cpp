// SPDX-License-Identifier: GPL-3.0-or-later
#include "profile/reader/jsonnode.h"

#include "http/jsonlayout.h"
#include "profile/locator.h"

#include <QLocale>

#include <simdjson.h>

#include <algorithm>

namespace hookloupe {

using namespace Qt::StringLiterals;

namespace {

QByteArray bytesOf(std::string_view text)
{
    return QByteArray(text.data(), static_cast<qsizetype>(text.size()));
}

/// Recursion is bounded by the depth that the parser was given.
JsonNode nodeOf(const simdjson::dom::element& element, const QString& pointer)
{
    JsonNode node;
    node.pointer = pointer;
    switch (element.type()) {
    case simdjson::dom::element_type::ARRAY: {
        node.kind = JsonNode::Kind::Array;
        // A named value: what value_unsafe() refers to would be gone before the loop begins.
        const simdjson::dom::array array = element.get_array().value_unsafe();
        for (const auto child : array) {
            const QString step = QString::number(node.elements.size());
            node.elements.push_back(nodeOf(child, QString(pointer + u'/' + step)));
        }
        break;
    }
    case simdjson::dom::element_type::OBJECT: {
        node.kind = JsonNode::Kind::Object;
        const simdjson::dom::object object = element.get_object().value_unsafe();
        for (const auto field : object) {
            const QByteArray key = bytesOf(field.key);
            const QString step = QString::fromUtf8(jsonPointerStep(key));
            node.members.push_back({ key, nodeOf(field.value, QString(pointer + step)) });
        }
        break;
    }
    case simdjson::dom::element_type::STRING:
        node.kind = JsonNode::Kind::String;
        node.text = bytesOf(element.get_string().value_unsafe());
        break;
    case simdjson::dom::element_type::BOOL:
        node.kind = JsonNode::Kind::Boolean;
        node.isTrue = element.get_bool().value_unsafe();
        break;
    case simdjson::dom::element_type::NULL_VALUE:
        break;
    case simdjson::dom::element_type::INT64:
        node.text = QByteArray::number(qlonglong(element.get_int64().value_unsafe()));
        break;
    case simdjson::dom::element_type::UINT64:
        node.text = QByteArray::number(qulonglong(element.get_uint64().value_unsafe()));
        break;
    default:
        node.text = QByteArray::number(element.get_double().value_unsafe(), 'g', QLocale::FloatingPointShortest);
        break;
    }
    if (element.is_number()) {
        node.kind = JsonNode::Kind::Number;
        node.number = element.get_double().value_unsafe();
    }
    return node;
}

} // namespace

const JsonNode* JsonNode::find(QByteArrayView key) const
{
    const auto found
        = std::find_if(members.begin(), members.end(), [&](const auto& member) { return member.key == key; });
    return found == members.end() ? nullptr : &found->value;
}

Result<JsonNode, QString> parseJson(const QByteArray& json, int maxDepth)
{
    // The strict reader says where a fault stands; simdjson then gives the values.
    JsonLayoutLimits limits;
    limits.maxDepth = maxDepth;
    const auto layout = layOutJson(json, limits);
    if (!layout)
        return Unexpected(QString(layout.error().detail + u'.'));
    simdjson::dom::parser parser;
    simdjson::dom::element root;
    const std::string_view text(json.constData(), static_cast<std::size_t>(json.size()));
    if (const auto error = parser.parse(simdjson::padded_string(text)).get(root); error != simdjson::SUCCESS)
        return Unexpected(u"the file is no JSON (%1); write UTF-8 text without a byte order mark."_s.arg(
            QString::fromUtf8(simdjson::error_message(error))));
    return nodeOf(root, QString());
}

} // namespace hookloupe
