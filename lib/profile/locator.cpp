// SPDX-License-Identifier: GPL-3.0-or-later
#include "profile/locator.h"

#include <QList>
#include <QString>

#include <algorithm>

namespace hookloupe {

namespace {

enum class NameRule : quint8 { None, Required, Pointer, Any };

struct Word {
    const char* text;
    Locator::Kind kind;
    NameRule rule;
};

constexpr Word Words[] {
    { "body", Locator::Kind::Body, NameRule::None },
    { "method", Locator::Kind::Method, NameRule::None },
    { "url", Locator::Kind::Url, NameRule::None },
    { "url_noquery", Locator::Kind::UrlWithoutQuery, NameRule::None },
    { "path", Locator::Kind::Path, NameRule::None },
    { "query_sorted", Locator::Kind::QuerySorted, NameRule::None },
    { "form_sorted", Locator::Kind::FormSorted, NameRule::None },
    { "header", Locator::Kind::Header, NameRule::Required },
    { "query", Locator::Kind::Query, NameRule::Required },
    { "form", Locator::Kind::Form, NameRule::Required },
    { "json", Locator::Kind::Json, NameRule::Pointer },
    { "item", Locator::Kind::Item, NameRule::Pointer },
    { "sig", Locator::Kind::SignatureField, NameRule::Required },
    { "named_headers", Locator::Kind::NamedHeaders, NameRule::Required },
    { "param", Locator::Kind::Param, NameRule::Required },
    { "const", Locator::Kind::Constant, NameRule::Any },
};

} // namespace

bool isJsonPointer(QByteArrayView text)
{
    if (text.isEmpty())
        return true;
    if (text.front() != '/')
        return false;
    for (qsizetype i = 0; i < text.size(); ++i) {
        if (text[i] == '~' && (i + 1 == text.size() || (text[i + 1] != '0' && text[i + 1] != '1')))
            return false;
    }
    return true;
}

std::vector<QByteArray> jsonPointerSteps(QByteArrayView pointer)
{
    std::vector<QByteArray> steps;
    if (pointer.isEmpty())
        return steps;
    const QByteArrayView first = pointer.sliced(1);
    if (!first.contains('/') && !first.contains('~')) {
        // Most pointers of profiles name a member of the whole.
        steps.push_back(first.toByteArray());
        return steps;
    }
    const QList<QByteArray> raw = first.toByteArray().split('/');
    for (QByteArray step : raw) {
        step.replace("~1", "/").replace("~0", "~");
        steps.push_back(step);
    }
    return steps;
}

QByteArray jsonPointerStep(QByteArray name)
{
    name.replace("~", "~0").replace("/", "~1");
    return '/' + name;
}

std::optional<Locator> parseLocator(QByteArrayView text)
{
    const qsizetype colon = text.indexOf(':');
    const QByteArrayView word = colon < 0 ? text : text.first(colon);
    const QByteArrayView name = colon < 0 ? QByteArrayView() : text.sliced(colon + 1);
    const auto* const found
        = std::find_if(std::begin(Words), std::end(Words), [&](const Word& known) { return word == known.text; });
    if (found == std::end(Words))
        return std::nullopt;
    const bool isRight = found->rule == NameRule::None ? colon < 0
        : found->rule == NameRule::Required            ? !name.isEmpty()
        : found->rule == NameRule::Pointer             ? colon >= 0 && isJsonPointer(name)
                                                       : colon >= 0;
    if (!isRight)
        return std::nullopt;
    return Locator { found->kind, name.toByteArray() };
}

QByteArray toText(const Locator& locator)
{
    const auto* const found = std::find_if(
        std::begin(Words), std::end(Words), [&](const Word& known) { return locator.kind == known.kind; });
    const QByteArray word(found->text);
    return found->rule == NameRule::None ? word : QByteArray(word + ':' + locator.name);
}

} // namespace hookloupe
