// SPDX-License-Identifier: GPL-3.0-or-later
#include "endpoint/pathpattern.h"

#include <algorithm>
#include <string_view>

namespace hookloupe {

using namespace Qt::StringLiterals;

namespace {

bool isNameByte(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || (byte >= '0' && byte <= '9') || byte == '_'
        || byte == '-';
}

bool isPathByte(char byte)
{
    const auto code = static_cast<unsigned char>(byte);
    return code > 0x20 && code != 0x7f && byte != '?' && byte != '#';
}

qsizetype endOfStep(QByteArrayView path, qsizetype begin)
{
    const qsizetype slash = path.indexOf('/', begin);
    return slash < 0 ? path.size() : slash;
}

std::string_view standardView(QByteArrayView bytes)
{
    return { bytes.data(), static_cast<std::size_t>(bytes.size()) };
}

/// Takes the texts between the stars from left to right, each where it stands first.
bool matchesStars(std::string_view pattern, std::string_view text)
{
    const std::size_t firstStar = pattern.find('*');
    const std::size_t lastStar = pattern.rfind('*');
    const std::string_view head = pattern.substr(0, firstStar);
    const std::string_view tail = pattern.substr(lastStar + 1);
    if (text.size() < head.size() + tail.size() || !text.starts_with(head) || !text.ends_with(tail))
        return false;
    text = text.substr(head.size(), text.size() - head.size() - tail.size());
    std::string_view middle = pattern.substr(firstStar, lastStar - firstStar);
    while (!middle.empty()) {
        middle.remove_prefix(1);
        const std::string_view part = middle.substr(0, std::min(middle.find('*'), middle.size()));
        const std::size_t found = text.find(part);
        if (found == std::string_view::npos)
            return false;
        text.remove_prefix(found + part.size());
        middle.remove_prefix(part.size());
    }
    return true;
}

} // namespace

Result<PathPattern, QString> PathPattern::parse(QByteArrayView text)
{
    if (!text.startsWith('/'))
        return Unexpected(u"The path does not begin with a slash: write it as in \"/hooks\"."_s);
    if (text.size() > MaxBytes)
        return Unexpected(u"The path is longer than %1 bytes."_s.arg(MaxBytes));
    if (!std::all_of(text.begin(), text.end(), isPathByte))
        return Unexpected(u"The path has a \"?\", a \"#\", a blank or a control character: give only the path, without "
                          "query and fragment; a blank is sent as %20."_s);
    PathPattern pattern;
    const QByteArrayView steps = text.endsWith('/') ? text.chopped(1) : text;
    for (qsizetype at = 0; at < steps.size();) {
        const qsizetype end = endOfStep(steps, at + 1);
        auto step = parseStep(steps.sliced(at + 1, end - at - 1));
        if (!step)
            return Unexpected(step.error());
        const auto isSameName
            = [&](const Step& other) { return other.isName && step->isName && other.text == step->text; };
        if (std::any_of(pattern.m_steps.begin(), pattern.m_steps.end(), isSameName))
            return Unexpected(u"The name {%1} stands twice in the path: give each step a name of its own."_s.arg(
                QString::fromLatin1(step->text)));
        pattern.m_steps.push_back(*std::move(step));
        at = end;
    }
    if (pattern.m_steps.size() > MaxSteps)
        return Unexpected(u"The path has more than %1 steps."_s.arg(MaxSteps));
    return pattern;
}

Result<PathPattern::Step, QString> PathPattern::parseStep(QByteArrayView text)
{
    if (text.isEmpty())
        return Unexpected(u"The path has an empty step (\"//\"): write * for a step that may be empty."_s);
    if (!text.contains('{') && !text.contains('}'))
        return Step { text.toByteArray(), false, text.contains('*') };
    const bool isWhole = text.size() > 2 && text.startsWith('{') && text.endsWith('}');
    const QByteArrayView name = isWhole ? text.sliced(1, text.size() - 2) : QByteArrayView();
    if (!isWhole || !std::all_of(name.begin(), name.end(), isNameByte))
        return Unexpected(u"A name in braces stands alone in its step and has letters, digits, \"-\" and \"_\", as in "
                          "\"/shops/{shop}/hooks\"; part of a step is written with a star."_s);
    return Step { name.toByteArray(), true, false };
}

bool PathPattern::takes(const Step& step, QByteArrayView text)
{
    if (step.isName)
        return !text.isEmpty();
    return step.hasStar ? matchesStars(standardView(step.text), standardView(text)) : text == step.text;
}

std::optional<PathPattern::NamedSteps> PathPattern::match(QByteArrayView path) const
{
    NamedSteps named;
    qsizetype at = 0;
    for (const Step& step : m_steps) {
        if (at >= path.size() || path[at] != '/')
            return std::nullopt;
        const qsizetype end = endOfStep(path, at + 1);
        const QByteArrayView text = path.sliced(at + 1, end - at - 1);
        if (!takes(step, text))
            return std::nullopt;
        if (step.isName)
            named.emplace_back(step.text, text.toByteArray());
        at = end;
    }
    return named;
}

std::pair<int, qsizetype> PathPattern::rankOf(const Step& step)
{
    enum Rank { Name, Star, Literal };
    if (step.isName)
        return { Name, 0 };
    return step.hasStar ? std::pair<int, qsizetype>(Star, step.text.size() - step.text.count('*'))
                        : std::pair<int, qsizetype>(Literal, 0);
}

std::strong_ordering PathPattern::specificity(const PathPattern& other) const
{
    const std::size_t common = std::min(m_steps.size(), other.m_steps.size());
    for (std::size_t i = 0; i < common; ++i) {
        const auto order = rankOf(m_steps[i]) <=> rankOf(other.m_steps[i]);
        if (order != 0)
            return order;
    }
    return m_steps.size() <=> other.m_steps.size();
}

QByteArrayView pathOfTarget(QByteArrayView target)
{
    const qsizetype question = target.indexOf('?');
    const QByteArrayView path = question < 0 ? target : target.first(question);
    if (path.startsWith('/'))
        return path;
    const qsizetype scheme = path.indexOf("://");
    if (scheme < 0)
        return path;
    const qsizetype slash = path.indexOf('/', scheme + 3);
    return slash < 0 ? QByteArrayView("/") : path.sliced(slash);
}

} // namespace hookloupe
