// SPDX-License-Identifier: GPL-3.0-or-later
#include "profile/text/profiletext.h"

#include "profile/locator.h"

#include <algorithm>

namespace hookloupe {

namespace {

using Node = JsonOutline::Node;
using Kind = JsonOutline::Kind;

bool isNumber(const QByteArray& step)
{
    return !step.isEmpty() && std::all_of(step.begin(), step.end(), [](char c) { return c >= '0' && c <= '9'; });
}

/// What stands between the members of an object or the elements of an array, without the comma.
QByteArray separatorOf(const JsonOutline& outline, const Node& holder)
{
    if (holder.children.empty())
        return holder.parent < 0 ? QByteArray("\n  ") : QByteArray();
    const qsizetype first = outline.child(holder, 0).from();
    const QByteArray gap = outline.json().mid(holder.begin + 1, first - holder.begin - 1);
    const qsizetype line = gap.lastIndexOf('\n');
    return line < 0 ? QByteArray(" ") : gap.mid(line);
}

/// Lines of a value that is to stand behind \p separator.
QByteArray indented(QByteArray value, const QByteArray& separator)
{
    return separator.startsWith('\n') ? value.replace('\n', separator) : value.replace('\n', ' ');
}

/// The member behind which a key is to stand; -1: before all others.
int predecessor(const JsonOutline& outline, const Node& object, const QByteArray& key)
{
    const QByteArrayList order = profileKeys(outline.pointerTo(object));
    const qsizetype wanted = order.indexOf(key);
    const int last = static_cast<int>(object.children.size()) - 1;
    if (wanted < 0)
        return last;
    for (int i = last; i >= 0; --i) {
        const qsizetype known = order.indexOf(outline.child(object, static_cast<std::size_t>(i)).step);
        if (known >= 0 && known < wanted)
            return i;
    }
    // A "$schema" or another key that is not in the list stays in front
    int before = -1;
    while (before < last && order.indexOf(outline.child(object, static_cast<std::size_t>(before + 1)).step) < 0)
        ++before;
    return before;
}

TextChange inserted(const JsonOutline& outline, const Node& holder, int behind, const QByteArray* key, QByteArray value)
{
    const QByteArray separator = separatorOf(outline, holder);
    value = indented(std::move(value), separator);
    const QByteArray member = key ? quotedJson(*key) + ": " + value : value;
    if (holder.children.empty()) {
        const QByteArray closing = separator.isEmpty() ? QByteArray() : QByteArray("\n");
        return { holder.begin + 1, holder.end - 1, separator + member + closing };
    }
    if (behind < 0) {
        const qsizetype at = outline.child(holder, 0).from();
        return { at, at, member + ',' + separator };
    }
    const qsizetype at = outline.child(holder, static_cast<std::size_t>(behind)).end;
    return { at, at, ',' + separator + member };
}

QByteArray arrayOf(const QByteArrayList& strings)
{
    QByteArrayList quoted;
    for (const QByteArray& string : strings)
        quoted.append(quotedJson(string));
    return '[' + quoted.join(", ") + ']';
}

QByteArray elementPointer(QByteArrayView pointer, qsizetype index)
{
    return pointer.toByteArray() + '/' + QByteArray::number(index);
}

/// The change of an array of strings where one element differs, is more or is gone.
std::optional<TextChange> oneElement(
    const JsonOutline& outline, QByteArrayView pointer, const QByteArrayList& old, const QByteArrayList& strings)
{
    qsizetype same = 0;
    while (same < old.size() && same < strings.size() && old.at(same) == strings.at(same))
        ++same;
    if (strings.size() == old.size() && old.mid(same + 1) == strings.mid(same + 1))
        return withValue(outline, elementPointer(pointer, same), quotedJson(strings.at(same)));
    if (same == old.size() && strings.size() == old.size() + 1)
        return withValue(outline, elementPointer(pointer, same), quotedJson(strings.at(same)));
    if (strings.size() + 1 == old.size() && old.mid(same + 1) == strings.mid(same))
        return withoutValue(outline, elementPointer(pointer, same));
    return std::nullopt;
}

} // namespace

QByteArray applied(QByteArray text, const TextChange& change)
{
    return text.replace(change.begin, change.end - change.begin, change.text);
}

std::optional<TextChange> withValue(const JsonOutline& outline, QByteArrayView pointer, const QByteArray& value)
{
    if (!outline.isWhole() || !isJsonPointer(pointer))
        return std::nullopt;
    const Node* const near = outline.nearest(pointer);
    const std::vector<QByteArray> steps = jsonPointerSteps(pointer);
    std::size_t depth = 0;
    for (const Node* at = near; at->parent >= 0; at = &outline.nodes()[static_cast<std::size_t>(at->parent)])
        ++depth;
    if (depth == steps.size()) {
        const Node* const holder
            = near->parent < 0 ? nullptr : &outline.nodes()[static_cast<std::size_t>(near->parent)];
        return TextChange { near->begin, near->end, holder ? indented(value, separatorOf(outline, *holder)) : value };
    }
    QByteArray added = value;
    for (std::size_t i = steps.size() - 1; i > depth; --i)
        added = '{' + quotedJson(steps[i]) + ": " + added + '}';
    if (near->kind == Kind::Object)
        return inserted(outline, *near, predecessor(outline, *near, steps[depth]), &steps[depth], added);
    const bool isNextElement = near->kind == Kind::Array && steps[depth] == QByteArray::number(near->children.size());
    if (!isNextElement)
        return std::nullopt;
    return inserted(outline, *near, static_cast<int>(near->children.size()) - 1, nullptr, added);
}

std::optional<TextChange> withoutValue(const JsonOutline& outline, QByteArrayView pointer)
{
    const Node* const node = outline.isWhole() ? outline.find(pointer) : nullptr;
    if (!node || node->parent < 0)
        return std::nullopt;
    const Node& holder = outline.nodes()[static_cast<std::size_t>(node->parent)];
    std::size_t index = 0;
    while (&outline.child(holder, index) != node)
        ++index;
    if (holder.children.size() == 1)
        return TextChange { holder.begin + 1, holder.end - 1, {} };
    if (index + 1 < holder.children.size())
        return TextChange { node->from(), outline.child(holder, index + 1).from(), {} };
    return TextChange { outline.child(holder, index - 1).end, node->end, {} };
}

std::optional<TextChange> withStrings(const JsonOutline& outline, QByteArrayView pointer, const QByteArrayList& strings)
{
    if (strings.isEmpty())
        return withoutValue(outline, pointer);
    const Node* const node = outline.find(pointer);
    const QByteArrayList old = stringsAt(outline, pointer);
    if (node && node->kind == Kind::Array && std::ssize(node->children) == old.size() && old != strings) {
        if (const std::optional<TextChange> small = oneElement(outline, pointer, old, strings))
            return small;
    }
    return withValue(outline, pointer, strings.size() == 1 ? quotedJson(strings.first()) : arrayOf(strings));
}

QByteArrayList stringsAt(const JsonOutline& outline, QByteArrayView pointer)
{
    const Node* const node = outline.find(pointer);
    if (!node)
        return {};
    QByteArrayList strings;
    if (node->kind == Kind::String)
        strings.append(unquotedJson(outline.raw(*node)));
    for (std::size_t i = 0; node->kind == Kind::Array && i < node->children.size(); ++i) {
        const Node& element = outline.child(*node, i);
        if (element.kind == Kind::String)
            strings.append(unquotedJson(outline.raw(element)));
    }
    return strings;
}

QByteArrayList profileKeys(QByteArrayView pointer)
{
    if (!isJsonPointer(pointer))
        return {};
    QByteArray pattern;
    for (const QByteArray& step : jsonPointerSteps(pointer))
        pattern += isNumber(step) ? QByteArray("/*") : jsonPointerStep(step);
    if (pattern.isEmpty())
        return { "$schema", "id", "name", "aliases", "evidence", "sources", "notes", "recognize", "match", "schemes",
            "event", "event_types", "delivery", "messages", "challenges", "samples", "management", "assumed" };
    if (pattern == "/schemes/*")
        return { "id", "undocumented", "when", "algorithm", "hash", "key", "signature", "content", "time", "assert",
            "foreach", "jwt_algorithms", "claims", "detached", "issued_at_tolerance_s", "url_variants" };
    if (pattern == "/schemes/*/signature")
        return { "from", "grammar", "field", "separator", "assign", "outer_separator", "names", "select_param",
            "prefix", "encoding", "form" };
    if (pattern == "/schemes/*/key")
        return { "encoding", "fallback", "strip", "normalize", "derive", "select", "fetch" };
    if (pattern == "/schemes/*/time")
        return { "from", "unit", "tolerance_s" };
    if (pattern == "/event")
        return { "id", "type", "time", "resource", "action", "attempt", "delivery", "batch", "type_rules" };
    if (pattern == "/recognize/*")
        return { "when", "weight" };
    if (pattern.endsWith("/when"))
        return { "method", "has", "not", "equals" };
    return {};
}

} // namespace hookloupe
