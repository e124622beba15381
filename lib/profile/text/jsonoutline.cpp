// SPDX-License-Identifier: GPL-3.0-or-later
#include "profile/text/jsonoutline.h"

#include "base/jsontext.h"
#include "profile/locator.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>
#include <utility>

namespace hookloupe {

namespace {

bool isBlank(char byte)
{
    return byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r';
}

bool endsScalar(char byte)
{
    return isBlank(byte) || QByteArrayView(",:{}[]\"").contains(byte);
}

} // namespace

/// Walks the text once, with the open objects and arrays in a list.
class JsonOutline::Reader {
public:
    Reader(const QByteArray& json, std::vector<Node>& nodes)
        : m_json(json)
        , m_nodes(nodes)
    {
    }

    /// \return true when the whole text was one value
    bool run()
    {
        skipBlanks();
        if (!readValue(-1, {}))
            return fail();
        while (!m_open.empty()) {
            skipBlanks();
            if (!readNext())
                return fail();
        }
        skipBlanks();
        return m_at == m_json.size();
    }

private:
    char now() const { return m_at < m_json.size() ? m_json.at(m_at) : '\0'; }
    Node& node(int index) { return m_nodes[static_cast<std::size_t>(index)]; }

    void skipBlanks()
    {
        while (m_at < m_json.size() && isBlank(m_json.at(m_at)))
            ++m_at;
    }

    /// What is open ends where the reading ends.
    bool fail()
    {
        for (const int index : m_open)
            node(index).end = m_at;
        return false;
    }

    bool skipString()
    {
        for (qsizetype i = m_at + 1; i < m_json.size(); ++i) {
            if (m_json.at(i) == '\\') {
                ++i;
            } else if (m_json.at(i) == '"') {
                m_at = i + 1;
                return true;
            }
        }
        m_at = m_json.size();
        return false;
    }

    /// The next member or element of the innermost open value, or its end.
    bool readNext()
    {
        const int holder = m_open.back();
        const bool isObject = node(holder).kind == Kind::Object;
        const bool isFirst = node(holder).children.empty();
        if (now() == (isObject ? '}' : ']')) {
            ++m_at;
            node(holder).end = m_at;
            m_open.pop_back();
            return true;
        }
        if (!isFirst) {
            if (now() != ',')
                return false;
            ++m_at;
            skipBlanks();
        }
        if (!isObject)
            return readValue(-1, QByteArray::number(node(holder).children.size()));
        const qsizetype key = m_at;
        if (now() != '"' || !skipString())
            return false;
        QByteArray step = unquotedJson(QByteArrayView(m_json).sliced(key, m_at - key));
        skipBlanks();
        if (now() != ':')
            return false;
        ++m_at;
        skipBlanks();
        return readValue(key, std::move(step));
    }

    bool readValue(qsizetype key, QByteArray step)
    {
        if (m_at >= m_json.size() || m_nodes.size() >= MaxNodes)
            return false;
        const char first = now();
        if (first == ',' || first == ':' || first == '}' || first == ']')
            return false;
        const int index = static_cast<int>(m_nodes.size());
        const int parent = m_open.empty() ? -1 : m_open.back();
        if (parent >= 0)
            node(parent).children.push_back(index);
        m_nodes.push_back({ Kind::Scalar, key, m_at, m_at, parent, std::move(step), {} });
        if (first == '{' || first == '[') {
            if (m_open.size() >= MaxDepth)
                return false;
            m_nodes.back().kind = first == '{' ? Kind::Object : Kind::Array;
            m_open.push_back(index);
            ++m_at;
            return true;
        }
        bool isComplete = true;
        if (first == '"') {
            m_nodes.back().kind = Kind::String;
            isComplete = skipString();
        } else {
            while (m_at < m_json.size() && !endsScalar(m_json.at(m_at)))
                ++m_at;
        }
        m_nodes.back().end = m_at;
        return isComplete;
    }

    const QByteArray& m_json;
    std::vector<Node>& m_nodes;
    std::vector<int> m_open;
    qsizetype m_at = 0;
};

JsonOutline::JsonOutline(QByteArray json)
    : m_json(std::move(json))
{
    m_isWhole = Reader(m_json, m_nodes).run();
}

const JsonOutline::Node& JsonOutline::child(const Node& node, std::size_t index) const
{
    return m_nodes[static_cast<std::size_t>(node.children.at(index))];
}

const JsonOutline::Node* JsonOutline::find(QByteArrayView pointer) const
{
    const Node* const found = nearest(pointer);
    return found && isJsonPointer(pointer) && pointerTo(*found) == pointer ? found : nullptr;
}

const JsonOutline::Node* JsonOutline::nearest(QByteArrayView pointer) const
{
    if (m_nodes.empty())
        return nullptr;
    const Node* at = &m_nodes.front();
    if (!isJsonPointer(pointer))
        return at;
    for (const QByteArray& step : jsonPointerSteps(pointer)) {
        const auto next = std::find_if(at->children.begin(), at->children.end(),
            [&](int index) { return m_nodes[static_cast<std::size_t>(index)].step == step; });
        if (next == at->children.end())
            break;
        at = &m_nodes[static_cast<std::size_t>(*next)];
    }
    return at;
}

const JsonOutline::Node* JsonOutline::at(qsizetype offset) const
{
    if (m_nodes.empty() || offset < m_nodes.front().begin || offset > m_nodes.front().end)
        return nullptr;
    const Node* found = &m_nodes.front();
    for (bool goesOn = true; goesOn;) {
        goesOn = false;
        for (const int index : found->children) {
            const Node& inner = m_nodes[static_cast<std::size_t>(index)];
            if (offset < inner.from() || offset > inner.end)
                continue;
            found = &inner;
            goesOn = true;
            break;
        }
    }
    return found;
}

QByteArray JsonOutline::pointerTo(const Node& node) const
{
    QByteArray pointer;
    for (const Node* at = &node; at->parent >= 0; at = &m_nodes[static_cast<std::size_t>(at->parent)])
        pointer.prepend(jsonPointerStep(at->step));
    return pointer;
}

std::optional<QByteArray> JsonOutline::string(QByteArrayView pointer) const
{
    const Node* const found = find(pointer);
    if (!found || found->kind != Kind::String)
        return std::nullopt;
    return unquotedJson(raw(*found));
}

QByteArray unquotedJson(QByteArrayView quoted)
{
    if (quoted.size() < 2)
        return {};
    const QByteArrayView inner = quoted.sliced(1, quoted.size() - 2);
    if (!inner.contains('\\'))
        return inner.toByteArray();
    const QJsonDocument document = QJsonDocument::fromJson('[' + quoted.toByteArray() + ']');
    return document.isArray() ? document.array().at(0).toString().toUtf8() : inner.toByteArray();
}

QByteArray quotedJson(QByteArrayView utf8)
{
    return JsonText().string(QString::fromUtf8(utf8)).take();
}

} // namespace hookloupe
