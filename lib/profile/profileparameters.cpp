// SPDX-License-Identifier: GPL-3.0-or-later
#include "profile/profileparameters.h"

#include <algorithm>

namespace hookloupe {

namespace {

/// Visits every locator of a profile.
template<typename Visit>
class LocatorWalk {
public:
    explicit LocatorWalk(Visit visit)
        : m_visit(std::move(visit))
    {
    }

    void profile(const Profile& profile)
    {
        for (const RecognitionRule& rule : profile.recognition)
            condition(rule.when);
        for (const Scheme& one : profile.schemes)
            scheme(one);
        for (const auto* list :
            { &profile.event.id, &profile.event.type, &profile.event.time, &profile.event.resource }) {
            for (const ContentTemplate& one : *list)
                text(one);
        }
        for (const EventTypeRule& rule : profile.event.typeRules)
            condition(rule.when);
        for (const Challenge& one : profile.challenges)
            challenge(one);
    }

    void scheme(const Scheme& scheme)
    {
        condition(scheme.when);
        if (scheme.key.select)
            m_visit(*scheme.key.select);
        m_visit(scheme.signature.from);
        if (!scheme.signature.selectParam.isEmpty())
            m_visit(Locator { Locator::Kind::Param, scheme.signature.selectParam });
        text(scheme.content);
        if (scheme.time)
            m_visit(scheme.time->from);
        pairs(scheme.asserts);
        for (const auto& [name, value] : scheme.claims)
            text(value);
        text(scheme.detached);
    }

    void challenge(const Challenge& challenge)
    {
        condition(challenge.when);
        pairs(challenge.verify);
        for (const auto& [name, value] : challenge.answer.headers)
            text(value);
        if (challenge.answer.body)
            text(*challenge.answer.body);
        if (challenge.secret)
            m_visit(*challenge.secret);
        if (challenge.outOfBand)
            m_visit(challenge.outOfBand->url);
    }

private:
    void condition(const Condition& condition)
    {
        for (const Locator& locator : condition.present)
            m_visit(locator);
        for (const Locator& locator : condition.absent)
            m_visit(locator);
        for (const auto& [locator, value] : condition.equal)
            m_visit(locator);
    }

    void pairs(const std::vector<std::pair<Locator, ContentTemplate>>& pairs)
    {
        for (const auto& [locator, value] : pairs) {
            m_visit(locator);
            text(value);
        }
    }

    void text(const ContentTemplate& content)
    {
        for (const ContentTemplate::Part& part : content.parts()) {
            if (!part.isText)
                m_visit(part.locator);
        }
    }

    Visit m_visit;
};

} // namespace

std::vector<QByteArray> parameterNames(const Profile& profile)
{
    std::vector<QByteArray> names;
    LocatorWalk walk([&names](const Locator& locator) {
        if (locator.kind == Locator::Kind::Param)
            names.push_back(locator.name);
    });
    walk.profile(profile);
    std::sort(names.begin(), names.end());
    names.erase(std::unique(names.begin(), names.end()), names.end());
    return names;
}

bool looksAtUrl(const Profile& profile)
{
    bool found = false;
    LocatorWalk walk([&found](const Locator& locator) {
        found |= locator.kind == Locator::Kind::Url || locator.kind == Locator::Kind::UrlWithoutQuery;
    });
    for (const Scheme& scheme : profile.schemes)
        walk.scheme(scheme);
    for (const Challenge& challenge : profile.challenges)
        walk.challenge(challenge);
    return found;
}

} // namespace hookloupe
