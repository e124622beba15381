// SPDX-License-Identifier: GPL-3.0-or-later
#include "profile/recognizer.h"

#include <algorithm>

namespace hookloupe {

namespace {

/// A header that must be there for the rule to hold; empty when there is none. The last of several is taken: rules name
/// the general one (Authorization, X-Hub-Signature) first.
QByteArray neededHeader(const Condition& when)
{
    QByteArray name;
    for (const Locator& locator : when.present) {
        if (locator.kind == Locator::Kind::Header)
            name = locator.name;
    }
    for (const auto& [locator, text] : when.equal) {
        if (locator.kind == Locator::Kind::Header)
            name = locator.name;
    }
    return name.toLower();
}

/// The order of lower-case names, without regard to the case of the other one.
struct ByName {
    template<typename Entry>
    bool operator()(const Entry& entry, QByteArrayView name) const
    {
        return QByteArrayView(entry.first).compare(name, Qt::CaseInsensitive) < 0;
    }
    template<typename Entry>
    bool operator()(QByteArrayView name, const Entry& entry) const
    {
        return name.compare(entry.first, Qt::CaseInsensitive) < 0;
    }
};

} // namespace

Recognizer::Recognizer(const ProfileCatalog& catalog)
{
    for (const ProfilePtr& profile : catalog.profiles()) {
        for (const RecognitionRule& rule : profile->recognition) {
            const QByteArray header = neededHeader(rule.when);
            if (header.isEmpty())
                m_others.push_back({ profile, &rule });
            else
                m_byHeader.emplace_back(header, Candidate { profile, &rule });
        }
    }
    std::stable_sort(m_byHeader.begin(), m_byHeader.end(),
        [](const auto& left, const auto& right) { return left.first < right.first; });
}

std::vector<ProfilePtr> Recognizer::recognize(const Request& request, const RequestValues& values) const
{
    int best = 0;
    std::vector<ProfilePtr> found;
    const auto consider = [&](const Candidate& candidate) {
        if (candidate.rule->weight < best || !holds(candidate.rule->when, values, request.head.method()))
            return;
        if (candidate.rule->weight > best)
            found.clear();
        best = candidate.rule->weight;
        found.push_back(candidate.profile);
    };
    // A header that repeats is looked at once: a request may be full of it.
    std::vector<decltype(m_byHeader.begin())> seen;
    for (qsizetype i = 0; i < request.head.headerCount(); ++i) {
        const auto [begin, end]
            = std::equal_range(m_byHeader.begin(), m_byHeader.end(), request.head.headerName(i), ByName());
        if (begin == end || std::find(seen.begin(), seen.end(), begin) != seen.end())
            continue;
        seen.push_back(begin);
        std::for_each(begin, end, [&](const auto& entry) { consider(entry.second); });
    }
    std::for_each(m_others.begin(), m_others.end(), consider);
    std::sort(found.begin(), found.end(),
        [](const ProfilePtr& left, const ProfilePtr& right) { return left->id < right->id; });
    found.erase(std::unique(found.begin(), found.end()), found.end());
    return found;
}

} // namespace hookloupe
