// SPDX-License-Identifier: GPL-3.0-or-later
#include "storedsession.h"

#include "engine/historyreading.h"
#include "session/query/deliveryquery.h"

namespace hookloupe {

namespace {

constexpr int PageSize = 64;
constexpr int PageSummaries = 1000;

std::vector<ActiveEndpoint> withoutSecrets(std::vector<Endpoint> endpoints)
{
    std::vector<ActiveEndpoint> active;
    for (Endpoint& endpoint : endpoints)
        active.push_back({ std::move(endpoint), {} });
    return active;
}

} // namespace

Result<std::unique_ptr<StoredSession>, SessionError> StoredSession::open(const QString& file)
{
    auto reader = SessionReader::open(file);
    if (!reader)
        return Unexpected(reader.error());
    return std::unique_ptr<StoredSession>(new StoredSession(std::move(*reader)));
}

StoredSession::StoredSession(std::unique_ptr<SessionReader> reader)
    : m_reader(std::move(reader))
{
    const auto catalog = std::make_shared<const ProfileCatalog>(ProfileCatalog::load(ProfileCatalog::userFolder()));
    const InspectionRules rules(catalog, withoutSecrets(m_reader->endpoints()));
    m_history->setProfiles(catalog);
    readWholeHistory(*m_reader, rules, *m_history);
}

/// The next deliveries that match, and where to go on.
std::vector<Delivery> StoredSession::nextPage(MatchQuestion& question)
{
    std::vector<Delivery> page;
    if (question.filter.kind == FilterExpression::Kind::All) {
        page = m_reader->deliveriesAfter(question.after, question.limit);
        question.after = page.empty() ? question.before : page.back().id;
        return page;
    }
    const std::vector<DeliveryId> ids = m_reader->matching(question);
    question.after = ids.empty() ? question.before : ids.back();
    for (const DeliveryId id : ids) {
        std::optional<Delivery> delivery = m_reader->delivery(id);
        if (m_reader->error())
            break;
        if (delivery)
            page.push_back(std::move(*delivery));
    }
    return page;
}

bool StoredSession::forEach(const FilterExpression& filter, const std::function<bool(const Delivery&)>& visit)
{
    MatchQuestion question;
    question.filter = filter;
    question.now = now();
    question.limit = PageSize;
    question.facts = &m_facts;
    while (question.after != question.before) {
        for (Delivery& delivery : nextPage(question)) {
            delivery.attempt = m_history->facts(delivery.id);
            if (!visit(delivery))
                return false;
        }
        if (m_reader->error())
            return true;
    }
    return true;
}

bool StoredSession::forEachMessage(const std::function<bool(const MessageStory&)>& visit)
{
    DeliveryId last;
    while (true) {
        const std::vector<DeliverySummary> page = m_reader->summariesAfter(last, PageSummaries);
        if (page.empty())
            return true;
        for (const DeliverySummary& summary : page) {
            const std::optional<MessageFacts> facts = m_history->messageFacts(summary.id);
            if (facts && facts->message == summary.id && !visit(m_history->story(summary.id)))
                return false;
        }
        last = page.back().id;
    }
}

std::optional<Delivery> StoredSession::delivery(DeliveryId id)
{
    std::optional<Delivery> found = m_reader->delivery(id);
    if (found)
        found->attempt = m_history->facts(id);
    return found;
}

} // namespace hookloupe
