// SPDX-License-Identifier: GPL-3.0-or-later
#include "profile/eventfacts.h"

#include <QList>

#include <algorithm>

namespace hookloupe {

namespace {

/// The first of the templates that yields a text.
QByteArray firstText(const std::vector<ContentTemplate>& templates, const RequestValues& values)
{
    for (const ContentTemplate& content : templates) {
        const std::optional<QByteArray> text = values.text(content);
        if (text && !text->isEmpty())
            return text->left(MaxFactBytes);
    }
    return {};
}

bool hasPathStep(const RequestValues& values, const QByteArray& step)
{
    const QByteArray path = values.value({ Locator::Kind::Path, {} }).value_or(QByteArray());
    const QList<QByteArray> steps
        = path.left(path.contains('?') ? path.indexOf('?') : path.size()).toLower().split('/');
    return steps.contains(step);
}

QByteArray typeByRule(const std::vector<EventTypeRule>& rules, const RequestValues& values)
{
    const QByteArray method = values.value({ Locator::Kind::Method, {} }).value_or(QByteArray());
    const auto rule = std::find_if(rules.begin(), rules.end(), [&](const EventTypeRule& candidate) {
        return (candidate.pathStep.isEmpty() || hasPathStep(values, candidate.pathStep))
            && holds(candidate.when, values, method);
    });
    return rule == rules.end() ? QByteArray() : rule->type;
}

} // namespace

EventFacts eventFacts(const Profile& profile, RequestValues& values)
{
    EventFacts facts;
    const EventRule& rule = profile.event;
    if (rule.isEmpty())
        return facts;
    const QByteArray item = values.item();
    if (!rule.batch.empty()) {
        const std::vector<QByteArray> first = values.items(rule.batch, 1);
        values.setItem(first.empty() ? QByteArray() : first.front());
    }
    facts.id = firstText(rule.id, values);
    facts.type = firstText(rule.type, values);
    if (facts.type.isEmpty())
        facts.type = typeByRule(rule.typeRules, values);
    facts.time = firstText(rule.time, values);
    facts.resource = firstText(rule.resource, values);
    values.setItem(item);
    return facts;
}

} // namespace hookloupe
